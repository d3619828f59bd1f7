package appliance

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"slices"
	"time"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	_ "github.com/pocketbase/pocketbase/migrations" // PocketBase's own schema

	"touchstone/hooks/appliance/folder"
	"touchstone/hooks/appliance/place"
	"touchstone/hooks/internal/database"
	"touchstone/hooks/internal/fault"
	"touchstone/hooks/internal/verb"
)

// checkedSize is the size in bytes up to which a book is checked before it is
// written to; a larger one is checked after a crash, and by doctor.
const checkedSize = 32 << 20

// here does a verb in this process, which owns the folder.
func (p *Program) here(ctx context.Context, rooms []Room, v *verb.Verb, call *verb.Call, lock *folder.Lock) error {
	if v.Serves != nil && v.Serves(call) {
		return p.hereServing(ctx, rooms, v, call, lock)
	}
	app, err := openBook(ctx, call.Dir, rooms, v.Reads && v.Closed == nil)
	if err != nil {
		if v.Closed != nil {
			return v.Closed(ctx, call, database.Explain(err))
		}
		return err
	}
	if v.Closed == nil { // a command that examines the book takes it as it is
		err = opened(ctx, app, rooms)
	}
	if err == nil {
		err = v.Run(ctx, app, call)
	}
	logFailure(app, call.Verb, err)
	return errors.Join(err, closeWell(app, call.Dir, err))
}

// opened lets the rooms finish what a crash interrupted, so that no command
// answers from half an import.
func opened(ctx context.Context, app core.App, rooms []Room) error {
	for _, r := range rooms {
		if r.Opened == nil {
			continue
		}
		if err := r.Opened(ctx, app); err != nil {
			return fmt.Errorf("finishing what was interrupted: %w", err)
		}
	}
	return nil
}

// openBook opens the book of a folder with the rooms' hooks bound and every
// schema step done, and makes the first store. It refuses a book that is
// damaged or that a newer version has changed. trust spares a book that is just
// as it was left the walk through it.
func openBook(ctx context.Context, dir string, rooms []Room, trust bool) (core.App, error) {
	asLeft := isAsLeft(dir)
	if err := probe(dir, trust && asLeft); err != nil {
		forgetLeft(dir)
		return nil, err
	}
	app := core.NewBaseApp(core.BaseAppConfig{DataDir: dir, DBConnect: database.Connect})
	app.Cron().SetTimezone(time.Local)
	for _, r := range rooms {
		if r.Register != nil {
			r.Register(app)
		}
	}
	if err := ready(ctx, app, asLeft); err != nil {
		forgetLeft(dir)
		return nil, errors.Join(err, closeBook(app))
	}
	return app, nil
}

func ready(ctx context.Context, app core.App, asLeft bool) error {
	if err := app.Bootstrap(); err != nil {
		return fmt.Errorf("opening the book: %w", err)
	}
	if !asLeft { // else this schema made it
		if err := app.RunAllMigrations(); err != nil {
			return fmt.Errorf("bringing the book to this version: %w", err)
		}
	}
	return EnsureStore(ctx, app, place.Look())
}

// closeBook writes out the log and closes every connection, so that the last
// one folds the write-ahead log into the book.
func closeBook(app core.App) error {
	e := new(core.TerminateEvent)
	e.App = app
	return app.OnTerminate().Trigger(e, func(e *core.TerminateEvent) error {
		return e.App.ResetBootstrapState()
	})
}

// probe looks at a book before PocketBase writes to it. Of one that is just as
// this program left it, only the outside.
func probe(dir string, asLeft bool) error {
	book, err := folder.Look(dir)
	if err != nil {
		return err
	}
	if !book.Exists || (asLeft && book.WAL == 0) {
		return nil
	}
	db, err := peek(filepath.Join(dir, "data.db"), book.WAL > 0)
	if err != nil {
		return fmt.Errorf("opening the book: %w", err)
	}
	defer db.Close()
	db.DB().SetMaxOpenConns(1)
	var version int
	if err := db.NewQuery("PRAGMA schema_version").Row(&version); err != nil {
		return fmt.Errorf("opening the book: %w", database.Explain(err))
	}
	if book.WAL > 0 || book.Size <= checkedSize {
		if err := check(db, dir); err != nil {
			return err
		}
	}
	var steps []string
	if err := db.NewQuery("SELECT file FROM _migrations").Column(&steps); err != nil {
		return nil //nolint:nilerr // a database without that table is from before the first start ended
	}
	return notNewer(steps)
}

// check walks through the whole book.
func check(db *dbx.DB, dir string) error {
	var verdict string
	if err := db.NewQuery("PRAGMA quick_check(1)").Row(&verdict); err != nil {
		return fmt.Errorf("checking the book: %w", database.Explain(err))
	}
	if verdict != "ok" {
		return fault.New(fault.Conflict, "The book (data.db) in %s is damaged, so nothing is written to it. Copy the whole folder to a safe place, then bring back the last good copy.", dir)
	}
	return nil
}

// peek opens a book for looking only. After a crash the work that was left has
// to be taken up for that; otherwise nothing is written and nothing is locked,
// which this process may do because it owns the folder.
func peek(path string, crashed bool) (*dbx.DB, error) {
	if crashed {
		return database.Connect(path)
	}
	u := url.URL{Scheme: "file", OmitHost: true, Path: filepath.ToSlash(path), RawQuery: "mode=ro&immutable=1"}
	return dbx.Open("sqlite", u.String())
}

// notNewer refuses a book with schema steps that come after the last one this
// program knows: a newer version made them.
func notNewer(steps []string) error {
	last := ""
	for _, list := range []core.MigrationsList{core.SystemMigrations, core.AppMigrations} {
		for _, m := range list.Items() {
			last = max(last, m.File)
		}
	}
	slices.Sort(steps)
	if len(steps) > 0 && steps[len(steps)-1] > last {
		return fault.New(fault.Conflict, "This book was last opened by a newer version of Touchstone, and this one would not understand it. Nothing was changed. Install the newer version again.")
	}
	return nil
}

// EnsureStore makes the one store of a fresh book: code MAIN, in the place
// that the clues tell. Its currency comes with the first file.
func EnsureStore(ctx context.Context, app core.App, clues place.Clues) error {
	var n int
	if err := app.DB().NewQuery("SELECT count(*) FROM stores").WithContext(ctx).Row(&n); err != nil {
		return fmt.Errorf("counting the stores: %w", err)
	}
	if n > 0 {
		return nil
	}
	stores, err := app.FindCollectionByNameOrId("stores")
	if err != nil {
		return fmt.Errorf("making the first store: %w", err)
	}
	zone, _ := clues.Zone()
	country := clues.Country()
	r := core.NewRecord(stores)
	r.Set("code", "MAIN")
	r.Set("time_zone", zone)
	r.Set("country", country)
	r.Set("week_start", "monday")
	r.Set("paper", place.Paper(country))
	if err := app.Save(r); err != nil {
		return fmt.Errorf("making the first store: %w", err)
	}
	return nil
}

// logFailure keeps the whole chain of an error that ended a command.
func logFailure(app core.App, command string, err error) {
	if _, usage := errors.AsType[*verb.UsageError](err); err == nil || usage {
		return
	}
	app.Logger().Error("command failed", "command", command, "error", err.Error())
}
