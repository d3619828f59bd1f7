package appliance

import (
	"errors"
	"path/filepath"
	"runtime/debug"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"touchstone/hooks/appliance/folder"
	"touchstone/hooks/internal/database"
)

const (
	// restAfter is how long the first tablets are served before the appliance
	// looks after itself.
	restAfter = 2 * time.Second
	// startGC lets the memory grow to five times what is in use while starting:
	// nearly all of it is still needed, so collecting it then is for nothing.
	startGC = 400
)

// restLater lets the service rest when the first answers are out. stop calls
// that off, or waits for its end.
func (s *service) restLater(failed chan<- error) (stop func()) {
	done := make(chan struct{})
	timer := time.AfterFunc(restAfter, func() {
		defer close(done)
		if s.damage = s.rest(); s.damage != nil {
			failed <- s.damage
		}
	})
	return func() {
		if !timer.Stop() {
			<-done
		}
	}
}

// rest does what the start left for later: the walk through a book that was
// opened as it was left (a disk can spoil it where it lies), and giving back
// the memory that starting took. A damaged book ends the service, as it would
// have kept it from starting.
func (s *service) rest() error {
	debug.SetGCPercent(s.usualGC)
	err := checkServed(s.call.Dir)
	dropReaders(s.app.ConcurrentDB())
	dropReaders(s.app.AuxConcurrentDB())
	debug.FreeOSMemory()
	return err
}

// dropReaders closes the connections that starting used for reading, as
// PocketBase does with every one that was idle for three minutes: each holds
// the whole schema. The next reader opens one in a few milliseconds.
func dropReaders(db any) {
	if pool, err := database.Pool(db); err == nil {
		pool.SetMaxIdleConns(0)
		pool.SetMaxIdleConns(core.DefaultDataMaxIdleConns)
	}
}

// checkServed walks through a book that is open, over a connection of its own:
// what it reads is not kept.
func checkServed(dir string) error {
	book, err := folder.Look(dir)
	if err != nil || book.Size > checkedSize {
		return err
	}
	db, err := database.Connect(filepath.Join(dir, "data.db"))
	if err != nil {
		return err
	}
	db.DB().SetMaxOpenConns(1)
	return errors.Join(check(db, dir), db.Close())
}
