package paper_test

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"io"
	"math"
	"os"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"touchstone/hooks/internal/sheet"
	"touchstone/hooks/paper"
)

func press(tb testing.TB) *paper.Press {
	tb.Helper()
	p, err := newPress()
	if err != nil {
		tb.Fatal(err)
	}
	return p
}

func printed(tb testing.TB, doc sheet.Document) []byte {
	tb.Helper()
	var out bytes.Buffer
	if err := press(tb).Scorecards(&out, doc); err != nil {
		tb.Fatal(err)
	}
	return out.Bytes()
}

func pages(pdf []byte) int { return bytes.Count(pdf, []byte("/Type /Page\n")) }

func TestPaperSizes(t *testing.T) {
	t.Parallel()
	box := regexp.MustCompile(`/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]`)
	tests := []struct {
		paper         string
		width, height float64
	}{{sheet.Letter, 215.9, 279.4}, {sheet.A4, 210, 297}}
	for _, tt := range tests {
		doc := cards(camille())
		doc.Paper = tt.paper
		got := box.FindSubmatch(printed(t, doc))
		if got == nil {
			t.Fatalf("%s: no page box", tt.paper)
		}
		for i, want := range []float64{tt.width, tt.height} {
			pt, err := strconv.ParseFloat(string(got[i+1]), 64)
			if mm := pt * 25.4 / 72; err != nil || math.Abs(mm-want) > 0.01 {
				t.Errorf("%s: side %d is %.3f mm, want %.3f", tt.paper, i, mm, want)
			}
		}
	}
}

// streams are the drawing instructions of the pages, in order.
func streams(tb testing.TB, pdf []byte) []string {
	tb.Helper()
	var out []string
	for _, m := range regexp.MustCompile(`<</Filter /FlateDecode /Length (\d+)>>\nstream\n`).FindAllSubmatchIndex(pdf, -1) {
		n, _ := strconv.Atoi(string(pdf[m[2]:m[3]]))
		r, err := zlib.NewReader(bytes.NewReader(pdf[m[1] : m[1]+n]))
		if err != nil {
			tb.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			tb.Fatal(err)
		}
		out = append(out, string(text))
	}
	return out
}

// Both papers carry the same block: every coordinate differs by the offset alone, and
// none lies outside 176 x 247 mm.
func TestTextBlock(t *testing.T) {
	t.Parallel()
	const pt = 72 / 25.4
	at := regexp.MustCompile(`(-?[\d.]+) (-?[\d.]+) (Td|m|l)\b`)
	tests := []struct {
		paper             string
		left, top, height float64
	}{{sheet.Letter, 19.95, 16.2, 279.4}, {sheet.A4, 17, 25, 297}}
	var first []string
	for _, tt := range tests {
		doc := cards(camille(), newcomer(), absent())
		doc.Pages = append(doc.Pages, team(30).Pages...)
		doc.Paper = tt.paper
		var all []string
		for _, s := range streams(t, printed(t, doc)) {
			for _, m := range at.FindAllStringSubmatch(s, -1) {
				x, _ := strconv.ParseFloat(m[1], 64)
				y, _ := strconv.ParseFloat(m[2], 64)
				x, y = x/pt-tt.left, tt.height-y/pt-tt.top
				if x < -0.5 || x > 176.05 || y < -0.05 || y > 247.05 {
					t.Errorf("%s: %s at %.2f, %.2f mm lies outside the block", tt.paper, m[3], x, y)
				}
				all = append(all, fmt.Sprintf("%.1f %.1f %s", math.Round(x*5)/5, math.Round(y*5)/5, m[3]))
			}
		}
		if len(all) < 400 {
			t.Fatalf("%s: only %d places found; the pages are not read", tt.paper, len(all))
		}
		if first == nil {
			first = all
		} else if len(first) != len(all) {
			t.Errorf("the papers differ in more than the offset: %d and %d places", len(first), len(all))
		}
	}
}

func TestBlackOnly(t *testing.T) {
	t.Parallel()
	color := regexp.MustCompile(`(?m)\b(rg|RG|k|K|sc|SC|scn)\s*$`)
	for i, s := range streams(t, printed(t, cards(camille(), newcomer()))) {
		if got := color.FindString(s); got != "" {
			t.Errorf("page %d sets a color: %q", i+1, got)
		}
	}
}

func TestSameBytes(t *testing.T) {
	t.Parallel()
	doc := cards(camille(), newcomer(), named("Владимир Тарасов"))
	doc.Pages = append(doc.Pages, team(20).Pages...)
	p := press(t)
	want := printed(t, doc)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			var out bytes.Buffer
			if err := p.Scorecards(&out, doc); err != nil {
				t.Error(err)
			} else if !bytes.Equal(out.Bytes(), want) {
				t.Error("the same sheets gave other bytes")
			}
		})
	}
	wg.Wait()
	doc.PrintedAt = doc.PrintedAt.Add(time.Minute)
	if bytes.Equal(printed(t, doc), want) {
		t.Error("another time of printing gave the same bytes")
	}
}

func TestProperties(t *testing.T) {
	t.Parallel()
	doc := cards(camille())
	doc.Language = "en-US"
	pdf := printed(t, doc)
	title := []byte{0xFE, 0xFF, 0, 'S', 0, 'c', 0, 'o', 0, 'r', 0, 'e'}
	for _, want := range [][]byte{title, []byte("/Lang (en-US)"), []byte("(D:20261116080500)"), []byte("+SourceSerif4-Light\n")} {
		if !bytes.Contains(pdf, want) {
			t.Errorf("the file lacks %q", want)
		}
	}
	for _, no := range []string{"/JavaScript", "/Annot", "/URI", "/Producer", "/Creator", "/Author", "/Metadata", "/EmbeddedFiles", "utf8ts", "/Helvetica"} {
		if bytes.Contains(pdf, []byte(no)) {
			t.Errorf("the file holds %q", no)
		}
	}
}

func TestPages(t *testing.T) {
	t.Parallel()
	long := camille()
	long.Name = strings.Repeat("Maximiliana Theodora ", 3)
	long.Headline = strings.Repeat("A long sentence made of counts goes on here. ", 5)
	long.Well.Text = strings.Repeat("What went well is told at some length. ", 6)
	tests := []struct {
		name string
		doc  sheet.Document
		want int
	}{
		{"one associate", cards(camille()), 1},
		{"three sales", cards(newcomer()), 1},
		{"no sale", cards(absent()), 1},
		{"long everything", cards(long), 1},
		{"sixty associates", crowd(60), 60},
		{"team of one", team(1), 1},
		{"team of five", team(5), 1},
		{"team of eight", team(8), 1},
		{"team of sixty", team(60), 4},
		{"team of nobody", team(0), 1},
	}
	for _, tt := range tests {
		if got := pages(printed(t, tt.doc)); got != tt.want {
			t.Errorf("%s: %d pages, want %d", tt.name, got, tt.want)
		}
	}
}

func BenchmarkScorecards60(b *testing.B) {
	p, doc := press(b), crowd(60)
	b.ReportAllocs()
	for b.Loop() {
		if err := p.Scorecards(io.Discard, doc); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkNew(b *testing.B) {
	fonts := os.DirFS("../../templates/fonts")
	for b.Loop() {
		if _, err := paper.New(fonts); err != nil {
			b.Fatal(err)
		}
	}
}
