package table

import (
	"bytes"
	"errors"
	"strings"
	"testing"
)

func TestWrongKindsAreRefusedInPlainWords(t *testing.T) {
	tests := []struct {
		name, data string
		kind       ErrorKind
		says       string
	}{
		{"empty.csv", "", ErrEmpty, "empty"},
		{"bom.csv", "\ufeff\r\n\r\n", ErrEmpty, "blank lines"},
		{"book.csv", "PK\x03\x04\x14\x00\x06\x00", ErrXLSX, "in Numbers under File, Export To, CSV"},
		{"old.xls", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ErrXLS, "old Excel"},
		{"page.xls", "<html><body><table><tr><td>1</td></tr></table>", ErrHTML, "web page"},
		{"sheet.xls", "<?xml version=\"1.0\"?><Workbook>", ErrXML, "XML spreadsheet"},
		{"a.pdf", "%PDF-1.7", ErrPDF, "PDF"},
		{"a.png", "\x89PNG\r\n\x1a\n", ErrImage, "picture"},
		{"a.json", "[{\"id\": 1}]", ErrJSON, "JSON"},
		{"b.json", "{ \"SaleLines\": [] }", ErrJSON, "JSON"},
		{"a.bin", strings.Repeat("\x00\x01\x02\x7f\x03", 50), ErrBinary, "no text"},
		{"wide.csv", strings.Repeat("a,", 1001) + "\n", ErrColumns, "1000"},
		{"cell.csv", "a,b\n1," + strings.Repeat("x", maxCell+1) + "\n", ErrCellSize, "1 MiB"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Open(tt.name, strings.NewReader(tt.data), int64(len(tt.data)), Options{})
			var e *Error
			if !errors.As(err, &e) || e.Kind != tt.kind || !strings.Contains(err.Error(), tt.says) || !strings.Contains(err.Error(), tt.name) {
				t.Errorf("got %v, want kind %q, the file's name and %q", err, tt.kind, tt.says)
			}
		})
	}
	if _, err := Open("big.csv", strings.NewReader("a"), maxBytes+1, Options{}); err == nil || !strings.Contains(err.Error(), "200 MB") {
		t.Errorf("a file over the limit gives %v", err)
	}
}

func TestHeaderOnlyIsNoError(t *testing.T) {
	f := openBytes(t, "h.csv", []byte("Ticket,Date,Total\r\n"), Options{})
	if f.HeaderRow != 1 || f.DataRows != 0 || len(f.Warnings) == 0 || len(f.Columns) != 3 {
		t.Errorf("header %d, %d rows, warnings %v", f.HeaderRow, f.DataRows, f.Warnings)
	}
}

func TestNoHeaderIsAsked(t *testing.T) {
	f := openBytes(t, "n.csv", []byte("1001,12/31/2024,Ashford,25.00\n1002,01/02/2025,Park,30.00\n"), Options{})
	if f.HeaderRow != 0 || f.DataRows != 2 || len(f.Questions) != 1 || f.Questions[0].Kind != "header" || f.Columns[0].Name != "Column 1" {
		t.Errorf("header %d, %d rows, questions %v, columns %v", f.HeaderRow, f.DataRows, f.Questions, f.Columns)
	}
}

func TestDuplicateAndBlankHeaders(t *testing.T) {
	f := openBytes(t, "d.csv", []byte("Ticket,Name,Name,,Total,\n1,A,B,x,5.00,\n2,C,D,y,6.00,\n"), Options{})
	var names []string
	for _, c := range f.Columns {
		names = append(names, c.Name)
	}
	if got := strings.Join(names, "|"); got != "Ticket|Name|Name #2|Column 4|Total" {
		t.Errorf("columns %s", got)
	}
	if f.Problems != 0 {
		t.Errorf("%d rows with problems, want none", f.Problems)
	}
}

