package outside

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// pagesOf is the text of each page of a PDF in Work.
func pagesOf(s *Shop, name string) []string {
	s.Helper()
	body, err := os.ReadFile(filepath.Join(s.Work, name))
	if err != nil || !bytes.HasPrefix(body, []byte("%PDF-")) || !bytes.Contains(body[max(0, len(body)-64):], []byte("%%EOF")) {
		s.Fatalf("%s is no whole PDF: %v", name, err)
	}
	if _, err := exec.LookPath("pdftotext"); err != nil {
		s.Skip("pdftotext is not installed, so the words on the pages are not looked at")
	}
	text, err := exec.Command("pdftotext", "-layout", filepath.Join(s.Work, name), "-").Output()
	if err != nil {
		s.Fatal(err)
	}
	pages := strings.Split(string(text), "\f")
	return pages[:len(pages)-1]
}

// One page for the team and one for each associate, with their names, the
// formulas and the head of the audit chain.
func TestScorecardPages(t *testing.T) {
	t.Parallel()
	s := Open(t)
	s.Put("sales.csv", []byte(strings.NewReplacer(",AB,", ",Amalie Brückner,", ",CD,", ",Chryssa Δημητρίου,").Replace(string(Till{Seed: 20, Receipts: 700, From: season}.Export()))))
	s.Must("import", "sales.csv")
	var made struct {
		Week, First, Last, File string
		Pages                   []struct{ Associate, Label string }
		Bytes                   int
	}
	s.Read(&made, "scorecard", "--week", "2025-W25", "--out", "cards.pdf")
	if made.Week != "2025-W25" || made.First != "2025-06-16" || made.Last != "2025-06-22" || made.File != "cards.pdf" {
		t.Errorf("the answer: %+v", made)
	}
	var staff []string
	for _, row := range metrics(s, "associate", "--from", "2025-03-01", "--to", "2025-06-22") {
		staff = append(staff, words(row["label"]))
	}
	pages := pagesOf(s, "cards.pdf")
	if len(pages) != len(made.Pages) || len(pages) != len(staff)+1 {
		t.Fatalf("%d pages, %d told, %d associates", len(pages), len(made.Pages), len(staff))
	}
	for i, page := range pages {
		holdWords(t, i+1, strings.ToLower(page), []string{"add-on"}, Surnames)
		if i > 0 {
			holdWords(t, i+1, page, []string{made.Pages[i].Label}, nil)
		}
	}
	holdWords(t, 1, pages[0], staff, nil)
	s.Must("scorecard", "--week", "2025-06-18", "--associate", made.Pages[1].Associate, "--out", "one.pdf")
	if one := pagesOf(s, "one.pdf"); len(one) != 1 || !strings.Contains(one[0], made.Pages[1].Label) {
		t.Errorf("one person's card has %d pages", len(one))
	}
}

// holdWords looks for words that have to stand on a page, and for clients, who
// never do.
func holdWords(t *testing.T, number int, page string, want, never []string) {
	t.Helper()
	for _, word := range want {
		if !strings.Contains(page, word) {
			t.Errorf("page %d does not have %q:\n%s", number, word, page)
		}
	}
	for _, word := range never {
		if strings.Contains(page, strings.ToLower(word)) {
			t.Errorf("page %d names the client %s", number, word)
		}
	}
}

// An issued week keeps its numbers when the book changes, and says so.
func TestAnIssuedWeekStays(t *testing.T) {
	t.Parallel()
	s := Open(t)
	s.Put("sales.csv", Till{Seed: 21, Receipts: 200, From: season}.Export())
	s.Put("late.csv", Till{Seed: 22, Receipts: 60, From: season, First: 80001}.Export())
	s.Must("import", "sales.csv")
	s.Must("scorecard", "--week", "2025-W12", "--out", "first.pdf")
	issued := s.Value("SELECT group_concat(figures || audit_head) FROM (SELECT * FROM scorecards ORDER BY id)")
	s.Must("import", "late.csv")
	s.Must("scorecard", "--week", "2025-W12", "--out", "again.pdf")
	if issued == "" || s.Value("SELECT group_concat(figures || audit_head) FROM (SELECT * FROM scorecards ORDER BY id)") != issued {
		t.Error("the issued numbers have changed")
	}
	if again := strings.Join(pagesOf(s, "again.pdf"), ""); !strings.Contains(strings.ToLower(again), "since") {
		t.Errorf("the page does not say that the book has changed since:\n%s", cut(again))
	}
}

