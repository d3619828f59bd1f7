package clientbook

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	validation "github.com/pocketbase/ozzo-validation/v4"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/router"

	"touchstone/hooks/internal/database"
	"touchstone/hooks/internal/fault"
	"touchstone/hooks/internal/store"
)

// bindRoutes is everything that the room answers on the network.
func (r Room) bindRoutes(to *router.Router[*core.RequestEvent], w *worker) {
	at := func(method, path string, fn func(*core.RequestEvent, caller) error) {
		to.Route(method, path, func(e *core.RequestEvent) error {
			who, err := callerOf(e)
			if err == nil {
				err = fn(e, who)
			}
			return r.Desk.Respond(e, refused(err))
		})
	}
	at(http.MethodPost, "/api/search", r.searches())
	at(http.MethodGet, "/api/clients/{id}", r.card)
	at(http.MethodPost, "/api/clients", r.create)
	at(http.MethodPatch, "/api/clients/{id}", r.edit)
	at(http.MethodGet, "/api/clients/{id}/history", r.history)
	at(http.MethodPost, "/api/clients/{id}/history/{seq}/back", r.putBack)
	at(http.MethodPost, "/api/households/{id}/split", func(e *core.RequestEvent, who caller) error {
		defer w.poke()
		return r.split(e, who)
	})
	at(http.MethodGet, "/api/duplicates", r.duplicates)
	at(http.MethodPost, "/api/merges/preview", r.preview)
	at(http.MethodPost, "/api/merges", func(e *core.RequestEvent, who caller) error {
		defer w.poke()
		return r.merge(e, who)
	})
	at(http.MethodPost, "/api/merges/{id}/undo", func(e *core.RequestEvent, who caller) error {
		defer w.poke()
		return r.unmerge(e, who)
	})
}

// caller is who asks.
type caller struct {
	id, role, store string
}

func callerOf(e *core.RequestEvent) (caller, error) {
	switch {
	case e.Auth == nil:
		return caller{}, fault.New(fault.SignIn, "Sign in first.")
	case e.Auth.IsSuperuser():
		return caller{role: "owner"}, nil
	case e.Auth.Collection().Name == "staff" && e.Auth.GetBool("active"):
		return caller{e.Auth.Id, e.Auth.GetString("role"), e.Auth.GetString("store")}, nil
	}
	return caller{}, fault.New(fault.SignIn, "Sign in first.")
}

// sees says whether records of a store are the caller's to see: owners see all.
func (c caller) sees(store string) bool { return c.role == "owner" || c.store == store }

// manages says whether the caller looks after the people of the store.
func (c caller) manages() bool { return c.role == "owner" || c.role == "manager" }

// client reads a client whom the caller may see.
func (c caller) client(app core.App, id string) (*core.Record, error) {
	record, err := app.FindRecordById("clients", id)
	if noRows(err) || err == nil && !c.sees(record.GetString("store")) {
		return nil, errNoClient()
	}
	return record, err
}

// searches answers what somebody types, with one searcher for all.
func (r Room) searches() func(*core.RequestEvent, caller) error {
	var once sync.Once
	var s *Searcher
	return func(e *core.RequestEvent, who caller) error {
		db, err := database.Pool(e.App.ConcurrentDB())
		if err != nil {
			return err
		}
		once.Do(func() { s = NewSearcher(db) })
		return r.search(e, who, s)
	}
}

// search answers what somebody typed; the query goes nowhere else.
func (r Room) search(e *core.RequestEvent, who caller, s *Searcher) error {
	var ask struct {
		Q     string `json:"q"`
		Limit int    `json:"limit"`
	}
	if err := e.BindBody(&ask); err != nil {
		return errUnreadable()
	}
	began := time.Now() // how long it took, no part of any answer's logic
	stores, err := who.stores(e.Request.Context(), e.App)
	if err != nil {
		return err
	}
	found, err := s.Find(e.Request.Context(), Question{Text: ask.Q, Stores: stores, Limit: ask.Limit, Asker: who.id})
	if err != nil {
		return err
	}
	took := float64(time.Since(began).Microseconds()) / 1000
	return e.JSON(http.StatusOK, map[string]any{"clients": found, "took": took})
}

// stores are those whose clients the caller may see.
func (c caller) stores(ctx context.Context, app core.App) ([]store.Store, error) {
	db, err := database.Pool(app.ConcurrentDB())
	if err != nil {
		return nil, err
	}
	all, err := store.All(ctx, db)
	if err != nil {
		return nil, err
	}
	var mine []store.Store
	for _, s := range all {
		if c.sees(s.ID) {
			mine = append(mine, s)
		}
	}
	return mine, nil
}

func errUnreadable() error {
	return fault.New(fault.Invalid, "The request could not be read. It is an object in JSON.")
}

func (r Room) card(e *core.RequestEvent, who caller) error {
	record, err := who.client(e.App, e.Request.PathValue("id"))
	if err != nil {
		return err
	}
	card, err := load(e.App, record.Id, r.Now())
	if err != nil {
		return err
	}
	e.Response.Header().Set("ETag", `"`+strconv.Itoa(card.Rev)+`"`)
	return e.JSON(http.StatusOK, card)
}

// ifMatch reads the rev that the caller saw.
func ifMatch(e *core.RequestEvent) (int, error) {
	header := strings.TrimSpace(e.Request.Header.Get("If-Match"))
	if header == "" {
		return 0, fault.New(fault.Missing, "This change does not say which state of the record it starts from. Send If-Match with the record's rev.")
	}
	rev, err := strconv.Atoi(strings.Trim(header, `"`))
	if err != nil || rev < 0 {
		return 0, fault.New(fault.Invalid, "If-Match holds %.40q. It takes the rev of the record that was opened, such as \"7\".", header)
	}
	return rev, nil
}

// refused turns what a record's own rules say into a bad request.
func refused(err error) error {
	if v, ok := errors.AsType[validation.Errors](err); ok {
		return router.NewBadRequestError("Something here cannot be saved as it is. The fields say what.", v)
	}
	return err
}
