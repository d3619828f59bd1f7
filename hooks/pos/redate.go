package pos

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"touchstone/hooks/figures"
	"touchstone/hooks/internal/fault"
	"touchstone/hooks/internal/store"
)

// The business date of a receipt hangs on its store's time zone and day
// cutover, its part of the day on the store's hours, and whose sale it is on
// the codes of the staff. When one of these changes, receipts follow from the
// rows they were read from, which are kept with their import: a clock as the
// file writes it stays, and only an instant that the file gives by a zone or an
// offset moves with the zone (METRICS, "Time"). What a person changed stays.

// rereading is why receipts of a store have to be read anew: its settings were
// others, a code of the POS went to somebody else, or its category rules were.
type rereading struct {
	Store string    `json:"store"`
	Was   *settings `json:"was,omitempty"`
	Moved *moved    `json:"moved,omitempty"`
	Rules bool      `json:"rules,omitempty"`
}

// settings are those of a store that tell its days apart.
type settings struct {
	Zone    string `json:"zone"`
	Cutover int    `json:"cutover"`
	Noon    int    `json:"noon"`
	Evening int    `json:"evening"`
}

func settingsOf(r *core.Record) settings {
	return settings{r.GetString("time_zone"), r.GetInt("day_cutover"), r.GetInt("noon"), r.GetInt("evening")}
}

// check refuses days that cannot be told apart: nothing could be read any more.
func (s settings) check() error {
	at, err := store.Timed(s.Zone, s.Cutover, s.Noon, s.Evening)
	switch {
	case err != nil || s.Zone == "" || s.Zone == "Local":
		return fault.Wrap(fault.Invalid, err, "There is no time zone %q. Choose one of the list.", s.Zone)
	case at.Cutover < 0 || at.Noon <= at.Cutover || at.Evening <= at.Noon || at.Evening >= 24*60:
		return fault.New(fault.Invalid, "The day ends before the afternoon begins, and the afternoon begins before the evening.")
	}
	return nil
}

// followStore lets receipts that are already in the book follow the settings of
// their store. What is to do is noted with the change itself.
func (r Room) followStore(app core.App) {
	app.OnRecordUpdate("stores").BindFunc(func(e *core.RecordEvent) error {
		was, now := settingsOf(e.Record.Original()), settingsOf(e.Record)
		if was == now {
			return e.Next()
		}
		if err := now.check(); err != nil {
			return err
		}
		if err := note(e.App, rereading{Store: e.Record.Id, Was: &was}); err != nil {
			return err
		}
		return e.Next()
	})
	app.OnRecordAfterUpdateSuccess("stores").BindFunc(func(e *core.RecordEvent) error {
		r.catchUp(e.App)
		return e.Next()
	})
}

// catchUp reads anew what waits for it, beside whatever else goes on.
func (r Room) catchUp(app core.App) {
	go func() {
		if err := r.Redate(context.Background(), app); err != nil {
			app.Logger().Error("reading receipts anew", "error", err)
		}
	}()
}

func note(app core.App, w rereading) error {
	key, err := json.Marshal(w)
	if err != nil {
		return err
	}
	return figures.NoteReading(app, string(key))
}

// Redate lets receipts follow the settings that changed since they were read,
// in short transactions; cut off anywhere, the next call begins again and meets
// what is done as done. Without anything that waits it does nothing.
func (r Room) Redate(ctx context.Context, app core.App) error {
	one.Lock()
	defer one.Unlock()
	db, err := writer(app)
	if err != nil {
		return err
	}
	for {
		waiting, err := figures.WaitingToBeRead(ctx, db)
		if err != nil || len(waiting) == 0 {
			return err
		}
		if err := r.redateFirst(ctx, app, db, waiting); err != nil {
			return err
		}
	}
}

