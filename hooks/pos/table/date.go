package table

import (
	"strconv"
	"strings"
	"time"
)

// dateForm is what kind of date a cell holds before the column's order is known.
type dateForm uint8

const (
	formNone   dateForm = iota
	formFixed           // year, month and day known: 2024-12-31, 31-Dec-2024
	formTriple          // three numbers, year last (or a year of two digits first)
	formPair            // two numbers without a year: 06/14
	formNumber          // digits only: a serial, 20241231, unix seconds
	formNull            // stands for no date: 12/30/1899, 00/00/0000
)

// dateCell is one cell read as a date.
type dateCell struct {
	form    dateForm
	a, b, c int  // formFixed: year, month, day; formTriple and formPair: as written
	dotted  bool // written with points, as 31.12.2024
	short   bool // the year has two digits
	number  float64
	clock   clock
}

type clock struct {
	has     bool
	h, m, s int
	offset  *int
	zone    string
}

var monthNames = map[string]time.Month{
	"jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "oct": 10, "nov": 11, "dec": 12,
}

var dayNames = map[string]bool{"mon": true, "tue": true, "wed": true, "thu": true, "fri": true, "sat": true, "sun": true}

func lower3(s string) string {
	if len(s) < 3 {
		return ""
	}
	return string([]byte{s[0] | 0x20, s[1] | 0x20, s[2] | 0x20})
}

// scanDate reads a cell as a date of any form met in exports (POS-FORMATS 5.8).
func scanDate(s string) (dateCell, bool) {
	s = trim(s)
	if len(s) < 3 || len(s) > 48 {
		return dateCell{}, false
	}
	if s[0] == '=' || s[0] == '\'' {
		if s = trim(unguard(s, true)); len(s) < 3 {
			return dateCell{}, false
		}
	}
	if letter(s[0]) {
		return namedDate(s)
	}
	if !digit(s[0]) {
		return dateCell{}, false
	}
	return numericDate(s)
}

func letter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

func number2(s string) (n, width int) {
	for width < len(s) && width < 9 && digit(s[width]) {
		n = n*10 + int(s[width]-'0')
		width++
	}
	return n, width
}

func numericDate(s string) (dateCell, bool) {
	a, w := number2(s)
	if allDigits(s) || (w < len(s) && s[w] == '.' && allDigits(s[w+1:])) {
		return digitsDate(s)
	}
	sep, rest := s[w], s[w+1:]
	switch {
	case rest == "" || !strings.ContainsRune("/-. ", rune(sep)):
		return dateCell{}, false
	case letter(rest[0]):
		return dayMonthName(a, w, rest)
	case sep == ' ':
		return dateCell{}, false
	}
	b, wb := number2(rest)
	switch {
	case wb == 0 || wb > 2:
		return dateCell{}, false
	case wb == len(rest):
		return pair(a, b, w, sep)
	case rest[wb] != sep:
		return dateCell{}, false
	}
	return triple(a, b, w, sep, rest[wb+1:])
}

func pair(a, b, width int, sep byte) (dateCell, bool) {
	ok := width <= 2 && sep != '.' && plausible(a, b)
	return dateCell{form: formPair, a: a, b: b}, ok
}

func plausible(a, b int) bool {
	return a >= 1 && b >= 1 && a <= 31 && b <= 31 && (a <= 12 || b <= 12)
}

func triple(a, b, width int, sep byte, rest string) (dateCell, bool) {
	c, wc := number2(rest)
	clk, ok := scanClock(rest[wc:])
	if !ok || wc == 0 {
		return dateCell{}, false
	}
	d := dateCell{a: a, b: b, c: c, dotted: sep == '.', clock: clk}
	switch {
	case width == 4 && wc <= 2:
		d.form = formFixed
	case width <= 2 && (wc == 4 || wc == 2):
		d.form, d.short = formTriple, wc == 2
	default:
		return dateCell{}, false
	}
	return d, d.settle()
}

// settle turns dates that stand for none into formNull and tells whether the
// rest can be a day at all under some order.
func (d *dateCell) settle() bool {
	y, p, q := d.c, d.a, d.b
	if d.form == formFixed {
		y, p, q = d.a, d.b, d.c
	}
	if (!d.short && standsForNone(y, p, q)) || (y == 0 && p == 0 && q == 0) {
		d.form = formNull
		return true
	}
	switch {
	case d.form == formFixed:
		return isDay(y, p, q)
	case y == 1 && !d.short: // 6/14/0001: a day without a year
		d.form = formPair
		return plausible(p, q)
	}
	return d.underAnyOrder()
}

func (d *dateCell) underAnyOrder() bool {
	y := d.year()
	return isDay(y, d.a, d.b) || isDay(y, d.b, d.a) || (d.short && isDay(fullYear(d.a, 0), d.b, d.c))
}

