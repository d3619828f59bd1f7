package table

import "strings"

// newSection notices another table in the same file: a title of its own or a
// blank line, then another row of column names.
func (a *analysis) newSection(rec *record) bool {
	f := a.f
	if f.HeaderRow == 0 || f.from > 0 {
		return false
	}
	titled := a.held != nil && a.held.n == 1
	if !titled && a.prev != Blank || !a.otherHeader(rec.Cells, titled) {
		return false
	}
	s := Section{Row: rec.Number, HeaderRow: rec.Number}
	if titled {
		s.Name, s.Row = clean(a.held.cells[0]), a.held.number
		a.drop(a.held.number, Apart)
		a.held = nil
	}
	a.closeSection()
	for _, c := range rec.Cells {
		s.Columns = append(s.Columns, clean(c))
	}
	f.Sections = append(f.Sections, s)
	a.section++
	a.drop(rec.Number, Apart)
	return true
}

// otherHeader: words only, distinct, and not the shape of this table's rows.
func (a *analysis) otherHeader(cells []string, titled bool) bool {
	n := filled(cells)
	if n < 2 || (n != len(cells) && len(cells) < a.f.modal) {
		return false
	}
	shared, named := 0, 0
	seen := map[string]bool{}
	for _, c := range cells {
		if c = trim(c); c == "" {
			continue
		}
		folded := Fold(c)
		if hasDigit(c) || seen[folded] || len(c) > 40 || noAmount(c) {
			return false
		}
		seen[folded] = true
		shared += one(a.inHeader(folded))
		named += one(a.f.knownName(folded))
	}
	if titled {
		return shared > 0 || named*2 >= n
	}
	return shared+named >= n && shared > 0
}

// knownName: a heading that our own words or the caller's aliases know.
func (f *File) knownName(folded string) bool {
	return kindOfName(folded) != nameOpen || (f.opt.Known != nil && f.opt.Known(folded))
}

func (a *analysis) inHeader(folded string) bool {
	for _, h := range a.heads {
		if h == folded {
			return true
		}
	}
	return false
}

// apart counts a record of a table that is not read.
func (a *analysis) apart(rec *record) {
	if filled(rec.Cells) == 1 && a.prev == Blank {
		a.settle(Apart)
		a.held = &heldLine{rec.Number, append([]string(nil), rec.Cells...), "", 1}
		return
	}
	a.settle(Apart)
	a.f.Sections[len(a.f.Sections)-1].DataRows++
	a.drop(rec.Number, Apart)
}

// closeSection writes down the first table once a second one begins, and its
// rows at the end.
func (a *analysis) closeSection() {
	f := a.f
	if f.from > 0 || len(f.Sections) > 0 {
		return
	}
	s := Section{Row: f.HeaderRow, HeaderRow: f.HeaderRow, DataRows: f.DataRows}
	if n := len(f.Preamble); n > 0 && filled(f.Preamble[n-1].Cells) == 1 {
		s.Name, s.Row = strings.TrimSuffix(clean(firstText(f.Preamble[n-1].Cells)), ":"), f.Preamble[n-1].Row
	}
	for _, c := range f.Columns {
		s.Columns = append(s.Columns, c.Name)
	}
	f.Sections = append(f.Sections, s)
}
