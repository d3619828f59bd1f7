package oracle

import "math/rand"

// line draws a piece; prices stray from the list, a few lines are free or cost
// what the file says they cost.
func (m *maker) line(from []piece, pieces int64) Line {
	p := from[m.rng.Intn(len(from))]
	l := Line{
		SKU: p.sku, Category: p.category, Description: p.words, Role: p.role, ProductLine: p.line, Brand: p.brand,
		Quantity: pieces * 1000, UnitPrice: p.price,
	}
	if m.rng.Intn(2) == 0 {
		l.UnitPrice += m.rng.Int63n(900) - 450
	}
	switch m.rng.Intn(24) {
	case 0:
		l.UnitPrice = 0
	case 1:
		l.Discount = plain(&Receipt{}, l)
	case 2, 3, 4:
		l.Discount = 1 + m.rng.Int63n(1+l.UnitPrice/4)
	case 5:
		net := plain(&Receipt{}, l) - 1 - m.rng.Int63n(3)
		if net > 0 {
			l.Net = &net
		}
	}
	return l
}

// basket is a sale: one or more pieces with add-ons and what is no merchandise.
func (m *maker) basket() []Line {
	var out []Line
	if m.rng.Intn(7) > 0 {
		out = append(out, m.line(primaries, 1))
	}
	if m.rng.Intn(9) == 0 { // a watch and a jewel of one price, the jewel first
		out = append(out, m.fixed(primaries[3]), m.fixed(primaries[8]))
	}
	for m.rng.Intn(2) == 0 || len(out) == 0 {
		out = append(out, m.line(secondaries, m.pieces()))
	}
	switch m.rng.Intn(12) {
	case 0:
		out = append(out, m.line(aparts[:2], 1))
	case 1:
		out = append(out, m.reverse(m.fixed(aparts[2]), 1))
	case 2:
		out = append(out, out[0])
	case 3:
		half := m.fixed(secondaries[0])
		half.Quantity = 1500
		out = append(out, half)
	}
	return distinct(out)
}

func (m *maker) pieces() int64 {
	if m.rng.Intn(4) == 0 {
		return 2 + m.rng.Int63n(2)
	}
	return 1
}

// fixed is a piece at its list price.
func (m *maker) fixed(p piece) Line {
	return Line{
		SKU: p.sku, Category: p.category, Description: p.words, Role: p.role, ProductLine: p.line, Brand: p.brand,
		Quantity: 1000, UnitPrice: p.price,
	}
}

// distinct keeps lines of one SKU alike, so that it never depends on a reading
// of METRICS which of two unlike lines a return finds.
func distinct(ls []Line) []Line {
	first := map[string]Line{}
	for i, l := range ls {
		if f, ok := first[l.SKU]; ok {
			ls[i] = f
			continue
		}
		first[l.SKU] = l
	}
	return ls
}

// reverse turns a line into one that comes back, whole pieces of it.
func (m *maker) reverse(l Line, pieces int64) Line {
	whole := l.Quantity
	l.Quantity = -pieces * 1000
	if l.Quantity < -whole && whole%1000 != 0 {
		l.Quantity = -whole
	}
	l.Discount = round(l.Discount, l.Quantity, whole)
	l.Net, l.Shares = nil, nil
	return l
}

// giveBack returns something of an earlier receipt of the store, all of it, a
// part, or more than was sold; an exchange takes something new along.
func (m *maker) giveBack(begun int, exchange bool) {
	var sales []Receipt
	for _, r := range m.b.Receipts[begun:] {
		if (r.Stated == Sale || r.Stated == Exchange) && r.Date.Before(lastDay) {
			sales = append(sales, r)
		}
	}
	o := sales[m.rng.Intn(len(sales))]
	kind, back := Return, m.backOf(o)
	if exchange {
		kind, back = Exchange, append(back, m.line(primaries, 1))
	}
	day := o.Date.AddDays(m.rng.Intn(min(60, o.Date.DaysUntil(lastDay)+1)))
	m.receipt(day, m.mostly(kind), back...)
	last := &m.b.Receipts[len(m.b.Receipts)-1]
	last.Original = o.Number
	if m.rng.Intn(3) > 0 {
		last.Client = o.Client
	}
	if exchange && m.rng.Intn(6) == 0 {
		last.Original = ""
	}
}

// backOf draws the lines that come back of a receipt, the first of them
// always.
func (m *maker) backOf(o Receipt) []Line {
	var back []Line
	for _, l := range o.Lines {
		if l.Quantity <= 0 || (len(back) > 0 && m.rng.Intn(3) > 0) {
			continue
		}
		pieces := 1 + m.rng.Int63n(max(1, l.Quantity/1000))
		if m.rng.Intn(12) == 0 {
			pieces++
		}
		r := m.reverse(l, pieces)
		if m.rng.Intn(10) == 0 {
			r.UnitPrice, r.Discount = r.UnitPrice*9/10, 0
		}
		back = append(back, r)
	}
	return back
}

// finish shuffles the file of every other book and settles who came first.
func (m *maker) finish() Book {
	if m.rng.Intn(2) == 0 {
		rest := m.b.Receipts[1:]
		m.rng.Shuffle(len(rest), func(i, j int) { rest[i], rest[j] = rest[j], rest[i] })
	}
	settle(&m.b)
	return m.b
}

// settle takes the client off receipts of their first day that could each be
// the first: without clocks the book itself does not know.
func settle(b *Book) {
	all := facts(*b)
	first := firsts(all)
	for _, f := range all {
		one := first[f.Client]
		if one == nil || one == f || !f.sale || f.day != one.day {
			continue
		}
		if f.Clock < 0 || one.Clock < 0 || f.Clock == one.Clock {
			f.Receipt.Client = ""
		}
	}
}

// Scopes draws questions for random books: every cut, over a month or more, now and
// then as known on the last day asked for.
func Scopes(seed int64) []Scope {
	rng := rand.New(rand.NewSource(seed))
	var out []Scope
	for _, cut := range []string{"", "associate", "product_line", "brand", "shift", "weekday", "store"} {
		to := lastDay.AddDays(-rng.Intn(100))
		wide := Scope{From: lastDay.AddMonths(-40), To: lastDay, By: cut}
		narrow := Scope{From: to.AddDays(-rng.Intn(200)), To: to, By: cut}
		asKnown := narrow
		asKnown.Known = to.AddDays(rng.Intn(20))
		out = append(out, wide, narrow, asKnown)
	}
	return out
}
