package access

import (
	"errors"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"touchstone/hooks/internal/fault"
	"touchstone/hooks/internal/testapp"
)

func TestARepeatedWriteIsCarriedOutOnce(t *testing.T) {
	s := open(t)
	c := s.client("Twice")
	points := "/api/collections/contact_points/records"
	body := map[string]any{"client": c.Id, "kind": "phone", "raw": "555 0100"}
	first := s.ask("associate", "POST", points+"?fields=id,rev", body, KeyHeader, "tap").want(t, "first", 200)
	again := s.ask("associate", "POST", points+"?fields=id,rev", body, KeyHeader, "tap").want(t, "again", 200)
	if string(first.body) != string(again.body) || first.header.Get(ReplayedHeader) != "" || again.header.Get(ReplayedHeader) != "true" {
		t.Errorf("first %s %v, again %s %v", first.body, first.header, again.body, again.header)
	}
	if again.header.Get("ETag") != `"1"` || again.header.Get("Content-Type") != first.header.Get("Content-Type") {
		t.Errorf("headers of the repeat: %v", again.header)
	}
	s.ask("associate", "POST", points, body, KeyHeader, "tap").want(t, "other query", 422)
	body["raw"] = "555 0199"
	s.ask("associate", "POST", points+"?fields=id,rev", body, KeyHeader, "tap").want(t, "other body", 422)
	s.ask("manager", "POST", points, body, KeyHeader, "tap").want(t, "other person", 200)
	s.ask("associate", "POST", "/api/collections/preferences/records", map[string]any{"client": c.Id, "kind": "metal", "value": "gold"}, KeyHeader, "tap").want(t, "other path", 200)
	if n := s.count(`SELECT count(*) FROM contact_points`); n != 2 {
		t.Errorf("%d contact points", n)
	}
}

func TestRepeatsOfChangesAndDeletions(t *testing.T) {
	s := open(t)
	c := s.client("Before")
	for range 2 {
		r := s.ask("manager", "PATCH", path(c), map[string]any{"name": "After"}, "If-Match", "1", KeyHeader, "k1").want(t, "change", 200)
		if r.header.Get("ETag") != `"2"` {
			t.Errorf("ETag %s", r.header.Get("ETag"))
		}
	}
	for i := range 2 {
		r := s.ask("manager", "DELETE", path(c), nil, "If-Match", "2", KeyHeader, "k2").want(t, "deletion", 204)
		if (r.header.Get(ReplayedHeader) == "true") != (i == 1) || len(r.body) != 0 {
			t.Errorf("deletion %d: %v %s", i, r.header, r.body)
		}
	}
	s.ask("manager", "DELETE", path(c), nil, "If-Match", "2").want(t, "without key", 404)
}

func TestFailuresAreNotRemembered(t *testing.T) {
	s := open(t)
	c := s.client("One")
	s.ask("associate", "PATCH", path(c), map[string]any{"name": "Two"}, KeyHeader, "k").want(t, "no rev", 428)
	s.ask("associate", "PATCH", path(c), map[string]any{"name": "Two"}, KeyHeader, "k", "If-Match", "4").want(t, "stale", 412)
	if n := s.count(`SELECT count(*) FROM idempotency`); n != 0 {
		t.Errorf("%d failures kept", n)
	}
	s.forgetsTransactions()
	s.ask("associate", "PATCH", path(c), map[string]any{"name": "Two"}, KeyHeader, "k", "If-Match", "1").want(t, "right", 200)
	s.ask("associate", "PATCH", path(c), map[string]any{"name": "Two"}, KeyHeader, "k", "If-Match", "2").want(t, "repeat", 200)
	if fresh, _ := s.app.FindRecordById("clients", c.Id); fresh.GetInt("rev") != 2 {
		t.Errorf("rev %d", fresh.GetInt("rev"))
	}
}

func TestBadKeys(t *testing.T) {
	s := open(t)
	for _, key := range []string{"with space", strings.Repeat("k", 101), "tab\tkey", "ü"} {
		r := s.ask("associate", "POST", "/api/collections/clients/records", map[string]any{"store": s.stores["A"].Id, "name": "x"}, KeyHeader, key)
		r.want(t, key, 400)
	}
	s.ask("associate", "GET", "/api/collections/clients/records", nil, KeyHeader, "with space").want(t, "a read has no key", 200)
}

