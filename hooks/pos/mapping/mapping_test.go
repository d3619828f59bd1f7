package mapping

import (
	"maps"
	"strings"
	"testing"

	"touchstone/hooks/pos/table"
)

func open(t testing.TB, csv string, answers map[string]string) *table.File {
	t.Helper()
	f, err := table.Open("test.csv", strings.NewReader(csv), int64(len(csv)), Options(answers))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestFold(t *testing.T) {
	for in, want := range map[string]string{
		"Sale #": "sale #", "Sale No.": "sale #", "SaleNumber": "sale #", "InvoiceNo": "invoice #", "CustomerID": "customer #", "customerid": "customer #",
		"Ext. Price": "ext price", "E-mail": "e mail", "  Qty* ": "qty", "Сoupons Used": "coupons used", "Item\u00a0Name": "item name", "Split %": "split %", "Cust#": "cust #",
	} {
		if got := Fold(in); got != want {
			t.Errorf("Fold(%q) = %q, want %q", in, got, want)
		}
	}
}

// TestWordsOfTheTrade maps headers that shops are known to use.
func TestWordsOfTheTrade(t *testing.T) {
	for _, c := range []struct {
		header, row string
		want        map[string]Field
	}{
		{"Sale #,Date,Time,Type,Orig Sale #,Customer #,Customer,Phone,Email,Item #,Description,Department,Brand,Qty,Unit Price,Disc,Ext Price,Tax,Salesperson,Split %",
			"S1,11/20/2026,5:07 PM,Sale,,C1,Avery Ashford,555-010-0101,a@example.com,R-1,Gold ring,Rings,Aurel,1,100.00,10.00,90.00,8.00,AB/CD,60/40",
			map[string]Field{"Sale #": Number, "Date": Date, "Time": Time, "Type": Kind, "Orig Sale #": Original, "Customer #": CustomerKey, "Customer": CustomerName, "Phone": Phone, "Email": Email,
				"Item #": SKU, "Description": Description, "Department": Category, "Brand": Brand, "Qty": Quantity, "Unit Price": UnitPrice, "Disc": LineDiscount, "Ext Price": Extended, "Tax": Tax, "Salesperson": Staff, "Split %": Split}},
		{"Ticket No,Trans Date,Associate,Cust Name,Stock No,Item Description,Dept,Pieces,Net Amount",
			"T1,11/20/2026,AB,Avery Ashford,R-1,Gold ring,Rings,1,100.00",
			map[string]Field{"Ticket No": Number, "Trans Date": Date, "Associate": Staff, "Cust Name": CustomerName, "Stock No": SKU, "Item Description": Description, "Dept": Category, "Pieces": Quantity, "Net Amount": Net}},
		{"Invoice Number,Invoice Date,SalesPerson 1,SalesPerson 2,Pct 1,Pct 2,Item,Category,Quantity,Amount,Invoice Discount,Cashier",
			"I1,11/20/2026,AB,CD,60,40,Gold ring,Rings,1,100.00,0.00,ZZ",
			map[string]Field{"Invoice Number": Number, "Invoice Date": Date, "SalesPerson 1": Staff1, "SalesPerson 2": Staff2, "Pct 1": Percent1, "Pct 2": Percent2, "Item": Description, "Category": Category,
				"Quantity": Quantity, "Amount": Extended, "Invoice Discount": ReceiptDiscount, "Cashier": Cashier}},
		{"Receipt,Sold At,First Name,Last Name,Mobile,SKU,Item,Qty,Retail,Line Total,Card Number,PAN Suffix",
			"R1,2026-11-20 17:07,Avery,Ashford,555-010-0101,R-1,Gold ring,1,100.00,100.00,x,y",
			map[string]Field{"Receipt": Number, "Sold At": Date, "First Name": CustomerGiven, "Last Name": CustomerFamily, "Mobile": Phone, "SKU": SKU, "Item": Description, "Qty": Quantity,
				"Retail": UnitPrice, "Line Total": Extended, "Card Number": CardData, "PAN Suffix": CardData}},
		{"Sale #,Date,Type,Qty,Amount,Item,Description", "S1,11/20/2026,Stock,1,10.00,100-05199,Gold ring",
			map[string]Field{"Sale #": Number, "Date": Date, "Qty": Quantity, "Amount": Extended, "Item": SKU, "Description": Description}},
	} {
		m, questions, err := Resolve(open(t, c.header+"\n"+c.row+"\n", nil), Wish{})
		if err != nil || len(questions) > 0 {
			t.Errorf("%s: %v %+v", c.header, err, questions)
		}
		if !maps.Equal(m.Columns, c.want) {
			t.Errorf("%s:\n got %v\nwant %v", c.header, m.Columns, c.want)
		}
	}
}

func TestMissingColumnsAreAskedAndAnswered(t *testing.T) {
	f := open(t, "Voucher,When,Worth\nV1,11/20/2026,10.00\n", nil)
	_, questions, err := Resolve(f, Wish{})
	if err != nil {
		t.Fatal(err)
	}
	ids := map[string]bool{}
	for _, q := range questions {
		ids[q.ID] = true
	}
	if !ids["column:receipt_number"] || !ids["column:date"] || !ids["column:net"] {
		t.Errorf("questions %+v", questions)
	}
	m, questions, err := Resolve(f, Wish{Columns: map[string]Field{"Voucher": Number, "When": Date, "Worth": Net}})
	if err != nil || len(questions) > 0 || m.Columns["Worth"] != Net {
		t.Errorf("%v %+v %v", err, questions, m.Columns)
	}
}

func TestDateOrderIsAskedUntilAnswered(t *testing.T) {
	const csv = "Ticket,Date,Total\n1,03/04/2025,10.00\n2,05/06/2025,10.00\n"
	_, questions, _ := Resolve(open(t, csv, nil), Wish{})
	if len(questions) != 1 || questions[0].ID != "date_order:Date" || len(questions[0].Choices) != 2 {
		t.Fatalf("questions %+v", questions)
	}
	answers := map[string]string{"date_order:Date": "DMY"}
	_, questions, _ = Resolve(open(t, csv, answers), Wish{Answers: answers})
	if len(questions) != 0 {
		t.Errorf("still asked: %+v", questions)
	}
}

func TestWishIsChecked(t *testing.T) {
	f := open(t, "Ticket,Date,Total\n1,11/20/2025,10.00\n", nil)
	for _, w := range []Wish{{Columns: map[string]Field{"Ticket": "nonsense"}}, {Columns: map[string]Field{"Nowhere": Number}}} {
		if err := w.Check(f); err == nil {
			t.Errorf("%+v was taken", w)
		}
	}
	if _, _, err := Resolve(f, Wish{Preset: "shopify-orders"}); err == nil {
		t.Error("a preset that does not fit was taken")
	}
	if _, _, err := Resolve(f, Wish{Preset: "nobody"}); err == nil {
		t.Error("an unknown preset was taken")
	}
}

func TestFilesThatAreNoSalesAreNamed(t *testing.T) {
	for header, say := range map[string]string{
		"Customer Name,Email,Phone,Birthday":                                         "list of clients",
		"Date,Time,Gross Sales,Net Total,Total Collected,Transaction ID,Description": "item details",
		"Order ID,Payments Total,Order Payment State,Order Date":                     "line items",
	} {
		_, _, err := Resolve(open(t, header+"\n"+strings.Repeat("x,", strings.Count(header, ","))+"x\n", nil), Wish{})
		if err == nil || !strings.Contains(err.Error(), say) {
			t.Errorf("%s: %v, want it to say %q", header, err, say)
		}
	}
}

func TestFingerprintMindsColumnsNotTheirOrder(t *testing.T) {
	a := Fingerprint(open(t, "Ticket,Date,Total\n1,11/20/2025,10.00\n", nil))
	b := Fingerprint(open(t, "Total,Ticket,Date\n10.00,1,11/20/2025\n", nil))
	c := Fingerprint(open(t, "Ticket,Date,Total,Note\n1,11/20/2025,10.00,x\n", nil))
	if a != b || a == c {
		t.Errorf("fingerprints %s %s %s", a, b, c)
	}
}

func TestKinds(t *testing.T) {
	for word, want := range map[string]string{"Sale": "sale", "REFUND": "return", "Credit Memo": "return", "Even Exchange": "exchange", "Post-Void": "void", "Lay-Away Payment": "layaway_payment",
		"Layaway Pickup": "sale", "Estimate": "quote", "Special Order Deposit": "deposit", "Paid Out": Skip, "Trade-In": "buy_in"} {
		if got, ok := KindOf(word); !ok || got != want {
			t.Errorf("KindOf(%q) = %q, %v; want %q", word, got, ok, want)
		}
	}
	if _, ok := KindOf("Flibber"); ok {
		t.Error("an unknown word was understood")
	}
}

// TestNoWordMeansTwoThings: a header word may serve two fields only where the
// code settles which; the list here is all of them.
func TestNoWordMeansTwoThings(t *testing.T) {
	for word, list := range claims() {
		if len(list) > 1 {
			t.Errorf("%q is a word of %d fields: %v", word, len(list), list)
		}
	}
}

func TestEveryFieldOfAPresetExists(t *testing.T) {
	for _, p := range presets {
		for header, field := range p.columns {
			if !known(field) || header != Fold(header) {
				t.Errorf("%s: %q -> %q", p.name, header, field)
			}
		}
		for _, need := range p.needs {
			if need != Fold(need) {
				t.Errorf("%s needs %q, which folds to %q", p.name, need, Fold(need))
			}
		}
	}
}
