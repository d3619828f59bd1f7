package pos

import (
	"fmt"
	"strings"
	"testing"

	"touchstone/hooks/internal/fault"
)

var goodRows = sale("1001", "2025-11-17", "C1;Dana Whitlock;555-555-0101", "R-1", "Diamond ring", "Rings", 120000, "AB") +
	sale("1002", "2025-11-18", "C2;Omar Castell;555-555-0102", "W-1", "Diver watch", "Watches", 450000, "CD") +
	sale("1002", "2025-11-18", "C2;Omar Castell;555-555-0102", "S-1", "Leather strap", "Straps", 9000, "CD") +
	sale("1003", "2025-11-19", "", "E-1", "Gold studs", "Earrings", 30000, "AB")

// TestRefused: what cannot be a sales export changes nothing and says why,
// with the file's name.
func TestRefused(t *testing.T) {
	for _, c := range []struct{ name, body, says string }{
		{"empty.csv", "", "empty"},
		{"blank.csv", "\n\n \n", ""},
		{"header-only.csv", head, "no rows"},
		{"photo.csv", "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00", ""},
		{"old.xls", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + strings.Repeat("\x00", 600), ""},
		{"letter.csv", "Dear customer\nthank you for your visit\nwe look forward to the next\n", ""},
		{"all-bad.csv", head + "1001,2025-11-17,10:15,Sale,,,,,,R-1,Ring,Rings,1,many,many,AB\n", ""},
		{"euros.csv", "Sale #,Date,SKU,Description,Department,Qty,Ext Price,Currency,Salesperson\n1,2025-11-17,R-1,Ring,Rings,1,100.00,EUR,AB\n", "EUR"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newShop(t)
			s.take("good.csv", head+goodRows)
			before := s.state() + s.one(`SELECT count(*) FROM imports`) + s.one(`SELECT count(*) FROM import_rows`)
			res, err := s.try(Wanted{Name: c.name}, c.body)
			if err == nil && len(res.Questions) == 0 {
				t.Fatalf("it was imported: %+v", res)
			}
			if err != nil {
				mustContain(t, fault.Sentence(err), c.name, c.says)
			}
			differ(t, "the book", s.state()+s.one(`SELECT count(*) FROM imports`)+s.one(`SELECT count(*) FROM import_rows`), before)
		})
	}
}

// TestTruncated: a file that breaks off in a row loses that row, says which,
// and nothing else.
func TestTruncated(t *testing.T) {
	s := newShop(t)
	body := head + goodRows
	res := s.take("cut.csv", body[:len(body)-25])
	if res.Receipts != 2 || len(res.Rejected) != 1 || res.Rejected[0].Row != 5 || res.Rejected[0].File != "cut.csv" {
		t.Fatalf("got %d receipts, rejected %+v", res.Receipts, res.Rejected)
	}
}

func TestUnclosedQuote(t *testing.T) {
	s := newShop(t)
	body := head + strings.Replace(goodRows, "Diver watch", `"Diver watch`, 1)
	res := s.take("quote.csv", body)
	if res.Receipts != 3 || res.Lines != 3 || len(res.Rejected) != 1 || res.Rejected[0].Row != 3 || res.Rejected[0].Reason == "" {
		t.Fatalf("got %d receipts, %d lines, rejected %+v", res.Receipts, res.Lines, res.Rejected)
	}
}

func TestNoHeader(t *testing.T) {
	s := newShop(t)
	before := s.state()
	res, err := s.try(Wanted{Name: "bare.csv"}, goodRows)
	if err != nil {
		mustContain(t, fault.Sentence(err), "bare.csv")
	} else if len(res.Questions) == 0 {
		t.Fatalf("it guessed: %+v", res)
	}
	differ(t, "the book", s.state(), before)
}

func TestDuplicateHeaders(t *testing.T) {
	s := newShop(t)
	res := s.take("twice.csv", "Sale #,Date,SKU,Description,Department,Qty,Ext Price,Ext Price,Salesperson\n"+
		"1,2025-11-17,R-1,Ring,Rings,1,100.00,100.00,AB\n2,2025-11-17,R-2,Ring,Rings,1,50.00,50.00,AB\n")
	if res.Receipts != 2 || res.Net != 15000 {
		t.Fatalf("got %+v", res)
	}
}

