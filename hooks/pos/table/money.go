package table

import (
	"fmt"
	"strings"

	"touchstone/hooks/internal/money"
)

// MoneyStyle is how a column writes its amounts, decided over all its cells.
type MoneyStyle struct {
	Mark    string   // the decimal mark, "." or ","
	Symbols []string // currency signs and codes seen in the cells, as written
	Percent bool     // cells carry a % sign
}

// Parse reads a cell of the column. A cell that reads one way only is read
// that way; one that reads two ways (1.234) by the column's mark. Empty is true
// for cells that stand for nothing (blank, -, N/A, FREE). An error names the
// cell; it must never become zero.
func (s MoneyStyle) Parse(cell string) (d money.Decimal, empty bool, err error) {
	if noAmount(cell) {
		return d, true, nil
	}
	n, ok := scanNumber(unguard(cell, true))
	if !ok {
		return d, false, fmt.Errorf("reading amount %q: it is not a number", cell)
	}
	return n.by(s.Mark), false, nil
}

// by picks the reading for a decimal mark.
func (n number) by(mark string) money.Decimal {
	if n.sep != 0 && (mark == "" || mark[0] != n.sep) && !(mark == "" && n.sep == '.') {
		return n.alt
	}
	return n.val
}

var noAmounts = map[string]bool{
	"": true, "-": true, "--": true, "---": true, "\u2013": true, "\u2014": true, "$-": true, "$ -": true, "n/a": true, "na": true,
	"#n/a": true, "null": true, "none": true, "nil": true, "free": true, "nan": true, "\\n": true,
}

func noAmount(cell string) bool {
	cell = trim(cell)
	if len(cell) > 5 {
		return false
	}
	if len(cell) > 0 && cell[len(cell)-1] >= '0' && cell[len(cell)-1] <= '9' {
		return false
	}
	return noAmounts[strings.ToLower(cell)]
}

// currencySigns are tried longest first on both sides of a number.
var currencySigns = []string{
	"MX$", "US$", "CA$", "AU$", "NZ$", "HK$", "Rs.", "kr.", "Fr.", "SFr", "C$", "A$", "S$", "R$", "Rs", "kr", "z\u0142", "Fr",
	"$", "\u20ac", "\u00a3", "\u00a5", "\uffe5", "\u20b9", "\u20a8", "\u20aa", "\u20a9", "\u20ba", "\u20bd", "\u0e3f", "\u20b1", "\u20ab",
}

var currencyCodes = map[string]bool{
	"USD": true, "CAD": true, "AUD": true, "EUR": true, "GBP": true, "JPY": true, "CHF": true, "INR": true, "PKR": true, "NZD": true,
	"MXN": true, "SEK": true, "NOK": true, "DKK": true, "ZAR": true, "AED": true, "SGD": true, "HKD": true, "CNY": true, "BRL": true,
	"PLN": true, "CZK": true, "HUF": true, "ILS": true, "THB": true, "TRY": true, "KRW": true, "COP": true, "CLP": true, "ARS": true,
	"PEN": true, "PHP": true, "MYR": true, "IDR": true, "VND": true, "SAR": true, "QAR": true, "KWD": true, "BHD": true, "OMR": true,
	"JOD": true, "EGP": true, "ISK": true, "RON": true, "BGN": true, "TND": true, "TTD": true, "JMD": true, "BBD": true, "XCD": true,
}

// undress takes signs, parentheses, currency and percent off a number.
func undress(s string, n *number) (body string, neg, ok bool) {
	if wordy(s) {
		return "", false, false
	}
	for range 8 {
		s = trim(s)
		if s == "" {
			return "", neg, false
		}
		rest, flip := peel(s, n)
		if rest == s {
			break
		}
		if flip && neg { // --5 or (-5-) says nothing certain
			return "", neg, false
		}
		s, neg = rest, neg || flip
	}
	return s, neg, startsNumber(s) && digit(s[len(s)-1])
}

func startsNumber(s string) bool {
	return digit(s[0]) || (len(s) > 1 && (s[0] == '.' || s[0] == ',') && digit(s[1]))
}

// wordy tells text from amounts: no amount has more than six letters beside it,
// and every one has a digit.
func wordy(s string) bool {
	letters, digits := 0, 0
	for i := range len(s) {
		switch c := s[i]; {
		case letter(c):
			letters++
		case digit(c):
			digits++
		}
	}
	return letters > 6 || digits == 0 || len(s) > 64
}

func digit(c byte) bool { return c >= '0' && c <= '9' }

// peel takes one piece off either end; flip says it was a minus.
func peel(s string, n *number) (rest string, flip bool) {
	if s[0] == '(' && s[len(s)-1] == ')' {
		return s[1 : len(s)-1], true
	}
	for _, minus := range []string{"-", "\u2212", "\u2013", "\ufe63", "\uff0d"} {
		if strings.HasPrefix(s, minus) {
			return s[len(minus):], true
		}
		if strings.HasSuffix(s, minus) {
			return s[:len(s)-len(minus)], true
		}
	}
	if s[0] == '+' {
		n.plus = true
		return s[1:], false
	}
	if s[len(s)-1] == '%' {
		n.percent = true
		return s[:len(s)-1], false
	}
	return peelWord(s, n)
}

func peelWord(s string, n *number) (rest string, flip bool) {
	if len(s) > 2 {
		switch head, tail := s[:len(s)-2], strings.ToUpper(s[len(s)-2:]); tail {
		case "CR":
			return head, true
		case "DR":
			return head, false
		}
	}
	before, after := !digit(s[0]), !digit(s[len(s)-1])
	for _, sign := range currencySigns {
		if before && strings.HasPrefix(s, sign) {
			n.symbol = sign
			return s[len(sign):], false
		}
		if after && strings.HasSuffix(s, sign) {
			n.symbol = sign
			return s[:len(s)-len(sign)], false
		}
	}
	return peelCode(s, n), false
}

func peelCode(s string, n *number) string {
	if len(s) <= 3 {
		return s
	}
	if head := s[:3]; currencyCodes[head] {
		n.symbol = head
		return s[3:]
	}
	if tail := s[len(s)-3:]; currencyCodes[tail] {
		n.symbol = tail
		return s[:len(s)-3]
	}
	return s
}

// trim takes white space off both ends, also the unbreakable kinds.
func trim(s string) string {
	if s == "" || (s[0] > ' ' && s[0] < 0x80 && s[len(s)-1] > ' ' && s[len(s)-1] < 0x80) {
		return s
	}
	return strings.Trim(s, " \t\r\n\v\f\u00a0\u2007\u2009\u202f\u3000\ufeff\u200b")
}
