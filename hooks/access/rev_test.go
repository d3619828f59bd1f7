package access

import (
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/pocketbase/pocketbase/core"

	"touchstone/hooks/internal/fault"
)

func TestParseIfMatch(t *testing.T) {
	for _, c := range []struct {
		in    string
		rev   int
		given bool
		bad   bool
	}{
		{"", 0, false, false}, {`"7"`, 7, true, false}, {"7", 7, true, false}, {` "12" `, 12, true, false},
		{`W/"7"`, 0, true, true}, {"*", 0, true, true}, {`"1", "2"`, 0, true, true}, {"-1", 0, true, true},
		{`"`, 0, true, true}, {`""`, 0, true, true}, {"99999999999999", 0, true, true}, {"7.0", 0, true, true},
	} {
		rev, given, err := parseIfMatch(c.in)
		if rev != c.rev || given != c.given || (err != nil) != c.bad {
			t.Errorf("parseIfMatch(%q) = %d, %v, %v", c.in, rev, given, err)
		}
	}
}

func FuzzParseIfMatch(f *testing.F) {
	for _, s := range []string{"", `"1"`, "1", `W/"1"`, `"\"`, "\x00", "*"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		rev, given, err := parseIfMatch(s)
		if rev < 0 || err != nil && fault.KindOf(err) != fault.Invalid || !given && (rev != 0 || err != nil) {
			t.Errorf("parseIfMatch(%q) = %d, %v, %v", s, rev, given, err)
		}
	})
}

func TestUpdateNeedsTheRevItStartsFrom(t *testing.T) {
	s := open(t)
	c := s.client("Nora Lindqvist")
	for _, k := range []struct {
		name, ifMatch string
		status        int
	}{
		{"missing", "", 428}, {"stale", `"9"`, 412}, {"weak", `W/"1"`, 400}, {"quoted", `"1"`, 200}, {"bare", "2", 200}, {"used", `"2"`, 412},
	} {
		r := s.ask("associate", "PATCH", path(c), map[string]any{"name": k.name}, "If-Match", k.ifMatch)
		r.want(t, k.name, k.status)
		if k.status != 200 && r.header.Get("ETag") != "" {
			t.Errorf("%s: a refusal carries ETag %s", k.name, r.header.Get("ETag"))
		}
	}
	if got := s.ask("associate", "GET", path(c), nil).want(t, "view", 200); got.header.Get("ETag") != `"3"` || got.json(t)["name"] != "bare" {
		t.Errorf("after two saves: ETag %s, %s", got.header.Get("ETag"), got.body)
	}
}

func TestStaleAnswerCarriesTheCurrentRecordAsTheCallerSeesIt(t *testing.T) {
	s := open(t)
	c := s.client("Before")
	s.ask("manager", "PATCH", path(c), map[string]any{"name": "After"}, "If-Match", "1").want(t, "first", 200)
	lost := s.ask("associate", "PATCH", path(c), map[string]any{"name": "Mine"}, "If-Match", "1").want(t, "second", 412).json(t)
	data, _ := lost["data"].(map[string]any)
	current, _ := data["current"].(map[string]any)
	if current["name"] != "After" || current["rev"] != 2.0 {
		t.Errorf("current record in the 412: %v", lost)
	}
	saved, _ := data["saved"].(map[string]any)
	if saved["by"] != s.people["manager"].GetString("name") || saved["at"] == "" {
		t.Errorf("who saved first, in the 412: %v", data["saved"])
	}
	// Staff: what nobody may read must not come in by the back door.
	p := s.people["associate"]
	raw := string(s.ask("owner", "PATCH", path(p), map[string]any{"name": "X"}, "If-Match", "77").want(t, "staff", 412).body)
	for _, secret := range []string{"tokenKey", "password"} {
		if strings.Contains(raw, secret) {
			t.Errorf("the 412 of a staff record shows %s: %s", secret, raw)
		}
	}
}