func TestAmbiguousDates(t *testing.T) {
	s := newShop(t)
	body := "Sale #,Date,SKU,Description,Department,Qty,Ext Price,Salesperson\n1,03/04/2025,R-1,Ring,Rings,1,100.00,AB\n2,05/06/2025,R-2,Ring,Rings,1,50.00,AB\n"
	before := s.state()
	q := s.asks(Wanted{Name: "march.csv"}, body)
	equal(t, "the question", fmt.Sprintf("%s %d", q.ID, len(q.Choices)), "date_order:Date 2")
	differ(t, "the book after the question", s.state(), before)
	first := s.takeAs(Wanted{Name: "march.csv", Wish: answers(q.ID, q.Choices[1])}, body)
	one := s.one(`SELECT date FROM receipts WHERE number = '1'`)
	next := s.take("april.csv", strings.NewReplacer("1,03/04", "3,04/04", "2,05/06", "4,06/06").Replace(body))
	if next.Receipts != 2 {
		t.Fatalf("the answer was not remembered: %+v", next)
	}
	if got := s.one(`SELECT date FROM receipts WHERE number = '4'`); one == "" || got != "2025-06-06" {
		t.Fatalf("receipt 4 is on %s", got)
	}
	spelled := s.take("may.csv", strings.NewReplacer("Date,", "DATE,", "1,03/04", "5,04/04", "2,05/06", "6,06/06").Replace(body))
	if spelled.Receipts != 2 {
		t.Fatalf("the answer was not remembered for DATE: %+v", spelled)
	}
	s.undo(spelled.Import)
	// Answered the other way, the same file gives the other date.
	other := newShop(t)
	other.takeAs(Wanted{Name: "march.csv", Wish: answers(q.ID, q.Choices[0])}, body)
	if got := other.one(`SELECT date FROM receipts WHERE number = '1'`); got == one {
		t.Fatalf("both answers give %s", got)
	}
	// Taking back the import that taught the answer leaves it to the one that used it.
	s.undo(first.Import)
	s.undo(next.Import)
	equal(t, "the question after taking all back", s.asks(Wanted{Name: "march.csv"}, body).ID, q.ID)
	differ(t, "the empty book", s.state(), before)
}

// TestContradictingDates: a row that the chosen order cannot read is kept aside
// with its reason, not read the other way round.
func TestContradictingDates(t *testing.T) {
	s := newShop(t)
	body := "Sale #,Date,SKU,Description,Department,Qty,Ext Price,Salesperson\n1,03/04/2025,R-1,Ring,Rings,1,100.00,AB\n" +
		"2,10/31/2025,R-2,Ring,Rings,1,50.00,AB\n3,10/30/2025,R-3,Ring,Rings,1,50.00,AB\n4,31/10/2025,R-4,Ring,Rings,1,70.00,AB\n"
	q := s.asks(Wanted{Name: "slip.csv"}, body)
	mustContain(t, q.Text, "2 dates have the month first", `"31/10/2025" on row 5`)
	res := s.takeAs(Wanted{Name: "slip.csv", Wish: answers(q.ID, "MDY")}, body)
	if len(res.Rejected) != 1 || res.Rejected[0].Row != 5 || res.Receipts != 3 {
		t.Fatalf("got %+v", res)
	}
	mustContain(t, res.Rejected[0].Reason, "the other way round than in the rest of the column")
	equal(t, "the days", s.one(`SELECT group_concat(date) FROM (SELECT date FROM receipts ORDER BY number)`), "2025-03-04,2025-10-31,2025-10-30")
}