func TestTwoAtOnceWithOneKey(t *testing.T) {
	s := open(t)
	c := s.client("One")
	var fresh, replayed atomic.Int32
	tally := func(r reply) {
		switch {
		case r.status >= 300:
			t.Errorf("status %d: %s", r.status, r.body)
		case r.header.Get(ReplayedHeader) == "true":
			replayed.Add(1)
		default:
			fresh.Add(1)
		}
	}
	for name, once := range map[string]func() reply{
		"create": func() reply {
			return s.ask("associate", "POST", "/api/collections/preferences/records", map[string]any{"client": c.Id, "kind": "stone", "value": "opal"}, KeyHeader, "k")
		},
		"update": func() reply {
			return s.ask("associate", "PATCH", path(c), map[string]any{"name": "Two"}, KeyHeader, "k", "If-Match", "1")
		},
	} {
		fresh.Store(0)
		replayed.Store(0)
		race(20, func(int) { tally(once()) })
		if fresh.Load() != 1 || replayed.Load() != 19 {
			t.Errorf("%s: %d carried out, %d replayed", name, fresh.Load(), replayed.Load())
		}
	}
	fresh.Store(0)
	race(10, func(int) { tally(s.ask("manager", "DELETE", path(c), nil, KeyHeader, "d", "If-Match", "2")) })
	if fresh.Load() != 1 {
		t.Errorf("delete: %d carried out", fresh.Load())
	}
	s.forgetsTransactions()
}

func TestSigningInIsNeverKept(t *testing.T) {
	s := open(t)
	body := map[string]any{"name": "associate", "password": "touch-and-stone"}
	s.ask("guest", "POST", "/api/session", body, KeyHeader, "k").want(t, "sign-in", 200)
	if n := s.count(`SELECT count(*) FROM idempotency`); n != 0 {
		t.Errorf("%d answers kept", n)
	}
}

func TestAnswersAreClearedAfterFourteenDays(t *testing.T) {
	s := open(t)
	send := func() reply {
		return s.ask("associate", "POST", "/api/collections/clients/records", map[string]any{"store": s.stores["A"].Id, "name": "x"}, KeyHeader, "k").want(t, "create", 200)
	}
	send()
	for _, k := range []struct {
		after time.Duration
		kept  int
	}{{14*24*time.Hour - time.Second, 1}, {14*24*time.Hour + time.Second, 0}} {
		s.clock = morning.Add(k.after)
		if err := s.desk.ClearAnswers(s.app); err != nil {
			t.Fatal(err)
		}
		if n := s.count(`SELECT count(*) FROM idempotency`); n != k.kept {
			t.Errorf("after %s: %d kept, want %d", k.after, n, k.kept)
		}
	}
	s.signInAs("associate") // the session of before is over, too
	if r := send(); r.header.Get(ReplayedHeader) != "" {
		t.Error("a cleared answer was replayed")
	}
	if len(s.app.Cron().Jobs()) == 0 {
		t.Error("nothing clears them")
	}
}

// visit is a route as a room would have it.
func visit(s **shop, entered *atomic.Int32) func(*core.ServeEvent) {
	return func(e *core.ServeEvent) {
		e.Router.POST("/api/test/visit", func(e *core.RequestEvent) error {
			return (*s).desk.Handle(e, func(tx core.App) (int, any, error) {
				entered.Add(1)
				var in struct{ Client, Name, Fail string }
				if err := e.BindBody(&in); err != nil {
					return 0, nil, fault.Wrap(fault.Invalid, err, "The visit could not be read.")
				}
				c, err := tx.FindRecordById("clients", in.Client)
				if err != nil {
					return 0, nil, fault.Wrap(fault.NotFound, err, "There is no such client.")
				}
				c.Set("name", in.Name)
				if err := tx.Save(c); err != nil {
					return 0, nil, err
				}
				switch in.Fail {
				case "fault":
					return 0, nil, fault.New(fault.Conflict, "Not today.")
				case "status":
					return http.StatusTeapot, map[string]any{"message": "short and stout"}, nil
				case "inside":
					return 0, nil, errors.New("a cable came loose")
				}
				return http.StatusCreated, c, nil
			})
		})
	}
}

