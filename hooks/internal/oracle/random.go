package oracle

import (
	"fmt"
	"math/rand"

	"touchstone/hooks/internal/civil"
)

// The last business date of a random book; everything lies before any present.
var lastDay = civil.Date{Year: 2026, Month: 6, Day: 30}

// maker grows a book; the same seed grows the same book.
type maker struct {
	rng   *rand.Rand
	b     Book
	store string
	next  int
}

// Random returns a small book dense in awkward cases: splits, returns that
// stand before their sale, exchanges, voids, discounts on receipts, free
// lines, ties, clocks at the borders. One store with default settings.
func Random(seed int64) Book {
	m := begin(seed)
	m.fill("MAIN", 30+m.rng.Intn(371))
	return m.finish()
}

// RandomStores is Random over two stores that use the same receipt numbers.
func RandomStores(seed int64) Book {
	m := begin(seed)
	m.b.Stores = append(m.b.Stores, m.b.Stores[0])
	m.b.Stores[1].Code = "EAST"
	m.fill("MAIN", 20+m.rng.Intn(100))
	m.fill("EAST", 20+m.rng.Intn(100))
	return m.finish()
}

func begin(seed int64) *maker {
	m := &maker{rng: rand.New(rand.NewSource(seed))}
	m.b.Currency = "USD"
	m.b.Stores = []Store{{Code: "MAIN", Zone: "America/New_York", Noon: 720, Evening: 1020, WeekStart: 1}}
	m.b.Staff = append(m.b.Staff, people[:3+m.rng.Intn(len(people)-2)]...)
	m.clients(8 + m.rng.Intn(50))
	return m
}

// clients makes people with unlike names; couples share a household, a name
// and a phone, which is no identity.
func (m *maker) clients(count int) {
	order := m.rng.Perm(len(firstNames) * len(lastNames))
	for i := range count {
		c := Client{
			ID:    fmt.Sprintf("%05d", 601+i),
			Name:  firstNames[order[i]%len(firstNames)] + " " + lastNames[order[i]/len(firstNames)],
			Phone: fmt.Sprintf("(212) 555-%04d", 100+i),
			Email: fmt.Sprintf("client%d@example.com", i),
		}
		if i%5 == 4 {
			mate := &m.b.Clients[i-1]
			mate.Household, c.Household, c.Phone = "H"+mate.ID, "H"+mate.ID, mate.Phone
		}
		if m.rng.Intn(6) == 0 {
			c.Email = ""
		}
		m.b.Clients = append(m.b.Clients, c)
	}
}

// fill writes the receipts of one store. The first is a plain sale on a day
// past the twelfth, so that a column of dates proves its own order.
func (m *maker) fill(store string, count int) {
	m.store, m.next = store, 10001
	begun := len(m.b.Receipts)
	m.receipt(civil.Date{Year: 2026, Month: 5, Day: 29}, Sale, m.line(primaries, 1))
	m.b.Receipts[begun].Clock = 641
	for len(m.b.Receipts)-begun < count {
		m.one(begun)
	}
	for range 3 {
		m.anniversary()
	}
}

// one adds a receipt of a kind drawn by lot, each with its weight.
func (m *maker) one(begun int) {
	day := m.day()
	services, card, deposit := secondaries[7:], aparts[:1], aparts[3:]
	lots := []struct {
		weight int
		make   func()
	}{
		{54, func() { m.receipt(day, m.mostly(Sale), m.basket()...) }},
		{8, func() { m.receipt(day, m.mostly(Sale), m.line(services, 1)) }},
		{4, func() { m.receipt(day, m.mostly(Sale), m.line(card, 1)) }},
		{12, func() { m.giveBack(begun, false) }},
		{5, func() { m.giveBack(begun, true) }},
		{3, func() { m.receipt(day, m.mostly(Return), m.reverse(m.line(primaries, 1), 1)) }},
		{3, func() {
			m.receipt(day, m.mostly(Exchange), m.reverse(m.line(primaries, 1), 1), m.line(primaries, 1), m.line(secondaries, 1))
		}},
		{2, func() { m.receipt(day, Unsaid, m.line(primaries, 1), m.reverse(m.line(services, 1), 1)) }},
		{3, func() { m.receipt(day, Void, m.basket()...) }},
		{2, func() { m.receipt(day, Quote, m.basket()...) }},
		{2, func() { m.receipt(day, Layaway, m.line(deposit, 1)) }},
		{2, func() { m.receipt(day, Deposit, m.line(deposit, 1)) }},
	}
	roll := m.rng.Intn(100)
	for _, lot := range lots {
		if roll -= lot.weight; roll < 0 {
			lot.make()
			return
		}
	}
}

