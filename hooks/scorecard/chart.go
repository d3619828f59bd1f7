package scorecard

import (
	"touchstone/hooks/figures"
	"touchstone/hooks/internal/sheet"
)

// chart draws the add-on rate week by week. A week under the floor leaves a
// ring, a week without any such sale nothing at all.
func (p *page) chart() sheet.Chart {
	total := p.Numbers.Period.AddOn
	c := sheet.Chart{Title: "Add-on rate, your last 13 weeks", Points: p.points()}
	if p.team() {
		c.Title = "Add-on rate, everyone, last 13 weeks"
	}
	if total.Of > 0 {
		c.Note = grouped(total.N) + " of " + grouped(total.Of) + " " + p.noun(total.Of)
	}
	if last := p.Numbers.ByWeek[weeks-1]; p.enough(last.Of) {
		c.End = grouped(last.N) + " of " + grouped(last.Of)
	}
	if p.enough(total.Of) {
		c.Mean, c.HasMean, c.MeanEnd = share(total), true, percent(share(total))
	}
	for _, point := range c.Points {
		if point.Has {
			return c
		}
	}
	c.Empty = p.noLine(total)
	return c
}

func (p *page) points() []sheet.Point {
	points := make([]sheet.Point, weeks)
	for i, r := range p.Numbers.ByWeek {
		point := &points[i]
		point.Label = p.weekLabel(p.from.AddDays(7*i), i == 0 && p.store.WeekStart == 1)
		if !p.enough(r.Of) {
			point.Few = r.Of > 0
			continue
		}
		point.Rate, point.Has = share(r), true
		if w, ok := figures.Wilson(r.N, r.Of, figures.Level); ok {
			point.Low, point.High, point.HasInterval = w.Low, w.High, true
		}
	}
	return points
}

// noLine says why there is no line.
func (p *page) noLine(total Rate) string {
	floor := count(p.Numbers.Floor)
	sales := worded(p.Numbers.Floor, "sale")
	switch {
	case total.Of == 0:
		return "The line begins with the first week of " + sales + "."
	case !p.enough(total.Of):
		so := ratio(total)
		if total.Of == 1 {
			so = "one sale"
		}
		return "So far " + so + ". It becomes a rate at " + floor + ", and the line begins with the first week of " + floor + "."
	}
	return "No week had " + sales + " of a watch or jewelry, so no line is drawn. The 13 weeks together stand below."
}

// noun names the sales of an add-on rate: just sales where every sale is one.
func (p *page) noun(of int64) string {
	word := "watch and jewelry sale"
	if p.Numbers.Period.AddOn.Of == p.Numbers.Period.sales() {
		word = "sale"
	}
	if of == 1 {
		return word
	}
	return word + "s"
}
