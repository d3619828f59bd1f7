package table

import (
	"os"
	"path/filepath"
	"testing"
)

// samplesDir holds exports that are not ours to keep in the repository.
const samplesDir = "../../../../shared/pos-samples"

func TestRealExports(t *testing.T) {
	tests := []struct {
		file          string
		columns, rows int
		column        string
		kind          Kind
		sum           string
	}{
		{"shopify-orders.csv", 79, 87, "Lineitem price", Money, ""},
		{"square-items-detail-33col.csv", 33, 67, "Net Sales", Money, ""},
		{"uci-online-retail-small.csv", 8, 72, "UnitPrice", Money, "3815.51"},
		{"shopify-customers.csv", 20, 5, "Total Spent", Money, "26024.50"},
		{"square-transactions-55col.csv", 55, 3, "Net Sales", Money, "1140.00"},
		{"clover-lineitems.csv", 29, 4, "Item Total", Money, "2345.50"},
		{"clover-orders.csv", 23, 2, "Order Date", Date, ""},
		{"clover-payments.csv", 30, 2, "Amount", Money, "2507.10"},
		{"woocommerce-analytics-orders.csv", 11, 3, "Net Sales", Money, "3374"},
		{"woocommerce-advanced-order-export.csv", 27, 2, "Phone (Billing)", Code, ""},
		{"vend-sales-ledger.csv", 20, 8, "Subtotal", Money, "4644.00000"},
		{"loyverse-like-customers.csv", 9, 3, "First visit", Date, ""},
	}
	for _, tt := range tests {
		t.Run(tt.file, func(t *testing.T) {
			data, err := os.ReadFile(filepath.Join(samplesDir, tt.file))
			if err != nil {
				t.Skip("the shared sample files are not here: ", err)
			}
			f := openBytes(t, tt.file, data, Options{})
			rows := allRows(t, f)
			if len(f.Columns) != tt.columns || len(rows) != tt.rows || f.HeaderRow != 1 || len(f.Dropped) != 0 {
				t.Errorf("%d columns, %d rows, header %d, dropped %v; want %d, %d, 1, none",
					len(f.Columns), len(rows), f.HeaderRow, f.Dropped, tt.columns, tt.rows)
			}
			for _, r := range rows {
				if r.Problem != "" {
					t.Errorf("row %d: %s", r.Number, r.Problem)
				}
			}
			if len(f.Questions) != 0 {
				t.Errorf("questions %+v, want none", f.Questions)
			}
			c := column(t, f, tt.column)
			if c.Kind != tt.kind || (tt.sum != "" && c.Sum.String() != tt.sum) || c.Unread != 0 {
				t.Errorf("%s is %s, sum %s, %d unread; want %s, %s, 0", c.Name, c.Kind, c.Sum, c.Unread, tt.kind, tt.sum)
			}
		})
	}
}
