package scorecard

import (
	"context"
	"encoding/json"
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

func TestAnIssuedWeekKeepsItsNumbers(t *testing.T) {
	s := smallShop(t)
	first := s.issue("", false, printedAt, headA)
	records := s.kept()
	if len(records) != 3 {
		t.Fatalf("%d records, want the store's and two people's", len(records))
	}
	own := records[0]
	if own.GetString("staff") != "" || own.GetString("first") != "2026-11-09" || own.GetString("last") != "2026-11-15" ||
		own.GetInt("definition_version") != 1 || own.GetString("audit_head") != headA || own.GetString("issued_at") != "2026-11-16T14:05:00.000Z" {
		t.Errorf("the store's record: %v", own)
	}
	var figures map[string]any
	if err := json.Unmarshal([]byte(own.GetString("figures")), &figures); err != nil {
		t.Fatal(err)
	}
	period, _ := figures["period"].(map[string]any)
	if got := period["secondary_sales_rate"]; !reflect.DeepEqual(got, map[string]any{"n": 4.0, "of": 9.0}) {
		t.Errorf("kept %v, want 4 of 9", got)
	}

	s.late()
	later := printedAt.AddDate(0, 0, 4)
	again := s.issue("", false, later, headB)
	if a, b := body(first), body(again); a != b {
		t.Errorf("the reprint says\n%s\nand not\n%s", b, a)
	}
	foot := again.Pages[1].Associate.Foot
	if !strings.HasPrefix(foot.Formulas[0], "Figures have changed since this week was issued on November\u00a016, 2026") || !strings.Contains(foot.Formulas[0], "--fresh") {
		t.Errorf("no word of the change: %q", foot.Formulas)
	}
	if foot.Audit != "Audit 9f2c 41d7 e08a" || !strings.Contains(foot.Printed, "November\u00a020, 2026") || !strings.Contains(foot.Printed, "issued on November\u00a016, 2026") {
		t.Errorf("foot %+v", foot)
	}
	if bo := again.Pages[2].Associate.Foot; len(bo.Formulas) != 2 {
		t.Errorf("Bo's figures did not change: %q", bo.Formulas)
	}
	if team := again.Pages[0].Team.Foot; len(team.Formulas) != 3 {
		t.Errorf("the team's did: %q", team.Formulas)
	}

	fresh := s.issue("", true, later, headB)
	if body(fresh) == body(first) || len(s.kept()) != 3 {
		t.Errorf("%d records after --fresh, or the old figures", len(s.kept()))
	}
	if f := fresh.Pages[1].Associate.Foot; len(f.Formulas) != 2 || f.Audit != "Audit aaaa bbbb cccc" {
		t.Errorf("foot of the fresh one: %+v", f)
	}
	if body(s.issue("", false, later, "")) != body(fresh) {
		t.Error("the week was not issued anew")
	}
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
		foot := sheet.Foot{}
		if p.Team != nil {
			foot = p.Team.Foot
		} else {
			foot = p.Associate.Foot
		}
		if len(foot.Formulas) != 2 || !strings.Contains(foot.Formulas[1], "fewer than five") {
			t.Errorf("formulas %q", foot.Formulas)
		}
	}
}

// A card printed alone and the team's page later speak of the same numbers.
func TestCardAndTeamAgree(t *testing.T) {
	s := smallShop(t)
	s.issue("ANN", false, printedAt, headA)
	if got := len(s.kept()); got != 1 {
		t.Fatalf("%d records, want Ann's alone", got)
	}
	s.late()
	doc := s.issue("", false, printedAt.Add(time.Hour), headB)
	if got := doc.Pages[0].Team.Rows[0].N; got != "4 of 7" {
		t.Errorf("the team's page says %s of Ann, her card 4 of 7", got)
	}
	if len(doc.Pages[0].Team.Foot.Formulas) != 3 {
		t.Error("the team's page does not say that a card holds older figures")
	}
	if len(s.kept()) != 3 {
		t.Error("the others were not issued")
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
