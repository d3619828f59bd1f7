package mapping

// votes counts the receipts whose arithmetic says yes, and those that say no.
type votes struct{ yes, no, open int }

// whole reads the receipt-level columns: whether the lines already hold the
// receipt's discount, and whether they hold the tax.
func (m *Mapping) whole(s *survey) []Question {
	c := m.columns(s.f)
	var asked []Question
	discount := s.discountVotes(c)
	switch {
	case discount.yes > 0 && discount.no == 0:
		m.Rules.DiscountInNet = true
	case discount.yes > 0 && discount.no > 0:
		m.Rules.DiscountInNet = discount.yes > discount.no
	case discount.no == 0 && discount.open > 0:
		if q, ok := m.askDiscount(c, s); ok {
			asked = append(asked, q)
		}
	}
	tax := s.taxVotes(c, m.Rules.DiscountInNet)
	m.Rules.TaxIncluded = tax.yes > tax.no || tax.yes+tax.no == 0 && s.taxInside(c)
	m.Rules.DiscountOnce, m.Rules.TaxOnce = !s.differs(c.receiptDiscount), s.whole(c.tax)
	return asked
}

// askDiscount asks only where it matters: the file gives the lines' own amount
// and nothing shows whether the receipt's discount is already taken off.
func (m *Mapping) askDiscount(c columns, s *survey) (Question, bool) {
	switch m.Answers["discount_in_net"] {
	case "yes":
		m.Rules.DiscountInNet = true
		return Question{}, false
	case "no":
		return Question{}, false
	}
	if c.net < 0 && c.extended < 0 {
		return Question{}, false
	}
	name := s.f.Columns[c.receiptDiscount].Name
	return Question{ID: "discount_in_net", Column: name, Choices: []string{"yes", "no"},
		Text: "Some receipts have a discount in the column " + quote(name) + ". Is each line's part of it already taken off the line amounts?"}, true
}

func quote(s string) string { return "\u201c" + s + "\u201d" }

// discountVotes looks at every receipt with a discount of its own.
func (s *survey) discountVotes(c columns) votes {
	var v votes
	if c.receiptDiscount < 0 {
		return v
	}
	for i := 0; i+1 < len(s.first); i++ {
		sum := s.sum(s.first[i], s.first[i+1], c)
		if sum.discount == 0 {
			continue
		}
		switch {
		case sum.hasNet && sum.hasFormula && near(sum.net, sum.formula-sum.discount):
			v.yes++
		case sum.hasNet && sum.hasFormula && near(sum.net, sum.formula):
			v.no++
		case sum.hasBefore && near(sum.lines, sum.before):
			v.yes++
		case sum.hasBefore && near(sum.lines-sum.discount, sum.before):
			v.no++
		default:
			v.open++
		}
	}
	return v
}

// taxVotes compares the lines with the receipt's total, on receipts with tax.
func (s *survey) taxVotes(c columns, inNet bool) votes {
	var v votes
	if c.tax < 0 || c.total < 0 || s.differs(c.total) { // a total that differs from row to row is the line's
		return v
	}
	for i := 0; i+1 < len(s.first); i++ {
		sum := s.sum(s.first[i], s.first[i+1], c)
		if sum.tax == 0 || !sum.hasTotal {
			continue
		}
		lines := sum.lines + sum.extras
		if !inNet {
			lines -= sum.discount
		}
		switch {
		case near(lines, sum.total):
			v.yes++
		case near(lines+sum.tax, sum.total):
			v.no++
		}
	}
	return v
}

// sums are the amounts of one receipt.
type sums struct {
	net, formula, lines, discount, tax, before, total, extras int64
	hasNet, hasFormula, hasBefore, hasTotal                   bool
}

func (s *survey) sum(from, to int, c columns) sums {
	t := sums{hasNet: true, hasFormula: true}
	net := c.net
	if net < 0 {
		net = c.extended
	}
	for r := from; r < to; r++ {
		_, after, ok := s.formula(r, c)
		n := s.at(r, net)
		t.formula, t.hasFormula = t.formula+after, t.hasFormula && ok
		t.net, t.hasNet = t.net+n.v, t.hasNet && n.ok
		if n.ok {
			t.lines += n.v
		} else {
			t.lines += after
		}
	}
	t.discount = abs(s.once(from, to, c.receiptDiscount).v)
	if t.lines < 0 {
		t.discount = -t.discount
	}
	t.tax = s.once(from, to, c.tax).v
	t.extras = s.once(from, to, c.shipping).v + s.once(from, to, c.tip).v
	s.totals(&t, from, to, c)
	return t
}

// totals reads what the receipt itself says it comes to before tax.
func (s *survey) totals(t *sums, from, to int, c columns) {
	total, sub := s.once(from, to, c.total), s.once(from, to, c.subtotal)
	t.total, t.hasTotal = total.v, total.ok
	switch {
	case sub.ok:
		t.before, t.hasBefore = sub.v, true
	case total.ok:
		t.before, t.hasBefore = total.v-t.tax-t.extras, true
	}
}

// once reads a column of a receipt: its one value where the column is filled
// once a receipt or alike on its rows, else the sum over the rows.
func (s *survey) once(from, to, column int) amount {
	var sum amount
	whole := s.whole(column)
	for r := from; r < to; r++ {
		a := s.at(r, column)
		if !a.ok {
			continue
		}
		if whole {
			return a
		}
		sum = amount{sum.v + a.v, true}
	}
	return sum
}

// differs reports whether most receipts of several rows fill a column
// differently from row to row.
func (s *survey) differs(column int) bool {
	if column < 0 {
		return false
	}
	p := s.filling(column)
	return p.differ > p.firstOnly+p.equal
}

// whole reports whether a column's values belong to receipts rather than to
// lines, by most of the receipts that have several rows.
func (s *survey) whole(column int) bool {
	if column < 0 {
		return false
	}
	known, ok := s.wholes[column]
	if !ok {
		p := s.filling(column)
		known = p.firstOnly+p.equal > p.differ
		s.wholes[column] = known
	}
	return known
}
