package pos

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"touchstone/hooks/internal/fault"
	"touchstone/hooks/internal/store"
	"touchstone/hooks/pos/mapping"
	"touchstone/hooks/pos/table"
)

// storeFor finds the store a file is for. A code that is not in the book but
// stands in the file's own store column is a store that the import brings; it
// has no id before the file is staged.
func storeFor(ctx context.Context, db *sql.DB, f *table.File, w Wanted) (store.Store, error) {
	s, err := store.Find(ctx, db, w.Store)
	if err == nil && w.Store == "" {
		return ofFile(ctx, db, f, s)
	}
	if err == nil || errors.Is(err, store.ErrNone) {
		return s, err
	}
	all, listErr := store.All(ctx, db)
	if listErr != nil {
		return s, listErr
	}
	for _, s := range all {
		if s.Known(w.Store) {
			return s, nil
		}
	}
	named, readErr := cellsOf(f, store.Store{Code: w.Store})
	if readErr != nil {
		return s, readErr
	}
	if len(named) == 0 {
		return s, fault.Wrap(fault.NotFound, err, "there is no store %s in the book, and %s does not name it", strconv.Quote(w.Store), f.Name)
	}
	if s, err = store.Find(ctx, db, ""); err != nil {
		return s, err
	}
	s.ID, s.Code, s.Name = "", w.Store, w.Store
	return s, nil
}

// ofFile is the store of the book that the file names, and no other, else
// the one given.
func ofFile(ctx context.Context, db *sql.DB, f *table.File, otherwise store.Store) (store.Store, error) {
	all, err := store.All(ctx, db)
	if err != nil || len(all) < 2 {
		return otherwise, err
	}
	for _, c := range f.Columns {
		if !mapping.CouldBe(c, mapping.Store) || len(c.Samples) != 1 {
			continue
		}
		for _, s := range all {
			if s.Known(c.Samples[0]) {
				return s, nil
			}
		}
	}
	return otherwise, nil
}

// cellsOf are the different cells by which columns that could hold stores name
// one.
func cellsOf(f *table.File, s store.Store) ([]string, error) {
	var at []int
	for i, c := range f.Columns {
		if mapping.CouldBe(c, mapping.Store) {
			at = append(at, i)
		}
	}
	var found []string
	asked := map[string]bool{}
	err := f.Rows(func(r table.Row) bool {
		for _, i := range at {
			if i >= len(r.Cells) || asked[r.Cells[i]] {
				continue
			}
			asked[strings.Clone(r.Cells[i])] = true
			if s.Known(r.Cells[i]) {
				found = append(found, strings.Clone(strings.TrimSpace(r.Cells[i])))
			}
		}
		return true
	})
	if err != nil {
		return nil, fmt.Errorf("looking for store %s: %w", s.Code, err)
	}
	return found, nil
}

// bringStore writes the store that the file brings, like the first one but
// under another code, and notes whose it is.
func (r *run) bringStore(ctx context.Context, tx *sql.Tx) error {
	if !r.newStore {
		return nil
	}
	const kept = `currency, time_zone, country, week_start, day_cutover, noon, evening, floor, paper, leap_day`
	for _, q := range []string{
		`INSERT INTO stores (id, code, name, ` + kept + `, rev, created, updated)
			SELECT ?1, ?2, ?2, ` + kept + `, 1, ?3, ?3 FROM stores ORDER BY code LIMIT 1`,
		`INSERT INTO import_changes (import, collection, record, before) VALUES (?4, 'stores', ?1, '{"new":true}')`,
	} {
		if _, err := tx.ExecContext(ctx, q, r.store.ID, r.store.Code, r.stamp, r.id); err != nil {
			return fmt.Errorf("adding store %s: %w", r.store.Code, err)
		}
	}
	return nil
}

// only are the store cells to read, where a file holds several stores.
func (r *run) only(w Wanted) ([]string, error) {
	if w.Store == "" || r.columnOf(mapping.Store) == "" {
		return nil, nil
	}
	return cellsOf(r.file, r.store)
}

// betweenCells parts the store cells that an import keeps as the ones it read.
const betweenCells = "\x1f"

func keptCells(only string) []string {
	if only == "" {
		return nil
	}
	return strings.Split(only, betweenCells)
}

// storeQuestions asks whose sales a file holds where neither the file nor the
// person says it: the file names several stores, or the book has several.
func (r *run) storeQuestions(ctx context.Context, w Wanted) ([]mapping.Question, error) {
	named := r.batch.Stores
	q := mapping.Question{ID: "store", Column: r.columnOf(mapping.Store), Choices: named}
	ours := len(named) > 0 && !slices.ContainsFunc(named, func(cell string) bool { return !r.store.Known(cell) })
	if len(named) > 1 && !ours {
		if w.Store != "" && slices.ContainsFunc(named, r.store.Known) {
			return nil, nil
		}
		q.Text = fmt.Sprintf("This file holds the sales of %d stores: %s. Whose are these? Import it once for each, with --store CODE.", len(named), strings.Join(named, ", "))
		return []mapping.Question{q}, nil
	}
	all, err := store.All(ctx, r.read)
	if err != nil || len(all) < 2 || w.Store != "" || ours {
		return nil, err
	}
	q.Choices = nil
	for _, s := range all {
		q.Choices = append(q.Choices, s.Code)
	}
	q.Text = fmt.Sprintf("The book has %d stores: %s. Which one is this file of? Import it with --store CODE.", len(all), strings.Join(q.Choices, ", "))
	return []mapping.Question{q}, nil
}

func (r *run) columnOf(field mapping.Field) string {
	for _, c := range r.file.Columns {
		if r.mapping.Columns[c.Name] == field {
			return c.Name
		}
	}
	return ""
}
