package hooks

import (
	"encoding/json"
	"net/http"
	"testing"
	"time"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/security"
)

// openWorkshop asks for the Data workshop as a person, and what it answered.
func (w *world) openWorkshop(sign func(*http.Request), password string) (int, string) {
	w.t.Helper()
	res := w.send("POST", "/api/workshop", map[string]any{"password": password}, sign)
	defer res.Body.Close()
	var said struct {
		Token  string
		Record struct{ Email, Password, TokenKey string }
	}
	if err := json.NewDecoder(res.Body).Decode(&said); err != nil {
		w.t.Fatal(err)
	}
	if said.Record.Password != "" || said.Record.TokenKey != "" {
		w.t.Error("the answer holds what only the program knows")
	}
	return res.StatusCode, said.Token
}

// mayRead tells whether a token opens what only the workshop may read.
func (w *world) mayRead(token string) bool {
	w.t.Helper()
	res := w.send("GET", "/api/collections/sessions/records", nil, func(r *http.Request) { r.Header.Set("Authorization", token) })
	defer res.Body.Close()
	return res.StatusCode == http.StatusOK
}

// The owner opens the workshop with their own password, on the PC itself, for
// an hour; the sign-in of before ends.
func TestTheOwnerOpensTheWorkshop(t *testing.T) {
	w := newWorld(t)
	owner := w.become("owner")
	away := func(r *http.Request) { owner(r); r.Header.Set("X-Forwarded-For", "192.168.1.20") }
	if status, _ := w.openWorkshop(away, w.password); status != http.StatusNotFound {
		t.Errorf("from a tablet: %d", status)
	}
	if status, token := w.openWorkshop(owner, "not the password"); status != http.StatusForbidden || token != "" {
		t.Errorf("with a wrong password: %d %q", status, token)
	}
	status, first := w.openWorkshop(owner, w.password)
	if status != http.StatusOK || !w.mayRead(first) {
		t.Fatalf("with the right one: %d %q", status, first)
	}
	_, second := w.openWorkshop(owner, w.password)
	if w.mayRead(first) || !w.mayRead(second) {
		t.Error("opening it again did not end what was opened before, or opened nothing")
	}
	w.oneWayIn(second)
}

// oneWayIn holds that a token is the sign-in of the one superuser, and ends
// within the hour.
func (w *world) oneWayIn(token string) {
	w.t.Helper()
	var n int
	if err := w.app.DB().NewQuery("SELECT count(*) FROM {{_superusers}}").Row(&n); err != nil || n != 1 {
		w.t.Errorf("%d superusers %v", n, err)
	}
	r, err := w.app.FindAuthRecordByToken(token, core.TokenTypeAuth)
	if err != nil || !r.IsSuperuser() {
		w.t.Fatal(err)
	}
	res := w.send("POST", "/api/collections/_superusers/auth-refresh", nil, func(q *http.Request) { q.Header.Set("Authorization", token) })
	defer res.Body.Close()
	var again struct{ Token string }
	if err := json.NewDecoder(res.Body).Decode(&again); err != nil || again.Token != token {
		w.t.Errorf("the hour can be prolonged (%v)", err)
	}
	if left := lasts(w.t, token); left <= 0 || left > time.Hour {
		w.t.Errorf("it is good for %s", left)
	}
}

// lasts reads how long a token is good for.
func lasts(t *testing.T, token string) time.Duration {
	t.Helper()
	claims, err := security.ParseUnverifiedJWT(token)
	if err != nil {
		t.Fatal(err)
	}
	end, err := claims.GetExpirationTime()
	if err != nil {
		t.Fatal(err)
	}
	return time.Until(end.Time)
}
