package access

import (
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tests"
)

// counting lets a test count how often a password was compared.
func (s *shop) counting() *atomic.Int32 {
	var n atomic.Int32
	right := s.desk.compare
	s.desk.compare = func(r *core.Record, password string) bool {
		n.Add(1)
		return right(r, password)
	}
	return &n
}

// A name nobody has, a person who left, one without a password and a wrong
// password get the same answer for the same work.
func TestAWrongNameCostsWhatAWrongPasswordCosts(t *testing.T) {
	s := open(t)
	quiet := s.save("staff", map[string]any{"name": "Quiet", "code": "Q", "role": "associate", "store": s.stores["A"].Id, "active": true, "password": rightPassword})
	if _, err := s.app.DB().NewQuery("UPDATE staff SET password = '*', signs_in = FALSE WHERE id = '" + quiet.Id + "'").Execute(); err != nil {
		t.Fatal(err)
	}
	n := s.counting()
	first := ""
	for _, c := range [][2]string{
		{"associate", "wrong-password"}, {"nobody at all", "wrong-password"}, {"left", rightPassword}, {"Quiet", rightPassword},
	} {
		n.Store(0)
		r := s.signIn("", c[0], c[1]).want(t, c[0], 401)
		if first == "" {
			first = string(r.body)
		}
		if n.Load() != 1 || string(r.body) != first || r.header.Get("Set-Cookie") != "" {
			t.Errorf("%s: %d comparisons, answer %s, cookie %q", c[0], n.Load(), r.body, r.header.Get("Set-Cookie"))
		}
	}
	n.Store(0)
	s.signIn("me", "associate", rightPassword).want(t, "the right one", 200)
	if n.Load() != 1 {
		t.Errorf("a right password is compared %d times", n.Load())
	}
}

// The stand-in must cost what a real hash costs.
func TestTheStandInHashCostsTheSame(t *testing.T) {
	s := open(t)
	c := must(s.app.FindCollectionByNameOrId("staff"))(t)
	real := core.NewRecord(c)
	real.SetPassword(rightPassword)
	stand := s.desk.stand.get(c)
	if a, b := real.GetString("password:hash"), stand.GetString("password:hash"); len(a) != 60 || a[:7] != b[:7] {
		t.Errorf("hashes begin %.7s and %.7s", a, b)
	}
}

func TestFiveWrongPasswordsCloseTheDoor(t *testing.T) {
	s := open(t)
	n := s.counting()
	for i := range freeTries {
		s.signIn("", "associate", "wrong").want(t, fmt.Sprintf("try %d", i+1), 401)
	}
	for _, step := range []struct {
		closed time.Duration
		say    string
	}{{time.Minute, "in 1 minute."}, {2 * time.Minute, "in 2 minutes."}, {4 * time.Minute, "in 4 minutes."}} {
		for _, name := range []string{"associate", "c-associate"} {
			n.Store(0)
			r := s.signIn("", name, rightPassword).want(t, "while it is closed", http.StatusTooManyRequests)
			if !strings.Contains(string(r.body), step.say) || n.Load() != 0 || r.header.Get("Retry-After") != fmt.Sprint(int(step.closed.Seconds())) {
				t.Errorf("closed for %s: %s, %d compared, Retry-After %s", step.closed, r.body, n.Load(), r.header.Get("Retry-After"))
			}
		}
		s.clock = s.clock.Add(step.closed - time.Second)
		if r := s.signIn("", "associate", rightPassword).want(t, "a second before", 429); !strings.Contains(string(r.body), "in 1 second.") {
			t.Errorf("a second before: %s", r.body)
		}
		s.clock = s.clock.Add(time.Second)
		s.signIn("", "associate", "wrong").want(t, "wrong once more", 401)
	}
	s.clock = s.clock.Add(8 * time.Minute)
	s.signIn("me", "associate", rightPassword).want(t, "the right one in the end", 200)
	s.signIn("", "associate", "wrong").want(t, "a count from the start", 401)
	s.signIn("me", "associate", rightPassword).want(t, "with the door open", 200)
}

