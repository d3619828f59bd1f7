package scorecard

import (
	"math"
	"strconv"
	"unicode/utf8"

	"touchstone/hooks/figures"
	"touchstone/hooks/internal/civil"
	"touchstone/hooks/internal/sheet"
)

func civilDay(d civil.Date) string { return strconv.Itoa(d.Day) }

var labels = map[string]string{
	watches: "Add-on rate, watches",
	jewelry: "Add-on rate, jewelry",
	repeats: "Repeat clients",
	average: "Average sale",
	units:   "Units per sale",
	plans:   "Care plans",
}

func (p *page) columns() sheet.Columns {
	return sheet.Columns{Period: "13 weeks", N: "n", Week: p.weekColumn(), Change: "Change"}
}

func (p *page) weekColumn() string {
	if p.open {
		return "This week, so far"
	}
	return "This week"
}

// rows is the table of an associate's card.
func (p *page) rows() []sheet.Row {
	var all []sheet.Row
	for _, m := range p.measures() {
		row := p.rateRow(m)
		if m.isMean() {
			row = p.meanRow(m)
		}
		all = append(all, row)
	}
	return append(all, p.netRow())
}

func (p *page) rateRow(m measure) sheet.Row {
	row := sheet.Row{Label: labels[m.key], Week: inWeek(m.key, m.week)}
	if !p.enough(m.period.Of) {
		row.Words = counts(m.key, m.period)
		return row
	}
	row.Value, row.N = percent(share(m.period)), grouped(m.period.N)+" of "+grouped(m.period.Of)
	row.Streak, row.Interval = p.streak(m.period, m.before)
	row.Change = m.change.Text
	if m.change.Verdict == figures.Few {
		row.Change = ""
		if m.before.Of > 0 {
			row.Change = "Before: " + grouped(m.before.N) + " of " + grouped(m.before.Of)
		}
	}
	return row
}

// streak draws a rate that has reached the floor, and rings the one before it
// where that has, too.
func (p *page) streak(now, before Rate) (sheet.Streak, string) {
	s := sheet.Streak{Has: true, Value: share(now)}
	interval := ""
	if i, ok := figures.Wilson(now.N, now.Of, figures.Level); ok {
		s.Low, s.High, s.HasInterval = i.Low, i.High, true
		low, high := percent(i.Low), percent(i.High)
		interval = "(" + low[:len(low)-1] + " to " + high[:len(high)-1] + ")"
	}
	if p.enough(before.Of) {
		s.Ref, s.HasRef = share(before), true
	}
	return s, interval
}

func (p *page) meanRow(m measure) sheet.Row {
	row := sheet.Row{Label: labels[m.key], Week: p.sums(m.key, m.now)}
	if m.key == average {
		row.Label = p.moneyLabel(row.Label)
	}
	if !p.enough(m.mean.N) {
		row.Words = p.sums(m.key, m.mean)
		return row
	}
	row.N = things(m.mean.N, "sale")
	row.Value = tenths(m.mean.moments().Mean() / 1000)
	if m.key == average {
		p.money(&row, bare(meanAmount(m.mean, p.Numbers.Currency), p.Numbers.Currency))
	}
	if i, ok := figures.Student(m.mean.moments(), figures.Level); ok && m.mean.N >= figures.MoneyFrom {
		row.Interval = "(" + tenths(i.Low/1000) + " to " + tenths(i.High/1000) + ")"
		if m.key == average {
			row.Interval = "(" + p.cash(int64(math.Round(i.Low))) + " to " + p.cash(int64(math.Round(i.High))) + ")"
		}
	}
	if m.change.Verdict != figures.Few {
		row.Change = m.change.Text
	}
	return row
}

// widestFigure is how many letters the column of figures surely holds.
const widestFigure = 10

// cash writes an amount for the table.
func (p *page) cash(minor int64) string {
	return bare(amount(minor, p.Numbers.Currency), p.Numbers.Currency)
}

// money sets an amount as the row's figure; what is wider than its column stands
// in the place of words.
func (p *page) money(row *sheet.Row, text string) {
	if utf8.RuneCountInString(text) > widestFigure {
		row.Words = text
		return
	}
	row.Value = text
}

// moneyLabel names the currency where its amounts cannot.
func (p *page) moneyLabel(label string) string {
	c := p.Numbers.Currency
	if c == "" || bare(amount(0, c), c) == amount(0, c) {
		return label
	}
	return label + ", " + c
}

// netRow is a sum: it has no interval, no floor and nothing to compare.
func (p *page) netRow() sheet.Row {
	n := p.Numbers
	row := sheet.Row{Label: p.moneyLabel("Net sales"), Words: "No sales in these weeks", Week: "none"}
	if n.Period.Net != 0 || n.Period.sales() > 0 {
		row.Words = ""
		p.money(&row, p.cash(n.Period.Net))
	}
	if n.Week.Net != 0 || n.Week.sales() > 0 {
		row.Week = p.cash(n.Week.Net)
	}
	return row
}

// tails say what the counts of a rate are counts of.
var tails = map[string]struct{ none, noun, did, miss, it string }{
	watches: {"No watch sale", "watch sale", "had an add-on", "had no add-on", "it"},
	jewelry: {"No jewelry sale", "jewelry sale", "had an add-on", "had no add-on", "it"},
	repeats: {"No client by name", "client", "had bought before", "had not bought before", "who"},
	plans:   {"No watch or jewelry sale", "sale", "had a care plan", "had no care plan", "it"},
}

// counts writes a rate as counts in words: "2 of 3 watch sales had an add-on".
func counts(key string, r Rate) string {
	t := tails[key]
	switch {
	case r.Of == 0:
		return t.none
	case r.Of == 1 && r.N == 1:
		return "1 " + t.noun + ", " + t.it + " " + t.did
	case r.Of == 1:
		return "1 " + t.noun + ", " + t.it + " " + t.miss
	case r.N == 0:
		return "None of " + grouped(r.Of) + " " + t.noun + "s " + t.did
	}
	return grouped(r.N) + " of " + grouped(r.Of) + " " + t.noun + "s " + t.did
}

// inWeek is counts for the narrow column of the week: the row's label has already
// said which sales are meant.
func inWeek(key string, r Rate) string {
	t := tails[key]
	noun := "sale"
	if key == repeats {
		noun = t.noun
	}
	switch {
	case r.Of == 0:
		return t.none
	case r.Of == 1:
		return grouped(r.N) + " of 1 " + noun + " " + t.did
	}
	return grouped(r.N) + " of " + grouped(r.Of) + " " + noun + "s " + t.did
}

// sums writes a mean as its sum and n.
func (p *page) sums(key string, m Mean) string {
	switch {
	case m.N == 0:
		return "No sale"
	case key == units && m.Sum == 1000:
		return "1 piece in " + things(m.N, "sale")
	case key == units:
		return pieces(m.Sum) + " pieces in " + things(m.N, "sale")
	case m.N == 1:
		return "1 sale, " + p.cash(m.Sum)
	}
	return things(m.N, "sale") + ", " + p.cash(m.Sum) + " together"
}
