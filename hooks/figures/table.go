package figures

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"touchstone/hooks/internal/money"
)

// column is one figure of the table for people.
type column struct {
	head string
	cell func(f Figures) string
}

func columns(currency string) []column {
	return []column{
		{"Net sales", func(f Figures) string { return money.Format(*f.NetSales, currency, false) }},
		{"Sales", func(f Figures) string { return strconv.FormatInt(*f.SalesCount, 10) }},
		{"Average", func(f Figures) string { return meanText(f.AverageSale, currency) }},
		{"Units", func(f Figures) string { return unitsText(f.Units) }},
		{"Add-on", func(f Figures) string { return rateText(f.SecondaryRate) }},
		{"Add-on money", func(f Figures) string { return meanText(f.SecondaryRevenue, currency) }},
		{"Care plan", func(f Figures) string { return rateText(f.CarePlanRate) }},
		{"Returned", func(f Figures) string { return ratioText(f.ReturnRate) }},
		{"With client", func(f Figures) string { return rateText(f.IdentifiedRate) }},
		{"Repeat clients", func(f Figures) string { return rateText(f.RepeatClients) }},
		{"New clients", func(f Figures) string { return strconv.FormatInt(*f.ClientsBrought, 10) }},
		{"Service", func(f Figures) string { return strconv.FormatInt(*f.ServiceTickets, 10) }},
	}
}

// writeTable prints a result for people: one aligned row a key.
func writeTable(w io.Writer, r Result) error {
	cols := columns(r.Currency)
	table := [][]string{{""}}
	for _, c := range cols {
		table[0] = append(table[0], c.head)
	}
	for _, row := range r.Rows {
		cells := []string{row.Label}
		for _, c := range cols {
			text := ""
			if row.Figures.NetSales != nil {
				text = c.cell(row.Figures)
			}
			cells = append(cells, text)
		}
		table = append(table, cells)
	}
	_, err := fmt.Fprintf(w, "%s to %s\n\n%s", r.From, r.To, align(table))
	if err == nil && len(r.Rows) > 0 && r.Rows[0].Figures.NetSales == nil {
		_, err = io.WriteString(w, "\nThe book has no receipts yet. `touchstone import FILE` reads the export of your POS.\n")
	}
	return err
}

// align pads columns, the first to the left and figures to the right.
func align(table [][]string) string {
	widths := make([]int, len(table[0]))
	for _, row := range table {
		for i, cell := range row {
			widths[i] = max(widths[i], utf8.RuneCountInString(cell))
		}
	}
	var b strings.Builder
	for _, row := range table {
		line := ""
		for i, cell := range row {
			pad := strings.Repeat(" ", widths[i]-utf8.RuneCountInString(cell))
			if i == 0 {
				line = cell + pad
				continue
			}
			line += "  " + pad + cell
		}
		b.WriteString(strings.TrimRight(line, " ") + "\n")
	}
	return b.String()
}

// rateText keeps small numbers in words: below the floor no percentage.
func rateText(r *RateFigure) string {
	if r.Low == nil {
		return fmt.Sprintf("%d of %d", r.N, r.Of)
	}
	return fmt.Sprintf("%s (%d of %d)", percent(r.N, r.Of), r.N, r.Of)
}

func ratioText(r *MoneyRatio) string {
	if r.Of == 0 {
		return "-"
	}
	return percent(r.N, r.Of)
}

// percent rounds half away from zero to a whole percentage.
func percent(n, of int64) string { return strconv.FormatInt(money.MulDiv(n, 100, of), 10) + " %" }

func meanText(m *MoneyMean, currency string) string {
	if m.N == 0 {
		return "-"
	}
	return money.Format(money.RoundDiv(m.Sum, m.N), currency, false)
}

func unitsText(m *UnitsMean) string {
	if m.N == 0 {
		return "-"
	}
	return money.Decimal{Coef: money.RoundDiv(m.Moments.Sum, m.N*10), Scale: 2}.String()
}
