package ticket

import (
	"fmt"
	"slices"

	"touchstone/hooks/internal/civil"
	"touchstone/hooks/internal/money"
	"touchstone/hooks/pos/credit"
	"touchstone/hooks/pos/mapping"
)

// finish settles what only the whole file and whole receipts can say.
func (b *builder) finish() *Batch {
	b.dateOnly()
	firstOnly := b.staffOnFirstRow()
	known := b.learnStaff()
	for _, t := range b.batch.Tickets {
		if firstOnly {
			inherit(t)
		}
		b.mergeReps(t)
		b.credit(t, known)
		b.settleKind(t)
		b.countKind(t.Kind)
		b.classify(t)
		b.allocate(t)
		b.untax(t)
		b.span(t)
		t.rows = nil
	}
	b.ahead()
	b.batch.Questions = b.sortedQuestions()
	b.say()
	return b.batch
}

// settleKind takes the document's type from its rows: one word for all of
// them, on each row or on the first only, or none where rows differ. Void rows
// of a living receipt are dropped.
func (b *builder) settleKind(t *Ticket) {
	g := t.rows
	if g.voidRows > 0 && (g.voidRows == g.rows || g.voidWord && g.kind == "") {
		t.Kind = "void"
	} else {
		t.Lines = living(t.Lines)
		if !g.differs {
			t.Kind = g.kind
		}
	}
	for i := range t.Lines {
		if t.Lines[i].returned || t.Kind == "return" {
			t.Lines[i].turn()
		}
	}
}

// countKind counts the receipts that are kept and in no figure.
func (b *builder) countKind(kind string) {
	switch kind {
	case "", "sale", "return", "exchange", "other":
		return
	}
	if b.batch.Uncounted == nil {
		b.batch.Uncounted = map[string]int{}
	}
	b.batch.Uncounted[kind]++
}

func living(lines []Line) []Line {
	kept := lines[:0]
	for _, l := range lines {
		if !l.voided {
			kept = append(kept, l)
		}
	}
	return kept
}

// turn makes a line of a return document negative where it is written positive.
func (l *Line) turn() {
	if l.Quantity > 0 {
		l.Quantity = -l.Quantity
		if l.plain > 0 {
			l.plain, l.Discount = -l.plain, -l.Discount
		}
	}
	if l.Net > 0 {
		l.Net = -l.Net
	}
	if l.Tax > 0 {
		l.Tax = -l.Tax
	}
}

// classify gives every line its role by the store's category rules.
func (b *builder) classify(t *Ticket) {
	for i := range t.Lines {
		l := &t.Lines[i]
		v := b.env.Rules.Classify(l.Category, l.Description)
		class := Class{string(v.Role), v.ProductLine, v.Rule}
		if !v.Known {
			class.Role = "unknown"
		}
		l.Class = once(b.classes, class)
		if l.Category != "" && (!v.Known || v.By == "description") {
			b.batch.Unknown[l.Category]++
		} else if !v.Known {
			b.batch.Unknown[""]++
		}
	}
}

// allocate takes each line's part of the receipt's discount off its net
// (METRICS, "Splitting an amount by weights").
func (b *builder) allocate(t *Ticket) {
	g := t.rows
	t.Discount = g.discount.v + g.parts
	for i, part := range b.parts(t) {
		l := &t.Lines[i]
		l.ReceiptDiscount = part
		if !l.given || !b.m.Rules.DiscountInNet {
			l.Net -= part
		}
	}
	b.compare(t)
}

// parts are what each line loses of the receipt's discount: the file's own
// parts, or a split by weights. A returned line loses a negative amount.
func (b *builder) parts(t *Ticket) []int64 {
	if !b.m.Rules.DiscountOnce {
		own := make([]int64, len(t.Lines))
		for i, l := range t.Lines {
			own[i] = l.once
			if l.plain < 0 && l.once > 0 {
				own[i] = -l.once
			}
		}
		return own
	}
	weights, any := b.weights(t)
	if t.Discount == 0 || !any {
		return nil
	}
	amount := abs(t.Discount)
	if b.isReturn(t) || t.Discount < 0 { // given back, or a surcharge
		amount = -amount
	}
	return money.Split(amount, weights)
}

