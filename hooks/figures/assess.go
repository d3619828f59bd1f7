package figures

import (
	"slices"

	"touchstone/hooks/internal/money"
)

// Share is an associate's part of a line.
type Share struct {
	Staff       string // staff record id, "" = unassigned
	BasisPoints int    // the shares of a line add to 10,000
	Amount      int64  // minor units of the line's net, see ShareAmounts
}

// Line is one row of a receipt. Quantity and Returned are thousandths, money is
// minor units.
type Line struct {
	Position         int
	SKU, Description string
	Role             string // primary, accessory, care_plan, service, other, unknown
	ProductLine      string // watch, jewelry or "", of primary lines
	Brand            string
	Quantity         int64
	UnitPrice, Net   int64
	Returned         int64 // how much of Quantity came back, never negative
	Shares           []Share
}

// Receipt is what the facts of a receipt depend on. Lines stand in their order.
type Receipt struct {
	StatedKind          string // what the POS says, "" when it says nothing
	Lines               []Line
	NamesOriginal       bool   // it names the receipt it brings back
	HasOriginal         bool   // and that receipt is in the book
	OriginalProductLine string // watch, jewelry or none; of that receipt's own lines
}

// Facts are the derived columns of receipts, see FactColumns.
type Facts struct {
	Kind         string
	Leading      int    // index of the leading line, -1 without lines
	ProductLine  string // watch, jewelry, none
	Brand        string // of the leading primary line as written, "" = none
	CountsFor    string // staff record id, "" = unassigned
	Net          int64  // of merchandise lines
	NetSold      int64  // of merchandise lines with net > 0
	NetReturned  int64  // of merchandise lines with net < 0, negative
	IsSale       bool   // it is in sales_count
	IsService    bool   // it is in service_tickets
	Qualifying   bool
	Secondary    bool
	CarePlan     bool
	Units        int64  // thousandths, of a receipt in sales_count
	SecondaryNet int64  // live net of live add-on lines of a qualifying sale
	People       string // who holds which part of Net, "" = all of it counts_for
}

func isMerchandise(role string) bool {
	// A line of an unknown category is revenue, but nobody has said of what: it
	// stands in net_sales and in the receipt's net and can neither make a sale
	// qualify nor be an add-on until the store's rules name its role.
	return role == "primary" || role == "unknown" || isSecondary(role)
}

func isSecondary(role string) bool {
	return role == "accessory" || role == "care_plan" || role == "service"
}

// counted reports whether receipts of a kind stand in any figure.
func counted(kind string) bool { return kind == "sale" || kind == "return" || kind == "exchange" }

// live is METRICS' "quantity > 0, net > 0, not fully returned".
func (l Line) live() bool { return l.sold() && l.Returned < l.Quantity }

func (l Line) sold() bool { return l.Quantity > 0 && l.Net > 0 }

// liveNet is net x unreturned / quantity, rounded half away from zero.
func (l Line) liveNet() int64 {
	if l.Returned <= 0 {
		return l.Net
	}
	return money.MulDiv(l.Net, l.Quantity-l.Returned, l.Quantity)
}

// Assess works out the facts of a receipt (METRICS, "Sales vocabulary" and
// "Figures"). It reads nothing but r.
func Assess(r *Receipt) Facts {
	f := Facts{Leading: leading(r.Lines)}
	for _, l := range r.Lines {
		if !isMerchandise(l.Role) {
			continue
		}
		f.Net += l.Net
		if l.Net > 0 {
			f.NetSold += l.Net
		} else {
			f.NetReturned += l.Net
		}
	}
	f.Kind = kindOf(r)
	f.ProductLine, f.Brand = lineAndBrand(r.Lines, f.Leading)
	if f.Kind == "return" && r.HasOriginal {
		f.ProductLine = orNone(r.OriginalProductLine)
	}
	f.CountsFor = countsFor(r.Lines, f.Leading)
	f.People = people(r.Lines, f)
	f.classify(r.Lines)
	return f
}

