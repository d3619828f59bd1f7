package hooks

import (
	"net/http"
	"slices"
	"testing"
)

// route is one of our own routes as it is meant: who may call it, and what
// they get. The record API is in hooks/access/roles_test.go.
type route struct {
	pattern  string // method and path, as it is registered
	note     string // which of its records, where that matters
	what     string // what it does, for docs/roles.md
	callers  gate
	allowed  int  // status for those who may
	refused  int  // status for people who may not; 0 is 403. Nobody signed in gets 401
	workshop bool // the Data workshop may, too
	path     func(w *world) string
	body     func(w *world) any
}

// routes is every route of our own, by room.
var routes = slices.Concat(accessRoutes, clientbookRoutes, posRoutes, ruleRoutes, scorecardRoutes, applianceRoutes)

// Here a route is declared, in the table of its room. To add one: add its row
// and run go test ./hooks -run TestRoutes -update. path and body make what the
// request needs; they are called once for each request, by which time w.me is
// the person who calls (nil for nobody). What the request lacks to succeed
// (an If-Match, say) shows in allowed.
var accessRoutes = []route{
	{pattern: "GET /api/people", what: "who can sign in: names only", callers: everybody, allowed: 200},
	{pattern: "POST /api/session", what: "sign in", callers: everybody, allowed: 200, body: func(w *world) any {
		return map[string]any{"id": w.person("associate").Id, "password": w.password}
	}},
	{pattern: "GET /api/session", what: "who is signed in, and the store's settings", callers: associates, allowed: 200},
	{pattern: "DELETE /api/session", what: "sign out", callers: everybody, allowed: 204},
	{pattern: "GET /api/sessions", what: "the open sign-ins: one's own, an owner's all", callers: associates, allowed: 200},
	{pattern: "DELETE /api/sessions/{id}", note: "one's own", what: "end a sign-in", callers: associates, allowed: 204, path: func(w *world) string {
		return "/api/sessions/" + w.session(w.myself())
	}},
	{pattern: "DELETE /api/sessions/{id}", note: "a colleague's", what: "end a sign-in", callers: owners, allowed: 204, refused: 404, path: func(w *world) string {
		colleague := w.person("associate")
		w.signIn(colleague)
		return "/api/sessions/" + w.session(colleague)
	}},
	{pattern: "POST /api/staff/{id}/password", note: "one's own", what: "change a password, with the present one", callers: associates, allowed: 204,
		path: func(w *world) string { return "/api/staff/" + w.myself().Id + "/password" },
		body: func(w *world) any { return map[string]any{"password": "another-good-one", "current": w.password} }},
	{pattern: "POST /api/staff/{id}/password", note: "a colleague's", what: "give a new password", callers: owners, allowed: 204,
		path: func(w *world) string { return "/api/staff/" + w.person("associate").Id + "/password" },
		body: func(*world) any { return map[string]any{"password": "another-good-one"} }},
}

var clientbookRoutes = []route{
	{pattern: "POST /api/search", what: "find clients", callers: associates, workshop: true, allowed: 200, body: func(*world) any { return map[string]any{"q": "ann", "limit": 5} }},
	{pattern: "POST /api/clients", what: "add a client", callers: associates, workshop: true, allowed: 201, body: func(w *world) any {
		return map[string]any{"name": "Ann Lee", "store": w.store.Id}
	}},
	{pattern: "GET /api/clients/{id}", what: "a client's card", callers: associates, workshop: true, allowed: 200, path: func(w *world) string { return "/api/clients/" + w.client() }},
	{pattern: "PATCH /api/clients/{id}", what: "change a client", callers: associates, workshop: true, allowed: 428, path: func(w *world) string { return "/api/clients/" + w.client() }},
	{pattern: "GET /api/clients/{id}/history", what: "what was changed on a card", callers: associates, workshop: true, allowed: 200, path: func(w *world) string { return "/api/clients/" + w.client() + "/history" }},
	{pattern: "POST /api/clients/{id}/history/{seq}/back", what: "put a change back", callers: associates, workshop: true, allowed: 428, path: func(w *world) string { return "/api/clients/" + w.client() + "/history/1/back" }},
	{pattern: "POST /api/households/{id}/split", what: "take a household apart", callers: associates, workshop: true, allowed: 404, path: func(*world) string { return "/api/households/h00000000000001/split" }},
	{pattern: "GET /api/duplicates", what: "clients who may be one", callers: associates, workshop: true, allowed: 200},
	{pattern: "POST /api/merges/preview", what: "what a merge would do", callers: associates, workshop: true, allowed: 400, body: func(*world) any { return map[string]any{} }},
	{pattern: "POST /api/merges", what: "make one client of two", callers: managers, workshop: true, allowed: 400, body: func(*world) any { return map[string]any{} }},
	{pattern: "POST /api/merges/{id}/undo", what: "take a merge back", callers: managers, workshop: true, allowed: 404, path: func(*world) string { return "/api/merges/m00000000000001/undo" }},
}

