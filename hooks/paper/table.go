package paper

import (
	"fmt"
	"strings"

	"touchstone/hooks/internal/sheet"
)

const rowHeight = 9.0

// place is a column of a table: from x, w wide, in mm.
type place struct {
	x, w  float64
	right bool
}

// figurePlaces are the columns of a figure, its interval and its mark. Figures stand on
// their right edge, the widest of them begins the column; intervals follow at once; the
// mark takes what is left up to a point.
type figurePlaces struct {
	value, interval, mark place
}

// whole is the room of all three, for words in their place.
func (f figurePlaces) whole() place {
	return place{x: f.value.x, w: f.mark.x + f.mark.w - f.value.x}
}

// figureTexts is what figurePlaces measures.
type figureTexts struct {
	value, interval string
	marked          bool
}

func (l *layout) figurePlaces(x, end, most float64, all []figureTexts) figurePlaces {
	value, interval := 9.0, 14.0
	for _, f := range all {
		value = max(value, l.t.width(styleFigure, printable(f.value)))
		if f.marked { // an amount has no mark, so its interval may run on
			interval = max(interval, l.t.width(styleN, printable(f.interval)))
		}
	}
	value, interval = min(value, 24)+0.01, min(interval, 24)+0.01
	at := figurePlaces{value: place{x: x, w: value, right: true}, interval: place{x: x + value + 1.2, w: interval}}
	start := at.interval.x + interval + 3.5
	at.mark = place{x: start, w: min(end-start, most)}
	return at
}

// The other columns of an associate's table.
var (
	atLabel  = place{x: 0, w: 37}
	atN      = place{x: 102, w: 17, right: true}
	atWeek   = place{x: 125, w: 24}
	atChange = place{x: 151.5, w: 24.5}
)

// cell is a text in its column, broken into lines.
type cell struct {
	place place
	style style
	lines []string
}

// row is a line of a table, laid out.
type row struct {
	cells     []cell
	streak    sheet.Streak
	streakAt  place
	height    float64
	underline float64 // width of the line under it
	gray      int
}

// cell breaks text into at most n lines of its column.
func (l *layout) cell(field string, at place, st style, text string, n int) cell {
	st, text = l.fit(field, st, text)
	return cell{at, st, l.most(field, l.cellLines(st, text, at.w), n)}
}

// cellLines keeps what stands in brackets together where it can.
func (l *layout) cellLines(st style, text string, width float64) []string {
	lines := l.t.balance(st, text, width)
	before, bracket, found := strings.Cut(text, " (")
	bracket = "(" + bracket
	if !found || len(lines) != 2 || max(l.t.width(st, before), l.t.width(st, bracket)) > width {
		return lines
	}
	return []string{before, bracket}
}

// single is a text that must stand on one line: a figure is never broken.
func (l *layout) single(field string, at place, st style, text string) cell {
	st, text = l.fit(field, st, text)
	if l.t.width(st, text) > at.w {
		l.overflow(field, 1, text)
	}
	if text == "" {
		return cell{at, st, nil}
	}
	return cell{at, st, []string{text}}
}

func newRow(cells ...cell) row {
	r := row{height: rowHeight, underline: 0.18, gray: hairline}
	for _, c := range cells {
		r.height = max(r.height, float64(len(c.lines))*c.style.line+1.6)
		if len(c.lines) > 0 {
			r.cells = append(r.cells, c)
		}
	}
	return r
}

// figure lays out value, interval and streak, or the counts in words where the figure
// is below the floor; then nothing is drawn.
func (l *layout) figure(field string, at figurePlaces, v, iv, words string, s sheet.Streak) ([]cell, sheet.Streak) {
	if printable(v) == "" {
		return []cell{l.cell(field+", counts", at.whole(), wordsStyle, words, 2)}, sheet.Streak{}
	}
	if s.Has && !drawable(s) {
		l.refuse(field+", streak", "a rate lies outside 0 to 1")
	}
	interval := at.interval
	if !s.Has {
		interval.w = at.mark.x + at.mark.w - interval.x
	}
	return []cell{
		l.single(field+", figure", at.value, styleFigure, v),
		l.single(field+", interval", interval, styleN, iv),
	}, s
}

func drawable(s sheet.Streak) bool {
	return fractions(s.Value) && (!s.HasInterval || fractions(s.Low, s.High)) && (!s.HasRef || fractions(s.Ref))
}

