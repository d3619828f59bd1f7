package ticket

import (
	"fmt"
	"strings"

	"touchstone/hooks/pos/mapping"
	"touchstone/hooks/pos/table"
)

// kind reads the row's type and status.
func (b *builder) kind(r table.Row) (string, *bad) {
	kind := ""
	if cell := b.cell(r, mapping.Kind); cell != "" {
		found, ok := mapping.KindOf(cell)
		if answer := b.m.Answers["kind:"+cell]; mapping.IsKind(answer) {
			found, ok = answer, true
		}
		if !ok {
			b.ask(mapping.Question{ID: "kind:" + cell, Column: b.column(mapping.Kind), Choices: kindChoices,
				Text: fmt.Sprintf("What is a receipt of type \u201c%s\u201d?", cell)}, r.Number)
		}
		kind = found
	}
	if found, _ := mapping.KindOf(b.cell(r, mapping.Status)); found == "void" || found == "quote" || found == "layaway_payment" {
		kind = found
	}
	if b.cancelled(r) || isYes(b.cell(r, mapping.Void)) {
		kind = "void"
	}
	if kind == mapping.Skip {
		return "", &bad{skip: true, reason: "not a receipt: " + b.cell(r, mapping.Kind)}
	}
	return kind, nil
}

// cancelled reports whether an order was called off. One that was paid and then
// refunded stays a sale: its refund takes the money back.
func (b *builder) cancelled(r table.Row) bool {
	if b.cell(r, mapping.Cancelled) == "" {
		return false
	}
	refunded, ok, _ := b.number(r, mapping.Refunded)
	return !ok || refunded.Coef == 0
}

var kindChoices = []string{"sale", "return", "exchange", "void", "quote", "deposit", "layaway_payment", "repair_intake", "buy_in", "other", mapping.Skip}

func isYes(s string) bool {
	switch strings.ToLower(s) {
	case "true", "yes", "y", "1", "x", "void", "voided", "t":
		return true
	}
	return false
}

func isSaleLine(lineType string) bool {
	switch strings.ToLower(strings.TrimSpace(lineType)) {
	case "sale line", "line", "item", "product", "sale item", "return line":
		return true
	}
	return false
}
