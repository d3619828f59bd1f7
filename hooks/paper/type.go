package paper

import (
	"fmt"
	"strings"
	"unicode"
)

// mmPerPoint is the length of a typographic point.
const mmPerPoint = 25.4 / 72

// style is how a text is set.
type style struct {
	cut   cut
	size  float64 // points
	line  float64 // mm from baseline to baseline
	gray  int     // 0 black to 255 white; text is never lighter than 0x44 (73 % black)
	track float64 // thousandths of the size between letters
}

const (
	black    = 0x00
	ink2     = 0x33
	ink3     = 0x44
	hairline = 0xBA // 27 % black
)

var (
	styleTop        = style{cut: sans, size: 9, line: 4.6, gray: ink2}
	styleName       = style{cut: serifLight, size: 30, line: 12, track: -12}
	styleSay        = style{cut: serif, size: 13.5, line: 6.35}
	styleHead       = style{cut: sansBold, size: 9.5, line: 4.6}
	styleProse      = style{cut: serif, size: 12, line: 5.65}
	styleLabel      = style{cut: sans, size: 9.5, line: 3.7}
	styleStrong     = style{cut: sansBold, size: 9.5, line: 3.7}
	styleFigure     = style{cut: serif, size: 13, line: 5}
	styleN          = style{cut: sans, size: 8, line: 3.6, gray: ink3}
	styleCell       = style{cut: sans, size: 9, line: 3.7, gray: ink2}
	styleStrongCell = style{cut: sansBold, size: 9, line: 3.7}
	styleColumn     = style{cut: sansBold, size: 8, line: 3.6, gray: ink3}
	styleFine       = style{cut: sans, size: 7, line: 3.35, gray: ink2}
	styleAside      = style{cut: sansItalic, size: 9, line: 4.1, gray: ink2}
	styleAxis       = style{cut: sans, size: 8, line: 3.6, gray: ink3}
	styleEnd        = style{cut: sansBold, size: 9.5, line: 4.1}
	styleMeanEnd    = style{cut: sans, size: 8, line: 3.6, gray: ink2}
)

// OverflowError says that a text does not fit its place. Nothing is ever cut.
type OverflowError struct {
	Page  string // the person or the page's title
	Field string // "headline", "one thing to try"
	Line  int    // the first line that has no room, from 1
	Text  string // that line
}

func (e *OverflowError) Error() string {
	return fmt.Sprintf("fitting %s of %q on one page: line %d has no room: %q; shorten the text", e.Field, e.Page, e.Line, e.Text)
}

// typesetter measures and breaks texts for one document.
type typesetter struct {
	press  *Press
	glyphs [cuts]*glyphs
	broken map[breaking][]string
	mark   mark // what stands for the store
}

// breaking is a text that was broken into lines before: sixty cards share their small
// print, and the even length of a headline is found by trying.
type breaking struct {
	style style
	text  string
	width float64
}

func newTypesetter(p *Press) *typesetter {
	t := &typesetter{press: p, broken: map[breaking][]string{}}
	for c := range t.glyphs {
		t.glyphs[c] = newGlyphs(&p.faces[c])
	}
	return t
}

// width is the length of s in mm, kerned and tracked.
func (t *typesetter) width(st style, s string) float64 {
	g := t.glyphs[st.cut]
	units, last := 0.0, rune(0)
	for _, r := range s {
		units += float64(g.of(r).advance)
		if last != 0 {
			units += float64(g.kern(last, r)) + st.track
		}
		last = r
	}
	return units * st.size * mmPerPoint / 1000
}

// drop is how far the baseline lies under the top of a line, in mm: the leading is
// halved above and below the face, as CSS does.
func (t *typesetter) drop(st style) float64 {
	f := t.glyphs[st.cut].face
	return st.line/2 + float64(f.ascent-f.descent)/2000*st.size*mmPerPoint
}

// wrap breaks s into lines no wider than width mm: at spaces, after hyphens, dashes
// and slashes, and inside a word only when the word alone is wider than a line.
func (t *typesetter) wrap(st style, s string, width float64) []string {
	key := breaking{st, s, width}
	if lines, ok := t.broken[key]; ok {
		return lines
	}
	lines := t.breakUp(st, s, width)
	t.broken[key] = lines
	return lines
}

func (t *typesetter) breakUp(st style, s string, width float64) []string {
	var lines []string
	line := "" // with the spaces that stand behind it
	push := func(s string) {
		if s = strings.TrimRight(s, " "); s != "" {
			lines = append(lines, s)
		}
	}
	for _, word := range words(s) {
		if line != "" && t.width(st, strings.TrimRight(line+word, " ")) <= width {
			line += word
			continue
		}
		push(line)
		for line = word; line != "" && t.width(st, strings.TrimRight(line, " ")) > width; {
			var head string
			head, line = t.split(st, line, width)
			push(head)
		}
	}
	push(line)
	return lines
}

// words cuts s where a line may end; each piece keeps its space or hyphen.
func words(s string) []string {
	var out []string
	from := 0
	runes := []rune(s)
	for i, r := range runes {
		if i+1 < len(runes) && r != ' ' && !joins(runes, from, i) {
			continue
		}
		if piece := string(runes[from : i+1]); strings.Trim(piece, " ") != "" {
			out = append(out, piece)
		}
		from = i + 1
	}
	return out
}

// joins tells whether the rune at i holds two parts of a word together, so that a line
// may end behind it: not a dash that stands alone or begins a word, and not before the
// last two letters of one: "add-on" stays whole.
func joins(runes []rune, from, i int) bool {
	if !strings.ContainsRune("-–—/", runes[i]) || i == from || runes[i+1] == ' ' {
		return false
	}
	letters := 0
	for _, r := range runes[i+1:] {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			break
		}
		letters++
	}
	return letters > 2
}

// split cuts a word that is wider than a whole line; at least one letter goes into head,
// so it always ends.
func (t *typesetter) split(st style, word string, width float64) (head, rest string) {
	g := t.glyphs[st.cut]
	room := width * 1000 / (st.size * mmPerPoint)
	last := rune(0)
	for i, r := range word {
		room -= float64(g.of(r).advance)
		if last != 0 {
			room -= float64(g.kern(last, r)) + st.track
		}
		if room < 0 && i > 0 {
			return word[:i], word[i:]
		}
		last = r
	}
	return word, ""
}

// balance breaks s into as few lines as wrap does, of lengths as even as can be.
func (t *typesetter) balance(st style, s string, width float64) []string {
	lines := t.wrap(st, s, width)
	if len(lines) < 2 {
		return lines
	}
	low, high := width/2, width
	for high-low > 0.5 {
		mid := (low + high) / 2
		if len(t.wrap(st, s, mid)) > len(lines) {
			low = mid
			continue
		}
		high = mid
	}
	return t.wrap(st, s, high)
}

// pretty breaks s as wrap does but leaves no single word on the last line.
func (t *typesetter) pretty(st style, s string, width float64) []string {
	lines := t.wrap(st, s, width)
	n := len(lines)
	if n < 2 || strings.Contains(lines[n-1], " ") {
		return lines
	}
	for w := width - 1; w > width*0.8; w-- {
		other := t.wrap(st, s, w)
		if len(other) > n {
			break
		}
		if strings.Contains(other[n-1], " ") {
			return other
		}
	}
	return lines
}
