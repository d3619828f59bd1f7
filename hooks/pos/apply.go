package pos

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"sort"
	"strings"

	"touchstone/hooks/figures"
)

// apply writes the batch in short transactions and then brings the figures up
// to date. It may be interrupted anywhere: what is missing is written when the
// import is resumed, what is there is met as its own.
func (r *run) apply(ctx context.Context) error {
	if err := r.prepare(ctx); err != nil {
		return err
	}
	defer r.book.close()
	if len(r.batch.Tickets) > chunkSize {
		if err := r.book.ready(ctx); err != nil {
			return err
		}
	}
	if err := r.mark(ctx, "applying"); err != nil {
		return err
	}
	if err := r.each(ctx, func(chunk []*planned) error { return r.commit(ctx, chunk) }); err != nil {
		return err
	}
	if _, err := figures.SettleDirty(ctx, r.db); err != nil {
		return fmt.Errorf("bringing the figures up to date: %w", err)
	}
	return r.done(ctx)
}

// commit writes one chunk with everything that belongs to it.
func (r *run) commit(ctx context.Context, chunk []*planned) error {
	return inTx(ctx, r.db, func(tx *sql.Tx) error {
		var touched figures.Touched
		for _, p := range chunk {
			if err := r.one(ctx, tx, p, &touched); err != nil {
				return err
			}
		}
		for _, s := range r.roster.added {
			r.result.StaffNew = append(r.result.StaffNew, s.code)
		}
		if err := r.roster.write(ctx, tx, r.id, r.stamp); err != nil {
			return err
		}
		if err := r.people.write(ctx, tx, r.book, r.id, r.stamp, &touched); err != nil {
			return err
		}
		if err := r.book.flushSales(ctx, tx); err != nil {
			return err
		}
		return figures.Mark(ctx, tx, touched)
	})
}

// one adds a planned receipt to the transaction.
func (r *run) one(ctx context.Context, tx *sql.Tx, p *planned, touched *figures.Touched) error {
	switch p.do {
	case create:
		r.put(p, r.ids.Next(), nil)
		touched.Add(r.ref(p))
	case same, cut:
		if p.current.importID != r.id {
			r.book.seen.add(p.current.id, r.id, p.current.importID)
		}
	case update:
		return r.correct(ctx, tx, p, touched)
	}
	return nil
}

// correct replaces a receipt by the file's newer version and notes the old one.
func (r *run) correct(ctx context.Context, tx *sql.Tx, p *planned, touched *figures.Touched) error {
	id := p.current.id
	before, err := figures.Collect(ctx, tx, []string{id})
	if err != nil {
		return err
	}
	touched.Merge(before)
	touched.Add(r.ref(p))
	if err := journal(ctx, tx, r.id, "receipts", id, snapshotSQL); err != nil {
		return err
	}
	lines, err := column(ctx, tx, `SELECT id FROM lines WHERE receipt = ? ORDER BY position`, id)
	if err != nil {
		return fmt.Errorf("reading lines of receipt %s: %w", p.ticket.Number, err)
	}
	if err := remove(ctx, tx, id); err != nil {
		return err
	}
	r.put(p, id, lines)
	return nil
}

// snapshotSQL gives a receipt with its lines and shares as one JSON value.
var snapshotSQL = fmt.Sprintf(`json_object(
	'receipt', %s,
	'lines', (SELECT json_group_array(%s) FROM (SELECT * FROM lines WHERE receipt = receipts.id ORDER BY position) l),
	'shares', (SELECT json_group_array(%s) FROM (SELECT shares.* FROM shares JOIN lines ON lines.id = shares.line
		WHERE lines.receipt = receipts.id ORDER BY lines.position, shares.position) s))`,
	asObject("receipts", snapshotReceipt), asObject("l", lineColumns), asObject("s", shareColumns))

var (
	snapshotReceipt = receiptColumns
	shareColumns    = []string{"id", "line", "staff", "position", "basis_points", "amount"}
)

