package paper

import (
	"fmt"
	"strings"

	"touchstone/hooks/internal/sheet"
)

// The text block, in mm; the same on both papers.
const (
	blockWidth  = 176.0
	blockHeight = 247.0
)

// tightest is how far the gaps of a full page may close before it is said to be too full.
const tightest = 0.3

// block is a part of a page that keeps together.
type block struct {
	gap    float64 // mm of white above, which a full page may close in part
	height float64
	field  string   // for the error, when the block has no room
	lines  []string // the longest text in it, likewise
	first  float64  // mm from the block's top to the top of its first line
	line   float64  // mm a line
	draw   func(p *pen, y float64)
}

// layout composes one page. The first error stays; what follows does nothing harmful.
type layout struct {
	t    *typesetter
	page string
	bare bool // the name left no room for the sign
	err  error
}

// fit makes text printable and finds the face that holds all of it.
func (l *layout) fit(field string, st style, text string) (style, string) {
	text = printable(text)
	got, lost := l.t.setIn(st, text)
	if len(lost) > 0 && l.err == nil {
		l.err = &LetterError{Page: l.page, Field: field, Text: text, Letters: lost}
	}
	return got, text
}

func (l *layout) overflow(field string, line int, text string) {
	if l.err == nil {
		l.err = &OverflowError{Page: l.page, Field: field, Line: line, Text: text}
	}
}

// refuse keeps the first reason why the page cannot be printed at all.
func (l *layout) refuse(field, why string) {
	if l.err == nil {
		l.err = fmt.Errorf("drawing %s of %q: %s", field, l.page, why)
	}
}

// most holds lines to a number of them.
func (l *layout) most(field string, lines []string, n int) []string {
	if len(lines) > n {
		l.overflow(field, n+1, lines[n])
	}
	return lines
}

// person chooses between a name and what stands for it where no face holds its letters.
func (l *layout) person(name, instead string) string {
	name, instead = printable(name), printable(instead)
	if len(l.t.glyphs[sans].missing(name)) > 0 && instead != "" {
		return instead
	}
	return name
}

// top is the line of store, week and dates.
func (l *layout) top(h sheet.Head) block {
	left := h.Store
	if h.Week != "" {
		left += ", " + h.Week
	}
	dateStyle, dates := l.fit("dates", styleTop, h.Dates)
	st, left := l.fit("store and week", styleTop, left)
	lines := l.t.wrap(st, left, blockWidth-l.t.width(dateStyle, dates)-8)
	l.most("store and week", lines, 3)
	return block{
		height: float64(max(len(lines), 1)) * st.line, field: "store and week", lines: lines, line: st.line,
		draw: func(p *pen, y float64) {
			p.lines(st, 0, y, lines)
			p.textRight(dateStyle, blockWidth, y+l.t.drop(dateStyle), dates)
		},
	}
}

func (l *layout) name(text string) block {
	st, lines := l.nameLines(text)
	return block{
		gap: 9, height: float64(len(lines)) * st.line, field: "name", lines: lines, line: st.line,
		draw: func(p *pen, y float64) { l.flush(p, st, y, lines) },
	}
}

// nameLines sets a name in 30 pt, a point smaller and smaller where it is long, and from
// 24 pt on not smaller but on more lines.
func (l *layout) nameLines(text string) (style, []string) {
	st, text := l.fit("name", styleName, text)
	if m := l.t.mark; !m.nothing() {
		st, lines := l.nameWithin(st, text, blockWidth-m.wide-6)
		if l.bare = len(lines) > 3; !l.bare { // the name comes before the sign
			return st, lines
		}
	}
	st, lines := l.nameWithin(st, text, blockWidth)
	return st, l.most("name", lines, 3)
}

func (l *layout) nameWithin(st style, text string, room float64) (style, []string) {
	for st.size > 24 && l.t.width(st, text) > room {
		st.size--
	}
	st.line = st.size * 0.4
	return st, l.t.balance(st, text, room)
}

// flush sets lines with their ink near the edge, as small text has it: the white inside a large
// letter's left side shows as an indent.
func (l *layout) flush(p *pen, st style, y float64, lines []string) {
	for i, line := range lines {
		bearing := l.t.glyphs[st.cut].bearing([]rune(line)[0])
		p.lines(st, -0.6*float64(bearing)*st.size*mmPerPoint/1000, y+float64(i)*st.line, []string{line})
	}
}

