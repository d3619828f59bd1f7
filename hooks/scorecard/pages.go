package scorecard

import (
	"strings"
	"time"
	"unicode/utf8"

	"touchstone/hooks/internal/civil"
	"touchstone/hooks/internal/sheet"
	"touchstone/hooks/internal/store"
)

// Edition is one printing: the store, the week, the time and the cards, the
// store's own among them or not.
type Edition struct {
	store store.Store
	at    span
	now   time.Time
	fresh bool
	sign  sheet.Sign
	team  *card  // nil: single cards only
	cards []card // by name

	issued bool   // the whole week was issued, so its list of people stands
	aside  []card // owners and managers without a sale: only where they are asked for
	late   []card // not on the list of an issued week, and sales of it are theirs by now
}

// Document words an edition. It reads no clock and no database.
func (e *Edition) Document() sheet.Document {
	now := e.now.In(e.store.Zone)
	doc := sheet.Document{Paper: sheet.Letter, Language: "en", PrintedAt: now, Sign: e.sign}
	if e.store.Paper == sheet.A4 {
		doc.Paper = sheet.A4
	}
	var people []*page
	for _, c := range e.cards {
		people = append(people, e.page(c, now))
	}
	doc.Title = "Scorecards"
	if e.team != nil {
		team := e.page(*e.team, now)
		doc.Title += ", " + team.weekLabel(e.at.first, true)
		doc.Pages = append(doc.Pages, sheet.Page{Team: team.everyone(people)})
	}
	for _, p := range people {
		if e.team == nil {
			doc.Title = "Scorecard, " + p.label() + ", " + p.weekLabel(e.at.first, true)
		}
		doc.Pages = append(doc.Pages, sheet.Page{Associate: p.associate()})
	}
	return doc
}

func (e *Edition) page(c card, now time.Time) *page {
	who := c.Code
	if c.Staff == everyone {
		who = "the team of " + e.store.Code
	}
	return &page{
		card: c, span: e.at, voice: voiceOf(e.at.first, who), store: e.store, now: now,
		open: !over(e.store, e.at, e.now),
	}
}

// over says whether a week has ended in the store.
func over(s store.Store, at span, now time.Time) bool {
	return at.last.Before(civil.Business(now, s.Zone, s.Cutover))
}

// How many letters of a name have room on a card and in the team's table. Only
// what no name needs is cut, so that one record cannot keep all from printing.
const (
	onCard  = 72
	inTable = 60
)

// label is the name, or the code of somebody without one.
func (p *page) label() string {
	name := strings.Join(strings.Fields(p.Name), " ")
	if name == "" {
		return p.Code
	}
	return shortened(name, onCard)
}

func shortened(name string, most int) string {
	if utf8.RuneCountInString(name) <= most {
		return name
	}
	return strings.TrimSpace(string([]rune(name)[:most-1])) + "…"
}

func (p *page) head() sheet.Head {
	name := p.store.Name
	if name == "" {
		name = p.store.Code
	}
	week := p.weekLabel(p.first, true)
	if p.open {
		week += ", so far"
	}
	return sheet.Head{Store: name, Week: week, Dates: days(p.first, p.last), Headline: p.headline()}
}

func (p *page) associate() *sheet.Associate {
	return &sheet.Associate{
		Head: p.head(), Name: p.label(), Instead: p.Code,
		Chart: p.chart(), Columns: p.columns(), Rows: p.table(),
		Well: p.well(), Try: p.try(), Foot: p.foot(p.Changed),
	}
}

// table is empty for somebody without anything to show.
func (p *page) table() []sheet.Row {
	if p.Numbers.Period.sales() == 0 && p.Numbers.Period.Net == 0 {
		return nil
	}
	return p.rows()
}

func (p *page) teamColumns() sheet.TeamColumns {
	return sheet.TeamColumns{
		Rate: "Add-on rate, 13 weeks", N: "n",
		Cells: []string{p.weekColumn(), "Average sale", "Units", "Sales"},
	}
}

// everyone is the team's page: people in the order given, which is by name.
func (p *page) everyone(people []*page) *sheet.Team {
	own := p.teamRow("Everyone")
	t := &sheet.Team{
		Head: p.head(), Title: "The team", Continued: "The team, continued",
		Chart: p.chart(), Columns: p.teamColumns(), Everyone: &own,
		Bright: p.well(), Focus: p.try(),
	}
	changed := p.Changed
	names := map[string]int{}
	for _, one := range people {
		names[one.label()]++
	}
	for _, one := range people {
		name := shortened(one.label(), inTable)
		if names[one.label()] > 1 {
			name += " (" + one.Code + ")"
		}
		row := one.teamRow(name)
		row.Instead = one.Code
		t.Rows = append(t.Rows, row)
		changed = changed || one.Changed
	}
	if len(t.Rows) > 0 {
		t.Note = "By name, never by rank. The longer a line, the fewer the sales behind it, and the less its mark can tell."
	}
	t.Foot = p.foot(changed)
	return t
}

func (p *page) teamRow(name string) sheet.TeamRow {
	n := p.Numbers.Period
	row := sheet.TeamRow{Name: name, Cells: []string{"none", "", "", grouped(n.sales())}}
	if w := p.Numbers.Week.AddOn; w.Of > 0 {
		row.Cells[0] = grouped(w.N) + " of " + grouped(w.Of)
	}
	if p.enough(n.sales()) {
		row.Cells[1] = meanAmount(n.Sale, p.Numbers.Currency)
		row.Cells[2] = tenths(n.Units.moments().Mean() / 1000)
	}
	switch {
	case p.enough(n.AddOn.Of):
		row.Value, row.N = percent(share(n.AddOn)), grouped(n.AddOn.N)+" of "+grouped(n.AddOn.Of)
		row.Streak, row.Interval = p.streak(n.AddOn, p.Numbers.Before.AddOn)
	case n.sales() == 0:
		row.Words = "No sale in these weeks"
	case n.AddOn.Of == 0:
		row.Words = "No watch or jewelry sale"
	default:
		row.Words = grouped(n.AddOn.N) + " of " + grouped(n.AddOn.Of) + " " + p.noun(n.AddOn.Of) + " so far"
	}
	return row
}
