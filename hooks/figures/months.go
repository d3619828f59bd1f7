package figures

import (
	"context"
	"database/sql"
	"fmt"

	"touchstone/hooks/internal/civil"
	"touchstone/hooks/internal/store"
)

// settleMonths adds up the days of some months.
func (w *worker) settleMonths(ctx context.Context, tx *sql.Tx, keys []string) error {
	written, err := newRollups(ctx, tx)
	if err != nil {
		return err
	}
	for storeID, starts := range byStoreAndStart(keys) {
		for _, start := range starts {
			c, err := addMonth(ctx, tx, storeID, start)
			if err != nil {
				return err
			}
			if err := written.replace(ctx, storeID, "month", start, c); err != nil {
				return err
			}
		}
	}
	return nil
}

// addMonth merges the day rows of the month that begins on start. The weekdays
// are the days of the cut `all`, named by their day of the week.
func addMonth(ctx context.Context, tx *sql.Tx, storeID, start string) (cube, error) {
	rows, err := tx.QueryContext(ctx, `
		SELECT dimension, start, body FROM figures_rollups
		WHERE store = ? AND grain = 'day' AND start BETWEEN ? AND ? AND dimension IN ('all', 'associate', 'product_line', 'brand', 'shift')`,
		storeID, start, lastOfMonth(start))
	if err != nil {
		return nil, fmt.Errorf("adding up the month of %s: %w", start, err)
	}
	defer rows.Close()
	c := cube{}
	for rows.Next() {
		var cut, day string
		var body []byte
		if err := rows.Scan(&cut, &day, &body); err != nil {
			return nil, fmt.Errorf("adding up the month of %s: %w", start, err)
		}
		if err := c.addDay(cut, day, body); err != nil {
			return nil, fmt.Errorf("adding up the month of %s: %w", start, err)
		}
	}
	return c, rows.Err()
}

func (c cube) addDay(cut, day string, body []byte) error {
	if err := unpack(body, func(key string) (*tally, bool) { return c.rows(cut).at(key), true }); err != nil {
		return err
	}
	if cut != byAll {
		return nil
	}
	weekday, err := weekdayKey(day)
	if err != nil {
		return err
	}
	return unpack(body, func(string) (*tally, bool) { return c.rows(byWeekday).at(weekday), true })
}

func weekdayKey(date string) (string, error) {
	d, err := civil.Parse(date)
	if err != nil {
		return "", err
	}
	return store.DayName(d.Weekday()), nil
}

func lastOfMonth(start string) string { return firstOfMonth(start)[:min(8, len(start))] + "31" }
