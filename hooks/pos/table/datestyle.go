package table

import (
	"fmt"
	"math"
	"strings"
	"time"

	"touchstone/hooks/internal/civil"
)

// DateStyle is how a column writes its dates, decided over all its cells.
type DateStyle struct {
	Order    string // MDY, DMY or YMD: how a cell that reads two ways is read
	Proven   bool   // the order is proved, or answered by a person; else a Question stands
	System04 bool   // day numbers count from 1904 (old Mac workbooks)
	Unix     bool   // the whole column is unix seconds or milliseconds
	NoYear04 bool   // the year 1904 stands for no year (birthdays)
	Pivot    int    // first two-digit year of 19xx, 0 = 50
	Midnight bool   // every time is 00:00: the column holds days, not times
	Strict   bool   // a person chose the order; cells that contradict it are not read
}

// When is a moment as a cell gives it.
type When struct {
	Date                 civil.Date
	HasTime              bool
	Hour, Minute, Second int
	Offset               *int   // seconds east of UTC where the cell says it
	Zone                 string // an abbreviation such as EST where the cell says it
	Yearless             bool   // a month and a day only; Date.Year is 0
	Doubt                string // why the date is hardly meant: "year 1900"
}

// Parse reads a cell of the column. Empty is true for blank cells and for the
// dates that stand for none (12/30/1899, 01/01/1900, 00/00/0000).
func (s DateStyle) Parse(cell string) (w When, empty bool, err error) {
	if noDate(cell) {
		return w, true, nil
	}
	d, ok := scanDate(cell)
	if !ok {
		return w, false, fmt.Errorf("reading date %q: there is no such date", cell)
	}
	if d.form == formNull {
		return w, true, nil
	}
	if d.form == formNumber {
		return s.fromNumber(d.number, cell)
	}
	date, ok := s.resolve(d)
	if !ok {
		return w, false, fmt.Errorf("reading date %q: there is no such day", cell)
	}
	w.Date = date
	w.Yearless = date.Year == 0
	s.setClock(&w, d.clock)
	if !w.Yearless && (date.Year <= 1900 || date.Year > 2199) {
		w.Doubt = fmt.Sprintf("year %d", date.Year)
	}
	return w, false, nil
}

func (s DateStyle) setClock(w *When, c clock) {
	if !c.has || s.Midnight {
		return
	}
	w.HasTime, w.Hour, w.Minute, w.Second, w.Offset, w.Zone = true, c.h, c.m, c.s, c.offset, c.zone
}

var noDates = map[string]bool{
	"": true, "-": true, "--": true, "n/a": true, "na": true, "null": true, "none": true, "nil": true, "\\n": true, "/": true, "/  /": true,
	"/ /": true, "0": true, "-  -": true,
}

func noDate(cell string) bool {
	cell = trim(cell)
	return len(cell) <= 5 && noDates[strings.ToLower(cell)]
}

// resolve puts year, month and day in place; false where no such day exists.
func (s DateStyle) resolve(d dateCell) (civil.Date, bool) {
	y, m, day := d.a, d.b, d.c
	switch d.form {
	case formTriple:
		y, m, day = s.ordered(d)
	case formPair:
		y, m, day = 0, d.a, d.b
		if (s.Order == "DMY" && (d.b <= 12 || s.Strict)) || d.a > 12 && !s.Strict {
			m, day = d.b, d.a
		}
	}
	if s.NoYear04 && y == 1904 {
		y = 0
	}
	year := y
	if y == 0 { // 29 February exists in a year not told
		year = 2000
	}
	if m < 1 || m > 12 || day < 1 || day > daysIn(year, m) {
		return civil.Date{}, false
	}
	return civil.Date{Year: y, Month: time.Month(m), Day: day}, true
}

// Contradicts reports whether a cell is a date, but one that the order of its
// column cannot read: whoever wrote it had the other order in mind, or slipped.
func (s DateStyle) Contradicts(cell string) bool {
	if !s.Strict {
		return false
	}
	_, _, err := s.Parse(cell)
	s.Strict = false
	_, empty, other := s.Parse(cell)
	return err != nil && other == nil && !empty
}

// ordered reads three numbers by the column's order; a cell that allows one
// order only is read by that, unless the column is strict.
func (s DateStyle) ordered(d dateCell) (y, m, day int) {
	if (s.Order == "YMD" && d.short && d.b <= 12) || d.a > 31 {
		return fullYear(d.a, s.Pivot), d.b, d.c
	}
	y, m, day = d.c, d.a, d.b
	if d.short {
		y = fullYear(d.c, s.Pivot)
	}
	dayFirst := s.Order == "DMY" || (d.dotted && s.Order != "MDY")
	if dayFirst && (d.b <= 12 || s.Strict) || d.a > 12 && !s.Strict {
		m, day = d.b, d.a
	}
	return y, m, day
}

// fromNumber reads Excel day numbers and unix times. The day numbers of the
// 1900 system count from 1899-12-30, which makes every date since March 1900
// right; those of the 1904 system from 1904-01-01.
func (s DateStyle) fromNumber(n float64, cell string) (w When, empty bool, err error) {
	if n >= 1e9 {
		if !s.Unix {
			return w, false, fmt.Errorf("reading date %q: it is a plain number", cell)
		}
		if n >= 1e12 {
			n /= 1000
		}
		t := time.Unix(int64(n), 0).UTC()
		w.Date = civil.Of(t)
		s.setClock(&w, clock{has: true, h: t.Hour(), m: t.Minute(), s: t.Second(), offset: new(int)})
		return w, false, nil
	}
	base := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	if s.System04 {
		base = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	seconds := int64(math.Round(n * 86400))
	t := base.Add(time.Duration(seconds) * time.Second)
	w.Date = civil.Of(t)
	s.setClock(&w, clock{has: n != math.Trunc(n), h: t.Hour(), m: t.Minute(), s: t.Second()})
	return w, false, nil
}
