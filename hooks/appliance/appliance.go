// Package appliance turns the rooms into a program that runs on a shop's PC by
// itself: it reads the command line, owns the data folder (one process at a
// time), carries commands to the service that runs there, serves the tablets,
// guards what only the PC itself may open, and says in plain words what ails
// it (doctor). It owns no collection, keeps the setup code among PocketBase's
// parameters, and never knows what a sale is.
package appliance

import (
	"context"
	"io/fs"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"touchstone/hooks/appliance/overlay"
	"touchstone/hooks/appliance/setup"
	"touchstone/hooks/internal/verb"
)

// Room is one capability of the program, as hooks.go lists it.
type Room struct {
	Name     string
	Register func(app core.App) // binds record hooks, cron jobs and routes; nil without any
	Verbs    []verb.Verb        // its commands

	// Opened runs when a command has opened the book and before it does its
	// work: a room finishes what a crash interrupted. Nil for most.
	Opened func(ctx context.Context, app core.App) error
}

// House is what the rooms are built from. A room is built anew for each
// command, which has to be cheap: no file is read, nothing is kept.
type House struct {
	Templates fs.FS // the built-in ones under the shop's own
	Public    fs.FS // the tablet app
	Build     Build
	Now       func() time.Time
	Owner     setup.Owner   // makes the first owner, from the setup code; nil: that route is not there
	Confirm   setup.Confirm // asks an owner for the own password before the Data workshop; nil: that route is not there
}

// Check is something of another room's that doctor looks at; hooks.go hands it
// in.
type Check struct {
	Name string
	Well string // what is said when it holds
	Cure string // what to do when it does not
	Look func(ctx context.Context, app core.App) error
}

// New is the appliance as a room.
func New(h House, checks ...Check) Room {
	return Room{
		Name: "appliance",
		Register: func(app core.App) {
			keepJournalClean(app, h.Now)
			bindBrowserLog(app, h.Now)
			setup.Register(app, h.Owner)
			if h.Confirm != nil {
				h.Confirm.Open(app)
			}
		},
		Verbs: append([]verb.Verb{serveVerb(), doctorVerb(h, checks), setupCodeVerb()}, earlyVerbs(h.Build)...),
	}
}

// templates lays the shop's own files over the built-in ones.
func templates(embedded fs.FS, dir string) fs.FS { return overlay.New(embedded, dir) }
