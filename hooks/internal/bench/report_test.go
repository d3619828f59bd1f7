package main

import (
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"touchstone/hooks/internal/sheet"
)

func TestShares(t *testing.T) {
	for _, c := range []struct {
		values []float64
		share  float64
		want   float64
	}{
		{[]float64{7}, 0.5, 7},
		{[]float64{5, 1, 3, 2, 4}, 0.5, 3},
		{[]float64{5, 1, 3, 2, 4}, 0.99, 5},
		{[]float64{5, 1, 3, 2, 4}, 1, 5},
		{[]float64{4, 3, 2, 1}, 0, 1},
	} {
		if got := at(c.values, c.share); got != c.want {
			t.Errorf("at(%v, %g) = %g, want %g", c.values, c.share, got, c.want)
		}
	}
}

func TestTheTableSaysWhatDoesNotHold(t *testing.T) {
	b := &bench{}
	b.atMost("an import", 12.34, "x", 10)
	b.atLeast("printing", 23, "x", 20)
	b.beside("a query", 0.5, "ms")
	got := table(b.results)
	for _, want := range []string{"an import  12.3  x     <= 10  NO", "printing   23.0  x     >= 20  yes", "a query    0.50  ms"} {
		if !strings.Contains(got, want) {
			t.Errorf("the table lacks %q:\n%s", want, got)
		}
	}
	name := filepath.Join(t.TempDir(), "out.json")
	if err := writeJSON(name, b.results); err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var rows []map[string]any
	if err := json.Unmarshal(raw, &rows); err != nil || len(rows) != 3 {
		t.Fatalf("%d rows (%v) in %s", len(rows), err, raw)
	}
	if rows[0]["holds"] != false || rows[1]["holds"] != true || rows[1]["bar"] != ">= 20" || rows[2]["value"] != 0.5 || len(rows[0]) != 5 {
		t.Errorf("written: %s", raw)
	}
}

// The pages that both sides print must be the same work.
func TestBothSidesHaveTheSameWords(t *testing.T) {
	doc := scorecards(3)
	page, err := asHTML(doc, "/fonts")
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(string(page), "<article>"); n != 3 {
		t.Errorf("%d pages for the browser", n)
	}
	for _, p := range doc.Pages {
		for _, want := range []string{p.Associate.Name, p.Associate.Headline, p.Associate.Rows[3].Value} {
			if !strings.Contains(string(page), want) {
				t.Errorf("the browser's page lacks %q", want)
			}
		}
	}
	if bad := marksOutside(doc); bad > 0 || strings.Contains(string(page), "ZgotmplZ") {
		t.Errorf("%d rates lie outside 0 to 1, or the page was cleaned of a value", bad)
	}
	if err := countPages("a file", []byte("/Type /Pages /Type /Page\n/Type/Page>>")); err == nil || !strings.Contains(err.Error(), "made 2") {
		t.Errorf("two of %d pages: %v", people, err)
	}
}

func marksOutside(doc sheet.Document) (n int) {
	for _, p := range doc.Pages {
		for _, w := range p.Associate.Chart.Points {
			if w.Low < 0 || w.High > 1 || math.IsNaN(w.Rate) || w.Rate < w.Low || w.Rate > w.High {
				n++
			}
		}
	}
	return n
}
