package appliance

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"github.com/pocketbase/pocketbase/core"
)

// leftFile tells the next start how this program left the book.
const leftFile = "touchstone.left.json"

// leaving is the state of data.db after it was closed well. A file that is still
// so needs neither a walk through it nor a schema step before the first answer.
// A crash, another program and a copy put in its place all show in it.
type leaving struct {
	Size    int64  `json:"size"`    // bytes
	Changed int64  `json:"changed"` // its time of change, in nanoseconds since 1970
	Steps   string `json:"steps"`   // the schema it has
}

// steps names the schema that this program makes.
func steps() string {
	n, last := 0, ""
	for _, list := range []core.MigrationsList{core.SystemMigrations, core.AppMigrations} {
		for _, m := range list.Items() {
			n++
			last = max(last, m.File)
		}
	}
	return fmt.Sprintf("%d to %s", n, last)
}

func lookLeft(dir string) (leaving, error) {
	info, err := os.Stat(filepath.Join(dir, "data.db"))
	if err != nil {
		return leaving{}, err
	}
	return leaving{Size: info.Size(), Changed: info.ModTime().UnixNano(), Steps: steps()}, nil
}

// isAsLeft reports whether the book is the very file that was closed well.
func isAsLeft(dir string) bool {
	text, err := os.ReadFile(filepath.Join(dir, leftFile))
	if err != nil {
		return false
	}
	var was leaving
	if json.Unmarshal(text, &was) != nil {
		return false
	}
	now, err := lookLeft(dir)
	return err == nil && was == now
}

// closeWell closes a book and notes how it was left. After an error nothing is
// noted, so that the next start looks the book over.
func closeWell(app core.App, dir string, before error) error {
	if err := closeBook(app); err != nil || before != nil {
		forgetLeft(dir)
		return err
	}
	was, err := lookLeft(dir)
	if err != nil {
		return nil //nolint:nilerr // the note only saves time
	}
	text, err := json.Marshal(was)
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, leftFile), append(text, '\n'), 0o600)
	}
	if err != nil {
		forgetLeft(dir)
	}
	return nil
}

// forgetLeft makes the next start check the book.
func forgetLeft(dir string) { _ = os.Remove(filepath.Join(dir, leftFile)) }
