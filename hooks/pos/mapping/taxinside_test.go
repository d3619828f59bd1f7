package mapping

import (
	"fmt"
	"strings"
	"testing"
)

// TestTaxInsideTheAmounts: amounts that hold the tax beside them are known by
// their arithmetic, and only where nothing else explains it.
func TestTaxInsideTheAmounts(t *testing.T) {
	prices := []int64{119000, 238000, 44900, 129950, 7990}
	for _, c := range []struct {
		what string
		tax  func(cents int64) int64
		rows int
		want bool
	}{
		{"19% inside", func(a int64) int64 { return (a*19*2 + 119) / (119 * 2) }, 5, true},
		{"7% inside", func(a int64) int64 { return (a*7*2 + 107) / (107 * 2) }, 5, true},
		{"20% inside", func(a int64) int64 { return (a*20*2 + 120) / (120 * 2) }, 5, true},
		{"19% on top", func(a int64) int64 { return (a*19 + 50) / 100 }, 5, false},
		{"8.875% on top", func(a int64) int64 { return (a*8875 + 50000) / 100000 }, 5, false},
		{"8.25% on top", func(a int64) int64 { return (a*825 + 5000) / 10000 }, 5, false},
		{"25% inside is 20% on top as well", func(a int64) int64 { return (a*25*2 + 125) / (125 * 2) }, 5, false},
		{"two rows prove nothing", func(a int64) int64 { return (a*19*2 + 119) / (119 * 2) }, 2, false},
		{"no tax", func(int64) int64 { return 0 }, 5, false},
		{"one row that does not fit", func(a int64) int64 { return (a*19*2+119)/(119*2) + a/129950*100 }, 5, false},
	} {
		t.Run(c.what, func(t *testing.T) {
			var csv strings.Builder
			csv.WriteString("Sale #,Date,Description,Qty,Unit Price,Amount,MwSt,Salesperson\n")
			for i, p := range prices[:c.rows] {
				fmt.Fprintf(&csv, "%d,2026-11-20,Ring,2,%d.%02d,%d.%02d,%d.%02d,AB\n", i+1, p/100, p%100, 2*p/100, 2*p%100, c.tax(2*p)/100, c.tax(2*p)%100)
			}
			m, questions, err := Resolve(open(t, csv.String(), nil), Wish{})
			if err != nil || len(questions) > 0 || m.Columns["MwSt"] != Tax {
				t.Fatalf("%v, %+v, %v", err, questions, m.Columns)
			}
			if m.Rules.TaxIncluded != c.want {
				t.Errorf("the amounts hold the tax: %v, want %v", m.Rules.TaxIncluded, c.want)
			}
		})
	}
}
