package cli

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/pocketbase/pocketbase/core"

	"touchstone/hooks/internal/verb"
)

func nothing(context.Context, core.App, *verb.Call) error { return nil }

var table = []verb.Verb{
	{Name: "import", Args: "FILE...", Short: "read an export", MinArgs: 1, MaxArgs: -1, FileArgs: true, Run: nothing, Flags: []verb.Flag{
		{Name: "dry-run", Bool: true, Usage: "change nothing"}, {Name: "map", In: true, Usage: "answers"}, {Name: "store", Usage: "code", Default: "MAIN"},
	}},
	{Name: "imports", Short: "what was read", Run: nothing},
	{Name: "imports undo", Args: "ID", Short: "take one back", MinArgs: 1, MaxArgs: 1, Run: nothing},
	{Name: "scorecard", Short: "on paper", Run: nothing, Flags: []verb.Flag{{Name: "out", Out: true}}},
	{Name: "version", Short: "which", Early: func(context.Context, *verb.Call) error { return nil }},
}

func TestParse(t *testing.T) {
	for _, c := range []struct {
		line string
		verb string
		args []string
		want map[string]string
		dir  string
		json bool
		help bool
	}{
		{line: "import a.csv", verb: "import", args: []string{"a.csv"}, want: map[string]string{"store": "MAIN"}},
		{line: "--dir /d --json import --dry-run a.csv b.csv --store=TWO", verb: "import", args: []string{"a.csv", "b.csv"}, want: map[string]string{"dry-run": "true", "store": "TWO"}, dir: "/d", json: true},
		{line: "import a.csv --map m.json --dir=/d", verb: "import", args: []string{"a.csv"}, want: map[string]string{"map": "m.json", "store": "MAIN"}, dir: "/d"},
		{line: "import -- --odd.csv --json", verb: "import", args: []string{"--odd.csv", "--json"}, want: map[string]string{"store": "MAIN"}},
		{line: "import - -5.csv", verb: "import", args: []string{"-", "-5.csv"}, want: map[string]string{"store": "MAIN"}},
		{line: "imports", verb: "imports"},
		{line: "imports undo abc", verb: "imports undo", args: []string{"abc"}},
		{line: "imports --json undo abc", verb: "imports undo", args: []string{"abc"}, json: true},
		{line: "import --help", verb: "import", help: true},
		{line: "help import", verb: "import", help: true},
		{line: "-h", help: true},
		{line: "", help: true},
		{line: "--version", verb: "version"},
	} {
		cmd, err := Parse(table, strings.Fields(c.line))
		if err != nil {
			t.Errorf("%q: %v", c.line, err)
			continue
		}
		name := ""
		if cmd.Verb != nil {
			name = cmd.Verb.Name
		}
		if name != c.verb || !slices.Equal(cmd.Args, c.args) || cmd.Dir != c.dir || cmd.JSON != c.json || cmd.Help != c.help {
			t.Errorf("%q: read as %s %+v", c.line, name, cmd)
		}
		if !c.help && !maps.Equal(cmd.Values, c.want) {
			t.Errorf("%q: values %v, want %v", c.line, cmd.Values, c.want)
		}
	}
}

func TestParseMistakes(t *testing.T) {
	for line, want := range map[string]string{
		"imprt a.csv":            `Did you mean "import"?`,
		"dance":                  `There is no command "dance"`,
		"import":                 "wants FILE... after it",
		"imports undo":           "wants ID after it",
		"imports undo a b":       `does not know what to do with "b"`,
		"version now":            `does not know what to do with "now"`,
		"import a --colour red":  "has no option --colour",
		"import a --store":       "--store wants a value",
		"import a --store --map": "--store wants a value",
		"import a --store=":      "--store wants a value",
		"import a --dry-run=no":  "--dry-run takes no value",
		"import a --json=1":      "--json takes no value",
		"--dir":                  "--dir wants a value",
		"--store TWO import a":   "--store stands before the command",
		"-x import a":            "Options have two dashes",
	} {
		_, err := Parse(table, strings.Fields(line))
		mistake, ok := errors.AsType[*Mistake](err)
		if !ok || !strings.Contains(mistake.Message, want) {
			t.Errorf("%q: %v, want %q", line, err, want)
		}
	}
}

func TestFilesOfACommand(t *testing.T) {
	cmd, err := Parse(table, strings.Fields("import a.csv b.csv --map m.json"))
	if err != nil {
		t.Fatal(err)
	}
	if got := cmd.In(); !slices.Equal(got, []string{"a.csv", "b.csv", "m.json"}) {
		t.Errorf("reads %v", got)
	}
	if got := cmd.Out(); len(got) != 0 {
		t.Errorf("writes %v", got)
	}
	cmd, err = Parse(table, strings.Fields("scorecard --out x.pdf"))
	if err != nil {
		t.Fatal(err)
	}
	if got := cmd.Out(); !slices.Equal(got, []string{"x.pdf"}) || len(cmd.In()) != 0 {
		t.Errorf("reads %v, writes %v", cmd.In(), got)
	}
}

func TestWantsJSON(t *testing.T) {
	for line, want := range map[string]bool{"import --json a": true, "import a": false, "import -- --json": false, "nonsense --json": true} {
		if WantsJSON(strings.Fields(line)) != want {
			t.Errorf("%q: want %v", line, want)
		}
	}
}

func TestCheckFindsContradictions(t *testing.T) {
	if err := Check(table); err != nil {
		t.Error(err)
	}
	for name, bad := range map[string][]verb.Verb{
		"twice":   {{Name: "a", Run: nothing}, {Name: "a", Run: nothing}},
		"nothing": {{Name: "a"}},
		"json":    {{Name: "a", Run: nothing, Flags: []verb.Flag{{Name: "json"}}}},
	} {
		if Check(bad) == nil {
			t.Errorf("%s: not found", name)
		}
	}
}

func TestHelpNamesEverything(t *testing.T) {
	var all, one strings.Builder
	if err := Overview(&all, table); err != nil {
		t.Fatal(err)
	}
	for _, v := range table {
		if !strings.Contains(all.String(), "  "+v.Name+" ") {
			t.Errorf("the overview leaves out %s", v.Name)
		}
	}
	if err := One(&one, &table[0]); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"touchstone import FILE...", "--dry-run", "--map FILE", "--store STORE", "otherwise MAIN", "--json", "--dir DATA", "--help"} {
		if !strings.Contains(one.String(), want) {
			t.Errorf("the help of import leaves out %q:\n%s", want, one.String())
		}
	}
}

// A command line also comes over the endpoint, from whoever can open it.
func FuzzParse(f *testing.F) {
	for _, line := range []string{"import\x00a.csv", "--dir\x00x\x00imports\x00undo\x00--json\x001", "-", "--=", "help\x00-h", "import\x00--map="} {
		f.Add(line)
	}
	f.Fuzz(func(t *testing.T, line string) {
		cmd, err := Parse(table, strings.Split(line, "\x00"))
		if err != nil || cmd.Help {
			return
		}
		if cmd.Verb == nil {
			t.Fatal("understood, yet without a verb")
		}
		if n := len(cmd.Args); n < cmd.Verb.MinArgs || (cmd.Verb.MaxArgs >= 0 && n > cmd.Verb.MaxArgs) {
			t.Errorf("%d arguments for %s", n, cmd.Verb.Name)
		}
		_ = append(cmd.In(), cmd.Out()...)
	})
}
