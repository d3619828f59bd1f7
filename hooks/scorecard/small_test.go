package scorecard

import (
	"context"
	"slices"
	"strings"
	"testing"

	"touchstone/hooks/figures"
	"touchstone/hooks/internal/sheet"
)

func card1(t *testing.T, doc sheet.Document) *sheet.Associate {
	t.Helper()
	if len(doc.Pages) != 1 || doc.Pages[0].Associate == nil {
		t.Fatalf("%d pages, want one card", len(doc.Pages))
	}
	return doc.Pages[0].Associate
}

func row(t *testing.T, a *sheet.Associate, label string) sheet.Row {
	t.Helper()
	for _, r := range a.Rows {
		if r.Label == label {
			return r
		}
	}
	t.Fatalf("no row %q", label)
	return sheet.Row{}
}

// smallShop is a book whose figures were counted by hand. Ann, in the 13 weeks until
// week 46: eight sales, seven with a watch (four with an add-on, one of these on
// the last day of the 13 weeks, three of them this week), one strap alone.
func smallShop(t *testing.T) *shop {
	s := newShop(t)
	s.hire("ANN", "Ann Ashgrove")
	s.hire("BO", "Bo Birch")
	from := week46.AddDays(-84)
	s.many(func() {
		s.sell(from.AddDays(-1), "ANN", "watch", "clientaaaaaaaaa", 100000, "accessory") // before the 13 weeks
		s.sell(from, "ANN", "watch", "clientaaaaaaaaa", 100000, "accessory")
		s.sell(from.AddDays(20), "ANN", "watch", "clientbbbbbbbbb", 200000, "")
		s.sell(from.AddDays(40), "ANN", "watch", "clientccccccccc", 200000, "")
		s.sell(week46, "ANN", "watch", "clientddddddddd", 300000, "care_plan")
		s.sell(week46.AddDays(1), "ANN", "watch", "", 300000, "service")
		s.sell(week46.AddDays(5), "ANN", "watch", "", 300000, "")
		s.sell(week46.AddDays(6), "ANN", "watch", "", 400000, "accessory")
		s.ring(week46, "clienteeeeeeeee", line("accessory", "", 5000, "ANN"))
		s.sell(week46.AddDays(7), "ANN", "watch", "", 999900, "accessory") // after the week

		// Bo holds the larger share of a watch, Ann the smaller; the client had
		// bought from Ann, which is no repeat client of Bo's.
		watch := line("primary", "watch", 100000, "BO")
		watch.Shares = []figures.Share{{Staff: staffID("BO"), BasisPoints: 6000, Amount: 60000}, {Staff: staffID("ANN"), BasisPoints: 4000, Amount: 40000}}
		s.ring(week46.AddDays(2), "clientaaaaaaaaa", watch)
		s.sell(week46.AddDays(2), "", "jewelry", "", 70000, "") // nobody's
	})
	return s
}

func TestCountedByHand(t *testing.T) {
	s := smallShop(t)
	ann := card1(t, s.week(week46, "ANN"))
	watchRow := row(t, ann, "Add-on rate, watches")
	if watchRow.N != "4 of 7" || watchRow.Value != "57%" || watchRow.Week != "3 of 4 sales had an add-on" {
		t.Errorf("watches: %+v", watchRow)
	}
	if watchRow.Streak.HasRef || watchRow.Change != "Before: 1 of 1" {
		t.Errorf("one sale before makes no ring and no change: %+v", watchRow)
	}
	// Known clients of the 13 weeks: a (had bought the day before them), b, c, d, e.
	if r := row(t, ann, "Repeat clients"); r.N != "1 of 5" || r.Value != "20%" || r.Week != "0 of 2 clients had bought before" {
		t.Errorf("repeat clients: %+v", r)
	}
	// 1,000 + 2,000 + 2,000 + 3 x 3,000 + 4,000 and four add-ons of 65 and a strap of 50, over eight sales.
	if r := row(t, ann, "Average sale"); r.Value != "$2,289" || r.N != "8\u00a0sales" || r.Interval != "" || r.Change != "" {
		t.Errorf("average sale: %+v", r)
	}
	// Seven watches, four add-ons, one strap.
	if r := row(t, ann, "Units per sale"); r.Value != "1.5" || r.Week != "8 pieces in 5\u00a0sales" {
		t.Errorf("units: %+v", r)
	}
	if r := row(t, ann, "Care plans"); r.N != "1 of 7" {
		t.Errorf("care plans: %+v", r)
	}
	// Her sales, and 400 of the watch that counts for Bo.
	if r := row(t, ann, "Net sales"); r.Value != "$18,710" || r.Week != "$13,645" {
		t.Errorf("net sales: %+v", r)
	}
	if !strings.Contains(ann.Headline, "seven watch and jewelry sales") || !strings.Contains(ann.Headline, "three of four") {
		t.Errorf("headline %q, want four of the seven watch and jewelry sales, and three of four this week", ann.Headline)
	}
	bo := card1(t, s.week(week46, "BO"))
	if r := row(t, bo, "Repeat clients"); r.Words != "1 client, who had not bought before" {
		t.Errorf("Bo's client had bought from Ann only: %+v", r)
	}
	if r := row(t, bo, "Net sales"); r.Value != "$600" {
		t.Errorf("Bo's part: %+v", r)
	}
}

