package figures

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"maps"
	"slices"
)

// history is one person's or household's receipts.
type history []visitOnce

const clientHistory = `
	SELECT client, rowid, store, date, clock, number, counts_for, is_sale, repeat, repeat_same, first_purchase
	FROM receipts WHERE client != '' AND date != '' AND client IN (SELECT value FROM json_each(?))`

// A client without a household is one alone, by the client's id; the receipts of
// real households have an index of their own.
const householdHistory = `
	WITH wanted AS (SELECT value FROM json_each(?))
	SELECT household, rowid, store, date, clock, number, counts_for, is_sale, repeat_household, repeat_household_same, FALSE
	FROM receipts WHERE household != '' AND household != client AND date != '' AND household IN wanted
	UNION ALL
	SELECT household, rowid, store, date, clock, number, counts_for, is_sale, repeat_household, repeat_household_same, FALSE
	FROM receipts WHERE client != '' AND household = client AND date != '' AND client IN wanted`

// circle is what repeats are counted for: clients, or households.
type circle struct {
	kind, history, update string
	columns               func(standing) []any
}

func circles() []circle {
	return []circle{
		{dirtyClient, clientHistory,
			`UPDATE receipts SET repeat = ?, repeat_same = ?, first_purchase = ? WHERE rowid IN (SELECT value FROM json_each(?))`,
			func(s standing) []any { return []any{bit(s.repeat), bit(s.same), bit(s.first)} }},
		{dirtyHousehold, householdHistory,
			`UPDATE receipts SET repeat_household = ?, repeat_household_same = ? WHERE rowid IN (SELECT value FROM json_each(?))`,
			func(s standing) []any { return []any{bit(s.repeat), bit(s.same)} }},
	}
}

// runner gives work a transaction: a short one of its own, or the caller's.
type runner func(work func(tx *sql.Tx) error) error

// mark is an entry of figures_dirty; a mark made again has another stamp.
type mark struct {
	key   string
	stamp int64
}

// settlePeople works out again which receipts of marked clients or households
// are repeats and first purchases, at most limit of them. Histories are read
// without a lock and written in the order of the table, so that each page is
// written once. A mark made again in between has another stamp and stays.
func (w *worker) settlePeople(ctx context.Context, db Reader, run runner, c circle, limit int) (bool, error) {
	marks, err := readMarks(ctx, db, c.kind, limit)
	if err != nil || len(marks) == 0 {
		return false, err
	}
	all, err := c.differences(ctx, db, marks)
	if err != nil {
		return false, err
	}
	for chunk := range slices.Chunk(all, stepFlags) {
		if err := run(func(tx *sql.Tx) error { return c.write(ctx, tx, chunk) }); err != nil {
			return false, err
		}
	}
	for chunk := range slices.Chunk(marks, stepMarks) {
		if err := run(func(tx *sql.Tx) error { return unmark(ctx, tx, c.kind, chunk) }); err != nil {
			return false, err
		}
	}
	return true, nil
}

// differences reads the marked histories and lists what the book says wrong of
// them, in the order of the table.
func (c circle) differences(ctx context.Context, db Reader, marks []mark) ([]flagged, error) {
	var all []flagged
	for chunk := range slices.Chunk(marks, stepPeople) {
		ids := make([]string, len(chunk))
		for i, m := range chunk {
			ids[i] = m.key
		}
		found, err := readHistories(ctx, db, c.history, ids)
		if err != nil {
			return nil, err
		}
		for _, h := range found {
			all = append(all, h.differences(c.kind == dirtyClient)...)
		}
	}
	slices.SortFunc(all, func(a, b flagged) int { return cmp.Compare(a.rowid, b.rowid) })
	return all, nil
}

// flagged is a receipt whose standing is not what the book says.
type flagged struct {
	rowid int64
	day   string // key in figures_dirty
	standing
}

func (h history) differences(ofClient bool) (all []flagged) {
	for i, s := range standings(h) {
		s.first = s.first && ofClient // a household has no first purchase of its own
		if v := h[i]; v.now != s {
			all = append(all, flagged{v.rowid, v.store + separator + v.date, s})
		}
	}
	return all
}

// write updates all receipts that get the same flags in one statement.
func (c circle) write(ctx context.Context, tx *sql.Tx, all []flagged) error {
	rowids, days := map[standing][]int64{}, map[string]bool{}
	for _, f := range all {
		rowids[f.standing] = append(rowids[f.standing], f.rowid)
		days[f.day] = true
	}
	for s, group := range rowids {
		if _, err := tx.ExecContext(ctx, c.update, append(c.columns(s), list(group))...); err != nil {
			return fmt.Errorf("writing repeat purchases: %w", err)
		}
	}
	return markKeys(ctx, tx, map[string][]string{dirtyDay: slices.Collect(maps.Keys(days))})
}

func readMarks(ctx context.Context, db Reader, kind string, limit int) ([]mark, error) {
	rows, err := db.QueryContext(ctx, `SELECT key, stamp FROM figures_dirty WHERE kind = ? ORDER BY key LIMIT ?`, kind, limit)
	if err != nil {
		return nil, fmt.Errorf("reading what is to bring up to date: %w", err)
	}
	defer rows.Close()
	var all []mark
	for rows.Next() {
		var m mark
		if err := rows.Scan(&m.key, &m.stamp); err != nil {
			return nil, fmt.Errorf("reading what is to bring up to date: %w", err)
		}
		all = append(all, m)
	}
	return all, rows.Err()
}

// unmark takes entries off the list unless they were marked again since.
func unmark(ctx context.Context, tx *sql.Tx, kind string, marks []mark) error {
	stamps := make([]int64, len(marks))
	for i, m := range marks {
		stamps[i] = m.stamp
	}
	if _, err := tx.ExecContext(ctx, `
		DELETE FROM figures_dirty
		WHERE kind = ?1 AND key BETWEEN ?2 AND ?3 AND stamp IN (SELECT value FROM json_each(?4))`,
		kind, marks[0].key, marks[len(marks)-1].key, list(stamps)); err != nil {
		return fmt.Errorf("bringing the figures up to date: %w", err)
	}
	return nil
}

func readHistories(ctx context.Context, db Reader, query string, ids []string) (map[string]history, error) {
	rows, err := db.QueryContext(ctx, query, list(ids))
	if err != nil {
		return nil, fmt.Errorf("reading histories of %d clients or households: %w", len(ids), err)
	}
	defer rows.Close()
	all := map[string]history{}
	for rows.Next() {
		var who string
		var v visitOnce
		if err := rows.Scan(&who, &v.rowid, &v.store, &v.date, &v.clock, &v.number, &v.countsFor, &v.sale, &v.now.repeat, &v.now.same, &v.now.first); err != nil {
			return nil, fmt.Errorf("reading a history: %w", err)
		}
		all[who] = append(all[who], v)
	}
	return all, rows.Err()
}