// isReturn reports whether the receipt's discount belongs to returned lines.
func (b *builder) isReturn(t *Ticket) bool {
	if t.Kind != "" && t.Kind != "void" {
		return t.Kind == "return"
	}
	negative, positive := false, false
	for _, l := range t.Lines {
		if l.Role != "other" {
			negative, positive = negative || l.Net < 0, positive || l.Net > 0
		}
	}
	return negative && !positive
}

// weights are quantity x price - line discount of the lines of the discount's
// own sign, never over lines of role other unless there is no other kind.
func (b *builder) weights(t *Ticket) (w []int64, any bool) {
	back, goods := b.isReturn(t), false
	for _, l := range t.Lines {
		goods = goods || l.Role != "other"
	}
	w = make([]int64, len(t.Lines))
	for i, l := range t.Lines {
		if (l.Role != "other") == goods && (l.plain < 0) == back && l.plain != 0 {
			w[i], any = abs(l.plain), true
		}
	}
	return w, any
}

// compare counts rows whose amount is not what quantity and price give.
func (b *builder) compare(t *Ticket) {
	for _, l := range t.Lines {
		want := l.plain
		if b.m.Rules.DiscountInNet {
			want -= l.ReceiptDiscount
		}
		got := l.Net
		if !b.m.Rules.DiscountInNet {
			got += l.ReceiptDiscount
		}
		if l.given && l.hasPlain && abs(got-want) > 1 && abs(got-want-l.Tax) > 1 {
			b.mixed++
			if b.mixedAt == 0 {
				b.mixedAt = l.Row
			}
		}
	}
}

// untax takes the tax out of prices that hold it.
func (b *builder) untax(t *Ticket) {
	if !b.m.Rules.TaxIncluded || t.Tax == 0 {
		return
	}
	if !b.m.Rules.TaxOnce {
		for i := range t.Lines {
			t.Lines[i].Net -= t.Lines[i].Tax
		}
		return
	}
	weights := make([]int64, len(t.Lines))
	for i, l := range t.Lines {
		if l.Role != "other" {
			weights[i] = l.Net
		}
	}
	for i, part := range money.Split(t.Tax, weights) {
		t.Lines[i].Tax = part
		t.Lines[i].Net -= part
	}
}

// ahead says which receipts are dated after today. One day is no matter: the
// till may stand in another time zone.
func (b *builder) ahead() {
	now := b.env.Now
	if b.env.Store.Zone != nil {
		now = now.In(b.env.Store.Zone)
	}
	tomorrow := civil.Of(now).AddDays(1)
	if b.batch.Last.Compare(tomorrow) <= 0 {
		return
	}
	n, first := 0, (*Ticket)(nil)
	for _, t := range b.batch.Tickets {
		if t.Date.Compare(tomorrow) > 0 {
			n++
			if first == nil {
				first = t
			}
		}
	}
	where := fmt.Sprintf("row %d: %s %d, %d", first.Row, first.Date.Month, first.Date.Day, first.Date.Year)
	say := fmt.Sprintf("%d receipts are dated after today, the first on %s. Look whether their months and days stand the right way round.", n, where)
	if n == 1 {
		say = fmt.Sprintf("One receipt is dated after today, on %s. Look whether its month and day stand the right way round.", where)
	}
	b.batch.Warnings = append(b.batch.Warnings, say)
}

func (b *builder) span(t *Ticket) {
	if b.batch.First.IsZero() || t.Date.Before(b.batch.First) {
		b.batch.First = t.Date
	}
	if b.batch.Last.Before(t.Date) {
		b.batch.Last = t.Date
	}
}

