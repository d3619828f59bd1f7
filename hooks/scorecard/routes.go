package scorecard

import (
	"context"
	"database/sql"
	"errors"
	"net/http"
	"time"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/router"

	"touchstone/hooks/figures"
	"touchstone/hooks/internal/database"
	"touchstone/hooks/internal/fault"
	"touchstone/hooks/internal/verb"
)

// Desk is what the routes need of the place that every write passes: Handle
// carries out a write once, in one transaction and in the caller's name,
// Transact does so where no JSON is answered, Respond turns an error into an
// answer. hooks.go fills it.
type Desk struct {
	Handle   func(e *core.RequestEvent, work func(tx core.App) (status int, answer any, err error)) error
	Transact func(e *core.RequestEvent, work func(tx core.App) error) error
	Respond  func(e *core.RequestEvent, err error) error
}

// Room answers for the figures and the scorecards of one data folder. Now is
// its clock.
type Room struct {
	Desk    Desk
	Now     func() time.Time
	Printer Printer
	Head    Head
}

// Register binds the routes.
func (r Room) Register(app core.App) {
	app.OnServe().BindFunc(func(e *core.ServeEvent) error {
		r.bindRoutes(e.Router)
		return e.Next()
	})
}

func (r Room) bindRoutes(to *router.Router[*core.RequestEvent]) {
	at := func(method, path string, fn func(*core.RequestEvent, viewer) error) {
		to.Route(method, path, func(e *core.RequestEvent) error {
			who, err := viewerOf(e)
			if err == nil {
				err = fn(e, who)
			}
			return r.Desk.Respond(e, plainly(err))
		})
	}
	at(http.MethodGet, "/api/figures/definitions", definitions)
	at(http.MethodPost, "/api/figures", r.figures)
	at(http.MethodPost, "/api/figures/trend", r.trend)
	at(http.MethodPost, "/api/figures/rows", r.rows)
	at(http.MethodGet, "/api/scorecards/{week}", r.week)
	at(http.MethodPost, "/api/scorecards/print", r.print)
	at(http.MethodPost, "/api/scorecards/issue", r.issue)
}

// plainly gives what a person asked wrongly its status.
func plainly(err error) error {
	if m, ok := errors.AsType[*figures.ScopeError](err); ok {
		return fault.Wrap(fault.Invalid, err, "%s.", capital(m.Message))
	}
	if u, ok := errors.AsType[*verb.UsageError](err); ok {
		return fault.Wrap(fault.Invalid, err, "%s", u.Error())
	}
	return err
}

// read runs work in one read transaction, so that all it sees is of one moment.
func read(e *core.RequestEvent, work func(ctx context.Context, tx *sql.Tx) error) error {
	pool, err := database.Pool(e.App.ConcurrentDB())
	if err != nil {
		return err
	}
	ctx := e.Request.Context()
	tx, err := pool.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback() //nolint:errcheck // nothing was written
	return work(ctx, tx)
}

// bind reads a request's body.
func bind(e *core.RequestEvent, into any) error {
	if err := e.BindBody(into); err != nil {
		return fault.Wrap(fault.Invalid, err, "The request could not be read. It is an object in JSON.")
	}
	return nil
}

// definitions lists every figure and its formula.
func definitions(e *core.RequestEvent, _ viewer) error {
	type one struct {
		Name    string `json:"name"`
		Label   string `json:"label"`
		Plain   string `json:"plain"`
		Formula string `json:"formula"`
	}
	all := []one{}
	for _, d := range figures.Definitions() {
		all = append(all, one(d))
	}
	return e.JSON(http.StatusOK, map[string]any{"definition_version": figures.DefinitionVersion, "figures": all})
}