// standsForNone knows the null dates of databases: 1/1 of 1900, 1753 and 1, and
// 12/30 and 12/31 of 1899.
func standsForNone(y, p, q int) bool {
	if p == 1 && q == 1 {
		return y == 1900 || y == 1753 || y == 1
	}
	return y == 1899 && (p == 12 && q >= 30 || q == 12 && p >= 30)
}

func (d *dateCell) year() int {
	if d.short {
		return fullYear(d.c, 0)
	}
	return d.c
}

func isDay(y, m, day int) bool { return m >= 1 && m <= 12 && day >= 1 && day <= daysIn(y, m) }

func daysIn(y, m int) int { return time.Date(y, time.Month(m)+1, 0, 0, 0, 0, 0, time.UTC).Day() }

// digitsDate reads 20241231, serials, unix seconds and 20241231170709.
func digitsDate(s string) (dateCell, bool) {
	if len(s) == 14 && allDigits(s) {
		clk, ok := scanClock(" " + s[8:10] + ":" + s[10:12] + ":" + s[12:14])
		d, ok2 := compactDate(s[:8])
		d.clock = clk
		return d, ok && ok2 && d.form == formFixed
	}
	if len(s) == 8 && allDigits(s) {
		return compactDate(s)
	}
	f, err := strconv.ParseFloat(s, 64)
	return dateCell{form: formNumber, number: f}, err == nil && (isSerial(f) || f >= 1e9 && f < 2.3e9 || f >= 1e12 && f < 2.3e12)
}

func isSerial(f float64) bool { return f >= 20000 && f < 60000 }

func compactDate(s string) (dateCell, bool) {
	n, _ := strconv.Atoi(s)
	if n == 0 {
		return dateCell{form: formNull}, true
	}
	d := dateCell{form: formFixed, a: n / 10000, b: n / 100 % 100, c: n % 100, number: float64(n)}
	return d, d.a >= 1880 && d.a <= 2199 && d.settle()
}

// dayMonthName reads what follows the first number of 31-Dec-2024 and 2024-Dec-31.
func dayMonthName(a, width int, rest string) (dateCell, bool) {
	month, rest, ok := monthWord(rest)
	if !ok {
		return dateCell{}, false
	}
	rest = strings.TrimLeft(rest, "-/. ,")
	c, wc := number2(rest)
	clk, ok := scanClock(rest[wc:])
	if !ok || wc == 0 {
		return dateCell{}, false
	}
	d := dateCell{form: formFixed, a: c, b: int(month), c: a, clock: clk}
	switch {
	case width == 4 && wc <= 2:
		d.a, d.c = a, c
	case width <= 2 && wc == 2:
		d.short = true
		d.a = fullYear(c, 0)
	case width > 2 || wc != 4:
		return dateCell{}, false
	}
	return d, d.settle()
}

func monthWord(s string) (m time.Month, rest string, ok bool) {
	i := 0
	for i < len(s) && letter(s[i]) {
		i++
	}
	if i < 3 || i > 9 {
		return 0, s, false
	}
	m, ok = monthNames[lower3(s)]
	return m, s[i:], ok && (i == 3 || strings.HasPrefix(strings.ToLower(m.String()), strings.ToLower(s[:i])) || lower3(s) == "sep")
}

// namedDate reads Dec 31, 2024 and Tue Dec 31 2024 and Tuesday, 31 Dec 2024.
func namedDate(s string) (dateCell, bool) {
	if dayNames[lower3(s)] {
		i := strings.IndexAny(s, " ,")
		if i < 0 || i > 9 {
			return dateCell{}, false
		}
		s = strings.TrimLeft(s[i:], " ,.")
		if s != "" && digit(s[0]) {
			return numericDate(s)
		}
	}
	month, rest, ok := monthWord(s)
	if !ok {
		return dateCell{}, false
	}
	rest = strings.TrimLeft(rest, "-. ")
	day, wd := number2(rest)
	rest = strings.TrimLeft(rest[wd:], "-, ")
	if wd == 0 || wd > 2 {
		return dateCell{}, false
	}
	year, wy := number2(rest)
	if wy != 4 {
		return dateCell{}, false
	}
	clk, ok := scanClock(rest[wy:])
	d := dateCell{form: formFixed, a: year, b: int(month), c: day, clock: clk}
	return d, ok && d.settle()
}

// fullYear puts the century in front of a year of two digits: pivot and later
// are 19xx; a pivot of 0 means 50.
func fullYear(y, pivot int) int {
	if pivot == 0 {
		pivot = 50
	}
	if y < pivot {
		return 2000 + y
	}
	return 1900 + y
}
