package ticket

import (
	"fmt"
	"strings"

	"touchstone/hooks/internal/money"
	"touchstone/hooks/pos/mapping"
	"touchstone/hooks/pos/table"
)

// number reads a money or number cell of a field; ok is false when it is empty.
func (b *builder) number(r table.Row, field mapping.Field) (d money.Decimal, ok bool, problem *bad) {
	i := b.at.one[field]
	if i < 0 {
		return d, false, nil
	}
	cell := strings.TrimSpace(r.Cells[i])
	if cell == "" {
		return d, false, nil
	}
	d, empty, err := b.f.Columns[i].Money.Parse(cell)
	if err != nil {
		return d, false, &bad{field: field, value: cell, reason: "this is not an amount"}
	}
	if abs(d.Coef) > 1e17 || d.Scale > 12 || d.Scale < -12 || abs(d.Rescale(0).Coef) > 1e12 {
		return d, false, &bad{field: field, value: cell, reason: "this number is too large to be meant"}
	}
	return d, !empty, nil
}

func abs(v int64) int64 {
	if v < 0 {
		return -v
	}
	return v
}

// minor reads an amount as minor units of the file's currency.
func (b *builder) minor(r table.Row, field mapping.Field) (amountCell, *bad) {
	d, ok, problem := b.number(r, field)
	return amountCell{d.Minor(b.digits), ok}, problem
}

// figures are the numbers of one row as written.
type figures struct {
	quantity, unit       money.Decimal
	hasQuantity, hasUnit bool
	discount             money.Decimal
	percent              bool
	net, gross, tax      amountCell
}

func (b *builder) figures(r table.Row) (f figures, problem *bad) {
	if f.quantity, f.hasQuantity, problem = b.number(r, mapping.Quantity); problem != nil {
		return f, problem
	}
	if f.unit, f.hasUnit, problem = b.number(r, mapping.UnitPrice); problem != nil {
		return f, problem
	}
	if f.discount, _, problem = b.number(r, mapping.LineDiscount); problem != nil {
		return f, problem
	}
	if i := b.at.one[mapping.LineDiscount]; i >= 0 {
		f.percent = mapping.Percent(b.f.Columns[i])
	}
	for _, x := range []struct {
		field mapping.Field
		to    *amountCell
	}{{mapping.Net, &f.net}, {mapping.Gross, &f.gross}, {mapping.Tax, &f.tax}} {
		if *x.to, problem = b.minor(r, x.field); problem != nil {
			return f, problem
		}
	}
	if !f.net.ok {
		f.net, problem = b.minor(r, mapping.Extended)
	}
	return f, problem
}

// line reads the goods of a row; has is false for a row that only carries
// facts about its receipt.
func (b *builder) line(r table.Row) (l Line, has bool, problem *bad) {
	f, problem := b.figures(r)
	if problem != nil {
		return l, false, problem
	}
	l = Line{Row: r.Number, SKU: b.code(r, mapping.SKU), Description: b.cell(r, mapping.Description), Category: b.category(r), Brand: b.cell(r, mapping.Brand)}
	x := Extra{Serial: b.cell(r, mapping.Serial), Certificate: b.cell(r, mapping.Certificate), Metal: b.cell(r, mapping.Metal), Stone: b.cell(r, mapping.Stone), Carat: b.cell(r, mapping.Carat)}
	if x != (Extra{}) {
		l.Extra = &x
	}
	l.Shares, l.sold = b.staffCells(r)
	if !f.net.ok && !f.hasUnit && !f.gross.ok {
		if l.SKU == "" && l.Description == "" && !f.hasQuantity {
			return l, false, nil
		}
		if b.at.one[mapping.UnitPrice] < 0 || f.hasQuantity {
			return l, false, &bad{field: b.amountField(), reason: "the row names goods but no amount"}
		}
	}
	b.amounts(&l, f)
	if f.tax.ok && !b.m.Rules.TaxOnce {
		l.Tax = f.tax.v
	}
	if l.UnitPrice == 1 && b.digits == 2 {
		b.tiny = append(b.tiny, r.Number)
	}
	return l, true, nil
}

func (b *builder) amountField() mapping.Field {
	for _, f := range []mapping.Field{mapping.Net, mapping.Extended, mapping.UnitPrice, mapping.Gross} {
		if b.at.one[f] >= 0 {
			return f
		}
	}
	return mapping.Net
}

// code reads a code; one that a spreadsheet shortened is said and left out, for
// it would name another piece.
func (b *builder) code(r table.Row, field mapping.Field) string {
	cell := b.cell(r, field)
	if cell != "" && table.DamagedCode(cell) {
		name := b.column(field)
		b.damaged[name] = append(b.damaged[name], r.Number)
		return ""
	}
	return cell
}

// category reads the department; None is how some systems say nothing.
func (b *builder) category(r table.Row) string {
	cell := b.cell(r, mapping.Category)
	switch strings.ToLower(cell) {
	case "none", "n/a", "na", "-", "null", "uncategorized", "(none)":
		return ""
	}
	return cell
}

