package ticket

import (
	"strings"

	"touchstone/hooks/internal/money"
	"touchstone/hooks/pos/table"
)

// Aside is what the rejected rows hold of the columns for which the file states
// totals: the reader adds up every cell that it can read, whatever becomes of
// its row.
type Aside map[string][]asideCell

type asideCell struct {
	row    int
	amount money.Decimal
	read   bool
}

// largestAside is beyond what an amount of a shop can be.
const largestAside = 1e15

// setAside notes the cells of a rejected row.
func (b *builder) setAside(r table.Row) {
	for i, col := range b.f.Columns {
		if !b.totalled(col.Name) {
			continue
		}
		if b.batch.Aside == nil {
			b.batch.Aside = Aside{}
		}
		cell := asideCell{row: r.Number}
		if text := strings.TrimSpace(r.Cells[i]); text != "" && r.Problem == "" {
			d, empty, err := col.Money.Parse(text)
			cell.amount, cell.read = d, err == nil && !empty && abs(d.Coef) < largestAside
		}
		b.batch.Aside[col.Name] = append(b.batch.Aside[col.Name], cell)
	}
}

func (b *builder) totalled(column string) bool {
	for _, t := range b.f.Totals {
		if t.Column == column {
			return true
		}
	}
	return false
}

// Within adds up the cells of a column between two rows, and counts those that
// say no amount.
func (a Aside) Within(column string, after, before int) (in int, sum money.Decimal, mute int) {
	for _, c := range a[column] {
		sum.Scale = max(sum.Scale, min(c.amount.Scale, 3))
	}
	for _, c := range a[column] {
		switch {
		case c.row <= after || c.row >= before:
		case !c.read:
			mute++
		default:
			in++
			sum.Coef += c.amount.Rescale(sum.Scale).Coef
		}
	}
	return in, sum, mute
}
