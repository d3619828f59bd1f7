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
	aClient(t, app, "Annika Brandvold-Ruß")
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
		{"with a name as it is", `{"where":"#/clients BRANDVOLD","message":"Error: no card for annika Brandvold-Ruß in the list"}`, 204},
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
	if !strings.Contains(kept, "Error: no card for … …-… in the list") {
		t.Errorf("more than the name is gone: %s", kept)
	}
	for _, secret := range []string{"annika", "brandvold", "ruß", "example.com", "555"} {
		if strings.Contains(strings.ToLower(kept), secret) {
			t.Errorf("%s is in the log: %s", secret, kept)
		}
	}
}

func aClient(t *testing.T, app core.App, name string) {
	t.Helper()
	store, err := app.FindFirstRecordByData("stores", "code", "MAIN")
	if err != nil {
		stores, err := app.FindCollectionByNameOrId("stores")
		if err != nil {
			t.Fatal(err)
		}
		store = core.NewRecord(stores)
		store.Load(map[string]any{"code": "MAIN", "time_zone": "UTC"})
		if err := app.Save(store); err != nil {
			t.Fatal(err)
		}
	}
	clients, err := app.FindCollectionByNameOrId("clients")
	if err != nil {
		t.Fatal(err)
	}
	r := core.NewRecord(clients)
	r.Load(map[string]any{"store": store.Id, "name": name})
	if err := app.Save(r); err != nil {
		t.Fatal(err)
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
