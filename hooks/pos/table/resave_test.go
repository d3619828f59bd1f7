package table

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"unicode/utf16"
)

// resaved is one table written again in another way.
type resaved struct{ enc, delim, eol string }

var shopTable = [][]string{
	{"Ticket", "Date", "Customer", "Description", "Qty", "Total"},
	{"1001", "12/31/2024", "Jos\u00e9 N\u00fa\u00f1ez", "Bracelet 18\" Pav\u00e9", "1", "1,250.00"},
	{"1002", "01/02/2025", "Ashford, Avery", "Ring; size 6 | engraved", "2", "299.00"},
	{"1003", "01/03/2025", "Zo\u00eb M\u00fcller", "first line\nsecond line", "-1", "(45.00)"},
	{"1004", "01/04/2025", "", "tab\there, comma, \"quoted\"", "1", "5.00"},
	{"1005", "01/05/2025", "Fran\u00e7oise Lef\u00e8vre", "Cr\u00e9ole", "1", "80.00"},
}

func write(table [][]string, r resaved) []byte {
	var b strings.Builder
	for _, row := range table {
		for i, c := range row {
			if i > 0 {
				b.WriteString(r.delim)
			}
			if strings.ContainsAny(c, "\",;|\t\n") {
				c = `"` + strings.ReplaceAll(strings.ReplaceAll(c, `"`, `""`), "\n", r.eol) + `"`
			}
			b.WriteString(c)
		}
		b.WriteString(r.eol)
	}
	return encode(b.String(), r.enc)
}

func encode(s, enc string) []byte {
	switch enc {
	case "utf-8":
		return []byte(s)
	case "utf-8-bom":
		return []byte("\ufeff" + s)
	case "utf-16le", "utf-16be", "utf-16le-bom", "utf-16be-bom":
		if strings.HasSuffix(enc, "-bom") {
			s = "\ufeff" + s
		}
		var b bytes.Buffer
		for _, u := range utf16.Encode([]rune(s)) {
			if strings.HasPrefix(enc, "utf-16le") {
				b.Write([]byte{byte(u), byte(u >> 8)})
			} else {
				b.Write([]byte{byte(u >> 8), byte(u)})
			}
		}
		return b.Bytes()
	}
	out, err := charmaps[enc].NewEncoder().Bytes([]byte(s))
	if err != nil {
		panic(err)
	}
	return out
}

func TestTheSameTableInEveryDress(t *testing.T) {
	for _, enc := range []string{"utf-8", "utf-8-bom", "utf-16le", "utf-16be", "utf-16le-bom", "utf-16be-bom", "windows-1252", "macintosh", "cp437"} {
		for _, delim := range []string{",", ";", "\t", "|"} {
			for _, eol := range []string{"\r\n", "\n", "\r"} {
				t.Run(fmt.Sprintf("%s %q %q", enc, delim, eol), func(t *testing.T) {
					checkResaved(t, resaved{enc, delim, eol})
				})
			}
		}
	}
}

func checkResaved(t *testing.T, r resaved) {
	t.Helper()
	f := openBytes(t, "table.csv", write(shopTable, r), Options{})
	if f.Encoding != strings.TrimSuffix(r.enc, "-bom") && f.Encoding != r.enc || f.Delimiter != r.delim || f.HeaderRow != 1 {
		t.Fatalf("read as %s, %q, header %d", f.Encoding, f.Delimiter, f.HeaderRow)
	}
	rows := allRows(t, f)
	if len(rows) != len(shopTable)-1 {
		t.Fatalf("%d rows, want %d", len(rows), len(shopTable)-1)
	}
	for i, row := range rows {
		if got, want := strings.Join(row.Cells, "\x1f"), strings.Join(shopTable[i+1], "\x1f"); got != want || row.Problem != "" {
			t.Errorf("row %d reads %q (%s), want %q", row.Number, got, row.Problem, want)
		}
	}
	if c := column(t, f, "Total"); c.Sum.String() != "1589.00" {
		t.Errorf("Total sums to %s, want 1589.00", c.Sum)
	}
}

func TestColumnsInAnyOrderAreTheSameColumns(t *testing.T) {
	plain := openBytes(t, "a.csv", write(shopTable, resaved{"utf-8", ",", "\n"}), Options{})
	var turned [][]string
	for _, row := range shopTable {
		turned = append(turned, []string{row[5], row[3], row[0], "", row[4], row[2], row[1]})
	}
	turned[0][3] = "Extra"
	f := openBytes(t, "b.csv", write(turned, resaved{"utf-8", ",", "\n"}), Options{})
	for _, c := range plain.Columns {
		got := column(t, f, c.Name)
		if got.Kind != c.Kind || got.Sum != c.Sum || got.Filled != c.Filled {
			t.Errorf("%s is %s %s %d in another order, was %s %s %d", c.Name, got.Kind, got.Sum, got.Filled, c.Kind, c.Sum, c.Filled)
		}
	}
}
