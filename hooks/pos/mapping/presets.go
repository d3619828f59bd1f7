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

// choose picks the preset that was asked for, or the first that fits.
func choose(f *table.File, wanted string) (Mapping, error) {
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
