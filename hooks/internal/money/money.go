// Package money holds amounts as whole minor units (cents) and the two
// operations every figure rests on: rounding half away from zero and splitting
// an amount by weights so that no cent is lost (METRICS, "Splitting an amount
// by weights").
package money

import (
	"fmt"
	"math"
	"math/bits"
	"sort"
	"strconv"
	"strings"
)

// Decimal is an exact decimal number: Coef x 10^-Scale. It is what a cell of a
// file says before anybody decides on a currency.
type Decimal struct {
	Coef  int64
	Scale int
}

// Minor returns the amount in minor units of a currency with the given number
// of digits after the point (2 for cents), rounded half away from zero.
func (d Decimal) Minor(digits int) int64 {
	diff := d.Scale - digits
	if diff <= 0 {
		return d.Coef * pow10(-diff)
	}
	return RoundDiv(d.Coef, pow10(diff))
}

// String writes the decimal with a point and exactly Scale digits.
func (d Decimal) String() string {
	if d.Scale <= 0 {
		return strconv.FormatInt(d.Coef*pow10(-d.Scale), 10)
	}
	neg, abs := "", d.Coef
	if abs < 0 {
		neg, abs = "-", -abs
	}
	s := strconv.FormatInt(abs, 10)
	if len(s) <= d.Scale {
		s = strings.Repeat("0", d.Scale-len(s)+1) + s
	}
	return neg + s[:len(s)-d.Scale] + "." + s[len(s)-d.Scale:]
}

// Rescale returns the same number with another scale, rounded half away from
// zero when digits are lost.
func (d Decimal) Rescale(scale int) Decimal { return Decimal{Coef: d.Minor(scale), Scale: scale} }

// Float returns the nearest float64, for quantities and percentages only.
func (d Decimal) Float() float64 { return float64(d.Coef) / math.Pow10(d.Scale) }

func pow10(n int) int64 {
	p := int64(1)
	for ; n > 0; n-- {
		p *= 10
	}
	return p
}

// RoundDiv divides a by b (b not 0) and rounds half away from zero.
func RoundDiv(a, b int64) int64 {
	if b < 0 {
		a, b = -a, -b
	}
	if a < 0 {
		return -((-a + b/2) / b)
	}
	return (a + b/2) / b
}

// MulDiv returns a x b / c rounded half away from zero, without overflow in the
// product. c must not be 0.
func MulDiv(a, b, c int64) int64 {
	neg := (a < 0) != (b < 0) != (c < 0)
	hi, lo := bits.Mul64(abs(a), abs(b))
	uc := abs(c)
	lo, carry := bits.Add64(lo, uc/2, 0)
	q, _ := bits.Div64((hi+carry)%uc, lo, uc)
	if neg {
		return -int64(q)
	}
	return int64(q)
}

func abs(v int64) uint64 {
	if v < 0 {
		return uint64(-v)
	}
	return uint64(v)
}

// Split divides an amount by weights: the floor of |amount| x weight / total
// each, the left-over units one each to the largest remainders, ties to the
// first; the sign is put back after. Negative weights count by their absolute
// value. All weights zero: the amount is split evenly. No weights: nil.
func Split(amount int64, weights []int64) []int64 {
	n := len(weights)
	if n == 0 {
		return nil
	}
	var total uint64
	for _, w := range weights {
		total += abs(w)
	}
	if total == 0 {
		even := make([]int64, n)
		for i := range even {
			even[i] = 1
		}
		return Split(amount, even)
	}
	parts, rests, order := make([]int64, n), make([]uint64, n), make([]int, n)
	left := abs(amount)
	for i, w := range weights {
		hi, lo := bits.Mul64(abs(amount), abs(w))
		q, r := bits.Div64(hi, lo, total)
		parts[i], rests[i], order[i] = int64(q), r, i
		left -= q
	}
	sort.SliceStable(order, func(a, b int) bool { return rests[order[a]] > rests[order[b]] })
	for i := 0; uint64(i) < left; i++ {
		parts[order[i]]++
	}
	if amount < 0 {
		for i := range parts {
			parts[i] = -parts[i]
		}
	}
	return parts
}

// digitsByCurrency lists the currencies of ISO 4217 whose minor unit is not
// two digits; all others have two.
var digitsByCurrency = map[string]int{
	"BIF": 0, "CLP": 0, "DJF": 0, "GNF": 0, "ISK": 0, "JPY": 0, "KMF": 0, "KRW": 0, "PYG": 0,
	"RWF": 0, "UGX": 0, "UYI": 0, "VND": 0, "VUV": 0, "XAF": 0, "XOF": 0, "XPF": 0,
	"BHD": 3, "IQD": 3, "JOD": 3, "KWD": 3, "LYD": 3, "OMR": 3, "TND": 3,
}

// Digits returns how many digits a currency's minor unit has (ISO 4217).
func Digits(currency string) int {
	if d, ok := digitsByCurrency[currency]; ok {
		return d
	}
	return 2
}

var symbols = map[string]string{"USD": "$", "EUR": "€", "GBP": "£", "CAD": "C$", "AUD": "A$", "JPY": "¥"}

// Format writes minor units for people: symbol or code, grouped thousands and
// the currency's digits; whole drops the digits after rounding half away.
func Format(minor int64, currency string, whole bool) string {
	digits := Digits(currency)
	sign := ""
	if minor < 0 {
		sign = "-"
	}
	n := abs(minor)
	frac := ""
	unit := uint64(pow10(digits))
	switch {
	case whole:
		n = (n + unit/2) / unit
	case digits > 0:
		frac = fmt.Sprintf(".%0*d", digits, n%unit)
		n /= unit
	}
	symbol, ok := symbols[currency]
	if !ok {
		symbol = currency + "\u00a0"
	}
	return sign + symbol + group(n) + frac
}

func group(n uint64) string {
	s := strconv.FormatUint(n, 10)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
