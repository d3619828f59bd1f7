package migrations

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tests"
)

// A book in which a week was issued twice opens: the first card stays, the
// store's own and each person's, and no second one is taken from then on.
func TestOneScorecardAWeek(t *testing.T) {
	app, err := tests.NewTestApp(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer app.Cleanup()
	step := stepOf(t, "2026112112scorecards.go")
	if err := step.Down(app); err != nil {
		t.Fatalf("going back: %v", err)
	}
	exec := func(query string, args ...string) error {
		q := query
		for _, a := range args {
			q = strings.Replace(q, "?", "'"+a+"'", 1)
		}
		_, err := app.DB().NewQuery(q).Execute()
		return err
	}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(exec(`INSERT INTO stores (id, code, time_zone) VALUES ('store0000000one', 'MAIN', 'UTC')`))
	for i, who := range []string{"staff0000000ann", "staff0000000bob"} {
		must(exec(`INSERT INTO staff (id, store, code, name, role, active, tokenKey, password) VALUES (?, 'store0000000one', ?, ?, 'associate', TRUE, ?, '')`,
			who, who[12:], who[12:], fmt.Sprintf("%050d", i)))
	}
	add := func(id, staff, week, at string) error {
		return exec(`INSERT INTO scorecards (id, store, staff, week, issued_at) VALUES (?, 'store0000000one', ?, ?, ?)`, id, staff, week, at)
	}
	for _, row := range [][4]string{
		{"teamlater000000", "", "2026-W46", "2026-11-17T08:00:00.000Z"},
		{"teamfirst000000", "", "2026-W46", "2026-11-16T08:00:00.000Z"},
		{"teamother000000", "", "2026-W45", "2026-11-16T08:00:00.000Z"},
		{"annfirst0000000", "staff0000000ann", "2026-W46", "2026-11-16T08:00:00.000Z"},
		{"annsametime0000", "staff0000000ann", "2026-W46", "2026-11-16T08:00:00.000Z"},
		{"bobonly00000000", "staff0000000bob", "2026-W46", "2026-11-18T08:00:00.000Z"},
	} {
		must(add(row[0], row[1], row[2], row[3]))
	}
	must(step.Up(app))
	kept := func() []string {
		var ids []string
		must(app.DB().NewQuery(`SELECT id FROM scorecards`).Column(&ids))
		slices.Sort(ids)
		return ids
	}
	if got, want := kept(), []string{"annfirst0000000", "bobonly00000000", "teamfirst000000", "teamother000000"}; !slices.Equal(got, want) {
		t.Errorf("kept %v, want %v", got, want)
	}
	for _, staff := range []string{"", "staff0000000ann"} {
		if err := add("second000000000", staff, "2026-W46", "2026-11-19T08:00:00.000Z"); err == nil || !strings.Contains(err.Error(), "UNIQUE") {
			t.Errorf("a second card of %q: %v", staff, err)
		}
	}
	ann, err := app.FindRecordById("staff", "staff0000000ann")
	must(err)
	must(app.Delete(ann))
	if got, want := kept(), []string{"bobonly00000000", "teamfirst000000", "teamother000000"}; !slices.Equal(got, want) {
		t.Errorf("after Ann's record was removed: %v, want %v", got, want)
	}
}

func stepOf(t *testing.T, file string) *core.Migration {
	t.Helper()
	for _, step := range core.AppMigrations.Items() {
		if step.File == file {
			return step
		}
	}
	t.Fatalf("no step %s", file)
	return nil
}
