package pos

import (
	"context"
	"database/sql"
	"slices"

	"touchstone/hooks/figures"
)

// linked is a receipt of a first file that brings something back, or of which
// something came back. nil: neither.
type linked struct {
	id    string
	lines []string // record ids
	figures.Linked
}

// link finds what returns of the batch bring back, so that both sides are
// written as they will stand. Nobody else can change either side meanwhile. What
// a layaway carries from receipt to receipt changes them once they are written:
// those, and what is returned of them, are settled in the book.
func (r *run) link(all []*planned) {
	later, named := carriedAround(all), map[string]bool{}
	for _, p := range all {
		if p.ticket.Original != "" {
			named[p.ticket.Original] = true
		}
	}
	var sides []*planned
	var arrivals []figures.Arrival
	for _, p := range all {
		t := p.ticket
		if p.do == create && (t.Original != "" || named[t.Number]) && !later[t.Number] && !later[t.Original] {
			sides, arrivals = append(sides, p), append(arrivals, r.arrival(p))
		}
	}
	for i, found := range figures.LinkArrivals(arrivals) {
		sides[i].linked = &linked{arrivals[i].ID, arrivals[i].LineIDs, found}
	}
}

// carriedAround are the numbers of receipts that can have a part in a layaway,
// and of all that name one of those, however far.
func carriedAround(all []*planned) map[string]bool {
	later := map[string]bool{}
	for _, number := range layaways(all) {
		later[number] = true
	}
	for grew := len(later) > 0; grew; {
		grew = false
		for _, p := range all {
			if t := p.ticket; later[t.Original] && !later[t.Number] {
				later[t.Number], grew = true, true
			}
		}
	}
	return later
}

func (r *run) arrival(p *planned) figures.Arrival {
	t := p.ticket
	a := figures.Arrival{ID: r.ids.Next(), Number: t.Number, OriginalNumber: t.Original, Epoch: int64(p.epoch), Clock: int64(t.Clock), Date: p.date,
		Receipt: figures.Receipt{StatedKind: t.Kind}}
	a.Receipt.Lines = slices.Clone(r.figured(t, r.shares(t)))
	for i := range a.Receipt.Lines {
		a.LineIDs = append(a.LineIDs, r.ids.Next())
		a.Receipt.Lines[i].Shares = slices.Clone(a.Receipt.Lines[i].Shares)
	}
	return a
}

// ids are those that were promised to the receipt and its lines, if any were.
func (l *linked) ids() (receipt string, lines []string) {
	if l == nil {
		return "", nil
	}
	return l.id, l.lines
}

func (l *linked) original() string {
	if l == nil {
		return ""
	}
	return l.Original
}

// facts are those with the links, nil without any.
func (l *linked) facts() *figures.Facts {
	if l == nil {
		return nil
	}
	return &l.Facts
}

// append adds what came back of line i, and what it brings back.
func (l *linked) append(to []any, i int) []any {
	if l == nil {
		return append(to, int64(0), "")
	}
	return append(to, l.Returned[i], l.Returns[i])
}

// startCounting lets the days be counted while they are written. The clients are
// in the book.
func (r *run) startCounting(ctx context.Context, all []*planned) error {
	people := map[string]bool{}
	for _, p := range all {
		if p.client != nil {
			people[p.client.id] = true
			if home := p.client.home(); home != "" {
				people[home] = true
			}
		}
	}
	return inTx(ctx, r.db, func(tx *sql.Tx) (err error) {
		r.counted, err = figures.Counting(ctx, tx, r.store.ID, people)
		return err
	})
}

// count counts a receipt that is about to be written.
func (r *run) count(p *planned, facts *figures.Facts, client, household string) {
	if r.counted == nil {
		return
	}
	c := figures.Counts{Date: p.date, Shift: r.store.Shift(p.ticket.Clock), Client: client, Household: household, Facts: *facts,
		Refunded: p.ticket.Refunded, RefundedOn: p.ticket.RefundedOn.String()}
	if p.stands != nil {
		c.OfClient, c.OfHousehold = p.stands.client, p.stands.household
	}
	r.counted.Add(&c)
}
