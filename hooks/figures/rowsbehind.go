package figures

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"touchstone/hooks/internal/civil"
)

// Window is which of the receipts behind a figure are wanted, newest first.
// Totals are of all of them.
type Window struct{ Skip, Most int }

// Behind is what a figure was counted from. N, Of and Sum are the figure's own:
// a count is N; a sum is Sum; a rate is N of Of; a mean is Sum over N; a ratio of
// money is N of Of in minor units. Sum is minor units, of units_per_transaction
// thousandths.
type Behind struct {
	Figure   string
	Currency string
	N        int64
	Of       int64
	Sum      int64
	Count    int // of receipts, also those outside the window
	Receipts []ReceiptBehind
}

// ReceiptBehind is one receipt that a figure looked at.
type ReceiptBehind struct {
	ID, Number string
	Store      string // record id
	Client     string // record id, "" = nobody known
	CountsFor  string // staff record id, "" = unassigned
	Date       civil.Date
	Net        int64 // minor units, of its merchandise lines
	Counted    bool  // it is in the numerator, where the figure has one
	Refund     bool  // a refund without lines, on its own date
	Amount     int64 // what it adds to Sum, or to N of a ratio of money
	Against    int64 // what it adds to Of of a ratio of money
	Lines      []LineBehind
}

// LineBehind is one line of such a receipt.
type LineBehind struct {
	Description string
	Role        string
	Quantity    int64 // thousandths
	Net         int64 // minor units
	Counted     bool  // it made the receipt count
	Amount      int64 // what of Amount is this line's
}

// RowsBehind lists the receipts and lines behind one figure of a scope (see
// Definitions for the names). It counts from the lines, as Query does where no
// roll-up answers: N, Of and Sum equal what Query says. Of a cut it takes no
// notice: name the row's associate, brand and so on in the scope.
func RowsBehind(ctx context.Context, db Reader, s Scope, figure string, w Window) (Behind, error) {
	l, ok := lensOf(figure)
	if !ok {
		return Behind{}, mistake("there is no figure %q", figure)
	}
	s.By = ""
	q, err := ask(ctx, db, s)
	if err != nil {
		return Behind{}, err
	}
	if figure == "rung_sales" && !q.narrowed {
		return Behind{}, mistake("rung sales are of one associate: name one")
	}
	d := &digger{question: q, by: l, window: w, distinct: map[string]bool{}, out: Behind{Figure: figure}}
	if d.out.Currency, err = q.currency(); err != nil {
		return Behind{}, err
	}
	// From the newest days to the oldest: the window stands at the front.
	for to := q.To; !to.Before(q.From); to = to.AddDays(-recountDays) {
		from := to.AddDays(1 - recountDays)
		if from.Before(q.From) {
			from = q.From
		}
		if err := d.days(ctx, db, from.String(), to.String()); err != nil {
			return Behind{}, err
		}
	}
	d.people()
	return d.out, nil
}

// digger gathers the rows behind one figure.
type digger struct {
	*question
	by       lens
	window   Window
	distinct map[string]bool // of a rate of people: who, and whether counted
	out      Behind
}

// days adds the receipts of some days.
func (d *digger) days(ctx context.Context, db Reader, from, to string) error {
	p, err := d.loadPeriod(ctx, db, from, to, d.by.refunds)
	if err != nil {
		return err
	}
	var found []found
	of := byRow(p.dated)
	for _, f := range p.facts {
		found = append(found, d.sold(f, of[f.rowid])...)
	}
	of = byRow(p.refunded)
	for _, f := range p.refunds {
		found = append(found, d.refunded(f, of[f.rowid])...)
	}
	d.keep(found)
	return nil
}

func byRow(all []*stored) map[int64]*stored {
	of := make(map[int64]*stored, len(all))
	for _, s := range all {
		of[s.rowid] = s
	}
	return of
}

// found is a receipt with the person whom a rate of people counts.
type found struct {
	ReceiptBehind
	who string
}

func (d *digger) found(f *fact, s *stored, date string) found {
	day, _ := civil.Parse(date) // match has read it
	return found{ReceiptBehind: ReceiptBehind{ID: s.id, Number: s.number, Store: s.store, Client: s.client, CountsFor: f.CountsFor, Date: day, Net: f.Net}}
}

// sold looks at a receipt on its own date.
func (d *digger) sold(f *fact, s *stored) []found {
	if _, ok := d.match(f, f.date); !ok {
		return nil
	}
	one := d.found(f, s, f.date)
	if d.by.net {
		var mine bool
		if one.Amount, mine = d.partOf(readPeople(f.People, f.CountsFor, f.Net)); !mine || !slices.ContainsFunc(s.receipt.Lines, isPiece) {
			return nil
		}
		one.Counted = true
		one.Lines = d.sharedLines(s)
		return []found{one}
	}
	if d.narrowed && f.CountsFor != d.associate || !d.by.base(f) {
		return nil
	}
	one.Counted = d.by.counts == nil || d.by.counts(f, d.narrowed)
	if d.by.amount != nil {
		one.Amount, one.Against = d.by.amount(f)
	}
	if d.by.person != nil {
		if one.who = d.by.person(f); one.who == "" {
			return nil
		}
	}
	one.Lines = d.lines(f, s, one.Counted)
	return []found{one}
}

// part is what of a receipt belongs to the associate asked about, all without one.
func (q *question) partOf(parts []part) (amount int64, mine bool) {
	for _, p := range parts {
		if !q.narrowed || p.staff == q.associate {
			amount, mine = amount+p.amount, true
		}
	}
	return amount, mine
}

// refunded looks at a refund without lines, on its date.
func (d *digger) refunded(f *fact, s *stored) []found {
	date := f.refundDate()
	if _, ok := d.match(f, date); !ok {
		return nil
	}
	amount, mine := f.refunded, true
	if d.narrowed {
		amount, mine = d.partOf(f.refundParts())
	}
	if !mine || amount == 0 {
		return nil
	}
	one := d.found(f, s, date)
	one.Amount, one.Counted, one.Refund = -amount, true, true
	return []found{one}
}

// keep adds to the totals and to the window.
func (d *digger) keep(all []found) {
	slices.SortFunc(all, func(a, b found) int {
		return cmp.Or(b.Date.Compare(a.Date), compareNumbers(b.Number, a.Number), strings.Compare(a.ID, b.ID))
	})
	for _, one := range all {
		switch {
		case d.by.person != nil:
			d.distinct[one.who] = d.distinct[one.who] || one.Counted
		case d.by.ratio:
			d.out.N, d.out.Of = d.out.N+one.Amount, d.out.Of+one.Against
		default:
			d.out.N, d.out.Of, d.out.Sum = d.out.N+bit(one.Counted), d.out.Of+1, d.out.Sum+one.Amount
		}
		if d.out.Count >= d.window.Skip && len(d.out.Receipts) < d.window.Most {
			d.out.Receipts = append(d.out.Receipts, one.ReceiptBehind)
		}
		d.out.Count++
	}
}

// people closes a rate of distinct people.
func (d *digger) people() {
	for _, counted := range d.distinct {
		d.out.Of++
		d.out.N += bit(counted)
	}
}
