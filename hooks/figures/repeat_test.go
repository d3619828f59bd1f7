package figures

import (
	"context"
	"fmt"
	"testing"
	"time"

	"touchstone/hooks/internal/civil"
	"touchstone/hooks/internal/store"
)

func TestStandings(t *testing.T) {
	sale := func(date, by string) visitOnce { return visitOnce{date: date, countsFor: by, sale: true, clock: -1} }
	cases := []struct {
		name    string
		history []visitOnce
		want    string // a receipt: r repeat, s same associate, f first, . none
	}{
		{"once", []visitOnce{sale("2026-01-05", "a")}, "f"},
		{"twice on one day is no repeat", []visitOnce{sale("2026-01-05", "a"), sale("2026-01-05", "a")}, "f ."},
		{"the day before", []visitOnce{sale("2026-01-05", "a"), sale("2026-01-06", "b")}, "f r"},
		{"same associate further back", []visitOnce{sale("2026-01-05", "a"), sale("2026-01-06", "b"), sale("2026-01-07", "a")}, "f r rs"},
		{"unassigned counts as one row", []visitOnce{sale("2026-01-05", ""), sale("2026-01-06", "")}, "f rs"},
		{"24 months to the day", []visitOnce{sale("2024-01-05", "a"), sale("2026-01-05", "a")}, "f rs"},
		{"a day more", []visitOnce{sale("2024-01-04", "a"), sale("2026-01-05", "a")}, "f ."},
		{"the last day of a shorter month", []visitOnce{sale("2026-02-28", "a"), sale("2028-02-29", "a")}, "f rs"},
		{"before that", []visitOnce{sale("2026-02-27", "a"), sale("2028-02-29", "a")}, "f ."},
		{"from a leap day", []visitOnce{sale("2024-02-29", "a"), sale("2026-02-28", "a")}, "f rs"},
		{"a return between counts for nothing", []visitOnce{{date: "2026-01-01"}, sale("2026-01-05", "a")}, ". f"},
		{"two on the later day", []visitOnce{sale("2026-01-05", "a"), sale("2026-01-06", "a"), sale("2026-01-06", "a")}, "f rs rs"},
	}
	for _, c := range cases {
		got := ""
		for i, s := range standings(c.history) {
			if i > 0 {
				got += " "
			}
			mark := ""
			for _, f := range []struct {
				set  bool
				sign string
			}{{s.repeat, "r"}, {s.same, "s"}, {s.first, "f"}, {s == standing{}, "."}} {
				if f.set {
					mark += f.sign
				}
			}
			got += mark
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestFirstPurchaseOfADay(t *testing.T) {
	day := func(number string, clock int64) visitOnce {
		return visitOnce{date: "2026-01-05", number: number, clock: clock, sale: true}
	}
	for _, c := range []struct {
		name  string
		all   []visitOnce
		first string
	}{
		{"earlier clock", []visitOnce{day("1", 700), day("2", 650)}, "2"},
		{"then the number", []visitOnce{day("100", 700), day("99", 700)}, "99"},
		{"letters by letters", []visitOnce{day("B-1", 700), day("A-9", 700)}, "A-9"},
		{"a known clock before an unknown", []visitOnce{day("1", -1), day("2", 1400)}, "2"},
	} {
		for i, s := range standings(c.all) {
			if s.first != (c.all[i].number == c.first) {
				t.Errorf("%s: first is %s: %v", c.name, c.all[i].number, s.first)
			}
		}
	}
}

// A sale near midnight lands on its business date, part of the day and weekday
// in the store's zone, and in the right month of the roll-ups, wherever the
// computer itself stands.
func TestDatesInEveryZone(t *testing.T) {
	for _, hours := range []int{-8, 0, 12} {
		zone := time.FixedZone(fmt.Sprintf("UTC%+d", hours), hours*3600)
		t.Run(zone.String(), func(t *testing.T) {
			local := time.Local
			time.Local = zone
			defer func() { time.Local = local }()
			shop := store.Store{Zone: zone, Cutover: 4 * 60, Noon: 12 * 60, Evening: 17 * 60}
			b := newBook(t, 5)
			for i, c := range []struct{ clock, day, shift, weekday string }{
				{"2026-10-31T23:30", "2026-10-31", "evening", "saturday"},
				{"2026-11-01T03:59", "2026-10-31", "evening", "saturday"},
				{"2026-11-01T04:00", "2026-11-01", "morning", "sunday"},
				{"2028-02-29T12:00", "2028-02-29", "afternoon", "tuesday"},
			} {
				at, err := time.ParseInLocation("2006-01-02T15:04", c.clock, zone)
				b.must(err)
				at = at.UTC() // as it stands in the book
				in := at.In(shop.Zone)
				minutes := in.Hour()*60 + in.Minute()
				m := &model{id: b.id("r"), clock: int64(minutes), shift: shop.Shift(minutes), lines: []Line{one("primary", "watch", 1000)}}
				m.Store, m.Source, m.Number, m.Date = testStores[0], "pos", fmt.Sprint(i), civil.Business(at, shop.Zone, shop.Cutover).String()
				if m.Date != c.day || m.shift != c.shift {
					t.Errorf("%s: %s in the %s, want %s in the %s", c.clock, m.Date, m.shift, c.day, c.shift)
				}
				if got, err := weekdayKey(m.Date); err != nil || got != c.weekday {
					t.Errorf("%s is a %s, want %s", m.Date, got, c.weekday)
				}
				b.put(m)
			}
			b.settle()
			b.countAround()
		})
	}
}

func (b *book) countAround() {
	b.tb.Helper()
	for _, s := range []struct{ from, to, rows string }{
		{"2026-10-01", "2026-10-31", "2"}, {"2026-11-01", "2026-11-30", "1"}, {"2026-10-31", "2026-11-01", "3"}, {"2028-02-29", "2028-02-29", "1"},
	} {
		from, _ := civil.Parse(s.from)
		to, _ := civil.Parse(s.to)
		for _, by := range []string{"weekday", "shift", ""} {
			if !b.compare(Scope{From: from, To: to, By: by}) {
				b.tb.Error("roll-ups must answer")
			}
		}
		r, err := Query(context.Background(), b.db, Scope{From: from, To: to})
		b.must(err)
		if got := fmt.Sprint(*r.Rows[0].Figures.SalesCount); got != s.rows {
			b.tb.Errorf("%s to %s: %s sales, want %s", s.from, s.to, got, s.rows)
		}
	}
}

func mustDay(tb testing.TB, s string) civil.Date {
	tb.Helper()
	d, err := civil.Parse(s)
	if err != nil {
		tb.Fatal(err)
	}
	return d
}