// mostly leaves the kind unsaid now and then.
func (m *maker) mostly(k Kind) Kind {
	if m.rng.Intn(8) == 0 {
		return Unsaid
	}
	return k
}

func (m *maker) day() civil.Date {
	switch m.rng.Intn(5) {
	case 0:
		return lastDay.AddDays(-m.rng.Intn(920))
	case 1: // ends of months
		return civil.Date{Year: 2024 + m.rng.Intn(2), Month: 1, Day: 31}.AddMonths(m.rng.Intn(17))
	}
	return lastDay.AddDays(-m.rng.Intn(120))
}

// anniversary lets a client buy twice, 24 months apart or a day more.
func (m *maker) anniversary() {
	late := civil.Date{Year: 2026, Month: 2, Day: 28}.AddDays(m.rng.Intn(100))
	client := m.b.Clients[m.rng.Intn(len(m.b.Clients))].ID
	for _, d := range []civil.Date{late, late.AddMonths(-24).AddDays(-m.rng.Intn(2))} {
		m.receipt(d, Sale, m.line(primaries, 1))
		m.b.Receipts[len(m.b.Receipts)-1].Client = client
	}
}

var clocks = []int{-1, 0, 5, 719, 720, 1019, 1020, 1439}

// receipt adds a receipt with a clock, a client, people and now and then a
// discount over the whole.
func (m *maker) receipt(day civil.Date, kind Kind, ls ...Line) {
	r := Receipt{Store: m.store, Number: fmt.Sprint(m.next), Stated: kind, Date: day, Clock: 560 + m.rng.Intn(600), Lines: ls}
	m.next++
	if m.rng.Intn(5) == 0 {
		r.Clock = clocks[m.rng.Intn(len(clocks))]
	}
	if m.rng.Intn(3) > 0 {
		r.Client = m.b.Clients[m.rng.Intn(len(m.b.Clients))].ID
	}
	m.credit(&r)
	m.discount(&r)
	m.refund(&r)
	m.b.Receipts = append(m.b.Receipts, r)
}

// credit names the people: nobody, the same on all lines, or line by line.
func (m *maker) credit(r *Receipt) {
	if m.rng.Intn(9) == 0 {
		return
	}
	shares := m.shares()
	alone := m.rng.Intn(4) == 0
	for i := range r.Lines {
		if alone {
			shares = m.shares()
		}
		r.Lines[i].Shares = shares
	}
}

var patterns = [][]int64{{10000}, {10000}, {10000}, {5000, 5000}, {6000, 4000}, {3000, 7000}, {3300, 3300, 3300}, {3333, 3333, 3334}, {0, 0}, {0, 0, 0}, {2500, 2500, 5000}}

func (m *maker) shares() []Share {
	order := m.rng.Perm(len(m.b.Staff))
	pattern := patterns[m.rng.Intn(len(patterns))]
	out := make([]Share, len(pattern))
	for i, p := range pattern {
		out[i] = Share{m.b.Staff[order[i]].Code, p}
	}
	return out
}

// discount takes something off the whole receipt, never all of it.
func (m *maker) discount(r *Receipt) {
	if m.rng.Intn(8) > 0 {
		return
	}
	up, down := int64(0), int64(0)
	for _, l := range r.Lines {
		if l.Net != nil {
			return
		}
		if v := plain(r, l); merchandise(l.Role) && v > 0 {
			up += v
		} else if merchandise(l.Role) {
			down -= v
		}
	}
	if _, kind := nets(r); kind == Return {
		up = down
	}
	if up > 100 {
		r.Discount = 1 + m.rng.Int63n(up/5)
	}
}

// refund gives money back without saying for which lines.
func (m *maker) refund(r *Receipt) {
	if r.Stated != Sale || m.rng.Intn(16) > 0 {
		return
	}
	goods := int64(0)
	net, _ := nets(r)
	for i, l := range r.Lines {
		if !merchandise(l.Role) || net[i] < 0 {
			return
		}
		goods += net[i]
	}
	if goods == 0 {
		return
	}
	r.Refunded = goods
	if m.rng.Intn(2) == 0 {
		r.Refunded = 1 + m.rng.Int63n(goods)
	}
	if m.rng.Intn(2) == 0 {
		r.RefundedOn = r.Date.AddDays(m.rng.Intn(30))
	}
}
