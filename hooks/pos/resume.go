package pos

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"touchstone/hooks/figures"
	"touchstone/hooks/internal/fault"
	"touchstone/hooks/internal/store"
	"touchstone/hooks/pos/mapping"
	"touchstone/hooks/pos/table"
	"touchstone/hooks/pos/ticket"
)

// Resume finishes what a crash interrupted: a file that was only being read is
// forgotten, one that was being applied is applied to its end, one that was
// being taken back is taken back. The figures are brought up to date.
func (r Room) Resume(ctx context.Context, app core.App, now func() time.Time) error {
	one.Lock()
	defer one.Unlock()
	return r.resume(ctx, app, now, "")
}

// resume finishes every interrupted import but the one of id except.
func (r Room) resume(ctx context.Context, app core.App, now func() time.Time, except string) error {
	db, err := writer(app)
	if err != nil {
		return err
	}
	if err := buildLate(ctx, app, db); err != nil {
		return err
	}
	open, err := interruptedOnes(ctx, db)
	if err != nil {
		return err
	}
	for _, u := range open {
		if u.id == except {
			continue
		}
		if err := r.finish(ctx, app, db, u, now); err != nil {
			return unfinished(u, err)
		}
	}
	if _, err := figures.SettleDirty(ctx, db); err != nil {
		return fmt.Errorf("bringing the figures up to date: %w", err)
	}
	return nil
}

func (r Room) finish(ctx context.Context, app core.App, db *sql.DB, u interrupted, now func() time.Time) error {
	switch u.state {
	case "staging":
		return dropStaged(ctx, db, u.id)
	case "undoing":
		_, err := r.undo(ctx, app, u.id, now)
		return err
	}
	run, err := r.reopen(ctx, app, u, now)
	if err != nil {
		return err
	}
	run.resumed = true
	return run.apply(ctx)
}

// unfinished says which import stands in the way and how to get past it.
func unfinished(u interrupted, err error) error {
	if fault.KindOf(err) != fault.Internal || isFull(err) || errors.Is(err, context.Canceled) {
		return err
	}
	return fault.Wrap(fault.Conflict, err, "the import of %s was interrupted and cannot be finished: %v. Take it back with: touchstone imports undo %s", u.file, err, u.id)
}

// interrupted is an import that a crash left in the middle.
type interrupted struct{ id, state, storeCode, file, sha, source, mapping, format string }

func interruptedOnes(ctx context.Context, db *sql.DB) ([]interrupted, error) {
	all, err := importsIn(ctx, db, `i.state IN ('staging', 'checked', 'applying', 'undoing')`)
	if err != nil {
		return nil, fmt.Errorf("looking for interrupted imports: %w", err)
	}
	return all, nil
}

// importsIn reads imports as they are opened again, in their order.
func importsIn(ctx context.Context, db *sql.DB, where string, args ...any) ([]interrupted, error) {
	rows, err := db.QueryContext(ctx, `
		SELECT i.id, i.state, s.code, i.file, i.sha256, i.source, i.mapping, i.format
		FROM imports i JOIN stores s ON s.id = i.store WHERE `+where+` ORDER BY i.rowid`, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []interrupted
	for rows.Next() {
		var u interrupted
		if err := rows.Scan(&u.id, &u.state, &u.storeCode, &u.file, &u.sha, &u.source, &u.mapping, &u.format); err != nil {
			return nil, err
		}
		all = append(all, u)
	}
	return all, rows.Err()
}

// reopen builds the run again from the rows kept with the import.
func (r Room) reopen(ctx context.Context, app core.App, u interrupted, now func() time.Time) (*run, error) {
	db, err := reader(app)
	if err != nil {
		return nil, err
	}
	s, err := store.Find(ctx, db, u.storeCode)
	if err != nil {
		return nil, err
	}
	run, err := r.newRun(app, s, now)
	if err != nil {
		return nil, err
	}
	var k kept
	var m mapping.Mapping
	if err := json.Unmarshal([]byte(u.format), &k); err != nil {
		return nil, fmt.Errorf("reading how its file was written: %w", err)
	}
	if err := json.Unmarshal([]byte(u.mapping), &m); err != nil {
		return nil, fmt.Errorf("reading its mapping: %w", err)
	}
	run.id, run.source, run.mapping, run.said, run.dropped = u.id, u.source, m, k.Said, k.Dropped
	run.file = &table.File{Name: u.file, SHA256: u.sha, Encoding: k.Encoding, Delimiter: k.Delimiter, HeaderRow: k.HeaderRow, Columns: k.Columns, Totals: k.Totals, Warnings: k.Warnings}
	rules, err := r.rules(ctx, db, s.ID)
	if err != nil {
		return nil, err
	}
	if run.roster, err = loadRoster(ctx, db, s.ID, run.ids); err != nil {
		return nil, err
	}
	env := ticket.Env{Store: s, Currency: s.Currency, Rules: rules, KnownStaff: run.roster.knows, Now: now(), OnlyStore: keptCells(k.Only)}
	run.batch, err = ticket.Rebuild(run.file, keptRows(ctx, db, u.id), m, env, nil)
	return run, err
}

// keptRows reads the rows of an import back in their order. A row that the
// reader itself rejected has no column; it stays rejected.
func keptRows(ctx context.Context, db *sql.DB, id string) func(func(table.Row) bool) error {
	return func(yield func(table.Row) bool) error {
		rows, err := db.QueryContext(ctx, `SELECT row, cells, state, "column", reason FROM import_rows WHERE import = ? ORDER BY row, id`, id)
		if err != nil {
			return fmt.Errorf("reading the kept rows: %w", err)
		}
		defer rows.Close()
		for more := true; more && rows.Next(); {
			var first int
			var cells, state, column, reason string
			if err := rows.Scan(&first, &cells, &state, &column, &reason); err != nil {
				return fmt.Errorf("reading the kept rows: %w", err)
			}
			problem := ""
			if state == "rejected" && column == "" {
				problem = reason
			}
			more, err = unpack(first, state, cells, func(number int, cells []string) bool {
				return yield(table.Row{Number: number, Cells: cells, Problem: problem})
			})
			if err != nil {
				return err
			}
		}
		return rows.Err()
	}
}
