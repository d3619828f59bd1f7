package pos

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"sort"
	"strings"
	"time"

	"touchstone/hooks/figures"
	"touchstone/hooks/internal/database"
	"touchstone/hooks/pos/mapping"
)

// apply writes the batch in short transactions and then brings the figures up
// to date. It may be interrupted anywhere: what is missing is written when the
// import is resumed, what is there is met as its own.
func (r *run) apply(ctx context.Context) error {
	if err := r.prepare(ctx); err != nil {
		return err
	}
	defer r.book.close()
	if err := setState(ctx, r.db, r.id, "applying", r.now()); err != nil {
		return err
	}
	if err := r.write(ctx); err != nil {
		return err
	}
	r.forget()
	if err := buildLate(ctx, r.app, r.db); err != nil {
		return err
	}
	if r.blank && r.counted == nil || r.resumed { // chunks of a first file did not look who names them
		if err := inTx(ctx, r.db, func(tx *sql.Tx) error { return figures.MarkNamed(ctx, tx) }); err != nil {
			return err
		}
	}
	if _, err := figures.SettleCounted(ctx, r.db, r.counted); err != nil {
		return fmt.Errorf("bringing the figures up to date: %w", err)
	}
	return r.done(ctx)
}

// write plans and commits all receipts.
func (r *run) write(ctx context.Context) error {
	if r.blank {
		return r.fill(ctx)
	}
	return r.each(ctx, func(chunk []*planned) error { return r.commit(ctx, chunk) })
}

// commit writes one chunk with everything that belongs to it.
func (r *run) commit(ctx context.Context, chunk []*planned) error {
	held, err := r.book.prepared.within(ctx, func(tx *sql.Tx) error {
		var touched figures.Touched
		for _, p := range chunk {
			if err := r.one(ctx, tx, p, &touched); err != nil {
				return err
			}
		}
		if err := r.roster.write(ctx, tx, r.id, r.stamp); err != nil {
			return err
		}
		if err := r.people.write(ctx, tx, r.book, r.id, &touched); err != nil {
			return err
		}
		arrived := r.book.receipts.ids()
		if err := r.book.flushSales(); err != nil {
			return err
		}
		if err := r.room.Arrived.tell(ctx, tx, arrived, clientsOf(chunk)); err != nil {
			return err
		}
		var carried figures.Touched
		if err := (ledger{r.store.ID, r.source, r.ids}).carry(ctx, tx, layaways(chunk), &carried); err != nil {
			return err
		}
		touched.Merge(carried)
		r.counted.Forget(carried)
		if r.blank {
			return figures.MarkArrived(ctx, tx, touched)
		}
		return figures.Mark(ctx, tx, touched)
	})
	r.pace.took(len(chunk), held)
	return err
}

// clientsOf lists whose the receipts of a chunk are, each once.
func clientsOf(chunk []*planned) []string {
	var all []string
	met := map[*client]bool{nil: true}
	for _, p := range chunk {
		if !met[p.client] {
			met[p.client] = true
			all = append(all, p.client.id)
		}
	}
	return all
}

// one adds a planned receipt to the transaction.
func (r *run) one(ctx context.Context, tx *sql.Tx, p *planned, touched *figures.Touched) error {
	switch p.do {
	case create:
		id, lines := p.linked.ids()
		if id == "" {
			id = r.ids.Next()
		}
		r.rows(p, id, lines).add(r.book)
		touched.Add(r.ref(p))
	case same:
		r.book.seen.add(p.current.id, r.id, p.current.importID)
	case cut:
		return r.shelvePart(ctx, tx, p)
	case update:
		return r.correct(ctx, tx, p, touched)
	}
	return nil
}

// setState writes an import's state.
func setState(ctx context.Context, db *sql.DB, id, state string, at time.Time) error {
	return inTx(ctx, db, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `UPDATE imports SET state = ?, updated = ? WHERE id = ?`, state, at.UTC().Format(stamp), id)
		if err != nil {
			return fmt.Errorf("noting the import's state: %w", err)
		}
		return nil
	})
}

// done writes the outcome and the import's one entry in the audit chain.
func (r *run) done(ctx context.Context) error {
	if err := r.countNew(ctx); err != nil {
		return err
	}
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

// countNew counts who came with this import from the book itself, so that an
// import that was interrupted counts right.
func (r *run) countNew(ctx context.Context) error {
	if err := r.read.QueryRowContext(ctx, `SELECT count(*) FROM clients WHERE import = ?`, r.id).Scan(&r.people.made); err != nil {
		return fmt.Errorf("counting new clients: %w", err)
	}
	codes, err := database.Column(ctx, r.read, `SELECT code FROM staff WHERE import = ? ORDER BY code`, r.id)
	if err != nil {
		return fmt.Errorf("counting new staff: %w", err)
	}
	r.result.StaffNew = append([]string{}, codes...)
	return nil
}

// remember keeps what people said about this header for the next file that has
// it. What the file's own arithmetic decided is left for each file to decide.
func (r *run) remember(ctx context.Context, tx *sql.Tx) error {
	said := r.said
	if said == nil {
		said = map[string]mapping.Field{}
	}
	columns, err := json.Marshal(said)
	if err != nil {
		return err
	}
	answers, err := json.Marshal(r.mapping.Answers)
	if err != nil {
		return err
	}
	now := r.now().UTC().Format(stamp)
	const differs = `store = ?2 AND fingerprint = ?3 AND (preset != ?5 OR columns != ?6 OR answers != ?7)`
	args := []any{r.id, r.store.ID, r.fingerprint(), r.source, r.mapping.Preset, string(columns), string(answers), now, r.ids.Next()}
	for _, q := range []string{
		`INSERT INTO import_changes (import, collection, record, before)
			SELECT ?1, 'mappings', id, json_object('preset', preset, 'columns', json(columns), 'answers', json(answers)) FROM mappings WHERE ` + differs,
		`UPDATE mappings SET preset = ?5, columns = ?6, answers = ?7, updated = ?8 WHERE ` + differs,
		`INSERT INTO mappings (id, store, fingerprint, source, preset, columns, answers, import, rev, created, updated)
			VALUES (?9, ?2, ?3, ?4, ?5, ?6, ?7, ?1, 1, ?8, ?8) ON CONFLICT (store, fingerprint) DO NOTHING`,
	} {
		if _, err := tx.ExecContext(ctx, q, args...); err != nil {
			return fmt.Errorf("remembering the mapping: %w", err)
		}
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
