package figures

// lens is how one figure looks at a receipt.
type lens struct {
	net     bool // of every receipt, by shares where it is one associate's
	refunds bool // refunds without lines are taken off
	ratio   bool // of two amounts of money
	base    func(*fact) bool
	counts  func(f *fact, same bool) bool // in the numerator; nil = every one
	amount  func(*fact) (amount, against int64)
	person  func(*fact) string     // whom it counts, once each
	line    func(*fact, Line) bool // which lines made it count
	part    func(Line) int64       // what of the amount is a line's; nil = nothing
}

func isSale(f *fact) bool       { return f.IsSale }
func isQualifying(f *fact) bool { return f.IsSale && f.Qualifying }

// hasClient: only such sales have a standing of their own.
func hasClient(f *fact) bool { return f.IsSale && f.clientID != "" }

func isPiece(l Line) bool              { return isMerchandise(l.Role) }
func pieceLine(_ *fact, l Line) bool   { return isPiece(l) }
func saleLine(_ *fact, l Line) bool    { return l.makesSale() }
func primaryLine(_ *fact, l Line) bool { return l.Role == "primary" && l.live() }
func addOnLine(_ *fact, l Line) bool   { return isSecondary(l.Role) && l.live() }
func netOf(l Line) int64               { return l.Net }

// lensOf is how a figure that Query answers looks at a receipt.
func lensOf(figure string) (lens, bool) {
	for _, group := range []func(string) (lens, bool){sumLens, meanLens, rateLens, peopleLens} {
		if l, ok := group(figure); ok {
			return l, true
		}
	}
	return lens{}, false
}

// sumLens: sums and counts.
func sumLens(figure string) (lens, bool) {
	switch figure {
	case "net_sales", "rung_sales":
		return lens{net: true, refunds: true, line: pieceLine, part: netOf}, true
	case "sales_count":
		return lens{base: isSale, line: saleLine}, true
	case "service_tickets":
		return lens{base: func(f *fact) bool { return f.IsService }, line: func(_ *fact, l Line) bool { return l.Role == "service" && l.Net > 0 }}, true
	case "qualifying_sales":
		return lens{base: isQualifying, line: primaryLine}, true
	case "clients_brought":
		return lens{base: func(f *fact) bool { return hasClient(f) && f.first }, line: saleLine}, true
	}
	return lens{}, false
}

// meanLens: means over receipts.
func meanLens(figure string) (lens, bool) {
	switch figure {
	case "average_sale":
		return lens{base: isSale, amount: func(f *fact) (int64, int64) { return f.Net, 0 }, line: pieceLine, part: netOf}, true
	case "units_per_transaction":
		return lens{base: isSale, amount: func(f *fact) (int64, int64) { return f.Units, 0 },
			line: func(_ *fact, l Line) bool { return isPiece(l) && l.sold() }, part: func(l Line) int64 { return l.Quantity }}, true
	case "secondary_revenue_per_qualifying_sale":
		return lens{base: isQualifying, amount: func(f *fact) (int64, int64) { return f.SecondaryNet, 0 }, line: addOnLine, part: Line.liveNet}, true
	}
	return lens{}, false
}

// rateLens: rates of receipts, and the one ratio of money.
func rateLens(figure string) (lens, bool) {
	switch figure {
	case "secondary_sales_rate":
		return lens{base: isQualifying, counts: func(f *fact, _ bool) bool { return f.Secondary }, line: addOnLine}, true
	case "care_plan_rate":
		return lens{base: isQualifying, counts: func(f *fact, _ bool) bool { return f.CarePlan },
			line: func(_ *fact, l Line) bool { return l.Role == "care_plan" && l.live() }}, true
	case "identified_rate":
		return lens{base: isSale, counts: func(f *fact, _ bool) bool { return f.clientID != "" }, line: saleLine}, true
	case "return_rate":
		return lens{ratio: true, base: func(f *fact) bool { return f.NetSold != 0 || f.NetReturned != 0 },
			counts: func(f *fact, _ bool) bool { return f.NetReturned != 0 },
			amount: func(f *fact) (int64, int64) { return -f.NetReturned, f.NetSold },
			line:   func(_ *fact, l Line) bool { return isPiece(l) && l.Net < 0 }, part: func(l Line) int64 { return -l.Net }}, true
	}
	return lens{}, false
}

// peopleLens: rates of people, each counted once.
func peopleLens(figure string) (lens, bool) {
	switch figure {
	case "repeat_client_rate":
		return lens{base: hasClient, person: func(f *fact) string { return f.clientID }, line: saleLine,
			counts: func(f *fact, same bool) bool { return same && f.same || !same && f.repeat }}, true
	case "repeat_household_rate":
		return lens{base: isSale, person: func(f *fact) string { return f.householdID }, line: saleLine,
			counts: func(f *fact, same bool) bool { return same && f.sameHousehold || !same && f.repeatHousehold }}, true
	}
	return lens{}, false
}

// lines tells which lines of a receipt made it count.
func (d *digger) lines(f *fact, s *stored, counted bool) []LineBehind {
	all := make([]LineBehind, 0, len(s.receipt.Lines))
	for _, l := range s.receipt.Lines {
		one := LineBehind{Description: l.Description, Role: l.Role, Quantity: l.Quantity, Net: l.Net}
		one.Counted = counted && d.by.line(f, l)
		if one.Counted && d.by.part != nil {
			one.Amount = d.by.part(l)
		}
		all = append(all, one)
	}
	return all
}

// sharedLines tells what of each line is the associate's, all without one.
func (d *digger) sharedLines(s *stored) []LineBehind {
	all := make([]LineBehind, 0, len(s.receipt.Lines))
	for _, l := range s.receipt.Lines {
		one := LineBehind{Description: l.Description, Role: l.Role, Quantity: l.Quantity, Net: l.Net}
		if isPiece(l) {
			one.Amount, one.Counted = d.partOf(parts([]Line{l}))
		}
		all = append(all, one)
	}
	return all
}
