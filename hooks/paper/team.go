package paper

import (
	"fmt"
	"math"
	"strings"

	"touchstone/hooks/internal/sheet"
)

// teamTable is the team's table laid out, before it is spread over pages.
type teamTable struct {
	head     row
	everyone *row
	rows     []row
	note     block
}

// team lays out the team's page and, for a long table, the pages it goes on over.
// The line and the store's own row stand on the first, the boxes after the last name,
// the formulas on the last page.
func (t *typesetter) team(tm *sheet.Team) ([]leaf, error) {
	l := &layout{t: t, page: printable(tm.Title)}
	first := []block{l.top(tm.Head), l.signed(l.name(tm.Title))}
	if printable(tm.Headline) != "" {
		first = append(first, l.say(tm.Headline))
	}
	if c := l.chart(tm.Chart); c.draw != nil {
		first = append(first, c)
	}
	title := tm.Continued
	if printable(title) == "" {
		title = tm.Title
	}
	next := []block{l.top(tm.Head), l.continued(title)}
	table := l.teamTable(tm)
	boxes := l.boxes(tm.Bright, tm.Focus)
	sets := l.spread(tm, table, first, next, boxes)

	pages := make([]leaf, 0, len(sets))
	for i, set := range sets {
		number := ""
		if len(sets) > 1 {
			number = fmt.Sprintf("%d/%d", i+1, len(sets))
		}
		pages = append(pages, l.stack(set, l.foot(tm.Foot, i == len(sets)-1, number)))
	}
	return pages, l.err
}

func (l *layout) continued(text string) block {
	st, text := l.fit("title", style{cut: serifLight, size: 24, line: 9.6, track: -8}, text)
	lines := l.most("title", l.t.wrap(st, text, blockWidth), 2)
	return block{
		gap: 9, height: float64(len(lines)) * st.line, field: "title", lines: lines, line: st.line,
		draw: func(p *pen, y float64) { l.flush(p, st, y, lines) },
	}
}

// spread deals the rows out to pages. All pages but the last carry only the foot's
// last line; the last also the note, the boxes and the formulas, so rows move on to it
// when those do not fit under the table.
func (l *layout) spread(tm *sheet.Team, table teamTable, first, next []block, boxes block) [][]block {
	after := []block{}
	for _, b := range []block{table.note, boxes} {
		if b.draw != nil {
			after = append(after, b)
		}
	}
	last := l.foot(tm.Foot, true, "9/9").height + blocksTall(after)
	plain := l.foot(tm.Foot, false, "9/9").height
	var pages [][]block
	rows, blocks, everyone := table.rows, first, table.everyone
	for {
		top := blocksTall(blocks) + 8 + table.head.height + 5
		if everyone != nil {
			top += everyone.height
		}
		// White may close a little to keep everyone on one page.
		give := 0.4 * (gapsOf(blocks) + gapsOf(after) + 8)
		if tall(rows) <= blockHeight-top-last+give || len(rows) == 0 {
			return append(pages, append(with(blocks, table.head, everyone, rows), after...))
		}
		n := fitting(rows, blockHeight-top-plain)
		if n == 0 {
			l.refuse("table", "no row fits under the headline; shorten it")
			n = len(rows)
		}
		// Two rows at least go on: a head over nothing or over one name reads like a mistake.
		if left := len(rows) - n; left < 2 && n > 2 {
			n -= 2 - left
		}
		pages = append(pages, with(blocks, table.head, everyone, rows[:n]))
		rows, blocks, everyone = rows[n:], next, nil
	}
}

func fitting(rows []row, room float64) int {
	for i, r := range rows {
		if room -= r.height; room < 0 {
			return i
		}
	}
	return len(rows)
}

func gapsOf(blocks []block) float64 {
	h := 0.0
	for _, b := range blocks {
		h += b.gap
	}
	return h
}

func blocksTall(blocks []block) float64 {
	h := 0.0
	for _, b := range blocks {
		h += b.gap + b.height
	}
	return h
}

// with adds a part of the table under blocks.
func with(blocks []block, head row, everyone *row, rows []row) []block {
	all := []row{head}
	if everyone != nil {
		all = append(all, *everyone)
	}
	all = append(all, rows...)
	out := append([]block{}, blocks...)
	if len(all) == 1 {
		return out
	}
	return append(out, block{
		gap: 8, height: tall(all), field: "table",
		draw: func(p *pen, y float64) { drawRows(p, y, all) },
	})
}