func TestNobodyWritesRevOrImport(t *testing.T) {
	s := open(t)
	made := s.ask("associate", "POST", "/api/collections/clients/records",
		map[string]any{"store": s.stores["A"].Id, "name": "New", "rev": 40, "import": "imp000000000001"}).want(t, "create", 200)
	v := made.json(t)
	if v["rev"] != 1.0 || v["import"] != "" || made.header.Get("ETag") != `"1"` {
		t.Fatalf("created: %s, ETag %s", made.body, made.header.Get("ETag"))
	}
	at := "/api/collections/clients/records/" + v["id"].(string)
	up := s.ask("associate", "PATCH", at, map[string]any{"rev": 90, "rev+": 5, "import": "imp000000000001"}, "If-Match", "1").want(t, "update", 200)
	if u := up.json(t); u["rev"] != 2.0 || u["import"] != "" || up.header.Get("ETag") != `"2"` {
		t.Errorf("updated: %s, ETag %s", up.body, up.header.Get("ETag"))
	}
}

func TestFiftyUpdatesOfOneRevHaveOneWinner(t *testing.T) {
	s := open(t)
	c := s.client("Start")
	var won, lost atomic.Int32
	var winner atomic.Value
	race(50, func(i int) {
		name := "writer " + strconv.Itoa(i)
		switch r := s.ask("associate", "PATCH", path(c), map[string]any{"name": name}, "If-Match", `"1"`); r.status {
		case 200:
			won.Add(1)
			winner.Store(name)
		case 412:
			lost.Add(1)
		default:
			t.Errorf("status %d: %s", r.status, r.body)
		}
	})
	if won.Load() != 1 || lost.Load() != 49 {
		t.Fatalf("%d won, %d lost", won.Load(), lost.Load())
	}
	r, err := s.app.FindRecordById("clients", c.Id)
	if err != nil {
		t.Fatal(err)
	}
	if r.GetString("name") != winner.Load() || r.GetInt("rev") != 2 {
		t.Errorf("record is %q at rev %d, winner %v", r.GetString("name"), r.GetInt("rev"), winner.Load())
	}
	if n := s.count(`SELECT count(*) FROM audit WHERE record = ? AND action = 'update'`, c.Id); n != 1 {
		t.Errorf("the chain has %d updates of it", n)
	}
	s.holds()
}

func TestDeleteAndUpdateOfOneRevHaveOneWinner(t *testing.T) {
	s := open(t)
	for range 5 {
		c := s.client("Start")
		var won atomic.Int32
		race(8, func(i int) {
			method := "PATCH"
			if i%2 == 0 {
				method = "DELETE"
			}
			switch r := s.ask("manager", method, path(c), map[string]any{"name": "x"}, "If-Match", "1"); r.status {
			case 200, 204:
				won.Add(1)
			case 412, 404:
			default:
				t.Errorf("%s: status %d: %s", method, r.status, r.body)
			}
		})
		if won.Load() != 1 {
			t.Fatalf("%d won", won.Load())
		}
	}
	s.holds()
}

func TestDeleteNeedsTheRev(t *testing.T) {
	s := open(t)
	c := s.client("Gone")
	s.ask("manager", "DELETE", path(c), nil).want(t, "missing", 428)
	s.ask("manager", "DELETE", path(c), nil, "If-Match", "5").want(t, "stale", 412)
	s.ask("manager", "DELETE", path(c), nil, "If-Match", "1").want(t, "right", 204)
}

func TestSavesInCodeAndInTheWorkshopRaiseRev(t *testing.T) {
	s := open(t)
	c := s.client("One")
	c.Set("name", "Two")
	if err := s.app.Save(c); err != nil {
		t.Fatal(err)
	}
	s.ask("superuser", "PATCH", path(c), map[string]any{"name": "Three", "rev": 1}).want(t, "workshop", 200)
	fresh, err := s.app.FindRecordById("clients", c.Id)
	if err != nil {
		t.Fatal(err)
	}
	if fresh.GetInt("rev") != 3 {
		t.Errorf("rev %d after two saves, want 3", fresh.GetInt("rev"))
	}
	if n := s.count(`SELECT count(*) FROM audit WHERE record = ? AND who = 'data workshop' AND action = 'update'`, c.Id); n != 1 {
		t.Errorf("%d entries of the workshop", n)
	}
	// A record read before the workshop's change must not overwrite it.
	c.Set("name", "Old news")
	if err := s.app.Save(c); fault.KindOf(err) != fault.Changed {
		t.Errorf("saving over a newer state: %v", err)
	}
}

