package paper_test

import (
	"bytes"
	"flag"
	"image"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"touchstone/hooks/internal/sheet"
)

var update = flag.Bool("update", false, "keep the pages drawn now as the ones to compare with")

// tool runs a program of the PDF tools; where it is not installed the test says so and
// stops (make test installs poppler-utils and qpdf).
func tool(t *testing.T, name string, args ...string) string {
	t.Helper()
	if _, err := exec.LookPath(name); err != nil {
		t.Skipf("%s is not installed, so this is not checked", name)
	}
	out, err := exec.Command(name, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s %v: %v\n%s", name, args, err, out)
	}
	return string(out)
}

func file(t *testing.T, doc sheet.Document) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "out.pdf")
	if err := os.WriteFile(path, printed(t, doc), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func everyKind() sheet.Document {
	doc := cards(camille(), newcomer(), absent(), named("Ελένη Παπαδοπούλου"), named("Владимир Тарасов"))
	doc.Pages = append(doc.Pages, team(5).Pages...)
	doc.Pages = append(doc.Pages, team(60).Pages...)
	return doc
}

func TestText(t *testing.T) {
	t.Parallel()
	stranger := named("張偉")
	stranger.Instead = "ZW"
	doc := everyKind()
	doc.Pages = append(doc.Pages, sheet.Page{Associate: stranger})
	text := tool(t, "pdftotext", "-layout", file(t, doc), "-")
	flat := strings.Join(strings.Fields(text), " ")
	for _, want := range []string{
		"Orrin & Vale, week 46", "November 9 to 15, 2026", "Camille Rourke", "Ines Okafor-Lindt", "Dario Venn",
		"Ελένη Παπαδοπούλου", "Владимир Тарасов", "The team, continued", " ZW ",
		"Seventy-eight of your 151 sales", "Add-on rate, watches 51% (38 to 64) 20 of 39 3 of 4",
		"$1,351 ($1,162 to $1,540)", "2 of 3 watch sales had an add-on", "None of 3 clients had bought before",
		"The line begins with the first week of five sales.", "9 of 15", "What went well", "One thing to try",
		"Definitions 1. Printed Monday, November 16, 2026, 8:05 am.", "Audit 9f2c 41d7 e08a", "1/4", "4/4",
	} {
		if !strings.Contains(flat, want) {
			t.Errorf("the text of the pages lacks %q", want)
		}
	}
	if n := strings.Count(flat, " Change "); n != 4 { // of six cards: one column is empty, one card has no table
		t.Errorf("the word over the last column stands %d times, want 4", n)
	}
	for _, person := range teamOf(60).Rows {
		if n := strings.Count(flat, person.Name+" "); n != 1 {
			t.Errorf("%q stands %d times", person.Name, n)
		}
	}
	if n := strings.Count(flat, "Add-on rate, 13 weeks n This week Average sale Units Sales"); n != 5 {
		t.Errorf("the team's head stands %d times, want 5", n)
	}
}

// Every word ends inside the text block, as a reader of the file measures it.
func TestWordsInside(t *testing.T) {
	t.Parallel()
	doc := everyKind()
	doc.Pages = append(doc.Pages, sheet.Page{Associate: named("Maximiliana Theodora Aleksandra von Hohenfels-Winterbottom")})
	word := regexp.MustCompile(`xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)"`)
	all := word.FindAllStringSubmatch(tool(t, "pdftotext", "-bbox", file(t, doc), "-"), -1)
	if len(all) < 1000 {
		t.Fatalf("only %d words found", len(all))
	}
	for _, m := range all {
		var mm [4]float64
		for i := range mm {
			v, _ := strconv.ParseFloat(m[i+1], 64)
			mm[i] = v * 25.4 / 72
		}
		if mm[0] < 19.95-0.6 || mm[2] > 19.95+176+0.1 || mm[1] < 16.2-1 || mm[3] > 16.2+247+1 {
			t.Errorf("a word lies at %.2f, %.2f to %.2f, %.2f mm", mm[0], mm[1], mm[2], mm[3])
		}
	}
}

func TestFontsEmbedded(t *testing.T) {
	t.Parallel()
	lines := strings.Split(strings.TrimSpace(tool(t, "pdffonts", file(t, everyKind()))), "\n")[2:]
	if len(lines) != 5 {
		t.Errorf("%d fonts, want 5", len(lines))
	}
	for _, line := range lines {
		if !strings.Contains(line, "+Source") || !strings.Contains(line, "yes yes yes") {
			t.Errorf("not an embedded subset with readable letters: %s", line)
		}
	}
}

func TestSoundFile(t *testing.T) {
	t.Parallel()
	out := tool(t, "qpdf", "--check", file(t, everyKind()))
	if !strings.Contains(out, "No syntax or stream encoding errors found") {
		t.Error(out)
	}
}

// Pages look as they did when a person last looked at them. Kept at 60 dots an inch in
// gray by pdftoppm (Debian 12 has poppler 22.12); another version may differ by a shade at
// edges, so squares of a word's size are compared on average, not dot by dot.
func TestLook(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		doc  sheet.Document
	}{
		{"card", cards(camille())}, {"three-sales", cards(newcomer())}, {"no-sale", cards(absent())},
		{"long-name", cards(named("Maximiliana Theodora Aleksandra von Hohenfels-Winterbottom"))},
		{"team", team(5)},
	}
	var drawn []*image.Gray
	for _, tt := range tests {
		prefix := filepath.Join(t.TempDir(), tt.name)
		tool(t, "pdftoppm", "-r", "60", "-gray", "-png", "-singlefile", file(t, tt.doc), prefix)
		kept := filepath.Join("testdata", "look", tt.name+".png")
		if *update {
			copyFile(t, prefix+".png", kept)
		}
		got, want := gray(t, prefix+".png"), gray(t, kept)
		if off, ok := differ(got, want); !ok {
			t.Errorf("%s: a place is off by %.1f of 255; look at the page and run with -update if it is right", tt.name, off)
		}
		drawn = append(drawn, got)
	}
	for i := range drawn[1:] {
		if off, ok := differ(drawn[i], drawn[i+1]); ok {
			t.Errorf("the comparison is blind: %s passes for %s (off by %.1f)", tests[i].name, tests[i+1].name, off)
		}
	}
}