// teamPlaces are the columns of the team's table: the outer ones as wide as their
// texts, the streak takes what is left.
type teamPlaces struct {
	figurePlaces
	name, n place
	cells   []place
}

func (l *layout) teamTable(tm *sheet.Team) teamTable {
	at := l.teamPlaces(tm)
	headCells := []cell{
		l.cell("head of the table", at.whole(), styleColumn, tm.Columns.Rate, 1),
		l.cell("head of the table", at.n, styleColumn, tm.Columns.N, 1),
	}
	for i, text := range tm.Columns.Cells {
		headCells = append(headCells, l.cell("head of the table", at.cells[i], styleColumn, text, 2))
	}
	out := teamTable{head: heads(headCells...)}
	if tm.Everyone != nil {
		r := l.teamRow(at, *tm.Everyone, styleStrong, styleStrongCell)
		r.underline, r.gray = 0.35, black
		out.everyone = &r
	}
	for _, person := range tm.Rows {
		out.rows = append(out.rows, l.teamRow(at, person, styleLabel, styleCell))
	}
	if printable(tm.Note) != "" {
		st, text := l.fit("note", styleAside, tm.Note)
		lines := l.most("note", l.t.wrap(st, text, blockWidth), 3)
		out.note = block{
			gap: 2, height: float64(len(lines)) * st.line, field: "note", lines: lines, line: st.line,
			draw: func(p *pen, y float64) { p.lines(st, 0, y, lines) },
		}
	}
	return out
}

func (l *layout) teamRow(at teamPlaces, r sheet.TeamRow, st, small style) row {
	name := l.person(r.Name, r.Instead)
	field := "row of " + name
	cells, streak := l.figure(field, at.figurePlaces, r.Value, r.Interval, r.Words, r.Streak)
	cells = append(cells,
		l.cell(field+", name", at.name, st, name, 3),
		l.cell(field+", n", at.n, styleN, r.N, 2),
	)
	if len(r.Cells) > len(at.cells) {
		l.refuse(field, fmt.Sprintf("it has %d cells, the table %d columns", len(r.Cells), len(at.cells)))
		return row{}
	}
	for i, text := range r.Cells {
		cells = append(cells, l.single(field+", "+fmt.Sprint(i+1), at.cells[i], small, text))
	}
	out := newRow(cells...)
	out.streak, out.streakAt = streak, at.mark
	return out
}

func (l *layout) teamPlaces(tm *sheet.Team) teamPlaces {
	const between = 4.0
	rows := tm.Rows
	if tm.Everyone != nil {
		rows = append([]sheet.TeamRow{*tm.Everyone}, rows...)
	}
	at := teamPlaces{name: place{x: 0, w: 40}}
	right := blockWidth
	at.cells = make([]place, len(tm.Columns.Cells))
	for i := len(at.cells) - 1; i >= 0; i-- {
		w := l.headWidth(tm.Columns.Cells[i])
		for _, r := range rows {
			if i < len(r.Cells) {
				w = max(w, l.t.width(styleStrongCell, printable(r.Cells[i])))
			}
		}
		w = math.Ceil(w*10) / 10
		at.cells[i] = place{x: right - w, w: w, right: true}
		right -= w + between
	}
	n := l.headWidth(tm.Columns.N)
	for _, r := range rows {
		n = max(n, min(l.t.width(styleN, printable(r.N)), 20))
	}
	n = math.Ceil(n*10) / 10
	at.n = place{x: right - n, w: n, right: true}
	texts := make([]figureTexts, len(rows))
	for i, r := range rows {
		texts[i] = figureTexts{r.Value, r.Interval, r.Streak.Has}
	}
	at.figurePlaces = l.figurePlaces(42, at.n.x-between, 40, texts)
	if at.mark.w < 16 {
		l.overflow("columns of the table", 1, strings.Join(tm.Columns.Cells, ", "))
		at.mark.w = 16
	}
	return at
}

// headWidth is the width of a column's word, which may stand on two lines.
func (l *layout) headWidth(text string) float64 {
	st, text := l.fit("head of the table", styleColumn, text)
	w := 0.0
	for _, line := range l.t.balance(st, text, 16) {
		w = max(w, l.t.width(st, line))
	}
	return w
}
