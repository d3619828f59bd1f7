package doctor

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/pocketbase/dbx"

	"touchstone/hooks/appliance/overlay"
	"touchstone/hooks/appliance/place"
	"touchstone/hooks/internal/testapp"
)

var noon = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

func item(t *testing.T, items []Item, name string) Item {
	t.Helper()
	for _, i := range items {
		if i.Name == name {
			return i
		}
	}
	t.Fatalf("nothing was said of %s: %+v", name, items)
	return Item{}
}

func (i Item) expect(t *testing.T, state State, found string) {
	t.Helper()
	if i.State != state || !strings.Contains(i.Found, found) {
		t.Errorf("%s is %s: %s; want %s: %s", i.Name, i.State, i.Found, state, found)
	}
	if (i.State == OK) != (i.Cure == "") {
		t.Errorf("%s is %s with the cure %q", i.Name, i.State, i.Cure)
	}
}

func TestSpace(t *testing.T) {
	for free, want := range map[uint64]struct {
		state State
		found string
	}{50 << 30: {OK, "50.0 GB free"}, 1 << 30: {Warning, "1.0 GB free"}, 100 << 20: {Broken, "100 MB free"}, 0: {Broken, "0 MB free"}} {
		space("/data", free).expect(t, want.state, want.found)
	}
	if got := Folder(t.TempDir()); len(got) != 1 || !strings.Contains(got[0].Found, "free") {
		t.Errorf("%+v", got)
	}
	item(t, Folder(filepath.Join(t.TempDir(), "gone")), "data folder").expect(t, Warning, "cannot be told")
}

func TestClock(t *testing.T) {
	built := noon.AddDate(0, -1, 0)
	known, unknown := place.Clues{TZ: "Europe/Vienna"}, place.Clues{}
	item(t, Clock(known, noon, built), "time zone").expect(t, OK, "Europe/Vienna")
	item(t, Clock(unknown, noon, built), "time zone").expect(t, Warning, "UTC")
	item(t, Clock(known, noon, built), "clock").expect(t, OK, "2026-11-21 12:00")
	item(t, Clock(known, time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC), built), "clock").expect(t, Broken, "2000-01-01")
	item(t, Clock(known, noon.AddDate(30, 0, 0), built), "clock").expect(t, Broken, "2056")
}

func TestTemplates(t *testing.T) {
	dir := t.TempDir()
	base := fstest.MapFS{"categories.json": {Data: []byte("{}")}}
	item(t, Templates(overlay.New(base, dir)), "templates").expect(t, OK, "all built in")
	if err := os.Mkdir(filepath.Join(dir, "templates"), 0o755); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"categories.json", "catgories.json"} {
		if err := os.WriteFile(filepath.Join(dir, "templates", name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	items := Templates(overlay.New(base, dir))
	if len(items) != 2 {
		t.Fatalf("%+v", items)
	}
	items[0].expect(t, OK, "categories.json is the shop's own")
	items[1].expect(t, Warning, "catgories.json is the shop's own and replaces nothing")
}

func TestBook(t *testing.T) {
	app := testapp.New(t)
	for _, name := range []string{"staff", "categories", "imports", "newest sale", "schema"} {
		if got := item(t, Book(context.Background(), app, noon), name); got.State != OK {
			t.Errorf("an empty book: %+v", got)
		}
	}
	for _, sql := range []string{
		`INSERT INTO stores (id, code, time_zone) VALUES ('s1', 'MAIN', 'UTC')`,
		`INSERT INTO staff (id, email, tokenKey, store, code, name, role, active) VALUES ('p1', '', 'k1', 's1', 'AQ', 'AQ', 'associate', true), ('p2', '', 'k2', 's1', 'RB', 'Ruth Bell', 'associate', true), ('p3', '', 'k3', 's1', 'ZZ', 'ZZ', 'associate', false)`,
		`INSERT INTO receipts (id, store, source, number, date) VALUES ('r1', 's1', 'x', '1', '2026-11-01')`,
		`INSERT INTO lines (id, receipt, category, role) VALUES ('l1', 'r1', 'ESTATE', 'unknown'), ('l2', 'r1', 'ESTATE', 'unknown'), ('l3', 'r1', 'RINGS', 'primary')`,
		`INSERT INTO imports (id, state) VALUES ('i1', 'applying'), ('i2', 'applied'), ('i3', 'undone')`,
	} {
		if _, err := app.DB().NewQuery(sql).Execute(); err != nil {
			t.Fatal(err)
		}
	}
	items := Book(context.Background(), app, noon)
	item(t, items, "staff").expect(t, Warning, "known by their POS code only: AQ")
	item(t, items, "categories").expect(t, Warning, `2 lines are of no known category; most often: "ESTATE"`)
	item(t, items, "imports").expect(t, Warning, "1 not finished: i1 (applying)")
	item(t, items, "newest sale").expect(t, Warning, "2026-11-01, 20 days ago")
	item(t, items, "book").expect(t, OK, "whole")
	item(t, Book(context.Background(), app, noon.AddDate(0, 0, -17)), "newest sale").expect(t, OK, "2026-11-01")
	item(t, Book(context.Background(), app, noon.AddDate(0, -1, 0)), "newest sale").expect(t, Warning, "still to come")
	// The test app opens its databases PocketBase's way, which is not durable.
	item(t, items, "durability").expect(t, Broken, "synchronous")
	if _, err := app.DB().Delete("_migrations", dbx.NewExp("file LIKE '%trust%'")).Execute(); err != nil {
		t.Fatal(err)
	}
	item(t, Book(context.Background(), app, noon), "schema").expect(t, Broken, "1 steps are missing")
}

func TestReport(t *testing.T) {
	var r Report
	r.Add(well("a", "fine"))
	if r.State != OK {
		t.Error(r.State)
	}
	r.Add(Check("chain", "unbroken", "keep a copy", errors.New("entry 3 does not hold")), warn("c", "look", "odd"))
	var text, machine strings.Builder
	if err := errors.Join(r.Write(&text, false), r.Write(&machine, true)); err != nil {
		t.Fatal(err)
	}
	if want := "ok       a: fine\nbroken   chain: entry 3 does not hold\n         keep a copy\nwarning  c: odd\n         look\n"; text.String() != want {
		t.Errorf("%q", text.String())
	}
	if !strings.HasPrefix(machine.String(), `{"state":"broken","items":[{"name":"a","state":"ok","found":"fine"}`) {
		t.Error(machine.String())
	}
}
