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

func (p *page) definitions() string {
	text := "Add-on rate: sales of a watch or a piece of jewelry, not fully returned, that had an accessory, a care plan or a service with them, not returned, divided by all such sales."
	if p.team() {
		return text + " Average sale and units: goods and services of a sale, divided by sales. A sale counts whole for the person with the largest share of its main piece; the line Everyone is the store’s own figure and holds sales of nobody, too."
	}
	return text + " Care plans: such sales with a care plan, divided by all such sales. Repeat clients: known clients of these weeks who also bought on an earlier day of the 24 months before, divided by known clients of these weeks; both purchases with you. " +
		"Average sale and units: goods and services of a sale, divided by sales. A sale counts whole for the person with the largest share of its main piece; net sales, less returns, are divided by the shares."
}

func (p *page) marks() string {
	floor := count(p.Numbers.Floor)
	text := "In brackets: 90% interval (Wilson for rates"
	if !p.team() {
		text += fmt.Sprintf(", Student t for amounts and units, from %d sales on", figures.MoneyFrom)
	}
	text += "). Upright mark: the 13 weeks. Ring: the 13 weeks before. Dotted: the rate of the 13 weeks. Ring under the axis: fewer than " +
		floor + " such sales that week. Below " + floor + " the counts stand in words."
	if p.team() {
		return text
	}
	return text + fmt.Sprintf(" Change is against the 13 weeks before: up or down is said only when the interval of the difference leaves out zero; amounts and units are compared from %d sales a side.", figures.MoneyFrom)
}
