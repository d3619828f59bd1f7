package scorecard

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

var update = flag.Bool("update", false, "write the golden files anew")

// The whole document of a believable store, as it goes to the printer.
func TestBelievableStore(t *testing.T) {
	s := newShop(t)
	s.believable()
	var got bytes.Buffer
	enc := json.NewEncoder(&got)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	if err := enc.Encode(s.week(week46, "")); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join("testdata", "believable.json")
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, got.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got.Bytes(), want) {
		a, b := bytes.Split(got.Bytes(), []byte("\n")), bytes.Split(want, []byte("\n"))
		for i := range min(len(a), len(b)) {
			if !bytes.Equal(a[i], b[i]) {
				t.Fatalf("line %d:\n%s\nwant\n%s\n(-update writes it anew)", i+1, a[i], b[i])
			}
		}
		t.Fatalf("%d lines, want %d", len(a), len(b))
	}
}

func TestTeamOfSixty(t *testing.T) {
	s := newShop(t)
	for i := range 60 {
		s.hire(fmt.Sprintf("P%02d", i), fmt.Sprintf("Person %02d", 59-i))
	}
	s.many(func() {
		for i := range 60 {
			for k := range 1 + i%7 {
				s.sell(week46.AddDays(-7*k), fmt.Sprintf("P%02d", i), []string{"watch", "jewelry"}[k%2], "", 100000, []string{"", "service"}[k%2])
			}
		}
	})
	doc := s.week(week46, "")
	if len(doc.Pages) != 61 {
		t.Fatalf("%d pages, want 61", len(doc.Pages))
	}
	var names []string
	rates := 0
	for i, r := range doc.Pages[0].Team.Rows {
		names = append(names, r.Name)
		if r.Name != doc.Pages[i+1].Associate.Name {
			t.Errorf("page %d is of %s, the row of %s", i+1, doc.Pages[i+1].Associate.Name, r.Name)
		}
		if len(r.Cells) != len(doc.Pages[0].Team.Columns.Cells) {
			t.Errorf("%s: %d cells", r.Name, len(r.Cells))
		}
		if r.Value != "" {
			rates++
		}
	}
	if !slices.IsSorted(names) || len(names) != 60 {
		t.Errorf("not by name: %v", names)
	}
	if rates != 24 { // of 1 to 7 sales those with 5, 6 and 7: three of every seven, and none of the last four
		t.Errorf("%d people have a rate, want 24", rates)
	}
}
