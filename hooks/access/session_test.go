package access

import (
	"bytes"
	"crypto/tls"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"touchstone/hooks/internal/testapp"
)

const rightPassword = "touch-and-stone"

// signIn signs somebody in over HTTP and keeps the cookie under as; the guest
// asks, unless the browser of another name does.
func (s *shop) signIn(as, name, password string, browser ...string) reply {
	s.t.Helper()
	who := append(browser, "guest")[0]
	r := s.ask(who, "POST", "/api/session", map[string]any{"name": name, "password": password, "device": "Tablet  by the door"})
	if c := cookieOf(r.header); r.status == 200 {
		s.tokens[as] = c.Value
	}
	return r
}

func cookieOf(h http.Header) *http.Cookie {
	for _, c := range (&http.Response{Header: h}).Cookies() {
		if c.Name == CookieName {
			return c
		}
	}
	return &http.Cookie{}
}

func TestSigningInTellsWhoAndWhere(t *testing.T) {
	s := open(t)
	for _, body := range []map[string]any{
		{"name": "associate"}, {"name": " ASSOCIATE "}, {"code": "c-associate"}, {"name": "C-Associate"}, {"id": s.people["associate"].Id},
	} {
		body["password"] = rightPassword
		r := s.ask("guest", "POST", "/api/session", body).want(t, "signing in", 200)
		var got told
		if err := json.Unmarshal(r.body, &got); err != nil {
			t.Fatal(err)
		}
		a := s.people["associate"]
		want := told{
			toldPerson{a.Id, "associate", "c-associate", "associate", s.stores["A"].Id},
			toldStore{s.stores["A"].Id, "A", "Store A", "UTC", "", "monday", 0, "02-28", 720, 1020, 5, "letter", "en", "", "", parts{}},
		}
		if got != want {
			t.Errorf("%v is told %+v, want %+v", body, got, want)
		}
		checkCookie(t, r)
		s.tokens["me"] = cookieOf(r.header).Value
		if again := s.ask("me", "GET", "/api/session", nil).want(t, "who am I", 200); !bytes.Equal(again.body, r.body) {
			t.Errorf("asked again it tells %s", again.body)
		}
	}
	s.ask("guest", "GET", "/api/session", nil).want(t, "a guest", 401)
}

func checkCookie(t *testing.T, r reply) {
	t.Helper()
	c := cookieOf(r.header)
	if len(c.Value) < 22 || !c.HttpOnly || c.SameSite != http.SameSiteStrictMode || c.Path != "/" || c.Secure || c.Domain != "" || c.MaxAge != int(sessionLasts/time.Second) {
		t.Errorf("the cookie is %+v", c)
	}
	if r.header.Get("Cache-Control") != "no-store" {
		t.Error("the answer may be cached")
	}
}

func TestTheCookieIsSecureOverTLS(t *testing.T) {
	e := &core.RequestEvent{}
	rec := httptest.NewRecorder()
	e.Response, e.Request = rec, httptest.NewRequest("POST", "/api/session", nil)
	e.Request.TLS = &tls.ConnectionState{}
	setCookie(e, "x")
	if c := cookieOf(rec.Header()); !c.Secure || c.Value != "x" {
		t.Errorf("%+v", c)
	}
	clearCookie(e)
	if all := rec.Header().Values("Set-Cookie"); len(all) != 1 || cookieOf(rec.Header()).MaxAge >= 0 {
		t.Errorf("%q", all)
	}
}

// Whoever reads the folder of the book finds neither tokens nor passwords.
func TestNothingInTheFolderOpensASession(t *testing.T) {
	s := open(t)
	s.signIn("me", "associate", rightPassword).want(t, "signing in", 200)
	s.signIn("", "associate", "a wrong-password").want(t, "a wrong one", 401)
	s.signIn("", "typed-password-as-name", "x").want(t, "a wrong name", 401)
	s.ask("owner", "POST", "/api/staff/"+s.people["manager"].Id+"/password", map[string]any{"password": "a-brand-new-one"}, KeyHeader, "k").want(t, "a new one", 204)
	if _, err := testapp.SQL(t, s.app).Exec("PRAGMA wal_checkpoint(PASSIVE)"); err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(s.app.DataDir(), "*.db*"))
	if err != nil || len(files) < 2 {
		t.Fatalf("the folder holds %v: %v", files, err)
	}
	sawHash := false
	for _, name := range files {
		raw, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, secret := range []string{s.tokens["me"], s.tokens["owner"], "a wrong-password", "a-brand-new-one", "typed-password-as-name"} {
			if bytes.Contains(raw, []byte(secret)) {
				t.Errorf("%s holds %q", filepath.Base(name), secret)
			}
		}
		sawHash = sawHash || bytes.Contains(raw, []byte(hashToken(s.tokens["me"])))
	}
	if !sawHash {
		t.Error("the search does not even find the hash, so it proves nothing")
	}
}

