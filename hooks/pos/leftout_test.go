package pos

import (
	"fmt"
	"testing"
)

// TestLeftOutSaysWhy: rows that are no sales, and receipts in no figure, are
// counted with the reason.
func TestLeftOutSaysWhy(t *testing.T) {
	body := "Sales by day\n\n" + head +
		"1,2025-11-20,10:15,Sale,,C1,Dana Whitlock,,,R-1,Ring,Rings,1,100.00,100.00,AB\n" +
		"2,2025-11-20,10:15,Void,,C1,Dana Whitlock,,,R-1,Ring,Rings,1,100.00,100.00,AB\n" +
		"3,2025-11-20,10:15,Quote,,C1,Dana Whitlock,,,R-1,Ring,Rings,1,100.00,100.00,AB\n" +
		"4,2025-11-20,10:15,Quote,,C1,Dana Whitlock,,,R-1,Ring,Rings,1,100.00,100.00,AB\n" +
		head + "5,2025-11-20,10:15,Sale,,C1,Dana Whitlock,,,R-1,Ring,Rings,1,100.00,100.00,AB\n" +
		"Total,,,,,,,,,,,,,,500.00,\n"
	want := "[{repeated header 1} {subtotal 1}] [{quote 2} {void 1}]"
	for when, res := range map[string]*Result{"before": newShop(t).foresees("day.csv", body).Result, "after": newShop(t).take("day.csv", body)} {
		equal(t, when, fmt.Sprint(res.LeftOut, res.Uncounted), want)
	}
	s := newShop(t)
	stores := "Sale #,Date,Store,SKU,Description,Department,Qty,Ext Price,Salesperson\n1,2025-11-20,MAIN,R-1,Ring,Rings,1,100.00,AB\n2,2025-11-20,UPTOWN,R-1,Ring,Rings,1,100.00,AB\n"
	res := s.takeAs(Wanted{Name: "both.csv", Store: "MAIN"}, stores)
	equal(t, "of another store", fmt.Sprint(res.Receipts, res.LeftOut), "1 [{another store 1}]")
}
