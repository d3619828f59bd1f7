package appliance

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"touchstone/hooks/internal/testapp"
)

// A full disk is told as such, also where PocketBase itself was writing.
func TestFullDiskIs507(t *testing.T) {
	app := testapp.New(t)
	signed := map[string]string{"Authorization": superuserToken(t, app)}
	h := house(t, app, nil)
	if _, err := app.NonconcurrentDB().NewQuery("PRAGMA max_page_count = 1").Execute(); err != nil { // not under what is there
		t.Fatal(err)
	}
	body := `{"code":"BIG","time_zone":"UTC","name":"` + strings.Repeat("x", 190) + `"}`
	status, text := 0, ""
	for n := range 200 {
		status, text, _ = ask{method: "POST", path: "/api/collections/stores/records", body: strings.Replace(body, "BIG", fmt.Sprintf("B%d", n), 1), header: signed}.of(h)
		if status != 200 {
			break
		}
	}
	if status != http.StatusInsufficientStorage || !strings.Contains(text, "The disk is full.") {
		t.Errorf("%d %s", status, text)
	}
	if status, _, _ := (ask{path: "/api/collections/stores/records", header: signed}).of(h); status != 200 {
		t.Errorf("reading on a full disk: %d", status)
	}
}

func TestTheJournalKeepsPathAndIds(t *testing.T) {
	app := testapp.New(t)
	app.Settings().Logs.MaxDays = 5
	h := house(t, app, nil)
	asks := []ask{
		{path: "/api/collections/clients/records?filter=name%3D%27Ada%20Quill%27", header: map[string]string{"Referer": "http://127.0.0.1:8090/clients?q=Ada+Quill#Quill"}},
		{method: "POST", path: "/api/setup/workshop?name=Quill", body: `{"code":"Quill","password":"Quill is my name"}`},
		{path: "/api/absent?Quill"},
	}
	for _, a := range asks {
		a.of(h)
	}
	deadline := time.Now().Add(10 * time.Second)
	var entries []core.Log
	for time.Now().Before(deadline) {
		entries = nil
		if err := app.LogQuery().All(&entries); err != nil {
			t.Fatal(err)
		}
		if len(entries) >= len(asks) {
			break
		}
		time.Sleep(100 * time.Millisecond)
	}
	if len(entries) < len(asks) {
		t.Fatalf("%d entries, want %d", len(entries), len(asks))
	}
	seen := ""
	for _, e := range entries {
		seen += e.Message + " " + e.Data.String() + "\n"
	}
	if strings.Contains(seen, "Quill") || strings.Contains(seen, "?") {
		t.Errorf("the journal knows too much:\n%s", seen)
	}
	if !strings.Contains(seen, "GET /api/collections/clients/records ") {
		t.Errorf("the path is lost:\n%s", seen)
	}
}

// Nobody in particular can fill the disk with requests: not with mistakes that
// are refused, not with paths that are not there, not with a long name.
func TestStrangersCannotFillTheJournal(t *testing.T) {
	app := testapp.New(t)
	app.Settings().Logs.MaxDays = 5
	app.Settings().RateLimits.Enabled = false
	h := house(t, app, nil)
	long := map[string]string{"User-Agent": strings.Repeat("agent ", 5000), "Referer": "http://x/" + strings.Repeat("r", 5000)}
	for i := range 400 {
		for _, a := range []ask{
			{method: "POST", path: "/api/errors", body: `{"message":"loop"}`, header: long},
			{path: fmt.Sprintf("/api/absent/%d/%s", i, strings.Repeat("p", 3000)), header: long},
			{path: "/api/health", header: long},
		} {
			a.of(h)
		}
	}
	app.Logger().Error("the end")
	var entries []core.Log
	for range 100 {
		time.Sleep(100 * time.Millisecond)
		entries = nil
		if err := app.LogQuery().All(&entries); err != nil {
			t.Fatal(err)
		}
		if slices.ContainsFunc(entries, func(e core.Log) bool { return e.Message == "the end" }) {
			break
		}
	}
	if len(entries) < guestBurst || len(entries) > guestBurst+mistakeBurst+10 {
		t.Errorf("%d entries after 1200 requests", len(entries))
	}
	for _, e := range entries {
		if n := len(e.Message) + len(e.Data.String()); n > 2000 {
			t.Fatalf("an entry of %d bytes: %.300s", n, e.Data.String())
		}
	}
}