func TestHandleServesRoomsRoutes(t *testing.T) {
	var s *shop
	var entered atomic.Int32
	s = open(t, visit(&s, &entered))
	c := s.client("Start")
	for _, k := range []struct {
		fail   string
		status int
		text   string
	}{{"fault", 409, "Not today."}, {"status", 418, "short and stout"}, {"inside", 500, "Something went wrong inside the program"}} {
		r := s.ask("associate", "POST", "/api/test/visit", map[string]any{"client": c.Id, "name": "Failed", "fail": k.fail}, KeyHeader, "k").want(t, k.fail, k.status)
		if !strings.Contains(string(r.body), k.text) || strings.Contains(string(r.body), "cable") {
			t.Errorf("%s: %s", k.fail, r.body)
		}
	}
	if fresh, _ := s.app.FindRecordById("clients", c.Id); fresh.GetString("name") != "Start" {
		t.Errorf("a failure left %q", fresh.GetString("name"))
	}
	entered.Store(0)
	good := map[string]any{"client": c.Id, "name": "Done"}
	race(12, func(int) {
		if r := s.ask("associate", "POST", "/api/test/visit", good, KeyHeader, "k"); r.status != 201 {
			t.Errorf("status %d: %s", r.status, r.body)
		}
	})
	if entered.Load() != 1 {
		t.Errorf("entered %d times", entered.Load())
	}
	if n := s.count(`SELECT count(*) FROM audit WHERE record = ? AND staff = ? AND action = 'update'`, c.Id, s.people["associate"].Id); n != 1 {
		t.Errorf("%d entries under the caller's name", n)
	}
	if n := s.count(`SELECT count(*) FROM idempotency WHERE client = ?`, c.Id); n != 1 {
		t.Errorf("%d answers kept for the client", n)
	}
	s.ask("associate", "POST", "/api/test/visit", map[string]any{"client": c.Id, "name": "Else"}, KeyHeader, "k").want(t, "other body", 422)
	s.ask("associate", "POST", "/api/test/visit", good).want(t, "no key", 201)
	s.ask("associate", "POST", "/api/test/visit", good).want(t, "no key again", 201)
	if entered.Load() != 3 {
		t.Errorf("without a key: entered %d times in all, want 3", entered.Load())
	}
}

func TestOnceWithoutARequest(t *testing.T) {
	app := testapp.New(t)
	d := New(func() time.Time { return morning })
	n := 0
	work := func(tx core.App) (int, any, error) { n++; return 200, map[string]int{"n": n}, nil }
	for i, k := range []struct {
		scope, key, hash string
		body             string
		replayed         bool
		kind             fault.Kind
	}{
		{"s", "k", "h", `{"n":1}`, false, 0},
		{"s", "k", "h", `{"n":1}`, true, 0},
		{"s", "k", "other", "", false, fault.Differs},
		{"s2", "k", "h", `{"n":2}`, false, 0},
		{"s", "", "h", `{"n":3}`, false, 0},
		{"s", "", "h", `{"n":4}`, false, 0},
	} {
		a, err := d.Once(app, k.scope, k.key, k.hash, work)
		if k.kind != 0 {
			if fault.KindOf(err) != k.kind {
				t.Errorf("%d: %v", i, err)
			}
			continue
		}
		if err != nil || string(a.Body) != k.body || a.Replayed != k.replayed || a.Status != 200 {
			t.Errorf("%d: %+v %s, %v", i, a, a.Body, err)
		}
	}
}

// A crash between the write and its answer must not happen: both are of one
// transaction, so an answer that cannot be kept takes the write back.
func TestTheAnswerIsOfTheWritesOwnTransaction(t *testing.T) {
	s := open(t)
	if _, err := testapp.SQL(t, s.app).Exec(`CREATE TRIGGER full BEFORE INSERT ON idempotency BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END`); err != nil {
		t.Fatal(err)
	}
	head := s.holds()
	s.ask("associate", "POST", "/api/collections/clients/records", map[string]any{"store": s.stores["A"].Id, "name": "Halfway"}, KeyHeader, "k").want(t, "disk full", 507)
	if n := s.count(`SELECT count(*) FROM clients`); n != 0 {
		t.Errorf("%d clients stand without an answer", n)
	}
	if after := s.holds(); after != head {
		t.Errorf("the chain moved from %v to %v", head, after)
	}
}
