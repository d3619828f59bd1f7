package scorecard

import (
	"context"
	"database/sql"
	"net/http"

	"github.com/pocketbase/pocketbase/core"

	"touchstone/hooks/figures"
	"touchstone/hooks/internal/civil"
	"touchstone/hooks/internal/fault"
	"touchstone/hooks/internal/store"
)

// figures answers a scope as `metrics --json` does. With before_from and
// before_to the rows also say what changed since that period.
func (r Room) figures(e *core.RequestEvent, who viewer) error {
	var ask struct {
		scopeAsk
		BeforeFrom string `json:"before_from"`
		BeforeTo   string `json:"before_to"`
	}
	if err := bind(e, &ask); err != nil {
		return err
	}
	var now, was figures.Result
	floor := int64(0)
	err := read(e, func(ctx context.Context, tx *sql.Tx) error {
		s, err := who.scope(ctx, tx, ask.scopeAsk)
		if err != nil {
			return err
		}
		if now, err = figures.Query(ctx, tx, s); err != nil || ask.BeforeFrom == "" {
			return err
		}
		ask.From, ask.To = ask.BeforeFrom, ask.BeforeTo
		if s, err = who.scope(ctx, tx, ask.scopeAsk); err != nil {
			return err
		}
		one, err := who.one(ctx, tx, s.Store)
		if err != nil {
			return err
		}
		floor = empty(one).Floor
		was, err = figures.Query(ctx, tx, s)
		return err
	})
	if err != nil {
		return err
	}
	if ask.BeforeFrom == "" {
		return e.JSON(http.StatusOK, now)
	}
	return e.JSON(http.StatusOK, compared{now, was, floor}.answer())
}

// compared is a scope in two periods.
type compared struct {
	now, was figures.Result
	floor    int64
}

// changeAnswer is what may be said of a change: verdict few, up, down, flat,
// unclear or unjudged, and its sentence.
type changeAnswer struct {
	Verdict figures.Verdict `json:"verdict"`
	Text    string          `json:"text"`
}

type comparedRow struct {
	figures.Row
	Before  *figures.Figures        `json:"before"` // absent where the row had nothing
	Changes map[string]changeAnswer `json:"changes"`
}

func (c compared) answer() map[string]any {
	was := map[string]figures.Figures{}
	for _, row := range c.was.Rows {
		was[row.ID+" "+row.Key] = row.Figures
	}
	rows := []comparedRow{}
	for _, row := range c.now.Rows {
		one := comparedRow{Row: row}
		if before, ok := was[row.ID+" "+row.Key]; ok {
			one.Before = &before
			one.Changes = changes(before, row.Figures, c.floor, c.now.Currency)
		}
		rows = append(rows, one)
	}
	return map[string]any{
		"from": c.now.From.String(), "to": c.now.To.String(), "before_from": c.was.From.String(), "before_to": c.was.To.String(),
		"currency": c.now.Currency, "definition_version": c.now.DefinitionVersion, "floor": c.floor, "rows": rows,
	}
}

// changes words every change of a rate or mean that can be judged (METRICS,
// "Honest figures"). Repeat clients are not judged, and it says so.
func changes(was, now figures.Figures, floor int64, currency string) map[string]changeAnswer {
	all := map[string]changeAnswer{}
	rate := func(name string, a, b *figures.RateFigure) {
		if a != nil && b != nil {
			c := figures.ChangeOfRate(a.Rate(), b.Rate(), floor, smallest)
			all[name] = changeAnswer{c.Verdict, c.Text}
		}
	}
	mean := func(name, key string, a, b figures.Moments) {
		p := &page{card: card{Numbers: Numbers{Currency: currency}}}
		c := figures.ChangeOfMean(a, b, figures.MoneyFrom, smallest*a.Mean(), p.size(key))
		all[name] = changeAnswer{c.Verdict, c.Text}
	}
	rate("secondary_sales_rate", was.SecondaryRate, now.SecondaryRate)
	rate("care_plan_rate", was.CarePlanRate, now.CarePlanRate)
	rate("identified_rate", was.IdentifiedRate, now.IdentifiedRate)
	for name, before := range map[string]*figures.RateFigure{"repeat_client_rate": was.RepeatClients, "repeat_household_rate": was.RepeatHouseholds} {
		if before != nil {
			c := unjudged(Rate{before.N, before.Of})
			all[name] = changeAnswer{c.Verdict, c.Text}
		}
	}
	if was.AverageSale != nil && now.AverageSale != nil {
		mean("average_sale", average, was.AverageSale.Moments, now.AverageSale.Moments)
		mean("units_per_transaction", units, was.Units.Moments, now.Units.Moments)
		mean("secondary_revenue_per_qualifying_sale", average, was.SecondaryRevenue.Moments, now.SecondaryRevenue.Moments)
	}
	return all
}

