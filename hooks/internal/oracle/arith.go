package oracle

import (
	"math/big"
	"strings"
)

// round returns a x b / c, half away from zero, by exact fractions.
func round(a, b, c int64) int64 {
	r := new(big.Rat).SetFrac(new(big.Int).Mul(big.NewInt(a), big.NewInt(b)), big.NewInt(c))
	half := big.NewRat(1, 2)
	if r.Sign() < 0 {
		half.Neg(half)
	}
	r.Add(r, half)
	return new(big.Int).Quo(r.Num(), r.Denom()).Int64() // Quo cuts toward zero
}

// split shares an amount out by weights as METRICS says: floors first, then the
// left-over cents one by one to whoever has the largest remainder and none yet,
// the first named on a tie. Weights of zero only: evenly.
func split(amount int64, weights []int64) []int64 {
	use, total := plainWeights(weights)
	parts, rest, given := make([]int64, len(use)), make([]*big.Int, len(use)), int64(0)
	for i, w := range use {
		q, r := new(big.Int).QuoRem(new(big.Int).Mul(big.NewInt(size(amount)), big.NewInt(w)), big.NewInt(total), new(big.Int))
		parts[i], rest[i] = q.Int64(), r
		given += parts[i]
	}
	for ; given < size(amount); given++ {
		best := largest(rest)
		parts[best]++
		rest[best] = nil
	}
	for i := range parts {
		if amount < 0 {
			parts[i] = -parts[i]
		}
	}
	return parts
}

// plainWeights drops signs, and weighs all alike where all are zero.
func plainWeights(weights []int64) (use []int64, total int64) {
	for _, w := range weights {
		use = append(use, size(w))
		total += size(w)
	}
	if total > 0 {
		return use, total
	}
	for i := range use {
		use[i] = 1
	}
	return use, int64(len(use))
}

// largest is the place of the first largest remainder that is left.
func largest(rest []*big.Int) int {
	best := -1
	for i, r := range rest {
		if r != nil && (best < 0 || r.Cmp(rest[best]) > 0) {
			best = i
		}
	}
	return best
}

func size(v int64) int64 {
	if v < 0 {
		return -v
	}
	return v
}

// fold is how two spellings of one word are held to be the same.
func fold(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), " ")) }

func secondary(r Role) bool   { return r == Accessory || r == CarePlan || r == Service }
func merchandise(r Role) bool { return r == Primary || secondary(r) }
