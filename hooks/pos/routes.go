package pos

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/router"

	"touchstone/hooks/internal/fault"
	"touchstone/hooks/internal/ids"
	"touchstone/hooks/internal/store"
)

// Desk is what this room needs of the place that every request passes: Allowed
// says why somebody below a role may not, Respond turns an error into an
// answer. hooks.go fills it; without it the room answers nothing on the network.
type Desk struct {
	Allowed func(e *core.RequestEvent, role string) error
	Respond func(e *core.RequestEvent, err error) error
}

// counter is where exports are handed in: what was uploaded, and what is being
// read into the book for somebody. Imports run beside the requests, so closing
// the browser stops none of them.
type counter struct {
	room Room
	app  core.App
	now  func() time.Time
	ids  *ids.Source

	ctx  context.Context // ends with the service
	stop context.CancelFunc
	work sync.WaitGroup

	mu    sync.Mutex
	jobs  map[string]*job // by upload
	backs map[string]*job // what is being taken back, by import
	asked int             // how many imports were ever asked for
}

// serve binds what the room answers on the network.
func (r Room) serve(app core.App) {
	if r.Desk.Respond == nil {
		return
	}
	c := &counter{room: r, app: app, now: r.Now, jobs: map[string]*job{}}
	if c.now == nil {
		c.now = time.Now
	}
	c.ids = ids.NewSource(c.now())
	c.ctx, c.stop = context.WithCancel(context.Background())
	app.OnServe().BindFunc(func(e *core.ServeEvent) error {
		c.app = e.App
		c.bindRoutes(e.Router)
		c.clear()
		return e.Next()
	})
	app.OnTerminate().BindFunc(func(e *core.TerminateEvent) error {
		c.stop()
		c.work.Wait()
		return e.Next()
	})
	app.Cron().MustAdd("pos_clear_uploads", "23 * * * *", c.clear)
}

func (c *counter) bindRoutes(to *router.Router[*core.RequestEvent]) {
	at := func(method, path string, fn func(*core.RequestEvent, caller) error) *router.Route[*core.RequestEvent] {
		return to.Route(method, path, func(e *core.RequestEvent) error {
			err := c.room.Desk.Allowed(e, "manager")
			if err == nil {
				err = fn(e, callerOf(e))
			}
			return c.room.Desk.Respond(e, err)
		})
	}
	// A file is large and changes nothing: it is not kept to answer a repeat.
	at(http.MethodPost, "/api/imports/files", c.handIn).Bind(apis.BodyLimit(largestBody)).Unbind("accessReplays")
	at(http.MethodPost, "/api/imports/preview", c.preview)
	at(http.MethodPost, "/api/imports", c.begin)
	at(http.MethodGet, "/api/imports", c.list)
	at(http.MethodGet, "/api/imports/{id}", c.show)
	at(http.MethodGet, "/api/imports/{id}/rejected.csv", c.rejected)
	at(http.MethodPost, "/api/imports/{id}/undo", c.undo)
	at(http.MethodPost, "/api/imports/codes/{id}/join", c.join)
}

// caller is who asks: a manager or an owner.
type caller struct{ id, code, role, store string }

func callerOf(e *core.RequestEvent) caller {
	return caller{e.Auth.Id, e.Auth.GetString("code"), e.Auth.GetString("role"), e.Auth.GetString("store")}
}

// sees says whether records of a store are the caller's to see: owners see all.
func (c caller) sees(store string) bool { return c.role == "owner" || c.store == store }

// shop gives the code of the store that a file is for: what the caller says
// (a code, or a record id), their own store where they belong to one only. An
// owner may leave it to the file.
func (c caller) shop(ctx context.Context, app core.App, said string) (string, error) {
	db, err := reader(app)
	if err != nil {
		return "", err
	}
	all, err := store.All(ctx, db)
	if err != nil {
		return "", err
	}
	for _, s := range all {
		if !c.means(said, s) {
			continue
		}
		if !c.sees(s.ID) {
			return "", errOtherStore()
		}
		return s.Code, nil
	}
	if said != "" && c.role != "owner" {
		return "", errOtherStore()
	}
	return said, nil // the file may bring the store
}

// means says whether a store is the one that the caller named, or the only one
// that they look after.
func (c caller) means(said string, s store.Store) bool {
	if said == "" {
		return c.role != "owner" && s.ID == c.store
	}
	return s.ID == said || s.Code == said
}

func errOtherStore() error {
	return fault.New(fault.Forbidden, "This file is for another store. A manager of that store or an owner imports it.")
}

func errUnreadable() error {
	return fault.New(fault.Invalid, "The request could not be read. It is an object in JSON.")
}

type actorKey struct{}

// By is in whose name an import runs, as their code; empty for a command.
func By(ctx context.Context) string {
	code, _ := ctx.Value(actorKey{}).(string)
	return code
}

// kindly says to the person at the screen what a command line says with the
// file's name in front.
func kindly(err error, name string) error {
	if errors.Is(err, store.ErrNone) {
		return fault.Wrap(fault.Conflict, err, "There is no store yet. Set one up under Settings, then import the file.")
	}
	f, ok := errors.AsType[*fault.Error](err)
	if !ok {
		return err
	}
	say := f.Message
	for _, doing := range []string{"reading ", "importing "} {
		if rest, found := strings.CutPrefix(say, doing+name+": "); found {
			say = sentence(rest)
		}
	}
	return &fault.Error{Kind: f.Kind, Message: say, Data: f.Data, Err: err}
}