// asObject writes json_object('a', t.a, ...) for the columns of a table.
func asObject(table string, columns []string) string {
	parts := make([]string, len(columns))
	for i, c := range columns {
		parts[i] = fmt.Sprintf("'%s', %s.`%s`", c, table, c)
	}
	return "json_object(" + strings.Join(parts, ", ") + ")"
}

// remove takes a receipt with its lines and shares out of the book.
func remove(ctx context.Context, tx *sql.Tx, receipt string) error {
	for _, q := range []string{
		`DELETE FROM shares WHERE line IN (SELECT id FROM lines WHERE receipt = ?)`,
		`DELETE FROM lines WHERE receipt = ?`,
		`DELETE FROM receipts WHERE id = ?`,
	} {
		if _, err := tx.ExecContext(ctx, q, receipt); err != nil {
			return fmt.Errorf("taking a receipt out: %w", err)
		}
	}
	return nil
}

// mark writes the import's state.
func (r *run) mark(ctx context.Context, state string) error {
	_, err := r.db.ExecContext(ctx, `UPDATE imports SET state = ?, updated = ? WHERE id = ?`, state, r.now().UTC().Format(stamp), r.id)
	if err != nil {
		return fmt.Errorf("noting the import's state: %w", err)
	}
	return nil
}

// done writes the outcome and the import's one entry in the audit chain.
func (r *run) done(ctx context.Context) error {
	sort.Strings(r.result.StaffNew)
	res := r.conclude()
	raw, err := json.Marshal(res)
	if err != nil {
		return fmt.Errorf("writing the import's result: %w", err)
	}
	return inTx(ctx, r.db, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `
			UPDATE imports SET state = 'applied', applied_at = ?, receipts = ?, lines = ?, updated_receipts = ?, unchanged = ?, clients_new = ?,
			       clients_matched = ?, skipped = ?, rejected = ?, first_date = ?, last_date = ?, result = ?, updated = ?
			WHERE id = ?`,
			instant(r.now()), res.Receipts, res.Lines, res.Updated, res.Unchanged, res.ClientsNew, res.ClientsMatched, res.Skipped, len(res.Rejected),
			res.First, res.Last, string(raw), r.now().UTC().Format(stamp), r.id)
		if err != nil {
			return fmt.Errorf("noting the import's result: %w", err)
		}
		if err := r.remember(ctx, tx); err != nil {
			return err
		}
		if r.room.Audit == nil {
			return nil
		}
		return r.room.Audit(ctx, tx, r.now(), "import", r.id, map[string]any{"file": r.file.SHA256, "receipts": res.Receipts, "lines": res.Lines,
			"updated": res.Updated, "unchanged": res.Unchanged, "clients_new": res.ClientsNew, "rejected": len(res.Rejected)})
	})
}

// remember keeps the mapping for the next file with this header.
func (r *run) remember(ctx context.Context, tx *sql.Tx) error {
	columns, err := json.Marshal(r.mapping.Columns)
	if err != nil {
		return err
	}
	answers, err := json.Marshal(r.mapping.Answers)
	if err != nil {
		return err
	}
	now := r.now().UTC().Format(stamp)
	_, err = tx.ExecContext(ctx, `
		INSERT INTO mappings (id, store, fingerprint, source, preset, columns, answers, import, rev, created, updated)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?)
		ON CONFLICT (store, fingerprint) DO NOTHING`,
		r.ids.Next(), r.store.ID, r.fingerprint(), r.source, r.mapping.Preset, string(columns), string(answers), r.id, now, now)
	if err != nil {
		return fmt.Errorf("remembering the mapping: %w", err)
	}
	return nil
}

func namesOf(m map[string]int) string {
	var names []string
	for k := range m {
		if k != "" {
			names = append(names, k)
		}
	}
	sort.Strings(names)
	return joinNames(names)
}

// joinNames lists at most eight names.
func joinNames(names []string) string {
	if len(names) > 8 {
		return strings.Join(names[:8], ", ") + fmt.Sprintf(" and %d more", len(names)-8)
	}
	return strings.Join(names, ", ")
}
