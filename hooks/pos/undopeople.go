package pos

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"touchstone/hooks/figures"
	"touchstone/hooks/internal/contact"
	"touchstone/hooks/internal/database"
)

// keepEdited lists the receipts that people changed since; they stay and
// belong to nobody's import any more.
func (u *undoing) keepEdited(ctx context.Context) error {
	return u.keep(ctx, u.db, Kept{Collection: "receipts", Reason: "a person changed it after the import"},
		`SELECT id, number FROM receipts WHERE import = ? ORDER BY number`, u.id)
}

// childTables hold what people write about a client; a client with any of it
// stays.
var childTables = []string{"consents", "relations", "milestones", "preferences"}

// inherit makes the first other import that held a record its author, with its
// own spelling unless a person edited the record. It reports false when no
// other import held it.
func (u *undoing) inherit(ctx context.Context, tx *sql.Tx, table, id string, spell func(spelled string) error) (bool, error) {
	var heir, spelled string
	err := tx.QueryRowContext(ctx, `
		SELECT s.import, s.version FROM import_seen s JOIN imports i ON i.id = s.import
		WHERE s.receipt = ? AND s.import != ? ORDER BY i.rowid LIMIT 1`, id, u.id).Scan(&heir, &spelled)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("looking for other files with record %s: %w", id, err)
	}
	for _, q := range []string{`UPDATE ` + table + ` SET import = ?1 WHERE id = ?2`, `DELETE FROM import_seen WHERE import = ?1 AND receipt = ?2`} {
		if _, err := tx.ExecContext(ctx, q, heir, id); err != nil {
			return false, fmt.Errorf("handing %s to another import: %w", table, err)
		}
	}
	if strings.TrimSpace(spelled) == "" {
		return true, nil
	}
	return true, spell(spelled)
}

// keepPoints lists the contact points that people changed since.
func (u *undoing) keepPoints(ctx context.Context) error {
	return u.keep(ctx, u.db, Kept{Collection: "contact_points", Reason: "a person changed it after the import"},
		`SELECT id, raw FROM contact_points WHERE import = ? AND rev > 1 ORDER BY raw`, u.id)
}

// keep lists the records that a query names by id and label.
func (u *undoing) keep(ctx context.Context, db database.Reader, as Kept, query string, args ...any) error {
	rows, err := db.QueryContext(ctx, query, args...)
	if err != nil {
		return fmt.Errorf("reading edited %s: %w", as.Collection, err)
	}
	defer rows.Close()
	for rows.Next() {
		if err := rows.Scan(&as.Record, &as.Label); err != nil {
			return fmt.Errorf("reading edited %s: %w", as.Collection, err)
		}
		u.out.Kept = append(u.out.Kept, as)
	}
	return rows.Err()
}

// facts takes back the numbers and contact points that the import wrote. A
// client who stays because people worked on them keeps theirs.
func (u *undoing) facts(ctx context.Context) error {
	return inTx(ctx, u.db, func(tx *sql.Tx) error {
		for _, t := range []struct{ table, untouched, text string }{{"client_keys", "TRUE", "key"}, {"contact_points", "rev <= 1", "raw"}} {
			rows, err := database.Column(ctx, tx, `SELECT id FROM `+t.table+` WHERE import = ?1 AND `+t.untouched+` AND client NOT IN (SELECT id FROM clients WHERE import = ?1)`, u.id)
			if err != nil {
				return fmt.Errorf("reading the import's contacts: %w", err)
			}
			for _, id := range rows {
				kept, err := u.inherit(ctx, tx, t.table, id, func(spelled string) error {
					_, err := tx.ExecContext(ctx, `UPDATE `+t.table+` SET `+t.text+` = ? WHERE id = ?`, spelled, id)
					return err
				})
				if err != nil {
					return err
				}
				if kept {
					continue
				}
				if _, err := tx.ExecContext(ctx, `DELETE FROM `+t.table+` WHERE id = ?`, id); err != nil {
					return fmt.Errorf("taking contacts out: %w", err)
				}
			}
		}
		return nil
	})
}

// clients takes out the clients this import made, unless other files hold them
// or people worked on them.
func (u *undoing) clients(ctx context.Context) error {
	after := ""
	for {
		list, err := database.Column(ctx, u.db, `SELECT id FROM clients WHERE import = ? AND id > ? ORDER BY id LIMIT ?`, u.id, after, chunkSize)
		if err != nil {
			return fmt.Errorf("reading the import's clients: %w", err)
		}
		if len(list) == 0 {
			return nil
		}
		after = list[len(list)-1]
		err = inTx(ctx, u.db, func(tx *sql.Tx) error {
			for _, id := range list {
				if err := u.client(ctx, tx, id); err != nil {
					return err
				}
			}
			return u.note(ctx, tx)
		})
		if err != nil {
			return err
		}
	}
}