// recovery lists broken quotes and what each row must read as.
var recovery = []struct {
	name, data string
	rows       []string // cells joined by |, with ! in front where a problem is named
}{
	{"unclosed quote keeps the next rows", "T,Name,Total\n1,\"Ashford,5.00\n2,Park,6.00\n3,\"Lane, T\",7.00\n",
		[]string{"!1|\"Ashford|5.00", "2|Park|6.00", "3|Lane, T|7.00"}},
	{"unclosed quote in a file that quotes everything", "\"T\",\"Name\",\"Total\"\n\"1\",\"Ashford,\"5.00\"\n\"2\",\"Park\",\"6.00\"\n",
		[]string{"!1|Ashford,\"5.00|", "2|Park|6.00"}},
	{"an inch mark later does not close it", "T,Name,Total\n1,\"Chain,5.00\n2,Cuban 5\",6.00\n3,Box,7.00\n",
		[]string{"!1|\"Chain|5.00", "2|Cuban 5\"|6.00", "3|Box|7.00"}},
	{"inch mark at the end of a quoted cell", "T,Name,Total\n1,\"Box Chain 18\"\",99.00\n2,\"Cuban\",5.00\n", []string{"1|Box Chain 18\"|99.00", "2|Cuban|5.00"}},
	{"line end in a cell", "T,Note,Total\n1,\"a\r\nb, c\",5.00\n2,x,6.00\n", []string{"1|a\nb, c|5.00", "2|x|6.00"}},
	{"file ends inside a quoted cell", "T,Note,Total\n1,x,5.00\n2,\"half of a no", []string{"1|x|5.00", "!2|\"half of a no|"}},
	{"file ends inside a row", "T,Note,Total\n1,x,5.00\n2,y", []string{"1|x|5.00", "!2|y|"}},
	{"spreadsheet guard around a comma", "T,Name,Total\n1,=\"Ashford, A\",5.00\n", []string{"1|Ashford, A|5.00"}},
	{"space before a quote", "T,Name,Total\n1, \"Ashford, A\" ,5.00\n", []string{"1|Ashford, A|5.00"}},
}

func TestLineLevelRecovery(t *testing.T) {
	for _, tt := range recovery {
		t.Run(tt.name, func(t *testing.T) {
			f := openBytes(t, "r.csv", []byte(tt.data), Options{})
			var got []string
			for _, r := range allRows(t, f) {
				s := strings.Join(r.Cells, "|")
				if r.Problem != "" {
					s = "!" + s
				}
				got = append(got, s)
			}
			if strings.Join(got, "\n") != strings.Join(tt.rows, "\n") {
				t.Errorf("rows\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(tt.rows, "\n"))
			}
		})
	}
}

func TestWordsOfTotalsInsideRowsStayData(t *testing.T) {
	tests := []struct {
		name, data string
		rows       int
		sum        string
	}{
		{"in a description", "Ticket,Description,Total\n1,Subtotal Charm,60.00\n2,Grand Total Ring,5.00\n", 2, "65.00"},
		{"a product called Total", "Item,Qty,Total\nTotal Body Chain,1,25.00\nRing,2,30.00\nTotal Body Chain,3,40.00\n", 3, "95.00"},
		{"a client called Total", "Name,Phone,Total\nTotal Wine,5550100101,25.00\nPark,5550100102,25.00\n", 2, "50.00"},
		{"a real total", "Ticket,Description,Total\n1,Charm,60.00\n2,Ring,5.00\nTotal,,65.00\n", 2, "65.00"},
		{"a total that is wrong is said, not summed", "Ticket,Description,Total\n1,Charm,60.00\n2,Ring,5.00\nGrand Total,,66.00\n", 2, "65.00"},
		{"totals per group in Excel's words", "Rep,Ticket,Description,Total\nDana,1,Charm,60.00\nDana,2,Ring,5.00\nDana Total,,,65.00\nLee,3,Strap,1.00\nLee Total,,,1.00\nGrand Total,,,66.00\n", 3, "66.00"},
		{"a subtotal without a label", "Ticket,Date,Description,Qty,Total\n1,12/31/2024,Charm,1,60.00\n2,12/31/2024,Ring,2,5.00\n,,,3,65.00\n", 2, "65.00"},
		{"a continuation row is no subtotal", "Ticket,Date,Description,Qty,Total\n1,12/31/2024,Charm,1,60.00\n,,Ring,2,5.00\n", 2, "65.00"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := openBytes(t, "t.csv", []byte(tt.data), Options{})
			if c := column(t, f, "Total"); f.DataRows != tt.rows || c.Sum.String() != tt.sum {
				t.Errorf("%d rows, sum %s, dropped %v; want %d and %s", f.DataRows, c.Sum, f.Dropped, tt.rows, tt.sum)
			}
			for _, c := range f.Totals {
				if c.Agrees != !strings.Contains(tt.name, "wrong") {
					t.Errorf("control total %+v", c)
				}
			}
		})
	}
}

