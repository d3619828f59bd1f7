package appliance

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"

	"touchstone/hooks/appliance/guard"
	"touchstone/hooks/appliance/setup"
	"touchstone/hooks/internal/fault"
	"touchstone/hooks/internal/testapp"
)

// ownerDoor is the server with a maker of owners behind the code.
func ownerDoor(t *testing.T, app core.App, made *[]string) http.Handler {
	t.Helper()
	New(House{Owner: func(_ core.App, name, password string) (string, error) {
		switch password {
		case "ida fenn ida fenn":
			return "", fault.New(fault.Invalid, "A name is not a password.")
		case "broken disk":
			return "", errors.New("the disk is gone")
		}
		*made = append(*made, name)
		return "p00000000000001", nil
	}}).Register(app)
	router, err := apis.NewRouter(app)
	if err != nil {
		t.Fatal(err)
	}
	e := &core.ServeEvent{App: app, Router: router, Server: &http.Server{ReadHeaderTimeout: time.Second}}
	guard.Bind(router)
	if err := app.OnServe().Trigger(e, func(e *core.ServeEvent) error {
		mux, err := e.Router.BuildMux()
		e.Server.Handler = guard.New(guard.Options{}, mux)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return e.Server.Handler
}

func TestTheCodeMakesAnOwnerOnce(t *testing.T) {
	app := testapp.New(t)
	var made []string
	h := ownerDoor(t, app, &made)
	code, _, err := setup.Make(t.Context(), app, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	body := func(code, password string) string {
		return `{"code":"` + code + `","name":" Ida  Fenn ","password":"` + password + `"}`
	}
	for _, c := range []struct {
		name string
		ask  ask
		want int
		say  string
	}{
		{"from a tablet", ask{body: body(code, "long and secret"), from: tablet}, 404, ""},
		{"by another name", ask{body: body(code, "long and secret"), host: "evil.example"}, 404, ""},
		{"by another site", ask{body: body(code, "long and secret"), header: map[string]string{"Origin": "http://evil.example"}}, 403, "Another web site"},
		{"not JSON", ask{body: "{"}, 400, "could not be read"},
		{"wrong code", ask{body: body("AAAAAAAA", "long and secret")}, 403, "That is not the code."},
		{"short password", ask{body: body(code, "short")}, 400, "No try was used."},
		{"the name as password", ask{body: body(code, "ida fenn ida fenn")}, 400, "A name is not a password."},
		{"a failure", ask{body: body(code, "broken disk")}, 500, ""},
		{"right", ask{body: body(strings.ToLower(code), "long and secret")}, 200, `{"person":{"id":"p00000000000001","name":"Ida Fenn"}}`},
		{"again", ask{body: body(code, "long and secret")}, 403, "no setup code"},
	} {
		c.ask.method, c.ask.path = http.MethodPost, "/api/setup/owner"
		if got, text, _ := c.ask.of(h); c.name == "a failure" && got < 400 || c.name != "a failure" && got != c.want || !strings.Contains(text, c.say) {
			t.Errorf("%s: %d %s, want %d %s", c.name, got, text, c.want, c.say)
		}
	}
	if len(made) != 1 || made[0] != " Ida  Fenn " {
		t.Errorf("made %q", made)
	}
}

// Without anybody to make owners the route is not there.
func TestNoOwnerWithoutAMaker(t *testing.T) {
	h := house(t, testapp.New(t), nil)
	if code, _, _ := (ask{method: http.MethodPost, path: "/api/setup/owner", body: `{}`}).of(h); code != http.StatusNotFound && code != http.StatusMethodNotAllowed {
		t.Errorf("%d", code)
	}
}
