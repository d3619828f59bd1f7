package figures

import (
	"context"
	"database/sql"
	"fmt"

	"touchstone/hooks/internal/civil"
)

// history is one person's or household's receipts with what the book says of
// them now.
type history struct {
	visits []visitOnce
	now    map[int64]standing // by rowid
	days   map[int64]string   // key of figures_dirty by rowid
}

const clientHistory = `
	SELECT client, rowid, store, date, clock, number, counts_for, is_sale, repeat, repeat_same, first_purchase
	FROM receipts WHERE client != '' AND client IN (SELECT value FROM json_each(?))`

const householdHistory = `
	SELECT household, rowid, store, date, clock, number, counts_for, is_sale, repeat_household, repeat_household_same, FALSE
	FROM receipts WHERE household != '' AND household IN (SELECT value FROM json_each(?))`

// settleClients works out again which receipts of some clients are repeats and
// which are first purchases.
func (w *worker) settleClients(ctx context.Context, tx *sql.Tx, ids []string) error {
	return w.settleHistories(ctx, tx, ids, clientHistory,
		`UPDATE receipts SET repeat = ?, repeat_same = ?, first_purchase = ? WHERE rowid IN (SELECT value FROM json_each(?))`,
		func(s standing) []any { return []any{bit(s.repeat), bit(s.same), bit(s.first)} })
}

func (w *worker) settleHouseholds(ctx context.Context, tx *sql.Tx, ids []string) error {
	return w.settleHistories(ctx, tx, ids, householdHistory,
		`UPDATE receipts SET repeat_household = ?, repeat_household_same = ? WHERE rowid IN (SELECT value FROM json_each(?))`,
		func(s standing) []any { return []any{bit(s.repeat), bit(s.same)} })
}

// settleHistories reads histories, compares and updates all receipts that get
// the same flags in one statement.
func (w *worker) settleHistories(ctx context.Context, tx *sql.Tx, ids []string, query, update string, columns func(standing) []any) error {
	all, err := readHistories(ctx, tx, query, ids)
	if err != nil {
		return err
	}
	rowids := map[standing][]int64{}
	for _, h := range all {
		for i, s := range standings(h.visits) {
			if len(columns(s)) == 2 {
				s.first = false // a household has no first purchase of its own
			}
			id := h.visits[i].rowid
			if h.now[id] == s {
				continue
			}
			rowids[s] = append(rowids[s], id)
			w.days[h.days[id]] = true
		}
	}
	for s, group := range rowids {
		if _, err := tx.ExecContext(ctx, update, append(columns(s), list(group))...); err != nil {
			return fmt.Errorf("writing repeat purchases: %w", err)
		}
	}
	return nil
}

func readHistories(ctx context.Context, db Reader, query string, ids []string) (map[string]*history, error) {
	rows, err := db.QueryContext(ctx, query, list(ids))
	if err != nil {
		return nil, fmt.Errorf("reading histories of %d clients or households: %w", len(ids), err)
	}
	defer rows.Close()
	all := map[string]*history{}
	for rows.Next() {
		var who, store, date string
		var v visitOnce
		var s standing
		if err := rows.Scan(&who, &v.rowid, &store, &date, &v.clock, &v.number, &v.countsFor, &v.sale, &s.repeat, &s.same, &s.first); err != nil {
			return nil, fmt.Errorf("reading a history: %w", err)
		}
		if v.day, err = civil.Parse(date); err != nil {
			continue // a receipt without a date stands in no period
		}
		h := all[who]
		if h == nil {
			h = &history{now: map[int64]standing{}, days: map[int64]string{}}
			all[who] = h
		}
		h.visits = append(h.visits, v)
		h.now[v.rowid] = s
		h.days[v.rowid] = store + separator + date
	}
	return all, rows.Err()
}
