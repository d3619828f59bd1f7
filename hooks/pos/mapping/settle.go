package mapping

import (
	"strings"

	"touchstone/hooks/internal/money"
	"touchstone/hooks/pos/table"
)

// columns are the money columns by their numbers, -1 when the file has none.
type columns struct {
	quantity, unit, discount, receiptDiscount, net, extended, gross, tax int
	subtotal, total, shipping, tip                                       int
	percent                                                              bool // the line's discount is a percentage
}

func (m Mapping) columns(f *table.File) columns {
	d := m.column(f, LineDiscount)
	return columns{percent: d >= 0 && Percent(f.Columns[d]),
		quantity: m.column(f, Quantity), unit: m.column(f, UnitPrice), discount: m.column(f, LineDiscount), receiptDiscount: m.column(f, ReceiptDiscount),
		net: m.column(f, Net), extended: m.column(f, Extended), gross: m.column(f, Gross), tax: m.column(f, Tax),
		subtotal: m.column(f, ReceiptSubtotal), total: m.column(f, ReceiptTotal), shipping: m.column(f, Shipping), tip: m.column(f, Tip),
	}
}

// settle lets the file's own arithmetic decide what the words left open. Each
// step may change the mapping, so the columns are looked up anew.
func (m *Mapping) settle(s *survey) {
	m.retailAndPrice(s)
	m.plainSum(s)
	m.discountMinus(s)
	m.wholeTotals(s)
	m.lineTotalWithTax(s)
	m.extendedBeforeDiscount(s)
	m.discountOfReceipt(s)
}

// Percent reports whether a discount column holds percentages.
func Percent(c table.Column) bool {
	return c.Money.Percent || strings.HasSuffix(Fold(c.Name), "%")
}

func (m *Mapping) set(s *survey, column int, field Field) {
	if column < 0 {
		return
	}
	if field == "" {
		delete(m.Columns, s.f.Columns[column].Name)
		return
	}
	m.Columns[s.f.Columns[column].Name] = field
}

// retailAndPrice: a report with Retail, Disc and Price shows the whole line in
// each: Retail less Disc is Price on every row, quantities above one included.
func (m *Mapping) retailAndPrice(s *survey) {
	c := m.columns(s.f)
	if c.net >= 0 || c.extended >= 0 || c.unit < 0 || c.discount < 0 || c.gross >= 0 {
		return
	}
	other := m.unusedPrice(s.f)
	if other < 0 {
		return
	}
	fit := func(gross, net int) (hits, misses, several int) {
		for r := range s.rows {
			g, n, d := s.at(r, gross), s.at(r, net), s.at(r, c.discount)
			if !g.ok || !n.ok || d.v == 0 {
				continue
			}
			if !near(abs(g.v)-abs(d.v), abs(n.v)) {
				misses++
				continue
			}
			hits++
			if q := s.at(r, c.quantity); q.ok && abs(q.v) != 100_000 {
				several++
			}
		}
		return hits, misses, several
	}
	for _, pair := range [][2]int{{other, c.unit}, {c.unit, other}} {
		hits, misses, several := fit(pair[0], pair[1])
		if hits > 0 && misses == 0 && (several == 0 || sumsAgree(s.f, pair[1])) {
			m.set(s, pair[0], Gross)
			m.set(s, pair[1], Net)
			return
		}
	}
}

// unusedPrice finds a second column whose word is a price but that has no field.
func (m *Mapping) unusedPrice(f *table.File) int {
	for i, col := range f.Columns {
		if m.Columns[col.Name] != "" {
			continue
		}
		for _, cl := range claimsOf(col) {
			if cl.field == UnitPrice && fits(col, UnitPrice) {
				return i
			}
		}
	}
	return -1
}

// plainSum: where the file's own subtotals add the price column up as it
// stands, it holds the amount of the whole line.
func (m *Mapping) plainSum(s *survey) {
	c := m.columns(s.f)
	if c.net >= 0 || c.extended >= 0 || c.unit < 0 || c.quantity < 0 || !sumsAgree(s.f, c.unit) {
		return
	}
	for r := range s.rows {
		if q := s.at(r, c.quantity); q.ok && abs(q.v) > 100_000 {
			m.set(s, c.unit, Net)
			return
		}
	}
}

// discountMinus: some systems write discounts as negative amounts.
func (m *Mapping) discountMinus(s *survey) {
	c := m.columns(s.f)
	minus, plus := 0, 0
	for r := range s.rows {
		for _, col := range []int{c.discount, c.receiptDiscount} {
			d := s.at(r, col)
			if q := s.at(r, c.quantity); !d.ok || d.v == 0 || (q.ok && q.v < 0) {
				continue
			}
			if d.v < 0 {
				minus++
			} else {
				plus++
			}
		}
	}
	m.Rules.DiscountMinus = minus > plus
}

