package appliance

import (
	"bytes"
	"database/sql"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// spoil overwrites a page inside a book that no start reads, without a trace in
// the file's size and time, as a failing disk does.
func spoil(t *testing.T, dir string) {
	t.Helper()
	path := filepath.Join(dir, "data.db")
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	page := 0
	damage(t, dir, func(db *sql.DB, _ string) error {
		return db.QueryRow("SELECT rootpage FROM sqlite_master WHERE type = 'table' AND name = 'shares'").Scan(&page)
	})
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	copy(raw[(page-1)*4096:], bytes.Repeat([]byte{0xa5}, 4096))
	if err := os.WriteFile(path, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chtimes(path, info.ModTime(), info.ModTime()); err != nil {
		t.Fatal(err)
	}
}

// A book that is spoiled where it lies is found out by the service soon after
// its first answer, by what writes before it writes, and by doctor.
func TestABookSpoiledWhereItLies(t *testing.T) {
	dir := t.TempDir()
	do(t, dir, "stores").expect(t, 0, "MAIN", "")
	if !isAsLeft(dir) {
		t.Fatal("a command that went well did not note how it left the book")
	}
	spoil(t, dir)
	if !isAsLeft(dir) {
		t.Fatal("the damage shows from outside, so this test shows nothing")
	}
	before, _ := os.ReadFile(filepath.Join(dir, "data.db"))
	do(t, dir, "serve --http 127.0.0.1:0").expect(t, 1, "Touchstone is running", "damaged, so nothing is written")
	if isAsLeft(dir) {
		t.Error("a damaged book was noted as well left")
	}
	do(t, dir, "serve --http 127.0.0.1:0").expect(t, 1, "", "damaged, so nothing is written")
	do(t, dir, "doctor").expect(t, 1, "broken   book:", "")
	do(t, dir, "copy --from absent --out x").expect(t, 1, "", "damaged, so nothing is written")
	if after, _ := os.ReadFile(filepath.Join(dir, "data.db")); !bytes.Equal(after, before) {
		t.Error("the book was changed")
	}
}

func TestWhatShowsThatABookIsNotAsItWasLeft(t *testing.T) {
	for name, how := range map[string]func(dir, path string) error{
		"another time": func(_, path string) error { return os.Chtimes(path, time.Now(), time.Now().Add(-time.Hour)) },
		"another size": func(_, path string) error {
			info, err := os.Stat(path)
			if err != nil {
				return err
			}
			if err := os.Truncate(path, info.Size()+4096); err != nil {
				return err
			}
			return os.Chtimes(path, info.ModTime(), info.ModTime())
		},
		"another schema": func(dir, _ string) error {
			note := filepath.Join(dir, leftFile)
			text, err := os.ReadFile(note)
			if err != nil {
				return err
			}
			return os.WriteFile(note, []byte(strings.Replace(string(text), " to ", " up to ", 1)), 0o600)
		},
		"a note cut short": func(dir, _ string) error { return os.Truncate(filepath.Join(dir, leftFile), 9) },
		"no note":          func(dir, _ string) error { return os.Remove(filepath.Join(dir, leftFile)) },
		"gone":             func(_, path string) error { return os.Remove(path) },
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			do(t, dir, "stores").expect(t, 0, "MAIN", "")
			if !isAsLeft(dir) {
				t.Fatal("it is not as it was left")
			}
			if err := how(dir, filepath.Join(dir, "data.db")); err != nil {
				t.Fatal(err)
			}
			if isAsLeft(dir) {
				t.Error("nobody would notice")
			}
		})
	}
}

// After a crash the book is opened with what lies beside it, so it is checked
// whatever the note says; and what failed leaves no note.
func TestNoNoteAfterAFailure(t *testing.T) {
	dir := t.TempDir()
	do(t, dir, "stores").expect(t, 0, "MAIN", "")
	do(t, dir, "fault").expect(t, 1, "", "Row 3 has no date")
	if isAsLeft(dir) {
		t.Error("a command that failed noted the book as well left")
	}
	do(t, dir, "stores").expect(t, 0, "MAIN", "")
	spoil(t, dir)
	damage(t, dir, func(db *sql.DB, path string) error {
		db.Close()
		return os.WriteFile(path+"-wal", []byte("unwritten work"), 0o600)
	})
	do(t, dir, "stores").expect(t, 1, "", "damaged, so nothing is written")
}
