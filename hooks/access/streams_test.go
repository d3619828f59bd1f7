package access

import (
	"bufio"
	"encoding/json"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"
)

// openStream is a stream as a browser has it: closed when the server ends it.
type openStream struct {
	id     string
	lines  chan string
	closed chan struct{}
}

// stream opens a stream as somebody; nil where it ends before it begins.
func (s *shop) stream(who string) *openStream {
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
	o := &openStream{lines: make(chan string, 50), closed: make(chan struct{})}
	hello := make(chan string, 1)
	go func() {
		defer close(o.closed)
		defer close(hello)
		defer resp.Body.Close()
		for in := bufio.NewScanner(resp.Body); in.Scan(); {
			data, ok := strings.CutPrefix(in.Text(), "data:")
			var first struct{ ClientId string }
			if ok && json.Unmarshal([]byte(data), &first) == nil && first.ClientId != "" {
				hello <- first.ClientId
			} else if ok {
				o.lines <- data
			}
		}
	}()
	var ok bool
	if o.id, ok = <-hello; !ok {
		return nil
	}
	return o
}

func (s *shop) subscribe(who string, o *openStream) reply {
	s.t.Helper()
	return s.ask(who, "POST", "/api/realtime", map[string]any{"clientId": o.id, "subscriptions": []string{"clients/*"}})
}

func (s *shop) listening(who string) *openStream {
	s.t.Helper()
	o := s.stream(who)
	if o == nil {
		s.t.Fatalf("%s gets no stream", who)
	}
	s.subscribe(who, o).want(s.t, who, 204)
	return o
}

func (o *openStream) ends(t *testing.T, what string) {
	t.Helper()
	select {
	case <-o.closed:
	case <-time.After(time.Second):
		t.Errorf("%s: the stream is open a second after", what)
	}
}

func (o *openStream) stays(t *testing.T, s *shop, what string) {
	t.Helper()
	s.client("Still " + what)
	select {
	case <-o.lines:
	case <-o.closed:
		t.Errorf("%s: a stream that has nothing to do with it ended", what)
	case <-time.After(5 * time.Second):
		t.Errorf("%s: a stream that has nothing to do with it fell silent", what)
	}
}

func TestStreamsEndWithWhatTheyRestOn(t *testing.T) {
	for what, do := range map[string]func(s *shop){
		"signing out":     func(s *shop) { s.ask("associate", "DELETE", "/api/session", nil).want(s.t, "out", 204) },
		"signing in anew": func(s *shop) { s.signIn("next", "owner", rightPassword, "associate").want(s.t, "in", 200) },
		"ended by another": func(s *shop) {
			s.ask("owner", "DELETE", "/api/sessions/"+s.sessionOf("associate"), nil).want(s.t, "end", 204)
		},
		"switched off":  func(s *shop) { s.change("associate", "active", false) },
		"another role":  func(s *shop) { s.change("associate", "role", "manager") },
		"another store": func(s *shop) { s.change("associate", "store", s.stores["B"].Id) },
		"another password": func(s *shop) {
			s.ask("owner", "POST", "/api/staff/"+s.people["associate"].Id+"/password", map[string]any{"password": "a-brand-new-one"}).want(s.t, "new", 204)
		},
		"in the workshop": func(s *shop) {
			s.ask("superuser", "PATCH", path(s.people["associate"]), map[string]any{"active": false}).want(s.t, "off", 200)
		},
		"removed": func(s *shop) {
			s.ask("superuser", "DELETE", path(s.people["associate"]), nil).want(s.t, "removing", 204)
		},
		"the clock": func(s *shop) {
			s.clock = s.clock.Add(idleForAssociate)
			if err := s.desk.EndIdle(s.app); err != nil {
				s.t.Error(err)
			}
		},
	} {
		t.Run(what, func(t *testing.T) {
			s := open(t)
			gone, quiet := s.listening("associate"), s.stream("associate")
			var stays *openStream
			if what != "the clock" {
				stays = s.listening("manager")
			}
			do(s)
			gone.ends(t, what)
			quiet.ends(t, what+", before it subscribed")
			if stays != nil {
				stays.stays(t, s, what)
			}
		})
	}
}

func (s *shop) sessionOf(who string) string {
	s.t.Helper()
	return s.text(`SELECT id FROM sessions WHERE token_hash = ?`, hashToken(s.tokens[who]))
}

func (s *shop) change(who, field string, value any) {
	s.t.Helper()
	s.ask("owner", "PATCH", path(s.people[who]), map[string]any{field: value}, "If-Match", "1").want(s.t, "changing "+field, 200)
}

// A name, say, is no reason to end anything.
func TestStreamsOutliveOtherChanges(t *testing.T) {
	s := open(t)
	o := s.listening("associate")
	s.change("associate", "name", "Renamed")
	o.stays(t, s, "a new name")
	s.ask("associate", "GET", "/api/session", nil).want(t, "the session", 200)
}

func TestAStreamBelongsToOneSession(t *testing.T) {
	s := open(t)
	o := s.listening("associate")
	for _, who := range []string{"manager", "guest"} {
		s.subscribe(who, o).want(t, who+" takes it over", 403)
	}
	s.signIn("phone", "associate", rightPassword)
	s.subscribe("phone", o).want(t, "another session of the same person", 403)
	s.subscribe("associate", o).want(t, "its own", 204)
	before := s.stream("guest")
	s.subscribe("guest", before).want(t, "a guest", 204)
	s.subscribe("associate", before).want(t, "signed in since", 403)
	s.subscribe("superuser", before).want(t, "the workshop, which sends no token when it opens a stream", 204)
}

// Whenever a session ends while streams are being opened, none is left.
func TestNoStreamIsOpenedPastTheEnd(t *testing.T) {
	s := open(t)
	for range 6 {
		s.signIn("me", "associate", rightPassword).want(t, "in", 200)
		var all sync.WaitGroup
		for range 6 {
			all.Go(func() { s.stream("me") })
		}
		id := s.sessionOf("me")
		s.ask("owner", "DELETE", "/api/sessions/"+id, nil).want(t, "ending", 204)
		all.Wait()
		time.Sleep(20 * time.Millisecond)
		for _, c := range s.app.SubscriptionsBroker().Clients() {
			if sessionOfStream(c) == id {
				t.Error("a stream of the ended session is left")
			}
		}
	}
}
