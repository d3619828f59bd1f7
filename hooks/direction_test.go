package hooks

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

const module = "touchstone/"

// bench measures the rooms from outside, as main_test.go tests them: it may
// import any of them, and nobody may import it.
const bench = "hooks/internal/bench"

// forbidden says what is wrong with one package importing another, "" when
// nothing is. Both are folders below the module; test files count as well.
func forbidden(from, imported string) string {
	if imported == "github.com/jung-kurt/gofpdf" && roomOf(from) != "paper" {
		return "only hooks/paper draws with gofpdf"
	}
	to, own := strings.CutPrefix(imported, module)
	if !own {
		return ""
	}
	if below(to, bench) && !below(from, bench) {
		return "measuring is no part of the program"
	}
	if below(from, bench) {
		return ""
	}
	return between(from, roomOf(from), roomOf(to))
}

// between says it of two rooms, "" standing for no room.
func between(from, fromRoom, toRoom string) string {
	switch {
	case from == "migrations" && toRoom != "" && toRoom != "internal":
		return "a schema step imports no room: it must not change when code does"
	case fromRoom == "" || toRoom == "" || fromRoom == toRoom:
		return ""
	case fromRoom == "internal":
		return "hooks/internal is below the rooms"
	case toRoom == "internal" || toRoom == "figures":
		return ""
	}
	return "a room never imports another room: read its collection by name, listen to an event, or declare an interface that hooks.go fills"
}

func below(folder, parent string) bool {
	return folder == parent || strings.HasPrefix(folder, parent+"/")
}

// roomOf is the room that a folder belongs to: hooks/pos/table is pos. The
// table of contents and main are no rooms.
func roomOf(folder string) string {
	rest, ok := strings.CutPrefix(folder, "hooks/")
	if !ok {
		return ""
	}
	room, _, _ := strings.Cut(rest, "/")
	return room
}

func TestForbiddenKnowsTheHouse(t *testing.T) {
	for _, c := range []struct {
		from, imported string
		bad            bool
	}{
		{"hooks/pos", "touchstone/hooks/internal/money", false},
		{"hooks/pos", "touchstone/hooks/figures", false},
		{"hooks/pos", "touchstone/hooks/pos/table", false},
		{"hooks/pos/table", "touchstone/hooks/pos/credit", false},
		{"hooks", "touchstone/hooks/pos", false},
		{".", "touchstone/hooks", false},
		{"hooks/internal/testapp", "touchstone/migrations", false},
		{"hooks/paper/face", "github.com/jung-kurt/gofpdf", false},
		{"hooks/pos", "touchstone/hooks/access", true},
		{"hooks/pos/table", "touchstone/hooks/access", true},
		{"hooks/figures", "touchstone/hooks/pos", true},
		{"hooks/internal/money", "touchstone/hooks/figures", true},
		{"hooks/internal/bench", "touchstone/hooks/pos", false},
		{"hooks/pos", "touchstone/hooks/internal/bench", true},
		{"hooks/internal/bench/tmp", "github.com/jung-kurt/gofpdf", true},
		{"migrations", "touchstone/hooks/pos", true},
		{"migrations", "touchstone/hooks/figures", true},
		{"hooks/scorecard", "github.com/jung-kurt/gofpdf", true},
	} {
		if got := forbidden(c.from, c.imported); (got != "") != c.bad {
			t.Errorf("%s importing %s: %q", c.from, c.imported, got)
		}
	}
}

func TestImportsKeepTheDirection(t *testing.T) {
	root, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	files := 0
	err = fs.WalkDir(os.DirFS(root), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && name != "." && strings.HasPrefix(d.Name(), ".") {
			return fs.SkipDir
		}
		if d.IsDir() || !strings.HasSuffix(name, ".go") {
			return nil
		}
		files++
		check(t, root, name)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if files < 20 {
		t.Errorf("only %d files were seen: the walk starts in the wrong folder", files)
	}
}

func check(t *testing.T, root, name string) {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), filepath.Join(root, name), nil, parser.ImportsOnly)
	if err != nil {
		t.Error(err)
		return
	}
	for _, i := range f.Imports {
		imported, err := strconv.Unquote(i.Path.Value)
		if err != nil {
			t.Error(err)
			continue
		}
		if why := forbidden(filepath.ToSlash(filepath.Dir(name)), imported); why != "" {
			t.Errorf("%s imports %s: %s", name, imported, why)
		}
	}
}
