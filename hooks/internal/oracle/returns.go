package oracle

import (
	"sort"

	"touchstone/hooks/internal/civil"
)

// find gives the receipt that another one names as its original, nil when the
// book does not have it.
func find(all []*fact, f *fact) *fact {
	for _, o := range all {
		if o != f && o.Store == f.Store && o.Number == f.Original {
			return o
		}
	}
	return nil
}

// link applies the returns known on a day (zero: all) and answers how many
// thousandths came back beyond what was sold.
func link(all []*fact, known civil.Date) int64 {
	var back []*fact
	for _, f := range all {
		clear(f.returned)
		if f.inFigures() && f.Original != "" && (known.IsZero() || !known.Before(f.day)) {
			back = append(back, f)
		}
	}
	sort.SliceStable(back, func(i, j int) bool { return earlier(back[i], back[j]) })
	over := int64(0)
	for _, f := range back {
		if sold := find(all, f); sold != nil {
			over += f.giveBackTo(sold)
		}
	}
	return over
}

// giveBackTo puts every returned line of a receipt on the lines of another.
func (f *fact) giveBackTo(sold *fact) int64 {
	over := int64(0)
	for _, l := range f.Lines {
		if q := quantity(f.Receipt, l); q < 0 {
			over += giveBack(sold, l, -q)
		}
	}
	return over
}

// earlier orders receipts in time: by day, then by clock where both have one,
// then by their place in the file.
func earlier(a, b *fact) bool {
	if c := a.day.Compare(b.day); c != 0 {
		return c < 0
	}
	if c := a.Date.Compare(b.Date); c != 0 { // after midnight, before the cutover
		return c < 0
	}
	if a.Clock != b.Clock {
		return a.Clock < b.Clock
	}
	return a.place < b.place
}

// giveBack puts a returned quantity on the lines it fits, best fit first, and
// answers what found no line.
func giveBack(sold *fact, l Line, left int64) int64 {
	for _, fits := range []func(Line) bool{
		func(o Line) bool { return o.SKU != "" && o.SKU == l.SKU && o.UnitPrice == l.UnitPrice },
		func(o Line) bool { return o.SKU != "" && o.SKU == l.SKU },
		func(o Line) bool { return o.Description != "" && fold(o.Description) == fold(l.Description) },
	} {
		for i, o := range sold.Lines {
			room := quantity(sold.Receipt, o) - sold.returned[i]
			if room <= 0 || !fits(o) {
				continue
			}
			take := min(room, left)
			sold.returned[i] += take
			left -= take
			if left == 0 {
				return 0
			}
		}
	}
	return left
}

// live reports whether a line was sold and has not come back whole, and the
// net of what is left of it.
func (f *fact) live(i int) (bool, int64) {
	l := f.Lines[i]
	q := quantity(f.Receipt, l)
	if q <= 0 || f.net[i] <= 0 || f.returned[i] >= q {
		return false, 0
	}
	return true, round(f.net[i], q-f.returned[i], q)
}
