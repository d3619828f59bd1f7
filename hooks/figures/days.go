package figures

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// settleDays counts the roll-ups of some days again from their receipts.
func (w *worker) settleDays(ctx context.Context, tx *sql.Tx, keys []string) error {
	months := map[string][]string{}
	written, err := newRollups(ctx, tx)
	if err != nil {
		return err
	}
	for store, dates := range byStoreAndStart(keys) {
		cubes, err := w.countDays(ctx, tx, store, dates)
		if err != nil {
			return err
		}
		for _, date := range dates {
			if err := written.replace(ctx, store, "day", date, cubes[date]); err != nil {
				return err
			}
			months[dirtyMonth] = append(months[dirtyMonth], store+separator+firstOfMonth(date))
		}
		w.report.Days += len(dates)
	}
	return markKeys(ctx, tx, months)
}

func firstOfMonth(date string) string {
	if len(date) < 8 {
		return date
	}
	return date[:8] + "01"
}

func byStoreAndStart(keys []string) map[string][]string {
	out := map[string][]string{}
	for _, key := range keys {
		store, start, _ := strings.Cut(key, separator)
		out[store] = append(out[store], start)
	}
	return out
}

const factColumns = `
	SELECT r.rowid, r.store, r.date, r.shift, r.client, r.household, r.counts_for, r.product_line, r.brand,
	       r.net, r.net_sold, r.net_returned, r.units, r.secondary_net, r.people, r.refunded, r.refunded_on,
	       r.is_sale + 2 * r.is_service + 4 * r.qualifying + 8 * r.secondary + 16 * r.care_plan
	       + 32 * r.repeat + 64 * r.repeat_same + 128 * r.first_purchase + 256 * r.repeat_household + 512 * r.repeat_household_same
	FROM receipts r `

// countDays makes the rows of some days of one store, all cuts, by date.
func (w *worker) countDays(ctx context.Context, tx *sql.Tx, store string, dates []string) (map[string]cube, error) {
	cubes, dates, err := w.counted.take(ctx, tx, store, dates)
	if err != nil || len(dates) == 0 {
		return cubes, err
	}
	facts, err := readFacts(ctx, tx, factColumns+`
		WHERE r.date IN (SELECT value FROM json_each(?)) AND r.store = ? AND r.kind IN ('sale', 'return', 'exchange')`, list(dates), store)
	if err != nil {
		return nil, err
	}
	refunds, err := readFacts(ctx, tx, factColumns+`
		WHERE r.refunded > 0 AND r.store = ?2 AND r.kind IN ('sale', 'return', 'exchange')
		  AND (r.refunded_on IN (SELECT value FROM json_each(?1)) OR r.refunded_on = '' AND r.date IN (SELECT value FROM json_each(?1)))`, list(dates), store)
	if err != nil {
		return nil, err
	}
	if err := w.numberPeople(ctx, tx, facts); err != nil {
		return nil, err
	}
	if err := takeFlagsOff(ctx, tx, facts); err != nil {
		return nil, err
	}
	at := func(date string) cube {
		if cubes[date] == nil {
			cubes[date] = cube{}
		}
		return cubes[date]
	}
	for _, f := range facts {
		at(f.date).add(f)
	}
	for _, f := range refunds {
		at(f.refundDate()).refund(f)
	}
	return cubes, nil
}

func readFacts(ctx context.Context, db Reader, query string, args ...any) ([]*fact, error) {
	rows, err := db.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, fmt.Errorf("reading the facts of receipts: %w", err)
	}
	defer rows.Close()
	var all []*fact
	for rows.Next() {
		f := &fact{}
		var flags int64
		if err := rows.Scan(&f.rowid, &f.store, &f.date, &f.shift, &f.clientID, &f.householdID, &f.CountsFor, &f.ProductLine, &f.Brand,
			&f.Net, &f.NetSold, &f.NetReturned, &f.Units, &f.SecondaryNet, &f.People, &f.refunded, &f.refundedOn, &flags); err != nil {
			return nil, fmt.Errorf("reading the facts of a receipt: %w", err)
		}
		f.ProductLine = orNone(f.ProductLine)
		for i, flag := range []*bool{&f.IsSale, &f.IsService, &f.Qualifying, &f.Secondary, &f.CarePlan,
			&f.repeat, &f.same, &f.first, &f.repeatHousehold, &f.sameHousehold} {
			*flag = flags&(1<<i) != 0
		}
		all = append(all, f)
	}
	return all, rows.Err()
}

