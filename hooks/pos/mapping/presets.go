package mapping

import (
	"fmt"

	"touchstone/hooks/pos/table"
)

// preset knows one system's headers by name, whatever their order.
type preset struct {
	name    string
	source  string
	needs   []string // folded headers that must all be there
	columns map[string]Field
}

// presets are tried in turn; a file that fits none is read by the words of the
// trade, which is what jewelry systems need: their users choose the columns.
var presets = []preset{
	{
		name: "shopify-orders", source: "shopify",
		needs: []string{"name", "created at", "lineitem quantity", "lineitem name", "lineitem price", "financial status"},
		columns: map[string]Field{
			"name": Number, "created at": Date, "financial status": Status, "cancelled at": Cancelled, "currency": Currency,
			"subtotal": ReceiptSubtotal, "shipping": Shipping, "taxes": Tax, "total": ReceiptTotal, "discount amount": ReceiptDiscount,
			"lineitem quantity": Quantity, "lineitem name": Description, "lineitem price": UnitPrice, "lineitem sku": SKU, "lineitem discount": LineDiscount,
			"vendor": Brand, "employee": Staff, "email": Email, "phone": Phone, "billing phone": Phone, "billing name": CustomerName,
			"refunded amount": Refunded, "notes": Note, "location": Store,
		},
	},
	{
		name: "square-items", source: "square",
		needs: []string{"date", "item", "qty", "net sales", "gross sales", "discounts", "transaction #", "event type"},
		columns: map[string]Field{
			"date": Date, "time": Time, "time zone": Zone, "category": Category, "item": Description, "qty": Quantity, "sku": SKU,
			"gross sales": Gross, "discounts": LineDiscount, "net sales": Net, "tax": Tax, "transaction #": Number, "notes": Note,
			"event type": Kind, "location": Store, "customer #": CustomerKey, "customer name": CustomerName, "employee": Staff,
			"card brand": CardData, "pan suffix": CardData,
		},
	},
	{
		name: "square-items-2024", source: "square",
		needs: []string{"date", "item", "qty", "net sales", "product sales", "gross sales", "discounts"},
		columns: map[string]Field{
			"date": Date, "time": Time, "time zone": Zone, "category": Category, "item": Description, "qty": Quantity, "sku": SKU,
			"product sales": Gross, "discounts": LineDiscount, "net sales": Net, "tax": Tax, "transaction #": Number, "notes": Note,
			"event type": Kind, "location": Store, "customer #": CustomerKey, "customer name": CustomerName, "employee": Staff,
			"card brand": CardData, "pan suffix": CardData,
		},
	},
}

// Generic is the preset of a file read by the words of the trade.
const Generic = "jewelry"

// GenericSource is the numbering that such files share: a store has one POS.
const GenericSource = "pos"

// Presets lists the names that --preset takes.
func Presets() []string {
	names := []string{Generic}
	for _, p := range presets {
		names = append(names, p.name)
	}
	return names
}

// apply maps a file by the preset's own words; ok is false when it does not fit.
func (p preset) apply(f *table.File) (Mapping, bool) {
	m := Mapping{Preset: p.name, Source: p.source, Columns: map[string]Field{}, Answers: map[string]string{}}
	seen := map[string]bool{}
	for _, c := range f.Columns {
		folded := Fold(c.Name)
		seen[folded] = true
		field := p.columns[folded]
		if field == "" || (m.has(field) && !several[field]) {
			continue
		}
		m.Columns[c.Name] = field
	}
	for _, need := range p.needs {
		if !seen[need] {
			return Mapping{}, false
		}
	}
	return m, true
}

// partner is a file that cannot stand alone, and what to export instead.
type partner struct {
	needs, lacks []string // folded headers
	say          string
}

var partners = []partner{
	{needs: []string{"total collected", "net total", "transaction #"}, lacks: []string{"qty", "item"},
		say: "this is Square's list of transactions; it does not say what was sold. Export the item details (Items, detail CSV) instead"},
	{needs: []string{"order #", "payments total", "order payment state"}, lacks: []string{"item name"},
		say: "this is Clover's list of orders; it does not say what was sold. Export the line items instead"},
	{needs: []string{"payment #", "tender", "result"}, lacks: []string{"item name"},
		say: "this is Clover's list of payments; it does not say what was sold. Export the line items instead"},
	{needs: []string{"order #", "product s", "items sold"}, lacks: []string{"sku"},
		say: "this list puts all pieces of an order into one cell and does not say what each cost. Export the orders with one row a product"},
	{needs: []string{"line type", "register", "user"}, lacks: nil,
		say: "this is a ledger of sales, lines and payments in one table; reading it comes with a later version. Export the sales by item instead"},
	{needs: []string{"item revenue", "per unit quantity", "order payment state"}, lacks: nil,
		say: "this is Clover's list of line items; reading it comes with a later version"},
}

// refuse names files that are known but are no sales with lines.
func refuse(f *table.File) error {
	seen := map[string]bool{}
	for _, c := range f.Columns {
		seen[Fold(c.Name)] = true
		seen[table.Fold(c.Name)] = true
	}
	all := func(names []string, want bool) bool {
		for _, n := range names {
			if seen[n] != want {
				return false
			}
		}
		return true
	}
	for _, p := range partners {
		if all(p.needs, true) && all(p.lacks, false) {
			return fmt.Errorf("reading %s: %s", f.Name, p.say)
		}
	}
	return nil
}

// people reports whether a file lists clients and no sales.
func people(m Mapping) bool {
	sales := m.has(Net) || m.has(Extended) || m.has(UnitPrice) || m.has(Gross) || m.has(Number) || m.has(Quantity)
	return !sales && !m.has(Date) && (m.has(Email) || m.has(Phone)) && (m.has(CustomerName) || m.has(CustomerGiven) || m.has(CustomerKey) || m.has(Description))
}

// choose picks the preset that was asked for, or the first that fits.
func choose(f *table.File, wanted string) (Mapping, error) {
	if wanted == "" {
		if err := refuse(f); err != nil {
			return Mapping{}, err
		}
	}
	for _, p := range presets {
		if wanted != "" && wanted != p.name {
			continue
		}
		if m, ok := p.apply(f); ok {
			return m, nil
		}
		if wanted != "" {
			return Mapping{}, fmt.Errorf("reading %s: its columns are not those of preset %s; leave --preset out and Touchstone looks for itself", f.Name, wanted)
		}
	}
	if wanted != "" && wanted != Generic {
		return Mapping{}, fmt.Errorf("there is no preset %q; there are %v", wanted, Presets())
	}
	m := byWords(f)
	m.Preset, m.Source = Generic, GenericSource
	if people(m) {
		return m, fmt.Errorf("reading %s: this is a list of clients, not of sales; lists of clients come with a later version. Export the sales with their items", f.Name)
	}
	return m, nil
}

// sumsAgree reports whether the file's own totals add a column up as it stands.
func sumsAgree(f *table.File, column int) bool {
	agrees := false
	for _, t := range f.Totals {
		if t.Column != f.Columns[column].Name {
			continue
		}
		if !t.Agrees {
			return false
		}
		agrees = true
	}
	return agrees
}