// tile is the side, in dots, of the squares in which two pages are compared: 7 mm, about
// a word. limit is how far a square may be off on average, of 255: a word moved by 1 mm is
// off by 18, letters of 8.3 pt in place of 8 by 16, lines drawn a shade thinner by 0.3.
const tile, limit = 16, 12.0

// differ is how far the worst square of the page is off, of 255.
func differ(a, b *image.Gray) (worst float64, alike bool) {
	if a.Rect != b.Rect {
		return 255, false
	}
	for y := 0; y < a.Rect.Max.Y; y += tile {
		for x := 0; x < a.Rect.Max.X; x += tile {
			worst = max(worst, squareOff(a, b, x, y))
		}
	}
	return worst, worst <= limit
}

func squareOff(a, b *image.Gray, left, top int) float64 {
	sum := 0
	for y := top; y < top+tile; y++ {
		for x := left; x < left+tile; x++ {
			d := int(a.GrayAt(x, y).Y) - int(b.GrayAt(x, y).Y)
			sum += max(d, -d)
		}
	}
	return float64(sum) / (tile * tile)
}

func gray(t *testing.T, path string) *image.Gray {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	img, err := png.Decode(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	out := image.NewGray(img.Bounds())
	for y := out.Rect.Min.Y; y < out.Rect.Max.Y; y++ {
		for x := out.Rect.Min.X; x < out.Rect.Max.X; x++ {
			out.Set(x, y, img.At(x, y))
		}
	}
	return out
}

func copyFile(t *testing.T, from, to string) {
	t.Helper()
	raw, err := os.ReadFile(from)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(to, raw, 0o644); err != nil {
		t.Fatal(err)
	}
}
