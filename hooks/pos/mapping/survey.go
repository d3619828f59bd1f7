package mapping

import (
	"touchstone/hooks/internal/money"
	"touchstone/hooks/pos/table"
)

// sampleRows bounds how many rows the arithmetic is read from; what 50,000
// rows do not show, the rest of the file seldom does.
const sampleRows = 50_000

// scale is the common scale of all sampled amounts.
const scale = 5

// amount is one money cell: ten-thousandths of a cent, or not there.
type amount struct {
	v  int64
	ok bool
}

// obs is one sampled row: the receipt it belongs to and its amounts by column.
type obs struct {
	receipt int
	cells   []amount
}

// survey is a sample of the file's rows, read for the money columns only.
type survey struct {
	f     *table.File
	slot  map[int]int // column number -> position in obs.cells
	rows  []obs
	first []int // index in rows of each receipt's first row; a last one past the end

	wholes map[int]bool // columns found to belong to receipts
}

func newSurvey(f *table.File, number int) (*survey, error) {
	s := &survey{f: f, slot: map[int]int{}, wholes: map[int]bool{}}
	for i, c := range f.Columns {
		if c.Kind == table.Money || c.Kind == table.Number {
			s.slot[i] = len(s.slot)
		}
	}
	last := ""
	err := f.Rows(func(r table.Row) bool {
		if r.Problem != "" {
			return true
		}
		if number >= 0 && (r.Cells[number] != last && r.Cells[number] != "" || len(s.rows) == 0) {
			last = r.Cells[number]
			s.first = append(s.first, len(s.rows))
		}
		s.rows = append(s.rows, s.observe(r, len(s.first)))
		return len(s.rows) < sampleRows
	})
	s.first = append(s.first, len(s.rows))
	return s, err
}

func (s *survey) observe(r table.Row, receipt int) obs {
	o := obs{receipt: receipt, cells: make([]amount, len(s.slot))}
	for col, at := range s.slot {
		d, empty, err := s.f.Columns[col].Money.Parse(r.Cells[col])
		if err == nil && !empty {
			o.cells[at] = amount{rescale(d), true}
		}
	}
	return o
}

func rescale(d money.Decimal) int64 { return d.Rescale(scale).Coef }

// at returns the amount of a column in a row; column -1 is never there.
func (s *survey) at(row, column int) amount {
	if column < 0 {
		return amount{}
	}
	slot, ok := s.slot[column]
	if !ok {
		return amount{}
	}
	return s.rows[row].cells[slot]
}

// times multiplies a quantity by a price.
func times(q, u int64) int64 { return money.MulDiv(q, u, 100_000) }

// near compares two amounts up to half a cent: files round.
func near(a, b int64) bool { d := a - b; return d >= -500 && d <= 500 }

func abs(v int64) int64 {
	if v < 0 {
		return -v
	}
	return v
}

// filled says how a column is filled over the rows of one receipt.
type filled struct{ firstOnly, equal, differ int }

// filling counts, over receipts of several rows, whether a column stands on the
// first row only, equal on all, or different from row to row.
func (s *survey) filling(column int) filled {
	var p filled
	for i := 0; i+1 < len(s.first); i++ {
		from, to := s.first[i], s.first[i+1]
		if to-from < 2 || !s.at(from, column).ok || s.at(from, column).v == 0 {
			p.differ += s.laterOnly(from, to, column)
			continue
		}
		switch blank, same := s.later(from, to, column); {
		case blank:
			p.firstOnly++
		case same:
			p.equal++
		default:
			p.differ++
		}
	}
	return p
}

// laterOnly reports 1 when a later row of the receipt is filled though the
// first one is not: such a column belongs to lines.
func (s *survey) laterOnly(from, to, column int) int {
	for r := from + 1; r < to; r++ {
		if a := s.at(r, column); a.ok && a.v != 0 {
			return 1
		}
	}
	return 0
}

func (s *survey) later(from, to, column int) (blank, same bool) {
	blank, same = true, true
	for r := from + 1; r < to; r++ {
		a := s.at(r, column)
		blank = blank && !a.ok
		same = same && a.ok && a.v == s.at(from, column).v
	}
	return blank, same
}

// perReceipt reports whether the column's values belong to whole receipts:
// never different within one, and at least once told only or equally.
func (p filled) perReceipt() bool { return p.differ == 0 && p.firstOnly+p.equal > 0 }
