package scorecard

import (
	"context"
	"encoding/json"
	"maps"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"touchstone/hooks/internal/sheet"
)

const headA, headB = "9f2c41d7e08a0000000000000000000000000000000000000000000000000000", "aaaabbbbccccdddd000000000000000000000000000000000000000000000000"

// issue prints as the command does: read, word, keep.
func (s *shop) issue(code string, fresh bool, now time.Time, head string) sheet.Document {
	s.tb.Helper()
	e, err := Prepare(context.Background(), s.db, Request{Store: s.store(), First: week46, Associate: code, Fresh: fresh, Now: now, Audit: head})
	s.must(err)
	doc := e.Document()
	s.must(s.app.RunInTransaction(func(tx core.App) error {
		_, err := e.Keep(tx)
		return err
	}))
	return doc
}

func (s *shop) kept() []*core.Record {
	s.tb.Helper()
	all, err := s.app.FindRecordsByFilter(collection, "week = '2026-W46'", "staff", 0, 0)
	s.must(err)
	return all
}

func (s *shop) late() {
	s.tb.Helper()
	s.many(func() { s.sell(week46.AddDays(3), "ANN", "watch", "", 880000, "accessory") })
}

func TestWhatIsKeptOfAWeek(t *testing.T) {
	s := smallShop(t)
	s.issue("", false, printedAt, headA)
	records := s.kept()
	if len(records) != 3 {
		t.Fatalf("%d records, want the store's and two people's", len(records))
	}
	own := map[string]string{}
	for _, field := range []string{"staff", "store", "first", "last", "definition_version", "audit_head", "issued_at"} {
		own[field] = records[0].GetString(field)
	}
	want := map[string]string{"staff": "", "store": storeID, "first": "2026-11-09", "last": "2026-11-15",
		"definition_version": "1", "audit_head": headA, "issued_at": "2026-11-16T14:05:00.000Z"}
	if !maps.Equal(own, want) {
		t.Errorf("the store's record is %v, want %v", own, want)
	}
	var figures struct {
		Period map[string]any `json:"period"`
	}
	if err := json.Unmarshal([]byte(records[0].GetString("figures")), &figures); err != nil {
		t.Fatal(err)
	}
	if got := figures.Period["secondary_sales_rate"]; !reflect.DeepEqual(got, map[string]any{"n": 4.0, "of": 9.0}) {
		t.Errorf("kept %v, want 4 of 9", got)
	}
}

func TestAnIssuedWeekKeepsItsNumbers(t *testing.T) {
	s := smallShop(t)
	before := s.issue("", false, printedAt, headA)
	s.late()
	again := s.issue("", false, printedAt.AddDate(0, 0, 4), headB)
	if a, b := body(before), body(again); a != b {
		t.Errorf("the reprint says\n%s\nand not\n%s", b, a)
	}
	const moved = "Figures have changed since this week was issued on November\u00a016, 2026. The issued ones stand here; ask for the new ones with --fresh."
	for i, changed := range []bool{true, true, false} { // the team's, Ann's, Bo's
		if foot := footOf(again.Pages[i]); changed != (foot.Formulas[0] == moved) {
			t.Errorf("page %d: %q", i+1, foot.Formulas)
		}
	}
	foot := footOf(again.Pages[1])
	if want := "Printed Friday, November\u00a020, 2026, 8:05\u00a0am, with the figures issued on November\u00a016, 2026."; foot.Printed != want || foot.Audit != "Audit 9f2c 41d7 e08a" {
		t.Errorf("%q, %q; want %q and the head of the issue", foot.Printed, foot.Audit, want)
	}
}

func TestFreshIssuesAnew(t *testing.T) {
	s := smallShop(t)
	before := s.issue("", false, printedAt, headA)
	s.late()
	later := printedAt.AddDate(0, 0, 4)
	fresh := s.issue("", true, later, headB)
	if body(fresh) == body(before) {
		t.Error("--fresh printed the old figures")
	}
	if got := len(s.kept()); got != 3 {
		t.Errorf("%d records after --fresh, want 3", got)
	}
	if f := footOf(fresh.Pages[1]); len(f.Formulas) != 2 || f.Audit != "Audit aaaa bbbb cccc" {
		t.Errorf("foot of the fresh one: %+v", f)
	}
	if body(s.issue("", false, later, "")) != body(fresh) {
		t.Error("the week was not issued anew")
	}
}

