package sample

import (
	"bytes"
	"encoding/csv"
	"io"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"touchstone/hooks/internal/civil"
)

const seed = 7

// row is one data row as a stranger to the generator reads it.
type row struct {
	no, orig                 int
	date                     civil.Date
	minute                   int
	kind                     string
	number, name             string
	phone, email             string
	item, desc, dept         string
	qty, price, disc, ext    int64
	tax                      int64
	sellers, split, original string // original: the whole record as text
}

func day(t testing.TB, s string) civil.Date {
	t.Helper()
	d, err := civil.Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func cents(t testing.TB, s string) int64 {
	t.Helper()
	digits := strings.ReplaceAll(s, ",", "")
	whole, frac, found := strings.Cut(digits, ".")
	if !found || len(frac) != 2 {
		t.Fatalf("amount %q is not written with two decimals", s)
	}
	n, err := strconv.ParseInt(whole+frac, 10, 64)
	if err != nil {
		t.Fatalf("amount %q: %v", s, err)
	}
	return n
}

func number(t testing.TB, s string) int {
	t.Helper()
	if s == "" {
		return 0
	}
	n, err := strconv.Atoi(s)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// read takes a file apart with the standard library.
func read(t testing.TB, body []byte) []row {
	t.Helper()
	if !utf8.Valid(body) {
		decoded, err := charmap.Windows1252.NewDecoder().Bytes(body)
		if err != nil {
			t.Fatal(err)
		}
		body = decoded
	}
	r := csv.NewReader(bytes.NewReader(body))
	if _, err := r.Read(); err != nil {
		t.Fatal(err)
	}
	var rows []row
	for {
		c, err := r.Read()
		if err == io.EOF {
			return rows
		}
		if err != nil {
			t.Fatal(err)
		}
		at, err := time.Parse("1/2/2006 3:04 PM", c[1]+" "+c[2])
		if err != nil {
			t.Fatal(err)
		}
		qty, err := strconv.ParseInt(c[13], 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		rows = append(rows, row{
			no: number(t, c[0]), orig: number(t, c[4]), date: civil.Of(at), minute: at.Hour()*60 + at.Minute(), kind: c[3],
			number: c[5], name: c[6], phone: c[7], email: c[8], item: c[9], desc: c[10], dept: c[11], qty: qty,
			price: cents(t, c[14]), disc: cents(t, c[15]), ext: cents(t, c[16]), tax: cents(t, c[17]),
			sellers: c[18], split: c[19], original: strings.Join(c, "\x1f"),
		})
	}
}

// receipts joins the files' rows, each receipt once however many files hold it.
func receipts(t testing.TB, files []File) map[int][]row {
	t.Helper()
	all := map[int][]row{}
	for _, f := range files {
		once := map[int][]row{}
		for _, r := range read(t, f.Body) {
			once[r.no] = append(once[r.no], r)
		}
		for no, rows := range once {
			if _, known := all[no]; !known {
				all[no] = rows
			}
		}
	}
	return all
}

func roles() map[string]string {
	m := map[string]string{}
	for _, d := range Departments() {
		m[d.Name] = d.Role
	}
	return m
}
