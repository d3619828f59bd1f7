package mapping

import (
	"sort"
	"strings"

	"touchstone/hooks/pos/table"
)

// Mapping is what every column of a file means and how its arithmetic works.
type Mapping struct {
	Preset  string            `json:"preset"`
	Source  string            `json:"source"`  // which numbering the receipts belong to
	Columns map[string]Field  `json:"columns"` // by column name; columns without a field are left out
	Rules   Rules             `json:"rules"`
	Answers map[string]string `json:"answers,omitempty"` // what people said, by question id
}

// Rules say how the money columns of a file hang together.
type Rules struct {
	DiscountInNet bool `json:"discount_in_net"` // the line's amount already holds its part of the receipt's discount
	TaxIncluded   bool `json:"tax_included"`    // the line's amount holds the tax
	DiscountMinus bool `json:"discount_minus"`  // discounts are written as negative amounts
	DiscountOnce  bool `json:"discount_once"`   // the receipt's discount stands once a receipt, not in parts on its lines
	TaxOnce       bool `json:"tax_once"`        // so does the tax
}

// Question is one thing that the file itself does not say.
type Question struct {
	ID      string   `json:"id"`
	Column  string   `json:"column,omitempty"`
	Text    string   `json:"question"`
	Choices []string `json:"choices,omitempty"`
}

// Index finds the column numbers of a field, in the order of the file.
func (m Mapping) Index(f *table.File, field Field) []int {
	var at []int
	for i, c := range f.Columns {
		if m.Columns[c.Name] == field {
			at = append(at, i)
		}
	}
	return at
}

// column returns the first column of a field, -1 when there is none.
func (m Mapping) column(f *table.File, field Field) int {
	if at := m.Index(f, field); len(at) > 0 {
		return at[0]
	}
	return -1
}

// has reports whether any column has the field.
func (m Mapping) has(field Field) bool {
	for _, f := range m.Columns {
		if f == field {
			return true
		}
	}
	return false
}

// edge is one column that could feed one field.
type edge struct {
	column int
	field  Field
	rank   int
}

// byWords gives each column the field whose word it is. A better word wins;
// between equal words, the earlier column.
func byWords(f *table.File) Mapping {
	m := Mapping{Columns: map[string]Field{}, Answers: map[string]string{}}
	var edges []edge
	for i, c := range f.Columns {
		if field, ok := numbered(c); ok {
			m.Columns[c.Name] = field
			continue
		}
		for _, cl := range claimsOf(c) {
			if fits(c, cl.field) {
				edges = append(edges, edge{i, cl.field, cl.rank})
			}
		}
	}
	sort.SliceStable(edges, func(a, b int) bool { return edges[a].rank < edges[b].rank })
	for _, e := range edges {
		name := f.Columns[e.column].Name
		if m.Columns[name] != "" || (m.has(e.field) && !several[e.field]) {
			continue
		}
		m.Columns[name] = e.field
	}
	leftovers(f, m)
	return m
}

// claimsOf looks a header up with and without its number sign.
func claimsOf(c table.Column) []claim {
	folded := Fold(strings.TrimSuffix(c.Name, "#2"))
	if list, ok := claims()[folded]; ok {
		return list
	}
	bare := strings.TrimSpace(strings.TrimRight(folded, "#% "))
	if strings.HasSuffix(folded, "#") {
		return claims()[bare]
	}
	if strings.HasSuffix(folded, "%") && len(claims()[bare]) == 0 {
		return nil
	}
	if list, ok := claims()[bare+" #"]; ok && c.Kind == table.Code {
		return list
	}
	return nil
}

// numbered recognizes SalesPerson 1..4 and Pct 1..4.
func numbered(c table.Column) (Field, bool) {
	folded := strings.Join(strings.Fields(strings.NewReplacer("#", " ", ".", " ").Replace(table.Fold(c.Name))), " ")
	if at := numberedStaff.FindStringSubmatch(folded); at != nil {
		return [...]Field{Staff1, Staff2, Staff3, Staff4}[at[1][0]-'1'], true
	}
	if at := numberedPercent.FindStringSubmatch(folded); at != nil && len(folded) > 1 {
		return [...]Field{Percent1, Percent2, Percent3, Percent4}[at[1][0]-'1'], true
	}
	return "", false
}

var amounts = map[Field]bool{ReceiptDiscount: true, ReceiptSubtotal: true, ReceiptTotal: true, Shipping: true, Tip: true, Refunded: true,
	UnitPrice: true, LineDiscount: true, Gross: true, Net: true, Extended: true, Tax: true, Quantity: true}

// fits compares what the cells are with what the field needs.
func fits(c table.Column, field Field) bool {
	switch {
	case c.Filled == 0:
		return true
	case amounts[field]:
		return c.Kind == table.Money || c.Kind == table.Number
	case field == Date || field == RefundedOn || field == Cancelled:
		return c.Kind == table.Date
	case field == Kind:
		return looksLikeKinds(c)
	case field == CustomerName:
		return !numeric(c.Samples)
	}
	return true
}

// numeric reports whether every sample is made of digits and separators only.
func numeric(samples []string) bool {
	for _, s := range samples {
		if strings.Trim(s, "0123456789-. ") != "" {
			return false
		}
	}
	return len(samples) > 0
}

// leftovers gives second meanings to columns whose first one was taken.
func leftovers(f *table.File, m Mapping) {
	for _, c := range f.Columns {
		if m.Columns[c.Name] != "" {
			continue
		}
		folded := Fold(c.Name)
		switch {
		case folded == "item" || folded == "product":
			m.give(c, SKU)
		case (folded == "customer" || folded == "client" || folded == "cust") && numeric(c.Samples):
			m.give(c, CustomerKey)
		case folded == "name" && m.has(Description):
			m.give(c, CustomerName)
		case folded == "name":
			m.give(c, Description)
		case folded == "total" || folded == "amount":
			if m.has(Net) || m.has(Extended) {
				m.give(c, ReceiptTotal) // kept only if the arithmetic agrees
			}
		}
	}
}

func (m Mapping) give(c table.Column, field Field) {
	if !m.has(field) && fits(c, field) {
		m.Columns[c.Name] = field
	}
}

// ByName reports whether a column's name says that it is a field; else its cells
// have decided.
func ByName(c table.Column, field Field) bool {
	if by, ok := numbered(c); ok && by == field || CouldBe(c, field) {
		return true
	}
	switch Fold(c.Name) {
	case "item", "product", "customer", "client", "cust", "name", "total", "amount":
		return true
	}
	return false
}

// CouldBe reports whether a column's header is a word for a field.
func CouldBe(c table.Column, field Field) bool {
	for _, cl := range claimsOf(c) {
		if cl.field == field {
			return true
		}
	}
	return false
}
