package access

import (
	"database/sql"
	"errors"
	"fmt"

	"github.com/pocketbase/pocketbase/core"
)

// inside runs fn in the transaction of a save, opening one where the save came
// without; everything that belongs to one change then stands or falls with it.
func inside(e *core.RecordEvent, fn func() error) error {
	outer := e.App
	defer func() { e.App = outer }()
	return outer.RunInTransaction(func(tx core.App) error {
		e.App = tx
		return fn()
	})
}

func (d *Desk) saveNew(e *core.RecordEvent) error {
	return inside(e, func() error {
		if hasRev(e.Record.Collection()) {
			e.Record.Set(revField, 1)
		}
		if err := e.Next(); err != nil {
			return err
		}
		return d.note(e.App, "create", nil, e.Record)
	})
}

func (d *Desk) saveChanged(e *core.RecordEvent) error {
	return inside(e, func() error {
		before, err := d.before(e)
		if err != nil {
			return err
		}
		if err := d.saveRaised(e); err != nil {
			return err
		}
		return d.note(e.App, "update", before, e.Record)
	})
}

// saveRaised saves a record under its next rev. The record in memory gets its
// old rev back where the save or its transaction fails, so that it can be tried again.
func (d *Desk) saveRaised(e *core.RecordEvent) error {
	record := e.Record
	if !hasRev(record.Collection()) {
		return e.Next()
	}
	rev := record.GetInt(revField)
	if err := raise(e.App, record.Collection(), record.Id, rev); err != nil {
		return err
	}
	record.Set(revField, rev+1)
	e.App.TxInfo().OnComplete(func(txErr error) error {
		if txErr != nil && record.GetInt(revField) > rev { // saved twice: the first rev stands
			record.Set(revField, rev)
		}
		return nil
	})
	return e.Next()
}

func (d *Desk) saveDeleted(e *core.RecordEvent) error {
	return inside(e, func() error {
		before, err := d.before(e)
		if err != nil {
			return err
		}
		d.buried(e.App, e.Record.Id, d.subject(e.App, e.Record))
		// The entry comes first: the cascade that follows is its consequence.
		if err := d.note(e.App, "delete", before, nil); err != nil {
			return err
		}
		return e.Next()
	})
}

// before reads the record as it stands, in the save's transaction.
func (d *Desk) before(e *core.RecordEvent) (*core.Record, error) {
	if !d.noted(e.App, e.Record.Collection()) {
		return nil, nil
	}
	r, err := e.App.FindRecordById(e.Record.Collection(), e.Record.Id)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, errStale(err) // deleted since it was read
	}
	if err != nil {
		return nil, fmt.Errorf("reading %s %s before its change: %w", e.Record.Collection().Name, e.Record.Id, err)
	}
	return r, nil
}
