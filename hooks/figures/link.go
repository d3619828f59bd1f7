package figures

import (
	"cmp"
	"slices"
	"strings"
)

// OverReturn is a return line that brings back more than was sold, or a piece
// that its original does not have. The figures take what fits.
type OverReturn struct {
	Receipt, Number string // record id and POS number of the return
	Original        string // POS number it names
	Position        int    // of the line in the return
	Description     string
	Quantity        int64 // thousandths too many
	Matched         bool  // the piece is on the original, but all of it had come back
}

// books is a set of receipts around some originals.
type books struct {
	byID map[string]*stored
	// resolved is the original of a receipt by record ids, "" = not in the book
	resolved map[string]string
}

// resolve finds the original of every receipt that names one: same store,
// source and number, the newest epoch that is not newer than its own.
func (b *books) resolve() {
	named := map[string][]*stored{}
	for _, s := range b.byID {
		named[s.key()] = append(named[s.key()], s)
	}
	b.resolved = map[string]string{}
	for id, s := range b.byID {
		if best := newest(named[s.originalKey()], s); best != nil {
			b.resolved[id] = best.id
		}
	}
}

// newest picks the original of s among the receipts of its number.
func newest(of []*stored, s *stored) (best *stored) {
	for _, o := range of {
		if o.id == s.id || o.epoch > s.epoch {
			continue
		}
		if best == nil || cmp.Or(cmp.Compare(o.epoch, best.epoch), cmp.Compare(o.rowid, best.rowid)) > 0 {
			best = o
		}
	}
	return best
}

// key is a receipt's own entry in figures_dirty.
func (s *stored) key() string { return strings.Join([]string{s.store, s.source, s.number}, separator) }

// originalKey is the entry of the receipt that s names, "" if it names none.
func (s *stored) originalKey() string {
	if s.originalNumber == "" {
		return ""
	}
	return strings.Join([]string{s.store, s.source, s.originalNumber}, separator)
}

// cameBack is what returns take from one original.
type cameBack struct {
	returned []int64           // by line of the original, thousandths
	from     map[string]string // return line id -> original line id
	over     []OverReturn
}

// allocate works out what came back of an original. returns are all receipts
// that name it; only counted kinds bring anything back, in the order of time.
func allocate(original *stored, returns []*stored) cameBack {
	slices.SortFunc(returns, func(a, b *stored) int {
		return cmp.Or(cmp.Compare(a.date, b.date), cmp.Compare(a.clock, b.clock), compareNumbers(a.number, b.number), cmp.Compare(a.rowid, b.rowid))
	})
	type place struct {
		from *stored
		line int
	}
	var places []place
	var wanted []ReturnLine
	for _, r := range returns {
		if !counted(Assess(&Receipt{StatedKind: r.receipt.StatedKind, Lines: r.receipt.Lines}).Kind) {
			continue
		}
		for i, l := range r.receipt.Lines {
			if l.Quantity < 0 {
				places = append(places, place{r, i})
				wanted = append(wanted, ReturnLine{SKU: l.SKU, Description: l.Description, UnitPrice: l.UnitPrice, Quantity: l.Quantity})
			}
		}
	}
	c := cameBack{returned: make([]int64, len(original.lines)), from: map[string]string{}}
	links, over := Allocate(original.receipt.Lines, wanted)
	for _, k := range links {
		c.returned[k.Original] += k.Quantity
		at := places[k.Return]
		if id := at.from.lines[at.line].id; c.from[id] == "" {
			c.from[id] = original.lines[k.Original].id
		}
	}
	for _, o := range over {
		at := places[o.Return]
		line := at.from.receipt.Lines[at.line]
		c.over = append(c.over, OverReturn{Receipt: at.from.id, Number: at.from.number, Original: original.number,
			Position: line.Position, Description: line.Description, Quantity: o.Quantity, Matched: o.Matched})
	}
	return c
}

// assess works out the facts of a receipt with its original, if there is one.
func (b *books) assess(s *stored) Facts {
	s.receipt.HasOriginal, s.receipt.OriginalProductLine = false, ""
	if o := b.byID[b.resolved[s.id]]; o != nil {
		s.receipt.HasOriginal = true
		s.receipt.OriginalProductLine = Assess(&Receipt{StatedKind: o.receipt.StatedKind, Lines: o.receipt.Lines}).ProductLine
	}
	return Assess(&s.receipt)
}
