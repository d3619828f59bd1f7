package outside

import (
	"fmt"
	"strings"
	"testing"
)

const plainHead = "Receipt #,Date,Salesperson,SKU,Description,Department,Qty,Price"

// bad are the files that shops really have: what the command ends with, the
// words that help, and the receipts that are in the book afterwards.
var bad = []struct {
	name, body string
	code       int
	says       []string
	receipts   string
}{
	{"empty.csv", "", 1, []string{"empty"}, "0"},
	{"header only.csv", plainHead + "\n", 1, []string{"no rows"}, "0"},
	{"no header.csv", "1,2025-03-14,AB,W1,Watch,Watches,1,10.00\n2,2025-03-15,AB,W1,Watch,Watches,1,10.00\n", 1, []string{"no row of column names"}, "0"},
	{"photo.csv", "\xff\xd8\xff\xe0\x00\x10JFIF", 1, []string{"picture"}, "0"},
	{"sheet.csv", "PK\x03\x04 and then nothing", 1, []string{"save it as CSV"}, "0"},
	{"letter.csv", "Dear friends, this is a letter.\nIt has no table at all.\n", 1, []string{"questions open"}, "0"},
	{"unclosed.csv", plainHead + "\n1,2025-03-14,AB,W1,\"Watch,Watches,1,10.00\n2,2025-03-15,AB,W1,Watch,Watches,1,10.00\n", 0, []string{"Row 2", "quote"}, "1"},
	{"cut off.csv", plainHead + "\n1,2025-03-14,AB,W1,Watch,Watches,1,10.00\n2,2025-03-15,AB,W1,Wat", 0, []string{"Row 3"}, "1"},
	{"two prices.csv", plainHead + ",Price\n1,2025-03-14,AB,W1,Watch,Watches,1,10.00,11.00\n", 0, []string{"Price comes more than once"}, "1"},
	{"long ago.csv", plainHead + "\n1,1900-01-01,AB,W1,Watch,Watches,1,10.00\n2,2025-03-15,AB,W1,Watch,Watches,1,10.00\n", 0, []string{"Row 2", "Date"}, "1"},
	{"rounded.csv", plainHead + "\n1,2025-03-14,AB,1.23E+11,Watch,Watches,1,10.00\n", 0, []string{"1.23E+11", "Row 2"}, "1"},
	{"a cent.csv", plainHead + "\n1,2025-03-14,AB,W1,Watch,Watches,1,0.01\n", 0, []string{"0.01", "row 2"}, "1"},
	{"two stores.csv", "Store," + plainHead + "\nNORTH,1,2025-03-14,AB,W1,Watch,Watches,1,10.00\nSOUTH,2,2025-03-14,AB,W1,Watch,Watches,1,10.00\n", 1, []string{"NORTH, SOUTH", "--store"}, "0"},
	{"card.csv", plainHead + ",Note\n1,2025-03-14,AB,W1,Watch,Watches,1,10.00,paid 4111 1111 1111 1111\n2,2025-03-14,AB,R1,Ring,Rings,1,10.00,cert 1234567890123456\n", 0, []string{"Card numbers", "row 2"}, "2"},
	{"reset.csv", plainHead + "\n1,2023-03-14,AB,W1,Watch,Watches,1,10.00\n1,2025-03-14,AB,R1,Ring,Rings,1,20.00\n", 0, []string{"reset.csv"}, "2"},
}

func TestBadFiles(t *testing.T) {
	t.Parallel()
	for _, c := range bad {
		t.Run(c.name, func(t *testing.T) {
			s := Open(t)
			s.Put(c.name, []byte(c.body))
			got := s.Run("import", c.name).Expect(c.code, "", "")
			said := got.Out + got.Err
			for _, want := range append([]string{c.name}, c.says...) {
				if !strings.Contains(said, want) {
					t.Errorf("it does not say %q:\n%s", want, said)
				}
			}
			if n := s.Value("SELECT count(*) FROM receipts"); n != c.receipts {
				t.Errorf("%s receipts are in the book, want %s", n, c.receipts)
			}
			if n := s.Value("SELECT count(*) FROM imports WHERE state != 'applied'"); n != "0" {
				t.Errorf("%s imports are left half way", n)
			}
		})
	}
}

// Card numbers never reach the disk; a certificate number of as many digits
// does.
func TestCardNumbers(t *testing.T) {
	t.Parallel()
	s := Open(t)
	s.Put("card.csv", []byte(plainHead+",Note\n1,2025-03-14,AB,W1,Watch,Watches,1,10.00,paid 4111 1111 1111 1111\n2,2025-03-1x,AB,R1,Ring,Rings,1,10.00,5500005555555559\n3,2025-03-14,AB,R1,Ring,Rings,1,10.00,cert 1234567890123456\n"))
	s.Must("import", "card.csv")
	book := strings.Join(s.Book(), "\n")
	for number, kept := range map[string]bool{"4111 1111 1111 1111": false, "4111111111111111": false, "5500005555555559": false, "1234567890123456": true} {
		if strings.Contains(book, number) != kept {
			t.Errorf("%s in the book: %v", number, !kept)
		}
	}
}

// Files overlap, come twice, come under another name, come corrected.
func TestTheSameSalesAgain(t *testing.T) {
	t.Parallel()
	s := Open(t)
	weeks := Till{Seed: 51, Receipts: 120, From: season}.Export()
	s.Put("sales.csv", weeks)
	s.Put("renamed.csv", weeks)
	s.Put("overlap.csv", Till{Seed: 51, Receipts: 200, From: season}.Export())
	s.Must("import", "sales.csv")
	once := s.Book()
	var got map[string]any
	for _, name := range []string{"sales.csv", "renamed.csv"} {
		s.Read(&got, "import", name)
		if words(got["receipts"], got["lines"], got["updated"], got["clients_new"]) != "0 0 0 0" {
			t.Errorf("%s: %v", name, got)
		}
		s.Same(s.Book(), once, name)
	}
	s.Read(&got, "import", "overlap.csv")
	if words(got["receipts"], got["updated"], got["unchanged"]) != "80 0 120" {
		t.Errorf("last weeks and the new ones: %v %v %v", got["receipts"], got["updated"], got["unchanged"])
	}
	id := fmt.Sprint(got["import"])
	s.Must("imports", "undo", id)
	s.Same(s.Book(), once, "after taking the overlap back")
	s.Put("corrected.csv", []byte(strings.Replace(string(weeks), "$2495.00,$2495.00", "$2395.00,$2395.00", 1)))
	s.Read(&got, "import", "corrected.csv")
	if words(got["receipts"], got["updated"], got["unchanged"]) != "0 1 119" {
		t.Errorf("a corrected price: %v %v %v", got["receipts"], got["updated"], got["unchanged"])
	}
	s.Must("imports", "undo", fmt.Sprint(got["import"]))
	s.Same(s.Book(), once, "after taking the correction back")
}
