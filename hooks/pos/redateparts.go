package pos

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"

	"touchstone/hooks/figures"
)

// shiftSQL is store.Shift of a clock: ?2 the cutover, ?3 noon, ?4 the evening.
func shiftSQL(clock string) string {
	return `CASE WHEN ` + clock + ` < 0 THEN 'unknown' WHEN ` + clock + ` < ?2 THEN 'evening' WHEN ` + clock + ` < ?3 THEN 'morning'
		WHEN ` + clock + ` < ?4 THEN 'afternoon' ELSE 'evening' END`
}

// parts gives every receipt that a file brought its part of the day.
func (d *redating) parts(ctx context.Context) error {
	if len(d.was) == 0 {
		return nil
	}
	changed, err := d.otherPart(ctx)
	if err != nil {
		return err
	}
	for chunk := range slices.Chunk(changed, chunkSize) {
		if err := inTx(ctx, d.db, func(tx *sql.Tx) error { return d.writeParts(ctx, tx, chunk) }); err != nil {
			return err
		}
	}
	return d.shelvedParts(ctx)
}

// otherPart lists the receipts whose part of the day is another now. Of those
// that a person changed only the ones whose part is as the settings gave it.
func (d *redating) otherPart(ctx context.Context) ([]string, error) {
	s := d.store
	rows, err := d.db.QueryContext(ctx, `SELECT id, clock, shift, rev FROM receipts WHERE store = ?1 AND import != '' AND shift != `+shiftSQL("clock"),
		s.ID, s.Cutover, s.Noon, s.Evening)
	if err != nil {
		return nil, fmt.Errorf("looking for other parts of the day: %w", err)
	}
	defer rows.Close()
	var all []string
	for rows.Next() {
		var id, shift string
		var clock, rev int
		if err := rows.Scan(&id, &clock, &shift, &rev); err != nil {
			return nil, fmt.Errorf("looking for other parts of the day: %w", err)
		}
		asRead := rev <= 1
		for _, was := range d.was {
			asRead = asRead || was.Shift(clock) == shift
		}
		if asRead {
			all = append(all, id)
		}
	}
	return all, rows.Err()
}

func (d *redating) writeParts(ctx context.Context, tx *sql.Tx, ids []string) error {
	s := d.store
	list, err := json.Marshal(ids)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `UPDATE receipts SET shift = `+shiftSQL("clock")+` WHERE id IN (SELECT value FROM json_each(?1))`,
		string(list), s.Cutover, s.Noon, s.Evening)
	if err != nil {
		return fmt.Errorf("writing the parts of the day: %w", err)
	}
	touched, err := figures.Collect(ctx, tx, ids)
	if err != nil {
		return err
	}
	return figures.Mark(ctx, tx, touched)
}

// shelvedParts does the same for what the book does not show and an undo may
// bring back.
func (d *redating) shelvedParts(ctx context.Context) error {
	const clock = `(before ->> '$.receipt.clock')`
	s := d.store
	for more := true; more; {
		err := inTx(ctx, d.db, func(tx *sql.Tx) error {
			done, err := tx.ExecContext(ctx, `
				UPDATE import_changes SET before = json_set(before, '$.receipt.shift', `+shiftSQL(clock)+`)
				WHERE id IN (SELECT c.id FROM imports i JOIN import_changes c ON c.import = i.id
					WHERE i.store = ?1 AND c.collection = 'receipts' AND before ->> '$.receipt.shift' != `+shiftSQL(clock)+` LIMIT ?5)`,
				s.ID, s.Cutover, s.Noon, s.Evening, stagedAtOnce)
			if err != nil {
				return fmt.Errorf("writing the parts of the day: %w", err)
			}
			n, _ := done.RowsAffected() // the driver always knows
			more = n == stagedAtOnce
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}