var ruleRoutes = []route{
	{pattern: "POST /api/rules/test", what: "which category rule decides a line", callers: managers, allowed: 200, body: func(*world) any {
		return map[string]any{"category": "Rings", "description": ""}
	}},
	{pattern: "GET /api/rules/coverage", what: "what the category rules caught", callers: managers, allowed: 200},
	{pattern: "GET /api/settings/following", what: "whether receipts still follow a changed setting", callers: managers, allowed: 200},
}

var posRoutes = []route{
	{pattern: "POST /api/imports/files", what: "hand in a file of the POS", callers: managers, allowed: 400},
	{pattern: "POST /api/imports/preview", what: "what an import would do", callers: managers, allowed: 404, body: func(*world) any { return map[string]any{"upload": "u00000000000001"} }},
	{pattern: "POST /api/imports", what: "import a file", callers: managers, allowed: 404, body: func(*world) any { return map[string]any{"upload": "u00000000000001"} }},
	{pattern: "GET /api/imports", what: "what was imported", callers: managers, allowed: 200},
	{pattern: "GET /api/imports/{id}", what: "one import, and how far it is", callers: managers, allowed: 404, path: func(*world) string { return "/api/imports/i00000000000001" }},
	{pattern: "GET /api/imports/{id}/rejected.csv", what: "its rows that could not be read", callers: managers, allowed: 404, path: func(*world) string { return "/api/imports/i00000000000001/rejected.csv" }},
	{pattern: "POST /api/imports/{id}/undo", what: "take an import back", callers: managers, allowed: 404, path: func(*world) string { return "/api/imports/i00000000000001/undo" }},
	{pattern: "POST /api/imports/codes/{id}/join", what: "say that a code of the POS is somebody", callers: owners, allowed: 404, path: func(*world) string { return "/api/imports/codes/s00000000000001/join" },
		body: func(*world) any { return map[string]any{"person": "s00000000000002"} }},
}

var scorecardRoutes = []route{
	{pattern: "GET /api/figures/definitions", what: "every figure and its formula", callers: associates, allowed: 200},
	{pattern: "POST /api/figures", note: "the store’s", what: "the figures of a period", callers: associates, allowed: 200, body: func(*world) any { return period() }},
	{pattern: "POST /api/figures", note: "one's own", what: "the figures of a period", callers: associates, allowed: 200, body: func(w *world) any { return period("associate", w.myself().Id) }},
	{pattern: "POST /api/figures", note: "a colleague's", what: "the figures of a period", callers: managers, allowed: 200, body: func(w *world) any { return period("associate", w.person("associate").Id) }},
	{pattern: "POST /api/figures/trend", what: "the figures of weeks or months", callers: associates, allowed: 200, body: func(*world) any { return map[string]any{"by": "week"} }},
	{pattern: "POST /api/figures/trend", note: "a colleague's", what: "the figures of weeks or months", callers: managers, allowed: 200, body: func(w *world) any {
		return map[string]any{"by": "month", "associate": w.person("associate").Id}
	}},
	{pattern: "POST /api/figures/rows", what: "the receipts behind a figure", callers: associates, allowed: 200, body: func(*world) any { return map[string]any{"figure": "net_sales", "scope": period()} }},
	{pattern: "POST /api/figures/rows", note: "a colleague's", what: "the receipts behind a figure", callers: managers, allowed: 200, body: func(w *world) any {
		return map[string]any{"figure": "net_sales", "scope": period("associate", w.person("associate").Id)}
	}},
	{pattern: "GET /api/scorecards/{week}", what: "the cards of a week; to associates the own and the team's", callers: associates, allowed: 200, path: func(*world) string { return "/api/scorecards/2024-W10" }},
	{pattern: "POST /api/scorecards/print", note: "one's own", what: "a week's cards as a PDF", callers: associates, allowed: 200, body: func(w *world) any {
		return map[string]any{"week": "2024-W10", "associates": []string{w.myself().GetString("code")}}
	}},
	{pattern: "POST /api/scorecards/print", note: "everybody's", what: "a week's cards as a PDF", callers: managers, allowed: 200, body: func(*world) any { return map[string]any{"week": "2024-W10"} }},
	{pattern: "POST /api/scorecards/issue", what: "keep the numbers of a week that is over", callers: managers, allowed: 200, body: func(*world) any { return map[string]any{"week": "2024-W10"} }},
}

