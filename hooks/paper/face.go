package paper

import (
	"fmt"
	"io/fs"

	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// cut is one font file: a family in one weight and posture.
type cut int

const (
	serifLight cut = iota // names
	serif                 // sentences and figures
	sans                  // tables, labels, small print
	sansBold              // headings
	sansItalic            // asides; its figures are not tabular, so none stand in it
	cuts
)

// cutFiles tells where a cut lies and what it is called inside a PDF. The six
// letters before the plus sign are the mark of a subset (ISO 32000-1, 9.6.4).
var cutFiles = [cuts]struct{ path, name string }{
	serifLight: {"source-serif-4/SourceSerif4_300Light.ttf", "TSAAAA+SourceSerif4-Light"},
	serif:      {"source-serif-4/SourceSerif4_400Regular.ttf", "TSAAAB+SourceSerif4-Regular"},
	sans:       {"source-sans-3/SourceSans3_400Regular.ttf", "TSAAAC+SourceSans3-Regular"},
	sansBold:   {"source-sans-3/SourceSans3_600SemiBold.ttf", "TSAAAD+SourceSans3-Semibold"},
	sansItalic: {"source-sans-3/SourceSans3_400Regular_Italic.ttf", "TSAAAE+SourceSans3-It"},
}

// face is a font file, read and parsed.
type face struct {
	bytes           []byte // as read; gofpdf writes into what it is given, so it gets copies
	font            *sfnt.Font
	ascent, descent int // thousandths of the size
}

func readFace(fonts fs.FS, c cut) (face, error) {
	path := cutFiles[c].path
	raw, err := fs.ReadFile(fonts, path)
	if err != nil {
		return face{}, fmt.Errorf("reading the font %s: %w", path, err)
	}
	f, err := sfnt.Parse(raw)
	if err != nil {
		return face{}, fmt.Errorf("parsing the font %s: %w", path, err)
	}
	m, err := f.Metrics(nil, thousand, font.HintingNone)
	if err != nil {
		return face{}, fmt.Errorf("measuring the font %s: %w", path, err)
	}
	return face{raw, f, m.Ascent.Round(), m.Descent.Round()}, nil
}

// thousand is the size at which fonts are measured: PDF counts a glyph's width in
// thousandths of its size.
const thousand = fixed.Int26_6(1000 << 6)

// glyphs remembers what one document has asked of one face.
type glyphs struct {
	face   *face
	buf    sfnt.Buffer
	single map[rune]glyph
	pairs  map[[2]rune]int
}

type glyph struct {
	index   sfnt.GlyphIndex // 0: the face does not hold the letter
	advance int             // thousandths of the size
}

func newGlyphs(f *face) *glyphs {
	return &glyphs{face: f, single: map[rune]glyph{}, pairs: map[[2]rune]int{}}
}

func (g *glyphs) of(r rune) glyph {
	if known, ok := g.single[r]; ok {
		return known
	}
	var found glyph
	// PDF addresses our letters by two bytes, so nothing beyond them can be set.
	if r <= 0xFFFE && r != '\uFFFD' {
		if i, err := g.face.font.GlyphIndex(&g.buf, r); err == nil && i != 0 {
			if a, err := g.face.font.GlyphAdvance(&g.buf, i, thousand, font.HintingNone); err == nil {
				found = glyph{i, a.Round()}
			}
		}
	}
	g.single[r] = found
	return found
}

// kern is how much closer (negative) b stands to a, in thousandths of the size.
// gofpdf knows no kerning; without it "To" and "AV" fall apart in a name of 30 pt.
func (g *glyphs) kern(a, b rune) int {
	pair := [2]rune{a, b}
	if known, ok := g.pairs[pair]; ok {
		return known
	}
	k, err := g.face.font.Kern(&g.buf, g.of(a).index, g.of(b).index, thousand, font.HintingNone)
	if err != nil { // no entry for the pair
		k = 0
	}
	g.pairs[pair] = k.Round()
	return k.Round()
}

// bearing is the white inside the left side of r, in thousandths of the size.
func (g *glyphs) bearing(r rune) int {
	bounds, _, err := g.face.font.GlyphBounds(&g.buf, g.of(r).index, thousand, font.HintingNone)
	if err != nil {
		return 0
	}
	return bounds.Min.X.Round()
}

// missing lists the letters of s that the face does not hold, each once.
func (g *glyphs) missing(s string) []rune {
	var out []rune
	seen := map[rune]bool{}
	for _, r := range s {
		if g.of(r).index == 0 && !seen[r] {
			seen[r] = true
			out = append(out, r)
		}
	}
	return out
}