// redateFirst does everything that waits for the store of the first entry.
func (r Room) redateFirst(ctx context.Context, app core.App, db *sql.DB, waiting []figures.Waiting) error {
	d := &redating{room: r, app: app, db: db}
	var done []figures.Waiting
	for _, w := range waiting {
		var why rereading
		if err := json.Unmarshal([]byte(w.Key), &why); err != nil {
			return fmt.Errorf("reading why receipts are read anew: %w", err)
		}
		if len(done) > 0 && why.Store != d.id {
			continue
		}
		d.id, done = why.Store, append(done, w)
		d.why = append(d.why, why)
	}
	if err := d.all(ctx); err != nil {
		return err
	}
	return inTx(ctx, db, func(tx *sql.Tx) error {
		for _, w := range done {
			if err := figures.WasRead(ctx, tx, w); err != nil {
				return err
			}
		}
		return nil
	})
}

// redating is one store whose receipts are read anew.
type redating struct {
	room  Room
	app   core.App
	db    *sql.DB
	id    string // of the store
	why   []rereading
	store store.Store   // as it is
	was   []store.Store // as it was; several where it changed again meanwhile
	left  int           // receipts that could not follow
}

func (d *redating) all(ctx context.Context) error {
	found, err := d.load(ctx)
	if err != nil || !found {
		return err
	}
	if d.rereads() {
		if err := d.imports(ctx); err != nil {
			return err
		}
	}
	if err := d.parts(ctx); err != nil {
		return err
	}
	if slices.ContainsFunc(d.why, func(why rereading) bool { return why.Rules }) {
		if err := d.room.reclassify(ctx, d.app, d.id); err != nil {
			return err
		}
	}
	if d.left > 0 {
		d.app.Logger().Warn("receipts kept the day they had: another receipt has their number on the new one", "store", d.id, "receipts", d.left)
	}
	if _, err := figures.SettleDirty(ctx, d.db); err != nil {
		return fmt.Errorf("bringing the figures up to date: %w", err)
	}
	return nil
}

// load reads the store as it is and as it was; it may be gone since.
func (d *redating) load(ctx context.Context) (found bool, err error) {
	all, err := store.All(ctx, d.db)
	if err != nil {
		return false, err
	}
	for _, s := range all {
		if s.ID == d.id {
			d.store, found = s, true
		}
	}
	for _, why := range d.why {
		if why.Was == nil {
			continue
		}
		was, err := store.Timed(why.Was.Zone, why.Was.Cutover, why.Was.Noon, why.Was.Evening)
		if err != nil {
			continue // nothing was read under a zone that nobody knows
		}
		d.was = append(d.was, was)
	}
	return found, nil
}

// rereads reports whether anything hangs on the rows of the files.
func (d *redating) rereads() bool {
	for _, why := range d.why {
		if why.Moved != nil || d.dated(why) {
			return true
		}
	}
	return false
}

// dated reports whether receipts were dated otherwise then.
func (d *redating) dated(why rereading) bool {
	return why.Was != nil && (why.Was.Zone != d.store.Zone.String() || why.Was.Cutover != d.store.Cutover)
}

// imports reads the files of the store anew, one after the other.
func (d *redating) imports(ctx context.Context) error {
	all, err := importsIn(ctx, d.db, `i.state = 'applied' AND i.store = ?`, d.id)
	if err != nil {
		return err
	}
	for _, u := range all {
		may, err := d.mayHold(ctx, u.id)
		if err != nil {
			return err
		}
		if !may {
			continue
		}
		if err := d.reread(ctx, u); err != nil {
			return fmt.Errorf("reading the rows of %s anew: %w", u.file, err)
		}
	}
	return nil
}

func (d *redating) reread(ctx context.Context, u interrupted) error {
	run, err := d.room.reopen(ctx, d.app, u, time.Now)
	if err != nil {
		return err
	}
	again := newReread(d, run)
	if err := again.dates(ctx); err != nil {
		return err
	}
	return again.codes(ctx)
}