// period is a scope of some days, narrowed by pairs of name and value.
func period(pairs ...string) map[string]any {
	all := map[string]any{"from": "2024-03-04", "to": "2024-03-10"}
	for i := 1; i < len(pairs); i += 2 {
		all[pairs[i-1]] = pairs[i]
	}
	return all
}

var applianceRoutes = []route{
	{pattern: "POST /api/workshop", what: "open the Data workshop, on the PC itself, with the own password", callers: owners, allowed: 200,
		body: func(w *world) any { return map[string]any{"password": w.password} }},
	{pattern: "POST /api/errors", what: "tell the log of a mistake in the browser", callers: everybody, allowed: 204, body: func(*world) any { return map[string]any{"where": "app.js:1", "message": "x"} }},
	{pattern: "POST /api/setup/owner", what: "make an owner, or renew an owner's password", callers: withCode, body: func(*world) any {
		return map[string]any{"code": "AAAAAAAA", "name": "Nobody Yet", "password": "another-good-one"}
	}},
	{pattern: "POST /api/setup/workshop", what: "open the Data workshop", callers: withCode, body: func(*world) any {
		return map[string]any{"code": "AAAAAAAA", "password": "another-good-one"}
	}},
}

// gate is for whom a route is meant.
type gate int

const (
	everybody  gate = iota // signed in or not
	associates             // everybody who works here
	managers               // and owners
	owners
	withCode // whoever sits at the PC and has the setup code; here nobody has it
)

var routeCallers = []struct{ who, title string }{
	{"guest", "Nobody signed in"}, {"associate", "Associate"}, {"manager", "Manager"}, {"owner", "Owner"},
	{"left", "Somebody who left"}, {"superuser", "Data workshop"},
}

// expected is the status that somebody gets.
func (r route) expected(who string) int {
	rank := map[string]gate{"associate": associates, "manager": managers, "owner": owners}[who]
	if who == "superuser" && r.workshop {
		rank = owners
	}
	switch {
	case r.callers == withCode:
		return http.StatusForbidden
	case r.callers <= rank:
		return r.allowed
	case rank == 0:
		return http.StatusUnauthorized
	case r.refused != 0:
		return r.refused
	}
	return http.StatusForbidden
}

func TestRoutesAreDeclared(t *testing.T) {
	w := newWorld(t)
	declared := map[string]bool{}
	for _, r := range routes {
		declared[r.pattern] = true
		if !w.registered[r.pattern] {
			t.Errorf("the table routes declares %s, which no room registers", r.pattern)
		}
	}
	for pattern := range w.registered {
		if !declared[pattern] {
			t.Errorf("%s is not in the table routes of hooks/routes_test.go: say there who may call it, then run: go test ./hooks -run TestRoutes -update", pattern)
		}
	}
	if len(w.registered) < 9 {
		t.Errorf("only %d routes were seen: the walk does not see them", len(w.registered))
	}
}

func TestRoutesByRole(t *testing.T) {
	w := newWorld(t)
	got := map[string]bool{}
	for i, r := range routes {
		for _, c := range routeCallers {
			status, body := w.call(r, c.who)
			if want := r.expected(c.who); status != want {
				t.Errorf("%s (%s) by %s: %d, want %d: %s", r.pattern, r.note, c.who, status, want, body)
			}
			got[routeCell(i, c.who)] = status == r.allowed
		}
	}
	compareRoutesPage(t, routesPage(got))
}
