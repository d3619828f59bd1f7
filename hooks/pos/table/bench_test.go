package table

import (
	"bytes"
	"fmt"
	"testing"
)

// export writes a sales export of n lines and 12 columns.
func export(n int) []byte {
	var b bytes.Buffer
	b.WriteString("Receipt,Date,Time,Customer,Phone,Salesperson,SKU,Description,Qty,Price,Discount,Total\r\n")
	for i := range n {
		fmt.Fprintf(&b, "%d,%02d/%02d/2025,%d:%02d PM,\"Ashford, Avery %d\",(555) 010-%04d,%s,RNG-%05d,Box Chain 18\"\" no %d,%d,\"%d,%03d.%02d\",-5.00,%d.50\r\n",
			100000+i/2, i/9000%12+1, i/300%28+1, i%12+1, i%60, i%900, i%10000, []string{"DW", "LP", "DW/LP"}[i%3], i%4000, i%50, 1+i%2, 1+i%4, i%1000, i%100, i%2500)
	}
	return b.Bytes()
}

func BenchmarkOpenAndRows(b *testing.B) {
	data := export(100_000)
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		f, err := Open("bench.csv", bytes.NewReader(data), int64(len(data)), Options{})
		if err != nil {
			b.Fatal(err)
		}
		rows := 0
		if err := f.Rows(func(r Row) bool { rows++; return r.Problem == "" }); err != nil || rows != 100_000 {
			b.Fatal(rows, err)
		}
	}
}
