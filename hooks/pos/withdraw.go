package pos

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"

	"touchstone/hooks/internal/database"
)

// withdraw takes back what the import says of one receipt. Another import that
// said the same takes its place; else the book shows what the others say, or
// nothing more. It reports what became of the receipt.
func (u *undoing) withdraw(ctx context.Context, tx *sql.Tx, id string) (became, error) {
	heir, err := database.Column(ctx, tx, `
		SELECT s.import FROM import_seen s JOIN imports i ON i.id = s.import
		WHERE s.receipt = ? AND s.version = ? ORDER BY i.rowid LIMIT 1`, id, u.id)
	if err != nil {
		return gone, fmt.Errorf("looking for other files with this receipt: %w", err)
	}
	if len(heir) > 0 {
		err = u.handOver(ctx, tx, id, heir[0])
	} else {
		_, err = tx.ExecContext(ctx, `DELETE FROM import_changes WHERE import = ? AND collection = 'receipts' AND record = ?`, u.id, id)
	}
	if err != nil {
		return gone, fmt.Errorf("handing a receipt to another import: %w", err)
	}
	all, err := u.contents(ctx, tx, id)
	if err != nil {
		return gone, err
	}
	best := prevailing(all, u.atEdge)
	switch {
	case best == nil:
		return gone, remove(ctx, tx, id)
	case best.current:
		return stays, nil
	}
	return restored, u.show(ctx, tx, id, best)
}

// became is how a receipt left an undo.
type became int

const (
	gone became = iota
	stays
	restored
)

// show puts another content of a receipt into the book.
func (u *undoing) show(ctx context.Context, tx *sql.Tx, id string, best *content) error {
	if _, err := tx.ExecContext(ctx, `DELETE FROM import_changes WHERE import = ? AND collection = 'receipts' AND record = ?`, best.importID, id); err != nil {
		return fmt.Errorf("restoring a receipt: %w", err)
	}
	var author sql.NullString
	err := tx.QueryRowContext(ctx, `SELECT max(import) FROM receipts WHERE id = ?`, id).Scan(&author)
	if err != nil {
		return fmt.Errorf("restoring a receipt: %w", err)
	}
	if author.Valid && author.String != u.id {
		if err := shelve(ctx, tx, id); err != nil {
			return err
		}
	}
	if err := remove(ctx, tx, id); err != nil {
		return err
	}
	return restore(ctx, tx, best.raw)
}

// contents are what the imports that stay say of a receipt, in their order.
func (u *undoing) contents(ctx context.Context, tx *sql.Tx, id string) ([]*content, error) {
	rows, err := tx.QueryContext(ctx, `
		SELECT x.import, x.raw, x.current FROM (
			SELECT import, `+snapshotSQL+` AS raw, TRUE AS current FROM receipts WHERE id = ?1
			UNION ALL SELECT import, before, FALSE FROM import_changes WHERE collection = 'receipts' AND record = ?1
		) x LEFT JOIN imports i ON i.id = x.import
		WHERE x.import != ?2 ORDER BY i.rowid`, id, u.id)
	if err != nil {
		return nil, fmt.Errorf("reading what files say of a receipt: %w", err)
	}
	defer rows.Close()
	var all []*content
	for rows.Next() {
		var importID, raw string
		var current bool
		if err := rows.Scan(&importID, &raw, &current); err != nil {
			return nil, fmt.Errorf("reading what files say of a receipt: %w", err)
		}
		c, err := parseContent(importID, raw, current)
		if err != nil {
			return nil, err
		}
		all = append(all, c)
	}
	return all, rows.Err()
}

// atEdge reports whether a content stood first or last in its file.
func (u *undoing) atEdge(c *content) bool {
	for _, key := range u.edges[c.importID] {
		if key == c.key {
			return true
		}
	}
	return false
}

// loadEdges reads which receipts stood first and last in each file.
func (u *undoing) loadEdges(ctx context.Context) error {
	rows, err := u.db.QueryContext(ctx, `SELECT id, format FROM imports`)
	if err != nil {
		return fmt.Errorf("reading the imports: %w", err)
	}
	defer rows.Close()
	u.edges = map[string][]string{}
	for rows.Next() {
		var id, raw string
		if err := rows.Scan(&id, &raw); err != nil {
			return fmt.Errorf("reading the imports: %w", err)
		}
		var k struct{ Edges []string }
		if json.Unmarshal([]byte(raw), &k) == nil {
			u.edges[id] = k.Edges
		}
	}
	return rows.Err()
}

// handOver makes another import the author of what this one says of a receipt.
func (u *undoing) handOver(ctx context.Context, tx *sql.Tx, receipt, to string) error {
	for _, q := range []struct {
		sql  string
		args []any
	}{
		{`UPDATE receipts SET import = ? WHERE id = ? AND import = ?`, []any{to, receipt, u.id}},
		{`UPDATE import_changes SET import = ?1, before = json_set(before, '$.receipt.import', ?1) WHERE import = ?2 AND collection = 'receipts' AND record = ?3`,
			[]any{to, u.id, receipt}},
		{`DELETE FROM import_seen WHERE receipt = ? AND import = ?`, []any{receipt, to}},
		{`UPDATE import_seen SET version = ? WHERE receipt = ? AND version = ?`, []any{to, receipt, u.id}},
	} {
		if _, err := tx.ExecContext(ctx, q.sql, q.args...); err != nil {
			return err
		}
	}
	return nil
}