func TestBannersWithoutALabel(t *testing.T) {
	data := "Commission Report\n\nTicket,Item,Total\nDana Whitlock\n1,Ring,5.00\n2,Charm,6.00\n\nLee Park\n3,Strap,7.00\n\nEnd of report\n"
	f := openBytes(t, "g.csv", []byte(data), Options{})
	if got := strings.Join(cellsOf(t, f, "Group"), "|"); got != "Dana Whitlock|Dana Whitlock|Lee Park" {
		t.Errorf("groups %s, dropped %v", got, f.Dropped)
	}
}

func TestNestedBanners(t *testing.T) {
	data := "Ticket,Item,Total\nStore: Main\nAssociate: Dana\n1,Ring,5.00\nAssociate: Lee\n2,Ring,6.00\nStore: West\n3,Ring,7.00\nAssociate: Dana\n4,Ring,8.00\nPrinted by: Lee\n"
	f := openBytes(t, "n.csv", []byte(data), Options{})
	stores, reps := strings.Join(cellsOf(t, f, "Store"), "|"), strings.Join(cellsOf(t, f, "Associate"), "|")
	if stores != "Main|Main|West|West" || reps != "Dana|Lee||Dana" || len(f.Columns) != 5 {
		t.Errorf("stores %s, associates %s, %d columns", stores, reps, len(f.Columns))
	}
}

func TestFillerAtTheEndIsSaid(t *testing.T) {
	f := openBytes(t, "z.csv", []byte("T,Total\r\n1,5.00\r\n\x1a\x00\x00"), Options{})
	if f.DataRows != 1 || len(f.Warnings) != 1 {
		t.Errorf("%d rows, warnings %v", f.DataRows, f.Warnings)
	}
}

func TestSepLineAndTrailingBlanksLeftOut(t *testing.T) {
	f := openBytes(t, "s.csv", []byte("sep=;\r\nT;A;B\r\n1;2;3\r\n"), Options{})
	if f.Delimiter != ";" || f.HeaderRow != 2 || f.DataRows != 1 {
		t.Errorf("delimiter %q, header %d, %d rows", f.Delimiter, f.HeaderRow, f.DataRows)
	}
	f = openBytes(t, "s.csv", []byte("T,A,Note\n1,2\n2,3\n3,4,x\n4,5\n"), Options{})
	if f.Problems != 0 || f.DataRows != 4 {
		t.Errorf("%d problems in %d rows; most rows leave out their last cell", f.Problems, f.DataRows)
	}
}

// failing is a file that goes away while it is read.
type failing struct{ *bytes.Reader }

var errGone = errors.New("gone")

func (f failing) ReadAt(p []byte, off int64) (int, error) {
	if off > 0 {
		return 0, errGone
	}
	return f.Reader.ReadAt(p, off)
}

func TestAFileThatGoesAwayIsSaid(t *testing.T) {
	data := export(5000)
	_, err := Open("gone.csv", failing{bytes.NewReader(data)}, int64(len(data)), Options{})
	if !errors.Is(err, errGone) {
		t.Errorf("got %v, want the cause", err)
	}
}

