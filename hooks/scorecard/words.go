package scorecard

import (
	"fmt"
	"hash/fnv"
	"math"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"touchstone/hooks/internal/civil"
	"touchstone/hooks/internal/money"
)

// nbsp keeps what belongs together on one line.
const nbsp = "\u00a0"

var small = [...]string{"no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"}

// count writes a number for a sentence: in words up to twelve.
func count(n int64) string {
	if n >= 0 && n < int64(len(small)) {
		return small[n]
	}
	return grouped(n)
}

// outOf writes the two numbers of a ratio for a sentence, both in the same form,
// and none for nought.
func outOf(n, of int64) (string, string) {
	if n == 0 {
		return "none", count(of)
	}
	if of < int64(len(small)) {
		return count(n), count(of)
	}
	return grouped(n), grouped(of)
}

// ratio is a ratio as people say it: "nine of twelve", "none of four", "all six".
func ratio(r Rate) string {
	if r.N == r.Of && r.Of > 2 {
		return "all " + count(r.Of)
	}
	n, of := outOf(r.N, r.Of)
	return n + " of " + of
}

// grouped writes digits with thousands apart.
func grouped(n int64) string {
	s := strconv.FormatInt(n, 10)
	first := 0
	if n < 0 {
		first = 1
	}
	for i := len(s) - 3; i > first; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// things writes a number and its noun: "1 sale", "16 sales".
func things(n int64, one string) string {
	if n == 1 {
		return "1" + nbsp + one
	}
	return grouped(n) + nbsp + one + "s"
}

// worded is things for a sentence: "one sale", "three sales".
func worded(n int64, one string) string {
	if n == 1 {
		return "one " + one
	}
	return count(n) + " " + one + "s"
}

func capital(s string) string {
	r, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[size:]
}

// percent writes a fraction, rounded half away from zero.
func percent(f float64) string { return strconv.Itoa(int(math.Round(f*100))) + "%" }

func share(r Rate) float64 { return float64(r.N) / float64(r.Of) }

func unit(currency string) int64 {
	u := int64(1)
	for range money.Digits(currency) {
		u *= 10
	}
	return u
}

// amount writes minor units as whole money, millions in short.
func amount(minor int64, currency string) string {
	u := unit(currency)
	if v := float64(minor) / float64(u); math.Abs(v) >= 1e8 {
		whole := money.Format(minor, currency, true)
		symbol := strings.TrimRight(whole, "0123456789,")
		return symbol + grouped(int64(math.Round(math.Abs(v)/1e6))) + nbsp + "million"
	}
	return money.Format(minor, currency, true)
}

// meanAmount rounds once, from the sum to whole money.
func meanAmount(m Mean, currency string) string {
	u := unit(currency)
	return amount(money.RoundDiv(m.Sum, m.N*u)*u, currency)
}

// bare takes the code off an amount of a currency that has no sign: in a table
// the code stands once, with the row's label.
func bare(text, currency string) string {
	code, digits, ok := strings.Cut(text, nbsp)
	if !ok || currency == "" || strings.Trim(code, "-") != currency {
		return text
	}
	return strings.TrimSuffix(code, currency) + digits
}

// pieces writes thousandths as a quantity: 25000 is 25, 2500 is 2.5.
func pieces(thousandths int64) string {
	if thousandths%1000 == 0 {
		return grouped(thousandths / 1000)
	}
	return tenths(float64(thousandths) / 1000)
}

func tenths(v float64) string { return fixed(v, 1) }

// fixed writes a number with so many digits after the point, half away from zero.
func fixed(v float64, digits int) string {
	scale := math.Pow10(digits)
	return strconv.FormatFloat(math.Round(v*scale)/scale, 'f', digits, 64)
}

// days writes the dates of a week: "November 9 to 15, 2026".
func days(first, last civil.Date) string {
	switch {
	case first.Year != last.Year:
		return date(first) + " to " + date(last)
	case first.Month != last.Month:
		return monthDay(first) + " to " + date(last)
	}
	return fmt.Sprintf("%s to %d, %d", monthDay(first), last.Day, last.Year)
}

func monthDay(d civil.Date) string { return d.Month.String() + nbsp + strconv.Itoa(d.Day) }

func date(d civil.Date) string { return fmt.Sprintf("%s, %d", monthDay(d), d.Year) }

// moment writes a time in its own zone: "Monday, November 16, 2026, 8:05 am".
func moment(t time.Time) string {
	return t.Weekday().String() + ", " + date(civil.Of(t)) + ", " + t.Format("3:04") + nbsp + t.Format("pm")
}

// voice chooses among phrasings. Its turn moves on by one every week, so that a
// list of two or more never says the same in two weeks running, and begins
// elsewhere for each person.
type voice struct{ turn int }

func voiceOf(first civil.Date, person string) voice {
	h := fnv.New32a()
	_, _ = h.Write([]byte(person)) // a hash never fails
	week := civil.Date{Year: 1900, Month: 1, Day: 1}.DaysUntil(first) / 7
	return voice{turn: week + int(h.Sum32()%997)}
}

// index is the turn among n, never negative.
func (v voice) index(n int) int { return ((v.turn % n) + n) % n }

// say fills one of the phrasings; pairs are names in braces and their texts.
func (v voice) say(phrasings []string, pairs ...string) string {
	return strings.NewReplacer(pairs...).Replace(phrasings[v.index(len(phrasings))])
}
