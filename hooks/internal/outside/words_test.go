package outside

import (
	"os"
	"slices"
	"strings"
	"testing"
)

// promised are the commands of DESIGN section 6; later ones may say that they
// come with a later version.
var (
	promised = []string{"serve", "demo", "import", "imports", "imports undo", "metrics", "scorecard", "export", "doctor", "setup-code", "version", "health"}
	later    = []string{"queue", "notes", "backup", "restore", "service"}
)

// commands reads the names of all commands from the overview.
func commands(t *testing.T, overview string) []string {
	t.Helper()
	var names []string
	for line := range strings.SplitSeq(overview, "\n") {
		if name, ok := strings.CutPrefix(line, "  "); ok {
			name, _, _ = strings.Cut(name, "   ")
			names = append(names, strings.TrimSpace(name))
		}
	}
	return names
}

func TestHelpNamesEveryCommand(t *testing.T) {
	t.Parallel()
	s := Open(t)
	overview := s.End(s.Bare()).Expect(0, "Use: touchstone COMMAND", "").Out
	for _, args := range [][]string{{"help"}, {"--help"}} {
		if got := s.End(s.Bare(args...)).Expect(0, "", "").Out; got != overview {
			t.Errorf("%v prints another overview:\n%s", args, got)
		}
	}
	names := commands(t, overview)
	for _, want := range slices.Concat(promised, later) {
		if !slices.Contains(names, want) {
			t.Errorf("the overview does not name %q: %q", want, names)
		}
	}
	for _, name := range names {
		help := s.Run(append(strings.Fields(name), "--help")...).Expect(0, "Use: touchstone "+name, "").Out
		for _, option := range []string{"--json", "--dir", "--help"} {
			if !strings.Contains(help, option) {
				t.Errorf("the help of %s does not name %s:\n%s", name, option, help)
			}
		}
	}
	if _, err := os.Stat(s.Dir); err == nil {
		t.Error("asking for help made a data folder")
	}
}

// The options that DESIGN promises stand in the help of their command.
func TestHelpNamesEveryOption(t *testing.T) {
	t.Parallel()
	s := Open(t)
	for command, options := range map[string][]string{
		"serve": {"--http"}, "demo": {"--once"}, "import": {"--preset", "--map", "--store", "--dry-run", "--inspect", "FILE..."},
		"imports undo": {"ID"}, "metrics": {"--from", "--to", "--by", "--as-of"}, "scorecard": {"--week", "--associate", "--out"},
		"queue": {"--date", "--associate", "--all"}, "notes": {"--due", "--client", "--out"}, "export": {"--out"},
	} {
		help := s.Run(append(strings.Fields(command), "--help")...).Expect(0, "", "").Out
		for _, option := range options {
			if !strings.Contains(help, option) {
				t.Errorf("the help of %s does not name %s:\n%s", command, option, help)
			}
		}
	}
}