// TestOddRows: rows that cannot be right are rejected with their row, column
// and reason; what can be kept is.
func TestOddRows(t *testing.T) {
	s := newShop(t)
	res := s.take("odd.csv", head+goodRows+
		sale("1004", "1900-01-01", "", "R-9", "Ring", "Rings", 100, "AB")+
		sale("1005", "2025-11-20", "", "1.23E+11", "Bangle", "Bracelets", 5000, "AB")+
		sale("1006", "2025-11-20", "", "Z-1", "Chain", "Necklaces", 1, "ZZ")+
		"1007,2025-11-20,10:15,Sale,,,,,,R-1,Ring,Rings,1,lots,lots,AB\n")
	equal(t, "receipts", res.Receipts, 5)
	equal(t, "rejected rows", len(res.Rejected), 2)
	year, amount := res.Rejected[0], res.Rejected[1]
	equal(t, "the year 1900", fmt.Sprintf("%s %d %s %s", year.File, year.Row, year.Column, year.Value), "odd.csv 6 Date 1900-01-01")
	equal(t, "the amount", fmt.Sprintf("%s %d %s", amount.File, amount.Row, amount.Value), "odd.csv 9 lots")
	if year.Reason == "" || amount.Reason == "" {
		t.Fatalf("rejected without a reason: %+v", res.Rejected)
	}
	equal(t, "the shortened code", s.one(`SELECT sku, net FROM lines WHERE description = 'Bangle'`), "|5000")
	all := strings.Join(res.Warnings, "\n")
	mustContain(t, all, "Row 7, SKU", "first in row 8", "New staff codes: AB, CD, ZZ")
	equal(t, "a price of 0.01", s.one(`SELECT net FROM lines WHERE description = 'Chain'`), "1")
	equal(t, "unknown staff", s.one(`SELECT role, active, email FROM staff WHERE code = 'ZZ'`), "associate|1|")
	equal(t, "rejected rows kept with the import", s.one(`SELECT count(*) FROM import_rows WHERE state = 'rejected'`), "2")
}

func TestTwoStores(t *testing.T) {
	body := "Sale #,Date,Store,SKU,Description,Department,Qty,Ext Price,Salesperson\n"
	for i, st := range []string{"Downtown", "Uptown", "Downtown", "Uptown", "Uptown"} {
		body += string(rune('1'+i)) + ",2025-11-17," + st + ",R-1,Ring,Rings,1,100.00,AB\n"
	}
	s := newShop(t)
	before := s.state()
	q := s.asks(Wanted{Name: "both.csv"}, body)
	equal(t, "the question", q.ID, "store")
	mustContain(t, q.Text, "Downtown", "Uptown", "--store")
	differ(t, "the book after the question", s.state(), before)
	equal(t, "receipts of a dry run", s.takeAs(Wanted{Name: "both.csv", Store: "Downtown", Dry: true}, body).Receipts, 2)
	if _, err := s.try(Wanted{Name: "both.csv", Store: "Ring"}, body); fault.KindOf(err) != fault.NotFound {
		t.Fatalf("a word of another column became a store: %v", err)
	}
	differ(t, "the book after the dry run", s.state(), before)
	a := s.takeAs(Wanted{Name: "both.csv", Store: "Downtown"}, body)
	b := s.takeAs(Wanted{Name: "both.csv", Store: "Uptown"}, body)
	equal(t, "receipts and rows left out", fmt.Sprint(a.Receipts, a.Skipped, b.Receipts, b.Skipped), "2 3 3 2")
	equal(t, "net sales of Downtown", s.counted("store", "Downtown", "net_sales"), "20000")
	equal(t, "net sales of Uptown", s.counted("store", "Uptown", "net_sales"), "30000")
	// From now on a file must say whose it is, in a column or by a person.
	q = s.asks(Wanted{Name: "whose.csv"}, head+goodRows)
	equal(t, "the question", fmt.Sprintf("%s%v", q.ID, q.Choices), "store[Downtown MAIN Uptown]")
	c := s.take("uptown.csv", "Sale #,Date,Store,SKU,Description,Department,Qty,Ext Price,Salesperson\n1,2025-11-18,Uptown,R-1,Ring,Rings,1,50.00,AB\n")
	equal(t, "net sales of Uptown", s.counted("store", "Uptown", "net_sales"), "35000")
	s.undo(c.Import)
	s.undo(b.Import)
	s.undo(a.Import)
	differ(t, "the book after all were taken back", s.state(), before)
}

