package figures

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// dirtyRead is the kind of entries that say why receipts have to be read anew
// from the rows they came from. Whoever reads them knows what the entry means;
// nothing here settles it.
const dirtyRead = "read"

// Waiting is one entry; noted again it has another stamp.
type Waiting struct {
	Key   string
	stamp int64
}

// NoteReading writes down that receipts have to be read anew, before or with
// the change that makes it necessary, so that a crash loses nothing. In a
// transaction app is the transaction's.
func NoteReading(app core.App, key string) error {
	_, err := app.NonconcurrentDB().NewQuery(`
		INSERT INTO {{figures_dirty}} ([[kind]], [[key]], [[stamp]]) VALUES ({:kind}, {:key}, random())
		ON CONFLICT ([[kind]], [[key]]) DO UPDATE SET [[stamp]] = excluded.[[stamp]]`).
		Bind(dbx.Params{"kind": dirtyRead, "key": key}).Execute()
	if err != nil {
		return fmt.Errorf("noting what has to be read anew: %w", err)
	}
	return nil
}

// WaitingToBeRead lists what NoteReading wrote down and nobody did yet, by key.
func WaitingToBeRead(ctx context.Context, db Reader) ([]Waiting, error) {
	marks, err := readMarks(ctx, db, dirtyRead, -1)
	if err != nil {
		return nil, err
	}
	all := make([]Waiting, len(marks))
	for i, m := range marks {
		all[i] = Waiting{m.key, m.stamp}
	}
	return all, nil
}

// WasRead takes an entry off the list, unless it was noted again since.
func WasRead(ctx context.Context, tx *sql.Tx, w Waiting) error {
	_, err := tx.ExecContext(ctx, `DELETE FROM figures_dirty WHERE kind = ? AND key = ? AND stamp = ?`, dirtyRead, w.Key, w.stamp)
	if err != nil {
		return fmt.Errorf("noting what was read anew: %w", err)
	}
	return nil
}
