package figures

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"strings"
)

// Counted holds the days of a first file, counted while it is written, so that
// its receipts are not read again for their roll-ups. It serves only where
// nobody else can change the book meanwhile: what was counted would be stale.
type Counted struct {
	store  string
	days   map[string]cube
	people map[string]uint32 // numbers of clients and households
	marks  map[string]int64  // of the days, when settling began
}

// Counting begins to count the receipts of a store. people are the record ids of
// the clients and households whose they will be; they are in the book.
func Counting(ctx context.Context, tx *sql.Tx, store string, people map[string]bool) (*Counted, error) {
	w := newWorker()
	if len(people) > 0 {
		if err := w.learnNumbers(ctx, tx, people); err != nil {
			return nil, err
		}
	}
	return &Counted{store: store, days: map[string]cube{}, people: w.known}, nil
}

// Counts is a receipt as it was written.
type Counts struct {
	Date, Shift, Client, Household string
	Facts                          Facts
	OfClient, OfHousehold          Standing
	Refunded                       int64
	RefundedOn                     string
}

// Add counts a receipt.
func (c *Counted) Add(r *Counts) {
	if !counted(r.Facts.Kind) {
		return
	}
	f := fact{store: c.store, date: r.Date, shift: r.Shift, client: c.people[r.Client], household: c.people[r.Household], Facts: r.Facts,
		repeat: r.OfClient.Repeat, same: r.OfClient.Same, first: r.OfClient.First,
		repeatHousehold: r.OfHousehold.Repeat, sameHousehold: r.OfHousehold.Same, refunded: r.Refunded, refundedOn: r.RefundedOn}
	f.ProductLine = orNone(f.ProductLine)
	c.day(f.date).add(&f)
	if f.refunded > 0 {
		c.day(f.refundDate()).refund(&f)
	}
}

func (c *Counted) day(date string) cube {
	day := c.days[date]
	if day == nil {
		day = cube{}
		c.days[date] = day
	}
	return day
}

// Forget takes back the days of receipts that changed after they were counted.
func (c *Counted) Forget(t Touched) {
	if c == nil {
		return
	}
	for e := range t.entries {
		if e.kind == dirtyDay {
			delete(c.days, strings.TrimPrefix(e.key, c.store+separator))
		}
	}
}

// SettleCounted is SettleDirty with the days that were counted, nil for none. A
// day that settling links or histories marks once more is read from the book.
func SettleCounted(ctx context.Context, db *sql.DB, c *Counted) (Report, error) {
	w := newWorker()
	if c == nil {
		return w.settleAll(ctx, db)
	}
	marks, err := readMarks(ctx, db, dirtyDay, -1)
	if err != nil {
		return Report{}, err
	}
	c.marks = map[string]int64{}
	for _, m := range marks {
		c.marks[m.key] = m.stamp
	}
	w.counted = c
	maps.Copy(w.known, c.people)
	return w.settleAll(ctx, db)
}

// take gives the rows of the days that were counted and stand, and the dates of
// the others.
func (c *Counted) take(ctx context.Context, tx *sql.Tx, store string, dates []string) (map[string]cube, []string, error) {
	if c == nil || c.store != store {
		return map[string]cube{}, dates, nil
	}
	keys := make([]string, len(dates))
	for i, date := range dates {
		keys[i] = store + separator + date
	}
	rows, err := tx.QueryContext(ctx, `SELECT key, stamp FROM figures_dirty WHERE kind = ? AND key IN (SELECT value FROM json_each(?))`, dirtyDay, list(keys))
	if err != nil {
		return nil, nil, fmt.Errorf("reading what is to bring up to date: %w", err)
	}
	defer rows.Close()
	cubes, rest := map[string]cube{}, []string{}
	for rows.Next() {
		var m mark
		if err := rows.Scan(&m.key, &m.stamp); err != nil {
			return nil, nil, fmt.Errorf("reading what is to bring up to date: %w", err)
		}
		date := strings.TrimPrefix(m.key, store+separator)
		day, known := c.days[date]
		delete(c.days, date)
		if known && c.marks[m.key] == m.stamp {
			cubes[date] = day
			continue
		}
		rest = append(rest, date)
	}
	return cubes, rest, rows.Err()
}