func (l *layout) say(text string) block {
	st, text := l.fit("headline", styleSay, text)
	lines := l.most("headline", l.t.balance(st, text, 150), 5)
	return block{
		gap: 3, height: float64(len(lines)) * st.line, field: "headline", lines: lines, line: st.line,
		draw: func(p *pen, y float64) { p.lines(st, 0, y, lines) },
	}
}

// boxes are one or two columns of prose, each under an ink line.
func (l *layout) boxes(all ...sheet.Box) block {
	const wide, between, pad = 82.0, 12.0, 2.6
	type column struct {
		headStyle, style style
		head             string
		lines            []string
	}
	var columns []column
	b := block{gap: 8, line: styleProse.line, first: pad + styleHead.line + 2}
	for _, box := range all {
		if printable(box.Text) == "" {
			continue
		}
		var c column
		c.headStyle, c.head = l.fit("heading of a box", styleHead, box.Title)
		if l.t.width(c.headStyle, c.head) > wide {
			l.overflow("heading of a box", 1, c.head)
		}
		var text string
		c.style, text = l.fit(strings.ToLower(c.head), styleProse, box.Text)
		c.lines = l.t.pretty(c.style, text, wide)
		columns = append(columns, c)
		if len(c.lines) > len(b.lines) {
			b.lines, b.field = c.lines, strings.ToLower(c.head)
		}
	}
	if len(columns) == 0 {
		return block{}
	}
	b.height = b.first + float64(len(b.lines))*b.line
	b.draw = func(p *pen, y float64) {
		for i, c := range columns {
			x := float64(i) * (wide + between)
			p.rule(x, y, x+wide, y, 0.35, black)
			p.lines(c.headStyle, x, y+pad, []string{c.head})
			p.lines(c.style, x, y+b.first, c.lines)
		}
	}
	return b
}

// foot is the small print; it lies on the bottom of the text block. number is the page's
// among several, or empty.
func (l *layout) foot(f sheet.Foot, formulas bool, number string) block {
	const pad, between = 3.0, 1.0
	type paragraph struct {
		style style
		lines []string
		y     float64
	}
	var all []paragraph
	y := pad
	if formulas {
		for _, text := range f.Formulas {
			st, text := l.fit("formulas", styleFine, text)
			lines := l.t.wrap(st, text, blockWidth)
			all = append(all, paragraph{st, lines, y})
			y += float64(len(lines))*st.line + between
		}
	}
	st, left := l.fit("definition and time of printing", styleFine, strings.TrimSpace(f.Definition+" "+f.Printed))
	rightStyle, right := l.fit("audit head", styleFine, f.Audit)
	if l.t.width(st, left)+l.t.width(rightStyle, right)+l.t.width(styleFine, number)+8 > blockWidth {
		l.overflow("definition, time of printing and audit head", 1, left+" "+right)
	}
	end := y
	return block{
		height: end + styleFine.line,
		draw: func(p *pen, y float64) {
			p.rule(0, y, blockWidth, y, 0.18, hairline)
			for _, par := range all {
				p.lines(par.style, 0, y+par.y, par.lines)
			}
			base := y + end + l.t.drop(styleFine)
			p.text(st, 0, base, left)
			p.textRight(rightStyle, blockWidth, base, right)
			p.text(styleFine, (blockWidth-l.t.width(styleFine, number))/2, base, number)
		},
	}
}

// stack puts blocks under one another and the foot at the bottom. White closes before
// anything is refused; what then has no room is named by its first line outside.
func (l *layout) stack(blocks []block, foot block) leaf {
	const aboveFoot = 5
	used, gaps := 0.0, 0.0
	for _, b := range blocks {
		used += b.height
		gaps += b.gap
	}
	room := blockHeight - foot.height - aboveFoot
	k := 1.0
	if used+gaps > room && gaps > 0 {
		k = max(tightest, (room-used)/gaps)
	}
	var page leaf
	y := 0.0
	for _, b := range blocks {
		if b.draw == nil {
			continue
		}
		y += b.gap * k
		at := y
		y += b.height
		if y > room+0.01 {
			l.outside(b, room-at)
		}
		page = append(page, func(p *pen) { b.draw(p, at) })
	}
	return append(page, func(p *pen) { foot.draw(p, blockHeight-foot.height) })
}

// outside names the first line of b that lies below room, counted from b's top.
func (l *layout) outside(b block, room float64) {
	if len(b.lines) == 0 || b.line == 0 {
		l.overflow(b.field, 1, "")
		return
	}
	n := min(max(int((room-b.first)/b.line), 0), len(b.lines)-1)
	l.overflow(b.field, n+1, b.lines[n])
}