// What a person types wrongly, what it ends with and which words help.
var mistakes = []struct {
	args []string
	code int
	says string
}{
	{[]string{"imprt", "a.csv"}, 2, `Did you mean "import"?`},
	{[]string{"sing"}, 2, "touchstone help"},
	{[]string{"import", "--colour", "red", "sales.csv"}, 2, "no option --colour"},
	{[]string{"import"}, 2, "FILE..."},
	{[]string{"import", "--preset", "sales.csv"}, 2, "FILE..."},
	{[]string{"import", "--preset", "elsewhere", "sales.csv"}, 2, "square-items"},
	{[]string{"import", "--preset", "square-items", "nowhere.csv"}, 1, "nowhere.csv"},
	{[]string{"import", "nowhere.csv"}, 1, "nowhere.csv"},
	{[]string{"import", "."}, 1, "folder"},
	{[]string{"import", "--store", "NORTH", "sales.csv"}, 1, "NORTH"},
	{[]string{"import", "--map", "nowhere.json", "sales.csv"}, 1, "nowhere.json"},
	{[]string{"import", "--map", "sales.csv", "sales.csv"}, 2, "sales.csv"},
	{[]string{"imports", "undo"}, 2, "ID"},
	{[]string{"imports", "undo", "nosuchimport000"}, 1, "nosuchimport000"},
	{[]string{"imports", "undo", "a", "b"}, 2, `"b"`},
	{[]string{"metrics"}, 2, "--from"},
	{[]string{"metrics", "--from", "2025-03-01"}, 2, "--to"},
	{[]string{"metrics", "--from", "2025-02-30", "--to", "2025-03-05"}, 2, "2025-02-30"},
	{[]string{"metrics", "--from", "03/01/2025", "--to", "2025-03-05"}, 2, "03/01/2025"},
	{[]string{"metrics", "--from", "2025-03-05", "--to", "2025-03-01"}, 2, "2025-03-0"},
	{[]string{"metrics", "--from", "2025-03-01", "--to", "2025-03-05", "--by", "moon"}, 2, "moon"},
	{[]string{"metrics", "--from", "2025-03-01", "--to", "2025-03-05", "--as-of", "soon"}, 2, "soon"},
	{[]string{"scorecard", "--week", "2025-W10"}, 2, "--out"},
	{[]string{"scorecard", "--week", "2025-W99", "--out", "a.pdf"}, 2, "2025-W99"},
	{[]string{"scorecard", "--week", "lately", "--out", "a.pdf"}, 2, "2026-W47"},
	{[]string{"scorecard", "--week", "2099-W10", "--out", "a.pdf"}, 1, "not begun"},
	{[]string{"scorecard", "--week", "2025-W10", "--associate", "NOBODY", "--out", "a.pdf"}, 1, "NOBODY"},
	{[]string{"scorecard", "--week", "2025-W10", "--out", "no/such/folder/a.pdf"}, 1, "a.pdf"},
	{[]string{"export"}, 2, "--out"},
	{[]string{"serve", "--http", "everywhere"}, 2, "everywhere"},
	{[]string{"serve", "--http", "127.0.0.1:99999"}, 1, "127.0.0.1:99999"},
	{[]string{"demo", "--twice"}, 2, "--twice"},
	{[]string{"health"}, 1, "not running"},
	{[]string{"version", "now"}, 2, `"now"`},
	{[]string{"queue"}, 1, "later version"},
	{[]string{"notes", "--due", "--out", "n.pdf"}, 1, "later version"},
	{[]string{"backup"}, 1, "later version"},
	{[]string{"restore", "a.zip"}, 1, "later version"},
	{[]string{"service", "install"}, 1, "later version"},
}

func TestMistakes(t *testing.T) {
	t.Parallel()
	s := Open(t)
	s.Put("sales.csv", Till{Seed: 2, Receipts: 40, From: season}.Export())
	s.Must("import", "sales.csv")
	before := s.Book()
	for _, c := range mistakes {
		t.Run(strings.Join(c.args, " "), func(t *testing.T) {
			s := s.For(t)
			plain := s.Run(c.args...).Expect(c.code, "", c.says)
			if plain.Out != "" {
				t.Errorf("standard output has %q", plain.Out)
			}
			if n := strings.Count(strings.TrimSpace(plain.Err), "\n"); n > 1 {
				t.Errorf("more than a sentence and a hint:\n%s", plain.Err)
			}
			var told map[string]any
			asked := s.Run(append(slices.Clone(c.args), "--json")...).Expect(c.code, "", "")
			asked.JSON(&told)
			if c.args[0] == "health" {
				return // answers as it does when all is well
			}
			if text, ok := told["error"].(string); !ok || len(told) != 1 || !strings.Contains(text, c.says) && !strings.Contains(asked.Err, c.says) {
				t.Errorf("with --json: %s", asked.Out)
			}
		})
	}
	s.Same(s.Book(), before, "after mistakes")
	left, err := os.ReadDir(s.Work)
	if err != nil || len(left) != 3 { // data, home, sales.csv
		t.Errorf("mistakes left files: %v %v", left, err)
	}
}

// --dir may stand anywhere and take its value either way; a folder whose
// parent is missing is more often a typing error.
func TestDataFolder(t *testing.T) {
	t.Parallel()
	s := Open(t)
	for _, args := range [][]string{{"--dir", "one", "imports"}, {"imports", "--dir=one"}, {"imports", "--dir", "one", "--json"}} {
		s.End(s.Bare(args...)).Expect(0, "", "")
	}
	s.End(s.Bare("imports", "--dir", "no/where")).Expect(1, "", "does not exist")
	s.Put("file", []byte("x"))
	s.End(s.Bare("imports", "--dir", "file")).Expect(1, "", "not a folder")
	s.End(s.Bare("imports", "--dir")).Expect(2, "", "--dir")
	s.End(s.Bare("imports")).Expect(0, "", "")
	if _, err := os.Stat(s.Work + "/pb_data/data.db"); err != nil {
		t.Errorf("without --dir the book lies elsewhere: %v", err)
	}
}
