package doctor

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// Book looks at the database and at what is in it.
func Book(ctx context.Context, app core.App, now time.Time) []Item {
	items := []Item{pragmas(ctx, app.ConcurrentDB()), integrity(ctx, app.ConcurrentDB()), schema(ctx, app)}
	for _, look := range []func(context.Context, dbx.Builder, time.Time) (Item, error){staff, categories, unfinished, newest} {
		item, err := look(ctx, app.ConcurrentDB(), now)
		if err != nil {
			item = Bad("book", "Run doctor again; if it stays, bring back the last good copy of the book.", "one of its tables cannot be read: %s", err)
		}
		items = append(items, item)
	}
	return items
}

// pragmas checks what keeps an acknowledged sale through a power cut.
func pragmas(ctx context.Context, db dbx.Builder) Item {
	const name, cure = "durability", "Restart the appliance. If it stays, the data folder may lie on a network drive: move it to a disk of this PC."
	for _, want := range []struct{ pragma, value string }{
		{"journal_mode", "wal"}, {"synchronous", "2"}, {"foreign_keys", "1"}, {"busy_timeout", "10000"},
	} {
		var got string
		if err := db.NewQuery("PRAGMA " + want.pragma).WithContext(ctx).Row(&got); err != nil || got != want.value {
			return Bad(name, cure, "%s is %q instead of %q", want.pragma, got, want.value)
		}
	}
	return well(name, "every saved change survives a power cut (WAL, synchronous FULL)")
}

func integrity(ctx context.Context, db dbx.Builder) Item {
	const name, cure = "book", "Stop the appliance, copy the whole data folder to a safe place, then bring back the last good copy of data.db."
	var verdict []string
	if err := db.NewQuery("PRAGMA quick_check(5)").WithContext(ctx).Column(&verdict); err != nil {
		return Bad(name, cure, "it cannot be checked: %s", err)
	}
	if len(verdict) != 1 || verdict[0] != "ok" {
		return Bad(name, cure, "it is damaged: %s", strings.Join(verdict, "; "))
	}
	return well(name, "whole")
}

// schema names the last step and what is missing.
func schema(ctx context.Context, app core.App) Item {
	var done []string
	if err := app.ConcurrentDB().NewQuery("SELECT file FROM _migrations").WithContext(ctx).Column(&done); err != nil {
		return Bad("schema", "Bring back the last good copy of the book.", "its steps cannot be read")
	}
	has := map[string]bool{}
	for _, f := range done {
		has[f] = true
	}
	last, missing := "", 0
	for _, m := range core.AppMigrations.Items() {
		last = max(last, m.File)
		if !has[m.File] {
			missing++
		}
	}
	if missing > 0 {
		return Bad("schema", "Restart the appliance: it does the missing steps when it starts.", "%d steps are missing", missing)
	}
	return well("schema", "up to date (%s)", strings.TrimSuffix(last, ".go"))
}

func staff(ctx context.Context, db dbx.Builder, _ time.Time) (Item, error) {
	var codes []string
	err := db.NewQuery(`SELECT code FROM staff WHERE active AND (name = '' OR name = code) ORDER BY code LIMIT 20`).WithContext(ctx).Column(&codes)
	if err != nil {
		return Item{}, err
	}
	if len(codes) == 0 {
		return well("staff", "everybody has a name"), nil
	}
	return warn("staff", "Give them their names in the Data workshop, collection staff, so that scorecards can be read; set those who left to inactive.",
		"known by their POS code only: %s", strings.Join(codes, ", ")), nil
}

func categories(ctx context.Context, db dbx.Builder, _ time.Time) (Item, error) {
	var n int
	if err := db.NewQuery(`SELECT count(*) FROM lines WHERE role = 'unknown'`).WithContext(ctx).Row(&n); err != nil {
		return Item{}, err
	}
	if n == 0 {
		return well("categories", "every line sold has its place"), nil
	}
	var names []string
	err := db.NewQuery(`SELECT category FROM lines WHERE role = 'unknown' GROUP BY category ORDER BY count(*) DESC, category LIMIT 5`).WithContext(ctx).Column(&names)
	if err != nil {
		return Item{}, err
	}
	for i, name := range names {
		names[i] = strconv.Quote(name)
	}
	return warn("categories", "Say in the Data workshop, collection category_rules, what these categories are.",
		"%d lines are of no known category; most often: %s", n, strings.Join(names, ", ")), nil
}

func unfinished(ctx context.Context, db dbx.Builder, _ time.Time) (Item, error) {
	var ids []string
	err := db.NewQuery(`SELECT id || ' (' || state || ')' FROM imports WHERE state IN ('staging', 'checked', 'applying', 'undoing') ORDER BY created`).WithContext(ctx).Column(&ids)
	if err != nil {
		return Item{}, err
	}
	if len(ids) == 0 {
		return well("imports", "none stopped half way"), nil
	}
	return warn("imports", "Unless one is running this minute, import the same file again: it goes on where it stopped.",
		"%d not finished: %s", len(ids), strings.Join(ids, ", ")), nil
}

func newest(ctx context.Context, db dbx.Builder, now time.Time) (Item, error) {
	var date string
	if err := db.NewQuery(`SELECT coalesce(max(date), '') FROM receipts`).WithContext(ctx).Row(&date); err != nil {
		return Item{}, err
	}
	if date == "" {
		return well("newest sale", "none yet; import the POS export first"), nil
	}
	day, err := time.Parse(time.DateOnly, date)
	if err != nil {
		return Item{}, fmt.Errorf("reading the newest sale's date: %w", err)
	}
	const cure = "Import the latest POS export."
	switch days := int(now.Sub(day).Hours() / 24); {
	case days > 10:
		return warn("newest sale", cure, "%s, %d days ago", date, days), nil
	case days < -1:
		return warn("newest sale", "Look at that receipt, and at the clock of this PC and of the POS.", "%s, which is still to come", date), nil
	}
	return well("newest sale", "%s", date), nil
}
