package table

import (
	"fmt"
	"strings"
	"testing"
)

func TestMoneyZoo(t *testing.T) {
	f := openUgly(t, "12-money-zoo.csv")
	style := column(t, f, "Raw").Money
	if style.Mark != "." {
		t.Fatalf("mark %q, want a point: most cells prove it", style.Mark)
	}
	special := map[string]string{"12,345": "12345", "1.234": "1.234"}
	for _, r := range allRows(t, f) {
		raw, want := r.Cells[0], r.Cells[1]
		if s, ok := special[raw]; ok {
			want = s
		}
		checkMoney(t, style, raw, want)
	}
	comma := MoneyStyle{Mark: ","}
	checkMoney(t, comma, "12,345", "12.345")
	checkMoney(t, comma, "1.234", "1234")
	checkMoney(t, comma, "1.234,56 \u20ac", "1234.56")
}

func checkMoney(t *testing.T, style MoneyStyle, raw, want string) {
	t.Helper()
	d, empty, err := style.Parse(raw)
	if want == "EMPTY" {
		if !empty || err != nil {
			t.Errorf("%q reads %v, %v; want nothing", raw, d, err)
		}
		return
	}
	w, ok := plainNumber(want)
	if !ok || err != nil || empty || !same(d, w.val) {
		t.Errorf("%q reads %s (empty %v, %v), want %s", raw, d, empty, err, want)
	}
}

func TestAmountsThatAreNone(t *testing.T) {
	for _, s := range []string{"abc", "12,34,5", "1.2.3,4", "--5", "(-5)", "12 34", "18\"", "DW", "12/31/2024", "1,234,56", "$", "+", "E+5",
		"99999999999999999999", "1.5E+99", "5-5"} {
		if d, empty, err := (MoneyStyle{Mark: "."}).Parse(s); err == nil && !empty {
			t.Errorf("%q reads %s, want an error", s, d)
		}
	}
}

// what writes a moment the way 13-dates-zoo.csv does.
func what(w When) string {
	s := w.Date.String()
	if w.Yearless {
		return fmt.Sprintf("%02d/%02d", int(w.Date.Month), w.Date.Day)
	}
	if w.HasTime {
		s += fmt.Sprintf("T%02d:%02d", w.Hour, w.Minute)
		if w.Second != 0 {
			s += fmt.Sprintf(":%02d", w.Second)
		}
	}
	if w.Offset != nil && *w.Offset == 0 {
		return s + "Z"
	}
	if w.Offset != nil {
		sign, off := "+", *w.Offset
		if off < 0 {
			sign, off = "-", -off
		}
		return s + fmt.Sprintf("%s%02d:%02d", sign, off/3600, off/60%60)
	}
	if w.Zone != "" {
		s += " " + w.Zone
	}
	return s
}

func TestDatesZoo(t *testing.T) {
	f := openUgly(t, "13-dates-zoo.csv")
	col := column(t, f, "Raw")
	if col.Kind != Date || col.Date.Order != "MDY" || col.Unread != 2 {
		t.Fatalf("Raw is %s, %+v, %d cells unread; want dates read MDY and 2 unread", col.Kind, col.Date, col.Unread)
	}
	special := map[string]string{ // answers that the column as a whole decides
		"44195": "2020-12-30", "1735682829": "INVALID", "03/04/2025": "2025-03-04", "06/14": "06/14", "6/14/0001": "06/14", "06/14/1904": "1904-06-14",
		"45657": "2024-12-31", "45657.7131944444": "2024-12-31T17:07",
	}
	for _, r := range allRows(t, f) {
		want, ok := special[r.Cells[0]]
		if !ok {
			want, _, _ = strings.Cut(r.Cells[1], " (")
		}
		checkDate(t, col.Date, r.Cells[0], want)
	}
	checkDate(t, DateStyle{Order: "DMY"}, "03/04/2025", "2025-04-03")
	checkDate(t, DateStyle{System04: true}, "44195", "2024-12-31")
	checkDate(t, DateStyle{Unix: true}, "1735682829", "2024-12-31T22:07:09Z")
	checkDate(t, DateStyle{Order: "MDY", NoYear04: true}, "06/14/1904", "06/14")
	checkDate(t, DateStyle{Order: "YMD"}, "24-12-31", "2024-12-31")
}

func checkDate(t *testing.T, style DateStyle, raw, want string) {
	t.Helper()
	w, empty, err := style.Parse(raw)
	switch {
	case want == "INVALID":
		if err == nil {
			t.Errorf("%q reads %s, want an error", raw, what(w))
		}
	case want == "EMPTY":
		if !empty || err != nil {
			t.Errorf("%q reads %s, %v; want nothing", raw, what(w), err)
		}
	case err != nil || empty || what(w) != want:
		t.Errorf("%q reads %s (empty %v, %v), want %s", raw, what(w), empty, err, want)
	}
}