// sheets reads the CSV files of an export, each with its header first.
func sheets(s *Shop, name string) map[string][][]string {
	s.Helper()
	z, err := zip.OpenReader(filepath.Join(s.Work, name))
	if err != nil {
		s.Fatal(err)
	}
	defer z.Close()
	all := map[string][][]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			s.Fatal(err)
		}
		body, err := io.ReadAll(r)
		if err != nil {
			s.Fatal(err)
		}
		_ = r.Close()
		if !strings.HasSuffix(f.Name, ".csv") {
			all[f.Name] = [][]string{{string(body)}}
			continue
		}
		rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(body, []byte("\ufeff")))).ReadAll()
		if err != nil || len(rows) == 0 {
			s.Fatalf("%s: %d rows, %v", f.Name, len(rows), err)
		}
		all[f.Name] = rows
	}
	return all
}

// Everything leaves the book as CSV, every column is explained, nothing that
// opens doors goes with it, and no cell is a formula to a spreadsheet.
func TestExport(t *testing.T) {
	t.Parallel()
	s := Open(t)
	evil := "S-9,3/14/2025,1:00 PM,Sale,,,=HYPERLINK(\"\"http://x\"\"),,,@SUM(A1),+1+cmd,Rings,-2+3,1,$10.00,$10.00,AB,\n"
	s.Put("sales.csv", append(Till{Seed: 23, Receipts: 120, From: season}.Export(), strings.Replace(evil, "=HYPERLINK(\"\"http://x\"\")", "\"=HYPERLINK(\"\"http://x\"\")\"", 1)...))
	s.Must("import", "sales.csv")
	setupCode(s)
	s.Must("export", "--out", "all.zip")
	s.Must("export", "--out", "again.zip", "--json")
	all := sheets(s, "all.zip")
	for name, table := range map[string]string{"receipts.csv": "receipts", "lines.csv": "lines", "shares.csv": "shares", "clients.csv": "clients", "staff.csv": "staff"} {
		if rows := all[name]; words(len(rows)-1) != s.Value("SELECT count(*) FROM "+table) {
			t.Errorf("%s has %d rows, the book %s", name, len(rows)-1, s.Value("SELECT count(*) FROM "+table))
		}
	}
	explained := map[string]bool{}
	for _, row := range all["dictionary.csv"] {
		explained[row[0]+"."+row[1]] = row[3] != ""
	}
	seen := false
	for name, rows := range all {
		table, isCSV := strings.CutSuffix(name, ".csv")
		if !isCSV {
			continue
		}
		for _, column := range rows[0] {
			if table != "dictionary" && table != "formulas" && !explained[table+"."+column] {
				t.Errorf("the dictionary does not explain %s of %s", column, table)
			}
			if slices.Contains([]string{"password", "tokenKey"}, column) {
				t.Errorf("%s goes out with %s", column, name)
			}
		}
		seen = holdCells(t, name, rows[1:]) || seen
	}
	if !seen || len(all["formulas.csv"]) < 15 || !strings.Contains(words(all["formulas.csv"]), "secondary_sales_rate") {
		t.Errorf("the cell of the file (%v) or the formulas are missing", seen)
	}
}

// holdCells fails for cells that a spreadsheet would calculate, and reports
// whether the one of the file is among them, made harmless.
func holdCells(t *testing.T, name string, rows [][]string) (seen bool) {
	t.Helper()
	for _, cell := range slices.Concat(rows...) {
		seen = seen || strings.Contains(cell, "HYPERLINK")
		if isFormula(cell) {
			t.Errorf("%s holds the formula %q", name, cell)
		}
	}
	return seen
}

// isFormula reports whether a spreadsheet would calculate the cell. Negative
// numbers are numbers.
func isFormula(cell string) bool {
	if cell == "" || !strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
		return false
	}
	return strings.Trim(cell[1:], "0123456789.") != ""
}
