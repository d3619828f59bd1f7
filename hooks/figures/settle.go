package figures

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"slices"
	"time"
)

// Report says what bringing the book up to date did.
type Report struct {
	Reassessed int          // receipts whose facts changed by a link
	Over       []OverReturn // return lines that bring back more than was sold
	Days       int          // days of roll-ups that were counted again
}

// How much one short transaction takes on, so that other writers wait a few
// tens of milliseconds at most.
const (
	stepNumbers = 100
	stepPeople  = 250 // histories read at once
	stepFlags   = 800 // receipts whose repeat flags are written at once
	stepMarks   = 2000
	stepDays    = 5 // at first; quick days come more at once
	mostDays    = 40
	stepMonths  = 4
	manyPeople  = 20_000 // whose flags SettleDirty holds in memory at once
	settleSteps = 8      // of Settle: one of each kind and some to spare
)

// Settle marks what a small change touched and brings it up to date in the
// same transaction: links of returns, facts, repeat purchases, roll-ups. What a
// large change, or a backlog, leaves over stays marked for SettleDirty. An
// importer of many receipts calls Mark in its transactions and SettleDirty
// after the last.
func Settle(ctx context.Context, tx *sql.Tx, touched Touched) (Report, error) {
	if err := Mark(ctx, tx, touched); err != nil {
		return Report{}, err
	}
	w := newWorker()
	run := func(work func(*sql.Tx) error) error { return work(tx) }
	for range settleSteps {
		more, err := w.next(ctx, tx, run, stepPeople)
		if err != nil || !more {
			return w.report, err
		}
	}
	return w.report, nil
}

// SettleDirty brings everything that is marked up to date, in short
// transactions of its own; after a crash the next call goes on where the last
// transaction ended. db is the connection through which the program writes.
func SettleDirty(ctx context.Context, db *sql.DB) (Report, error) {
	return newWorker().settleAll(ctx, db)
}

func (w *worker) settleAll(ctx context.Context, db *sql.DB) (Report, error) {
	run := func(work func(*sql.Tx) error) error { return inTransaction(ctx, db, work) }
	for {
		more, err := w.next(ctx, db, run, manyPeople)
		if err != nil || !more {
			return w.report, err
		}
	}
}

func inTransaction(ctx context.Context, db *sql.DB, work func(*sql.Tx) error) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("bringing the figures up to date: %w", err)
	}
	defer tx.Rollback() //nolint:errcheck // after Commit it does nothing
	if err := work(tx); err != nil {
		return err
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("bringing the figures up to date: %w", err)
	}
	return nil
}

// worker carries what the steps of one run share.
type worker struct {
	report                    Report
	atOnce                    int               // days of the next step
	days, clients, households map[string]bool   // to be marked at the end of the step
	known                     map[string]uint32 // numbers of clients and households
	counted                   *Counted          // days that need no reading, nil if none
}

func newWorker() *worker {
	return &worker{atOnce: stepDays, days: map[string]bool{}, clients: map[string]bool{}, households: map[string]bool{}, known: map[string]uint32{}}
}

// next does one piece of work, in the order in which kinds depend on each
// other. It returns false when nothing is marked.
func (w *worker) next(ctx context.Context, db Reader, run runner, people int) (bool, error) {
	if more, err := w.step(ctx, db, run, dirtyNumber, stepNumbers, w.settleNumbers); err != nil || more {
		return more, err
	}
	for _, c := range circles() {
		if more, err := w.settlePeople(ctx, db, run, c, people); err != nil || more {
			return more, err
		}
	}
	began := time.Now() // a stopwatch, no date
	if more, err := w.step(ctx, db, run, dirtyDay, w.atOnce, w.settleDays); err != nil || more {
		w.pace(time.Since(began))
		return more, err
	}
	return w.step(ctx, db, run, dirtyMonth, stepMonths, w.settleMonths)
}

// pace sizes the next step of days by how long the last one took.
func (w *worker) pace(took time.Duration) {
	switch {
	case took < 20*time.Millisecond:
		w.atOnce = min(2*w.atOnce, mostDays)
	case took > 50*time.Millisecond:
		w.atOnce = max(w.atOnce/2, 1)
	}
}

// step takes the next marked entries of one kind, in one transaction.
func (w *worker) step(ctx context.Context, db Reader, run runner, kind string, limit int, work func(context.Context, *sql.Tx, []string) error) (bool, error) {
	first, err := texts(ctx, db, `SELECT key FROM figures_dirty WHERE kind = ? LIMIT 1`, kind)
	if err != nil || len(first) == 0 {
		return false, err
	}
	return true, run(func(tx *sql.Tx) error {
		keys, err := texts(ctx, tx, `SELECT key FROM figures_dirty WHERE kind = ? ORDER BY key LIMIT ?`, kind, limit)
		if err != nil {
			return err
		}
		if err := work(ctx, tx, keys); err != nil {
			return err
		}
		return w.finish(ctx, tx, kind, keys)
	})
}

// finish takes the done entries off the list and marks what they led to.
func (w *worker) finish(ctx context.Context, tx *sql.Tx, kind string, done []string) error {
	if _, err := tx.ExecContext(ctx, `DELETE FROM figures_dirty WHERE kind = ? AND key IN (SELECT value FROM json_each(?))`, kind, list(done)); err != nil {
		return fmt.Errorf("bringing the figures up to date: %w", err)
	}
	return w.flush(ctx, tx)
}

// flush marks what the receipts that were written have an effect on.
func (w *worker) flush(ctx context.Context, tx *sql.Tx) error {
	marks := map[string][]string{
		dirtyDay:       slices.Collect(maps.Keys(w.days)),
		dirtyClient:    slices.Collect(maps.Keys(w.clients)),
		dirtyHousehold: slices.Collect(maps.Keys(w.households)),
	}
	clear(w.days)
	clear(w.clients)
	clear(w.households)
	return markKeys(ctx, tx, marks)
}

// touch marks the days on which a receipt counts.
func (w *worker) touch(s *stored) {
	w.days[s.store+separator+s.date] = true
	if s.refunded > 0 && s.refundedOn != "" {
		w.days[s.store+separator+s.refundedOn] = true
	}
}

func (w *worker) touchPeople(s *stored) {
	if s.client != "" {
		w.clients[s.client] = true
	}
	if s.household != "" {
		w.households[s.household] = true
	}
}

// texts reads one column.
func texts(ctx context.Context, db Reader, query string, args ...any) ([]string, error) {
	rows, err := db.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, fmt.Errorf("reading for the figures: %w", err)
	}
	defer rows.Close()
	var all []string
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			return nil, fmt.Errorf("reading for the figures: %w", err)
		}
		all = append(all, s)
	}
	return all, rows.Err()
}