func TestAFailedTransactionLeavesTheRecordReadyForAnotherTry(t *testing.T) {
	s := open(t)
	c := s.client("One")
	c.Set("name", "Two")
	err := s.app.RunInTransaction(func(tx core.App) error {
		for _, name := range []string{"Two", "Three"} {
			c.Set("name", name)
			if err := tx.Save(c); err != nil {
				return err
			}
		}
		return fault.New(fault.Conflict, "no")
	})
	if fault.KindOf(err) != fault.Conflict {
		t.Fatal(err)
	}
	if err := s.app.Save(c); err != nil {
		t.Fatalf("second try: %v", err)
	}
	if c.GetInt("rev") != 2 {
		t.Errorf("rev %d", c.GetInt("rev"))
	}
	if n := s.count(`SELECT count(*) FROM audit WHERE record = ? AND action = 'update'`, c.Id); n != 1 {
		t.Errorf("%d updates in the chain", n)
	}
}

func TestBatchIsOffAndNoWayAround(t *testing.T) {
	s := open(t)
	c := s.client("One")
	body := func(headers map[string]any) map[string]any {
		return map[string]any{"requests": []any{map[string]any{
			"method": "PATCH", "url": path(c), "body": map[string]any{"name": "Batch"}, "headers": headers,
		}}}
	}
	s.ask("associate", "POST", "/api/batch", body(map[string]any{"If-Match": "1"})).want(t, "off", 403)
	s.app.Settings().Batch.Enabled, s.app.Settings().Batch.MaxRequests = true, 10
	s.ask("associate", "POST", "/api/batch", body(map[string]any{"If-Match": "1"})).want(t, "on, staff", 403)
	s.ask("superuser", "POST", "/api/batch", body(map[string]any{"If-Match": "9"})).want(t, "on, stale", 400)
	s.ask("superuser", "POST", "/api/batch", body(nil)).want(t, "on, workshop", 200)
	fresh, err := s.app.FindRecordById("clients", c.Id)
	if err != nil {
		t.Fatal(err)
	}
	if fresh.GetInt("rev") != 2 || fresh.GetString("name") != "Batch" {
		t.Errorf("rev %d, name %s", fresh.GetInt("rev"), fresh.GetString("name"))
	}
	if n := s.count(`SELECT count(*) FROM audit WHERE record = ? AND who = 'data workshop'`, c.Id); n != 1 {
		t.Errorf("%d entries of the workshop", n)
	}
}

func TestAChangeCannotCarryARecordOutOfReach(t *testing.T) {
	s := open(t)
	c := s.client("Mine")
	foreign := s.save("clients", map[string]any{"store": s.stores["B"].Id, "name": "Theirs"})
	point := s.save("contact_points", map[string]any{"client": c.Id, "kind": "email", "raw": "mine@example.test"})
	for _, k := range []struct {
		what, who string
		record    *core.Record
		change    map[string]any
		status    int
	}{
		{"into another store", "associate", c, map[string]any{"store": s.stores["B"].Id}, 403},
		{"onto another store's client", "associate", point, map[string]any{"client": foreign.Id}, 403},
		{"owned by another store's person", "associate", c, map[string]any{"owner": s.people["stranger"].Id}, 403},
		{"owned by a colleague", "associate", c, map[string]any{"owner": s.people["manager"].Id}, 200},
		{"by an owner", "owner", c, map[string]any{"store": s.stores["B"].Id}, 200},
	} {
		fresh, err := s.app.FindRecordById(k.record.Collection(), k.record.Id)
		if err != nil {
			t.Fatal(err)
		}
		s.ask(k.who, "PATCH", path(fresh), k.change, "If-Match", strconv.Itoa(fresh.GetInt("rev"))).want(t, k.what, k.status)
	}
	relate := func(to string) reply {
		return s.ask("associate", "POST", "/api/collections/relations/records",
			map[string]any{"client": s.client("Second").Id, "other": to, "kind": "spouse"})
	}
	relate(foreign.Id).want(t, "related to another store's client", 403)
	relate(s.client("Third").Id).want(t, "related within the store", 200)
	relate("nobody000000000").want(t, "related to nobody", 400)
}

// race runs n functions at once.
func race(n int, fn func(i int)) {
	var ready, done sync.WaitGroup
	start := make(chan struct{})
	for i := range n {
		ready.Add(1)
		done.Add(1)
		go func() {
			defer done.Done()
			ready.Done()
			<-start
			fn(i)
		}()
	}
	ready.Wait()
	close(start)
	done.Wait()
}
