package pos

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"strings"

	"touchstone/hooks/figures"
)

// restore puts a receipt with its lines and shares back as they were.
func restore(ctx context.Context, tx *sql.Tx, before string) error {
	var was struct {
		Receipt map[string]any   `json:"receipt"`
		Lines   []map[string]any `json:"lines"`
		Shares  []map[string]any `json:"shares"`
	}
	dec := json.NewDecoder(strings.NewReader(before))
	dec.UseNumber()
	if err := dec.Decode(&was); err != nil {
		return fmt.Errorf("reading what a receipt was: %w", err)
	}
	if err := insert(ctx, tx, "receipts", snapshotReceipt, was.Receipt); err != nil {
		return err
	}
	for _, l := range was.Lines {
		if err := insert(ctx, tx, "lines", lineColumns, l); err != nil {
			return err
		}
	}
	for _, s := range was.Shares {
		if err := insert(ctx, tx, "shares", shareColumns, s); err != nil {
			return err
		}
	}
	return nil
}

func insert(ctx context.Context, tx *sql.Tx, table string, columns []string, values map[string]any) error {
	b := newBulk("INSERT", table, columns...)
	args := make([]any, len(columns))
	for i, c := range columns {
		args[i] = values[c]
		if n, ok := values[c].(json.Number); ok {
			whole, err := n.Int64()
			if err != nil {
				return fmt.Errorf("restoring %s: %w", table, err)
			}
			args[i] = whole
		}
	}
	if _, err := tx.ExecContext(ctx, b.single, args...); err != nil {
		return fmt.Errorf("restoring %s: %w", table, err)
	}
	return nil
}

