package paper_test

import (
	"bytes"
	"errors"
	"io"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"touchstone/hooks/internal/sheet"
	"touchstone/hooks/paper"
)

func TestRefused(t *testing.T) {
	t.Parallel()
	change := func(f func(*sheet.Associate)) sheet.Document {
		a := camille()
		f(a)
		return cards(a)
	}
	of := func(f func(*sheet.Document)) sheet.Document {
		doc := cards(camille())
		f(&doc)
		return doc
	}
	tests := []struct {
		name string
		doc  sheet.Document
		want []string
	}{
		{"headline", change(func(a *sheet.Associate) { a.Headline = strings.Repeat("far too many words ", 40) }), []string{"headline", "Camille Rourke", "line 6", "words"}},
		{"box", change(func(a *sheet.Associate) { a.Try.Text = strings.Repeat("one more thing to try ", 60) }), []string{"one thing to try", "Camille Rourke", "line "}},
		{"name", change(func(a *sheet.Associate) { a.Name = strings.Repeat("Theodora ", 40) }), []string{"name", "line 4"}},
		{"no name", change(func(a *sheet.Associate) { a.Name = " \u200b" }), []string{"page 1", "no name"}},
		{"dotted line", change(func(a *sheet.Associate) { a.Chart.Mean = -0.1 }), []string{"chart", "outside 0 to 1"}},
		{"figure", change(func(a *sheet.Associate) { a.Rows[3].Value = "$1,351,000,000,000.00" }), []string{"row 4 (Average sale), figure", "$1,351,000"}},
		{"change", change(func(a *sheet.Associate) { a.Rows[0].Change = strings.Repeat("Up by 32 points ", 9) }), []string{"row 1 (Add-on rate, watches), change"}},
		{"too many rows", change(func(a *sheet.Associate) { a.Rows = append(a.Rows, append(a.Rows, a.Rows...)...) }), []string{"Camille Rourke"}},
		{"rate above one", change(func(a *sheet.Associate) { a.Rows[0].Streak.High = 1.2 }), []string{"streak", "outside 0 to 1"}},
		{"rate not a number", change(func(a *sheet.Associate) { a.Chart.Points[3].Rate = math.NaN() }), []string{"chart", "outside 0 to 1"}},
		{"letters", change(func(a *sheet.Associate) { a.Headline = "Nine for 張偉" }), []string{"headline", "U+5F35", "U+5049"}},
		{"emoji", change(func(a *sheet.Associate) { a.Well.Text = "Fine \U0001F48D" }), []string{"what went well", "U+1F48D"}},
		{"paper", of(func(d *sheet.Document) { d.Paper = "legal" }), []string{`"legal"`, `"letter"`, `"a4"`}},
		{"no pages", of(func(d *sheet.Document) { d.Pages = nil }), []string{"no pages"}},
		{"no time", of(func(d *sheet.Document) { d.PrintedAt = time.Time{} }), []string{"time of printing"}},
		{"language", of(func(d *sheet.Document) { d.Language = "en) /X (" }), []string{"language"}},
		{"too many cells", of(func(d *sheet.Document) {
			d.Pages = team(1).Pages
			d.Pages[0].Team.Rows[0].Cells = make([]string, 7)
		}), []string{"row of Ashgrove, Ruth", "7 cells", "4 columns"}},
		{"wide columns", of(func(d *sheet.Document) {
			d.Pages = team(1).Pages
			d.Pages[0].Team.Rows[0].Cells[1] = strings.Repeat("$1,910 ", 12)
		}), []string{"columns of the table"}},
		{"both kinds", of(func(d *sheet.Document) { d.Pages[0].Team = teamOf(1) }), []string{"page 1", "either"}},
	}
	for _, tt := range tests {
		refused(t, tt.name, tt.doc, tt.want)
	}
}