func TestTheDoorIsClosedForAnHourAtMost(t *testing.T) {
	for wrong, want := range map[int]time.Duration{0: 0, 4: 0, 5: time.Minute, 6: 2 * time.Minute, 10: 32 * time.Minute, 11: time.Hour, 500: time.Hour} {
		if got := closedFor(wrong); got != want {
			t.Errorf("after %d: %s, want %s", wrong, got, want)
		}
	}
}

func TestAnAddressIsCountedWhateverNamesItTries(t *testing.T) {
	s := open(t)
	for i := range freeTries {
		s.signIn("", fmt.Sprintf("guess %d", i), "wrong").want(t, "a guess", 401)
	}
	s.signIn("", "manager", rightPassword).want(t, "anybody from there", 429)
	s.clock = s.clock.Add(time.Minute)
	s.signIn("", "manager", rightPassword).want(t, "a minute after", 200)
	s.signIn("", "guess 9", "wrong").want(t, "the guesses still count", 401)
	s.signIn("", "manager", rightPassword).want(t, "so the door is closed again", 429)
}

// One person's own slips must not add up to a closed tablet for all.
func TestARightPasswordTakesBackOnesOwnSlips(t *testing.T) {
	s := open(t)
	for range 3 {
		for range freeTries - 1 {
			s.signIn("", "associate", "wrong").want(t, "a slip", 401)
		}
		s.signIn("", "associate", rightPassword).want(t, "the right one", 200)
	}
	if n := s.count(`SELECT coalesce(sum(wrong), 0) FROM sign_in_tries`); n != 0 {
		t.Errorf("%d wrong passwords are left", n)
	}
}

func TestWrongPasswordsAtOnceAreStillFive(t *testing.T) {
	s := open(t)
	n := s.counting()
	var closed atomic.Int32
	race(20, func(int) {
		r, err := s.try("guest", "POST", "/api/session", map[string]any{"name": "owner", "password": "wrong"})
		if err != nil {
			t.Error(err)
		}
		if r.status == http.StatusTooManyRequests {
			closed.Add(1)
		}
	})
	if n.Load() != freeTries || closed.Load() != 20-freeTries {
		t.Errorf("%d passwords were compared, %d refused", n.Load(), closed.Load())
	}
}

// The count is in the book: another start of the program knows it.
func TestTheCountSurvivesARestart(t *testing.T) {
	s := open(t)
	for range freeTries {
		s.signIn("", "manager", "wrong").want(t, "wrong", 401)
	}
	app, err := tests.NewTestApp(s.app.DataDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(app.Cleanup)
	again := &shop{t: t, app: app, clock: s.clock.Add(30 * time.Second), stores: s.stores, people: s.people, tokens: s.tokens}
	again.app.Settings().RateLimits.Enabled = false
	again.desk = New(func() time.Time { return again.clock })
	again.desk.Register(app)
	again.serve(nil)
	if r := again.signIn("", "manager", rightPassword).want(t, "after the restart", 429); !strings.Contains(string(r.body), "in 30 seconds.") {
		t.Errorf("after the restart: %s", r.body)
	}
	again.ask("associate", "GET", "/api/session", nil).want(t, "a session of before", 200)
	again.clock = again.clock.Add(30 * time.Second)
	again.signIn("me", "manager", rightPassword).want(t, "when the minute is over", 200)
}

func TestOldCountsAreCleared(t *testing.T) {
	s := open(t)
	s.signIn("", "manager", "wrong").want(t, "wrong", 401)
	for _, c := range []struct {
		after time.Duration
		left  int
	}{{triesFade, 3}, {triesFade + time.Second, 0}} {
		s.clock = morning.Add(c.after)
		if err := s.desk.ClearTries(s.app); err != nil {
			t.Fatal(err)
		}
		if n := s.count(`SELECT count(*) FROM sign_in_tries`); n != c.left {
			t.Errorf("after %s: %d counts, want %d", c.after, n, c.left)
		}
	}
}
