package figures

import (
	"fmt"
	"math"
	"strings"
	"testing"
)

func near(t *testing.T, what string, got, want float64) {
	t.Helper()
	if math.Abs(got-want) > 0.00006 {
		t.Errorf("%s = %.5f, want %.4f", what, got, want)
	}
}

// The vectors of Newcombe 1998 (Stat Med 17:857), table I, method 3.
func TestWilson(t *testing.T) {
	for _, c := range []struct {
		x, n      int64
		low, high float64
	}{
		{81, 263, .2553, .3662}, {15, 148, .0624, .1605}, {0, 20, 0, .1611}, {1, 29, .0061, .1718},
		{20, 20, 1 - .1611, 1},
	} {
		i, ok := Wilson(c.x, c.n, .95)
		if !ok {
			t.Fatalf("%d/%d has no interval", c.x, c.n)
		}
		near(t, fmt.Sprintf("low of %d/%d", c.x, c.n), i.Low, c.low)
		near(t, fmt.Sprintf("high of %d/%d", c.x, c.n), i.High, c.high)
	}
	for _, bad := range [][2]int64{{0, 0}, {-1, 5}, {6, 5}} {
		if _, ok := Wilson(bad[0], bad[1], .95); ok {
			t.Errorf("%d of %d must have no interval", bad[0], bad[1])
		}
	}
	wide, _ := Wilson(7, 20, .95)
	shown, _ := Wilson(7, 20, Level)
	if !(wide.Low < shown.Low && shown.High < wide.High) {
		t.Errorf("the 90 %% interval %v must lie inside the 95 %% one %v", shown, wide)
	}
}

func TestNewcombe(t *testing.T) {
	d, i, _ := Newcombe(48, 80, 56, 70, .95)
	near(t, "difference", d, .2)
	near(t, "low", i.Low, .0524)
	near(t, "high", i.High, .3339)
	_, i, _ = Newcombe(0, 10, 0, 10, .95)
	near(t, "low of nothing", i.Low, -.2775)
	near(t, "high of nothing", i.High, .2775)
	if _, _, ok := Newcombe(0, 0, 1, 2, .95); ok {
		t.Error("a side without trials must have no interval")
	}
}

func moments(values ...int64) (m Moments) {
	for _, v := range values {
		m.Add(v)
	}
	return m
}

func TestWelch(t *testing.T) {
	before, after := moments(4, 5, 4, 5, 3, 5, 4, 4, 5, 4, 5, 4), moments(5, 4, 5, 5, 4, 5, 3, 5, 5, 5)
	d, i, freedom, _ := Welch(before, after, .95)
	near(t, "difference", d, .26667)
	near(t, "low", i.Low, -.3414)
	near(t, "high", i.High, .8748)
	if math.Abs(freedom-18.715) > .001 {
		t.Errorf("degrees of freedom = %.4f, want 18.715", freedom)
	}
	if _, _, _, ok := Welch(moments(1), after, .95); ok {
		t.Error("one value has no interval")
	}
	if d, i, _, ok := Welch(moments(2, 2), moments(3, 3), .95); !ok || i != (Interval{d, d}) {
		t.Errorf("without spread the interval is the difference, got %v", i)
	}
}

// n = 5, mean 3, s = 1.5811, t(4; 0.95 two-sided 90 %) = 2.1318 (any t table).
func TestStudent(t *testing.T) {
	i, _ := Student(moments(1, 2, 3, 4, 5), .90)
	near(t, "low", i.Low, 3-2.131847*math.Sqrt(.5))
	near(t, "high", i.High, 3+2.131847*math.Sqrt(.5))
	if _, ok := Student(moments(7), .90); ok {
		t.Error("one value has no interval")
	}
}

// Values whose squares overflow 64 bits, far from zero, keep their variance.
func TestMomentsStayExact(t *testing.T) {
	const base = int64(3_000_000_000_000)
	m := moments(base+1, base+2, base+3, -base, -base)
	var whole Moments
	for _, part := range []Moments{moments(base+1, -base), moments(base + 2), moments(-base, base+3)} {
		whole.Merge(part)
	}
	if m != whole {
		t.Fatalf("merged %v, counted %v", whole, m)
	}
	if got := moments(base+1, base+2, base+3).Variance(); got != 1 {
		t.Errorf("variance = %v, want 1", got)
	}
	if (Moments{}).Mean() != 0 || moments(4).Variance() != 0 {
		t.Error("mean of nothing and variance of one value are 0")
	}
}

func TestWordsOfAChange(t *testing.T) {
	cases := []struct {
		before, after Rate
		verdict       Verdict
		text          string
	}{
		{Rate{54, 300}, Rate{81, 300}, Up, "Up by 9 points (3 to 15)"},
		{Rate{81, 300}, Rate{54, 300}, Down, "Down by 9 points (3 to 15)"},
		{Rate{1, 3}, Rate{2, 3}, Few, "2 of 3, before 1 of 3"},
		{Rate{4, 22}, Rate{6, 22}, Unclear, "Not enough yet: about 77 sales more"},
		{Rate{300, 1000}, Rate{302, 1000}, Flat, "No change larger than 4 points"},
	}
	for _, c := range cases {
		got := ChangeOfRate(c.before, c.after, 5, .10)
		if got.Verdict != c.verdict || got.Text != c.text {
			t.Errorf("%v to %v: %s %q, want %s %q", c.before, c.after, got.Verdict, got.Text, c.verdict, c.text)
		}
	}
}

func TestWordsOfAMean(t *testing.T) {
	dollars := func(v float64) string { return fmt.Sprintf("$%.0f", v/100) }
	side := func(n int, level, spread int64) (m Moments) {
		for i := range n {
			m.Add(level + spread*int64(i%2*2-1))
		}
		return m
	}
	cases := []struct {
		before, after Moments
		verdict       Verdict
		begins        string
	}{
		{side(99, 10000, 100), side(200, 20000, 100), Few, "From 100 a side; now 200, before 99"},
		{side(100, 10000, 100), side(100, 20000, 100), Up, "Up by $100 ($100 to $100)"},
		{side(100, 20000, 100), side(100, 10000, 100), Down, "Down by $100"},
		{side(100, 10000, 100), side(100, 10000, 100), Flat, "No change larger than $0"},
		{side(100, 10000, 90000), side(100, 10000, 90000), Unclear, "Not enough yet: about 350 sales more"},
		{side(100, 10000, 300000), side(100, 10000, 300000), Unclear, "Not enough yet: about 4,900 sales more"},
	}
	for _, c := range cases {
		got := ChangeOfMean(c.before, c.after, MoneyFrom, 10000, dollars)
		if got.Verdict != c.verdict || !strings.HasPrefix(got.Text, c.begins) {
			t.Errorf("%s %q, want %s %q", got.Verdict, got.Text, c.verdict, c.begins)
		}
	}
}
