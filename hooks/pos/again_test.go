package pos

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"math/rand"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"touchstone/hooks/internal/oracle"
)

// export is a random store's file as rows of cells, the header first.
func export(tb testing.TB, seed int64) [][]string {
	tb.Helper()
	l := oracle.Layouts()[0]
	_, body, ok := l.Write(l.Restrict(oracle.Random(seed)))
	if !ok {
		tb.Fatal("the sample cannot be written")
	}
	rows, err := csv.NewReader(bytes.NewReader(body)).ReadAll()
	if err != nil {
		tb.Fatal(err)
	}
	return rows
}

func write(tb testing.TB, rows [][]string, delimiter rune) string {
	tb.Helper()
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	w.Comma = delimiter
	if err := w.WriteAll(rows); err != nil {
		tb.Fatal(err)
	}
	return b.String()
}

// encodings in which systems write; the samples' letters exist in all.
var encodings = map[string]func(string) (string, error){
	"utf-8":        func(s string) (string, error) { return s, nil },
	"utf-8-bom":    func(s string) (string, error) { return "\ufeff" + s, nil },
	"utf-16le":     unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String,
	"utf-16be":     unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewEncoder().String,
	"windows-1252": charmap.Windows1252.NewEncoder().String,
	"macintosh":    charmap.Macintosh.NewEncoder().String,
}

func nothingNew(tb testing.TB, what string, res *Result, of *Result) {
	tb.Helper()
	if res.Receipts+res.Lines+res.Updated+res.ClientsNew != 0 || len(res.StaffNew) != 0 {
		tb.Fatalf("%s made %d receipts, %d lines, %d clients, staff %v, and corrected %d; %v", what, res.Receipts, res.Lines, res.ClientsNew, res.StaffNew, res.Updated, res.Warnings)
	}
	if res.Unchanged != of.Receipts || res.ClientsMatched != of.ClientsNew {
		tb.Fatalf("%s met %d receipts of %d and %d clients of %d", what, res.Unchanged, of.Receipts, res.ClientsMatched, of.ClientsNew)
	}
}

// TestImportingAgain: whatever the file is called and however it is written,
// its second coming creates nothing, and its first makes the same book.
func TestImportingAgain(t *testing.T) {
	rows := export(t, 3)
	body := write(t, rows, ',')
	s := newShop(t)
	first := s.take("week.csv", body)
	if first.Receipts < 30 || first.ClientsNew < 5 {
		t.Fatalf("the sample is too small: %+v", first)
	}
	state := s.state()
	nothingNew(t, "the same file", s.take("week.csv", body), first)
	nothingNew(t, "the renamed file", s.take("week (1).csv", body), first)
	r := rand.New(rand.NewSource(1))
	fresh := 0
	for name, encode := range encodings {
		for _, delimiter := range ",;\t|" {
			what := fmt.Sprintf("%s %q", name, delimiter)
			text, err := encode(write(t, shuffled(r, rows), delimiter))
			if err != nil {
				t.Fatal(err)
			}
			nothingNew(t, what, s.take("again.csv", text), first)
			if fresh++; fresh%6 == 0 {
				other := newShop(t)
				other.take("again.csv", text)
				differ(t, "a book from "+what, other.state(), state)
			}
		}
	}
	differ(t, "the book", s.state(), state)
}

// shuffled puts the columns into another order.
func shuffled(r *rand.Rand, rows [][]string) [][]string {
	order := r.Perm(len(rows[0]))
	out := make([][]string, len(rows))
	for i, row := range rows {
		for _, c := range order {
			out[i] = append(out[i], row[c])
		}
	}
	return out
}

// TestOverlappingParts: a file in overlapping parts, cut anywhere and read in
// any order, makes the book of the whole file.
func TestOverlappingParts(t *testing.T) {
	for seed := int64(1); seed <= 6; seed++ {
		rows := export(t, seed)
		whole := newShop(t)
		whole.take("whole.csv", write(t, rows, ','))
		want := whole.state()
		r := rand.New(rand.NewSource(seed))
		parts := overlapping(r, rows)
		s := newShop(t)
		for _, i := range r.Perm(len(parts)) {
			s.take(fmt.Sprintf("part %d.csv", i), write(t, parts[i], ','))
		}
		differ(t, fmt.Sprintf("seed %d in %d parts", seed, len(parts)), s.state(), want)
	}
}

// overlapping cuts the rows into three to five parts, each with the receipt at
// its end and some more in common with the next.
func overlapping(r *rand.Rand, rows [][]string) [][][]string {
	header, data := rows[0], rows[1:]
	n := 3 + r.Intn(3)
	var parts [][][]string
	for i := range n {
		from, to := i*len(data)/n, (i+1)*len(data)/n
		from = max(0, from-12-r.Intn(8))
		to = min(len(data), to+r.Intn(4))
		parts = append(parts, append([][]string{header}, data[from:to]...))
	}
	return parts
}

// TestCutInTheMiddle: a file that begins or ends inside a receipt never makes
// less of what the book has whole.
func TestCutInTheMiddle(t *testing.T) {
	rows := strings.SplitAfter(goodRows, "\n")
	whole := head + goodRows
	for _, part := range []string{head + rows[0] + rows[1], head + rows[2] + rows[3]} {
		s := newShop(t)
		s.take("whole.csv", whole)
		want := s.state()
		res := s.take("part.csv", part)
		if res.Updated != 0 || res.Receipts != 0 {
			t.Fatalf("the part changed the book: %+v", res)
		}
		differ(t, "whole, then part", s.state(), want)
		other := newShop(t)
		if res = other.take("part.csv", part); res.Lines != 2 {
			t.Fatalf("the part alone has %d lines", res.Lines)
		}
		res = other.take("whole.csv", whole)
		if res.Updated != 1 || res.Lines != 2 {
			t.Fatalf("the whole after its part: %+v", res)
		}
		differ(t, "part, then whole", other.state(), want)
	}
}

// TestWithoutReceiptNumbers: rows that have no number are known again by what
// they say, in whatever order the columns stand.
func TestWithoutReceiptNumbers(t *testing.T) {
	rows := [][]string{{"Date", "SKU", "Description", "Department", "Qty", "Ext Price", "Salesperson", "Customer", "Phone", "Mobile", "Printed"}}
	for i := range 12 {
		rows = append(rows, []string{fmt.Sprintf("2025-11-%02d", 14+i/3), "R-1", "Ring", "Rings", "1", "100.00", "AB", "Dana Whitlock", "312-555-0101", "312-555-0102", ""})
	}
	s := newShop(t)
	w := Wanted{Name: "plain.csv", Wish: answers("receipt_number", "none")}
	first := s.takeAs(w, write(t, rows, ','))
	if first.Receipts != 12 {
		t.Fatalf("%d receipts", first.Receipts)
	}
	r := rand.New(rand.NewSource(1))
	for range 4 {
		for _, row := range rows[1:] {
			row[10] = fmt.Sprint("page ", r.Intn(9))
		}
		nothingNew(t, "another order", s.takeAs(w, write(t, shuffled(r, rows), ';')), first)
	}
}
