package appliance

import (
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"

	"touchstone/hooks/internal/testapp"
)

func TestMistakesOfTheBrowserReachTheLog(t *testing.T) {
	app := testapp.New(t)
	app.Settings().Logs.MaxDays = 5
	h := house(t, app, nil)
	report := func(body string) int {
		code, _, _ := ask{method: "POST", path: "/api/errors", body: body, from: tablet, host: "192.168.1.5:8090"}.of(h)
		return code
	}
	for _, c := range []struct {
		name, body string
		want       int
	}{
		{"a mistake", `{"where":"#/clients app/clients/card.js:10:5","message":"TypeError: x is not a function"}`, 204},
		{"with client data", `{"where":"\"Annika Brandvold\"","message":"no annika@example.com, +1 (212) 555-0142, 'Brandvold'\nforged line"}`, 204},
		{"no JSON", `{`, 400},
		{"too long", `{"where":"` + strings.Repeat("a", 5000) + `"}`, 413},
	} {
		if got := report(c.body); got != c.want {
			t.Errorf("%s: %d, want %d", c.name, got, c.want)
		}
	}
	for range 2 * mistakeBurst {
		report(`{"message":"loop"}`)
	}
	if got := report(`{"message":"loop"}`); got != 429 {
		t.Errorf("a flood is answered with %d", got)
	}
	kept := logged(t, app)
	if !strings.Contains(kept, "card.js:10:5") || !strings.Contains(kept, "TypeError: x is not a function") {
		t.Errorf("the log does not say what happened: %s", kept)
	}
	for _, secret := range []string{"Annika", "Brandvold", "example.com", "555"} {
		if strings.Contains(kept, secret) {
			t.Errorf("%s is in the log: %s", secret, kept)
		}
	}
}

// logged waits until the log of the app is written and is what the browsers
// said, one entry a line.
func logged(t *testing.T, app core.App) string {
	t.Helper()
	for range 200 {
		var entries []*core.Log
		if err := app.LogQuery().AndWhere(dbx.HashExp{"message": "mistake in the browser"}).All(&entries); err != nil {
			t.Fatal(err)
		}
		if len(entries) < mistakeBurst {
			time.Sleep(50 * time.Millisecond)
			continue
		}
		var said strings.Builder
		for _, e := range entries {
			fmt.Fprintln(&said, e.Data["where"], e.Data["message"])
		}
		return said.String()
	}
	t.Fatal("the log holds no mistakes")
	return ""
}

func TestMistakesAreLetThroughSlowly(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := allowing(mistakeBurst, mistakeEvery, nil)
		through := func(n int) (passed int) {
			for range n {
				if b.take() {
					passed++
				}
			}
			return passed
		}
		for i, c := range []struct {
			wait       time.Duration
			tries, got int
		}{
			{0, 100, mistakeBurst}, {mistakeEvery - time.Second, 5, 0}, {time.Second, 5, 1}, {3 * mistakeEvery, 5, 3}, {24 * time.Hour, 100, mistakeBurst},
		} {
			time.Sleep(c.wait)
			if got := through(c.tries); got != c.got {
				t.Errorf("%s: %d of %d passed, want %d", fmt.Sprint(i), got, c.tries, c.got)
			}
		}
	})
}
