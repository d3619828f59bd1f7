// Package hooks is the table of contents of the program: the one list of its
// rooms, in start-up order. What a room needs of another one is filled in here.
package hooks

import (
	"context"
	"database/sql"
	"io"
	"io/fs"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"touchstone/hooks/access"
	"touchstone/hooks/appliance"
	"touchstone/hooks/appliance/export"
	"touchstone/hooks/clientbook"
	"touchstone/hooks/demo"
	"touchstone/hooks/figures"
	"touchstone/hooks/internal/database"
	"touchstone/hooks/internal/sheet"
	"touchstone/hooks/internal/store"
	"touchstone/hooks/paper"
	"touchstone/hooks/pos"
	"touchstone/hooks/scorecard"

	_ "touchstone/migrations" // the schema
)

// Rooms builds the rooms. It is called for every command line, first to read
// it and once more when the data folder is known, so it must stay cheap.
func Rooms(h appliance.House) []appliance.Room {
	desk := access.New(h.Now)
	h.Owner = desk.MakeOwner
	h.Confirm = desk.ConfirmOwner
	reading := pos.Room{Templates: h.Templates, Audit: auditRun, Arrived: clientbook.Arrived, Now: h.Now, Desk: pos.Desk{Allowed: access.Allowed, Respond: access.Respond}}
	book := clientBook(h, desk)
	scorecards := scorecard.Verbs(press(h.Templates), auditHead)
	return []appliance.Room{
		{Name: "access", Register: desk.Register},
		{Name: "clientbook", Register: book.Register, Verbs: book.Verbs()},
		{Name: "pos", Register: reading.Register, Verbs: reading.Verbs(), Opened: reading.Opened},
		{Name: "figures", Register: figures.Register, Verbs: figures.Verbs()},
		{Name: "scorecard", Register: scoreCards(h, desk).Register, Verbs: scorecards},
		{Name: "export", Verbs: export.Verbs()},
		{Name: "demo", Verbs: demo.Verbs(sampleNeeds(desk, reading, scorecards))},
		appliance.New(h, auditHolds),
	}
}

// clientBook is the client book on the desk that every write passes.
func clientBook(h appliance.House, desk *access.Desk) clientbook.Room {
	return clientbook.Room{Now: h.Now, Desk: clientbook.Desk{
		Handle: func(e *core.RequestEvent, work func(tx core.App) (int, any, error)) error {
			return desk.Handle(e, work)
		},
		Respond: access.Respond,
	}}
}

// scoreCards is the figures and scorecards on the desk that every write passes.
func scoreCards(h appliance.House, desk *access.Desk) scorecard.Room {
	return scorecard.Room{Now: h.Now, Printer: press(h.Templates), Head: auditHead, Desk: scorecard.Desk{
		Handle: func(e *core.RequestEvent, work func(tx core.App) (int, any, error)) error {
			return desk.Handle(e, work)
		},
		Transact: desk.Transact,
		Respond:  access.Respond,
	}}
}

// press reads the fonts when the first page is printed, not before.
func press(templates fs.FS) scorecard.PrinterFunc {
	return func(w io.Writer, doc sheet.Document) error {
		fonts, err := fs.Sub(templates, "fonts")
		if err != nil {
			return err
		}
		p, err := paper.New(fonts)
		if err != nil {
			return err
		}
		return p.Scorecards(w, doc)
	}
}

// auditRun writes one run of the program, such as an import, into the chain.
func auditRun(ctx context.Context, tx *sql.Tx, at time.Time, action, record string, after any) error {
	return access.AppendRun(ctx, tx, at, pos.By(ctx), action, "imports", record, after)
}

// auditHead is what a scorecard prints of the audit chain.
func auditHead(ctx context.Context, db store.Reader) (string, error) {
	head, err := access.ReadHead(ctx, db)
	return head.Hash, err
}

// auditHolds lets doctor walk the audit chain.
var auditHolds = appliance.Check{
	Name: "audit chain",
	Well: "unbroken",
	Cure: "Somebody changed the book past the program. Keep a copy of the data folder, and compare the head of the chain with the one printed on your last scorecard.",
	Look: func(ctx context.Context, app core.App) error {
		pool, err := database.Pool(app.ConcurrentDB())
		if err != nil {
			return err
		}
		_, err = access.Verify(ctx, pool)
		return err
	},
}
