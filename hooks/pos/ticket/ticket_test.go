package ticket

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"touchstone/hooks/internal/store"
	"touchstone/hooks/pos/category"
	"touchstone/hooks/pos/mapping"
	"touchstone/hooks/pos/table"
)

func rules(t testing.TB) *category.Rules {
	t.Helper()
	raw, err := os.ReadFile("../../../templates/categories.json")
	if err != nil {
		t.Fatal(err)
	}
	r, err := category.Load(raw)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func mainStore(t testing.TB) store.Store {
	t.Helper()
	zone, err := time.LoadLocation("America/Chicago")
	if err != nil {
		t.Fatal(err)
	}
	return store.Store{ID: "s", Code: "MAIN", Zone: zone, Country: "US", Noon: 720, Evening: 1020}
}

// read builds the tickets of a file given as text.
func read(t testing.TB, csv string, change func(*Env)) (*Batch, mapping.Mapping, []mapping.Question) {
	t.Helper()
	f, err := table.Open("test.csv", strings.NewReader(csv), int64(len(csv)), mapping.Options(nil))
	if err != nil {
		t.Fatal(err)
	}
	m, questions, err := mapping.Resolve(f, mapping.Wish{})
	if err != nil {
		t.Fatal(err)
	}
	env := Env{Store: mainStore(t), Rules: rules(t), Now: time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)}
	if change != nil {
		change(&env)
	}
	b, err := Build(f, m, env, nil)
	if err != nil {
		t.Fatal(err)
	}
	return b, m, append(questions, b.Questions...)
}

// show writes tickets so that a test can be read: number kind date clock |
// role qty net shares.
func show(b *Batch) string {
	var out strings.Builder
	for _, t := range b.Tickets {
		kind := t.Kind
		if kind == "" {
			kind = "?"
		}
		fmt.Fprintf(&out, "%s %s %s %d", t.Number, kind, t.Date, t.Clock)
		for _, l := range t.Lines {
			fmt.Fprintf(&out, " | %s %d %d", l.Role, l.Quantity, l.Net)
			for _, s := range l.Shares {
				fmt.Fprintf(&out, " %s:%d", s.Code, s.BasisPoints)
			}
		}
		out.WriteByte('\n')
	}
	return strings.TrimSpace(out.String())
}