func TestDatesDecidedByTheColumn(t *testing.T) {
	tests := []struct{ name, file, column, cell, want string }{
		{"unix seconds", "Ticket,Created at\n1,1735682829\n2,1735682830\n", "Created at", "1735682829", "2024-12-31T22:07:09Z"},
		{"serials under a date header", "Ticket,Sale Date\n1,45657\n2,45658\n", "Sale Date", "45657", "2024-12-31"},
		{"compact", "Ticket,When\n1,20241231\n2,20250101\n", "When", "20250101", "2025-01-01"},
		{"midnight only", "Ticket,Date\n1,12/31/2024 00:00:00\n2,01/02/2025 00:00:00\n", "Date", "01/02/2025 00:00:00", "2025-01-02"},
		{"another column proves it", "Ticket,Date,Paid on\n1,03/04/2025,13/04/2025\n", "Date", "03/04/2025", "2025-04-03"},
		{"the heading's range proves it", "Sales,,\nFrom 09/04/2025 to 05/05/2025,,\nTicket,Date,Total\n1,10/04/2025,5.00\n2,01/05/2025,6.00\n", "Date", "10/04/2025", "2025-04-10"},
		{"birthdays with 1904", "Name,Birthday\nA,06/14/1904\nB,07/15/1904\nC,08/16/1904\n", "Birthday", "06/14/1904", "06/14"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := openBytes(t, "d.csv", []byte(tt.file), Options{})
			col := column(t, f, tt.column)
			if col.Kind != Date || len(f.Questions) != 0 {
				t.Fatalf("%s is %s, questions %v", tt.column, col.Kind, f.Questions)
			}
			checkDate(t, col.Date, tt.cell, tt.want)
		})
	}
}

func TestDecimalMarkDecidedByTheColumn(t *testing.T) {
	tests := []struct {
		name, file, sum string
		asked           int
	}{
		{"own proof", "Ticket;Total\n1;1.234\n2;5,50\n", "1239.50", 0},
		{"thousands by comma", "Ticket,Total\n1,\"1,250\"\n2,300\n", "1550", 0},
		{"another column", "Ticket;Total;Tax\n1;1.234;0,50\n", "1234", 0},
		{"unprovable", "Ticket;Total\n1;1.234\n2;2.500\n", "3.734", 1},
		{"parentheses", "Ticket,Total\n1,\"(1,250.00)\"\n2,$3.10\n", "-1246.90", 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := openBytes(t, "m.csv", []byte(tt.file), Options{})
			if c := column(t, f, "Total"); c.Kind != Money || c.Sum.String() != tt.sum || len(f.Questions) != tt.asked {
				t.Errorf("%s, sum %s, questions %v; want money, %s, %d questions", c.Kind, c.Sum, f.Questions, tt.sum, tt.asked)
			}
		})
	}
}

func TestParseClock(t *testing.T) {
	tests := []struct {
		in   string
		want string
	}{
		{"5:07 PM", "17:07:00"}, {"17:07:09", "17:07:09"}, {"1707", "17:07:00"}, {"12:05 AM", "00:05:00"}, {"12:05pm", "12:05:00"},
		{"9:14 a.m.", "09:14:00"}, {"5 PM", "17:00:00"}, {"", "empty"}, {"25:00", "error"}, {"noon", "error"}, {"1775", "error"}, {"17:07:09.123", "17:07:09"},
	}
	for _, tt := range tests {
		h, m, s, empty, err := ParseClock(tt.in)
		got := fmt.Sprintf("%02d:%02d:%02d", h, m, s)
		switch {
		case err != nil:
			got = "error"
		case empty:
			got = "empty"
		}
		if got != tt.want {
			t.Errorf("%q reads %s, want %s", tt.in, got, tt.want)
		}
	}
}

func TestFold(t *testing.T) {
	tests := map[string]string{
		"  Sale #:": "sale #", "InvoiceNo": "invoice no", "\u0421ustomer Note": "customer note", "\u0421oupons Used": "coupons used",
		"UPCCode": "upc code", "E-mail": "e mail", "Unit\u00a0Price*": "unit price", "Cust#": "cust #", "Split %": "split %", "SKU": "sku",
		"\ufeffDate": "date", "sold_by": "sold by", "Tax/Fee": "tax fee", "\uff34otal": "total", "\u0414\u0430\u0442\u0430": "\u0434\u0430\u0442\u0430",
	}
	for in, want := range tests {
		if got := Fold(in); got != want {
			t.Errorf("Fold(%q) = %q, want %q", in, got, want)
		}
	}
}
