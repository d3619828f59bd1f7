package demo

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// reopen closes the book, removes it, and opens an empty one in its place with
// the same hooks bound. The audit chain of a book cannot be shortened, so a
// sample store begins anew with a new book. data.db goes last: a crash on the
// way leaves a book that still carries the mark.
func reopen(ctx context.Context, app core.App, first func(context.Context, core.App) error) error {
	dir := app.DataDir()
	e := new(core.TerminateEvent) // as at the end of the program: the log is written out
	e.App = app
	err := app.OnTerminate().Trigger(e, func(e *core.TerminateEvent) error { return e.App.ResetBootstrapState() })
	if err != nil {
		return fmt.Errorf("closing the old sample store: %w", err)
	}
	for _, book := range []string{"auxiliary.db", "data.db"} {
		for _, part := range []string{"-wal", "-shm", ""} {
			if err := os.Remove(filepath.Join(dir, book+part)); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return fmt.Errorf("removing the old sample store: %w", err)
			}
		}
	}
	if err := app.Bootstrap(); err != nil {
		return fmt.Errorf("opening a new book: %w", err)
	}
	if err := app.RunAllMigrations(); err != nil {
		return fmt.Errorf("preparing a new book: %w", err)
	}
	return first(ctx, app)
}

func codeOf(storeID, code string) dbx.HashExp { return dbx.HashExp{"store": storeID, "code": code} }
