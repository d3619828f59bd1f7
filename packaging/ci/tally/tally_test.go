package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

func TestSplit(t *testing.T) {
	got := split([]string{"TZ=UTC", "./...", "--", "./a"})
	if want := [][]string{{"TZ=UTC", "./..."}, {"./a"}}; !reflect.DeepEqual(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// module writes a module of its own with one package and a test.
func module(t *testing.T, test string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{
		"go.mod": "module example\n\ngo 1.26\n", "a.go": "package example\n",
		"a_test.go": "package example\n\nimport (\n\t\"os\"\n\t\"testing\"\n)\n\nvar (\n\t_ = os.Exit\n\t_ testing.TB\n)\n\n" + test,
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// The real go test, in every way that it can end.
func TestRuns(t *testing.T) {
	for _, c := range []struct {
		name, test   string
		words        []string
		checks       []string
		well         bool
		last         string
		shown, never string
	}{
		{"passing", "func TestA(t *testing.T) { t.Log(\"quiet\"); t.Run(\"b\", func(*testing.T) {}) }", nil, nil, true, "2 passed, 0 failed", "ok  \texample", "quiet"},
		{"failing", "func TestA(t *testing.T) { t.Error(\"loud\") }\nfunc TestB(*testing.T) {}", nil, nil, false, "1 passed, 1 failed", "loud", "=== RUN"},
		{"skipping", "func TestA(t *testing.T) { t.Skip(\"no browser\") }\nfunc TestB(*testing.T) {}", nil, nil, true, "1 passed, 0 failed, 1 skipped", "example TestA: a_test.go:13: no browser", "--- SKIP"},
		{"crashing", "func TestA(*testing.T) { os.Exit(3) }", nil, nil, false, "0 passed, 1 failed", "FAIL\texample", "exit status 1\n"},
		{"panicking", "func TestA(*testing.T) { panic(\"ouch\") }", nil, nil, false, "0 passed, 1 failed", "ouch", "=== RUN"},
		{"not building", "func TestA(*testing.T) { nothing() }", nil, nil, false, "0 passed, 1 failed", "undefined: nothing", ""},
		{"failing before", "func TestMain(*testing.M) { os.Exit(1) }", nil, nil, false, "0 passed, 1 failed", "FAIL\texample", ""},
		{"no test", "", nil, nil, false, "0 passed, 1 failed", "no test ran", ""},
		{"a word that go test does not know", "func TestA(*testing.T) {}", []string{"-nonsense"}, nil, false, "0 passed, 1 failed", "not defined: -nonsense", ""},
		{"a folder that is not there", "", []string{"./nowhere"}, nil, false, "0 passed, 1 failed", "nowhere", ""},
		{"a failed check", "func TestA(*testing.T) {}", nil, []string{"gofmt"}, false, "1 passed, 1 failed", `check "gofmt"`, ""},
		{"its environment", "func TestA(t *testing.T) { if os.Getenv(\"ZONE\") != \"B\" { t.Error() } }", []string{"ZONE=B", "-count=1"}, nil, true, "1 passed, 0 failed", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Chdir(module(t, c.test))
			t.Setenv("GOFLAGS", "")
			var out strings.Builder
			tally := &tally{out: &out}
			tally.begin()
			if err := run(c.words, tally); err != nil {
				tally.broke(err)
			}
			said, well := tally.finish(c.checks)
			lines := strings.Split(strings.TrimSuffix(out.String(), "\n"), "\n")
			if last := lines[len(lines)-1]; well != c.well || last != c.last || said != last {
				t.Errorf("well %t, last line %q; want %t, %q\n%s", well, last, c.well, c.last, &out)
			}
			if !strings.Contains(out.String(), c.shown) || c.never != "" && strings.Contains(out.String(), c.never) {
				t.Errorf("want %q and not %q in\n%s", c.shown, c.never, &out)
			}
		})
	}
}

func TestSecondRunBreaksThoughTheFirstFailed(t *testing.T) {
	tally := &tally{out: new(strings.Builder)}
	tally.begin()
	tally.line([]byte(`{"Action":"run","Package":"p","Test":"T"}`))
	tally.line([]byte(`{"Action":"fail","Package":"p","Test":"T"}`))
	tally.broke(errors.New("go test: exit status 1"))
	tally.begin()
	tally.broke(errors.New("go test: exit status 2"))
	if last, well := tally.finish(nil); well || last != "0 passed, 2 failed" {
		t.Errorf("ended with %q, %t\n%s", last, well, fmt.Sprint(tally.out))
	}
}
