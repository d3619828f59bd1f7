package pos

import (
	"context"
	"database/sql"
	"fmt"
	"slices"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/dbutils"

	"touchstone/hooks/internal/database"
)

// A file is in the order of its days, and so are most indexes. These are not:
// each transaction of a first file would write nearly all of their pages once
// more. Where nobody else has the book they are put aside until its receipts are
// there and then built in one go each. An import that was cut off leaves them
// aside until the book is opened again.
var lateIndexes = []struct{ table, index string }{
	{"receipts", "idx_receipts_client"},
	{"receipts", "idx_receipts_household"},
	{"receipts", "idx_receipts_brand"},
	{"clients", "idx_clients_name_key"},
	{"contact_points", "idx_contact_points_normalized"},
}

// putAside takes the late indexes off.
func putAside(ctx context.Context, db *sql.DB) error {
	return inTx(ctx, db, func(tx *sql.Tx) error {
		for _, late := range lateIndexes {
			if _, err := tx.ExecContext(ctx, "DROP INDEX IF EXISTS `"+late.index+"`"); err != nil {
				return fmt.Errorf("putting an index aside: %w", err)
			}
		}
		return nil
	})
}

// buildLate builds the late indexes that are aside, word for word as PocketBase does.
func buildLate(ctx context.Context, app core.App, db *sql.DB) error {
	there, err := database.Column(ctx, db, `SELECT name FROM sqlite_schema WHERE type = 'index'`)
	if err != nil {
		return fmt.Errorf("looking for the indexes of the book: %w", err)
	}
	for _, late := range lateIndexes {
		if slices.Contains(there, late.index) {
			continue
		}
		c, err := app.FindCachedCollectionByNameOrId(late.table)
		if err != nil {
			return fmt.Errorf("reading the schema of %s: %w", late.table, err)
		}
		if _, err := db.ExecContext(ctx, dbutils.ParseIndex(c.GetIndex(late.index)).Build()); err != nil {
			return fmt.Errorf("building an index: %w", err)
		}
	}
	return nil
}
