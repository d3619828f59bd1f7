// Package scorecard makes the pages that are pinned up on Monday: one for each
// associate and one for the team. It takes the figures of a week from the book,
// says them in words that hold (METRICS, "Honest figures"), and fills the plain
// sheets that a printer turns into paper.
//
// It owns the collection scorecards, the issued weeks. A week is issued when it
// is first printed after its last day: its counts and sums are kept once a
// store, person and week, with the definition version, the head of the audit
// chain and the time. From then on printing it again gives the same figures,
// because the page on the wall and the page in the drawer must agree; where the
// book says something else by now, a line in the small print says so. Asked for
// fresh figures (--fresh), the week is issued anew and the new numbers take the
// place of the kept ones. Numbers are kept, not sentences: wording is worked out
// each time and is the same for the same numbers, week and person. The team's
// page holds the store's own kept numbers and those of each person's card, so
// that the two never differ. A week that is not over yet prints as it stands, says so,
// and is not kept.
//
// It offers the command scorecard. It never ranks people, never calls a change
// what its interval does not, never makes a rate of fewer than the store's floor,
// and never draws a page itself.
package scorecard

import (
	"context"
	"io"
	"time"

	"touchstone/hooks/figures"
	"touchstone/hooks/internal/civil"
	"touchstone/hooks/internal/sheet"
	"touchstone/hooks/internal/store"
)

// Printer turns finished sheets into a PDF.
type Printer interface {
	Scorecards(w io.Writer, doc sheet.Document) error
}

// PrinterFunc makes a Printer of a function, so that one which reads its fonts
// first can wait until it is needed.
type PrinterFunc func(w io.Writer, doc sheet.Document) error

// Scorecards calls f.
func (f PrinterFunc) Scorecards(w io.Writer, doc sheet.Document) error { return f(w, doc) }

// Head reads the hash of the last entry of the audit chain, 64 hex digits, or
// nothing while the chain is empty.
type Head func(ctx context.Context, db store.Reader) (string, error)

// Request says which cards are wanted.
type Request struct {
	Store     store.Store
	First     civil.Date // the week, as any of its days
	Associate string     // staff code; "" for everybody and the team
	Fresh     bool       // the figures of now also where the week was issued
	Now       time.Time
	Audit     string // head of the audit chain
	Sign      sheet.Sign
}

// Prepare reads one week of cards. db should be a read transaction, so that all
// figures are of one moment. A code that nobody has is a fault that names the
// codes there are.
func Prepare(ctx context.Context, db figures.Reader, r Request) (*Edition, error) {
	e := &Edition{store: r.Store, at: spanOf(r.First.WeekStart(r.Store.WeekStart)), now: r.Now, fresh: r.Fresh, sign: r.Sign}
	staff, err := readStaff(ctx, db, r.Store.ID)
	if err != nil {
		return nil, err
	}
	var chosen []member
	if r.Associate != "" {
		if chosen, err = one(staff, r.Associate); err != nil {
			return nil, err
		}
	}
	numbers, err := gather(ctx, db, r.Store, e.at)
	if err != nil {
		return nil, err
	}
	kept := map[string]card{}
	if over(r.Store, e.at, r.Now) {
		if kept, err = readKept(ctx, db, r.Store.ID, e.week()); err != nil && !r.Fresh { // fresh figures take the place of what cannot be read
			return nil, err
		}
	}
	if r.Associate == "" {
		e.sort(staff, numbers, kept)
		e.team = &card{Code: r.Store.Code, Numbers: e.known(numbers, everyone)}
	}
	for _, m := range chosen {
		e.cards = append(e.cards, card{Staff: m.id, Code: m.code, Name: m.name, Numbers: e.known(numbers, m.id)})
	}
	e.settle(kept, r.Audit)
	return e, nil
}

// settle gives every card its numbers: the kept ones where there are any and
// fresh ones were not asked for.
func (e *Edition) settle(kept map[string]card, audit string) {
	if e.fresh {
		kept = nil
	}
	for _, all := range [][]card{e.cards, e.aside, e.late} {
		for i, c := range all {
			c.Audit = audit
			all[i] = settle(c, c.Numbers, kept)
		}
	}
	if e.team != nil {
		e.team.Audit = audit
		c := settle(*e.team, e.team.Numbers, kept)
		e.team = &c
	}
}

// Week words the cards of one week as the book stands now, without asking what
// was issued and without keeping anything.
func Week(ctx context.Context, db figures.Reader, s store.Store, first civil.Date, associate string, now time.Time) (sheet.Document, error) {
	e, err := Prepare(ctx, db, Request{Store: s, First: first, Associate: associate, Fresh: true, Now: now})
	if err != nil {
		return sheet.Document{}, err
	}
	return e.Document(), nil
}

func (e *Edition) week() string { return civil.WeekName(e.at.first, e.store.WeekStart) }

// known returns the numbers of somebody, empty ones where the book has none.
func (e *Edition) known(numbers map[string]*Numbers, id string) Numbers {
	if n := numbers[id]; n != nil {
		return *n
	}
	return empty(e.store)
}
