// Package pos reads what a shop's point of sale exports and brings it into the
// book: the shop's first ten minutes. It owns the collections imports,
// import_rows, mappings and category_rules, and the plain tables import_changes
// and import_seen; it writes receipts, lines, shares and, from sales rows,
// staff, clients and their contact points.
//
// The way of a file: table (bytes to typed columns), mapping (what each column
// means), ticket (rows to receipts), then here: stage every row, check, apply
// in short transactions that a crash can resume, bring the figures up to date.
// Importing again creates nothing; taking an import back leaves the book as if
// it had never been read. It never guesses silently, never turns what it cannot
// read into zero, and never overwrites what a person edited.
package pos

import (
	"context"
	"database/sql"
	"fmt"
	"io/fs"
	"sync"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"touchstone/hooks/internal/database"
	"touchstone/hooks/internal/verb"
	"touchstone/hooks/pos/category"
)

// Audit appends one entry to the audit chain in the given transaction; hooks.go
// fills it.
type Audit func(ctx context.Context, tx *sql.Tx, at time.Time, action, record string, after any) error

// Arrived is told which receipts were written, in the transaction that writes
// them, so that the client book follows; hooks.go fills it. clients are whose
// they are; without any, the receipts say so.
type Arrived func(ctx context.Context, tx *sql.Tx, receipts, clients []string) error

// Room reads POS exports for one data folder.
type Room struct {
	Templates fs.FS // holds categories.json
	Audit     Audit
	Arrived   Arrived // may be nil
	Desk      Desk    // without it nothing is answered on the network
	Now       func() time.Time
}

// tell passes on which receipts arrived.
func (a Arrived) tell(ctx context.Context, tx *sql.Tx, receipts, clients []string) error {
	if a == nil || len(receipts) == 0 {
		return nil
	}
	return a(ctx, tx, receipts, clients)
}

// one lets a single import run at a time; a process owns its data folder, so
// this is all the locking that imports need.
var one sync.Mutex

// Register resumes, in the running service, what a crash left unfinished, binds
// the routes, and lets figures follow the store's category rules.
func (r Room) Register(app core.App) {
	r.follow(app)
	r.followStore(app)
	r.followStaff(app)
	r.bindRules(app)
	app.OnServe().BindFunc(func(e *core.ServeEvent) error {
		if err := r.Resume(context.Background(), e.App, time.Now); err != nil {
			e.App.Logger().Error("resuming an import", "error", err)
		}
		r.catchUp(e.App)
		return e.Next()
	})
	r.serve(app)
}

// Opened finishes an interrupted import, and dates that settings changed, before a command looks at the book: no
// figure, page or export may stand on half a file.
func (r Room) Opened(ctx context.Context, app core.App) error {
	if err := r.Resume(ctx, app, time.Now); err != nil {
		return err
	}
	return r.Redate(ctx, app)
}

// Verbs are the commands of the room.
func (r Room) Verbs() []verb.Verb {
	return []verb.Verb{r.importVerb(), importsVerb(), r.undoVerb()}
}

// rules reads the shipped category rules with the store's own before them.
func (r Room) rules(ctx context.Context, db *sql.DB, store string) (*category.Rules, error) {
	raw, err := fs.ReadFile(r.Templates, "categories.json")
	if err != nil {
		return nil, fmt.Errorf("reading the category rules: %w", err)
	}
	rules, err := category.Load(raw)
	if err != nil {
		return nil, fmt.Errorf("reading categories.json: %w", err)
	}
	rows, err := db.QueryContext(ctx, `
		SELECT match, phrase, role, product_line FROM category_rules
		WHERE store = ? ORDER BY created, id`, store)
	if err != nil {
		return nil, fmt.Errorf("reading the store's category rules: %w", err)
	}
	defer rows.Close()
	var own []category.Rule
	for rows.Next() {
		var c category.Rule
		if err := rows.Scan(&c.Match, &c.Phrase, &c.Role, &c.ProductLine); err != nil {
			return nil, fmt.Errorf("reading the store's category rules: %w", err)
		}
		own = append(own, c)
	}
	return rules.With(own), rows.Err()
}

// writer is the one connection through which the app writes; reader the many
// through which it reads.
func writer(app core.App) (*sql.DB, error) { return database.Pool(app.NonconcurrentDB()) }

func reader(app core.App) (*sql.DB, error) { return database.Pool(app.ConcurrentDB()) }