// takeFlagsOff clears what a receipt kept of a client or household that it no
// longer has: their histories do not reach it.
func takeFlagsOff(ctx context.Context, tx *sql.Tx, facts []*fact) error {
	var client, household []int64
	for _, f := range facts {
		if f.clientID == "" && f.ofClient() != (standing{}) {
			client = append(client, f.rowid)
			f.repeat, f.same, f.first = false, false, false
		}
		if f.householdID == "" && f.ofHousehold() != (standing{}) {
			household = append(household, f.rowid)
			f.repeatHousehold, f.sameHousehold = false, false
		}
	}
	for i, rowids := range [][]int64{client, household} {
		if len(rowids) == 0 {
			continue
		}
		c := circles()[i]
		if _, err := tx.ExecContext(ctx, c.update, append(c.columns(standing{}), list(rowids))...); err != nil {
			return fmt.Errorf("clearing repeat purchases: %w", err)
		}
	}
	return nil
}

// numberPeople gives the clients and households of facts their small numbers,
// new ones where they have none yet. Numbers never change, so a run keeps them.
func (w *worker) numberPeople(ctx context.Context, tx *sql.Tx, facts []*fact) error {
	missing := map[string]bool{}
	for _, f := range facts {
		for _, id := range []string{f.clientID, f.householdID} {
			if id != "" && w.known[id] == 0 {
				missing[id] = true
			}
		}
	}
	if len(missing) > 0 {
		if err := w.learnNumbers(ctx, tx, missing); err != nil {
			return err
		}
	}
	for _, f := range facts {
		f.client, f.household = w.known[f.clientID], w.known[f.householdID]
	}
	return nil
}

func (w *worker) learnNumbers(ctx context.Context, tx *sql.Tx, missing map[string]bool) error {
	ids := slices.Sorted(maps.Keys(missing))
	if _, err := tx.ExecContext(ctx, `INSERT OR IGNORE INTO figures_people (record) SELECT value FROM json_each(?)`, list(ids)); err != nil {
		return fmt.Errorf("numbering clients: %w", err)
	}
	rows, err := tx.QueryContext(ctx, `SELECT record, number FROM figures_people WHERE record IN (SELECT value FROM json_each(?))`, list(ids))
	if err != nil {
		return fmt.Errorf("numbering clients: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var id string
		var number uint32
		if err := rows.Scan(&id, &number); err != nil {
			return fmt.Errorf("numbering clients: %w", err)
		}
		w.known[id] = number
	}
	return rows.Err()
}

// rollups writes roll-ups in one transaction.
type rollups struct{ put, drop prepared }

func newRollups(ctx context.Context, tx *sql.Tx) (r rollups, err error) {
	if r.put, err = prepare(ctx, tx, `INSERT OR REPLACE INTO figures_rollups (store, dimension, grain, start, body) VALUES (?, ?, ?, ?, ?)`); err != nil {
		return r, err
	}
	r.drop, err = prepare(ctx, tx, `DELETE FROM figures_rollups WHERE store = ? AND dimension = ? AND grain = ? AND start = ?`)
	return r, err
}

// replace writes the rows of one store and day or month, and takes away cuts
// that have none.
func (r rollups) replace(ctx context.Context, store, grain, start string, c cube) error {
	for _, cut := range []string{byAll, byAssociate, byProductLine, byBrand, byShift, byWeekday} {
		var err error
		if len(c[cut]) == 0 {
			err = r.drop.run(ctx, store, cut, grain, start)
		} else {
			err = r.put.run(ctx, store, cut, grain, start, c[cut].pack())
		}
		if err != nil {
			return fmt.Errorf("writing the roll-up of %s: %w", start, err)
		}
	}
	return nil
}
