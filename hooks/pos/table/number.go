package table

import (
	"strings"

	"touchstone/hooks/internal/money"
)

// number is what one cell says when it is read as an amount, before the
// column's decimal mark is known.
type number struct {
	val     money.Decimal // the reading; of an ambiguous cell, with sep as decimal mark
	alt     money.Decimal // of an ambiguous cell, with sep as thousands mark
	sep     byte          // '.' or ',' where the cell reads two ways, else 0
	mark    byte          // the decimal mark this cell proves, else 0
	symbol  string        // currency sign or code, as written
	percent bool
	sci     bool // written as 2.5E+03
	zero    bool // an integer of two digits or more that starts with 0
	plus    bool // written with a + in front
	digits  int
}

const maxDigits = 18 // what an int64 holds for certain

// scanNumber reads a cell as an amount: currency signs and codes on either
// side, parentheses, signs in front or behind, CR and DR, groups by comma,
// point, apostrophe or space, also Indian ones (POS-FORMATS 5.7).
func scanNumber(s string) (number, bool) {
	if n, ok := plainNumber(s); ok {
		return n, true
	}
	var n number
	body, neg, ok := undress(s, &n)
	if !ok {
		return n, false
	}
	if !readBody(body, &n) {
		return n, false
	}
	if neg {
		n.val.Coef, n.alt.Coef = -n.val.Coef, -n.alt.Coef
	}
	return n, true
}

// plainNumber is the short way for 25, -3 and 149.50, nearly every cell there is.
func plainNumber(s string) (number, bool) {
	var n number
	neg := s != "" && s[0] == '-'
	if neg {
		s = s[1:]
	}
	if s == "" || len(s) > maxDigits || !digit(s[0]) {
		return n, false
	}
	var coef int64
	point := -1
	for i := range len(s) {
		if c := s[i]; digit(c) {
			coef = coef*10 + int64(c-'0')
		} else if c != '.' || point >= 0 {
			return n, false
		} else {
			point = i
		}
	}
	return n.plain(s, coef, point, neg)
}

func (n number) plain(s string, coef int64, point int, neg bool) (number, bool) {
	n.digits = len(s)
	if neg {
		coef = -coef
	}
	switch point {
	case len(s) - 1:
		return n, false
	case -1:
		n.zero = n.digits > 1 && s[0] == '0'
		n.val = money.Decimal{Coef: coef}
		return n, true
	}
	n.digits--
	pointReading(&n, coef, len(s)-point-1, point, s[0])
	return n, true
}

func pointReading(n *number, coef int64, after, before int, first byte) {
	n.val = money.Decimal{Coef: coef, Scale: after}
	if after == 3 && before <= 3 && first != '0' {
		n.sep, n.alt = '.', money.Decimal{Coef: coef}
		return
	}
	n.mark = '.'
}

// mark is a separator inside a number and how many digits stand before it.
type sepAt struct {
	ch byte // '.', ',' or ' ' for every grouping sign that is never a decimal mark
	at int
}

// readBody reads digits and separators, without signs and symbols.
func readBody(body string, n *number) bool {
	var seps [16]sepAt
	count, coef, i := 0, int64(0), 0
	for i < len(body) {
		c := body[i]
		if c >= '0' && c <= '9' {
			coef = coef*10 + int64(c-'0')
			if n.digits++; n.digits > maxDigits {
				return false
			}
			i++
			continue
		}
		ch, width := separator(body[i:])
		if width == 0 {
			break
		}
		if count == len(seps) {
			return false
		}
		seps[count] = sepAt{ch, n.digits}
		count++
		i += width
	}
	exp, ok := exponent(body[i:])
	if !ok || n.digits == 0 {
		return false
	}
	n.sci = i < len(body)
	n.zero = count == 0 && n.digits > 1 && body[0] == '0'
	if !marks(seps[:count], n, coef, body[0]) {
		return false
	}
	return applyExponent(n, exp)
}

func separator(s string) (ch byte, width int) {
	switch {
	case s[0] == '.' || s[0] == ',':
		return s[0], 1
	case s[0] == ' ' || s[0] == '\'':
		return ' ', 1
	}
	for _, g := range []string{"\u00a0", "\u202f", "\u2009", "\u2019"} {
		if strings.HasPrefix(s, g) {
			return ' ', len(g)
		}
	}
	return 0, 0
}

func exponent(s string) (int, bool) {
	if s == "" {
		return 0, true
	}
	if len(s) < 3 || len(s) > 4 || s[0]|0x20 != 'e' || (s[1] != '+' && s[1] != '-') {
		return 0, false
	}
	e := 0
	for _, c := range []byte(s[2:]) {
		if c < '0' || c > '9' {
			return 0, false
		}
		e = e*10 + int(c-'0')
	}
	if s[1] == '-' {
		e = -e
	}
	return e, true
}

func applyExponent(n *number, exp int) bool {
	if !n.sci {
		return true
	}
	if n.sep != 0 { // 1.234E+03: an exponent never stands behind thousands
		n.mark, n.sep = n.sep, 0
	}
	scale := n.val.Scale - exp
	for ; scale < 0; scale++ {
		if n.val.Coef > 1e17 {
			return false
		}
		n.val.Coef *= 10
	}
	n.val.Scale = scale
	return scale <= maxDigits
}

// marks decides what the separators of one cell mean.
func marks(seps []sepAt, n *number, coef int64, first byte) bool {
	points, commas, last := 0, 0, sepAt{}
	for _, s := range seps {
		switch s.ch {
		case '.':
			points++
			last = s
		case ',':
			commas++
			last = s
		}
	}
	after := n.digits - last.at
	switch {
	case points+commas == 0:
		n.val = money.Decimal{Coef: coef}
		return grouped(seps, n.digits)
	case points > 0 && commas > 0:
		return bothMarks(seps, n, coef, last, points, commas)
	case points+commas > 1:
		n.val, n.mark = money.Decimal{Coef: coef}, other(last.ch)
		return grouped(seps, n.digits)
	case len(seps) == 1 && after == 3 && last.at >= 1 && last.at <= 3 && first != '0':
		n.sep, n.val, n.alt = last.ch, money.Decimal{Coef: coef, Scale: 3}, money.Decimal{Coef: coef}
		return true
	}
	n.val, n.mark = money.Decimal{Coef: coef, Scale: after}, last.ch
	return seps[len(seps)-1] == last && grouped(seps[:len(seps)-1], last.at)
}

func bothMarks(seps []sepAt, n *number, coef int64, last sepAt, points, commas int) bool {
	if (last.ch == '.' && points > 1) || (last.ch == ',' && commas > 1) || seps[len(seps)-1] != last {
		return false
	}
	n.val, n.mark = money.Decimal{Coef: coef, Scale: n.digits - last.at}, last.ch
	return grouped(seps[:len(seps)-1], last.at)
}

func other(mark byte) byte {
	if mark == '.' {
		return ','
	}
	return '.'
}

// grouped checks that separators stand between groups of three digits, or of
// two with a last one of three as in 1,00,000.
func grouped(seps []sepAt, digits int) bool {
	if len(seps) == 0 {
		return true
	}
	if first := seps[0].at; first < 1 || first > 3 || digits-seps[len(seps)-1].at != 3 {
		return false
	}
	size := 0
	for i := 1; i < len(seps); i++ {
		g := seps[i].at - seps[i-1].at
		if seps[i].ch != seps[0].ch || (g != 3 && g != 2) || (size != 0 && g != size) {
			return false
		}
		size = g
	}
	return true
}
