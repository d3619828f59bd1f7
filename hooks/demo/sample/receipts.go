package sample

import (
	"strings"

	"touchstone/hooks/internal/civil"
)

// The words of the POS for its documents.
const (
	kindSale     = "Sale"
	kindReturn   = "Return"
	kindExchange = "Exchange"
	kindVoid     = "Void"
	kindQuote    = "Quote"
	kindDeposit  = "Deposit"
	kindLayaway  = "Layaway Payment"
	kindIntake   = "Repair Intake"
	kindBuyIn    = "Buy In"
)

// receipt is one document of the POS. seller indexes the crew.
type receipt struct {
	no, orig int // orig: the number of the original sale, 0 when not given
	date     civil.Date
	minute   int // after midnight
	kind     string
	who      *client
	stranger string // what was typed for somebody without a card
	noPhone  string // what was typed in place of a stranger's number
	seller   int
	lines    []line
}

// ticket writes the document that a visit to the counter leaves behind.
type ticket func(g *generator, r *receipt)

// tickets are the reasons to come to the counter, with weights of a thousand.
var tickets = []struct {
	weight int
	write  ticket
}{
	{600, sale}, {135, serviceOnly}, {75, smallThing}, {65, intake}, {22, quote},
	{24, giftCardOnly}, {16, void}, {12, buyIn}, {9, layaway}, {10, deposit}, {32, pairOfBatteries},
}

func (g *generator) ticket() ticket {
	left := g.rng.IntN(1000)
	for _, t := range tickets {
		if left -= t.weight; left < 0 {
			return t.write
		}
	}
	return sale
}

func sale(g *generator, r *receipt) {
	r.kind, r.lines = kindSale, g.cart(r)
	g.finish(r)
	g.mayComeBack(*r)
}

func serviceOnly(g *generator, r *receipt) {
	r.kind = kindSale
	work := pick(g.rng, [][]bulk{batteries, batteries, batteries, engravings, appraisals, sizings, repairs})
	r.lines = []line{pick(g.rng, work).line()}
	g.finish(r)
}

func pairOfBatteries(g *generator, r *receipt) {
	r.kind = kindSale
	l := batteries[0].line()
	l.qty = 2
	r.lines = []line{l}
	g.finish(r)
}

// smallThing is a strap, a case or a cleaning kit without a main piece.
func smallThing(g *generator, r *receipt) {
	r.kind = kindSale
	from := straps
	if g.chance(400) {
		from = jewelryExtras
	}
	r.lines = []line{g.marked(pick(g.rng, from).line())}
	if from[0].dept == deptStraps && g.chance(300) {
		r.lines = append(r.lines, batteries[0].line())
	}
	g.finish(r)
	g.mayComeBack(*r)
}

func giftCardOnly(g *generator, r *receipt) {
	r.kind, r.lines = kindSale, []line{g.giftCard()}
	g.finish(r)
}

func buyIn(g *generator, r *receipt) {
	r.kind = kindBuyIn
	worth := int64(45+g.rng.IntN(900)) * 100
	r.lines = []line{{item: "SCRAP", desc: g.say("Gold bought in, %s %s dwt", []string{"10K", "14K", "18K"}, []string{"1.8", "2.4", "3.1", "4.6", "6.2", "8.9"}), dept: deptGold, qty: -1, price: worth}}
	g.finish(r)
}

// void is a sale rung wrong and taken back; most are rung again at once.
func void(g *generator, r *receipt) {
	r.kind, r.lines = kindVoid, g.cart(r)
	g.finish(r)
	if g.chance(650) {
		again := *r
		g.rightAway = func(g *generator, r *receipt) {
			r.kind, r.who, r.seller = kindSale, again.who, again.seller
			r.lines = append([]line(nil), again.lines...)
		}
	}
}

// quote is a price on paper; some come back and buy exactly that piece.
func quote(g *generator, r *receipt) {
	g.known(r)
	piece := g.piece(g.ware(seasonOf(r.date)))
	r.kind, r.lines = kindQuote, []line{piece}
	g.finish(r)
	if !g.chance(350) {
		return
	}
	before := *r
	g.later(r.date, 2+g.rng.IntN(20), func(g *generator, r *receipt) {
		r.kind, r.who, r.seller = kindSale, before.who, g.serve(before.who, r.date)
		r.lines = append([]line{piece}, g.extras(r, piece)...)
		g.finish(r)
		g.mayComeBack(*r)
	})
}

// finish writes down who is credited and the tax of every line.
func (g *generator) finish(r *receipt) {
	sellers, split := g.credit(r)
	for i := range r.lines {
		l := r.lines[i].taxed()
		l.sellers, l.split = sellers, split
		if i > 0 && !strings.Contains(sellers, "/") && sellers != "" && g.chance(25) {
			// a colleague at the bench or the till added this one
			l.sellers = g.crew[g.serve(nil, r.date)].Code
		}
		r.lines[i] = l
	}
}

// credit is what was typed as salesperson: mostly one code, sometimes a split,
// now and then nothing or HOUSE.
func (g *generator) credit(r *receipt) (sellers, split string) {
	own := g.crew[r.seller].Code
	roll := g.rng.IntN(1000)
	switch {
	case roll < 10:
		return "", ""
	case roll < 28:
		return "HOUSE", ""
	case roll < 130 && r.kind == kindSale && len(r.lines) > 0 && r.lines[0].price > 30000:
		return g.shared(r)
	}
	return own, "100"
}

// shared is a sale of two, rarely three: the seller first.
func (g *generator) shared(r *receipt) (sellers, split string) {
	codes := []string{g.crew[r.seller].Code}
	wanted := 2
	if g.chance(80) {
		wanted = 3
	}
	for i := range g.crew {
		next := (r.seller + 1 + i) % len(g.crew)
		if len(codes) < wanted && next != r.seller && g.present(next, r.date) && g.chance(600) {
			codes = append(codes, g.crew[next].Code)
		}
	}
	switch len(codes) {
	case 1:
		return codes[0], "100"
	case 2:
		return strings.Join(codes, "/"), pick(g.rng, []string{"60/40", "60/40", "50/50", "50/50", "70/30", "80/20", ""})
	}
	return strings.Join(codes, "/"), pick(g.rng, []string{"34/33/33", "50/25/25", ""})
}

// known makes sure that a document which needs a name has one.
func (g *generator) known(r *receipt) {
	if r.who == nil && len(g.people.seen) > 0 {
		r.who = pick(g.rng, g.people.seen)
		r.seller = g.serve(r.who, r.date)
	}
}
