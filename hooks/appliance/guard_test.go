package appliance

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"

	"touchstone/hooks/appliance/setup"
	"touchstone/hooks/internal/fault"
	"touchstone/hooks/internal/testapp"
	"touchstone/hooks/internal/verb"
)

// house is the whole server of an app, without a network.
func house(t *testing.T, app core.App, values map[string]string) http.Handler {
	t.Helper()
	New(House{}).Register(app)
	app.OnServe().BindFunc(func(e *core.ServeEvent) error {
		e.Router.GET("/api/fail/{kind}", func(e *core.RequestEvent) error {
			return fault.New(fault.Changed, "Ruth changed it two minutes ago.")
		})
		return e.Next()
	})
	s := &service{
		program: &Program{Public: fstest.MapFS{"index.html": {Data: []byte("<!doctype html>start")}}},
		app:     app,
		call:    &verb.Call{Values: values},
	}
	s.bind("http://127.0.0.1:8090", func() error { return nil })
	router, err := apis.NewRouter(app)
	if err != nil {
		t.Fatal(err)
	}
	router.GET("/_/{path...}", apis.Static(fstest.MapFS{"index.html": {Data: []byte("dashboard")}}, false))
	e := &core.ServeEvent{App: app, Router: router, Server: &http.Server{ReadHeaderTimeout: time.Second}}
	if err := app.OnServe().Trigger(e, func(e *core.ServeEvent) error {
		mux, err := e.Router.BuildMux()
		e.Server.Handler = mux
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return e.Server.Handler
}

// ask is one request; from and host are where it comes from and goes to.
type ask struct {
	method, path, body string
	from, host         string
	header             map[string]string
}

func (a ask) of(h http.Handler) (int, string, http.Header) {
	if a.method == "" {
		a.method = http.MethodGet
	}
	r := httptest.NewRequest(a.method, a.path, strings.NewReader(a.body))
	r.RemoteAddr, r.Host = "127.0.0.1:50000", "127.0.0.1:8090"
	if a.from != "" {
		r.RemoteAddr = a.from
	}
	if a.host != "" {
		r.Host = a.host
	}
	if a.body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for k, v := range a.header {
		r.Header.Set(k, v)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	text, _ := io.ReadAll(w.Result().Body)
	return w.Code, string(text), w.Result().Header
}

func superuserToken(t *testing.T, app core.App) string {
	t.Helper()
	superusers, err := app.FindCollectionByNameOrId(core.CollectionNameSuperusers)
	if err != nil {
		t.Fatal(err)
	}
	r := core.NewRecord(superusers)
	r.SetEmail(setup.Email)
	r.SetPassword("correct horse battery")
	if err := app.Save(r); err != nil {
		t.Fatal(err)
	}
	token, err := r.NewAuthToken()
	if err != nil {
		t.Fatal(err)
	}
	return token
}

const tablet = "192.168.1.20:41000"

func TestTheWorkshopIsForThePCItself(t *testing.T) {
	app := testapp.New(t)
	token := superuserToken(t, app)
	signed := map[string]string{"Authorization": token}
	signIn := `{"identity":"` + setup.Email + `","password":"correct horse battery"}`
	superusers, err := app.FindCollectionByNameOrId(core.CollectionNameSuperusers)
	if err != nil {
		t.Fatal(err)
	}
	h := house(t, app, nil)
	for name, c := range map[string]struct {
		ask  ask
		want int
	}{
		"dashboard here":              {ask{path: "/_/"}, 200},
		"dashboard by name":           {ask{path: "/_/", host: "localhost:8090"}, 200},
		"dashboard by IPv6":           {ask{path: "/_/", from: "[::1]:5", host: "[::1]:8090"}, 200},
		"dashboard from a tablet":     {ask{path: "/_/", from: tablet, host: "192.168.1.5:8090"}, 404},
		"tablet says it is here":      {ask{path: "/_/", from: tablet, host: "127.0.0.1:8090", header: map[string]string{"X-Forwarded-For": "127.0.0.1", "X-Real-IP": "127.0.0.1"}}, 404},
		"through a proxy here":        {ask{path: "/_/", header: map[string]string{"X-Forwarded-For": "192.168.1.20"}}, 404},
		"a web site's name for us":    {ask{path: "/_/", host: "evil.example:8090"}, 404},
		"by the network's address":    {ask{path: "/_/", host: "192.168.1.5:8090"}, 404},
		"a crooked path":              {ask{path: "/x/../_/", from: tablet}, 404},
		"an encoded path":             {ask{path: "/%5F/", from: tablet}, 404},
		"SQL here":                    {ask{method: "POST", path: "/api/sql", body: `{"query":"select 1"}`, header: signed}, 404},
		"SQL from a tablet":           {ask{method: "POST", path: "/api/sql", body: `{"query":"select 1"}`, header: signed, from: tablet}, 404},
		"superuser here":              {ask{path: "/api/collections", header: signed}, 200},
		"superuser from a tablet":     {ask{path: "/api/collections", header: signed, from: tablet}, 404},
		"superuser by another name":   {ask{path: "/api/collections", header: signed, host: "evil.example"}, 403},
		"sign-in here":                {ask{method: "POST", path: "/api/collections/_superusers/auth-with-password", body: signIn}, 200},
		"sign-in from a tablet":       {ask{method: "POST", path: "/api/collections/_superusers/auth-with-password", body: signIn, from: tablet}, 404},
		"sign-in from a tablet by id": {ask{method: "POST", path: "/api/collections/" + superusers.Id + "/auth-with-password", body: signIn, from: tablet}, 404},
		"setup from a tablet":         {ask{method: "POST", path: "/api/setup/workshop", body: `{}`, from: tablet}, 404},
		"start page from a tablet":    {ask{path: "/", from: tablet, host: "192.168.1.5:8090"}, 200},
		"health from a tablet":        {ask{path: "/api/health", from: tablet, host: "touchstone.local"}, 200},
	} {
		if code, text, _ := c.ask.of(h); code != c.want {
			t.Errorf("%s: %d, want %d (%s)", name, code, c.want, text)
		}
	}
}

func TestSQLConsoleHasToBeAskedFor(t *testing.T) {
	app := testapp.New(t)
	signed := map[string]string{"Authorization": superuserToken(t, app)}
	h := house(t, app, map[string]string{"sql-console": "true"})
	query := ask{method: "POST", path: "/api/sql", body: `{"query":"select 41 + 1"}`, header: signed}
	if code, text, _ := query.of(h); code != 200 || !strings.Contains(text, "42") {
		t.Errorf("%d %s", code, text)
	}
	query.from = tablet
	if code, _, _ := query.of(h); code != 404 {
		t.Errorf("from a tablet: %d", code)
	}
}

func TestAnotherSiteCannotWrite(t *testing.T) {
	h := house(t, testapp.New(t), nil)
	for name, c := range map[string]struct {
		host   string
		header map[string]string
		want   int
	}{
		"our page":            {"127.0.0.1:8090", map[string]string{"Origin": "http://127.0.0.1:8090"}, 403},
		"a program":           {"127.0.0.1:8090", nil, 403},
		"another site":        {"127.0.0.1:8090", map[string]string{"Origin": "http://evil.example"}, 403},
		"another site's form": {"127.0.0.1:8090", map[string]string{"Sec-Fetch-Site": "cross-site"}, 403},
		"a rebound name":      {"evil.example", map[string]string{"Origin": "http://evil.example"}, 403},
	} {
		code, text, _ := ask{method: "POST", path: "/api/collections/stores/records", body: `{"code":"X"}`, host: c.host, header: c.header}.of(h)
		if code != c.want {
			t.Errorf("%s: %d %s", name, code, text)
		}
		ours := strings.Contains(text, "Another web site asked") || strings.Contains(text, "not one of the shop's own")
		if stranger := strings.Contains(name, "another") || strings.Contains(name, "rebound"); ours != stranger {
			t.Errorf("%s: refused by the guard %v (%s)", name, ours, text)
		}
	}
}

// A web site whose name was pointed to the shop's address reads nothing of the
// shop through a visitor's browser, not even who works there.
func TestAReboundNameReadsNothing(t *testing.T) {
	h := house(t, testapp.New(t), nil)
	for name, c := range map[string]struct {
		path, host string
		refused    bool
	}{
		"who works here":          {"/api/people", "evil.example:8090", true},
		"a session":               {"/api/session", "evil.example", true},
		"a crooked path":          {"/x/..//api/people", "evil.example", true},
		"records":                 {"/api/collections/staff/records", "touchstone.evil.example", true},
		"a stream":                {"/api/realtime", "evil.example", true},
		"by address":              {"/api/people", "192.168.1.5:8090", false},
		"by IPv6":                 {"/api/people", "[fd00::5]:8090", false},
		"here":                    {"/api/people", "localhost:8090", false},
		"whether it runs":         {"/api/health", "evil.example", false},
		"the app, which is empty": {"/", "evil.example", false},
	} {
		_, text, _ := ask{path: c.path, host: c.host, from: tablet}.of(h)
		if refused := strings.Contains(text, "not one of the shop's own"); refused != c.refused {
			t.Errorf("%s: refused %v (%s)", name, refused, text)
		}
	}
}

func TestHeadersStandOnEverything(t *testing.T) {
	h := house(t, testapp.New(t), nil)
	for _, path := range []string{"/", "/absent", "/api/health", "/api/absent", "/api/sql", "/_/", "/_/absent.js"} {
		_, _, header := ask{path: path}.of(h)
		policy := header.Get("Content-Security-Policy")
		if !strings.Contains(policy, "frame-ancestors 'none'") || !strings.Contains(policy, "script-src 'self';") {
			t.Errorf("%s: policy %q", path, policy)
		}
		if inside := strings.HasPrefix(path, "/_/"); strings.Contains(policy, "unsafe-inline") != inside {
			t.Errorf("%s: policy %q", path, policy)
		}
		for name, want := range map[string]string{"X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Referrer-Policy": "same-origin", "Server": ""} {
			if got := header.Get(name); got != want {
				t.Errorf("%s: %s is %q", path, name, got)
			}
		}
	}
}

func TestFaultsBecomeStatuses(t *testing.T) {
	h := house(t, testapp.New(t), nil)
	code, text, _ := ask{path: "/api/fail/changed"}.of(h)
	if code != http.StatusPreconditionFailed || !strings.Contains(text, "Ruth changed it two minutes ago.") {
		t.Errorf("%d %s", code, text)
	}
}

func TestTheCodeOpensTheWorkshop(t *testing.T) {
	app := testapp.New(t)
	h := house(t, app, nil)
	code, _, err := setup.Make(t.Context(), app, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	open := func(code, password string) (int, string) {
		status, text, _ := ask{method: "POST", path: "/api/setup/workshop", body: fmt.Sprintf(`{"code":%q,"password":%q}`, code, password)}.of(h)
		return status, text
	}
	for _, c := range []struct {
		code, password string
		status         int
		want           string
	}{
		{code, "short", 400, "No try was used."},
		{"AAAAAAAA", "a long password", 403, "Tries left: 4."},
		{strings.ToLower(code), "a long password", 200, setup.Email},
		{code, "another password", 403, "There is no setup code"},
	} {
		if status, text := open(c.code, c.password); status != c.status || !strings.Contains(text, c.want) {
			t.Errorf("%s with %s: %d %s", c.code, c.password, status, text)
		}
	}
	signIn := ask{method: "POST", path: "/api/collections/_superusers/auth-with-password", body: `{"identity":"` + setup.Email + `","password":"a long password"}`}
	if status, text, _ := signIn.of(h); status != 200 {
		t.Errorf("signing in: %d %s", status, text)
	}
}
