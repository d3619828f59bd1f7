package hooks

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tests"
	"github.com/pocketbase/pocketbase/tools/router"

	"touchstone/hooks/access"
	"touchstone/hooks/appliance/guard"
	"touchstone/hooks/internal/testapp"
)

// world is the served program of a test with one store.
type world struct {
	t          *testing.T
	app        *tests.TestApp
	url        string
	registered map[string]bool // our own routes
	store      *core.Record
	me         *core.Record // who calls; nil for nobody
	password   string       // everybody's
	serial     int
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{t: t, app: testapp.New(t), password: "touch-and-stone"}
	w.app.Settings().RateLimits.Enabled = false
	theirs := patterns(t, newRouter(t, testapp.New(t))) // an app takes one router
	for _, room := range rooms() {
		if room.Register != nil {
			room.Register(w.app)
		}
	}
	e := &core.ServeEvent{App: w.app, Router: newRouter(t, w.app)}
	guard.Bind(e.Router)
	err := w.app.OnServe().Trigger(e, func(e *core.ServeEvent) error {
		w.registered = patterns(t, e.Router)
		mux, err := e.Router.BuildMux()
		if err != nil {
			return err
		}
		server := httptest.NewServer(guard.New(guard.Options{}, mux))
		t.Cleanup(server.Close)
		w.url = server.URL
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for pattern := range theirs {
		delete(w.registered, pattern)
	}
	w.store = w.save("stores", map[string]any{"code": "MAIN", "name": "Main", "time_zone": "UTC"})
	return w
}

func newRouter(t *testing.T, app core.App) *router.Router[*core.RequestEvent] {
	t.Helper()
	r, err := apis.NewRouter(app)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// patterns lists what a router answers. It keeps its routes to itself, so they
// are read as they lie in memory.
func patterns(t *testing.T, r *router.Router[*core.RequestEvent]) map[string]bool {
	t.Helper()
	found := map[string]bool{}
	walk(reflect.ValueOf(r.RouterGroup).Elem(), "", found)
	if !found["GET /api/health"] {
		t.Fatalf("the router's routes are not where they were; it seems to have %v", found)
	}
	return found
}

func walk(group reflect.Value, prefix string, found map[string]bool) {
	prefix += group.FieldByName("Prefix").String()
	children := group.FieldByName("children")
	for i := range children.Len() {
		child := children.Index(i).Elem().Elem()
		if child.FieldByName("children").IsValid() {
			walk(child, prefix, found)
			continue
		}
		path := prefix + child.FieldByName("Path").String()
		if !strings.HasPrefix(path, "/_/") { // the dashboard, which guard hides
			found[child.FieldByName("Method").String()+" "+path] = true
		}
	}
}

func (w *world) save(collection string, values map[string]any) *core.Record {
	w.t.Helper()
	c, err := w.app.FindCollectionByNameOrId(collection)
	if err != nil {
		w.t.Fatal(err)
	}
	if f, ok := c.Fields.GetByName("password").(*core.PasswordField); ok {
		f.Cost = 4 // the least that bcrypt takes
	}
	r := core.NewRecord(c)
	r.Load(values)
	if err := w.app.Save(r); err != nil {
		w.t.Fatalf("saving into %s: %v", collection, err)
	}
	return r
}

// person makes somebody who can sign in; each call somebody else.
func (w *world) person(role string) *core.Record {
	w.t.Helper()
	w.serial++
	n := strconv.Itoa(w.serial)
	return w.save("staff", map[string]any{
		"name": "Person " + n, "code": "P" + n, "role": role, "store": w.store.Id, "active": true, "password": w.password,
		"email": "p" + n + "@shop.test",
	})
}

// client makes a client of the store and returns the id.
func (w *world) client() string {
	w.t.Helper()
	return w.save("clients", map[string]any{"store": w.store.Id, "name": "Client"}).Id
}

// myself is who calls, or somebody else where nobody is signed in.
func (w *world) myself() *core.Record {
	if w.me != nil {
		return w.me
	}
	somebody := w.person("associate")
	w.signIn(somebody)
	return somebody
}

// signIn signs a person in and returns the cookie.
func (w *world) signIn(person *core.Record) *http.Cookie {
	w.t.Helper()
	res := w.send("POST", "/api/session", map[string]any{"id": person.Id, "password": w.password}, nil)
	defer res.Body.Close()
	for _, c := range res.Cookies() {
		if c.Name == access.CookieName {
			return c
		}
	}
	raw, _ := io.ReadAll(res.Body)
	w.t.Fatalf("signing in: %d %s", res.StatusCode, raw)
	return nil
}

// session is the id of a person's newest sign-in.
func (w *world) session(person *core.Record) (id string) {
	w.t.Helper()
	err := testapp.SQL(w.t, w.app).QueryRow("SELECT id FROM sessions WHERE staff = ? AND ended = '' ORDER BY started DESC", person.Id).Scan(&id)
	if err != nil {
		w.t.Fatal(err)
	}
	return id
}

// call asks a route as one of the callers, each time somebody new.
func (w *world) call(r route, who string) (int, string) {
	w.t.Helper()
	w.me = nil
	credentials := w.become(who)
	method, path, _ := strings.Cut(r.pattern, " ")
	if r.path != nil {
		path = r.path(w)
	}
	var body any
	if r.body != nil {
		body = r.body(w)
	}
	res := w.send(method, path, body, credentials)
	defer res.Body.Close()
	raw, _ := io.ReadAll(res.Body)
	return res.StatusCode, string(raw)
}

// become makes w.me one of the callers and returns how their requests are signed.
func (w *world) become(who string) func(*http.Request) {
	w.t.Helper()
	switch who {
	case "guest":
		return nil
	case "superuser":
		w.serial++
		root := w.save(core.CollectionNameSuperusers, map[string]any{"email": "root" + strconv.Itoa(w.serial) + "@shop.test", "password": w.password})
		token, err := root.NewAuthToken()
		if err != nil {
			w.t.Fatal(err)
		}
		return func(r *http.Request) { r.Header.Set("Authorization", token) }
	case "left":
		left := w.person("owner")
		cookie := w.signIn(left)
		if _, err := testapp.SQL(w.t, w.app).Exec("UPDATE staff SET active = FALSE WHERE id = ?", left.Id); err != nil {
			w.t.Fatal(err)
		}
		return func(r *http.Request) { r.AddCookie(cookie) }
	}
	w.me = w.person(who)
	cookie := w.signIn(w.me)
	return func(r *http.Request) { r.AddCookie(cookie) }
}

func (w *world) send(method, path string, body any, sign func(*http.Request)) *http.Response {
	w.t.Helper()
	raw, err := json.Marshal(body)
	if err != nil {
		w.t.Fatal(err)
	}
	req, err := http.NewRequestWithContext(w.t.Context(), method, w.url+path, bytes.NewReader(raw))
	if err != nil {
		w.t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	if sign != nil {
		sign(req)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		w.t.Fatal(err)
	}
	return res
}
