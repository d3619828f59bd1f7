package pos

import (
	"context"
	"database/sql"
	"fmt"

	"touchstone/hooks/internal/database"
)

// settings puts back what the import set up for others to use: the store's
// currency, a store that it brought, the mapping that it taught. Where another
// import stands on it, that one takes over.
func (u *undoing) settings(ctx context.Context) error {
	return inTx(ctx, u.db, func(tx *sql.Tx) error {
		for _, step := range []func(context.Context, *sql.Tx) error{u.currency, u.mapping, u.ownStore} {
			if err := step(ctx, tx); err != nil {
				return err
			}
		}
		_, err := tx.ExecContext(ctx, `DELETE FROM import_changes WHERE import = ?`, u.id)
		return err
	})
}

// other is the first applied import beside this one that stands on the same
// store, and on the same header where one is given; empty when there is none.
func (u *undoing) other(ctx context.Context, tx *sql.Tx, sameHeader bool) (string, error) {
	q := `SELECT o.id FROM imports o JOIN imports i ON i.store = o.store WHERE i.id = ?1 AND o.id != ?1 AND o.state = 'applied'`
	if sameHeader {
		q += ` AND o.fingerprint = i.fingerprint`
	}
	found, err := database.Column(ctx, tx, q+` ORDER BY o.rowid LIMIT 1`, u.id)
	if err != nil || len(found) == 0 {
		return "", err
	}
	return found[0], nil
}

func (u *undoing) currency(ctx context.Context, tx *sql.Tx) error {
	heir, err := u.other(ctx, tx, false)
	if err != nil {
		return fmt.Errorf("reading the store's imports: %w", err)
	}
	if heir != "" {
		_, err = tx.ExecContext(ctx, `UPDATE import_changes SET import = ? WHERE import = ? AND collection = 'stores'`, heir, u.id)
	} else {
		_, err = tx.ExecContext(ctx, `
			UPDATE stores SET currency = ''
			WHERE id IN (SELECT record FROM import_changes WHERE import = ? AND collection = 'stores' AND json_extract(before, '$.currency') = '')
			AND NOT EXISTS (SELECT 1 FROM receipts WHERE store = stores.id)`, u.id)
	}
	if err != nil {
		return fmt.Errorf("putting the store's currency back: %w", err)
	}
	return nil
}

// mapping forgets what the import taught about its header, and puts back what
// was known before.
func (u *undoing) mapping(ctx context.Context, tx *sql.Tx) error {
	heir, err := u.other(ctx, tx, true)
	if err != nil {
		return fmt.Errorf("reading the imports of a header: %w", err)
	}
	statements := []string{
		`UPDATE mappings SET columns = json_extract(c.before, '$.columns'), answers = json_extract(c.before, '$.answers'), preset = json_extract(c.before, '$.preset')
			FROM import_changes c WHERE c.import = ?1 AND c.collection = 'mappings' AND c.record = mappings.id AND mappings.rev <= 1`,
		`DELETE FROM mappings WHERE import = ?1 AND rev <= 1 AND ?2 = ''`,
		`UPDATE mappings SET import = ?2 WHERE import = ?1`,
	}
	for _, s := range statements {
		if _, err := tx.ExecContext(ctx, s, u.id, heir); err != nil {
			return fmt.Errorf("forgetting a mapping: %w", err)
		}
	}
	return nil
}

// ownStore takes out a store that the import brought, with the last import
// that needs it.
func (u *undoing) ownStore(ctx context.Context, tx *sql.Tx) error {
	heir, err := u.other(ctx, tx, false)
	if err != nil || heir != "" {
		return err
	}
	_, err = tx.ExecContext(ctx, `
		DELETE FROM stores WHERE rev <= 1
		AND id IN (SELECT record FROM import_changes WHERE import = ? AND collection = 'stores' AND json_extract(before, '$.new'))
		AND NOT EXISTS (SELECT 1 FROM receipts WHERE store = stores.id) AND NOT EXISTS (SELECT 1 FROM clients WHERE store = stores.id)
		AND NOT EXISTS (SELECT 1 FROM staff WHERE store = stores.id) AND NOT EXISTS (SELECT 1 FROM category_rules WHERE store = stores.id)`, u.id)
	if err != nil {
		return fmt.Errorf("taking a store out: %w", err)
	}
	return nil
}

// dropRows forgets the kept rows of an import.
func dropRows(ctx context.Context, db *sql.DB, id string) error {
	for more := true; more; {
		err := inTx(ctx, db, func(tx *sql.Tx) error {
			done, err := tx.ExecContext(ctx, `DELETE FROM import_rows WHERE id IN (SELECT id FROM import_rows WHERE import = ? LIMIT ?)`, id, deletedAtOnce)
			if err != nil {
				return fmt.Errorf("forgetting an import's rows: %w", err)
			}
			n, _ := done.RowsAffected() // the driver always knows
			more = n == deletedAtOnce
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}
