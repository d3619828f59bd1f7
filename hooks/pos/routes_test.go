package pos

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"touchstone/hooks/internal/fault"
)

func TestHarmlessCells(t *testing.T) {
	for cell, want := range map[string]string{
		"": "", "Ring": "Ring", "-12.50": "-12.50", "+3": "+3", "1-2": "1-2",
		"=1+1": "'=1+1", "+cmd|' /C calc'!A0": "'+cmd|' /C calc'!A0", "-2+3": "'-2+3", "@SUM(A1)": "'@SUM(A1)", "\t=1": "'\t=1", "\r=1": "'\r=1",
	} {
		if got := harmless(cell); got != want {
			t.Errorf("%q becomes %q, want %q", cell, got, want)
		}
	}
}

func TestPlainNames(t *testing.T) {
	for name, want := range map[string]string{
		"a.csv": "a.csv", `C:\exports\a.csv`: "a.csv", "../../etc/passwd": "passwd", "": "export.csv", "..": "export.csv", "a\x00b\n.csv": "ab.csv", " Dez 2025.csv ": "Dez 2025.csv",
	} {
		if got := plainName(name); got != want {
			t.Errorf("%q becomes %q, want %q", name, got, want)
		}
	}
	if got := plainName(strings.Repeat("é", 400) + ".csv"); len([]rune(got)) != longestName || !strings.HasSuffix(got, ".csv") {
		t.Errorf("a long name becomes %q", got)
	}
}

// A connection that is cut is told from a disk that has no room.
func TestPour(t *testing.T) {
	folder := t.TempDir()
	cut := io.MultiReader(strings.NewReader("half"), iotest.ErrReader(io.ErrUnexpectedEOF))
	if _, err := pour(filepath.Join(folder, "cut"), cut); fault.KindOf(err) != fault.Invalid {
		t.Errorf("a cut file: %v", err)
	}
	if n, err := pour(filepath.Join(folder, "whole"), strings.NewReader("whole")); n != 5 || err != nil {
		t.Errorf("a whole file: %d bytes, %v", n, err)
	}
	if _, err := pour(filepath.Join(folder, "whole"), strings.NewReader("x")); err == nil || fault.KindOf(err) != fault.Internal {
		t.Errorf("a file that is there already: %v", err)
	}
}

// What nobody imports within a day goes; what is newer, or being read, stays.
func TestUploadsAreCleared(t *testing.T) {
	s := newShop(t)
	c := &counter{room: s.room, app: s.app, now: s.now, jobs: map[string]*job{"busy00000000000": {}}}
	if err := os.MkdirAll(c.folder(), 0o700); err != nil {
		t.Fatal(err)
	}
	for id, age := range map[string]time.Duration{"old000000000000": 25 * time.Hour, "new000000000000": 23 * time.Hour, "busy00000000000": 48 * time.Hour} {
		if err := os.WriteFile(c.path(id), []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := c.label(upload{ID: id}); err != nil {
			t.Fatal(err)
		}
		for _, name := range []string{c.path(id), c.path(id) + ".json"} {
			if err := os.Chtimes(name, noon.Add(-age), noon.Add(-age)); err != nil {
				t.Fatal(err)
			}
		}
	}
	c.clear()
	for id, stays := range map[string]bool{"old000000000000": false, "new000000000000": true, "busy00000000000": true} {
		for _, name := range []string{c.path(id), c.path(id) + ".json"} {
			if _, err := os.Stat(name); errors.Is(err, os.ErrNotExist) == stays {
				t.Errorf("%s: %v", filepath.Base(name), err)
			}
		}
	}
}
