package table

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const uglyDir = "../testdata/ugly"

type expected struct {
	Encoding  string          `json:"encoding"`
	Delimiter string          `json:"delimiter"`
	HeaderRow int             `json:"header_row"`
	Repeated  []int           `json:"repeated_header_rows"`
	DataRows  int             `json:"data_rows"`
	Columns   int             `json:"columns"`
	SumTotal  string          `json:"sum_total"`
	SumPrice  string          `json:"sum_price"`
	DateOrder string          `json:"date_order"`
	BadRows   []int           `json:"bad_rows"`
	Sections  int             `json:"sections"`
	Values    json.RawMessage `json:"values"`
}

// refused are the files that have no delimiter to read by.
var refused = map[string]ErrorKind{
	"23-fixed-width-custtext.txt":    ErrFixedWidth,
	"25-spreadsheetml2003-named.xls": ErrXML,
	"35-empty.csv":                   ErrEmpty,
}

func openBytes(t testing.TB, name string, data []byte, opt Options) *File {
	t.Helper()
	f, err := Open(name, bytes.NewReader(data), int64(len(data)), opt)
	if err != nil {
		t.Fatalf("opening %s: %v", name, err)
	}
	return f
}

func openUgly(t testing.TB, name string) *File {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(uglyDir, name))
	if err != nil {
		t.Fatal(err)
	}
	return openBytes(t, name, data, Options{})
}

func allRows(t testing.TB, f *File) []Row {
	t.Helper()
	var rows []Row
	if err := f.Rows(func(r Row) bool { rows = append(rows, r); return true }); err != nil {
		t.Fatalf("reading rows of %s: %v", f.Name, err)
	}
	return rows
}

func column(t testing.TB, f *File, name string) *Column {
	t.Helper()
	for i := range f.Columns {
		if f.Columns[i].Name == name {
			return &f.Columns[i]
		}
	}
	t.Fatalf("%s has no column %s", f.Name, name)
	return nil
}

func cellsOf(t testing.TB, f *File, name string) []string {
	t.Helper()
	at := -1
	for i := range f.Columns {
		if f.Columns[i].Name == name {
			at = i
		}
	}
	var cells []string
	for _, r := range allRows(t, f) {
		cells = append(cells, r.Cells[at])
	}
	return cells
}

func expectations(t *testing.T) map[string]expected {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(uglyDir, "expected.json"))
	if err != nil {
		t.Fatal(err)
	}
	var want map[string]expected
	if err := json.Unmarshal(raw, &want); err != nil {
		t.Fatal(err)
	}
	return want
}

func TestEveryUglyFileReadsAsExpected(t *testing.T) {
	for name, want := range expectations(t) {
		t.Run(name, func(t *testing.T) {
			if kind, ok := refused[name]; ok {
				checkRefused(t, name, kind)
				return
			}
			checkUgly(t, openUgly(t, name), want)
		})
	}
}

func checkRefused(t *testing.T, name string, kind ErrorKind) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(uglyDir, name))
	if err != nil {
		t.Fatal(err)
	}
	_, err = Open(name, bytes.NewReader(data), int64(len(data)), Options{})
	var e *Error
	if !errors.As(err, &e) || e.Kind != kind || !strings.Contains(err.Error(), name) {
		t.Errorf("got %v, want a refusal of kind %q that names the file", err, kind)
	}
}

func checkUgly(t *testing.T, f *File, want expected) {
	t.Helper()
	if enc, _, _ := strings.Cut(want.Encoding, " "); enc != "" && f.Encoding != enc {
		t.Errorf("encoding %q, want %q", f.Encoding, enc)
	}
	if want.Delimiter != "" && f.Delimiter != want.Delimiter {
		t.Errorf("delimiter %q, want %q", f.Delimiter, want.Delimiter)
	}
	if want.HeaderRow != 0 && f.HeaderRow != want.HeaderRow {
		t.Errorf("header row %d, want %d", f.HeaderRow, want.HeaderRow)
	}
	real := 0
	for _, c := range f.Columns {
		if !c.Virtual {
			real++
		}
	}
	if want.Columns != 0 && real != want.Columns {
		t.Errorf("%d columns, want %d", real, want.Columns)
	}
	if want.Sections != len(f.Sections) {
		t.Errorf("%d sections, want %d", len(f.Sections), want.Sections)
	}
	rows := allRows(t, f)
	if want.Sections == 0 && (f.DataRows != want.DataRows || len(rows) != want.DataRows) {
		t.Errorf("%d rows counted, %d read, want %d", f.DataRows, len(rows), want.DataRows)
	}
	checkSums(t, f, want)
	checkBad(t, rows, want.BadRows)
	checkValues(t, f, want.Values)
	if order, _, _ := strings.Cut(want.DateOrder, " "); order == "MDY" || order == "DMY" {
		if s := column(t, f, "Date").Date; s.Order != order || !s.Proven || len(f.Questions) != 0 {
			t.Errorf("date style %+v, questions %v; want %s without a question", s, f.Questions, order)
		}
	}
}

