package outside

import (
	"encoding/json"
	"net/http"
	"testing"
)

// Who saves second is told how the record is now, in the same place whatever
// the record is: there the app begins its choice field by field.
func TestWhoSavesSecondIsToldThePresent(t *testing.T) {
	t.Parallel()
	v := Open(t).Serve()
	_, me := firstOwner(t, v)
	call := func(method, path, ifMatch, body string) Answer {
		header := map[string]string{"Cookie": me["Cookie"], "If-Match": ifMatch}
		return v.Call(Request{Method: method, Path: path, Header: header, Body: body})
	}
	var session struct{ Store, Person struct{ ID string } }
	if err := json.Unmarshal([]byte(call("GET", "/api/session", "", "").Body), &session); err != nil {
		t.Fatal(err)
	}
	made := func(path, body string) string {
		var r struct{ ID string }
		got := call("POST", path, "", body)
		if err := json.Unmarshal([]byte(got.Body), &r); err != nil || r.ID == "" {
			t.Fatalf("%s: %d %s", path, got.Status, got.Body)
		}
		return r.ID
	}
	client := made("/api/clients", `{"name":"Ulrica Quillfeather"}`)
	for path, c := range map[string]struct{ field, first, second string }{
		"/api/collections/stores/records/" + session.Store.ID: {"name", "Orrin & Vale", "Vale"},
		"/api/collections/staff/records/" + session.Person.ID: {"name", "Ida Fenn-Marsh", "Ida Marsh"},
		"/api/collections/clients/records/" + client:          {"notes", "opals", "pearls"},
		"/api/clients/" + client:                              {"notes", "jade", "pearls"},
	} {
		var now struct{ Rev json.Number }
		if err := json.Unmarshal([]byte(call("GET", path, "", "").Body), &now); err != nil || now.Rev == "" {
			t.Errorf("%s has no rev: %v", path, err)
			continue
		}
		if got := call("PATCH", path, now.Rev.String(), `{"`+c.field+`":"`+c.first+`"}`); got.Status != http.StatusOK {
			t.Errorf("%s: %d %s", path, got.Status, got.Body)
			continue
		}
		got := call("PATCH", path, now.Rev.String(), `{"`+c.field+`":"`+c.second+`"}`)
		var lost struct {
			Message string
			Data    struct{ Current map[string]any }
		}
		if err := json.Unmarshal([]byte(got.Body), &lost); err != nil || got.Status != http.StatusPreconditionFailed {
			t.Errorf("%s saved second: %d %s (%v)", path, got.Status, got.Body, err)
			continue
		}
		if lost.Message == "" || lost.Data.Current[c.field] != c.first {
			t.Errorf("%s: the present record is not under data.current: %s", path, got.Body)
		}
	}
}

// A browser whose session has ended is told so, and not that the book is empty;
// the second time it no longer has a cookie.
func TestADeadSessionSeesNoEmptyBook(t *testing.T) {
	t.Parallel()
	v := Open(t).Serve()
	_, me := firstOwner(t, v)
	list := Request{Path: "/api/collections/clients/records", Header: me}
	wantStatus(t, v, "signed in", list, http.StatusOK)
	wantStatus(t, v, "signing out", Request{Method: http.MethodDelete, Path: "/api/session", Header: me}, http.StatusNoContent)
	wantStatus(t, v, "with the cookie of the ended session", list, http.StatusUnauthorized)
	for _, collection := range []string{"clients", "receipts", "staff", "stores", "category_rules", "scorecards"} {
		all := "/api/collections/" + collection + "/records"
		one := all + "/nosuchrecord000"
		for _, r := range []Request{{Path: all}, {Path: one}, {Method: http.MethodPost, Path: all, Body: "{}"}, {Method: http.MethodPatch, Path: one, Body: "{}"}, {Method: http.MethodDelete, Path: one}} {
			wantStatus(t, v, r.Method+" "+r.Path+" without a cookie", r, http.StatusUnauthorized)
		}
	}
}

// A name that was pointed to the shop's address reads nothing of it.
func TestWhoWorksHereIsNotForEveryName(t *testing.T) {
	t.Parallel()
	v := Open(t).Serve()
	firstOwner(t, v)
	wantStatus(t, v, "a rebound name", Request{Path: "/api/people", Host: "shop.example"}, http.StatusForbidden)
	wantStatus(t, v, "the shop's own address", Request{Path: "/api/people", Host: "192.168.1.10:8090"}, http.StatusOK)
}