func TestBuild(t *testing.T) {
	for _, c := range []struct{ name, csv, want string }{
		{"net wins over the formula", `Sale #,Date,Department,Description,Qty,Unit Price,Disc,Ext Price,Salesperson
1,11/20/2026,Rings,Gold ring,1,100.00,10.00,85.00,AB`, "1 ? 2026-11-20 -1 | primary 1000 8500 AB:10000"},
		{"quantity and price without an amount", `Sale #,Date,Department,Qty,Unit Price,Disc,Salesperson
1,11/20/2026,Rings,2,100.00,10.00,AB`, "1 ? 2026-11-20 -1 | primary 2000 19000 AB:10000"},
		{"a discount on the receipt is split by weights, not over a gift card", `Sale #,Date,Department,Qty,Unit Price,Sale Discount,Salesperson
1,11/20/2026,Rings,1,200.00,10.01,AB
1,11/20/2026,Watch Straps,1,100.00,10.01,AB
1,11/20/2026,Gift Cards,1,50.00,10.01,AB`, "1 ? 2026-11-20 -1 | primary 1000 19333 AB:10000 | accessory 1000 9666 AB:10000 | other 1000 5000 AB:10000"},
		{"a type on the first row is the receipt's", `Ticket,Date,Type,Department,Qty,Amount,Sold By
7,11/20/2026,Return,Rings,1,50.00,AB
7,,,Watch Straps,1,20.00,AB
8,11/20/2026,Void,Rings,1,50.00,AB
8,,,Rings,1,20.00,AB`, "7 return 2026-11-20 -1 | primary -1000 -5000 AB:10000 | accessory -1000 -2000 AB:10000\n8 void 2026-11-20 -1 | primary 1000 5000 AB:10000 | primary 1000 2000 AB:10000"},
		{"parallel lists are shares", `Sale #,Date,Department,Qty,Amount,Salesperson,Split
1,11/20/2026,Rings,1,100.00,AB/CD,60/40
2,11/20/2026,Rings,1,100.00,AB/CD/EF,
3,11/20/2026,Rings,1,100.00,HOUSE,`, "1 ? 2026-11-20 -1 | primary 1000 10000 AB:6000 CD:4000\n2 ? 2026-11-20 -1 | primary 1000 10000 AB:3334 CD:3333 EF:3333\n3 ? 2026-11-20 -1 | primary 1000 10000"},
		{"numbered columns are shares", `Sale #,Date,Department,Qty,Amount,SalesPerson 1,Pct 1,SalesPerson 2,Pct 2
1,11/20/2026,Rings,1,100.00,AB,70,CD,30`, "1 ? 2026-11-20 -1 | primary 1000 10000 AB:7000 CD:3000"},
		{"one row a salesperson is one line", `Sale #,Date,Department,SKU,Qty,Amount,Salesperson,Commission Split
1,11/20/2026,Rings,R1,1,100.00,AB,60%
1,11/20/2026,Rings,R1,1,100.00,CD,40%`, "1 ? 2026-11-20 -1 | primary 1000 10000 AB:6000 CD:4000"},
		{"two equal pieces stay two", `Sale #,Date,Department,SKU,Qty,Amount,Salesperson
1,11/20/2026,Rings,R1,1,100.00,AB
1,11/20/2026,Rings,R1,1,100.00,AB`, "1 ? 2026-11-20 -1 | primary 1000 10000 AB:10000 | primary 1000 10000 AB:10000"},
		{"who sold on the first row sold all of it", `Sale #,Date,Department,SKU,Qty,Amount,Salesperson
1,11/20/2026,Rings,R1,1,100.00,AB
1,,Rings,R2,1,50.00,`, "1 ? 2026-11-20 -1 | primary 1000 10000 AB:10000 | primary 1000 5000 AB:10000"},
		{"an amount without its sign on a returned piece", `Sale #,Date,Department,Qty,Unit Price,Ext Price,Salesperson
1,11/20/2026,Rings,-1,50.00,50.00,AB
2,11/20/2026,Rings,1,50.00,-50.00,AB`, "1 ? 2026-11-20 -1 | primary -1000 -5000 AB:10000\n2 ? 2026-11-20 -1 | primary -1000 -5000 AB:10000"},
		{"a line total with tax is not the net", `Sale #,Date,Department,Qty,Unit Price,Tax,Total,Salesperson
1,11/20/2026,Rings,1,100.00,8.00,108.00,AB
2,11/20/2026,Rings,2,50.00,8.00,108.00,AB`, "1 ? 2026-11-20 -1 | primary 1000 10000 AB:10000\n2 ? 2026-11-20 -1 | primary 2000 10000 AB:10000"},
		{"prices that hold the tax", `Sale #,Date,Department,Qty,Unit Price,Tax,Sale Total,Salesperson
1,11/20/2026,Rings,1,120.00,25.00,150.00,AB
1,11/20/2026,Watch Straps,1,30.00,25.00,150.00,AB`, "1 ? 2026-11-20 -1 | primary 1000 10000 AB:10000 | accessory 1000 2500 AB:10000"},
		{"a receipt's total is not a line's", `Sale #,Date,Department,Qty,Unit Price,Total,Salesperson
1,11/20/2026,Rings,1,120.00,150.00,AB
1,11/20/2026,Watch Straps,1,30.00,150.00,AB`, "1 ? 2026-11-20 -1 | primary 1000 12000 AB:10000 | accessory 1000 3000 AB:10000"},
		{"discounts written as negative amounts", `Sale #,Date,Department,Qty,Unit Price,Discounts,Salesperson
1,11/20/2026,Rings,1,120.00,-20.00,AB
2,11/20/2026,Rings,-1,120.00,20.00,AB`, "1 ? 2026-11-20 -1 | primary 1000 10000 AB:10000\n2 ? 2026-11-20 -1 | primary -1000 -10000 AB:10000"},
		{"percentages of discount", `Sale #,Date,Department,Qty,Unit Price,Disc %,Salesperson
1,11/20/2026,Rings,2,100.00,10,AB`, "1 ? 2026-11-20 -1 | primary 2000 18000 AB:10000"},
		{"time of day in a column of its own", `Sale #,Date,Time,Department,Qty,Amount,Salesperson
1,11/20/2026,5:07 PM,Rings,1,100.00,AB`, "1 ? 2026-11-20 1027 | primary 1000 10000 AB:10000"},
		{"midnight everywhere is no time", `Sale #,Date,Department,Qty,Amount,Salesperson
1,11/20/2026 12:00:00 AM,Rings,1,100.00,AB
2,11/20/2026 12:00:00 AM,Rings,1,100.00,AB`, "1 ? 2026-11-20 -1 | primary 1000 10000 AB:10000\n2 ? 2026-11-20 -1 | primary 1000 10000 AB:10000"},
		{"one number on two days is two receipts", `Sale #,Date,Department,Qty,Amount,Salesperson
1,11/20/2026,Rings,1,100.00,AB
1,11/21/2026,Rings,1,70.00,AB`, "1 ? 2026-11-20 -1 | primary 1000 10000 AB:10000\n1 ? 2026-11-21 -1 | primary 1000 7000 AB:10000"},
		{"a negative price takes money off", `Sale #,Date,Department,Qty,Unit Price,Salesperson
1,11/20/2026,Rings,1,100.00,AB
1,11/20/2026,Coupon,1,-20.00,AB`, "1 ? 2026-11-20 -1 | primary 1000 10000 AB:10000 | other 1000 -2000 AB:10000"},
	} {
		t.Run(c.name, func(t *testing.T) {
			b, m, questions := read(t, strings.ReplaceAll(c.csv, "\n", "\r\n"), nil)
			if len(questions) > 0 || len(b.Rejected) > 0 {
				t.Fatalf("questions %+v, rejected %+v", questions, b.Rejected)
			}
			if got := show(b); got != c.want {
				t.Errorf("got  %s\nwant %s\nmapping %+v", got, c.want, m)
			}
		})
	}
}