func checkSums(t *testing.T, f *File, want expected) {
	t.Helper()
	for name, sum := range map[string]string{"Total": want.SumTotal, "Price": want.SumPrice} {
		if sum == "" {
			continue
		}
		if c := column(t, f, name); c.Kind != Money || c.Sum.String() != sum {
			t.Errorf("%s is %s with sum %s, want money with %s", name, c.Kind, c.Sum, sum)
		}
	}
}

func checkBad(t *testing.T, rows []Row, want []int) {
	t.Helper()
	var bad []int
	for _, r := range rows {
		if r.Problem != "" {
			bad = append(bad, r.Number)
		}
	}
	if len(bad) != len(want) {
		t.Fatalf("rows with a problem %v, want %v", bad, want)
	}
	for i := range bad {
		if bad[i] != want[i] {
			t.Errorf("rows with a problem %v, want %v", bad, want)
		}
	}
}

func checkValues(t *testing.T, f *File, raw json.RawMessage) {
	t.Helper()
	values := map[string][]string{}
	if len(raw) == 0 || json.Unmarshal(raw, &values) != nil {
		return
	}
	for name, want := range values {
		if name == "split" { // what a share means is not the reader's to say
			continue
		}
		if got := cellsOf(t, f, name); strings.Join(got, "|") != strings.Join(want, "|") {
			t.Errorf("%s reads %q, want %q", name, got, want)
		}
	}
}

func TestReportWithBannersAndTotals(t *testing.T) {
	f := openUgly(t, "09-report-title-pages-subtotals.csv")
	want := []Dropped{{5, Blank}, {6, Banner}, {10, Subtotal}, {11, Blank}, {12, Page}, {13, Banner}, {14, Repeated},
		{17, Subtotal}, {18, Blank}, {19, Subtotal}, {20, Footer}}
	if len(f.Dropped) != len(want) {
		t.Fatalf("dropped %v, want %v", f.Dropped, want)
	}
	for i := range want {
		if f.Dropped[i] != want[i] {
			t.Errorf("dropped %v, want %v", f.Dropped[i], want[i])
		}
	}
	got := strings.Join(cellsOf(t, f, "Associate"), "|")
	if got != "101 - Dana Whitlock|101 - Dana Whitlock|102 - Lee Park|102 - Lee Park" {
		t.Errorf("banner values %s", got)
	}
	prices := 0
	for _, c := range f.Totals {
		if !c.Agrees {
			t.Errorf("control total %+v does not agree", c)
		}
		if c.Column == "Price" {
			prices++
		}
	}
	if prices != 3 || len(f.Totals) != 13 {
		t.Errorf("%d control totals, %d of Price; want 13 and 3", len(f.Totals), prices)
	}
}

func TestUnprovableDatesAreAsked(t *testing.T) {
	f := openUgly(t, "16-dates-unprovable.csv")
	if len(f.Questions) != 1 || f.Questions[0].Kind != "date_order" || f.Questions[0].Column != "Date" || len(f.Questions[0].Options) != 2 {
		t.Fatalf("questions %+v, want one about the order in Date with two answers", f.Questions)
	}
	data, _ := os.ReadFile(filepath.Join(uglyDir, "16-dates-unprovable.csv"))
	f = openBytes(t, "16.csv", data, Options{DateOrder: map[string]string{"Date": "DMY"}})
	w, _, err := column(t, f, "Date").Date.Parse("03/04/2025")
	if len(f.Questions) != 0 || err != nil || w.Date.String() != "2025-04-03" {
		t.Errorf("answered DMY: questions %v, 03/04/2025 reads %v, %v", f.Questions, w.Date, err)
	}
}

func TestDamagedCodesAreSaid(t *testing.T) {
	f := openUgly(t, "17-scientific-sku.csv")
	for name, want := range map[string]int{"SKU": 1, "Phone": 1, "UPC": 0} {
		if c := column(t, f, name); c.Damaged != want || c.Kind != Code {
			t.Errorf("%s: %d damaged, %s; want %d, code", name, c.Damaged, c.Kind, want)
		}
	}
	if DamagedCode("3E5") || !DamagedCode("1.23457E+11") || DamagedCode("MAR-20") {
		t.Error("3E5 and MAR-20 are style numbers, 1.23457E+11 is not")
	}
	if got, ok := PadUPC("12345678905"); !ok || got != "012345678905" {
		t.Errorf("PadUPC gives %q, %v", got, ok)
	}
	if _, ok := PadUPC("12345678906"); ok {
		t.Error("a UPC whose check digit is wrong was padded")
	}
}

func TestSectionsByChoice(t *testing.T) {
	data, _ := os.ReadFile(filepath.Join(uglyDir, "31-multi-section.csv"))
	f := openBytes(t, "31.csv", data, Options{Section: 2})
	rows := allRows(t, f)
	if f.HeaderRow != 6 || len(rows) != 1 || rows[0].Number != 7 || rows[0].Cells[1] != "8.17" || len(f.Columns) != 2 {
		t.Errorf("header %d, columns %d, rows %+v; want the second table", f.HeaderRow, len(f.Columns), rows)
	}
}
