package table

import (
	"fmt"
	"strings"
)

// finishColumn decides kind and style of one column.
func (a *analysis) finishColumn(col *Column, c *columnStats) {
	col.Filled, col.Samples, col.Damaged = c.filled, c.samples, 0
	col.Kind = kindOf(c)
	col.Clock = col.Kind == Text && c.clocks > 0 && c.clocks*10 >= (c.filled-c.none)*8
	switch col.Kind {
	case Money, Number:
		col.Money = MoneyStyle{Mark: a.mark(col, c), Symbols: c.symbols, Percent: c.percent > 0}
		col.Unread = c.filled - c.none - c.nums
		sum, ok := c.sums[markIndex(col.Money.Mark)].total()
		col.Sum, col.SumLost = sum, !ok
		if col.Kind == Number {
			col.Damaged = c.damaged
		}
	case Date:
		col.Date = a.dateStyle(col, c)
		col.Unread = c.filled - c.none - c.readable(col.Date)
	case Code:
		col.Damaged = c.damaged
		col.dotZero = c.dotZeros > 0 && c.dotZeros == c.filled
	}
	a.notes(col, c)
}

func markIndex(mark string) int {
	if mark == "," {
		return 1
	}
	return 0
}

// kindOf decides by the cells; the header decides for codes and breaks ties.
func kindOf(c *columnStats) Kind {
	said := c.filled - c.none - c.nulls
	switch {
	case c.name == nameCode:
		return Code
	case c.filled == c.none:
		return Text
	case isDate(c, said):
		return Date
	case !c.amounts(said):
		return Text
	case c.codes():
		return Code
	}
	return amountKind(c)
}

// amounts: nearly all cells are numbers, or half of them under a header that
// says so.
func (c *columnStats) amounts(said int) bool {
	named := c.name == nameMoney || c.name == nameCount
	return c.nums > 0 && (c.nums*10 >= said*9 || (named && c.nums*2 >= said))
}

// codes: numbers that begin with zeros or are too long to count anything.
func (c *columnStats) codes() bool {
	if c.cents > 0 || c.name == nameMoney {
		return false
	}
	return (c.zeros > 0 && c.name != nameCount) || (c.long > 0 && c.fractions == 0)
}

func amountKind(c *columnStats) Kind {
	switch {
	case len(c.symbols) > 0:
		return Money
	case c.name == nameCount || (c.percent > 0 && c.percent*2 >= c.nums):
		return Number
	case c.name == nameMoney:
		return Money
	case c.cents > 0 && c.fractions == 0:
		return Money
	}
	return Number
}

func isDate(c *columnStats, said int) bool {
	if said == 0 {
		return c.nulls > 0
	}
	sure := c.dates + c.nulls
	if c.name == nameDate {
		sure += c.pairs + c.serials + c.compact + c.unix
		return sure*2 >= said
	}
	if c.name == nameCount || c.name == nameMoney {
		return c.dates*10 >= said*9
	}
	if c.compact == said {
		return true
	}
	if c.dates > 0 {
		return (c.dates+c.compact+c.serials+c.pairs)*10 >= said*9 || (c.dates*2 > said && c.dates+c.compact+c.serials+c.pairs+c.unix+c.nulls >= said-2)
	}
	return false
}

// readable counts the cells that a style can read.
func (c *columnStats) readable(s DateStyle) int {
	n := c.dates + c.nulls + c.pairs + c.serials + c.compact
	if s.Unix {
		n += c.unix
	}
	if s.Strict {
		n -= c.against(s.Order)
	}
	return n
}

// mark decides a column's decimal mark: a person's answer, the column's own
// proofs, the proofs of the file's other columns, the usual sense; and asks
// where none of them settles it.
func (a *analysis) mark(col *Column, c *columnStats) string {
	if said := a.f.opt.DecimalMark[col.Name]; said == "." || said == "," {
		return said
	}
	if c.points != c.commas {
		return markOf(c.points > c.commas)
	}
	if c.eitherPt+c.eitherCm == 0 {
		return "."
	}
	if c.points == 0 && a.points != a.commas {
		return markOf(a.points > a.commas)
	}
	if c.points == 0 && c.eitherPt == 0 && a.f.Delimiter != ";" {
		return "." // 1,250 in every cell: thousands
	}
	n, _ := scanNumber(unguard(trim(c.example), true))
	a.f.Questions = append(a.f.Questions, Question{Kind: "decimal_mark", Column: col.Name,
		Ask: fmt.Sprintf("Which sign stands before the cents in %s? The file has %q and nothing that proves it.", col.Name, c.example),
		Options: []Option{
			{".", fmt.Sprintf("%s is %s", c.example, n.by("."))},
			{",", fmt.Sprintf("%s is %s", c.example, n.by(","))},
		}})
	return "."
}

func markOf(point bool) string {
	if point {
		return "."
	}
	return ","
}

// Unreadable reports whether a cell is not what its column is.
func (c Column) Unreadable(cell string) bool {
	var err error
	switch c.Kind {
	case Date:
		_, _, err = c.Date.Parse(cell)
	case Money, Number:
		_, _, err = c.Money.Parse(cell)
	}
	return err != nil
}

// IsUnreadNote reports whether a warning is the one about cells of a column that
// are not what it is.
func IsUnreadNote(warning string) bool {
	return strings.Contains(warning, " cell cannot be read as ") || strings.Contains(warning, " cells cannot be read as ")
}

var asKind = map[Kind]string{Money: "an amount", Number: "a number", Date: "a date"}

func several(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

func (a *analysis) notes(col *Column, c *columnStats) {
	warn := func(format string, args ...any) { a.f.warn(fmt.Sprintf(format, args...)) }
	if col.Damaged > 0 {
		warn("%s: %s rounded by a spreadsheet (as in 1.23E+11); the digits are lost, so nothing is recognized by them",
			col.Name, several(col.Damaged, "code was", "codes were"))
	}
	if c.dated > 0 {
		warn("%s: %s like a date that a spreadsheet made (as in Mar-20); compare with the POS",
			col.Name, several(c.dated, "code looks", "codes look"))
	}
	if col.Unread > 0 {
		warn("%s: %s be read as %s", col.Name, several(col.Unread, "cell cannot", "cells cannot"), asKind[col.Kind])
	}
	if col.Kind == Date && c.early > 0 {
		warn("%s: %s in 1900 or before", col.Name, several(c.early, "date lies", "dates lie"))
	}
	if (col.Kind == Money || col.Kind == Number) && c.points > 0 && c.commas > 0 {
		warn("%s writes some amounts with a decimal point and some with a decimal comma; each is read as it stands", col.Name)
	}
	if col.Kind == Money && len(c.symbols) > 1 {
		warn("%s holds amounts of several currencies: %s", col.Name, strings.Join(c.symbols, ", "))
	}
}