func TestAStolenCookieEndsWithItsSession(t *testing.T) {
	s := open(t)
	s.signIn("me", "manager", rightPassword)
	s.tokens["thief"] = s.tokens["me"]
	s.ask("thief", "GET", "/api/session", nil).want(t, "before", 200)
	out := s.ask("me", "DELETE", "/api/session", nil).want(t, "signing out", 204)
	if c := cookieOf(out.header); c.MaxAge >= 0 {
		t.Errorf("the cookie stays: %+v", c)
	}
	r := s.ask("thief", "GET", "/api/session", nil).want(t, "after", 401)
	if c := cookieOf(r.header); c.MaxAge >= 0 {
		t.Errorf("the thief's cookie is not cleared: %+v", c)
	}
	client := s.client("Secret")
	s.ask("thief", "GET", path(client), nil).want(t, "the record API", 401)
	s.ask("thief", "DELETE", "/api/session", nil).want(t, "signing out twice", 204)
	if why := s.text(`SELECT ended_why FROM sessions WHERE token_hash = ?`, hashToken(s.tokens["me"])); why != endedByPerson {
		t.Errorf("it ended since %q", why)
	}
	if n := s.count(`SELECT count(*) FROM audit WHERE action IN ('sign in', 'sign out') AND who = 'c-manager'`); n != 2 {
		t.Errorf("%d entries of the chain", n)
	}
	s.holds()
}

func (s *shop) text(query string, args ...any) (text string) {
	s.t.Helper()
	if err := testapp.SQL(s.t, s.app).QueryRow(query, args...).Scan(&text); err != nil {
		s.t.Fatalf("%s: %v", query, err)
	}
	return text
}

// A token that was there before the sign-in never becomes the session's.
func TestNobodyChoosesAToken(t *testing.T) {
	s := open(t)
	s.tokens["planted"] = drawToken()
	s.signIn("me", "associate", rightPassword, "planted").want(t, "over a planted cookie", 200)
	s.ask("planted", "GET", "/api/session", nil).want(t, "the planted one", 401)
	s.tokens["before"] = s.tokens["me"]
	s.signIn("me", "manager", rightPassword, "me").want(t, "the next person on the tablet", 200)
	if s.tokens["me"] == s.tokens["before"] {
		t.Error("two sessions share a token")
	}
	s.ask("before", "GET", "/api/session", nil).want(t, "the session of before", 401)
	if who := s.ask("me", "GET", "/api/session", nil).want(t, "the new one", 200); !strings.Contains(string(who.body), "c-manager") {
		t.Errorf("signed in is %s", who.body)
	}
}

func TestParallelSignInsAreSessionsOfTheirOwn(t *testing.T) {
	s := open(t)
	var mu sync.Mutex
	tokens := map[string]bool{}
	race(16, func(int) {
		r, err := s.try("guest", "POST", "/api/session", map[string]any{"name": "associate", "password": rightPassword})
		if err != nil {
			t.Error(err)
		}
		mu.Lock()
		defer mu.Unlock()
		if r.status != 200 {
			t.Errorf("status %d: %s", r.status, r.body)
		}
		tokens[cookieOf(r.header).Value] = true
	})
	if len(tokens) != 16 {
		t.Errorf("%d sessions", len(tokens))
	}
	for token := range tokens {
		s.tokens["one"] = token
		s.ask("one", "GET", "/api/session", nil).want(t, "each of them", 200)
	}
}

// From the moment that ending a session is answered, no request passes.
func TestNoRequestPassesAfterTheEnd(t *testing.T) {
	s := open(t)
	for round := range 5 {
		s.signIn("me", "associate", rightPassword).want(t, "round "+strconv.Itoa(round), 200)
		var ended atomic.Bool
		var all sync.WaitGroup
		for range 6 {
			all.Go(func() {
				for range 15 {
					late := ended.Load()
					r, err := s.try("me", "GET", "/api/session", nil)
					if err != nil {
						t.Error(err)
						return
					}
					if late && r.status != 401 {
						t.Errorf("a request after the end: %d", r.status)
					}
				}
			})
		}
		all.Go(func() {
			r, err := s.try("me", "DELETE", "/api/session", nil)
			if err != nil || r.status != 204 {
				t.Errorf("ending: %d %v", r.status, err)
			}
			ended.Store(true)
		})
		all.Wait()
	}
}