func TestHeadersThatAreHardToFind(t *testing.T) {
	tests := []struct {
		name, data string
		header     int
		rows       int
	}{
		{"padded title rows", "Sales Report,,,\nStore:,Main,,\n,,,\nTicket,Date,Item,Total\n1,12/31/2024,Ring,5.00\n", 4, 1},
		{"label and value in a narrow file", "Store:,Main St,\nTicket,Item,Total\n1,Ring,5.00\n2,Charm,6.00\n", 2, 2},
		{"a title of two cells", "Sales by item,Main Street,\nTicket,Item,Total\n1,Ring,5.00\n2,Charm,6.00\n", 2, 2},
		{"a second row of internal names", "Customer Name,E-mail,Total\ncustomer_name,email,total_amount\nAshford,a@example.com,5.00\n", 1, 1},
		{"a ruled line", "Ticket,Item,Total\n------,----,-----\n1,Ring,5.00\n", 1, 1},
		{"words only", "First,Last,City\nAvery,Ashford,Springfield\nLee,Park,Shelbyville\n", 1, 2},
		{"one column", "Email\na@example.com\nb@example.com\n", 1, 2},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := openBytes(t, "h.csv", []byte(tt.data), Options{})
			if f.HeaderRow != tt.header || f.DataRows != tt.rows || f.Problems != 0 {
				t.Errorf("header %d, %d rows, %d problems; want %d, %d, 0", f.HeaderRow, f.DataRows, f.Problems, tt.header, tt.rows)
			}
		})
	}
}

func TestEightBitEncodings(t *testing.T) {
	tests := []struct{ text, enc string }{
		{"Pandora\u2122 Ring", "windows-1252"}, {"\u201chalo\u201d ring", "windows-1252"}, {"Dana\u2019s ring", "windows-1252"},
		{"Jos\u00e9 Mu\u00f1oz", "macintosh"}, {"Jos\u00e9 Mu\u00f1oz", "cp437"}, {"Jos\u00e9 Mu\u00f1oz", "windows-1252"}, {"Z\u00fcrich", "macintosh"},
		{"25 \u20ac", "windows-1252"}, {"18\u00bd in", "windows-1252"},
	}
	for _, tt := range tests {
		data := encode("Ticket,Name,Total\n1,"+tt.text+",5.00\n", tt.enc)
		f := openBytes(t, "e.csv", data, Options{})
		if got := allRows(t, f)[0].Cells[1]; f.Encoding != tt.enc || got != tt.text {
			t.Errorf("%q in %s reads as %q in %s", tt.text, tt.enc, got, f.Encoding)
		}
	}
}

func TestTotalsWithWordsAndInOtherTongues(t *testing.T) {
	tests := []struct{ name, data string }{
		{"a word beside the figures", "Ticket,Date,Item,Qty,Total\n1,12/31/2024,Ring,1,5.00\n2,12/31/2024,Ring,2,6.00\nTotal,,2 items,3,11.00\n"},
		{"German", "Ticket;Datum;Menge;Total\n1;03.12.2024;1;1.250,00\n2;04.12.2024;1;-45,50\nSumme;;2;1.204,50\n"},
	}
	for _, tt := range tests {
		f := openBytes(t, "t.csv", []byte(tt.data), Options{})
		if f.DataRows != 2 || len(f.Totals) != 2 || !f.Totals[0].Agrees || !f.Totals[1].Agrees {
			t.Errorf("%s: %d rows, totals %+v", tt.name, f.DataRows, f.Totals)
		}
	}
}

func TestANoteInARowIsNoBanner(t *testing.T) {
	f := openBytes(t, "n.csv", []byte("Ticket,Item,Qty,Total\n1,Ring,1,5.00\n,Engraving: AB,,\n2,Charm,1,6.00\n"), Options{})
	if f.DataRows != 3 || len(f.Columns) != 4 {
		t.Errorf("%d rows, %d columns, dropped %v; want 3 and 4", f.DataRows, len(f.Columns), f.Dropped)
	}
}
