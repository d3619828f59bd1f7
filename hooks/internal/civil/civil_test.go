package civil

import (
	"testing"
	"time"
)

func mustParse(t *testing.T, s string) Date {
	t.Helper()
	d, err := Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestAddMonthsKeepsToTheMonthsEnd(t *testing.T) {
	for _, c := range []struct {
		from string
		n    int
		want string
	}{{"2026-03-31", -1, "2026-02-28"}, {"2024-03-31", -1, "2024-02-29"}, {"2026-01-15", -24, "2024-01-15"}, {"2026-12-31", 2, "2027-02-28"}, {"2026-02-28", -2, "2025-12-28"}} {
		if got := mustParse(t, c.from).AddMonths(c.n).String(); got != c.want {
			t.Errorf("%s + %d months = %s, want %s", c.from, c.n, got, c.want)
		}
	}
}

func TestWeeks(t *testing.T) {
	d := mustParse(t, "2026-11-21")
	if got := d.WeekStart(time.Monday).String(); got != "2026-11-16" {
		t.Errorf("Monday week starts %s", got)
	}
	if got := d.WeekStart(time.Sunday).String(); got != "2026-11-15" {
		t.Errorf("Sunday week starts %s", got)
	}
	if got := WeekName(mustParse(t, "2026-11-16"), time.Monday); got != "2026-W47" {
		t.Errorf("week name %s", got)
	}
	for in, want := range map[string]string{"2026-W47": "2026-11-16", "2026-W01": "2025-12-29", "2026-11-22": "2026-11-16"} {
		got, err := ParseWeek(in, time.Monday)
		if err != nil || got.String() != want {
			t.Errorf("ParseWeek(%s) = %s, %v; want %s", in, got, err, want)
		}
	}
	for _, bad := range []string{"2025-W53", "2026-W00", "W47", "2026-W4", "2026-02-30"} {
		if got, err := ParseWeek(bad, time.Monday); err == nil {
			t.Errorf("ParseWeek(%s) = %s, want an error", bad, got)
		}
	}
}

func TestBusinessDateRespectsCutoverAndZone(t *testing.T) {
	loc, err := time.LoadLocation("America/Chicago")
	if err != nil {
		t.Fatal(err)
	}
	late := time.Date(2026, 11, 21, 0, 30, 0, 0, loc)
	if got := Business(late, loc, 240).String(); got != "2026-11-20" {
		t.Errorf("00:30 with cutover 04:00 = %s", got)
	}
	if got := Business(late.UTC(), loc, 0).String(); got != "2026-11-21" {
		t.Errorf("00:30 with cutover 00:00 = %s", got)
	}
	spring := time.Date(2026, 3, 8, 4, 10, 0, 0, loc) // the night without 02:00
	if got := Business(spring, loc, 240).String(); got != "2026-03-08" {
		t.Errorf("04:10 on the short night = %s", got)
	}
}

func TestDaysUntilCrossesClockChanges(t *testing.T) {
	if got := mustParse(t, "2026-03-01").DaysUntil(mustParse(t, "2026-04-01")); got != 31 {
		t.Errorf("days = %d", got)
	}
}
