package oracle

import (
	"fmt"
	"strconv"
	"strings"
)

// decimal writes thousandths with at least some places.
func (w writing) decimal(v int64, places int) string {
	s := strconv.FormatFloat(float64(v)/1000, 'f', -1, 64)
	whole, rest, _ := strings.Cut(s, ".")
	for len(rest) < places {
		rest += "0"
	}
	if rest == "" {
		return whole
	}
	if w.money.comma {
		return whole + "," + rest
	}
	return whole + "." + rest
}

// amount writes cents.
func (w writing) amount(v int64) string {
	m := w.money
	whole, point, group := strconv.FormatInt(size(v)/100, 10), ".", ","
	if m.comma {
		point, group = ",", "."
	}
	for at := len(whole) - 3; m.grouped && at > 0; at -= 3 {
		whole = whole[:at] + group + whole[at:]
	}
	s := fmt.Sprintf("%s%s%02d", whole, point, size(v)%100)
	if m.after {
		s += m.symbol
	} else {
		s = m.symbol + s
	}
	switch {
	case v >= 0:
		return s
	case m.brackets:
		return "(" + s + ")"
	case m.trailing:
		return s + "-"
	}
	return "-" + s
}