// amounts works out quantity, price, discount and net of a line (METRICS,
// "net"): the file's own net or extended amount wins over the formula.
func (b *builder) amounts(l *Line, f figures) {
	if !f.hasQuantity {
		f.quantity = money.Decimal{Coef: 1}
		if f.net.ok && f.net.v < 0 {
			f.quantity.Coef = -1
		}
	}
	l.Quantity = f.quantity.Minor(3)
	gross, hasGross := f.gross.v, f.gross.ok
	if f.hasUnit {
		l.UnitPrice = f.unit.Minor(b.digits)
		gross, hasGross = product(f.quantity, f.unit, b.digits), true
	}
	l.Discount = b.lineDiscount(f, gross)
	l.plain, l.hasPlain = gross-l.Discount, hasGross
	switch {
	case f.net.ok:
		l.Net, l.given = f.net.v, true
	default:
		l.Net = l.plain
	}
	if !hasGross {
		l.plain = l.Net
	}
	if !f.hasUnit && l.Quantity != 0 {
		l.UnitPrice = abs(money.MulDiv(l.plain+l.Discount, 1000, l.Quantity))
	}
	b.signs(l, f)
}

// product is quantity x price in minor units, rounded half away from zero.
func product(q, u money.Decimal, digits int) int64 {
	q, u = q.Rescale(min(q.Scale, 6)), u.Rescale(min(u.Scale, 6))
	scale := q.Scale + u.Scale - digits
	den := int64(1)
	for ; scale > 0; scale-- {
		den *= 10
	}
	v := money.MulDiv(q.Coef, u.Coef, den)
	for ; scale < 0; scale++ {
		v *= 10
	}
	return v
}

// lineDiscount gives the discount of the whole line with the sign that it is
// taken off with: on a returned line it is negative, as the amount is.
func (b *builder) lineDiscount(f figures, gross int64) int64 {
	d := f.discount.Minor(b.digits)
	if f.percent {
		d = money.MulDiv(gross, f.discount.Rescale(4).Coef, 1_000_000)
		return d
	}
	if b.m.Rules.DiscountMinus {
		d = -d
	}
	if gross < 0 && d > 0 {
		return -d
	}
	return d
}

// signs mends a quantity and an amount that contradict each other: some
// systems write a return with one of the two positive.
func (b *builder) signs(l *Line, f figures) {
	if !f.net.ok || l.Net == 0 || l.Quantity == 0 || (l.Net < 0) == (l.Quantity < 0) {
		return
	}
	if l.hasPlain && f.hasUnit && l.plain == -l.Net && l.Quantity < 0 {
		l.Net = l.plain // the quantity says return, the amount is written without its sign
		return
	}
	if l.UnitPrice < 0 { // a negative price is a line that takes money off, such as a coupon
		return
	}
	if l.Net < 0 {
		l.Quantity, l.plain, l.Discount = -l.Quantity, -l.plain, -l.Discount
	}
}

// receiptAmounts reads what stands once a receipt.
func (b *builder) receiptAmounts(t *Ticket, g *gathered, r table.Row) *bad {
	read := func(field mapping.Field, to *int64) *bad {
		v, problem := b.minor(r, field)
		if problem == nil && v.ok && *to == 0 {
			*to = v.v
		}
		return problem
	}
	for _, x := range []struct {
		field mapping.Field
		to    *int64
	}{{mapping.Tip, &t.Tip}, {mapping.ReceiptTotal, &t.Total}, {mapping.Refunded, &t.Refunded}} {
		if problem := read(x.field, x.to); problem != nil {
			return problem
		}
	}
	tax, problem := b.minor(r, mapping.Tax)
	if problem != nil {
		return problem
	}
	if tax.ok && b.m.Rules.TaxOnce && !g.tax.ok {
		g.tax, t.Tax = tax, tax.v
	} else if tax.ok && !b.m.Rules.TaxOnce {
		t.Tax += tax.v
	}
	if problem := b.refundDay(t, r); problem != nil {
		return problem
	}
	return b.receiptDiscount(t, g, r)
}

func (b *builder) receiptDiscount(t *Ticket, g *gathered, r table.Row) *bad {
	g.part = 0
	d, problem := b.minor(r, mapping.ReceiptDiscount)
	if problem != nil || !d.ok {
		return problem
	}
	if b.m.Rules.DiscountMinus {
		d.v = -d.v
	}
	if !b.m.Rules.DiscountOnce {
		g.parts, g.part = g.parts+d.v, d.v
		return nil
	}
	if !g.discount.ok || g.discount.v == 0 {
		g.discount = d
	}
	return nil
}

func (b *builder) refundDay(t *Ticket, r table.Row) *bad {
	cell := b.cell(r, mapping.RefundedOn)
	if cell == "" || !t.RefundedOn.IsZero() {
		return nil
	}
	w, empty, err := b.f.Columns[b.at.one[mapping.RefundedOn]].Date.Parse(cell)
	if err != nil {
		return &bad{field: mapping.RefundedOn, value: cell, reason: fmt.Sprintf("this is not a date: %v", err)}
	}
	if !empty && !w.Yearless {
		t.RefundedOn = w.Date
	}
	return nil
}
