package table

import (
	"fmt"
	"sort"
	"strings"
)

// maxDropped bounds the memory that lines without data may take.
const maxDropped = 500_000

// analysis is the state of the first pass.
type analysis struct {
	f       *File
	stats   []columnStats
	virtual []columnStats
	totals  []heldTotal
	snap    map[string][][2]acc // the sums at the last total of a level
	zero    [][2]acc
	prev    string // why the record before was dropped, "" = it was data
	held    *heldLine
	section int // which section the pass is in, from 1
	rows    int // data rows since the last total
	last    int // the last row of data
	shorts  int // sound rows that leave cells out at their end
	heads   []string

	points, commas       int // proofs of a decimal mark in all columns
	monthFirst, dayFirst int // proofs of an order in all columns
	heading              [2]span
	err                  error
}

func newAnalysis(f *File) *analysis {
	a := &analysis{f: f, stats: make([]columnStats, f.width), snap: map[string][][2]acc{}, section: 1, prev: Repeated}
	for i := range a.stats {
		a.stats[i].name, a.stats[i].row = kindOfName(f.Columns[i].Folded), &a.last
		a.heads = append(a.heads, f.Columns[i].Folded)
	}
	return a
}

func (a *analysis) run() error {
	sp := newSplitter(a.f.in, a.f.delim, a.f.modal)
	for rec := sp.next(); rec != nil; rec = sp.next() {
		a.record(rec)
		if len(a.f.Dropped) > maxDropped {
			return &Error{Kind: ErrLines, Row: rec.Number, Say: "more than 500,000 lines of this file hold no data; export it again"}
		}
	}
	if err := a.f.readError(sp.err, sp.rec.Number); err != nil {
		return err
	}
	a.endOfFile()
	return nil
}

func (a *analysis) record(rec *record) {
	switch {
	case a.f.outside(rec.Number):
		a.outside(rec)
	case rec.Number <= max(a.f.HeaderRow, a.f.skip):
		a.above(rec)
	case blank(rec.Cells) || ruled(rec.Cells):
		a.drop(rec.Number, Blank)
	default:
		a.below(rec)
	}
}

// above keeps what stands over the header.
func (a *analysis) above(rec *record) {
	switch {
	case rec.Number == a.f.HeaderRow:
	case blank(rec.Cells):
		a.f.Dropped = append(a.f.Dropped, Dropped{rec.Number, Blank})
	default:
		a.f.Preamble = append(a.f.Preamble, Record{rec.Number, append([]string(nil), rec.Cells...)})
	}
}

func (a *analysis) drop(row int, why string) {
	a.f.Dropped = append(a.f.Dropped, Dropped{row, why})
	a.prev = why
}

// below sorts a record under the header: furniture of the report, another
// table, or data.
func (a *analysis) below(rec *record) {
	if a.repeated(rec.Cells) || (rec.Number == a.f.HeaderRow+1 && a.internalNames(rec.Cells)) {
		a.settle(Banner)
		a.drop(rec.Number, Repeated)
		return
	}
	if a.newSection(rec) {
		return
	}
	if a.section > 1 {
		a.apart(rec)
		return
	}
	n := filled(rec.Cells)
	if n <= 3 && n < a.f.width {
		if why := a.furniture(rec, n); why != "" {
			a.drop(rec.Number, why)
			return
		}
		if a.hold(rec, n) {
			return
		}
	}
	if a.isTotal(rec) {
		a.settle(Footer)
		a.drop(rec.Number, Subtotal)
		return
	}
	a.settleRow()
	a.data(rec.Number, rec.Cells, rec.Problem)
}

