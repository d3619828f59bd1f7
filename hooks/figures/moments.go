package figures

import (
	"math/big"
	"math/bits"
)

// Moments are the count, sum and sum of squares of whole numbers: enough for a
// mean and its interval, and they add, so that a year costs what a week costs.
// The squares are kept in 128 bits: the squares of a year of watch prices in
// cents do not fit in 64, and floating sums would depend on their order.
type Moments struct {
	N, Sum  int64
	Squares Wide
}

// Add counts one more value.
func (m *Moments) Add(v int64) {
	m.N++
	m.Sum += v
	hi, lo := bits.Mul64(magnitude(v), magnitude(v))
	m.Squares = m.Squares.plus(Wide{hi, lo})
}

// Merge adds the values of o.
func (m *Moments) Merge(o Moments) {
	m.N += o.N
	m.Sum += o.Sum
	m.Squares = m.Squares.plus(o.Squares)
}

// Mean returns the sum over n, 0 without values.
func (m Moments) Mean() float64 {
	if m.N == 0 {
		return 0
	}
	return float64(m.Sum) / float64(m.N)
}

// Variance returns the sample variance (n - 1), 0 below two values. The
// subtraction is done in whole numbers: in floating point it would cancel.
func (m Moments) Variance() float64 {
	if m.N < 2 {
		return 0
	}
	n, sum := big.NewInt(m.N), big.NewInt(m.Sum)
	top := new(big.Int).Mul(n, m.Squares.integer())
	top.Sub(top, new(big.Int).Mul(sum, sum))
	f, _ := new(big.Float).SetInt(top).Float64()
	return f / (float64(m.N) * float64(m.N-1))
}

// Wide is an unsigned whole number of 128 bits.
type Wide struct{ Hi, Lo uint64 }

func (w Wide) plus(o Wide) Wide {
	lo, carry := bits.Add64(w.Lo, o.Lo, 0)
	hi, _ := bits.Add64(w.Hi, o.Hi, carry)
	return Wide{hi, lo}
}

func (w Wide) integer() *big.Int {
	i := new(big.Int).SetUint64(w.Hi)
	return i.Lsh(i, 64).Add(i, new(big.Int).SetUint64(w.Lo))
}

func magnitude(v int64) uint64 {
	if v < 0 {
		return uint64(-v)
	}
	return uint64(v)
}
