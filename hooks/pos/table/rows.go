package table

// Rows reads the file again and gives every row of data, in order, until yield
// returns false. Memory stays constant. A row's Cells are its own to keep.
func (f *File) Rows(yield func(Row) bool) error {
	sp := newSplitter(f.in, f.delim, f.modal)
	r := reader{f: f, groups: groups{labels: f.groups.labels, values: make([]string, len(f.groups.labels))}}
	for rec := sp.next(); rec != nil; rec = sp.next() {
		if why, ok := r.dropped(rec.Number); ok {
			if why == Banner {
				r.banner(rec.Cells)
			}
			continue
		}
		if rec.Number <= max(f.HeaderRow, f.skip) {
			continue
		}
		if !yield(r.row(rec)) {
			return nil
		}
	}
	return f.readError(sp.err, sp.rec.Number)
}

// reader is the state of the second pass.
type reader struct {
	f      *File
	groups groups
	next   int // index into f.Dropped
	slab   []string
}

func (r *reader) dropped(row int) (string, bool) {
	d := r.f.Dropped
	for r.next < len(d) && d[r.next].Row < row {
		r.next++
	}
	if r.next < len(d) && d[r.next].Row == row {
		return d[r.next].Why, true
	}
	return "", false
}

func (r *reader) banner(cells []string) {
	if label, value, ok := bannerOf(cells); ok {
		r.set(label, value)
		return
	}
	r.set(unnamed, joinCells(cells))
}

// set leaves out labels that name no column.
func (r *reader) set(label, value string) {
	if r.groups.index(label) >= 0 {
		r.groups.set(label, value)
	}
}

func (r *reader) row(rec *record) Row {
	f := r.f
	n := len(f.Columns)
	if len(r.slab) < n {
		r.slab = make([]string, max(n, 4096/max(n, 1)*n))
	}
	cells := r.slab[:n:n]
	r.slab = r.slab[n:]
	for i := range cells {
		col := &f.Columns[i]
		if col.Virtual {
			cells[i] = r.groups.values[i-f.width]
			continue
		}
		if i < len(rec.Cells) {
			cells[i] = col.undo(rec.Cells[i])
		}
	}
	out := Row{Number: rec.Number, Byte: rec.Byte, Cells: cells, Problem: rec.Problem}
	if out.Problem == "" {
		out.Problem = f.ragged(rec.Cells)
	}
	return out
}

// undo takes spreadsheet guards off a cell: ="..." anywhere, the apostrophe and
// .0 in codes.
func (c *Column) undo(s string) string {
	if len(s) < 2 {
		return s
	}
	if c.Kind != Code {
		if s[0] == '=' {
			return unguard(s, false)
		}
		if s[0] == '\'' && (s[1] == '=' || s[1] == '+' || s[1] == '-' || s[1] == '@') { // kept from being a formula
			return s[1:]
		}
		return s
	}
	s = trim(unguard(trim(s), true))
	if c.dotZero && dotZero(s) {
		return s[:len(s)-2]
	}
	return s
}
