package sample

import (
	"time"

	"touchstone/hooks/internal/civil"
)

// openOn reports whether the shop trades on d: never on a Sunday, nor on the
// four holidays on which a Main Street is dark.
func openOn(d civil.Date) bool {
	if d.Weekday() == time.Sunday {
		return false
	}
	fixed := [][2]int{{1, 1}, {7, 4}, {12, 25}}
	for _, f := range fixed {
		if int(d.Month) == f[0] && d.Day == f[1] {
			return false
		}
	}
	return d != thanksgiving(d.Year)
}

// hours returns opening and closing in minutes after midnight.
func hours(d civil.Date) (from, to int) {
	from, to = 10*60, 18*60
	switch {
	case d.Month == time.December && d.Day == 24:
		to = 16 * 60
	case d.Weekday() == time.Saturday:
		to = 17 * 60
	case d.Weekday() == time.Thursday, d.Month == time.December && d.Day >= 10:
		to = 19 * 60
	}
	return from, to
}

// nextOpen returns d, or the first trading day after it.
func nextOpen(d civil.Date) civil.Date {
	for !openOn(d) {
		d = d.AddDays(1)
	}
	return d
}

// nth returns the nth given weekday of a month.
func nth(n int, w time.Weekday, year int, month time.Month) civil.Date {
	first := civil.Date{Year: year, Month: month, Day: 1}
	return first.AddDays((int(w)-int(first.Weekday())+7)%7 + 7*(n-1))
}

func thanksgiving(year int) civil.Date { return nth(4, time.Thursday, year, time.November) }

func mothersDay(year int) civil.Date { return nth(2, time.Sunday, year, time.May) }

// season names what people come in for on a date; it moves the mix of goods.
type season int

const (
	ordinary season = iota
	holidays
	valentines
	mothers
	weddings
)

func seasonOf(d civil.Date) season {
	toMothers := d.DaysUntil(mothersDay(d.Year))
	switch {
	case d.Month == time.December && d.Day <= 24, d.Month == time.November && d.Day >= 20:
		return holidays
	case d.Month == time.February && d.Day <= 14:
		return valentines
	case toMothers > 0 && toMothers <= 14:
		return mothers
	case d.Month == time.June:
		return weddings
	}
	return ordinary
}

// busy is the weight of a day: 100 is a quiet weekday of an ordinary month,
// 0 a day on which the shop is closed. The last days before a feast are the
// fullest.
func busy(d civil.Date) int {
	if !openOn(d) {
		return 0
	}
	return byMonth(d) * byWeekday(d.Weekday()) / 100
}

func byMonth(d civil.Date) int {
	switch seasonOf(d) {
	case holidays:
		if d.Month == time.November {
			return 170
		}
		return 220 + 8*d.Day
	case valentines:
		return 120 + 8*d.Day
	case mothers:
		return 175
	case weddings:
		return 120
	}
	switch d.Month {
	case time.January:
		return 65
	case time.August, time.September:
		return 90
	case time.December:
		return 150
	}
	return 100
}

func byWeekday(w time.Weekday) int {
	switch w {
	case time.Monday:
		return 75
	case time.Friday:
		return 125
	case time.Saturday:
		return 165
	}
	return 100
}
