package table

import (
	"fmt"
	"strings"
)

// dateStyle decides how a date column is read: a person's answer, the column's
// own proofs (a day above 12), the file's other date columns, the report's range
// of dates; else it asks.
func (a *analysis) dateStyle(col *Column, c *columnStats) DateStyle {
	s := DateStyle{Order: "MDY", Proven: true}
	said := c.filled - c.none - c.nulls
	s.Unix = c.unix > 0 && c.unix == said
	s.Midnight = c.timed > 0 && c.timed == c.midnight
	s.NoYear04 = c.year04 >= 3 && c.year04*5 > said
	if strings.Contains(col.Folded, "birth") || strings.HasPrefix(col.Folded, "dob") || strings.HasPrefix(col.Folded, "bday") {
		s.Pivot = 25
	}
	s.Order, s.Proven = a.order(col, c)
	s.Strict = a.f.opt.DateOrder[col.Name] != "" && c.either > 0 && c.against(s.Order) > 0
	if !s.Proven {
		a.askOrder(col, c)
	}
	return s
}

// order decides between month and day first; proven is false where a person
// must say.
func (a *analysis) order(col *Column, c *columnStats) (order string, proven bool) {
	switch said := strings.ToUpper(a.f.opt.DateOrder[col.Name]); said {
	case "MDY", "DMY", "YMD":
		return said, true
	}
	if order := own(c); order != "" { // proofs of both orders settle nothing for the rest
		return order, c.monthFirst == 0 || c.dayFirst == 0 || c.either == 0
	}
	if c.either == 0 {
		return a.fileOrder("MDY"), true
	}
	if order := a.fileOrder(a.byRange(c)); order != "" {
		return order, true
	}
	return "MDY", false
}

// against counts the dates that an order cannot read.
func (c *columnStats) against(order string) int {
	switch order {
	case "MDY":
		return c.dayFirst
	case "DMY":
		return c.monthFirst
	}
	return 0
}

// own is the order that a column's own cells prove, or "".
func own(c *columnStats) string {
	switch {
	case c.monthFirst > c.dayFirst:
		return "MDY"
	case c.dayFirst > 0:
		return "DMY"
	case c.dotted > 0:
		return "DMY"
	}
	return ""
}

// fileOrder is the order proved by the other date columns and by the report's
// heading, or the given one.
func (a *analysis) fileOrder(otherwise string) string {
	if a.monthFirst > 0 && a.dayFirst == 0 {
		return "MDY"
	}
	if a.dayFirst > 0 && a.monthFirst == 0 {
		return "DMY"
	}
	return otherwise
}

// byRange tries both orders on the dates of the heading: a column whose dates
// fit its range under one order only is read by that order.
func (a *analysis) byRange(c *columnStats) string {
	fits := [2]bool{}
	for i, r := range a.heading {
		if r.from.IsZero() || r.from == r.to {
			return ""
		}
		fits[i] = !c.span[i].from.Before(r.from) && !r.to.Before(c.span[i].to)
	}
	switch {
	case fits[0] && !fits[1]:
		return "MDY"
	case fits[1] && !fits[0]:
		return "DMY"
	}
	return ""
}

func (a *analysis) askOrder(col *Column, c *columnStats) {
	d, _ := scanDate(c.eitherDate)
	read := func(order string) string {
		date, _ := DateStyle{Order: order}.resolve(d)
		says := fmt.Sprintf("%s is %s %d", c.eitherDate, date.Month, date.Day)
		if date.Year != 0 {
			says += fmt.Sprintf(", %d", date.Year)
		}
		if n := c.against(order); n > 0 {
			says += "; " + several(n, "row is", "rows are") + " kept aside"
		}
		return says
	}
	a.f.Questions = append(a.f.Questions, Question{Kind: "date_order", Column: col.Name,
		Ask:     fmt.Sprintf("Is the month or the day first in %s? %s", col.Name, c.known()),
		Options: []Option{{"MDY", read("MDY")}, {"DMY", read("DMY")}}})
}

// known says what a column's own dates tell of their order: nothing, or two
// things that contradict each other.
func (c *columnStats) known() string {
	if c.monthFirst == 0 || c.dayFirst == 0 {
		return fmt.Sprintf("The file has %q and no date that proves it.", c.eitherDate)
	}
	month := fmt.Sprintf("%s the month first, such as %q on row %d", several(c.monthFirst, "date has", "dates have"), c.monthProof.date, c.monthProof.row)
	day := fmt.Sprintf("%s the day first, such as %q on row %d", several(c.dayFirst, "date has", "dates have"), c.dayProof.date, c.dayProof.row)
	if c.dayFirst > c.monthFirst {
		month, day = day, month
	}
	return fmt.Sprintf("In this file %s, but %s. What your answer cannot read is kept aside.", month, day)
}

// readHeading collects the dates that stand above the header.
func (a *analysis) readHeading() {
	for _, rec := range a.f.Preamble {
		for _, cell := range rec.Cells {
			for _, word := range strings.Fields(cell) {
				a.headingDate(strings.Trim(word, ",;()"))
			}
		}
	}
}

func (a *analysis) headingDate(word string) {
	d, ok := scanDate(word)
	if !ok || (d.form != formTriple && d.form != formFixed) {
		return
	}
	var c columnStats
	if d.form == formTriple {
		c.order(d, word)
		a.monthFirst += c.monthFirst
		a.dayFirst += c.dayFirst
	}
	for i, o := range [2]string{"MDY", "DMY"} {
		if date, ok := (DateStyle{Order: o}).resolve(d); ok {
			a.heading[i].add(date)
		}
	}
}