// trendAsk asks for n weeks or months that end with the one of to.
type trendAsk struct {
	scopeAsk
	By string `json:"by"` // week | month
	N  int    `json:"n"`  // 13 when absent
}

// trendPoint is one week or month.
type trendPoint struct {
	From    string          `json:"from"`
	To      string          `json:"to"`
	Open    bool            `json:"open"` // it is not over
	Figures figures.Figures `json:"figures"`
}

// trend answers a figure by week or month, oldest first, and for weeks the
// same week last year: 52 weeks before, so that its days of the week agree.
func (r Room) trend(e *core.RequestEvent, who viewer) error {
	var ask trendAsk
	if err := bind(e, &ask); err != nil {
		return err
	}
	answer := map[string]any{"by": ask.By}
	err := read(e, func(ctx context.Context, tx *sql.Tx) error {
		one, err := who.one(ctx, tx, ask.Store)
		if err != nil {
			return err
		}
		today := civil.Business(r.Now(), one.Zone, one.Cutover)
		spans, err := ask.spans(one, today)
		if err != nil {
			return err
		}
		points := []trendPoint{}
		ask.scopeAsk.By = "" // a trend is of one row
		for _, s := range spans {
			p, currency, err := who.point(ctx, tx, ask.scopeAsk, s)
			if err != nil {
				return err
			}
			p.Open = !s[1].Before(today)
			answer["currency"] = currency
			points = append(points, p)
		}
		if ask.By == "week" {
			answer["last_year"], points = points[0], points[1:]
		}
		answer["points"] = points
		return nil
	})
	if err != nil {
		return err
	}
	return e.JSON(http.StatusOK, answer)
}

func (v viewer) point(ctx context.Context, tx *sql.Tx, ask scopeAsk, span [2]civil.Date) (trendPoint, string, error) {
	ask.From, ask.To = span[0].String(), span[1].String()
	p := trendPoint{From: ask.From, To: ask.To}
	s, err := v.scope(ctx, tx, ask)
	if err != nil {
		return p, "", err
	}
	result, err := figures.Query(ctx, tx, s)
	if err != nil {
		return p, "", err
	}
	for _, row := range result.Rows {
		p.Figures = row.Figures
	}
	return p, result.Currency, nil
}

// spans lists the periods of a trend, oldest first; for weeks the same week
// last year stands before them.
func (t *trendAsk) spans(s store.Store, today civil.Date) ([][2]civil.Date, error) {
	if t.N == 0 {
		t.N = weeks
	}
	if t.N < 1 || t.N > 60 {
		return nil, fault.New(fault.Invalid, "A trend has 1 to 60 points.")
	}
	last := today
	if t.To != "" {
		var err error
		if last, err = civil.Parse(t.To); err != nil {
			return nil, fault.Wrap(fault.Invalid, err, "%.20q is no date. Dates are written as 2026-11-21.", t.To)
		}
	}
	var all [][2]civil.Date
	switch t.By {
	case "week":
		first := last.WeekStart(s.WeekStart)
		all = append(all, week(first.AddDays(-52*7)))
		for i := t.N - 1; i >= 0; i-- {
			all = append(all, week(first.AddDays(-7*i)))
		}
	case "month":
		first := civil.Date{Year: last.Year, Month: last.Month, Day: 1}
		for i := t.N - 1; i >= 0; i-- {
			from := first.AddMonths(-i)
			all = append(all, [2]civil.Date{from, from.AddMonths(1).AddDays(-1)})
		}
	default:
		return nil, fault.New(fault.Invalid, "A trend goes by week or by month, not by %.20q.", t.By)
	}
	return all, nil
}

func week(first civil.Date) [2]civil.Date { return [2]civil.Date{first, first.AddDays(6)} }
