package clientbook

import (
	"context"
	"database/sql"
	"fmt"
)

// manyClients is from how many clients brought up to date in one go the search
// is put in order afterwards.
const manyClients = 1000

// mergedAtOnce is how many pages of the search one short transaction puts in
// order: somebody who saves meanwhile waits for that long.
const mergedAtOnce = 100

// tidy puts the word lists of the search in order. Each transaction that writes
// them leaves a list of its own behind, and a search reads all there are: after
// an import a dozen, which makes it take twice as long as with one. A crash
// loses nothing: the lists are whole at every step.
func tidy(ctx context.Context, db *sql.DB) error {
	for _, table := range []string{"search_words", "search_who", "search_reach", "search_told", "search_parts"} {
		pages := -mergedAtOnce // below zero it begins, above it goes on
		for {
			worked, err := mergeSome(ctx, db, table, pages)
			if err != nil {
				return fmt.Errorf("putting the search in order: %w", err)
			}
			if !worked {
				break
			}
			pages = mergedAtOnce
		}
	}
	return nil
}

// mergeSome takes one step; false says that there was nothing left to do.
func mergeSome(ctx context.Context, db *sql.DB, table string, pages int) (bool, error) {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return false, err
	}
	defer tx.Rollback() //nolint:errcheck // after Commit it does nothing
	var before, after int
	if err := tx.QueryRowContext(ctx, `SELECT total_changes()`).Scan(&before); err != nil {
		return false, err
	}
	if _, err := tx.ExecContext(ctx, `INSERT INTO `+table+` (`+table+`, rank) VALUES ('merge', ?)`, pages); err != nil {
		return false, err
	}
	if err := tx.QueryRowContext(ctx, `SELECT total_changes()`).Scan(&after); err != nil {
		return false, err
	}
	return after-before >= 2, tx.Commit() // FTS5: fewer than two changes mean that nothing was merged
}
