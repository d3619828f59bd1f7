package access

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// reach is for whom an action on a record of store A is meant.
type reach int

const (
	nobody   reach = iota // only the Data workshop
	sealed                // not even the Data workshop
	owners                // owners, of whichever store
	managers              // managers of the store, and owners
	staff                 // everybody who works in the store, and owners
)

// right is what a collection's rules are meant to allow.
type right struct {
	collection string
	note       string // which of its records, where that matters
	read       reach
	add        reach
	change     reach
	remove     reach
	fixture    maker
}

// rights is the declared intent: the one place to read (and to change first)
// when a rule changes. A collection that is missing here fails the test.
var rights = []right{
	{"stores", "", staff, nobody, owners, nobody, aStore},
	{"staff", "", staff, owners, owners, nobody, aPerson},
	{"households", "", staff, staff, staff, managers, inStore("name")},
	{"clients", "", staff, staff, staff, managers, inStore("name")},
	{"client_keys", "", staff, nobody, nobody, nobody, ofClient("source", "key")},
	{"contact_points", "", staff, staff, staff, managers, ofClient("raw", "kind=email")},
	{"consents", "", staff, staff, nobody, nobody, ofClient("channel=mail", "state=yes")},
	{"relations", "", staff, staff, staff, managers, ofTwo("kind")},
	{"milestones", "", staff, staff, staff, managers, ofClient("kind")},
	{"preferences", "", staff, staff, staff, managers, ofClient("kind=metal", "value")},
	{"duplicates", "", staff, nobody, staff, nobody, ofTwo("reason")},
	{"merges", "", managers, nobody, nobody, nobody, inStore("kept", "dropped")},
	{"imports", "", managers, nobody, nobody, nobody, inStore("file")},
	{"import_rows", "", managers, nobody, nobody, nobody, ofImport},
	{"receipts", "", staff, nobody, nobody, nobody, inStore("source", "number")},
	{"lines", "", staff, nobody, nobody, nobody, ofReceipt},
	{"shares", "", staff, nobody, nobody, nobody, ofLine},
	{"mappings", "", managers, nobody, managers, managers, inStore("fingerprint")},
	{"category_rules", "", staff, managers, managers, managers, inStore("phrase", "role=primary", "match=any")},
	{"scorecards", "of the team", staff, nobody, nobody, nobody, card("")},
	{"scorecards", "one's own", staff, nobody, nobody, nobody, card("associate")},
	{"scorecards", "a colleague's", managers, nobody, nobody, nobody, card("manager")},
	{"audit", "", owners, sealed, sealed, sealed, nil},
	{"audit_values", "", nobody, sealed, sealed, sealed, nil},
	{"idempotency", "", nobody, sealed, sealed, sealed, nil},
	{"sessions", "", nobody, sealed, sealed, sealed, nil},
}

// callers are the columns of the table, in the names that open gives people.
var callers = []struct{ who, title string }{
	{"guest", "Nobody signed in"}, {"associate", "Associate"}, {"stranger", "Associate of another store"},
	{"manager", "Manager"}, {"strange manager", "Manager of another store"}, {"owner", "Owner"},
	{"left", "Somebody who left"}, {"superuser", "Data workshop"},
}

func (r reach) allows(who string) bool {
	switch who {
	case "superuser":
		return r != sealed
	case "owner":
		return r >= owners
	case "manager":
		return r >= managers
	case "associate":
		return r >= staff
	}
	return false
}

// known tells whether somebody is signed in; who left no longer is.
func known(who string) bool { return who != "guest" && who != "left" }

func unless(holds bool, status, otherwise int) int {
	if holds {
		return otherwise
	}
	return status
}

var actions = []string{"list", "view", "create", "update", "delete"}

func (r right) reach(action string) reach {
	return map[string]reach{"list": r.read, "view": r.read, "create": r.add, "update": r.change, "delete": r.remove}[action]
}

// expected is the status of an action, and for a list whether the record is in it.
func (r right) expected(who, action string) (status int, listed bool) {
	if !known(who) {
		return http.StatusUnauthorized, false // not an empty list, which a page would show
	}
	to := r.reach(action)
	if to.allows(who) {
		return map[string]int{"list": 200, "view": 200, "create": 200, "update": 200, "delete": 204}[action], action == "list"
	}
	if to == nobody || to == sealed {
		return http.StatusForbidden, false
	}
	return map[string]int{"list": 200, "view": 404, "create": 400, "update": 404, "delete": 404}[action], false
}

func TestRolesByCollectionAndAction(t *testing.T) {
	s := open(t)
	everyCollectionIsListed(t, s)
	got := map[string]bool{} // "row/who/action" -> allowed
	for i := range rights {
		for _, c := range callers {
			for _, action := range actions {
				got[cell(i, c.who, action)] = s.check(&rights[i], c.who, action)
			}
		}
	}
	compareWithPage(t, page(got))
}

func cell(row int, who, action string) string { return strconv.Itoa(row) + "/" + who + "/" + action }

func everyCollectionIsListed(t *testing.T, s *shop) {
	t.Helper()
	all, err := s.app.FindAllCollections()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range all {
		listed := slices.ContainsFunc(rights, func(r right) bool { return r.collection == c.Name })
		if !listed && !c.System {
			t.Errorf("collection %s is not in rights: say there who may do what with it, then run this test with -update", c.Name)
		}
	}
}

// check asks over HTTP and compares with what is meant; it returns whether it was allowed.
func (s *shop) check(r *right, who, action string) bool {
	s.t.Helper()
	got, listed := s.outcome(r, who, action)
	status, inList := r.expected(who, action)
	if got.status != status || listed != inList {
		s.t.Errorf("%s %s: %s by %s: status %d (listed %v), want %d (%v): %s",
			r.collection, r.note, action, who, got.status, listed, status, inList, got.body)
	}
	return got.status < 300 && (action != "list" || listed)
}

func (s *shop) outcome(r *right, who, action string) (got reply, listed bool) {
	s.t.Helper()
	base := "/api/collections/" + r.collection + "/records"
	if action == "create" {
		return s.ask(who, "POST", base, s.fixture(r)), false
	}
	record := s.standing(r, action)
	switch action {
	case "list":
		got = s.ask(who, "GET", base+"?filter="+"id%3D%22"+record.Id+"%22", nil)
		return got, strings.Contains(string(got.body), `"id":"`+record.Id+`"`)
	case "view":
		return s.ask(who, "GET", path(record), nil), false
	case "update":
		return s.ask(who, "PATCH", path(record), map[string]any{}, "If-Match", strconv.Itoa(record.GetInt("rev"))), false
	}
	return s.ask(who, "DELETE", path(record), nil, "If-Match", strconv.Itoa(record.GetInt("rev"))), false
}
