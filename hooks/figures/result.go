package figures

import (
	"cmp"
	"context"
	"encoding/json"
	"math"
	"strings"

	"touchstone/hooks/internal/civil"
	"touchstone/hooks/internal/money"
)

// Result is the answer to a scope; it marshals as `metrics --json` prints it.
type Result struct {
	From              civil.Date
	To                civil.Date
	Currency          string // ISO 4217, empty before the first file
	DefinitionVersion int
	Rows              []Row
}

// MarshalJSON writes dates as YYYY-MM-DD.
func (r Result) MarshalJSON() ([]byte, error) {
	rows := r.Rows
	if rows == nil {
		rows = []Row{}
	}
	return json.Marshal(struct {
		From              string `json:"from"`
		To                string `json:"to"`
		Currency          string `json:"currency"`
		DefinitionVersion int    `json:"definition_version"`
		Rows              []Row  `json:"rows"`
	}{r.From.String(), r.To.String(), r.Currency, r.DefinitionVersion, rows})
}

// Row is one row of a cut.
type Row struct {
	Key     string  `json:"key"`
	Label   string  `json:"label"`
	Figures Figures `json:"figures"`
	ID      string  `json:"-"` // record id of the staff or store, else empty
}

// Figures are the figures of one row. nil = absent: its source is not fed.
type Figures struct {
	NetSales         *int64      `json:"net_sales,omitempty"` // minor units
	SalesCount       *int64      `json:"sales_count,omitempty"`
	ServiceTickets   *int64      `json:"service_tickets,omitempty"`
	AverageSale      *MoneyMean  `json:"average_sale,omitempty"`
	Units            *UnitsMean  `json:"units_per_transaction,omitempty"`
	QualifyingSales  *int64      `json:"qualifying_sales,omitempty"`
	SecondaryRate    *RateFigure `json:"secondary_sales_rate,omitempty"`
	SecondaryRevenue *MoneyMean  `json:"secondary_revenue_per_qualifying_sale,omitempty"`
	CarePlanRate     *RateFigure `json:"care_plan_rate,omitempty"`
	ReturnRate       *MoneyRatio `json:"return_rate,omitempty"`
	IdentifiedRate   *RateFigure `json:"identified_rate,omitempty"`
	RepeatClients    *RateFigure `json:"repeat_client_rate,omitempty"`
	RepeatHouseholds *RateFigure `json:"repeat_household_rate,omitempty"`
	ClientsBrought   *int64      `json:"clients_brought,omitempty"`
	RungSales        *int64      `json:"rung_sales,omitempty"` // associates only
}

// RateFigure is a rate with its 90 % interval as fractions; without one below
// the store's floor.
type RateFigure struct {
	N    int64    `json:"n"`
	Of   int64    `json:"of"`
	Low  *float64 `json:"low"`
	High *float64 `json:"high"`
}

// Rate returns the bare counts, for comparisons.
func (r RateFigure) Rate() Rate { return Rate{r.N, r.Of} }

// MoneyMean is a mean of money, everything in minor units; its interval is
// shown from n = 100.
type MoneyMean struct {
	Sum  int64  `json:"sum"`
	N    int64  `json:"n"`
	Low  *int64 `json:"low"`
	High *int64 `json:"high"`

	Moments Moments `json:"-"` // for comparisons
}

// UnitsMean is a mean of quantities; sums are decimal, Moments in thousandths.
type UnitsMean struct {
	Sum  json.Number `json:"sum"`
	N    int64       `json:"n"`
	Low  *float64    `json:"low"`
	High *float64    `json:"high"`

	Moments Moments `json:"-"`
}

// MoneyRatio is a ratio of two amounts in minor units, without interval.
type MoneyRatio struct {
	N  int64 `json:"n"`
	Of int64 `json:"of"`
}

// figures turns a row's sums into figures. floor is the store's smallest n.
func (t *tally) figures(floor int64, ofStaff bool) Figures {
	f := Figures{
		NetSales: &t.net, SalesCount: &t.sale.N, ServiceTickets: &t.services,
		AverageSale: moneyMean(t.sale), Units: unitsMean(t.units),
		QualifyingSales:  &t.qualifying,
		SecondaryRate:    rate(t.secondary, t.qualifying, floor),
		SecondaryRevenue: moneyMean(t.addOn),
		CarePlanRate:     rate(t.carePlan, t.qualifying, floor),
		ReturnRate:       &MoneyRatio{N: t.returned, Of: t.sold},
		IdentifiedRate:   rate(t.identified, t.sale.N, floor),
		RepeatClients:    rate(t.repeats.distinct(), t.clients.distinct(), floor),
		RepeatHouseholds: rate(t.householdRepeats.distinct(), t.households.distinct(), floor),
		ClientsBrought:   &t.brought,
	}
	if ofStaff {
		f.RungSales = &t.net
	}
	return f
}

func rate(n, of, floor int64) *RateFigure {
	r := &RateFigure{N: n, Of: of}
	if of < floor {
		return r
	}
	if i, ok := Wilson(n, of, Level); ok {
		r.Low, r.High = &i.Low, &i.High
	}
	return r
}

func moneyMean(m Moments) *MoneyMean {
	f := &MoneyMean{Sum: m.Sum, N: m.N, Moments: m}
	if i, ok := shownMean(m); ok {
		low, high := int64(math.Round(i.Low)), int64(math.Round(i.High))
		f.Low, f.High = &low, &high
	}
	return f
}

func unitsMean(m Moments) *UnitsMean {
	f := &UnitsMean{Sum: thousandths(m.Sum), N: m.N, Moments: m}
	if i, ok := shownMean(m); ok {
		low, high := i.Low/1000, i.High/1000
		f.Low, f.High = &low, &high
	}
	return f
}

func shownMean(m Moments) (Interval, bool) {
	if m.N < MoneyFrom {
		return Interval{}, false
	}
	return Student(m, Level)
}

// thousandths writes 2500 as 2.5.
func thousandths(v int64) json.Number {
	s := money.Decimal{Coef: v, Scale: 3}.String()
	return json.Number(strings.TrimSuffix(strings.TrimRight(s, "0"), "."))
}

// result turns counted rows into the answer.
func (q *question) result(ctx context.Context, db Reader, rows tallies) (Result, error) {
	r := Result{From: q.From, To: q.To, DefinitionVersion: DefinitionVersion}
	floor := int64(5)
	if len(q.stores) > 0 {
		floor = int64(q.stores[0].Floor)
	}
	var err error
	if r.Currency, err = q.currency(); err != nil {
		return r, err
	}
	fed, err := texts(ctx, db, `SELECT id FROM receipts LIMIT 1`)
	if err != nil {
		return r, err
	}
	keys, err := q.rowKeys(ctx, db, rows)
	if err != nil {
		return r, err
	}
	for _, k := range keys {
		row := Row{Key: k.key, Label: k.label, ID: k.id}
		if len(fed) > 0 {
			row.Figures = rows.at(k.raw).figures(floor, q.narrowed || q.By == byAssociate)
		}
		r.Rows = append(r.Rows, row)
	}
	return r, nil
}

// currency is that of all stores asked about.
func (q *question) currency() (string, error) {
	one := ""
	for _, s := range q.stores {
		if one != "" && s.Currency != "" && s.Currency != one {
			return "", errManyCurrencies
		}
		one = cmp.Or(one, s.Currency)
	}
	return one, nil
}
