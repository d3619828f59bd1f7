package sample

import "fmt"

// bulk is something sold over and over under one number.
type bulk struct {
	item, desc, dept string
	price            int64 // cents
}

var (
	straps = []bulk{
		{"810-00018", "Leather Watch Strap 18mm Brown", deptStraps, 4900},
		{"810-00020", "Leather Watch Strap 20mm Black", deptStraps, 5900},
		{"810-00022", "Rubber Dive Strap 22mm", deptStraps, 6500},
		{"810-00120", `Nylon Watch Strap 20mm, 10"`, deptStraps, 2995},
		{"810-00320", "SS Mesh Watch Band 20mm", deptStraps, 11900},
	}
	watchExtras = []bulk{
		{"820-00001", "Single Watch Winder", deptWinders, 18900},
		{"830-00002", "Watch Travel Roll, 3 pc Leather", deptCases, 8900},
		{"850-00003", "Watch Cleaning Kit", deptCleaning, 2450},
	}
	jewelryExtras = []bulk{
		{"850-00001", "Jewelry Cleaning Kit", deptCleaning, 1995},
		{"850-00002", "Ultrasonic Cleaner, Home", deptCleaning, 6995},
		{"830-00001", "Jewelry Travel Case", deptCases, 4500},
		{"850-00004", "Polishing Cloth 12\"x10\"", deptCleaning, 1295},
	}
	engravings = []bulk{
		{"920-00001", "Engraving, up to 3 initials", deptEngraving, 2500},
		{"920-00002", "Engraving, script 15 letters", deptEngraving, 4500},
	}
	sizings = []bulk{
		{"930-00001", "Ring sizing up 1 size 14K", deptSizing, 6500},
		{"930-00002", "Ring sizing down 1 size", deptSizing, 4500},
		{"930-00003", "Ring sizing PLAT", deptSizing, 11000},
	}
	appraisals = []bulk{{"940-00001", "Insurance Appraisal, 1 item", deptAppraisals, 9500}}
	batteries  = []bulk{
		{"910-00001", "Watch Battery", deptBatteries, 1495},
		{"910-00002", "Watch Battery, water resistant w/ reseal", deptBatteries, 3995},
	}
	repairs = []bulk{
		{"900-00001", "Retip 4 prongs", deptRepairs, 14000},
		{"900-00002", "Solder chain", deptRepairs, 4500},
		{"900-00003", "Rhodium & polish", deptRepairs, 7500},
		{"900-00004", "Restring pearls 18\"", deptRepairs, 9500},
		{"900-00005", "Replace melee .02ct", deptRepairs, 8500},
		{"900-00006", "Clock clean & oil", deptRepairs, 24500},
		{"900-00007", "Watch overhaul, automatic", deptRepairs, 38500},
	}
)

func (b bulk) line() line {
	return line{item: b.item, desc: b.desc, dept: b.dept, qty: 1, price: b.price}
}

// plan is the care plan that belongs to a piece: the dearer the piece, the
// dearer the plan.
func plan(piece line) line {
	tiers := []struct{ upTo, price int64 }{{25000, 2999}, {50000, 5999}, {100000, 9999}, {250000, 17999}, {500000, 29900}, {1 << 62, 49900}}
	what, n := "Jewelry Care Plan", 700
	if piece.dept == deptWatches {
		what, n = "Watch Care Plan", 710
	}
	for i, t := range tiers {
		if piece.price < t.upTo {
			return line{item: fmt.Sprintf("%d-%05d", n, i+1), desc: what + " 3 yr", dept: deptPlans, qty: 1, price: t.price}
		}
	}
	return line{}
}

// addOn draws what is offered to a main piece: a care plan first of all, then
// what goes with a watch, with a ring, with any piece.
func (g *generator) addOn(piece line) line {
	roll := g.rng.IntN(100)
	if roll < 38 {
		return plan(piece)
	}
	switch piece.dept {
	case deptWatches:
		if roll < 70 {
			return pick(g.rng, straps).line()
		}
		if roll < 88 {
			return pick(g.rng, watchExtras).line()
		}
		return pick(g.rng, engravings).line()
	case deptRings, deptBands, deptFashion:
		if roll < 60 {
			return pick(g.rng, sizings).line()
		}
	}
	return g.anyExtra(piece, roll)
}

func (g *generator) anyExtra(piece line, roll int) line {
	switch {
	case roll > 92 && piece.price > 150000:
		return pick(g.rng, appraisals).line()
	case roll > 80:
		return pick(g.rng, engravings).line()
	}
	l := pick(g.rng, jewelryExtras).line()
	if g.chance(60) {
		l.qty = 2
	}
	return l
}

// marked takes a discount off a piece, as is done about one time in four.
func (g *generator) marked(piece line) line {
	if !g.chance(270) {
		return piece
	}
	percent := pick(g.rng, []int64{5, 10, 10, 10, 15, 20})
	piece.disc = piece.qty * piece.price * percent / 100
	if g.chance(500) {
		piece.disc = piece.disc / 100 * 100
	}
	return piece
}

// cart is what one buyer takes home: main pieces of the season, and the add-ons
// that this seller tends to get.
func (g *generator) cart(r *receipt) []line {
	s := seasonOf(r.date)
	w := g.ware(s)
	first := g.marked(g.piece(w))
	lines := []line{first}
	switch {
	case w.dept == deptBands && g.chance(400): // his and hers
		lines = append(lines, g.marked(g.piece(w)))
	case g.chance(120):
		lines = append(lines, g.marked(g.piece(g.ware(s))))
	}
	return append(lines, g.extras(r, first)...)
}

// extras are what goes with a piece: add-ons as often as this seller gets them,
// and now and then a line that is no merchandise.
func (g *generator) extras(r *receipt, piece line) []line {
	var lines []line
	switch {
	case piece.dept == deptGifts: // a cup may be engraved; no plan covers it
		if g.chance(250) {
			lines = append(lines, engravings[0].line())
		}
		return lines
	case g.chance(g.odds(r, piece)):
		lines = append(lines, g.addOn(piece))
		if second := g.addOn(piece); g.chance(220) && second.item != lines[0].item {
			lines = append(lines, second)
		}
	case piece.dept == deptRings && g.chance(250):
		free := sizings[0].line()
		free.desc, free.price = "Ring sizing, complimentary", 0
		lines = append(lines, free)
	}
	return append(lines, g.besides(piece)...)
}

// odds is the permille of an add-on: a watch invites one more than a jewel does.
func (g *generator) odds(r *receipt, piece line) int {
	own := g.offers(r.seller, r.date) * 96 / 100
	if piece.dept == deptWatches {
		return own * 116 / 100
	}
	return own
}

// besides is what stands on a sale and is no merchandise.
func (g *generator) besides(piece line) []line {
	switch {
	case g.chance(12):
		return []line{g.giftCard()}
	case piece.price > 80000 && g.chance(45):
		worth := int64(80+g.rng.IntN(420)) * 100
		what := g.say("Trade-in %s %s", golds, []string{"chain, broken", "band", "ring w/o stone", "bracelet"})
		return []line{{item: "TRADE", desc: what, dept: deptTradeIn, qty: -1, price: worth}}
	case g.chance(8):
		return []line{{item: "SHIP", desc: "Shipping, insured", dept: deptShipping, qty: 1, price: 2500}}
	}
	return nil
}

func (g *generator) giftCard() line {
	return line{item: "GC", desc: "Gift Card", dept: deptGiftCards, qty: 1, price: pick(g.rng, []int64{2500, 5000, 5000, 10000, 10000, 15000, 25000, 50000})}
}
