package access

import (
	"bufio"
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/pocketbase/pocketbase/core"
)

func TestNobodyPromotesThemselves(t *testing.T) {
	s := open(t)
	for _, who := range []string{"associate", "manager", "stranger", "left", "guest"} {
		target := s.people["associate"]
		if p := s.people[who]; p != nil {
			target = p
		}
		for _, change := range []map[string]any{{"role": "owner"}, {"active": true}, {"store": s.stores["B"].Id}, {"email": "new@shop.test"}, {"password": "abcdefgh1", "passwordConfirm": "abcdefgh1", "oldPassword": "touch-and-stone"}} {
			s.ask(who, "PATCH", path(target), change, "If-Match", strconv.Itoa(s.fresh(target).GetInt("rev"))).want(t, who, unless(known(who), 401, 404))
		}
		s.ask(who, "POST", "/api/collections/staff/records", aPerson(s, who)).want(t, who+" adds a person", unless(known(who), 401, 400))
		if now := s.fresh(target); now.GetString("role") != target.GetString("role") || now.GetBool("active") != target.GetBool("active") {
			t.Errorf("%s made themselves %s", who, now.GetString("role"))
		}
	}
	a := s.people["associate"]
	s.ask("owner", "PATCH", path(a), map[string]any{"role": "manager"}, "If-Match", "1").want(t, "an owner may", 200)
}

func TestTheLastOwnerStays(t *testing.T) {
	s := open(t)
	last := s.people["owner"]
	for _, change := range []map[string]any{{"role": "manager"}, {"active": false}} {
		s.ask("owner", "PATCH", path(last), change, "If-Match", "1").want(t, "the last one", 409)
	}
	s.ask("owner", "PATCH", path(last), map[string]any{"name": "Renamed"}, "If-Match", "1").want(t, "another field", 200)
	s.person("second", "owner", "A", true)
	s.ask("owner", "PATCH", path(last), map[string]any{"active": false}, "If-Match", "2").want(t, "with a second", 200)
	s.ask("second", "PATCH", path(s.people["second"]), map[string]any{"role": "associate"}, "If-Match", "1").want(t, "the new last one", 409)
}

func TestSecretsAreNeverReadable(t *testing.T) {
	s := open(t)
	p := s.people["associate"]
	hash := s.fresh(p).GetString("password:hash")
	key := s.fresh(p).TokenKey()
	if len(hash)*len(key) == 0 {
		t.Fatal("the fixture has no secrets")
	}
	for _, c := range callers {
		for _, at := range []string{path(p), "/api/collections/staff/records?perPage=200", path(p) + "?fields=*,password,tokenKey",
			"/api/collections/clients/records?expand=owner"} {
			body := string(s.ask(c.who, "GET", at, nil).body)
			for _, secret := range []string{hash, key, `"password"`} {
				if strings.Contains(body, secret) {
					t.Errorf("%s reads a secret at %s: %s", c.who, at, body)
				}
			}
		}
		for _, probe := range []string{"tokenKey~'a'", "password~'$'"} {
			r := s.ask(c.who, "GET", "/api/collections/staff/records?filter="+strings.NewReplacer("~", "%7E", "'", "%27", "$", "%24").Replace(probe), nil)
			if c.who != "superuser" && r.status != unless(known(c.who), 401, 400) {
				t.Errorf("%s may filter by %s: %d %s", c.who, probe, r.status, r.body)
			}
		}
	}
}

func TestEmailOfStaffIsSeenByThemselvesAndOwners(t *testing.T) {
	s := open(t)
	p := s.people["associate"]
	for who, seen := range map[string]bool{"associate": true, "manager": false, "owner": true, "superuser": true} {
		body := string(s.ask(who, "GET", path(p), nil).want(t, who, 200).body)
		if strings.Contains(body, p.Email()) != seen {
			t.Errorf("%s sees the address: %v, want %v: %s", who, !seen, seen, body)
		}
	}
}

func TestWhoLeftCanDoNothing(t *testing.T) {
	s := open(t)
	left := s.people["left"]
	s.ask("guest", "POST", "/api/session", map[string]any{"name": "left", "password": "touch-and-stone"}).want(t, "sign-in", 401)
	s.ask("left", "POST", "/api/collections/staff/auth-refresh", nil).want(t, "refresh", 401)
	s.ask("left", "GET", path(left), nil).want(t, "own record", 401)

	p := s.people["associate"]
	s.ask("associate", "GET", path(p), nil).want(t, "while active", 200)
	s.ask("owner", "PATCH", path(p), map[string]any{"active": false}, "If-Match", "1").want(t, "switching off", 200)
	s.ask("associate", "GET", path(p), nil).want(t, "switched off", 401)
	s.ask("associate", "POST", "/api/collections/clients/records", map[string]any{"store": s.stores["A"].Id, "name": "x"}).want(t, "switched off, write", 401)
	s.ask("owner", "PATCH", path(p), map[string]any{"active": true}, "If-Match", "2").want(t, "switching on", 200)
	s.ask("associate", "GET", path(p), nil).want(t, "an old sign-in after the return", 401)
	s.ask("guest", "POST", "/api/session", map[string]any{"name": "associate", "password": "touch-and-stone"}).want(t, "signing in anew", 200)
}