func TestTeamHoldsNobodysSalesToo(t *testing.T) {
	doc := smallShop(t).week(week46, "")
	team := doc.Pages[0].Team
	if team == nil || len(doc.Pages) != 3 {
		t.Fatalf("want the team's page and two cards, got %d pages", len(doc.Pages))
	}
	if team.Everyone.Cells[3] != "10" || team.Everyone.N != "4 of 9" {
		t.Errorf("everyone: %+v", team.Everyone)
	}
	if got := []string{team.Rows[0].Name, team.Rows[1].Name}; !slices.Equal(got, []string{"Ann Ashgrove", "Bo Birch"}) {
		t.Errorf("rows %v", got)
	}
	if r := team.Rows[1]; r.Words != "0 of 1 sale so far" || r.Value != "" || r.Streak.Has || r.Cells[1] != "" || r.Cells[2] != "" {
		t.Errorf("one sale makes no rate and no mean: %+v", r)
	}
}

func TestChartBreaksUnderTheFloor(t *testing.T) {
	s := newShop(t)
	s.hire("ANN", "Ann Ashgrove")
	s.many(func() {
		for w, sales := range []int{5, 4, 0, 6} {
			for i := range sales {
				s.sell(week46.AddDays(-7*(3-w)), "ANN", "watch", "", 100000, []string{"", "accessory"}[i%2])
			}
		}
	})
	c := card1(t, s.week(week46, "ANN")).Chart
	if len(c.Points) != 13 || c.Points[0].Label != "week\u00a034" || c.Points[12].Label != "46" {
		t.Fatalf("points %+v", c.Points)
	}
	for i, want := range map[int][2]bool{8: {false, false}, 9: {true, false}, 10: {false, true}, 11: {false, false}, 12: {true, false}} {
		if p := c.Points[i]; p.Has != want[0] || p.Few != want[1] || p.HasInterval != want[0] {
			t.Errorf("week %d: %+v", i, p)
		}
	}
	if c.Points[9].Rate != 0.4 || c.Points[12].Rate != 0.5 || c.End != "3 of 6" || !c.HasMean || c.MeanEnd != "47%" || c.Note != "7 of 15 sales" {
		t.Errorf("chart %+v", c)
	}
}

func TestWhoHasACard(t *testing.T) {
	s := newShop(t)
	s.hire("C", "Čapek Novák")
	s.hire("D", "Dana Orr")
	s.hire("B", "bea Lind")
	s.hire("G", "Gone Early")
	s.hire("L", "Left Today")
	s.hire("N", "Not Yet")
	s.hire("T", "Dana Orr")
	s.exec(`UPDATE staff SET active = FALSE WHERE code = 'G'`)
	s.exec(`UPDATE staff SET ended = ? WHERE code = 'L'`, week46.String())
	s.exec(`UPDATE staff SET started = ? WHERE code = 'N'`, week46.AddDays(7).String())
	team := s.week(week46, "").Pages[0].Team
	var names []string
	for _, r := range team.Rows {
		names = append(names, r.Name)
	}
	if want := []string{"bea Lind", "Čapek Novák", "Dana Orr (D)", "Dana Orr (T)", "Left Today"}; !slices.Equal(names, want) {
		t.Errorf("rows %v, want %v", names, want)
	}
	if got := card1(t, s.week(week46, "g")).Name; got != "Gone Early" {
		t.Errorf("somebody who left still has a card when asked for, got %q", got)
	}
	_, err := Week(context.Background(), s.db, s.store(), week46, "XX", printedAt)
	if err == nil || !strings.Contains(err.Error(), `"XX"`) || !strings.Contains(err.Error(), "B, C, D, L, N, T") {
		t.Errorf("an unknown code must name the known ones: %v", err)
	}
}
