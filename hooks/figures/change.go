package figures

import (
	"fmt"
	"math"
	"strconv"
)

// Rate is a numerator and a denominator, never a bare percentage.
type Rate struct{ N, Of int64 }

// Verdict says what may be said of a change.
type Verdict string

// The verdicts: Few says nothing beyond the counts, Up and Down only when the
// interval of the difference leaves out zero. Unjudged is for sides that are not
// independent, of which no interval is made.
const (
	Few      Verdict = "few"
	Up       Verdict = "up"
	Down     Verdict = "down"
	Flat     Verdict = "flat"
	Unclear  Verdict = "unclear"
	Unjudged Verdict = "unjudged"
)

// Change is a comparison of two periods and its sentence for people.
type Change struct {
	Verdict    Verdict
	Difference float64 // after - before: a fraction, or the mean's own unit
	Interval   Interval
	More       int64 // Unclear: about so many more a side
	Text       string
}

// ChangeOfRate compares two rates of independent receipts at the product's
// level. floor is the store's smallest n; target is the smallest change that
// matters, as a fraction (0.10 = ten points): a difference that may be zero is
// called flat when its interval is no wider than that to each side
// (STATISTICS 2.4). Below the floor the counts stand alone.
func ChangeOfRate(before, after Rate, floor int64, target float64) Change {
	if before.Of < floor || after.Of < floor {
		return Change{Verdict: Few, Text: fmt.Sprintf("%d of %d, before %d of %d", after.N, after.Of, before.N, before.Of)}
	}
	d, i, ok := Newcombe(before.N, before.Of, after.N, after.Of, Level)
	if !ok {
		return Change{Verdict: Few, Text: "Nothing to compare yet"}
	}
	c := judge(d, i, target, points)
	if c.Verdict == Unclear {
		c.More = moreTrials(before, after, target)
		c.Text = notEnough(c.More)
	}
	return c
}

// ChangeOfMean compares two means by Welch's interval, from n = from a side
// (MoneyFrom or CSATFrom); below, it says nothing. target is in the unit of the
// values, and write turns a size (never negative) into words.
func ChangeOfMean(before, after Moments, from int64, target float64, write func(float64) string) Change {
	if before.N < from || after.N < from {
		return Change{Verdict: Few, Text: fmt.Sprintf("From %d a side; now %d, before %d", from, after.N, before.N)}
	}
	d, i, _, ok := Welch(before, after, Level)
	if !ok {
		return Change{Verdict: Few, Text: "Nothing to compare yet"}
	}
	c := judge(d, i, target, write)
	if c.Verdict == Unclear {
		half := (i.High - i.Low) / 2 // the half-width shrinks with the root of n
		need := float64(min(before.N, after.N)) * (half*half/(target*target) - 1)
		c.More = about(need)
		c.Text = notEnough(c.More)
	}
	return c
}

func judge(d float64, i Interval, target float64, write func(float64) string) Change {
	c := Change{Difference: d, Interval: i}
	switch {
	case i.Low > 0:
		c.Verdict, c.Text = Up, fmt.Sprintf("Up by %s (%s)", write(d), between(i.Low, i.High, write))
	case i.High < 0:
		c.Verdict, c.Text = Down, fmt.Sprintf("Down by %s (%s)", write(-d), between(-i.High, -i.Low, write))
	case target > 0 && (i.High-i.Low)/2 > target:
		c.Verdict = Unclear
	default:
		c.Verdict, c.Text = Flat, "No change larger than "+write(math.Max(-i.Low, i.High))
	}
	return c
}

func points(d float64) string {
	n := int(math.Round(d * 100))
	switch n {
	case 0:
		return "less than 1 point"
	case 1:
		return "1 point"
	}
	return strconv.Itoa(n) + " points"
}

// between writes a range without repeating "points" at both ends.
func between(low, high float64, write func(float64) string) string {
	l, h := write(low), write(high)
	return bare(l) + " to " + bare(h)
}

func bare(s string) string {
	for _, unit := range []string{" points", " point"} {
		if len(s) > len(unit) && s[len(s)-len(unit):] == unit {
			return s[:len(s)-len(unit)]
		}
	}
	return s
}

// moreTrials is n of 2 z^2 p(1-p)/h^2 a side for a half-width h, less what the
// smaller side has (STATISTICS 2.4). p is drawn towards one half by one success
// and one failure, so that 0 of 9 still asks for more.
func moreTrials(before, after Rate, half float64) int64 {
	p := float64(before.N+after.N+1) / float64(before.Of+after.Of+2)
	q := z(Level)
	return about(2*q*q*p*(1-p)/(half*half) - float64(min(before.Of, after.Of)))
}

func notEnough(more int64) string {
	if more == 1 {
		return "Not enough yet: about 1 sale more"
	}
	return "Not enough yet: about " + thousands(more) + " sales more"
}

// thousands writes a count with thousands apart, as people read it.
func thousands(n int64) string {
	if n < 1000 {
		return strconv.FormatInt(n, 10)
	}
	return thousands(n/1000) + fmt.Sprintf(",%03d", n%1000)
}

// about rounds up to two leading digits, at least 1.
func about(v float64) int64 {
	if v <= 1 {
		return 1
	}
	step := math.Pow(10, math.Max(0, math.Floor(math.Log10(v))-1))
	return int64(math.Ceil(v/step) * step)
}
