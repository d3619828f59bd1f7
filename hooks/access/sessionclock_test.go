package access

import (
	"testing"
	"time"
)

func TestSessionsEndByTheClock(t *testing.T) {
	for name, c := range map[string]struct {
		who   string
		steps []time.Duration // between requests
		want  int
	}{
		"associate idle":         {"associate", []time.Duration{idleForAssociate}, 401},
		"associate just in time": {"associate", []time.Duration{idleForAssociate - time.Second}, 200},
		"associate in use":       {"associate", []time.Duration{8 * time.Hour, 8 * time.Hour, 8 * time.Hour}, 200},
		"manager idle":           {"manager", []time.Duration{idleForManager}, 401},
		"manager in use":         {"manager", []time.Duration{idleForManager - time.Minute, idleForManager - time.Minute}, 200},
		"owner idle":             {"owner", []time.Duration{idleForManager}, 401},
	} {
		t.Run(name, func(t *testing.T) {
			s := open(t)
			for i, step := range c.steps {
				s.clock = s.clock.Add(step)
				want := 200
				if i == len(c.steps)-1 {
					want = c.want
				}
				s.ask(c.who, "GET", "/api/session", nil).want(t, name, want)
			}
		})
	}
}

func TestSessionsEndAfterThirtyDaysOfUse(t *testing.T) {
	s := open(t)
	for s.clock = s.clock.Add(8 * time.Hour); s.clock.Before(morning.Add(sessionLasts)); s.clock = s.clock.Add(8 * time.Hour) {
		s.ask("associate", "GET", "/api/session", nil).want(t, s.clock.String(), 200)
	}
	s.ask("associate", "GET", "/api/session", nil).want(t, "after thirty days", 401)
	if err := s.desk.EndIdle(s.app); err != nil {
		t.Fatal(err)
	}
	for who, want := range map[string]string{"associate": endedByAge, "manager": endedByAge} {
		if why := s.text(`SELECT ended_why FROM sessions WHERE token_hash = ?`, hashToken(s.tokens[who])); why != want {
			t.Errorf("%s: ended since %q", who, why)
		}
	}
	s.clock = s.clock.Add(91 * 24 * time.Hour)
	if err := s.desk.ClearSessions(s.app); err != nil {
		t.Fatal(err)
	}
	if n := s.count(`SELECT count(*) FROM sessions`); n != 0 {
		t.Errorf("%d sessions are remembered for ever", n)
	}
}

func TestLastSeenIsWrittenOnceAMinute(t *testing.T) {
	s := open(t)
	seen := func() string {
		return s.text(`SELECT last_seen FROM sessions WHERE token_hash = ?`, hashToken(s.tokens["associate"]))
	}
	for _, c := range []struct {
		after time.Duration
		want  time.Duration
	}{{time.Second, 0}, {59 * time.Second, 0}, {60 * time.Second, 60 * time.Second}, {100 * time.Second, 60 * time.Second}, {121 * time.Second, 121 * time.Second}} {
		s.clock = morning.Add(c.after)
		s.ask("associate", "GET", "/api/session", nil).want(t, c.after.String(), 200)
		if got := seen(); got != stamp(morning.Add(c.want)) {
			t.Errorf("after %s it says %s", c.after, got)
		}
	}
}

// A page that is left open opens its stream again and again; nobody sits there.
func TestAnOpenPageIsNoUse(t *testing.T) {
	s := open(t)
	for range 4 {
		s.clock = s.clock.Add(40 * time.Minute)
		s.stream("manager")
	}
	s.ask("manager", "GET", "/api/session", nil).want(t, "after two hours and more", 401)
}
