package scorecard

import (
	"slices"
	"strings"
	"testing"
	"time"

	"touchstone/hooks/internal/civil"
	"touchstone/hooks/internal/sheet"
	"touchstone/hooks/internal/verb"
)

func TestPrintTimeStandsInTheStoresZone(t *testing.T) {
	s := newShop(t)
	cases := []struct{ zone, printed string }{
		{"America/Los_Angeles", "Printed Monday, November\u00a016, 2026, 6:05\u00a0am"},
		{"Etc/GMT+8", "Printed Monday, November\u00a016, 2026, 6:05\u00a0am"},
		{"UTC", "Printed Monday, November\u00a016, 2026, 2:05\u00a0pm"},
		{"Etc/GMT-12", "Printed Tuesday, November\u00a017, 2026, 2:05\u00a0am"},
	}
	for _, c := range cases {
		s.exec(`UPDATE stores SET time_zone = ?`, c.zone)
		doc := s.week(week46, "")
		if got := doc.Pages[0].Team.Foot.Printed; !strings.HasPrefix(got, c.printed) {
			t.Errorf("%s: %q, want %q", c.zone, got, c.printed)
		}
		if _, offset := doc.PrintedAt.Zone(); doc.PrintedAt.Location().String() != c.zone {
			t.Errorf("%s: the file's time stands at offset %d", c.zone, offset)
		}
	}
}

func TestDefaultWeekIsTheLastThatIsOver(t *testing.T) {
	s := plainStore()
	cases := []struct {
		name    string
		zone    string
		start   time.Weekday
		cutover int
		now     time.Time
		want    string
	}{
		{"Monday morning", "America/Chicago", time.Monday, 0, printedAt, "2026-11-09"},
		{"still Sunday there", "America/Los_Angeles", time.Monday, 0, time.Date(2026, 11, 16, 7, 59, 0, 0, time.UTC), "2026-11-02"},
		{"Monday there already", "Etc/GMT-12", time.Monday, 0, time.Date(2026, 11, 15, 12, 0, 0, 0, time.UTC), "2026-11-09"},
		{"before the day cutover", "UTC", time.Monday, 240, time.Date(2026, 11, 16, 3, 59, 0, 0, time.UTC), "2026-11-02"},
		{"weeks from Sunday", "UTC", time.Sunday, 0, time.Date(2026, 11, 15, 9, 0, 0, 0, time.UTC), "2026-11-08"},
		{"the night the clocks go back", "America/Chicago", time.Sunday, 0, time.Date(2026, 11, 1, 6, 30, 0, 0, time.UTC), "2026-10-25"},
		{"the night they go forward", "America/Chicago", time.Monday, 0, time.Date(2026, 3, 9, 5, 30, 0, 0, time.UTC), "2026-03-02"},
	}
	for _, c := range cases {
		loc, err := time.LoadLocation(c.zone)
		if err != nil {
			t.Fatal(err)
		}
		s.Zone, s.WeekStart, s.Cutover = loc, c.start, c.cutover
		got, err := chooseWeek("", s, c.now)
		if err != nil || got.String() != c.want {
			t.Errorf("%s: %s, %v; want %s", c.name, got, err, c.want)
		}
		if !over(s, spanOf(got), c.now) {
			t.Errorf("%s: the week of %s is not over", c.name, got)
		}
	}
}

func TestWeekAskedFor(t *testing.T) {
	s := plainStore()
	cases := []struct {
		asked string
		start time.Weekday
		want  string
		fails string
	}{
		{"2026-W46", time.Monday, "2026-11-09", ""},
		{" 2026-w46 ", time.Monday, "2026-11-09", ""},
		{"2026-11-15", time.Monday, "2026-11-09", ""},
		{"2026-11-15", time.Sunday, "2026-11-15", ""},
		{"2026-W47", time.Monday, "2026-11-16", ""}, // begun
		{"2026-W48", time.Monday, "", "has not begun"},
		{"2026-W54", time.Monday, "", "no week 54"},
		{"last", time.Monday, "", "2026-W47"},
		{"2026-02-30", time.Monday, "", "2026-W47"},
	}
	for _, c := range cases {
		s.WeekStart = c.start
		got, err := chooseWeek(c.asked, s, printedAt)
		if c.fails == "" && (err != nil || got.String() != c.want) {
			t.Errorf("%q: %s, %v; want %s", c.asked, got, err, c.want)
		}
		if c.fails != "" && (err == nil || !strings.Contains(err.Error(), c.fails)) {
			t.Errorf("%q: error %v, want %q", c.asked, err, c.fails)
		}
	}
	if _, err := chooseWeek("soon", s, printedAt); err == nil {
		t.Error("a week that is none was taken")
	} else if _, usage := err.(*verb.UsageError); !usage {
		t.Errorf("%v is no usage error", err)
	}
}

// The 13 weeks hold 91 days each way and every sale once, also where the clocks
// change in them.
func TestWeeksAreSevenDatesWhateverTheClockDoes(t *testing.T) {
	s := newShop(t)
	s.hire("ANN", "Ann Ashgrove")
	last := civil.Date{Year: 2026, Month: 11, Day: 8} // the 13 weeks hold November 1
	at := spanOf(last)
	if at.before.DaysUntil(at.from) != 91 || at.from.DaysUntil(at.last) != 90 {
		t.Fatalf("span %+v", at)
	}
	s.many(func() {
		for d := at.before; !at.last.Before(d); d = d.AddDays(1) {
			s.sell(d, "ANN", "watch", "", 100000, "")
		}
	})
	for _, zone := range []string{"America/Chicago", "Etc/GMT+8", "UTC", "Etc/GMT-12"} {
		s.exec(`UPDATE stores SET week_start = 'sunday', time_zone = ?`, zone)
		ann := card1(t, s.week(last, "ANN"))
		if got := row(t, ann, "Add-on rate, watches"); got.N != "0 of 91" || got.Week != "0 of 7 sales had an add-on" {
			t.Errorf("%s: %+v", zone, got)
		}
		if ann.Week != "week of November\u00a08" || ann.Dates != "November\u00a08 to 14, 2026" || ann.Chart.Points[0].Label != "Aug\u00a016" {
			t.Errorf("%s: %q, %q, %q", zone, ann.Week, ann.Dates, ann.Chart.Points[0].Label)
		}
		if slices.ContainsFunc(ann.Chart.Points, func(p sheet.Point) bool { return !p.Has || p.Rate != 0 }) {
			t.Errorf("%s: a week misses days: %+v", zone, ann.Chart.Points)
		}
	}
}
