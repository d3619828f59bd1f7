package scorecard

import (
	"time"

	"touchstone/hooks/figures"
	"touchstone/hooks/internal/civil"
	"touchstone/hooks/internal/store"
)

// card is one page's person (or the store), numbers and history of issue.
type card struct {
	Staff   string // record id, "" for the store's own
	Code    string
	Name    string
	Numbers Numbers
	Audit   string    // head of the audit chain when the numbers were taken
	Issued  time.Time // zero: never issued
	Changed bool      // the book says something else by now
}

// page is a card with everything its wording needs.
type page struct {
	card
	span
	voice
	store store.Store
	now   time.Time // in the store's zone
	open  bool      // the week is not over

	outside bool // read by somebody else, in a list: it says neither you nor your
}

func (p *page) team() bool { return p.Staff == everyone }

// enough says whether a number may become a rate or a mean.
func (p *page) enough(n int64) bool { return n > 0 && n >= p.Numbers.Floor }

// smallest is the change of a rate that matters: ten points. The smallest change
// of a mean that matters is the same part of the mean before.
const smallest = 0.10

// measure is one figure of the card, compared with the 13 weeks before.
type measure struct {
	key                  string
	period, before, week Rate // of a rate
	mean, was, now       Mean // of a mean
	change               figures.Change
}

// Keys of the measures, in the order of the table.
const (
	watches = "watches"
	jewelry = "jewelry"
	repeats = "repeats"
	average = "average"
	units   = "units"
	plans   = "plans"
)

// measures lists the figures that can be compared.
func (p *page) measures() []measure {
	n := p.Numbers
	all := []measure{
		{key: watches, period: n.Period.Watches, before: n.Before.Watches, week: n.Week.Watches},
		{key: jewelry, period: n.Period.Jewelry, before: n.Before.Jewelry, week: n.Week.Jewelry},
		{key: repeats, period: n.Period.Repeat, before: n.Before.Repeat, week: n.Week.Repeat},
		{key: average, mean: n.Period.Sale, was: n.Before.Sale, now: n.Week.Sale},
		{key: units, mean: n.Period.Units, was: n.Before.Units, now: n.Week.Units},
		{key: plans, period: n.Period.CarePlans, before: n.Before.CarePlans, week: n.Week.CarePlans},
	}
	for i := range all {
		m := &all[i]
		if m.isMean() {
			m.change = figures.ChangeOfMean(m.was.moments(), m.mean.moments(), figures.MoneyFrom, smallest*m.was.moments().Mean(), p.size(m.key))
			continue
		}
		if m.key == repeats {
			m.change = unjudged(m.before)
			continue
		}
		m.change = figures.ChangeOfRate(m.before.figure(), m.period.figure(), n.Floor, smallest)
	}
	return all
}

// unjudged is all that may be said of repeat clients: the counts of before. The
// interval of a difference is for independent sides (STATISTICS 1), and people
// who came back in both periods stand on both. Screen and paper say the same.
func unjudged(before Rate) figures.Change {
	c := figures.Change{Verdict: figures.Unjudged, Text: "Not judged: often the same people"}
	if before.Of > 0 {
		c.Text = "Before: " + grouped(before.N) + " of " + grouped(before.Of) + ". Not judged: often the same people"
	}
	return c
}

func (m measure) isMean() bool { return m.key == average || m.key == units }

// size writes how large a difference of a mean is.
func (p *page) size(key string) func(float64) string {
	if key == units {
		return func(v float64) string {
			if v < 50 {
				return "less than 0.1"
			}
			return tenths(v / 1000)
		}
	}
	return func(v float64) string {
		u := unit(p.Numbers.Currency)
		if v < float64(u)/2 {
			return "less than " + p.cash(u)
		}
		return p.cash(int64(v + 0.5))
	}
}

// weekLabel names a week for the top of a page and under the chart.
func (p *page) weekLabel(first civil.Date, long bool) string {
	if p.store.WeekStart != time.Monday {
		if long {
			return "week of " + monthDay(first)
		}
		return first.Month.String()[:3] + nbsp + civilDay(first)
	}
	name := civil.WeekName(first, time.Monday)
	number := name[len(name)-2:]
	if number[0] == '0' {
		number = number[1:]
	}
	if long {
		return "week" + nbsp + number
	}
	return number
}