func (u *undoing) client(ctx context.Context, tx *sql.Tx, id string) error {
	kept, err := u.inherit(ctx, tx, "clients", id, func(spelled string) error { return rename(ctx, tx, id, spelled) })
	if kept || err != nil {
		return err
	}
	worked, name, err := u.workedOn(ctx, tx, id)
	if err != nil {
		return err
	}
	if worked {
		u.out.Kept = append(u.out.Kept, Kept{Collection: "clients", Record: id, Label: name, Reason: "people worked on this client after the import"})
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

// rename writes a client's name as another file spells it, unless a person
// edited the client.
func rename(ctx context.Context, tx *sql.Tx, id, spelled string) error {
	n := contact.ParseName(spelled)
	given, family := personOf(n)
	_, err := tx.ExecContext(ctx, `UPDATE clients SET name = ?, given = ?, family = ?, name_key = ?, couple = ?, company = ? WHERE id = ? AND rev <= 1`,
		n.Display, given, family, nameKey(n), n.Couple, n.Company, id)
	if err != nil {
		return fmt.Errorf("spelling a client's name: %w", err)
	}
	return nil
}

// workedOn reports whether people have done anything with a client, and the
// name to list it by.
func (u *undoing) workedOn(ctx context.Context, tx *sql.Tx, id string) (worked bool, name string, err error) {
	q := `SELECT name, rev > 1 OR owner != '' OR notes != ''
		OR EXISTS (SELECT 1 FROM receipts WHERE client = ?1)
		OR EXISTS (SELECT 1 FROM contact_points WHERE client = ?1 AND (import = '' OR rev > 1))`
	for _, t := range childTables {
		q += ` OR EXISTS (SELECT 1 FROM ` + t + ` WHERE client = ?1)`
	}
	if err := tx.QueryRowContext(ctx, q+` FROM clients WHERE id = ?1`, id).Scan(&name, &worked); err != nil {
		return false, "", fmt.Errorf("looking at a client's record: %w", err)
	}
	return worked, name, nil
}

// pairs settles possible duplicates that the import noted: those whose clients
// both stay and still share what made them doubtful stay too.
func (u *undoing) pairs(ctx context.Context) error {
	return inTx(ctx, u.db, func(tx *sql.Tx) error {
		for _, q := range []string{
			`DELETE FROM duplicates WHERE rev <= 1 AND state = 'open' AND import != '' AND reason = '` + sameName + `'
				AND (SELECT name_key FROM clients WHERE id = duplicates.client) IS NOT (SELECT name_key FROM clients WHERE id = duplicates.other)`,
			`DELETE FROM duplicates WHERE rev <= 1 AND state = 'open' AND import != '' AND reason != '` + sameName + `'
				AND NOT EXISTS (SELECT 1 FROM contact_points a JOIN contact_points b ON b.normalized = a.normalized
					WHERE a.client = duplicates.client AND b.client = duplicates.other AND a.normalized != '')`,
		} {
			if _, err := tx.ExecContext(ctx, q); err != nil {
				return fmt.Errorf("settling possible duplicates: %w", err)
			}
		}
		_, err := tx.ExecContext(ctx, `UPDATE duplicates SET import = (SELECT import FROM clients WHERE id = duplicates.client) WHERE import = ?`, u.id)
		if err != nil {
			return fmt.Errorf("settling possible duplicates: %w", err)
		}
		return nil
	})
}

// households goes with all but one of its clients; the last one leaves it,
// unless they are a couple on one account.
func (u *undoing) households(ctx context.Context) error {
	err := inTx(ctx, u.db, func(tx *sql.Tx) error {
		lonely, err := database.Column(ctx, tx, `
			SELECT h.id FROM households h
			WHERE h.rev <= 1 AND h.import != '' AND (SELECT count(*) FROM clients WHERE household = h.id) < 2
			AND NOT EXISTS (SELECT 1 FROM clients c WHERE c.household = h.id AND (c.rev > 1 OR c.couple AND EXISTS (SELECT 1 FROM client_keys WHERE client = c.id)))`)
		if err != nil {
			return fmt.Errorf("reading households: %w", err)
		}
		var touched figures.Touched
		for _, id := range lonely {
			left, err := database.Column(ctx, tx, `SELECT id FROM clients WHERE household = ?`, id)
			if err != nil {
				return fmt.Errorf("reading who is in a household: %w", err)
			}
			for _, client := range left {
				if err := rehome(ctx, tx, client, "", &touched); err != nil {
					return err
				}
			}
			if _, err := tx.ExecContext(ctx, `DELETE FROM households WHERE id = ?`, id); err != nil {
				return fmt.Errorf("taking a household out: %w", err)
			}
		}
		return figures.Mark(ctx, tx, touched)
	})
	if err != nil {
		return err
	}
	_, err = figures.SettleDirty(ctx, u.db)
	return err
}

// staff takes out members of staff that only imports taken back have named.
func (u *undoing) staff(ctx context.Context) error {
	return inTx(ctx, u.db, func(tx *sql.Tx) error {
		const unused = `(import = ?1 OR import IN (SELECT id FROM imports WHERE state = 'undone')) AND NOT EXISTS (SELECT 1 FROM shares WHERE staff = s.id)
			AND NOT EXISTS (SELECT 1 FROM clients WHERE owner = s.id)
			AND NOT EXISTS (SELECT 1 FROM import_changes c WHERE c.collection = 'receipts' AND instr(c.before, s.id) > 0)`
		done, err := tx.ExecContext(ctx, `DELETE FROM staff WHERE id IN (SELECT s.id FROM staff s WHERE rev <= 1 AND email = '' AND `+unused+`)`, u.id)
		if err != nil {
			return fmt.Errorf("taking staff out: %w", err)
		}
		n, _ := done.RowsAffected() // the driver always knows
		u.out.Staff += int(n)
		err = u.keep(ctx, tx, Kept{Collection: "staff", Reason: "a person named or changed this member of staff"},
			`SELECT id, name FROM staff s WHERE (rev > 1 OR email != '') AND `+unused+` ORDER BY code`, u.id)
		if err != nil {
			return err
		}
		return u.note(ctx, tx)
	})
}
