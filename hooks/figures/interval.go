package figures

import (
	"math"
	"sync"

	"gonum.org/v1/gonum/stat/distuv"
)

// Interval is a range that holds the true value at the stated level.
type Interval struct{ Low, High float64 }

// Has reports whether v lies in the interval, ends included.
func (i Interval) Has(v float64) bool { return i.Low <= v && v <= i.High }

var shownZ = sync.OnceValue(func() float64 { return normalQuantile(Level) })

// z is the two-sided standard normal quantile of a level, 1.6449 for 0.90.
func z(level float64) float64 {
	if level == Level {
		return shownZ()
	}
	return normalQuantile(level)
}

func normalQuantile(level float64) float64 {
	return distuv.Normal{Mu: 0, Sigma: 1}.Quantile(1 - (1-level)/2)
}

func studentQuantile(level, freedom float64) float64 {
	return distuv.StudentsT{Mu: 0, Sigma: 1, Nu: freedom}.Quantile(1 - (1-level)/2)
}

// Wilson returns the score interval of x successes in n trials as fractions
// (Wilson 1927; recommended by Brown, Cai and DasGupta 2001). ok is false for
// n = 0 or an x outside 0..n.
func Wilson(x, n int64, level float64) (i Interval, ok bool) {
	if n <= 0 || x < 0 || x > n {
		return Interval{}, false
	}
	p, m, q := float64(x)/float64(n), float64(n), z(level)
	middle := p + q*q/(2*m)
	half := q * math.Sqrt(p*(1-p)/m+q*q/(4*m*m))
	scale := 1 + q*q/m
	i = Interval{Low: (middle - half) / scale, High: (middle + half) / scale}
	if x == 0 {
		i.Low = 0 // exact; the formula leaves a rounding error
	}
	if x == n {
		i.High = 1
	}
	return i, true
}

// Newcombe returns the difference x2/n2 - x1/n1 of two independent rates and
// its hybrid score interval (Newcombe 1998, Stat Med 17:873, method 10). ok is
// false when a side has no trial.
func Newcombe(x1, n1, x2, n2 int64, level float64) (d float64, i Interval, ok bool) {
	w1, ok1 := Wilson(x1, n1, level)
	w2, ok2 := Wilson(x2, n2, level)
	if !ok1 || !ok2 {
		return 0, Interval{}, false
	}
	p1, p2 := float64(x1)/float64(n1), float64(x2)/float64(n2)
	d = p2 - p1
	i = Interval{
		Low:  d - math.Hypot(p2-w2.Low, w1.High-p1),
		High: d + math.Hypot(w2.High-p2, p1-w1.Low),
	}
	return d, i, true
}

// Student returns the t interval of the mean of m in m's own unit. ok is false
// below two values.
func Student(m Moments, level float64) (i Interval, ok bool) {
	if m.N < 2 {
		return Interval{}, false
	}
	half := studentQuantile(level, float64(m.N-1)) * math.Sqrt(m.Variance()/float64(m.N))
	return Interval{Low: m.Mean() - half, High: m.Mean() + half}, true
}

// Welch returns the difference of means after - before, its interval and its
// degrees of freedom, from sums alone (Welch 1947). ok is false when a side has
// fewer than two values.
func Welch(before, after Moments, level float64) (d float64, i Interval, freedom float64, ok bool) {
	if before.N < 2 || after.N < 2 {
		return 0, Interval{}, 0, false
	}
	d = after.Mean() - before.Mean()
	a, b := before.Variance()/float64(before.N), after.Variance()/float64(after.N)
	if a+b == 0 { // every value equals its side's mean
		return d, Interval{Low: d, High: d}, float64(before.N + after.N - 2), true
	}
	freedom = (a + b) * (a + b) / (a*a/float64(before.N-1) + b*b/float64(after.N-1))
	half := studentQuantile(level, freedom) * math.Sqrt(a+b)
	return d, Interval{Low: d - half, High: d + half}, freedom, true
}
