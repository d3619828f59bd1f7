package figures

import "strconv"

// Arrival is a receipt on its way into a book that has none, with what links of
// returns need of it. Receipt.Lines carry their shares.
type Arrival struct {
	ID      string   // record id that it will have
	LineIDs []string // likewise, parallel to Receipt.Lines
	Number  string
	// OriginalNumber is the receipt that it names, "" if none.
	OriginalNumber string
	Epoch, Clock   int64
	Date           string // YYYY-MM-DD
	Receipt        Receipt
}

// Linked is what its links make of an arrival.
type Linked struct {
	Original string   // record id of the receipt that it brings back, "" = not among them
	Returned []int64  // by line: thousandths that came back
	Returns  []string // by line: record id of the line that it brings back
	Facts    Facts
}

// LinkArrivals links returns to their originals and works out the facts of both,
// as settling does once they are in the book. The arrivals are all receipts of
// one store and source that name an original or are named, in the order in which
// they will be written. The result is parallel to them.
func LinkArrivals(all []Arrival) []Linked {
	b := &books{byID: map[string]*stored{}}
	named := map[string]bool{}
	for i := range all {
		s := all[i].stored(int64(i))
		b.byID[s.id] = s
		named[s.originalKey()] = true
	}
	delete(named, "")
	b.resolve()
	returns := map[string][]*stored{}
	for i := range all {
		if o := b.resolved[all[i].ID]; o != "" {
			returns[o] = append(returns[o], b.byID[all[i].ID])
		}
	}
	out, from := make([]Linked, len(all)), map[string]string{}
	for i := range all {
		s := b.byID[all[i].ID]
		out[i].Returned = make([]int64, len(s.lines))
		if !named[s.key()] {
			continue
		}
		c := allocate(s, returns[s.id])
		out[i].Returned = c.returned
		for line, original := range c.from {
			from[line] = original
		}
		for l := range s.receipt.Lines {
			s.receipt.Lines[l].Returned = c.returned[l]
		}
	}
	for i := range all {
		s := b.byID[all[i].ID]
		out[i].Original, out[i].Facts = b.resolved[s.id], b.assess(s)
		for _, l := range s.lines {
			out[i].Returns = append(out[i].Returns, from[l.id])
		}
	}
	return out
}

// stored is the arrival as the book will have it.
func (a *Arrival) stored(rowid int64) *stored {
	s := &stored{rowid: rowid, id: a.ID, number: a.Number, originalNumber: a.OriginalNumber, epoch: a.Epoch, clock: a.Clock, date: a.Date, receipt: a.Receipt}
	s.receipt.NamesOriginal = a.OriginalNumber != ""
	for i := range a.Receipt.Lines {
		id := strconv.Itoa(i)
		if i < len(a.LineIDs) {
			id = a.LineIDs[i]
		}
		s.lines = append(s.lines, storedLine{id: id})
	}
	return s
}
