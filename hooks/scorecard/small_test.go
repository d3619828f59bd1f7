package scorecard

import (
	"context"
	"fmt"
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

// said is what a row says in figures and words, its marks apart.
func said(r sheet.Row) [6]string {
	return [6]string{r.Value, r.Interval, r.Words, r.N, r.Week, r.Change}
}

func TestCountedByHand(t *testing.T) {
	s := smallShop(t)
	ann, bo := card1(t, s.week(week46, "ANN")), card1(t, s.week(week46, "BO"))
	cases := []struct {
		of    *sheet.Associate
		label string
		want  [6]string
	}{
		{ann, "Add-on rate, watches", [6]string{"57%", "(29 to 81)", "", "4 of 7", "3 of 4 sales had an add-on", "Before: 1 of 1"}},
		{ann, "Add-on rate, jewelry", [6]string{"", "", "No jewelry sale", "", "No jewelry sale", ""}},
		// Known clients of the 13 weeks: a (had bought the day before them), b, c, d, e.
		{ann, "Repeat clients", [6]string{"20%", "(5 to 56)", "", "1 of 5", "0 of 2 clients had bought before", "Before: 0 of 1. Not judged: often the same people"}},
		// 1,000 + 2,000 + 2,000 + 3 x 3,000 + 4,000, four add-ons of 65 and a strap of 50, over eight sales.
		{ann, "Average sale", [6]string{"$2,289", "", "", "8\u00a0sales", "5\u00a0sales, $13,245 together", ""}},
		{ann, "Units per sale", [6]string{"1.5", "", "", "8\u00a0sales", "8 pieces in 5\u00a0sales", ""}}, // seven watches, four add-ons, a strap
		{ann, "Care plans", [6]string{"14%", "(3 to 45)", "", "1 of 7", "1 of 4 sales had a care plan", "Before: 0 of 1"}},
		{ann, "Net sales", [6]string{"$18,710", "", "", "", "$13,645", ""}}, // and 400 of the watch that counts for Bo
		{bo, "Repeat clients", [6]string{"", "", "1 client, who had not bought before", "", "0 of 1 client had bought before", ""}},
		{bo, "Net sales", [6]string{"$600", "", "", "", "$600", ""}},
	}
	for _, c := range cases {
		if got := said(row(t, c.of, c.label)); got != c.want {
			t.Errorf("%s, %s:\n%q, want\n%q", c.of.Name, c.label, got, c.want)
		}
	}
	if row(t, ann, "Add-on rate, watches").Streak.HasRef {
		t.Error("one sale before makes no ring")
	}
	if h := ann.Headline; !strings.Contains(h, "seven watch and jewelry sales") || !strings.Contains(h, "three of four") {
		t.Errorf("headline %q, want four of the seven watch and jewelry sales, and three of four this week", h)
	}
}

func TestTeamHoldsNobodysSalesToo(t *testing.T) {
	doc := smallShop(t).week(week46, "")
	team := doc.Pages[0].Team
	if team == nil || len(doc.Pages) != 3 || len(team.Rows) != 2 {
		t.Fatalf("want the team's page and two cards, got %d pages", len(doc.Pages))
	}
	for i, want := range []string{
		// Ann's eight, Bo's watch of 1,000 and nobody's ring of 700: 20,010 over ten.
		"Everyone|44%|(22 to 70)||4 of 9|3 of 6 $2,001 1.4 10",
		"Ann Ashgrove|57%|(29 to 81)||4 of 7|3 of 4 $2,289 1.5 8",
		"Bo Birch|||0 of 1 sale so far||0 of 1   1",
	} {
		r := append([]sheet.TeamRow{*team.Everyone}, team.Rows...)[i]
		got := strings.Join([]string{r.Name, r.Value, r.Interval, r.Words, r.N, strings.Join(r.Cells, " ")}, "|")
		if got != want || r.Streak.Has != (r.Value != "") {
			t.Errorf("%q, want %q", got, want)
		}
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
	marks := ""
	for _, p := range c.Points {
		marks += mark(p)
	}
	if want := " week\u00a034 35 36 37 38 39 40 41 42 43:0.40 44:ring 45 46:0.50"; marks != want {
		t.Errorf("points%s, want%s", marks, want)
	}
	words := [...]string{c.End, c.MeanEnd, c.Note, c.Empty}
	if want := [...]string{"3 of 6", "47%", "7 of 15 sales", ""}; words != want || c.Mean != 7.0/15 {
		t.Errorf("%q and %f, want %q", words, c.Mean, want)
	}
}

// mark is what a point draws, in short.
func mark(p sheet.Point) string {
	switch {
	case p.Has && p.HasInterval && !p.Few:
		return fmt.Sprintf(" %s:%.2f", p.Label, p.Rate)
	case p.Few && !p.Has && !p.HasInterval:
		return " " + p.Label + ":ring"
	}
	return " " + p.Label
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