func footOf(p sheet.Page) sheet.Foot {
	if p.Team != nil {
		return p.Team.Foot
	}
	return p.Associate.Foot
}

// body is everything on the pages but the small print.
func body(doc sheet.Document) string {
	var b strings.Builder
	texts(reflect.ValueOf(doc.Pages), "", func(path, text string) {
		if !strings.Contains(path, ".Foot.") {
			b.WriteString(path + "=" + text + "\n")
		}
	})
	return b.String()
}

func TestUnchangedReprintSaysNothing(t *testing.T) {
	s := smallShop(t)
	s.issue("", false, printedAt, headA)
	s.exec(`UPDATE stores SET floor = 4`) // a setting is not a figure
	for _, p := range s.issue("", false, printedAt.Add(time.Hour), headB).Pages {
		foot := footOf(p)
		if len(foot.Formulas) != 2 || !strings.Contains(foot.Formulas[1], "fewer than five") {
			t.Errorf("formulas %q", foot.Formulas)
		}
	}
}

// A week is issued whole: a card printed alone keeps nothing.
func TestACardAloneIsNotIssued(t *testing.T) {
	s := smallShop(t)
	s.issue("ANN", false, printedAt, headA)
	if got := len(s.kept()); got != 0 {
		t.Fatalf("%d records are kept of a card printed alone", got)
	}
	s.issue("", false, printedAt.Add(time.Hour), headB)
	if got := len(s.kept()); got != 3 {
		t.Errorf("%d records, want the team's and two", got)
	}
}

// Who was on the list of an issued week stays on it, and nobody joins it: a code
// seen later is told apart, and only if sales of the week are theirs by now.
func TestAnIssuedWeekKeepsItsPeople(t *testing.T) {
	s := smallShop(t)
	s.issue("", false, printedAt, headA)
	s.hire("XQ", "Xenia Quill")
	if doc := s.issue("", false, printedAt.Add(time.Hour), headA); len(doc.Pages) != 3 {
		t.Errorf("with a new code the week has %d pages, want 3", len(doc.Pages))
	}
	look := func() *Edition {
		e, err := Prepare(context.Background(), s.db, Request{Store: s.store(), First: week46, Now: printedAt})
		if err != nil {
			t.Fatal(err)
		}
		return e
	}
	if e := look(); len(e.late) != 0 {
		t.Errorf("late without a sale: %+v", e.late)
	}
	s.many(func() { s.sell(week46.AddDays(1), "XQ", "watch", "", 100000, "") })
	if e := look(); len(e.late) != 1 || e.late[0].Code != "XQ" || len(e.cards) != 2 {
		t.Errorf("late %+v beside %d cards", e.late, len(e.cards))
	}
}

func TestAWeekThatIsNotOverIsNotKept(t *testing.T) {
	s := smallShop(t)
	cases := []struct {
		name string
		now  time.Time
		open bool
	}{
		{"Sunday evening in Chicago, Monday in London", time.Date(2026, 11, 16, 4, 0, 0, 0, time.UTC), true},
		{"Monday just after midnight in Chicago", time.Date(2026, 11, 16, 6, 1, 0, 0, time.UTC), false},
	}
	for _, c := range cases {
		doc := s.issue("", false, c.now, headA)
		if got := len(s.kept()) == 0; got != c.open {
			t.Errorf("%s: not kept %v, want %v", c.name, got, c.open)
		}
		team := doc.Pages[0].Team
		if team.Columns.Cells[0] != map[bool]string{true: "This week, so far", false: "This week"}[c.open] {
			t.Errorf("%s: column %q", c.name, team.Columns.Cells[0])
		}
		if got := strings.HasSuffix(team.Week, ", so far"); got != c.open || strings.Contains(team.Foot.Printed, "not kept") != c.open {
			t.Errorf("%s: %q, %q", c.name, team.Week, team.Foot.Printed)
		}
	}
}

func TestDamagedRecordIsNamed(t *testing.T) {
	s := smallShop(t)
	s.issue("", false, printedAt, headA)
	s.exec(`UPDATE scorecards SET figures = '{"period":[]}' WHERE staff = ''`)
	_, err := Prepare(context.Background(), s.db, Request{Store: s.store(), First: week46, Now: printedAt})
	if err == nil || !strings.Contains(err.Error(), "2026-W46") || !strings.Contains(err.Error(), "--fresh") {
		t.Errorf("error %v", err)
	}
}