// refused holds printing to an error that says all of want, and to no byte beside it.
func refused(t *testing.T, name string, doc sheet.Document, want []string) {
	t.Helper()
	var out bytes.Buffer
	err := press(t).Scorecards(&out, doc)
	if err == nil {
		t.Errorf("%s: printed", name)
		return
	}
	if out.Len() > 0 {
		t.Errorf("%s: %d bytes were written beside the error", name, out.Len())
	}
	for _, text := range want {
		if !strings.Contains(err.Error(), text) {
			t.Errorf("%s: %q does not say %q", name, err, text)
		}
	}
}

func TestErrorKinds(t *testing.T) {
	t.Parallel()
	p := press(t)
	a := named("Camille Rourke")
	a.Headline = "張"
	var letters *paper.LetterError
	if err := p.Scorecards(io.Discard, cards(a)); !errors.As(err, &letters) || letters.Field != "headline" || string(letters.Letters) != "張" {
		t.Errorf("got %#v", err)
	}
	a.Headline = strings.Repeat("words ", 200)
	var over *paper.OverflowError
	if err := p.Scorecards(io.Discard, cards(a)); !errors.As(err, &over) || over.Line != 6 || over.Page != "Camille Rourke" {
		t.Errorf("got %#v", err)
	}
}

func TestNewRefuses(t *testing.T) {
	t.Parallel()
	broken := fstest.MapFS{"source-serif-4/SourceSerif4_300Light.ttf": {Data: []byte("no font")}}
	for name, fonts := range map[string]fstest.MapFS{"missing": {}, "broken": broken} {
		if _, err := paper.New(fonts); err == nil || !strings.Contains(err.Error(), "SourceSerif4_300Light.ttf") {
			t.Errorf("%s: %v does not name the file", name, err)
		}
	}
}

func TestMissing(t *testing.T) {
	t.Parallel()
	p := press(t)
	tests := []struct{ text, want string }{
		{"Camille Rourke", ""}, {"Łęcka Dvořák Ñíguez Żółtowska Þórður İpek Ștefan", ""}, {"Nguyễn Thị Hồng", ""},
		{"Ελένη Παπαδοπούλου", ""}, {"Владимир Їжак Ђорђе", ""}, {"e\u0301 composed", ""},
		{"O\u2019Neill\u200B \u202Fx\u00A0y\n", ""}, {"張偉張", "張偉"}, {"שרה", "שרה"}, {"\xff", "\uFFFD"},
	}
	for _, tt := range tests {
		if got := string(p.Missing(tt.text)); got != tt.want {
			t.Errorf("Missing(%q) = %q, want %q", tt.text, got, tt.want)
		}
	}
}

func FuzzScorecards(f *testing.F) {
	for _, s := range []string{"Camille Rourke", "", " ", "-", "張偉", "a/b—c", strings.Repeat("w", 400), "\xff\xfe", "()\\\r\n", "\u0301", "\U0001F48D", "utf8ts0xxxx /BaseFont /", "Ελένη\u00A0Π"} {
		f.Add(s, s)
	}
	p, err := newPress()
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, name, text string) {
		a := newcomer()
		a.Name, a.Instead, a.Headline, a.Well.Text, a.Rows[0].Words, a.Chart.Points[3].Label = name, "CR", text, text, text, name
		doc := cards(a)
		doc.Title = text
		var out bytes.Buffer
		if err := p.Scorecards(&out, doc); err != nil {
			if out.Len() > 0 {
				t.Errorf("bytes were written beside the error %v", err)
			}
			return
		}
		if got := pages(out.Bytes()); got != 1 {
			t.Errorf("%d pages", got)
		}
		end := regexp.MustCompile(`startxref\n(\d+)\n%%EOF\n$`).FindSubmatch(out.Bytes())
		if end == nil {
			t.Fatal("no end mark")
		}
		if at, _ := strconv.Atoi(string(end[1])); !bytes.HasPrefix(out.Bytes()[at:], []byte("xref\n")) {
			t.Error("the table does not lie where the file says")
		}
	})
}
