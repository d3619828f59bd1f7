package money

import (
	"math/rand"
	"reflect"
	"testing"
)

func TestMinorRoundsHalfAwayFromZero(t *testing.T) {
	for _, c := range []struct {
		in     Decimal
		digits int
		want   int64
	}{
		{Decimal{12345, 2}, 2, 12345}, {Decimal{5, 0}, 2, 500}, {Decimal{4347826, 5}, 2, 4348},
		{Decimal{1005, 3}, 2, 101}, {Decimal{-1005, 3}, 2, -101}, {Decimal{1004, 3}, 2, 100}, {Decimal{1250, 2}, 0, 13},
	} {
		if got := c.in.Minor(c.digits); got != c.want {
			t.Errorf("%v.Minor(%d) = %d, want %d", c.in, c.digits, got, c.want)
		}
	}
}

func TestDecimalString(t *testing.T) {
	for want, d := range map[string]Decimal{"0.05": {5, 2}, "-0.05": {-5, 2}, "12": {12, 0}, "2824.00": {282400, 2}} {
		if got := d.String(); got != want {
			t.Errorf("String = %q, want %q", got, want)
		}
	}
}

func TestSplit(t *testing.T) {
	for _, c := range []struct {
		amount  int64
		weights []int64
		want    []int64
	}{
		{10000, []int64{33, 33, 33}, []int64{3334, 3333, 3333}},
		{10000, []int64{0, 0}, []int64{5000, 5000}},
		{-101, []int64{1, 1}, []int64{-51, -50}},
		{100, []int64{-60, -40}, []int64{60, 40}},
		{5, []int64{1, 2, 2}, []int64{1, 2, 2}},
		{1, []int64{1, 1, 1}, []int64{1, 0, 0}},
	} {
		if got := Split(c.amount, c.weights); !reflect.DeepEqual(got, c.want) {
			t.Errorf("Split(%d, %v) = %v, want %v", c.amount, c.weights, got, c.want)
		}
	}
}

func TestSplitNeverLosesACent(t *testing.T) {
	rng := rand.New(rand.NewSource(1))
	for range 5000 {
		amount := rng.Int63n(2_000_000_000_000) - 1_000_000_000_000
		weights := make([]int64, 1+rng.Intn(9))
		for i := range weights {
			weights[i] = rng.Int63n(1_000_000_000)
		}
		var sum int64
		for _, p := range Split(amount, weights) {
			sum += p
		}
		if sum != amount {
			t.Fatalf("Split(%d, %v) adds up to %d", amount, weights, sum)
		}
	}
}

func TestMulDiv(t *testing.T) {
	for _, c := range [][4]int64{{100, 1, 3, 33}, {100, 2, 3, 67}, {-100, 1, 8, -13}, {1 << 40, 1 << 40, 1 << 41, 1 << 39}, {5, 0, 3, 0}} {
		if got := MulDiv(c[0], c[1], c[2]); got != c[3] {
			t.Errorf("MulDiv(%d, %d, %d) = %d, want %d", c[0], c[1], c[2], got, c[3])
		}
	}
}

func TestFormat(t *testing.T) {
	for _, c := range []struct {
		minor    int64
		currency string
		whole    bool
		want     string
	}{{128450, "USD", false, "$1,284.50"}, {128450, "USD", true, "$1,285"}, {-99, "EUR", false, "-€0.99"}, {1500, "JPY", false, "¥1,500"}, {100, "PKR", false, "PKR\u00a01.00"}} {
		if got := Format(c.minor, c.currency, c.whole); got != c.want {
			t.Errorf("Format = %q, want %q", got, c.want)
		}
	}
}
