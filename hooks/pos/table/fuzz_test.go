package table

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

func seeds(f *testing.F) {
	files, err := filepath.Glob(filepath.Join(uglyDir, "*"))
	if err != nil || len(files) == 0 {
		f.Fatal("no seed files", err)
	}
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Add([]byte("a,b\r\n1,\"2\r\n3,4\r\n\"5,6\n7\""))
	f.Add([]byte("sep=;\na;b\n1;2\n"))
	f.Add([]byte("A\n\n\n\nTotal,5\n=\"1,2\",'3\n"))
	f.Add([]byte("\xff\xfea\x00,\x00b\x00\n\x001"))
	f.Add([]byte("a,b,c,d,e\nX: 1\n1,2,3,4,5\nTotal,,,4,5\nY\nF,G\n1,2\n"))
}

// FuzzOpen holds the reader to its promise: it never panics, and every physical
// record is a row, the header, a line above it, or dropped with a reason.
func FuzzOpen(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > 1<<16 {
			return
		}
		file, err := Open("fuzz.csv", bytes.NewReader(data), int64(len(data)), Options{})
		if err != nil {
			return
		}
		checkNothingLost(t, file)
		for i := range file.Columns {
			for _, s := range file.Columns[i].Samples {
				_, _, _ = file.Columns[i].Money.Parse(s)
				_, _, _ = file.Columns[i].Date.Parse(s)
			}
		}
		file.Inspect()
	})
}

func checkNothingLost(t *testing.T, file *File) {
	t.Helper()
	seen := map[int]string{}
	mark := func(row int, what string) {
		if was := seen[row]; was != "" {
			t.Fatalf("record %d is %s and %s", row, was, what)
		}
		seen[row] = what
	}
	if file.HeaderRow > 0 {
		mark(file.HeaderRow, "header")
	}
	for _, p := range file.Preamble {
		mark(p.Row, "preamble")
	}
	for _, d := range file.Dropped {
		mark(d.Row, d.Why)
	}
	rows := 0
	last := int64(-1)
	err := file.Rows(func(r Row) bool {
		rows++
		mark(r.Number, "row")
		if len(r.Cells) != len(file.Columns) || r.Byte <= last {
			t.Fatalf("row %d has %d cells of %d at byte %d after %d", r.Number, len(r.Cells), len(file.Columns), r.Byte, last)
		}
		last = r.Byte
		return true
	})
	if err != nil || rows != file.DataRows {
		t.Fatalf("%d rows read, %d counted, %v", rows, file.DataRows, err)
	}
	for i := 1; i <= len(seen); i++ {
		if seen[i] == "" {
			t.Fatalf("record %d is lost among %d: %v", i, len(seen), seen)
		}
	}
	sp := newSplitter(file.in, file.delim, file.modal)
	total := 0
	for sp.next() != nil {
		total++
	}
	if total != len(seen) {
		t.Fatalf("%d records, %d accounted for", total, len(seen))
	}
}

func TestNothingIsLostInUglyFiles(t *testing.T) {
	for name := range expectations(t) {
		if _, ok := refused[name]; !ok {
			checkNothingLost(t, openUgly(t, name))
		}
	}
}

// FuzzCells feeds single cells to every parser.
func FuzzCells(f *testing.F) {
	for _, s := range []string{"$1,234.56", "1.234,56 \u20ac", "(5)", "12/31/2024 5:07 PM EST", "31-Dec-24", "45657.7", "=\"00123\"", "1.23E+11", "Tue Dec 31 2024",
		"6/14/0001", "2024-12-31T22:07:09.5-05:00", "\u22125", "Rs. 5,000", "total for", "1707", "Sub Total"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, mark := range []string{".", ",", ""} {
			if d, empty, err := (MoneyStyle{Mark: mark}).Parse(s); err == nil && !empty && (d.Scale < 0 || d.Scale > maxDigits) {
				t.Fatalf("%q has scale %d", s, d.Scale)
			}
		}
		for _, order := range []string{"MDY", "DMY", "YMD"} {
			w, empty, err := DateStyle{Order: order, Unix: true}.Parse(s)
			if err == nil && !empty && !w.Yearless && !w.Date.Valid() {
				t.Fatalf("%q reads as the day %v that does not exist", s, w.Date)
			}
		}
		_, _, _, _, _ = ParseClock(s)
		if Fold(Fold(s)) != Fold(s) {
			t.Fatalf("folding %q twice gives %q, once %q", s, Fold(Fold(s)), Fold(s))
		}
		totalLabel(s)
		bannerOf([]string{s})
		DamagedCode(s)
	})
}