// keepEdited lists the receipts that people changed since; they stay and
// belong to nobody's import any more.
func (u *undoing) keepEdited(ctx context.Context) error {
	rows, err := u.db.QueryContext(ctx, `SELECT id, number FROM receipts WHERE import = ? ORDER BY number`, u.id)
	if err != nil {
		return fmt.Errorf("reading edited receipts: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var k = Kept{Collection: "receipts", Reason: "a person changed it after the import"}
		if err := rows.Scan(&k.Record, &k.Label); err != nil {
			return fmt.Errorf("reading edited receipts: %w", err)
		}
		u.out.Kept = append(u.out.Kept, k)
	}
	return rows.Err()
}

// childTables hold what people write about a client; a client with any of it
// stays.
var childTables = []string{"consents", "relations", "milestones", "preferences"}

// clients takes out the clients this import made, unless other receipts name
// them or people worked on them.
func (u *undoing) clients(ctx context.Context) error {
	after := ""
	for {
		ids, err := column(ctx, u.db, `SELECT id FROM clients WHERE import = ? AND id > ? ORDER BY id LIMIT ?`, u.id, after, chunkSize)
		if err != nil {
			return fmt.Errorf("reading the import's clients: %w", err)
		}
		if len(ids) == 0 {
			return u.households(ctx)
		}
		after = ids[len(ids)-1]
		err = inTx(ctx, u.db, func(tx *sql.Tx) error {
			for _, id := range ids {
				if err := u.client(ctx, tx, id); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
}

func (u *undoing) client(ctx context.Context, tx *sql.Tx, id string) error {
	other, err := column(ctx, tx, `SELECT import FROM receipts WHERE client = ? AND import != ? ORDER BY import LIMIT 1`, id, u.id)
	if err != nil {
		return fmt.Errorf("reading a client's receipts: %w", err)
	}
	if len(other) > 0 {
		return u.give(ctx, tx, id, other[0])
	}
	worked, err := u.workedOn(ctx, tx, id)
	if err != nil {
		return err
	}
	if worked {
		u.out.Kept = append(u.out.Kept, Kept{Collection: "clients", Record: id, Label: id, Reason: "people worked on this client after the import"})
		return nil
	}
	for _, q := range []string{
		`DELETE FROM client_keys WHERE client = ?`,
		`DELETE FROM contact_points WHERE client = ?`,
		`DELETE FROM duplicates WHERE ? IN (client, other)`,
		`DELETE FROM clients WHERE id = ?`,
	} {
		if _, err := tx.ExecContext(ctx, q, id); err != nil {
			return fmt.Errorf("taking a client out: %w", err)
		}
	}
	u.out.Clients++
	return nil
}

// give makes another import the author of a client that its receipts need too.
func (u *undoing) give(ctx context.Context, tx *sql.Tx, client, to string) error {
	for _, t := range []string{"clients WHERE id = ?", "client_keys WHERE client = ?", "contact_points WHERE client = ?", "duplicates WHERE client = ?"} {
		table, where, _ := strings.Cut(t, " ")
		if _, err := tx.ExecContext(ctx, `UPDATE `+table+` SET import = ? `+where+` AND import = ?`, to, client, u.id); err != nil {
			return fmt.Errorf("handing a client to another import: %w", err)
		}
	}
	return nil
}

func (u *undoing) workedOn(ctx context.Context, tx *sql.Tx, id string) (bool, error) {
	q := `SELECT EXISTS (SELECT 1 FROM clients WHERE id = ? AND (rev > 1 OR owner != '' OR notes != ''))
		OR EXISTS (SELECT 1 FROM receipts WHERE client = ?)
		OR EXISTS (SELECT 1 FROM contact_points WHERE client = ? AND (import = '' OR rev > 1))`
	args := []any{id, id, id}
	for _, t := range childTables {
		q += ` OR EXISTS (SELECT 1 FROM ` + t + ` WHERE client = ?)`
		args = append(args, id)
	}
	var yes int
	if err := tx.QueryRowContext(ctx, q, args...).Scan(&yes); err != nil {
		return false, fmt.Errorf("looking at a client's record: %w", err)
	}
	return yes == 1, nil
}

// households goes with the last of its clients; a client who was moved into
// one goes back.
func (u *undoing) households(ctx context.Context) error {
	err := inTx(ctx, u.db, func(tx *sql.Tx) error {
		moved, err := column(ctx, tx, `
			SELECT record FROM import_changes WHERE import = ? AND collection = 'clients'
			AND record IN (SELECT id FROM clients WHERE rev <= 1 AND household IN (SELECT id FROM households WHERE import = ?))`, u.id, u.id)
		if err != nil {
			return fmt.Errorf("reading who joined a household: %w", err)
		}
		var touched figures.Touched
		for _, client := range moved {
			if err := rehome(ctx, tx, client, "", &touched); err != nil {
				return err
			}
		}
		if err := figures.Mark(ctx, tx, touched); err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `
			DELETE FROM households WHERE import = ? AND rev <= 1
			AND NOT EXISTS (SELECT 1 FROM clients WHERE household = households.id)`, u.id)
		return err
	})
	if err != nil {
		return err
	}
	_, err = figures.SettleDirty(ctx, u.db)
	return err
}

// points takes out what this import added to clients that others made.
func (u *undoing) points(ctx context.Context) error {
	return inTx(ctx, u.db, func(tx *sql.Tx) error {
		for _, q := range []string{
			`DELETE FROM client_keys WHERE import = ?`,
			`DELETE FROM contact_points WHERE import = ? AND rev <= 1`,
			`DELETE FROM duplicates WHERE import = ? AND rev <= 1`,
		} {
			if _, err := tx.ExecContext(ctx, q, u.id); err != nil {
				return fmt.Errorf("taking contacts out: %w", err)
			}
		}
		return nil
	})
}

// staff takes out members of staff that only this import's lines named.
func (u *undoing) staff(ctx context.Context) error {
	return inTx(ctx, u.db, func(tx *sql.Tx) error {
		const unused = `import = ? AND rev <= 1 AND email = ''
			AND NOT EXISTS (SELECT 1 FROM shares WHERE staff = s.id)
			AND NOT EXISTS (SELECT 1 FROM clients WHERE owner = s.id)`
		done, err := tx.ExecContext(ctx, `DELETE FROM staff WHERE id IN (SELECT s.id FROM staff s WHERE `+unused+`)`, u.id)
		if err != nil {
			return fmt.Errorf("taking staff out: %w", err)
		}
		n, _ := done.RowsAffected() // the driver always knows
		u.out.Staff = int(n)
		rows, err := tx.QueryContext(ctx, `SELECT id, code FROM staff s WHERE import = ? AND (rev > 1 OR email != '')
			AND NOT EXISTS (SELECT 1 FROM shares WHERE staff = s.id) ORDER BY code`, u.id)
		if err != nil {
			return fmt.Errorf("reading edited staff: %w", err)
		}
		defer rows.Close()
		for rows.Next() {
			k := Kept{Collection: "staff", Reason: "a person named or changed this member of staff"}
			if err := rows.Scan(&k.Record, &k.Label); err != nil {
				return fmt.Errorf("reading edited staff: %w", err)
			}
			u.out.Kept = append(u.out.Kept, k)
		}
		return rows.Err()
	})
}

// settings puts the store's currency back when no receipt needs it, and
// forgets the mapping that this import taught.
func (u *undoing) settings(ctx context.Context) error {
	return inTx(ctx, u.db, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `
			UPDATE stores SET currency = ''
			WHERE id IN (SELECT record FROM import_changes WHERE import = ? AND collection = 'stores' AND json_extract(before, '$.currency') = '')
			AND NOT EXISTS (SELECT 1 FROM receipts WHERE store = stores.id)`, u.id)
		if err != nil {
			return fmt.Errorf("putting the store's settings back: %w", err)
		}
		if _, err := tx.ExecContext(ctx, `DELETE FROM mappings WHERE import = ? AND rev <= 1`, u.id); err != nil {
			return fmt.Errorf("forgetting a mapping: %w", err)
		}
		_, err = tx.ExecContext(ctx, `DELETE FROM import_changes WHERE import = ?`, u.id)
		return err
	})
}

// dropRows forgets the kept rows of an import that was taken back.
func dropRows(ctx context.Context, db *sql.DB, id string) error {
	for {
		done, err := db.ExecContext(ctx, `DELETE FROM import_rows WHERE id IN (SELECT id FROM import_rows WHERE import = ? LIMIT ?)`, id, stagedAtOnce)
		if err != nil {
			return fmt.Errorf("forgetting an import's rows: %w", err)
		}
		if n, _ := done.RowsAffected(); n < stagedAtOnce { // the driver always knows
			return nil
		}
	}
}