// credit reads the staff cells of a ticket's lines.
func (b *builder) credit(t *Ticket, known func(string) bool) {
	for i := range t.Lines {
		l := &t.Lines[i]
		if l.Shares != nil { // numbered columns or merged rows were read already
			continue
		}
		l.Shares = b.shares(l, known)
	}
}

// shares reads who sold a line. Few pairs of cells fill a file, so each is read
// once and its lines hold the same shares.
func (b *builder) shares(l *Line, known func(string) bool) []credit.Share {
	key := *l.sold
	if read, ok := b.shared[key]; ok {
		return read
	}
	b.shared[key] = slices.Clip(b.readShares(l, known))
	return b.shared[key]
}

func (b *builder) readShares(l *Line, known func(string) bool) []credit.Share {
	cell := l.staff
	if answer, ok := b.m.Answers["staff:"+cell]; ok {
		cell = answer
	}
	reading := credit.Parse(cell, l.split, known)
	if reading.Ask != "" {
		b.ask(mapping.Question{ID: "staff:" + l.staff, Column: b.column(mapping.Staff), Text: reading.Ask}, l.Row)
	}
	for code, name := range reading.Names {
		b.batch.StaffNames[credit.Key(code)] = name
	}
	return reading.Shares
}

// say turns what was noticed on the way into warnings, in plain words.
func (b *builder) say() {
	warn := func(format string, args ...any) {
		b.batch.Warnings = append(b.batch.Warnings, fmt.Sprintf(format, args...))
	}
	if b.cards > 0 {
		warn("Card numbers stood in %d cells, first in row %d. They were removed before anything was saved.", b.cards, b.firstCd)
	}
	for _, column := range sortedKeys(b.damaged) {
		rows := b.damaged[column]
		warn("Row %d, %s: a spreadsheet shortened the number and its last digits are gone (%d rows like it). Export again without opening the file.", rows[0], column, len(rows))
	}
	if len(b.tiny) > 0 {
		warn("%d lines have a price of 0.01, first in row %d. They count as written; some systems use it for a piece whose price was not entered.", len(b.tiny), b.tiny[0])
	}
	if b.mixed > 0 {
		where := fmt.Sprintf("In %d rows, first in row %d", b.mixed, b.mixedAt)
		if b.mixed == 1 {
			where = fmt.Sprintf("In row %d", b.mixedAt)
		}
		warn("%s, the amount is not quantity times price less discount. The amount counts.", where)
	}
	if b.m.Preset != mapping.Generic && b.at.one[mapping.Number] < 0 {
		warn("%s has no transaction numbers, so it does not say which pieces were sold together. Each row counts as a sale of its own and the add-on rate means nothing. Export the newer item details instead.", b.f.Name)
	}
	b.sayMissing(warn)
}

// sayMissing says what stays empty for want of a column.
func (b *builder) sayMissing(warn func(string, ...any)) {
	none := func(fields ...mapping.Field) bool {
		return !slices.ContainsFunc(fields, func(f mapping.Field) bool { return b.at.one[f] >= 0 })
	}
	switch {
	case len(b.batch.Tickets) == 0:
		return
	case !none(mapping.Staff, mapping.Staff1):
	case none(mapping.Cashier):
		warn("No column says who sold: every figure by associate stays empty.")
	default:
		warn("No column says who sold; sales are credited to %s, who rang them.", b.column(mapping.Cashier))
	}
	if none(mapping.CustomerKey, mapping.CustomerName, mapping.CustomerGiven, mapping.CustomerFamily, mapping.Email, mapping.Phone) {
		warn("No column says who bought: nobody comes into the client book, and the figures about clients stay empty.")
	}
	if none(mapping.Category) {
		warn("No column says the department: what a piece is goes by its description alone.")
	}
	if !b.timed {
		warn("No column says the time of day: the figures by hour and part of the day stay empty.")
	}
	if b.m.Rules.TaxIncluded && !none(mapping.Tax) {
		warn("The amounts hold the tax in %s. It is taken off: net sales are before tax.", b.column(mapping.Tax))
	}
}
