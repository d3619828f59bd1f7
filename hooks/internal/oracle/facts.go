package oracle

import (
	"slices"
	"strings"

	"touchstone/hooks/internal/civil"
)

// fact is a receipt with everything METRICS derives from it alone.
type fact struct {
	*Receipt
	place    int // in the file
	kind     Kind
	day      civil.Date // business date
	shift    string
	net      []int64 // by line
	points   [][]Share
	goods    int64 // net over merchandise lines
	sale     bool  // in sales_count
	service  bool  // a service ticket
	lead     int   // leading line
	counts   string
	line     string
	brand    string
	house    string
	returned []int64 // thousandths by line
}

func (f *fact) inFigures() bool { return f.kind == Sale || f.kind == Return || f.kind == Exchange }

// facts derives every receipt of a book; returns are applied by link.
func facts(b Book) []*fact {
	out := make([]*fact, 0, len(b.Receipts))
	houses := map[string]string{}
	for _, c := range b.Clients {
		houses[c.ID] = "one:" + c.ID
		if c.Household != "" {
			houses[c.ID] = "shared:" + c.Household
		}
	}
	for i := range b.Receipts {
		f := derive(&b.Receipts[i], storeOf(b, b.Receipts[i].Store))
		f.place, f.house = i, houses[f.Client]
		out = append(out, f)
	}
	for _, f := range out {
		if f.kind == Return && f.Original != "" {
			if o := find(out, f); o != nil {
				f.line = o.line
			}
		}
	}
	return out
}

func storeOf(b Book, code string) Store {
	for _, s := range b.Stores {
		if s.Code == code {
			return s
		}
	}
	return b.Stores[0]
}

func derive(r *Receipt, s Store) *fact {
	f := &fact{Receipt: r, returned: make([]int64, len(r.Lines))}
	f.day, f.shift = when(r, s)
	f.net, f.kind = nets(r)
	for i, l := range r.Lines {
		if merchandise(l.Role) {
			f.goods += f.net[i]
		}
		f.points = append(f.points, basis(l.Shares))
	}
	f.sale, f.service = countsAs(f)
	f.lead = leading(f)
	f.counts = countsFor(f)
	f.line, f.brand = lineAndBrand(f)
	return f
}

// when gives the business date and the part of the day.
func when(r *Receipt, s Store) (civil.Date, string) {
	if r.Clock < 0 {
		return r.Date, "unknown"
	}
	if r.Clock < s.Cutover {
		return r.Date.AddDays(-1), "evening"
	}
	if r.Clock < s.Noon {
		return r.Date, "morning"
	}
	if r.Clock < s.Evening {
		return r.Date, "afternoon"
	}
	return r.Date, "evening"
}

func quantity(r *Receipt, l Line) int64 {
	if r.Stated == Return && l.Quantity > 0 {
		return -l.Quantity
	}
	return l.Quantity
}

// turned reports that a document of type return writes this line positive.
func turned(r *Receipt, l Line) bool { return r.Stated == Return && l.Quantity > 0 }

// plain is quantity x unit price - line discount.
func plain(r *Receipt, l Line) int64 {
	v := round(l.Quantity, l.UnitPrice, 1000) - l.Discount
	if turned(r, l) {
		return -v
	}
	return v
}

// nets gives the net of every line and the kind of the receipt.
func nets(r *Receipt) ([]int64, Kind) {
	before := make([]int64, len(r.Lines))
	for i, l := range r.Lines {
		before[i] = plain(r, l)
		if l.Net != nil && !turned(r, l) {
			before[i] = *l.Net
		}
		if l.Net != nil && turned(r, l) {
			before[i] = -*l.Net
		}
	}
	kind := kindOf(r, before)
	parts := discountParts(r, kind)
	for i, l := range r.Lines {
		if l.Net == nil || l.BeforeReceiptDiscount {
			before[i] -= parts[i]
		}
	}
	return before, kindOf(r, before)
}

func kindOf(r *Receipt, net []int64) Kind {
	if r.Stated != Unsaid {
		return r.Stated
	}
	up, down := false, false
	for i, l := range r.Lines {
		if merchandise(l.Role) {
			up, down = up || net[i] > 0, down || net[i] < 0
		}
	}
	switch {
	case up && down:
		return Exchange
	case up:
		return Sale
	case down:
		return Return
	}
	return Other
}

// discountParts splits the receipt's discount over the lines of its own sign.
func discountParts(r *Receipt, kind Kind) []int64 {
	parts := make([]int64, len(r.Lines))
	sign := int64(1)
	if kind == Return {
		sign = -1
	}
	goods := slices.ContainsFunc(r.Lines, func(l Line) bool { return merchandise(l.Role) })
	var at []int
	var weights []int64
	for i, l := range r.Lines {
		w := plain(r, l)
		if w*sign > 0 && merchandise(l.Role) == goods {
			at, weights = append(at, i), append(weights, w)
		}
	}
	if r.Discount == 0 || len(at) == 0 {
		return parts
	}
	for k, p := range split(sign*size(r.Discount), weights) {
		parts[at[k]] = p
	}
	return parts
}

// basis turns shares as stated into basis points that add to 10,000; a line
// without people belongs to unassigned.
func basis(shares []Share) []Share {
	if len(shares) == 0 {
		return []Share{{"unassigned", 10000}}
	}
	weights := make([]int64, len(shares))
	for i, s := range shares {
		weights[i] = s.Percent
	}
	out := make([]Share, len(shares))
	for i, p := range split(10000, weights) {
		out[i] = Share{shares[i].Staff, p}
	}
	return out
}

func countsAs(f *fact) (sale, service bool) {
	if f.kind != Sale && f.kind != Exchange {
		return false, false
	}
	sold, served := false, false
	for i, l := range f.Lines {
		if f.net[i] <= 0 {
			continue
		}
		switch l.Role {
		case Primary, Accessory, CarePlan:
			sold = sold || quantity(f.Receipt, l) > 0
		case Service:
			served = true
		}
	}
	sale = sold && f.goods > 0
	return sale, !sale && served
}

// leading is the primary line of the largest absolute net, else the secondary
// one, else the first; the earlier line on a tie.
func leading(f *fact) int {
	for _, wanted := range []func(Role) bool{func(r Role) bool { return r == Primary }, secondary} {
		best := -1
		for i, l := range f.Lines {
			if wanted(l.Role) && (best < 0 || size(f.net[i]) > size(f.net[best])) {
				best = i
			}
		}
		if best >= 0 {
			return best
		}
	}
	return 0
}

func countsFor(f *fact) string {
	if len(f.Lines) == 0 {
		return "unassigned"
	}
	best := f.points[f.lead][0]
	for _, s := range f.points[f.lead] {
		if s.Percent > best.Percent {
			best = s
		}
	}
	return best.Staff
}

// lineAndBrand reads them off the leading primary line; between lines of equal
// net a watch gives the product line.
func lineAndBrand(f *fact) (string, string) {
	if len(f.Lines) == 0 || f.Lines[f.lead].Role != Primary {
		return "none", "none"
	}
	first := f.Lines[f.lead]
	line, brand := first.ProductLine, strings.TrimSpace(first.Brand)
	for i, l := range f.Lines {
		if l.Role == Primary && l.ProductLine == "watch" && size(f.net[i]) == size(f.net[f.lead]) {
			line = "watch"
		}
	}
	if brand == "" {
		brand = "none"
	}
	return line, brand
}
