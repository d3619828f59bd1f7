package export

import (
	"bytes"
	"encoding/csv"
	"errors"
	"strings"
	"testing"

	"touchstone/hooks/internal/testapp"
)

func TestNastyTextsComeBackAndStartNoFormula(t *testing.T) {
	t.Parallel()
	body, _ := write(t, book(t))
	files := unzip(t, body)
	for file, field := range map[string]string{"clients.csv": "notes", "receipts.csv": "number", "lines.csv": "description"} {
		_, rows := read(t, files[file])
		if len(rows) != len(nasty) {
			t.Fatalf("%s has %d rows, want %d", file, len(rows), len(nasty))
		}
		for i, want := range nasty {
			want = strings.ReplaceAll(want, "\r\n", "\n") // what the standard reader makes of it
			if got := original(rows[i][field]); got != want {
				t.Errorf("%s row %d: %q came back as %q", file, i+1, want, got)
			}
		}
		for i, row := range rows {
			if v := row[field]; v != "" && strings.ContainsRune(formulaSigns, []rune(v)[0]) {
				t.Errorf("%s row %d: a spreadsheet would run %q", file, i+1, v)
			}
		}
	}
}

func TestRowsEndAsRFC4180Says(t *testing.T) {
	t.Parallel()
	body, _ := write(t, book(t))
	files := unzip(t, body)
	if !bytes.Contains(files["clients.csv"], []byte("two\r\nlines")) || !bytes.Contains(files["clients.csv"], []byte("lone\rreturn")) {
		t.Error("line breaks inside a cell were changed")
	}
	for name, body := range files {
		if name != "clients.csv" && name != "lines.csv" && name != "receipts.csv" && bytes.Count(body, []byte("\n")) != bytes.Count(body, []byte("\r\n")) {
			t.Errorf("%s has rows that do not end with CRLF", name)
		}
	}
}

func TestMoneyAndQuantitiesStandTwice(t *testing.T) {
	t.Parallel()
	body, _ := write(t, book(t))
	files := unzip(t, body)
	_, receipts := read(t, files["receipts.csv"])
	_, lines := read(t, files["lines.csv"])
	_, shares := read(t, files["shares.csv"])
	_, clients := read(t, files["clients.csv"])
	for _, c := range []struct{ got, want string }{
		{receipts[0]["net"], "-129505"}, {receipts[0]["net_decimal"], "-1295.05"},
		{receipts[0]["units"], "-1500"}, {receipts[0]["units_decimal"], "-1.500"}, {receipts[0]["date"], "2026-11-16"},
		{lines[0]["quantity"], "1000"}, {lines[0]["quantity_decimal"], "1.000"}, {lines[0]["net_decimal"], "1295.00"},
		{shares[0]["basis_points"], "3334"}, {shares[0]["basis_points_decimal"], "0.3334"}, {shares[0]["amount_decimal"], "0.05"},
		{clients[0]["couple"], "true"}, {clients[0]["deceased"], "false"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}

// Two stores that count in different currencies have different decimals.
func TestDecimalsFollowTheStore(t *testing.T) {
	t.Parallel()
	app := testapp.New(t)
	want := []string{"129500", "1295.00", "129.500"}
	for i, currency := range []string{"JPY", "USD", "KWD"} {
		shop := save(t, app, "stores", map[string]any{"code": currency, "currency": currency, "time_zone": "UTC"})
		receipt := save(t, app, "receipts", map[string]any{"store": shop, "source": "pos", "number": i, "net": 129500})
		line := save(t, app, "lines", map[string]any{"receipt": receipt, "net": 129500})
		save(t, app, "shares", map[string]any{"line": line, "amount": 129500})
	}
	body, _ := write(t, app)
	files := unzip(t, body)
	for file, field := range map[string]string{"receipts.csv": "net_decimal", "lines.csv": "net_decimal", "shares.csv": "amount_decimal"} {
		_, rows := read(t, files[file])
		for i, w := range want {
			if got := rows[i][field]; got != w {
				t.Errorf("%s row %d: %s, want %s", file, i+1, got, w)
			}
		}
	}
}

// Whatever a cell holds, the standard reader gives it back, and no spreadsheet
// takes it for a formula.
func FuzzCell(f *testing.F) {
	for _, text := range nasty {
		f.Add(text, "next")
	}
	f.Add("=\"\"\r\n", "\r")
	f.Fuzz(func(t *testing.T, a, b string) {
		cells := readBack(t, a, b)
		for i, want := range []string{a, b} {
			if v := strings.ReplaceAll(want, "\r\n", "\n"); original(cells[i]) != v {
				t.Errorf("%q came back as %q", want, cells[i])
			}
			if cells[i] != "" && strings.ContainsRune(formulaSigns, []rune(cells[i])[0]) {
				t.Errorf("a spreadsheet would run %q", cells[i])
			}
		}
	})
}

// readBack writes two cells behind a plain one and returns what the standard
// reader makes of them.
func readBack(t *testing.T, a, b string) []string {
	t.Helper()
	var out bytes.Buffer
	s := newSheet(&out)
	if err := errors.Join(row(s, "begin", a, b), s.flush()); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(&out).ReadAll()
	if err != nil || len(rows) != 1 || len(rows[0]) != 3 {
		t.Fatalf("%q, %q: %v, %v", a, b, rows, err)
	}
	return rows[0][1:]
}
