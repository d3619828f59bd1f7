package oracle

import (
	"math"
	"slices"

	"touchstone/hooks/internal/civil"
)

// Scope says which figures are asked for. A zero Known means that everything
// in the book is known. Skip names figures that Compare leaves out.
type Scope struct {
	From, To civil.Date
	By       string // nothing, associate, product_line, brand, shift, weekday or store
	Known    civil.Date
	Skip     []string
}

// Args are the words that ask touchstone metrics for the scope.
func (s Scope) Args() []string {
	args := []string{"--from", s.From.String(), "--to", s.To.String()}
	if s.By != "" {
		args = append(args, "--by", s.By)
	}
	if !s.Known.IsZero() {
		args = append(args, "--as-of", s.Known.String())
	}
	return args
}

// Shape tells how a figure is written in JSON.
type Shape int

// The shapes of DESIGN section 6.
const (
	Count Shape = iota // N
	Rate               // N of Of, with an interval
	Ratio              // N of Of, without
	Mean               // Sum over Of
)

// Figure is one cell. Sum and N are cents for money and thousandths for
// quantities; squares holds the sum of squares of a mean's values.
type Figure struct {
	Shape      Shape
	N, Of      int64
	Sum        int64
	Thousandth bool
	squares    float64
}

// Row is one row of a cut.
type Row struct {
	Key, Label string
	Figures    map[string]Figure
}

// Report is the answer to a scope.
type Report struct {
	From, To civil.Date
	Currency string
	Rows     []Row // the row all first
}

// Calculate answers a scope by walking the whole book once for every cell.
func Calculate(b Book, s Scope) Report {
	all := facts(b)
	link(all, s.Known)
	out := Report{From: s.From, To: s.To, Currency: b.Currency}
	out.Rows = append(out.Rows, Row{"all", "all", row(all, s, "")})
	for _, k := range keys(b, all, s) {
		out.Rows = append(out.Rows, Row{k[0], k[1], row(all, s, k[0])})
	}
	return out
}

// cell is the row of a cut in which a whole receipt stands.
func cell(f *fact, by string) string {
	switch by {
	case "associate":
		return f.counts
	case "product_line":
		return f.line
	case "brand":
		return fold(f.brand)
	case "shift":
		return f.shift
	case "weekday":
		return weekdays[f.day.Weekday()]
	case "store":
		return f.Store
	}
	return ""
}

var weekdays = [...]string{"sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"}

// fixedRows are the rows of the cuts that are the same in every book.
var fixedRows = map[string][]string{
	"product_line": {"watch", "jewelry", "none"},
	"shift":        {"morning", "afternoon", "evening", "unknown"},
	"weekday":      {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"},
}

// keys lists the rows a cut can have, with their labels.
func keys(b Book, all []*fact, s Scope) [][2]string {
	var out [][2]string
	for _, w := range fixedRows[s.By] {
		out = append(out, [2]string{w, w})
	}
	switch s.By {
	case "associate":
		for _, p := range b.Staff {
			out = append(out, [2]string{p.Code, p.Name})
		}
		out = append(out, [2]string{"unassigned", "unassigned"})
	case "store":
		for _, st := range b.Stores {
			out = append(out, [2]string{st.Code, st.Code})
		}
	case "brand":
		for _, f := range all {
			k := [2]string{fold(f.brand), f.brand}
			if !slices.ContainsFunc(out, func(o [2]string) bool { return o[0] == k[0] }) {
				out = append(out, k)
			}
		}
	}
	return out
}

func (s Scope) within(d civil.Date) bool { return !d.Before(s.From) && !s.To.Before(d) }

// row calculates every figure of one row; an empty key is the row all.
func row(all []*fact, s Scope, key string) map[string]Figure {
	mine := func(f *fact) bool { return key == "" || cell(f, s.By) == key }
	var sales, qualifying []*fact
	services := int64(0)
	for _, f := range all {
		switch {
		case !s.within(f.day) || !mine(f):
		case f.service:
			services++
		case f.sale:
			sales = append(sales, f)
			if f.hasLive(func(r Role) bool { return r == Primary }) {
				qualifying = append(qualifying, f)
			}
		}
	}
	out := map[string]Figure{
		"net_sales":        {N: revenue(all, s.within, s.By, key)},
		"sales_count":      {N: int64(len(sales))},
		"service_tickets":  {N: services},
		"qualifying_sales": {N: int64(len(qualifying))},
		"return_rate":      returnRate(all, s.within, mine),
		"clients_brought":  {N: brought(all, s.within, mine)},
	}
	if s.By == "associate" && key != "" {
		out["rung_sales"] = out["net_sales"]
	}
	aboutSales(out, sales)
	aboutQualifying(out, qualifying)
	apart := func(f *fact) string { return f.Client }
	out["repeat_client_rate"] = repeated(all, sales, s.By, key, apart)
	out["repeat_household_rate"] = repeated(all, sales, s.By, key, func(f *fact) string { return f.house })
	return out
}

func (f *fact) hasLive(wanted func(Role) bool) bool {
	for i, l := range f.Lines {
		if ok, _ := f.live(i); ok && wanted(l.Role) {
			return true
		}
	}
	return false
}

func aboutSales(out map[string]Figure, sales []*fact) {
	count := int64(len(sales))
	average, units := Figure{Shape: Mean, Of: count}, Figure{Shape: Mean, Of: count, Thousandth: true}
	known := int64(0)
	for _, f := range sales {
		average.add(f.goods)
		sold := int64(0)
		for i, l := range f.Lines {
			if q := quantity(f.Receipt, l); merchandise(l.Role) && q > 0 && f.net[i] > 0 {
				sold += q
			}
		}
		units.add(sold)
		if f.Client != "" {
			known++
		}
	}
	out["average_sale"], out["units_per_transaction"] = average, units
	out["identified_rate"] = Figure{Shape: Rate, N: known, Of: count}
}

func aboutQualifying(out map[string]Figure, qualifying []*fact) {
	count := int64(len(qualifying))
	money := Figure{Shape: Mean, Of: count}
	with, care := int64(0), int64(0)
	for _, f := range qualifying {
		if f.hasLive(secondary) {
			with++
		}
		if f.hasLive(func(r Role) bool { return r == CarePlan }) {
			care++
		}
		sum := int64(0)
		for i, l := range f.Lines {
			if secondary(l.Role) {
				_, left := f.live(i)
				sum += left
			}
		}
		money.add(sum)
	}
	out["secondary_revenue_per_qualifying_sale"] = money
	out["secondary_sales_rate"] = Figure{Shape: Rate, N: with, Of: count}
	out["care_plan_rate"] = Figure{Shape: Rate, N: care, Of: count}
}

func (g *Figure) add(v int64) {
	g.Sum += v
	g.squares += math.Pow(float64(v), 2)
}