// classify sets what a receipt counts as.
func (f *Facts) classify(lines []Line) {
	if f.Kind != "sale" && f.Kind != "exchange" {
		return
	}
	f.IsSale = f.Net > 0 && slices.ContainsFunc(lines, Line.makesSale)
	if f.IsSale {
		f.weigh(lines)
		return
	}
	f.IsService = slices.ContainsFunc(lines, func(l Line) bool { return l.Role == "service" && l.Net > 0 })
}

// makesSale: a receipt with such a line is a sale and not a service ticket.
func (l Line) makesSale() bool {
	return l.sold() && (l.Role == "primary" || l.Role == "accessory" || l.Role == "care_plan")
}

// weigh counts the units of a sale and looks for its live add-ons.
func (f *Facts) weigh(lines []Line) {
	for _, l := range lines {
		if isMerchandise(l.Role) && l.sold() {
			f.Units += l.Quantity
		}
	}
	f.Qualifying = slices.ContainsFunc(lines, func(l Line) bool { return l.Role == "primary" && l.live() })
	if !f.Qualifying {
		return
	}
	for _, l := range lines {
		if isSecondary(l.Role) && l.live() {
			f.Secondary = true
			f.CarePlan = f.CarePlan || l.Role == "care_plan"
			f.SecondaryNet += l.liveNet()
		}
	}
}

func kindOf(r *Receipt) string {
	if r.StatedKind != "" {
		return r.StatedKind
	}
	var plus, minus bool
	for _, l := range r.Lines {
		if isMerchandise(l.Role) {
			plus, minus = plus || l.Net > 0, minus || l.Net < 0
		}
	}
	switch {
	case plus && minus:
		return "exchange"
	case plus:
		return "sale"
	case minus:
		return "return"
	}
	return "other"
}

// leading finds the primary line of the largest absolute net, else the
// secondary one, else the first; the earlier wins a tie.
func leading(lines []Line) int {
	best, rank := -1, -1
	for i, l := range lines {
		n := 0
		switch {
		case l.Role == "primary":
			n = 2
		case isSecondary(l.Role):
			n = 1
		}
		if n > rank || n == rank && n > 0 && magnitude(l.Net) > magnitude(lines[best].Net) {
			best, rank = i, n
		}
	}
	return best
}

func lineAndBrand(lines []Line, lead int) (productLine, brand string) {
	if lead < 0 || lines[lead].Role != "primary" {
		return "none", ""
	}
	first := lines[lead]
	for _, l := range lines {
		if l.Role == "primary" && l.ProductLine == "watch" && magnitude(l.Net) == magnitude(first.Net) {
			return "watch", first.Brand
		}
	}
	return orNone(first.ProductLine), first.Brand
}

func orNone(productLine string) string {
	if productLine == "watch" || productLine == "jewelry" {
		return productLine
	}
	return "none"
}

func countsFor(lines []Line, lead int) string {
	if lead < 0 {
		return ""
	}
	staff, most := "", 0
	for _, s := range lines[lead].Shares {
		if s.BasisPoints > most {
			staff, most = s.Staff, s.BasisPoints
		}
	}
	return staff
}

// FactColumns names the columns of receipts that Values fills, in its order: an
// importer writes them with the receipt.
func FactColumns() []string {
	return []string{"kind", "product_line", "brand", "counts_for", "net", "net_sold", "net_returned",
		"is_sale", "is_service", "qualifying", "secondary", "care_plan", "units", "secondary_net", "people"}
}

// Values returns the facts in the order of FactColumns, flags as 0 or 1.
func (f Facts) Values() []any { return f.Append(nil) }

// Append adds Values to a list, for an importer that writes many receipts.
func (f Facts) Append(to []any) []any {
	return append(to, f.Kind, f.ProductLine, f.Brand, f.CountsFor, f.Net, f.NetSold, f.NetReturned,
		bit(f.IsSale), bit(f.IsService), bit(f.Qualifying), bit(f.Secondary), bit(f.CarePlan), f.Units, f.SecondaryNet, f.People)
}

func bit(b bool) int64 {
	if b {
		return 1
	}
	return 0
}