func TestRowsThatCannotBeReadAreRejectedWithTheirPlace(t *testing.T) {
	b, _, _ := read(t, `Sale #,Date,Department,Qty,Amount,Salesperson
1,11/20/2026,Rings,1,100.00,AB
2,02/30/2026,Rings,1,100.00,AB
3,11/20/1900,Rings,1,100.00,AB
4,11/20/2026,Rings,1,abc,AB
1.23457E+11,11/20/2026,Rings,1,100.00,AB
,11/20/2026,Rings,1,100.00,AB
6,11/20/2026,Rings,1,,AB
`, nil)
	want := map[int]string{3: "Date", 4: "Date", 5: "Amount", 6: "Sale #", 7: "Sale #", 8: "Amount"}
	for _, r := range b.Rejected {
		if want[r.Row] != r.Column || r.Reason == "" || r.File != "test.csv" {
			t.Errorf("rejected %+v, want column %q", r, want[r.Row])
		}
		delete(want, r.Row)
	}
	if len(want) > 0 || len(b.Tickets) != 1 {
		t.Errorf("not rejected: %v; tickets:\n%s", want, show(b))
	}
}

// TestSalesOfTomorrow: a sale after today is said, with a day of grace for the
// zone of the till.
func TestSalesOfTomorrow(t *testing.T) {
	for dates, want := range map[string]string{
		"11/21/2026 11/22/2026": "[]",
		"11/21/2026 11/23/2026": "[One receipt is dated after today, on row 3: November 23, 2026. Look whether its month and day stand the right way round.]",
		"12/24/2026 11/23/2026": "[2 receipts are dated after today, the first on row 2: December 24, 2026. Look whether their months and days stand the right way round.]",
	} {
		day := strings.Fields(dates)
		b, _, _ := read(t, "Sale #,Date,Time,Customer,Department,Qty,Amount,Salesperson\n1,"+day[0]+",10:15,Ida Falk,Rings,1,100.00,AB\n2,"+day[1]+",10:15,,Rings,1,100.00,AB\n", nil)
		if got := fmt.Sprint(b.Warnings); got != want || len(b.Tickets) != 2 {
			t.Errorf("%s: it says %s, want %s", dates, got, want)
		}
	}
}

