package table

import "strings"

// analyse runs the first pass; again where the first run shows that most rows
// leave cells out at their end, or that another table of the file is the one to
// read.
func (f *File) analyse() error {
	plain := *f
	a := newAnalysis(f)
	if err := a.run(); err != nil {
		return err
	}
	switch pick := f.pick(); {
	case pick > 0:
		sections := f.Sections
		*f = plain
		if err := f.moveTo(sections, pick); err != nil {
			return err
		}
	case a.shorts*2 > f.DataRows && a.shorts > 2:
		*f = plain
		f.lax = true
	default:
		a.finish()
		return nil
	}
	a = newAnalysis(f)
	if err := a.run(); err != nil {
		return err
	}
	a.finish()
	return nil
}

// pick says which section is to be read, from 0: the one asked for, else the
// one with most rows, the first of equals.
func (f *File) pick() int {
	if n := f.opt.Section; n >= 1 && n <= len(f.Sections) {
		return n - 1
	}
	best := 0
	for i, s := range f.Sections {
		if s.DataRows > f.Sections[best].DataRows {
			best = i
		}
	}
	return best
}

// moveTo makes another section the table that is read.
func (f *File) moveTo(sections []Section, pick int) error {
	s := sections[pick]
	f.Sections, f.read = sections, pick
	f.HeaderRow, f.from = s.HeaderRow, s.Row
	if pick+1 < len(sections) {
		f.to = sections[pick+1].Row - 1
	}
	f.Columns, f.head = nil, nil
	recs := make([][]string, s.HeaderRow)
	recs[s.HeaderRow-1] = s.Columns
	return f.shape(sample{delim: f.delim, recs: recs, modal: len(s.Columns)}, 0)
}

// outside tells whether a record belongs to another table.
func (f *File) outside(row int) bool {
	return f.from > 0 && (row < f.from || (f.to > 0 && row > f.to))
}

func (a *analysis) outside(rec *record) {
	why := Apart
	if blank(rec.Cells) {
		why = Blank
	}
	a.f.Dropped = append(a.f.Dropped, Dropped{rec.Number, why})
}

// ruled is a line drawn with dashes, as databases print under their headings.
func ruled(cells []string) bool {
	long := false
	for _, c := range cells {
		c = trim(c)
		if strings.Trim(c, "-=_*") != "" {
			return false
		}
		long = long || len(c) >= 3
	}
	return long
}

// internalNames is a second row of headings that some exports print under the
// first one, in the words of their database: customer_name (POS-FORMATS 2.4).
func (a *analysis) internalNames(cells []string) bool {
	n, odd := 0, 0
	for i, c := range cells {
		if c = trim(c); c == "" {
			continue
		}
		n++
		if strings.Trim(c, "abcdefghijklmnopqrstuvwxyz0123456789_.") != "" || !letter(c[0]) {
			return false
		}
		if strings.ContainsAny(c, "_.") || (i < len(a.heads) && Fold(c) == a.heads[i]) {
			odd++
		}
	}
	return n >= 2 && n*10 >= a.f.width*6 && odd*2 >= n
}