func TestPocketBasesOwnCollectionsAreClosed(t *testing.T) {
	s := open(t)
	all, err := s.app.FindAllCollections()
	if err != nil {
		t.Fatal(err)
	}
	own := slices.DeleteFunc(all, func(c *core.Collection) bool { return !c.System })
	if len(own) == 0 {
		t.Error("no system collections were found")
	}
	for _, c := range own {
		base := "/api/collections/" + c.Name + "/records"
		for _, who := range []string{"guest", "associate", "manager", "owner", "left"} {
			if r := s.ask(who, "GET", base, nil); r.status < 400 && !strings.Contains(string(r.body), `"totalItems":0`) {
				t.Errorf("%s lists %s: %s", who, c.Name, r.body)
			}
			s.ask(who, "POST", base, map[string]any{}).want(t, who+" adds to "+c.Name, unless(known(who), 401, 403))
		}
	}
}

func TestSettingsAndSchemaAreTheWorkshops(t *testing.T) {
	s := open(t)
	root := s.people["superuser"]
	for _, who := range []string{"guest", "associate", "owner"} {
		for method, at := range map[string]string{"GET": "/api/settings", "PATCH": "/api/settings", "POST": "/api/collections"} {
			if r := s.ask(who, method, at, map[string]any{}); r.status != 401 && r.status != 403 {
				t.Errorf("%s: %s %s: %d", who, method, at, r.status)
			}
		}
		s.ask(who, "POST", "/api/collections/staff/impersonate/"+root.Id, nil).want(t, "impersonate", map[bool]int{true: 401, false: 403}[who == "guest"])
	}
}

func TestActorOf(t *testing.T) {
	s := open(t)
	for who, want := range map[string]Actor{
		"guest":     {Who: "guest"},
		"superuser": {Who: "data workshop"},
		"manager":   {Who: "c-manager", Staff: s.people["manager"].Id},
	} {
		e := &core.RequestEvent{App: s.app, Auth: s.people[who]}
		if got := ActorOf(e); got != want {
			t.Errorf("%s: %+v", who, got)
		}
		e.Set(DeviceKey, "tablet 1")
		if got := ActorOf(e).Device; got != "tablet 1" {
			t.Errorf("%s: device %q", who, got)
		}
	}
}

// An open stream must fall silent when its person is switched off.
func TestStreamsOfWhoLeftFallSilent(t *testing.T) {
	s := open(t)
	gone, stays := s.listen("associate"), s.listen("manager")
	s.client("Before")
	gone.want(t, "Before")
	stays.want(t, "Before")
	s.ask("owner", "PATCH", path(s.people["associate"]), map[string]any{"active": false}, "If-Match", "1").want(t, "switching off", 200)
	s.client("After")
	stays.want(t, "After")
	select {
	case line := <-gone:
		t.Errorf("a switched-off person hears %s", line)
	case <-time.After(200 * time.Millisecond):
	}
}

// stream holds what a subscriber to clients hears.
type stream chan string

func (c stream) want(t *testing.T, text string) {
	t.Helper()
	select {
	case line := <-c:
		if !strings.Contains(line, text) {
			t.Errorf("heard %s, want %s", line, text)
		}
	case <-time.After(5 * time.Second):
		t.Fatalf("heard nothing of %s", text)
	}
}

func (s *shop) listen(who string) stream {
	s.t.Helper()
	req, err := http.NewRequestWithContext(s.t.Context(), "GET", s.url+"/api/realtime", nil)
	if err != nil {
		s.t.Fatal(err)
	}
	s.sign(req, who)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		s.t.Fatal(err)
	}
	lines := make(stream, 20)
	id := make(chan string, 1)
	go func() {
		defer resp.Body.Close()
		for in := bufio.NewScanner(resp.Body); in.Scan(); {
			data, ok := strings.CutPrefix(in.Text(), "data:")
			if !ok {
				continue
			}
			var hello struct{ ClientId string }
			if json.Unmarshal([]byte(data), &hello) == nil && hello.ClientId != "" {
				id <- hello.ClientId
				continue
			}
			lines <- data
		}
	}()
	s.ask(who, "POST", "/api/realtime", map[string]any{"clientId": <-id, "subscriptions": []string{"clients/*"}}).want(s.t, who, 204)
	return lines
}