// TestColumnsThatAreMissing: what stays empty for want of a column is said.
func TestColumnsThatAreMissing(t *testing.T) {
	const whole = "Sale #,Date,Time,Customer,Department,Qty,Amount,Salesperson"
	for gone, want := range map[string]string{
		"":            "",
		"Salesperson": "No column says who sold: every figure by associate stays empty.",
		"Customer":    "No column says who bought: nobody comes into the client book, and the figures about clients stay empty.",
		"Department":  "No column says the department: what a piece is goes by its description alone.",
		"Time":        "No column says the time of day: the figures by hour and part of the day stay empty.",
	} {
		header := strings.ReplaceAll(whole, gone, "Other") // a column that means nothing
		if gone == "" {
			header = whole
		}
		b, _, _ := read(t, header+"\n1,11/20/2026,10:15,Ida Falk,Rings,1,100.00,AB\n", nil)
		if got := strings.Join(b.Warnings, " "); got != want {
			t.Errorf("without %q it says %q, want %q", gone, got, want)
		}
	}
}

func TestCardNumbersAreTakenOut(t *testing.T) {
	var rows []RawRow
	csv := `Sale #,Date,Department,Qty,Amount,Note,Card Number
1,11/20/2026,Rings,1,100.00,paid with 4111 1111 1111 1111 thanks,4111111111111111
2,11/20/2026,Rings,1,100.00,GIA report 4111111111111111,
3,11/20/2026,Rings,1,100.00,call 5550100101 about 4111111111111112,
`
	f, err := table.Open("test.csv", strings.NewReader(csv), int64(len(csv)), mapping.Options(nil))
	if err != nil {
		t.Fatal(err)
	}
	m, _, err := mapping.Resolve(f, mapping.Wish{})
	if err != nil {
		t.Fatal(err)
	}
	b, err := Build(f, m, Env{Store: mainStore(t), Rules: rules(t), Now: time.Now()}, func(r RawRow) error { rows = append(rows, r); return nil })
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{"paid with [card number removed] thanks", "GIA report 4111111111111111", "call 5550100101 about 4111111111111112"} {
		if b.Tickets[i].Note != want || rows[i].Cells[5] != want || rows[i].Cells[6] != "" {
			t.Errorf("row %d: note %q, kept %q", i+2, b.Tickets[i].Note, rows[i].Cells)
		}
	}
	if !strings.Contains(strings.Join(b.Warnings, " "), "row 2") {
		t.Errorf("warnings do not say it: %q", b.Warnings)
	}
}

func TestUnprovableDiscountIsAsked(t *testing.T) {
	_, _, questions := read(t, `Sale #,Date,Department,Qty,Amount,Sale Discount,Salesperson
1,11/20/2026,Rings,1,90.00,10.00,AB
2,11/20/2026,Rings,1,100.00,,AB
`, nil)
	if len(questions) != 1 || questions[0].ID != "discount_in_net" || questions[0].Column != "Sale Discount" {
		t.Errorf("questions %+v", questions)
	}
}

func TestBusinessDateAfterMidnight(t *testing.T) {
	b, _, _ := read(t, `Sale #,Date,Department,Qty,Amount
1,11/21/2026 12:30 AM,Rings,1,90.00
2,11/21/2026 11:00 AM,Rings,1,90.00
`, func(e *Env) { e.Store.Cutover = 240 })
	if got, want := show(b), "1 ? 2026-11-20 30 | primary 1000 9000\n2 ? 2026-11-21 660 | primary 1000 9000"; got != want {
		t.Errorf("got %s\nwant %s", got, want)
	}
}

func FuzzBuild(f *testing.F) {
	f.Add("Sale #,Date,Department,Qty,Amount,Salesperson\n1,11/20/2026,Rings,1,100.00,AB\n")
	f.Add("Ticket;Date;Total;Staff;Split\n1;20.11.2026;1.234,50;A/B;60/40\n2;21.11.2026;-5;A;\n")
	f.Fuzz(func(t *testing.T, csv string) {
		file, err := table.Open("f.csv", strings.NewReader(csv), int64(len(csv)), mapping.Options(nil))
		if err != nil {
			return
		}
		m, _, err := mapping.Resolve(file, mapping.Wish{})
		if err != nil {
			return
		}
		b, err := Build(file, m, Env{Store: mainStore(t), Rules: rules(t), Now: time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)}, nil)
		if err != nil {
			return
		}
		for _, tk := range b.Tickets {
			for _, l := range tk.Lines {
				sum := 0
				for _, s := range l.Shares {
					sum += s.BasisPoints
				}
				if len(l.Shares) > 0 && sum != 10_000 {
					t.Errorf("shares add to %d", sum)
				}
			}
		}
	})
}