func TestRowsInAnotherCurrency(t *testing.T) {
	s := newShop(t)
	res := s.take("mixed.csv", "Sale #,Date,SKU,Description,Department,Qty,Ext Price,Currency,Salesperson\n"+
		"1,2025-11-17,R-1,Ring,Rings,1,100.00,USD,AB\n2,2025-11-17,R-2,Ring,Rings,1,50.00,CAD,AB\n3,2025-11-18,R-3,Ring,Rings,1,70.00,USD,AB\n")
	if res.Receipts != 2 || res.Net != 17000 || len(res.Rejected) != 1 || res.Rejected[0].Row != 3 || res.Rejected[0].Value != "CAD" {
		t.Fatalf("got %d receipts, net %d, rejected %+v", res.Receipts, res.Net, res.Rejected)
	}
}

func TestNumbersBeganAnew(t *testing.T) {
	last := head + sale("100", "2024-03-01", "", "R-1", "Ring", "Rings", 10000, "AB")
	this := head + sale("100", "2025-11-18", "", "W-1", "Watch", "Watches", 20000, "AB") +
		"200,2025-11-19,11:00,Return,100,,,,,W-1,Watch,Watches,-1,200.00,-200.00,AB\n"
	for _, order := range [][]string{{last, this}, {this, last}, {last + this[len(head):]}} {
		s := newShop(t)
		said := ""
		for i, body := range order {
			said += strings.Join(s.take(string(rune('a'+i))+".csv", body).Warnings, "\n")
		}
		if got := s.one(`SELECT count(*) FROM receipts WHERE number = '100'`); got != "2" {
			t.Fatalf("%s receipts have the number", got)
		}
		mustContain(t, said, "came again")
		if got := s.one(`SELECT o.date FROM receipts r JOIN receipts o ON o.id = r.original WHERE r.number = '200'`); got != "2025-11-18" {
			t.Fatalf("the return was linked to the sale of %q", got)
		}
	}
}

// TestCardNumbers: no trace of a card number stays anywhere; a certificate
// number of sixteen digits does.
func TestCardNumbers(t *testing.T) {
	const card, cert = "4111 1111 1111 1111", "5500005555555559"
	s := newShop(t)
	body := "Sale #,Date,SKU,Description,Department,Certificate #,Qty,Ext Price,Note,Salesperson\n" +
		"1,2025-11-17,R-1,Ring,Rings," + cert + ",1,100.00,paid " + card + " by phone,AB\n" +
		"2,2025-11-17,R-2,Ring,Rings,,1,50.00,GIA cert " + cert + ",AB\n" +
		"3,2025-11-17,R-3,Ring,Rings,,1,4111111111111111,,AB\n"
	res := s.take("cards.csv", body)
	mustContain(t, strings.Join(res.Warnings, "\n"), "Card numbers", "row 2")
	for _, q := range []string{`SELECT note FROM receipts`, `SELECT cells FROM import_rows`, `SELECT result FROM imports`, `SELECT format FROM imports`, `SELECT mapping FROM imports`,
		`SELECT customer FROM receipts`, `SELECT description FROM lines`, `SELECT "before" FROM import_changes`} {
		if got := s.one(q); strings.Contains(got, "1111 1111") || strings.Contains(got, "4111") {
			t.Errorf("%s still holds the card: %s", q, got)
		}
	}
	mustContain(t, s.one(`SELECT note FROM receipts WHERE number = '2'`), cert)
	if got := s.one(`SELECT certificate FROM lines WHERE sku = 'R-1'`); got != cert {
		t.Errorf("the certificate became %q", got)
	}
}

func TestFormulaCharactersStay(t *testing.T) {
	s := newShop(t)
	s.take("formula.csv", head+sale("1", "2025-11-17", "", "-R1", "=HYPERLINK(1)", "Rings", 100, "AB"))
	if got := s.one(`SELECT sku, description FROM lines`); got != "-R1|=HYPERLINK(1)" {
		t.Fatalf("got %s", got)
	}
}
