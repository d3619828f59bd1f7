package access

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tests"

	"touchstone/hooks/internal/testapp"
)

// shop is a served app with two stores and people of every kind.
type shop struct {
	t      testing.TB
	app    *tests.TestApp
	desk   *Desk
	url    string
	clock  time.Time
	serial int                     // of fixtures
	stores map[string]*core.Record // by code: A, B
	people map[string]*core.Record
	tokens map[string]string
}

var morning = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

func open(t testing.TB, routes ...func(*core.ServeEvent)) *shop {
	t.Helper()
	s := &shop{t: t, app: testapp.New(t), clock: morning,
		stores: map[string]*core.Record{}, people: map[string]*core.Record{}, tokens: map[string]string{"guest": ""}}
	s.app.Settings().RateLimits.Enabled = false
	s.desk = New(func() time.Time { return s.clock })
	s.desk.Register(s.app)
	for _, code := range []string{"A", "B"} {
		s.stores[code] = s.save("stores", map[string]any{"code": code, "name": "Store " + code, "time_zone": "UTC"})
	}
	s.person("associate", "associate", "A", true)
	s.person("stranger", "associate", "B", true)
	s.person("manager", "manager", "A", true)
	s.person("strange manager", "manager", "B", true)
	s.person("owner", "owner", "B", true)
	s.person("left", "owner", "A", false)
	root := s.save(core.CollectionNameSuperusers, map[string]any{"email": "root@shop.test", "password": "touch-and-stone"})
	s.people["superuser"] = root
	s.tokens["superuser"] = must(root.NewAuthToken())(t)
	s.serve(routes)
	return s
}

func must[T any](v T, err error) func(testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func (s *shop) person(name, role, store string, active bool) {
	s.t.Helper()
	code := "c-" + name
	r := s.save("staff", map[string]any{
		"name": name, "code": code, "role": role, "store": s.stores[store].Id, "active": active,
		"email": role + "." + s.stores[store].Id + "." + map[bool]string{true: "in", false: "out"}[active] + "@shop.test", "password": "touch-and-stone",
	})
	s.people[name] = r
	s.signInAs(name)
}

// signInAs gives a person a session of now, without asking for a password.
func (s *shop) signInAs(name string) {
	s.t.Helper()
	_, token, err := s.desk.startSession(s.app, s.people[name], "desk")
	if err != nil {
		s.t.Fatal(err)
	}
	s.tokens[name] = token
}

func (s *shop) serve(routes []func(*core.ServeEvent)) {
	s.t.Helper()
	router, err := apis.NewRouter(s.app)
	if err != nil {
		s.t.Fatal(err)
	}
	event := &core.ServeEvent{App: s.app, Router: router}
	err = s.app.OnServe().Trigger(event, func(e *core.ServeEvent) error {
		for _, add := range routes {
			add(e)
		}
		mux, err := e.Router.BuildMux()
		if err != nil {
			return err
		}
		server := httptest.NewServer(mux)
		s.t.Cleanup(server.Close)
		s.url = server.URL
		return nil
	})
	if err != nil {
		s.t.Fatal(err)
	}
}

// save makes a record in code.
func (s *shop) save(collection string, values map[string]any) *core.Record {
	s.t.Helper()
	c, err := s.app.FindCollectionByNameOrId(collection)
	if err != nil {
		s.t.Fatal(err)
	}
	if f, ok := c.Fields.GetByName("password").(*core.PasswordField); ok {
		f.Cost = 4 // the least that bcrypt takes: tests sign nobody in by force
	}
	r := core.NewRecord(c)
	r.Load(values)
	if err := s.app.Save(r); err != nil {
		s.t.Fatalf("saving into %s: %v", collection, err)
	}
	return r
}

// client makes a client of store A.
func (s *shop) client(name string) *core.Record {
	s.t.Helper()
	return s.save("clients", map[string]any{"store": s.stores["A"].Id, "name": name})
}

// reply is an answer over HTTP.
type reply struct {
	status int
	header http.Header
	body   []byte
}

func (r reply) json(t testing.TB) map[string]any {
	t.Helper()
	var v map[string]any
	if err := json.Unmarshal(r.body, &v); err != nil {
		t.Fatalf("answer %q: %v", r.body, err)
	}
	return v
}

// ask sends a request as one of the people; headers come in pairs.
func (s *shop) ask(who, method, path string, body any, headers ...string) reply {
	r, err := s.try(who, method, path, body, headers...)
	if err != nil {
		s.t.Error(err)
	}
	return r
}

func (s *shop) try(who, method, path string, body any, headers ...string) (reply, error) {
	var in io.Reader
	if body != nil {
		raw, err := json.Marshal(body)
		if err != nil {
			return reply{}, err
		}
		in = bytes.NewReader(raw)
	}
	req, err := http.NewRequest(method, s.url+path, in)
	if err != nil {
		return reply{}, err
	}
	req.Header.Set("Content-Type", "application/json")
	s.sign(req, who)
	for i := 0; i+1 < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return reply{}, err
	}
	defer resp.Body.Close()
	raw, err := io.ReadAll(resp.Body)
	return reply{resp.StatusCode, resp.Header, raw}, err
}

// sign adds what a request of somebody carries: the Data workshop a token,
// people their cookie.
func (s *shop) sign(req *http.Request, who string) {
	switch token := s.tokens[who]; {
	case token == "":
	case who == "superuser":
		req.Header.Set("Authorization", token)
	default:
		req.AddCookie(&http.Cookie{Name: CookieName, Value: token})
	}
}

func (r reply) want(t testing.TB, what string, status int) reply {
	t.Helper()
	if r.status != status {
		t.Fatalf("%s: status %d, want %d: %s", what, r.status, status, r.body)
	}
	return r
}

func path(r *core.Record) string {
	return "/api/collections/" + r.Collection().Name + "/records/" + r.Id
}

// count answers a query of one number.
func (s *shop) count(query string, args ...any) int {
	s.t.Helper()
	var n int
	if err := testapp.SQL(s.t, s.app).QueryRow(query, args...).Scan(&n); err != nil {
		s.t.Fatalf("%s: %v", query, err)
	}
	return n
}

// holds fails the test where the chain does not verify.
func (s *shop) holds() Head {
	s.t.Helper()
	h, err := Verify(s.t.Context(), testapp.SQL(s.t, s.app))
	if err != nil {
		s.t.Fatal(err)
	}
	return h
}

// What the desk knows of a transaction goes with it, however it ends.
func (s *shop) forgetsTransactions() {
	s.t.Helper()
	s.desk.acts.Range(func(any, any) bool {
		s.t.Error("the desk still knows of a transaction that ended")
		return false
	})
	open := func() int {
		s.desk.lanes.mu.Lock()
		defer s.desk.lanes.mu.Unlock()
		return len(s.desk.lanes.open)
	}
	for range 200 { // an answer arrives a little before its lane closes
		if open() == 0 {
			return
		}
		time.Sleep(5 * time.Millisecond)
	}
	s.t.Errorf("%d lanes are still open", open())
}
