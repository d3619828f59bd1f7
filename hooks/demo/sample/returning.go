package sample

import (
	"fmt"

	"touchstone/hooks/internal/civil"
)

// later puts a document down for a day to come; a closed day moves to the next
// open one. What would fall after the last day is never written.
func (g *generator) later(d civil.Date, days int, t ticket) {
	day := nextOpen(d.AddDays(days))
	if day.Before(g.today) {
		g.due[day] = append(g.due[day], t)
	}
}

// mayComeBack decides whether a sale, or a line of it, is brought back: mostly
// within weeks, a few half a year on.
func (g *generator) mayComeBack(sold receipt) {
	roll := g.rng.IntN(1000)
	days := 2 + g.rng.IntN(30)
	switch {
	case roll < 36:
	case roll < 52:
		days = 75 + g.rng.IntN(130)
	default:
		return
	}
	if g.chance(260) {
		g.later(sold.date, days, exchangeOf(sold))
		return
	}
	g.later(sold.date, days, returnOf(sold))
}

// back is a line brought back, on the people who sold it.
func back(l line) line {
	l.qty, l.disc, l.tax = -l.qty, -l.disc, -l.tax
	return l
}

// original names the receipt that a return belongs to, when it was at hand.
func (g *generator) original(sold receipt) int {
	if g.chance(250) {
		return 0
	}
	return sold.no
}

// insteadOf is what somebody takes for a line brought back: another of its
// kind, or a piece between half and three times its price.
func (g *generator) insteadOf(was line) line {
	if was.dept == deptStraps {
		return pick(g.rng, straps).line()
	}
	for range 50 {
		p := g.piece(g.ware(ordinary))
		if p.price >= was.price/2 && p.price <= was.price*3 {
			return p
		}
	}
	return jewelryExtras[0].line()
}

// returnOf brings back all that can be, the main piece alone, or only what was
// sold with it.
func returnOf(sold receipt) ticket {
	return func(g *generator, r *receipt) {
		r.kind, r.orig, r.who, r.seller = kindReturn, g.original(sold), sold.who, sold.seller
		var lines []line
		for _, l := range sold.lines {
			if goods(l) {
				lines = append(lines, back(l))
			}
		}
		switch roll := g.rng.IntN(100); {
		case roll < 40:
			lines = lines[:1]
		case roll < 55:
			lines = lines[len(lines)-1:]
		}
		r.lines = lines
	}
}

func exchangeOf(sold receipt) ticket {
	return func(g *generator, r *receipt) {
		r.kind, r.orig, r.who, r.seller = kindExchange, g.original(sold), sold.who, g.serve(sold.who, r.date)
		r.lines = []line{g.insteadOf(sold.lines[0])}
		g.finish(r)
		r.lines = append([]line{back(sold.lines[0])}, r.lines...)
	}
}

// goods are what can be handed back over the counter: no work that was done, no
// gift card.
func goods(l line) bool {
	switch l.dept {
	case deptRepairs, deptSizing, deptBatteries, deptEngraving, deptAppraisals, deptGiftCards, deptShipping, deptTradeIn:
		return false
	}
	return l.qty > 0 && l.price > 0
}

// before puts down what people bring back from the time before the first file.
func (g *generator) before() {
	for i := range 4 {
		g.later(g.from, 2+i*5, func(g *generator, r *receipt) {
			g.known(r)
			r.kind, r.orig = kindReturn, firstNumber-120-g.rng.IntN(900)
			r.lines = []line{g.piece(g.ware(ordinary))}
			g.finish(r)
			r.lines[0] = back(r.lines[0])
		})
	}
}

// intake takes a piece in for repair at no charge; the work is paid when it is
// picked up.
func intake(g *generator, r *receipt) {
	g.known(r)
	g.jobs++
	work := pick(g.rng, repairs)
	envelope := fmt.Sprintf("env %d-1", r.no)
	r.kind = kindIntake
	r.lines = []line{{item: work.item, desc: fmt.Sprintf("Take-in: %s, est %d, %s", work.desc, work.price/100, envelope), dept: deptRepairs, qty: 1}}
	g.finish(r)
	taken := *r
	g.later(r.date, 3+g.rng.IntN(16), func(g *generator, r *receipt) {
		r.kind, r.who, r.seller = kindSale, taken.who, taken.seller
		done := work.line()
		done.desc += ", " + envelope
		if g.chance(300) {
			done.price += int64(g.rng.IntN(8)) * 500
		}
		r.lines = []line{done}
		if g.chance(90) {
			r.lines = append(r.lines, jewelryExtras[0].line())
		}
		g.finish(r)
	})
}

// layaway puts a piece aside: payments month by month, and on the last day the
// sale at full price.
func layaway(g *generator, r *receipt) {
	g.known(r)
	g.layaways++
	piece := g.piece(wares[g.rng.IntN(7)])
	for piece.price < 45000 {
		piece = g.piece(wares[g.rng.IntN(7)])
	}
	payments := 3 + g.rng.IntN(3)
	id := fmt.Sprintf("L-%d", 310+g.layaways)
	part := piece.price / int64(payments+1) / 100 * 100
	start := *r
	pay := func(n int) ticket {
		return func(g *generator, r *receipt) {
			r.kind, r.who, r.seller = kindLayaway, start.who, start.seller
			r.lines = []line{{item: "LAYAWAY", desc: fmt.Sprintf("Layaway %s, payment %d of %d", id, n, payments+1), dept: deptLayaway, qty: 1, price: part}}
			g.finish(r)
		}
	}
	pay(1)(g, r)
	for n := 2; n <= payments; n++ {
		g.later(start.date, (n-1)*30, pay(n))
	}
	g.later(start.date, payments*30, func(g *generator, r *receipt) {
		r.kind, r.who, r.seller = kindSale, start.who, start.seller
		r.lines = append([]line{piece}, g.extras(r, piece)...)
		g.finish(r)
	})
}

// deposit starts a custom order: half down, the sale when it is handed over.
func deposit(g *generator, r *receipt) {
	g.known(r)
	g.jobs++
	piece := g.piece(wares[0])
	piece.desc = "Custom " + piece.desc
	order := fmt.Sprintf("C-%d", 140+g.jobs)
	r.kind = kindDeposit
	r.lines = []line{{item: "DEPOSIT", desc: "Deposit on custom order " + order, dept: deptDeposits, qty: 1, price: piece.price / 2 / 100 * 100}}
	g.finish(r)
	ordered := *r
	g.later(r.date, 21+g.rng.IntN(40), func(g *generator, r *receipt) {
		r.kind, r.who, r.seller = kindSale, ordered.who, ordered.seller
		r.lines = append([]line{piece}, g.extras(r, piece)...)
		g.finish(r)
	})
}
