// Package clientbook is the book of clients: finding one by any part of what is
// known, the card with everything on it, edits with their history, households,
// possible duplicates, and merging two records into one and apart again.
//
// It owns the collections households, clients, client_keys, contact_points,
// consents, relations, milestones, preferences, duplicates and merges, and the
// plain tables search_*, client_aliases and client_redirects. It offers the
// routes of routes.go. It never decides what a sale counts for: receipts that
// change hands are marked for the figures by the book itself, and settled by
// them.
package clientbook

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"touchstone/hooks/figures"
	"touchstone/hooks/internal/database"
)

// Desk is what this room needs of the place that every write passes: Handle
// carries out a write once, in one transaction and in the caller's name;
// Respond turns an error into an answer. hooks.go fills it.
type Desk struct {
	Handle  func(e *core.RequestEvent, work func(tx core.App) (status int, answer any, err error)) error
	Respond func(e *core.RequestEvent, err error) error
}

// Room is the client book of one data folder. Now is its clock.
type Room struct {
	Desk Desk
	Now  func() time.Time
}

// Register binds the rules of the book, its routes and the worker that keeps
// the search up to date.
func (r Room) Register(app core.App) {
	r.bindRecords(app)
	w := newWorker()
	bindFresh(app, w)
	app.OnServe().BindFunc(func(e *core.ServeEvent) error {
		r.bindRoutes(e.Router, w)
		w.start(e.App)
		return e.Next()
	})
	app.OnTerminate().BindFunc(func(e *core.TerminateEvent) error {
		w.stop()
		return e.Next()
	})
}

// worker brings the search and, after a merge or a move, the figures up to
// date in the background, in short transactions.
type worker struct {
	nudge chan struct{}
	quit  chan struct{}
	done  sync.WaitGroup
	once  sync.Once
	began sync.Once
}

func newWorker() *worker {
	return &worker{nudge: make(chan struct{}, 1), quit: make(chan struct{})}
}

// pause is how often the worker looks without being asked.
const pause = 2 * time.Second

func (w *worker) start(app core.App) {
	w.began.Do(func() {
		w.done.Go(func() { w.loop(app) })
	})
}

func (w *worker) stop() {
	w.once.Do(func() { close(w.quit) })
	w.done.Wait()
}

// poke asks for work at once.
func (w *worker) poke() {
	select {
	case w.nudge <- struct{}{}:
	default:
	}
}

func (w *worker) loop(app core.App) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	w.done.Go(func() {
		select {
		case <-w.quit:
			cancel()
		case <-ctx.Done():
		}
	})
	tick := time.NewTicker(pause)
	defer tick.Stop()
	for {
		if err := keepUp(ctx, app); err != nil && ctx.Err() == nil {
			app.Logger().Error("bringing the client book up to date", "error", err)
		}
		select {
		case <-w.quit:
			return
		case <-tick.C:
		case <-w.nudge:
		}
	}
}

// keepUp does what is due, unless an import is writing: it marks the same
// clients over and over, and needs the one connection more.
func keepUp(ctx context.Context, app core.App) error {
	read, err := database.Pool(app.ConcurrentDB())
	if err != nil {
		return err
	}
	var busy, dirty, behind bool
	err = read.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM imports WHERE state IN ('staging', 'applying', 'undoing')),
		EXISTS (SELECT 1 FROM search_dirty), EXISTS (SELECT 1 FROM figures_dirty)`).Scan(&busy, &dirty, &behind)
	if err != nil {
		return fmt.Errorf("looking what is due: %w", err)
	}
	if busy {
		return nil
	}
	if behind {
		if err := settle(ctx, app); err != nil {
			return err
		}
	}
	if !dirty {
		return nil
	}
	return Refresh(ctx, app)
}

// settle brings the figures up to date with what the book marked.
func settle(ctx context.Context, app core.App) error {
	db, err := database.Pool(app.NonconcurrentDB())
	if err != nil {
		return err
	}
	if _, err := figures.SettleDirty(ctx, db); err != nil {
		return fmt.Errorf("bringing the figures up to date: %w", err)
	}
	return nil
}
