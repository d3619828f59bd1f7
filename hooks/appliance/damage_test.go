package appliance

import (
	"bytes"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"touchstone/hooks/internal/database"
)

// damage opens the book's file and spoils it.
func damage(t *testing.T, dir string, how func(db *sql.DB, path string) error) {
	t.Helper()
	path := filepath.Join(dir, "data.db")
	db, err := database.Connect(path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := how(db.DB(), path); err != nil {
		t.Fatal(err)
	}
}

func TestADamagedBookIsNotTouched(t *testing.T) {
	for name, c := range map[string]struct {
		how  func(db *sql.DB, path string) error
		want string
	}{
		"overwritten": {func(db *sql.DB, path string) error {
			db.Close()
			return os.WriteFile(path, bytes.Repeat([]byte("garbage "), 600), 0o600)
		}, "damaged or is not a book"},
		"a page inside": {func(db *sql.DB, path string) error {
			db.Close()
			f, err := os.OpenFile(path, os.O_RDWR, 0)
			if err != nil {
				return err
			}
			defer f.Close()
			_, err = f.WriteAt(bytes.Repeat([]byte{0xa5}, 40*4096), 4096)
			return err
		}, "damaged, so nothing is written"},
		"a newer version's": {func(db *sql.DB, _ string) error {
			_, err := db.Exec("INSERT INTO _migrations (file, applied) VALUES ('9999010101future.go', 1)")
			return err
		}, "by a newer version"},
		"emptied beside a wal": {func(db *sql.DB, path string) error {
			db.Close()
			return errors.Join(os.Truncate(path, 0), os.WriteFile(path+"-wal", []byte("unwritten work"), 0o600))
		}, "empty, yet work"},
		"gone": {func(db *sql.DB, path string) error {
			db.Close()
			return os.Remove(path)
		}, "is missing"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			do(t, dir, "stores").expect(t, 0, "MAIN", "")
			damage(t, dir, c.how)
			before, _ := os.ReadFile(filepath.Join(dir, "data.db"))
			do(t, dir, "stores").expect(t, 1, "", c.want)
			do(t, dir, "serve --http 127.0.0.1:0").expect(t, 1, "", c.want)
			do(t, dir, "doctor").expect(t, 1, "broken   book:", "")
			do(t, dir, "doctor --json").expect(t, 1, `"state":"broken"`, "")
			if after, _ := os.ReadFile(filepath.Join(dir, "data.db")); !bytes.Equal(after, before) {
				t.Error("the book was changed")
			}
		})
	}
}
