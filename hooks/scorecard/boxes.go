package scorecard

import (
	"touchstone/hooks/figures"
	"touchstone/hooks/internal/sheet"
)

// well is the box of what went well. Its rules, in this order:
//
//  1. A figure is up (the interval of the difference leaves out zero): the first
//     such in the order of the table, with both counts.
//  2. Else a plain count of something good that has reached the floor itself:
//     clients who came back, add-ons, care plans, each in its turn. It is a
//     count, not a verdict: no figure is called better than it was.
//  3. Else the number of sales, from the floor on.
//  4. Under the floor nothing is praised: the box says when a rate begins.
//  5. Without a sale there is no box.
func (p *page) well() sheet.Box {
	n := p.Numbers.Period
	title := "What went well"
	switch {
	case n.sales() == 0:
		return sheet.Box{}
	case !p.enough(n.sales()):
		return sheet.Box{Title: "Where it stands", Text: p.say(beginnings, "{floor}", worded(p.Numbers.Floor, "sale"))}
	}
	for _, m := range p.measures() {
		if m.change.Verdict == figures.Up {
			return sheet.Box{Title: title, Text: p.moved(m, rises)}
		}
	}
	if good := p.good(); len(good) > 0 {
		one := good[p.index(len(good))]
		return sheet.Box{Title: title, Text: p.say(one.phrasings, "{n}", count(one.n), "{who}", p.with("you", "the store"), "{You}", p.with("You", "The team"), "{from}", p.with("from you", "here"))}
	}
	return sheet.Box{Title: title, Text: p.say(chosen, "{sales}", worded(n.sales(), "sale"), "{who}", p.with("you", "the store"))}
}

// with chooses between a person's page and the team's.
func (p *page) with(person, team string) string {
	if p.team() {
		return team
	}
	return person
}

// good is a count of something good.
type good struct {
	n         int64
	phrasings []string
}

// good lists the counts that have reached the floor, both sides of them.
func (p *page) good() []good {
	n := p.Numbers.Period
	var all []good
	for _, g := range []struct {
		rate      Rate
		phrasings []string
	}{
		{n.Repeat, cameBack}, {n.Jewelry, jewelryAdded}, {n.Watches, watchesAdded}, {n.CarePlans, plansTaken},
	} {
		if p.enough(g.rate.N) && p.enough(g.rate.Of) {
			all = append(all, good{g.rate.N, g.phrasings})
		}
	}
	return all
}

// moved tells of a figure that went up or down, with both counts or means; the
// interval stands in the table.
func (p *page) moved(m measure, phrasings map[string][]string) string {
	n, of := outOf(m.period.N, m.period.Of)
	bn, bof := outOf(m.before.N, m.before.Of)
	pairs := []string{"{n}", n, "{of}", of, "{bn}", bn, "{bof}", bof, "{sales}", worded(m.mean.N, "sale")}
	if m.isMean() {
		pairs = append(pairs, "{mean}", p.middle(m.key, m.mean), "{was}", p.middle(m.key, m.was))
	}
	return p.say(phrasings[m.key], pairs...)
}

// middle writes a mean.
func (p *page) middle(key string, m Mean) string {
	if key == units {
		return fixed(m.moments().Mean()/1000, 2)
	}
	return meanAmount(m, p.Numbers.Currency)
}

// try is the box of one thing to try. Its rules, in this order:
//
//  1. Without a sale: something for the first days, or where a missing sale may
//     be found.
//  2. Under the floor: a habit, and no number.
//  3. A figure is down: the first such in the order of the table, with both
//     counts, and an idea for it.
//  4. Fewer than half of the sales know their client: ask for the name.
//  5. Of watches and jewelry the one with more sales that left without an
//     add-on (watches if equal): that count, and an idea for it.
//  6. Sales without a care plan: an idea for it.
//  7. Else a habit.
func (p *page) try() sheet.Box {
	n := p.Numbers.Period
	box := func(text string) sheet.Box { return sheet.Box{Title: "One thing to try", Text: text} }
	switch {
	case n.sales() == 0 && p.team():
		return box(p.say(teamAbsent))
	case n.sales() == 0 && p.Numbers.Before.sales() == 0:
		return box(p.say(awaited))
	case n.sales() == 0:
		return box(p.say(absent))
	case !p.enough(n.sales()):
		return box(p.say(habits))
	}
	for _, m := range p.measures() {
		if m.change.Verdict == figures.Down {
			return box(p.moved(m, falls) + " " + p.say(ideas[m.key]))
		}
	}
	if id := n.Identified; p.enough(id.Of) && 2*id.N < id.Of {
		n, of := outOf(id.Of-id.N, id.Of)
		lead := nameless
		if id.N == 0 {
			lead = allNameless
		}
		return box(p.say(lead, "{n}", n, "{of}", of) + " " + p.say(ideas["names"]))
	}
	key, left := p.widest()
	if key == "" {
		return box(p.say(habits))
	}
	return box(p.say(lefts[key], "{left}", left.n, "{of}", left.of) + " " + p.say(ideas[key]))
}

type leftover struct{ n, of string }

// widest finds where most sales left with nothing more.
func (p *page) widest() (string, leftover) {
	n := p.Numbers.Period
	key, most, of := "", int64(0), int64(0)
	for _, c := range []struct {
		key  string
		rate Rate
	}{{watches, n.Watches}, {jewelry, n.Jewelry}} {
		if left := c.rate.Of - c.rate.N; p.enough(c.rate.Of) && left > most {
			key, most, of = c.key, left, c.rate.Of
		}
	}
	if left := n.CarePlans.Of - n.CarePlans.N; key == "" && p.enough(n.CarePlans.Of) && left > 0 {
		key, most, of = plans, left, n.CarePlans.Of
	}
	a, b := outOf(most, of)
	if most == of {
		a = "all"
	}
	return key, leftover{a, b}
}
