package pos

import (
	"fmt"
	"strings"
	"testing"
)

// TestTotalsSayWhatIsInThem: a row that is kept aside is in the reader's sum
// where its amount can be read, and the result says so.
func TestTotalsSayWhatIsInThem(t *testing.T) {
	good := sale("1", "2025-11-20", "", "R-1", "Ring", "Rings", 100000, "AB")
	noDate := sale("2", "31.31.2025", "", "R-2", "Ring", "Rings", 30000, "AB")
	noAmount := strings.Replace(sale("3", "2025-11-20", "", "R-3", "Ring", "Rings", 20000, "AB"), "200.00,200.00", "200.00,eighty", 1)
	total := func(amount string) string { return "Total,,,,,,,,,,,,,," + amount + ",\n" }
	for _, c := range []struct{ what, body, want string }{
		{"nothing aside", good + total("1000.00"), "1000.00 true 0  0"},
		{"one without its date", good + noDate + total("1300.00"), "1300.00 true 1 300.00 0"},
		{"one without its amount", good + noAmount + total("1200.00"), "1000.00 false 0  1"},
		{"of two groups", good + noDate + strings.Replace(total("1300.00"), "Total", "Subtotal", 1) + strings.Replace(good, "1,", "4,", 1) + strings.Replace(total("1000.00"), "Total", "Subtotal", 1),
			"1300.00 true 1 300.00 0|1000.00 true 0  0"},
	} {
		t.Run(c.what, func(t *testing.T) {
			var got []string
			for _, res := range []*Result{newShop(t).foresees("sum.csv", head+c.body).Result, newShop(t).take("sum.csv", head+c.body)} {
				var said []string
				for _, x := range res.ControlTotals {
					if x.Column == "Ext Price" {
						said = append(said, fmt.Sprintln(x.Computed, x.Agrees, x.AsideIn, x.AsideSum, x.AsideMute))
					}
				}
				got = append(got, strings.TrimSpace(strings.ReplaceAll(strings.Join(said, "|"), "\n", "")))
			}
			equal(t, "before", got[0], c.want)
			equal(t, "after", got[1], c.want)
		})
	}
}