// furniture names the lines that no table has but every report: page marks,
// counts and labelled banners.
func (a *analysis) furniture(rec *record, n int) string {
	text := firstText(rec.Cells)
	switch {
	case isPage(text):
		a.settle(Footer)
		return Page
	case n <= 2 && isFooter(text):
		a.settle(Footer)
		a.countTotal(rec, text)
		return Footer
	case a.f.width < 3 || n > 2:
		return ""
	}
	at, _ := firstFilled(rec.Cells)
	label, value, ok := bannerOf(rec.Cells)
	if ok && !isTotalBanner(label) && (at == 0 || groupLabels[Fold(label)]) { // a note inside a row is no banner
		a.settle(Banner)
		a.f.groups.set(label, value)
		return Banner
	}
	return ""
}

func (a *analysis) repeated(cells []string) bool {
	head := a.f.head
	if len(head) == 0 || len(cells) < len(head) {
		return false
	}
	for i, h := range head {
		if !strings.EqualFold(trim(cells[i]), h) {
			return false
		}
	}
	return true
}

// data counts a row of data.
func (a *analysis) data(number int, cells []string, problem string) {
	f := a.f
	f.DataRows++
	a.rows++
	a.prev, a.last = "", number
	a.groupRow()
	if problem == "" {
		problem = f.ragged(cells)
		if problem == tooShort {
			a.shorts++
		}
	}
	if problem != "" {
		f.Problems++
		return
	}
	for i := range min(len(cells), f.width) {
		if cells[i] != "" {
			a.stats[i].cell(cells[i])
		}
	}
}

const (
	tooShort = "the row has fewer cells than the header"
	tooLong  = "the row has more cells than the header; a comma in a name may lack its quotes"
)

// ragged tells why a row does not fit the header, "" when it does. Blank cells
// beyond the last column harm nothing.
func (f *File) ragged(cells []string) string {
	if len(cells) < f.width {
		if f.lax && len(cells) > 1 {
			return ""
		}
		return tooShort
	}
	for _, c := range cells[f.width:] {
		if trim(c) != "" {
			return tooLong
		}
	}
	return ""
}

func (a *analysis) endOfFile() {
	a.settle(Footer)
	for i := len(a.f.Dropped) - 1; i >= 0; i-- { // a banner without rows under it is a footer
		d := &a.f.Dropped[i]
		if d.Why == Subtotal || d.Why == Repeated || d.Why == Apart || d.Row < a.last {
			break
		}
		if d.Why == Banner {
			d.Why = Footer
		}
	}
	a.closeSection()
}

// finish decides kinds and styles once every cell was counted.
func (a *analysis) finish() {
	f := a.f
	a.adoptBanners()
	a.readHeading()
	for i := range a.stats {
		c := &a.stats[i]
		if c.name != nameCode {
			a.points += c.points
			a.commas += c.commas
		}
		if k := kindOf(c); k == Date {
			a.monthFirst += c.monthFirst
			a.dayFirst += c.dayFirst
		}
	}
	for i := range f.Columns {
		a.finishColumn(&f.Columns[i], &a.stats[i])
	}
	a.finishTotals()
	a.finishGroups()
	sort.SliceStable(f.Dropped, func(i, j int) bool { return f.Dropped[i].Row < f.Dropped[j].Row })
	a.finishNotes()
}

func (a *analysis) finishNotes() {
	f := a.f
	if f.HeaderRow == 0 {
		f.Questions = append(f.Questions, Question{Kind: "header",
			Ask: "This file has no row of column names. Export it again with headings, or name its columns one by one."})
	}
	if f.DataRows == 0 {
		f.warn("the file has column names and no rows; nothing can be read from it")
	}
	if f.Problems > 0 {
		f.warn(several(f.Problems, "row does not fit the header and is not used", "rows do not fit the header and are not used"))
	}
	if charmaps[f.Encoding] != nil {
		f.warn("the file does not say how it writes accented letters; they were read as " + f.Encoding)
	}
	if len(f.Sections) == 1 {
		f.Sections = nil
	}
	if len(f.Sections) > 1 {
		f.warn(fmt.Sprintf("the file holds %d tables; only %s is read", len(f.Sections), f.Sections[f.read].Name))
	}
}
