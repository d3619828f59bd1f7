package table

import (
	"math/big"

	"touchstone/hooks/internal/money"
)

const accScales = 9 // amounts are summed exactly to 8 digits after the mark

// acc sums decimals of mixed scales without losing a digit. Its zero is 0.
type acc struct {
	by   [accScales]int64
	top  int // the largest scale seen
	over bool
}

func (a *acc) add(d money.Decimal) {
	if d.Scale >= accScales {
		d = d.Rescale(accScales - 1)
	}
	sum := a.by[d.Scale] + d.Coef
	if (sum > a.by[d.Scale]) != (d.Coef > 0) && d.Coef != 0 {
		a.over = true
	}
	a.by[d.Scale] = sum
	a.top = max(a.top, d.Scale)
}

// since gives the sum of what was added after an earlier state.
func (a acc) since(b acc) acc {
	for i := range a.by {
		a.by[i] -= b.by[i]
	}
	return a
}

// total gives the sum with the largest scale seen; ok is false when it does
// not fit.
func (a *acc) total() (money.Decimal, bool) {
	sum := new(big.Int)
	ten := big.NewInt(10)
	for scale := 0; scale <= a.top; scale++ {
		sum.Mul(sum, ten)
		sum.Add(sum, big.NewInt(a.by[scale]))
	}
	return money.Decimal{Coef: sum.Int64(), Scale: a.top}, sum.IsInt64() && !a.over
}

// same tells whether two decimals are the same number.
func same(a, b money.Decimal) bool {
	x, y := big.NewInt(a.Coef), big.NewInt(b.Coef)
	ten := big.NewInt(10)
	for s := a.Scale; s < b.Scale; s++ {
		x.Mul(x, ten)
	}
	for s := b.Scale; s < a.Scale; s++ {
		y.Mul(y, ten)
	}
	return x.Cmp(y) == 0
}