var wordsStyle = style{cut: sans, size: 9.5, line: 3.7, gray: ink3}

func (l *layout) row(at figurePlaces, i int, r sheet.Row) row {
	field := fmt.Sprintf("row %d (%s)", i+1, printable(r.Label))
	figures, streak := l.figure(field, at, r.Value, r.Interval, r.Words, r.Streak)
	cells := append(figures,
		l.cell(field+", label", atLabel, styleLabel, r.Label, 3),
		l.cell(field+", n", atN, styleN, r.N, 2),
		l.cell(field+", week", atWeek, styleCell, r.Week, 3),
		l.cell(field+", change", atChange, styleCell, r.Change, 3),
	)
	out := newRow(cells...)
	out.streak, out.streakAt = streak, at.mark
	return out
}

// heads is the line of words over a table.
func heads(cells ...cell) row {
	r := newRow(cells...)
	n := 1
	for _, c := range r.cells {
		n = max(n, len(c.lines))
	}
	r.height = float64(n)*styleColumn.line + 1.6
	r.underline, r.gray = 0.35, black
	return r
}

func (l *layout) table(c sheet.Columns, rows []sheet.Row) block {
	if len(rows) == 0 {
		return block{}
	}
	texts := make([]figureTexts, len(rows))
	n, week, change := "", "", ""
	for i, r := range rows {
		texts[i] = figureTexts{r.Value, r.Interval, r.Streak.Has}
		n, week, change = n+printable(r.N), week+printable(r.Week), change+printable(r.Change)
	}
	c.N, c.Week, c.Change = over(c.N, n), over(c.Week, week), over(c.Change, change)
	at := l.figurePlaces(39, atN.x, 34, texts)
	all := []row{heads(
		l.cell("head of the table", at.whole(), styleColumn, c.Period, 1),
		l.cell("head of the table", atN, styleColumn, c.N, 2),
		l.cell("head of the table", atWeek, styleColumn, c.Week, 2),
		l.cell("head of the table", atChange, styleColumn, c.Change, 2),
	)}
	b := block{gap: 8, field: "table", line: rowHeight, first: all[0].height}
	for i, r := range rows {
		all = append(all, l.row(at, i, r))
		b.lines = append(b.lines, printable(r.Label))
	}
	b.height = tall(all)
	b.draw = func(p *pen, y float64) { drawRows(p, y, all) }
	return b
}

// over is the word over a column; an empty column has none.
func over(word, below string) string {
	if below == "" {
		return ""
	}
	return word
}

func tall(rows []row) float64 {
	h := 0.0
	for _, r := range rows {
		h += r.height
	}
	return h
}

// drawRows draws the first row as the head: its words stand on the line under it.
func drawRows(p *pen, y float64, rows []row) {
	for i, r := range rows {
		r.draw(p, y, i == 0)
		y += r.height
	}
}

func (r row) draw(p *pen, y float64, head bool) {
	middle := y + r.height/2
	for _, c := range r.cells {
		// One baseline for every single line of a row, whatever its size; more lines
		// are centred on the same middle.
		base := middle + 1.35 - float64(len(c.lines)-1)*(c.style.line/2+0.15)
		if head {
			base = y + r.height - 2.5 - float64(len(c.lines)-1)*c.style.line
		}
		for i, line := range c.lines {
			at := base + float64(i)*c.style.line
			if c.place.right {
				p.textRight(c.style, c.place.x+c.place.w, at, line)
				continue
			}
			p.text(c.style, c.place.x, at, line)
		}
	}
	if r.streak.Has {
		drawStreak(p, r.streakAt, middle, r.streak)
	}
	p.rule(0, y+r.height, blockWidth, y+r.height, r.underline, r.gray)
}

// drawStreak draws a rate as gold leaves it on the stone: a line for its interval, a
// nib for itself, a ring for the period it is compared with.
func drawStreak(p *pen, at place, y float64, s sheet.Streak) {
	x := func(v float64) float64 { return at.x + v*at.w }
	p.rule(x(0), y, x(1), y, 0.18, hairline)
	if s.HasInterval {
		p.rule(x(s.Low), y, x(s.High), y, 0.9, 0x77)
	}
	if s.HasRef {
		p.ring(x(s.Ref), y, 1.05)
	}
	p.rule(x(s.Value), y-2.1, x(s.Value), y+2.1, 0.6, black)
}
