package scorecard

import (
	"fmt"
	"strconv"

	"touchstone/hooks/figures"
	"touchstone/hooks/internal/civil"
	"touchstone/hooks/internal/sheet"
)

// foot is the small print: what the figures mean, which edition of the
// definitions, when it was printed and where the audit chain stood.
func (p *page) foot(changed bool) sheet.Foot {
	f := sheet.Foot{
		Formulas:   []string{p.definitions(), p.marks()},
		Definition: "Definitions " + strconv.Itoa(p.Numbers.Version) + ".",
		Printed:    "Printed " + moment(p.now) + ".",
		Audit:      auditMark(p.Audit),
	}
	switch {
	case p.open:
		f.Printed = "Printed " + moment(p.now) + ", before the week was over; not kept."
	case !p.Issued.IsZero():
		f.Printed = "Printed " + moment(p.now) + ", with the figures issued on " + p.issuedOn() + "."
	}
	if changed {
		f.Formulas = append([]string{"Figures have changed since this week was issued on " + p.issuedOn() +
			". The issued ones stand here; ask for the new ones with --fresh."}, f.Formulas...)
	}
	return f
}

func (p *page) issuedOn() string { return date(civil.Of(p.Issued.In(p.store.Zone))) }

// auditMark shortens the head of the audit chain: "Audit 9f2c 41d7 e08a".
func auditMark(head string) string {
	if len(head) < 12 {
		return ""
	}
	return "Audit " + head[:4] + " " + head[4:8] + " " + head[8:12]
}

// The small print is short on purpose: with a long name and a changed reprint a
// card is full.
func (p *page) definitions() string {
	text := "Add-on rate: sales of a watch or jewelry with an accessory, care plan or service, divided by all such sales; what was fully returned is left out. "
	if p.team() {
		return text + "Average sale, units: goods and services, divided by sales. A sale counts whole for the person with the largest share of its main piece; the line Everyone is the store’s own figure."
	}
	return text + "Care plans: the same with a care plan. Repeat clients: known clients who also bought on an earlier day of the 24 months before, both times with you, divided by known clients. " +
		"Average sale, units: goods and services, divided by sales. A sale counts whole for the largest share of its main piece; net sales, less returns, go by shares."
}

func (p *page) marks() string {
	floor := count(p.Numbers.Floor)
	text := "In brackets: 90% interval (Wilson for rates"
	if !p.team() {
		text += fmt.Sprintf(", Student t for amounts and units, shown and compared from %d sales on", figures.MoneyFrom)
	}
	text += "). Upright mark: the 13 weeks. Ring: the 13 weeks before; under the axis, a week of fewer than " + floor + " such sales. Dotted: the rate of the 13 weeks."
	if p.team() {
		return text + " Below " + floor + " the counts stand in words."
	}
	return text + " Up or down is said only when the interval of the difference leaves out zero."
}
