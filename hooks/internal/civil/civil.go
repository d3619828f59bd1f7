// Package civil holds dates of people and of business: a year, a month and a
// day without a clock or a zone. An instant becomes a business date once, in
// the store's zone and after its day cutover (METRICS, "Time").
package civil

import (
	"fmt"
	"time"
)

// Date is a civil date. The zero Date means "not given".
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// Of returns the date that t shows in its own location.
func Of(t time.Time) Date {
	y, m, d := t.Date()
	return Date{y, m, d}
}

// Parse reads YYYY-MM-DD and refuses days that do not exist.
func Parse(s string) (Date, error) {
	t, err := time.Parse("2006-01-02", s)
	if err != nil {
		return Date{}, fmt.Errorf("reading date %q: a date is written YYYY-MM-DD, for example 2026-11-21", s)
	}
	return Of(t), nil
}

// Valid reports whether the day exists in its month.
func (d Date) Valid() bool {
	return d.Month >= 1 && d.Month <= 12 && d.Day >= 1 && d.Day <= daysIn(d.Year, d.Month)
}

// IsZero reports whether no date was given.
func (d Date) IsZero() bool { return d == Date{} }

// String writes YYYY-MM-DD, or nothing for the zero Date.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, int(d.Month), d.Day)
}

func (d Date) utc() time.Time { return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC) }

// Midnight returns the instant at which the date begins in a zone.
func (d Date) Midnight(loc *time.Location) time.Time {
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, loc)
}

// AddDays returns the date n days later (earlier for negative n).
func (d Date) AddDays(n int) Date { return Of(d.utc().AddDate(0, 0, n)) }

// AddMonths returns the same day n months later, or the last day of a shorter
// month.
func (d Date) AddMonths(n int) Date {
	total := d.Year*12 + int(d.Month) - 1 + n
	year, month := total/12, time.Month(total%12+1)
	return Date{year, month, min(d.Day, daysIn(year, month))}
}

// Before reports whether d is an earlier day than o.
func (d Date) Before(o Date) bool { return d.Compare(o) < 0 }

// Compare returns -1, 0 or 1.
func (d Date) Compare(o Date) int { return d.utc().Compare(o.utc()) }

// DaysUntil returns how many days o lies after d.
func (d Date) DaysUntil(o Date) int { return int(o.utc().Sub(d.utc()).Hours() / 24) }

// Weekday returns the day of the week.
func (d Date) Weekday() time.Weekday { return d.utc().Weekday() }

// WeekStart returns the first day of d's week, for a week that starts on start.
func (d Date) WeekStart(start time.Weekday) Date {
	return d.AddDays(-((int(d.Weekday()) - int(start) + 7) % 7))
}

// WeekName names a week by its first day: 2026-W47 (ISO 8601) when the week
// starts on Monday, else the first date itself.
func WeekName(first Date, start time.Weekday) string {
	if start != time.Monday {
		return first.String()
	}
	year, week := first.utc().ISOWeek()
	return fmt.Sprintf("%04d-W%02d", year, week)
}

// ParseWeek reads 2026-W47, or any date of the wanted week, and returns the
// week's first day for a week that starts on start.
func ParseWeek(s string, start time.Weekday) (Date, error) {
	var year, week int
	if n, _ := fmt.Sscanf(s, "%4d-W%2d", &year, &week); n == 2 && len(s) == 8 {
		monday := Date{year, time.January, 4}.WeekStart(time.Monday).AddDays(7 * (week - 1))
		if got, w := monday.utc().ISOWeek(); got != year || w != week {
			return Date{}, fmt.Errorf("reading week %q: that year has no week %d", s, week)
		}
		return monday.WeekStart(start), nil
	}
	d, err := Parse(s)
	if err != nil {
		return Date{}, fmt.Errorf("reading week %q: a week is written 2026-W47, or as any of its dates", s)
	}
	return d.WeekStart(start), nil
}

// Business returns the business date of an instant: the civil date in the
// store's zone after taking off the day cutover, counted in minutes.
func Business(t time.Time, loc *time.Location, cutoverMinutes int) Date {
	local := t.In(loc)
	d := Of(local)
	if local.Hour()*60+local.Minute() < cutoverMinutes {
		return d.AddDays(-1)
	}
	return d
}

func daysIn(year int, month time.Month) int {
	return time.Date(year, month+1, 0, 0, 0, 0, 0, time.UTC).Day()
}
