package pos

import (
	"fmt"
	"testing"

	"touchstone/hooks/internal/testapp"
)

// TestNamesOfAStoreInThePOS: what the POS calls a store finds it, alone in a
// file, among others, and under two names at once.
func TestNamesOfAStoreInThePOS(t *testing.T) {
	s := newShop(t)
	if _, err := testapp.SQL(t, s.app).Exec(`
		INSERT INTO stores (id, code, name, time_zone, country, rev) VALUES ('s00000000000002', 'NORTH', 'North', 'America/Chicago', 'US', 1);
		UPDATE stores SET pos_codes = '["01","Main Street"]' WHERE code = 'MAIN'; UPDATE stores SET pos_codes = '["02"]' WHERE code = 'NORTH'`); err != nil {
		t.Fatal(err)
	}
	file := func(cells ...string) string {
		body := "Sale #,Date,Store,SKU,Description,Department,Qty,Ext Price,Salesperson\n"
		for i, cell := range cells {
			body += fmt.Sprintf("%s%d,2025-11-17,%s,R-1,Ring,Rings,1,100.00,AB\n", cells[0], i, cell)
		}
		return body
	}
	s.take("alone.csv", file("02", "02"))
	equal(t, "net sales of the store that the file names", s.counted("store", "NORTH", "net_sales"), "20000")
	s.takeAs(Wanted{Name: "ours.csv", Store: "MAIN"}, file("01", "Main Street", "MAIN"))
	equal(t, "net sales of the store under three names", s.counted("store", "MAIN", "net_sales"), "30000")
	equal(t, "the question about two stores", s.asks(Wanted{Name: "both.csv"}, file("Main Street", "02")).ID, "store")
	res := s.takeAs(Wanted{Name: "both.csv", Store: "Main Street"}, file("Main Street", "02", "01"))
	equal(t, "receipts and rows left out", fmt.Sprint(res.Receipts, res.Skipped), "2 1")
	equal(t, "net sales of the store", s.counted("store", "MAIN", "net_sales"), "50000")
	equal(t, "stores", s.one(`SELECT group_concat(code) FROM (SELECT code FROM stores ORDER BY code)`), "MAIN,NORTH")
}