// wholeTotals: an amount that stands once a receipt is the receipt's, not the
// line's.
func (m *Mapping) wholeTotals(s *survey) {
	c := m.columns(s.f)
	if c.extended < 0 || !s.filling(c.extended).perReceipt() || s.lineFits(c, c.extended) > 0 {
		return
	}
	if c.unit < 0 && c.net < 0 && c.gross < 0 { // the file has no other amount; equal pieces cost the same
		return
	}
	field := ReceiptTotal
	if Fold(s.f.Columns[c.extended].Name) == "subtotal" || Fold(s.f.Columns[c.extended].Name) == "sub total" {
		field = ReceiptSubtotal
	}
	if m.has(field) {
		field = ""
	}
	m.set(s, c.extended, field)
}

// lineFits counts rows of receipts with several rows on which a column equals
// quantity x price, with or without the line's discount.
func (s *survey) lineFits(c columns, column int) int {
	hits := 0
	for i := 0; i+1 < len(s.first); i++ {
		if s.first[i+1]-s.first[i] < 2 {
			continue
		}
		for r := s.first[i] + 1; r < s.first[i+1]; r++ {
			a := s.at(r, column)
			if before, after, ok := s.formula(r, c); ok && a.ok && (near(a.v, before) || near(a.v, after)) && a.v != 0 {
				hits++
			}
		}
	}
	return hits
}

// formula gives quantity x price of a row, before and after its discount.
func (s *survey) formula(r int, c columns) (before, after int64, ok bool) {
	u := s.at(r, c.unit)
	if !u.ok {
		return 0, 0, false
	}
	q := amount{100_000, true}
	if c.quantity >= 0 {
		q = s.at(r, c.quantity)
	}
	before = times(q.v, u.v)
	d := abs(s.at(r, c.discount).v)
	if c.percent {
		d = abs(money.MulDiv(before, d, 100*100_000))
	}
	if before < 0 {
		d = -d
	}
	return before, before - d, q.ok
}

// lineTotalWithTax: a line total that is the price plus the line's tax is not
// what we count; the formula is.
func (m *Mapping) lineTotalWithTax(s *survey) {
	c := m.columns(s.f)
	column := c.extended
	if column < 0 || c.tax < 0 {
		return
	}
	with, without := 0, 0
	for r := range s.rows {
		_, after, ok := s.formula(r, c)
		if !ok && c.net >= 0 {
			after, ok = s.at(r, c.net).v, s.at(r, c.net).ok
		}
		t, e := s.at(r, c.tax), s.at(r, column)
		if !ok || !e.ok || t.v == 0 {
			continue
		}
		if near(e.v, after+t.v) {
			with++
		} else if near(e.v, after) {
			without++
		}
	}
	if with > 0 && without == 0 {
		m.set(s, column, "")
	}
}

// extendedBeforeDiscount: an extended amount that leaves the line's discount
// out on every row that has one (three at least) is the gross amount.
func (m *Mapping) extendedBeforeDiscount(s *survey) {
	c := m.columns(s.f)
	if c.extended < 0 || c.discount < 0 || c.net >= 0 || c.gross >= 0 {
		return
	}
	before, other := 0, 0
	for r := range s.rows {
		gross, after, ok := s.formula(r, c)
		e := s.at(r, c.extended)
		if !ok || !e.ok || near(gross, after) {
			continue
		}
		if near(e.v, gross) {
			before++
		} else {
			other++
		}
	}
	if before >= 3 && other == 0 && !s.filling(c.discount).perReceipt() {
		m.set(s, c.extended, Gross)
	}
}

// discountOfReceipt: a discount column that stands once a receipt, and that the
// lines' amounts do not use, is a discount on the whole receipt.
func (m *Mapping) discountOfReceipt(s *survey) {
	c := m.columns(s.f)
	if c.discount < 0 || c.receiptDiscount >= 0 || !s.filling(c.discount).perReceipt() {
		return
	}
	net := c.net
	if net < 0 {
		net = c.extended
	}
	fit, miss := 0, 0
	for r := range s.rows {
		before, after, ok := s.formula(r, c)
		n := s.at(r, net)
		if !ok || !n.ok || near(before, after) {
			continue
		}
		if near(n.v, after) {
			fit++
		} else {
			miss++
		}
	}
	firstOnly := s.filling(c.discount).equal == 0
	if miss > fit || (fit == 0 && firstOnly) {
		m.set(s, c.discount, ReceiptDiscount)
	}
}
