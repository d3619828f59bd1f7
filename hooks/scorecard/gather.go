package scorecard

import (
	"context"
	"fmt"

	"touchstone/hooks/figures"
	"touchstone/hooks/internal/civil"
	"touchstone/hooks/internal/store"
)

// span is the days of one week and of what it is read against.
type span struct {
	first, last civil.Date // the week
	from        civil.Date // first day of the 13 weeks that end with it
	before      civil.Date // first day of the 13 weeks before these
}

func spanOf(first civil.Date) span {
	from := first.AddDays(-7 * (weeks - 1))
	return span{first: first, last: first.AddDays(6), from: from, before: from.AddDays(-7 * weeks)}
}

// everyone is the key of the store's own numbers; no record has an empty id.
const everyone = ""

// gather reads the numbers of the store and of its staff, by record id. db
// should be a read transaction, so that all of it is of one moment.
func gather(ctx context.Context, db figures.Reader, s store.Store, at span) (map[string]*Numbers, error) {
	g := &gatherer{ctx: ctx, db: db, store: s, all: map[string]*Numbers{}}
	g.of(everyone) // a store without any sale has a page, too
	g.periods(at)
	for i := range weeks {
		start := at.from.AddDays(7 * i)
		g.read(start, start.AddDays(6), "", func(n *Numbers, s Set) { n.ByWeek[i] = s.AddOn })
	}
	g.newcomers(at)
	return g.all, g.err
}

type gatherer struct {
	ctx   context.Context
	db    figures.Reader
	store store.Store
	all   map[string]*Numbers
	err   error // the first; nothing is read after it
}

func (g *gatherer) of(id string) *Numbers {
	n := g.all[id]
	if n == nil {
		blank := empty(g.store)
		n = &blank
		g.all[id] = n
	}
	return n
}

func (g *gatherer) periods(at span) {
	for _, p := range []struct {
		from, to civil.Date
		set      func(*Numbers) *Set
	}{
		{at.from, at.last, func(n *Numbers) *Set { return &n.Period }},
		{at.before, at.from.AddDays(-1), func(n *Numbers) *Set { return &n.Before }},
		{at.first, at.last, func(n *Numbers) *Set { return &n.Week }},
	} {
		g.read(p.from, p.to, "", func(n *Numbers, s Set) { *p.set(n) = s })
		g.read(p.from, p.to, "watch", func(n *Numbers, s Set) { p.set(n).Watches = s.AddOn })
		g.read(p.from, p.to, "jewelry", func(n *Numbers, s Set) { p.set(n).Jewelry = s.AddOn })
	}
}

// read asks for the store's own figures and for those of every associate.
func (g *gatherer) read(from, to civil.Date, productLine string, put func(*Numbers, Set)) {
	for _, by := range []string{"", "associate"} {
		if g.err != nil {
			return
		}
		scope := figures.Scope{From: from, To: to, Store: g.store.Code, ProductLine: productLine, By: by}
		result, err := figures.Query(g.ctx, g.db, scope)
		if err != nil {
			g.err = fmt.Errorf("reading the figures of %s to %s: %w", from, to, err)
			return
		}
		for _, row := range result.Rows {
			if by != "" && row.Key == figures.Unassigned && row.ID == "" {
				continue
			}
			put(g.of(row.ID), set(row.Figures))
		}
	}
}

// newcomers marks whose first sale ever lies in the 13 weeks: nothing in the 13
// weeks before and nothing further back.
func (g *gatherer) newcomers(at span) {
	some := false
	for _, n := range g.all {
		n.New = n.Period.sales() > 0 && n.Before.sales() == 0
		some = some || n.New
	}
	if !some {
		return
	}
	beginning := civil.Date{Year: 1900, Month: 1, Day: 1}
	g.read(beginning, at.before.AddDays(-1), "", func(n *Numbers, s Set) { n.New = n.New && s.sales() == 0 })
}
