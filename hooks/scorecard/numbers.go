package scorecard

import (
	"touchstone/hooks/figures"
	"touchstone/hooks/internal/store"
)

// weeks is how many weeks a card leads with: the one asked for and the twelve
// before it. It is compared with as many before these.
const weeks = 13

// Numbers are the figures of one card as they are kept when a week is issued:
// counts and sums only, so that every rate and interval can be worked out again.
// Money is in minor units of Currency, units are thousandths.
type Numbers struct {
	Version  int         `json:"definition_version"`
	Currency string      `json:"currency"`
	Floor    int64       `json:"floor"`
	New      bool        `json:"new"` // the first sale ever lies in the 13 weeks
	Period   Set         `json:"period"`
	Before   Set         `json:"before"` // the 13 weeks before the period
	Week     Set         `json:"week"`
	ByWeek   [weeks]Rate `json:"secondary_sales_rate_by_week"` // oldest first
}

// empty are the numbers of somebody of whom the book knows nothing. One sale is
// never a rate, whatever floor the owner chose.
func empty(s store.Store) Numbers {
	return Numbers{Version: figures.DefinitionVersion, Currency: s.Currency, Floor: int64(max(s.Floor, 2))}
}

// Rate is a numerator and its denominator.
type Rate struct {
	N  int64 `json:"n"`
	Of int64 `json:"of"`
}

func (r Rate) figure() figures.Rate { return figures.Rate{N: r.N, Of: r.Of} }

// Mean is what a mean and its interval rest on. The sum of squares is 128 bits
// wide, in two halves written as text: a number of JSON would lose its end.
type Mean struct {
	N       int64  `json:"n"`
	Sum     int64  `json:"sum"`
	Squares uint64 `json:"squares,string"`
	Carry   uint64 `json:"squares_high,string"`
}

func mean(m figures.Moments) Mean {
	return Mean{N: m.N, Sum: m.Sum, Squares: m.Squares.Lo, Carry: m.Squares.Hi}
}

func (m Mean) moments() figures.Moments {
	return figures.Moments{N: m.N, Sum: m.Sum, Squares: figures.Wide{Hi: m.Carry, Lo: m.Squares}}
}

// Set holds the figures of one period, under the names of METRICS.
type Set struct {
	Net        int64 `json:"net_sales"`
	AddOn      Rate  `json:"secondary_sales_rate"`
	Watches    Rate  `json:"secondary_sales_rate_watch"`
	Jewelry    Rate  `json:"secondary_sales_rate_jewelry"`
	CarePlans  Rate  `json:"care_plan_rate"`
	Repeat     Rate  `json:"repeat_client_rate"`
	Identified Rate  `json:"identified_rate"`
	Sale       Mean  `json:"average_sale"`
	Units      Mean  `json:"units_per_transaction"`
}

// sales is the number of sales of the period.
func (s Set) sales() int64 { return s.Sale.N }

// set reads one row of figures; what is absent is zero.
func set(f figures.Figures) Set {
	var s Set
	if f.NetSales != nil {
		s.Net = *f.NetSales
	}
	if f.AverageSale != nil {
		s.Sale = mean(f.AverageSale.Moments)
	}
	if f.Units != nil {
		s.Units = mean(f.Units.Moments)
	}
	s.AddOn, s.CarePlans = rate(f.SecondaryRate), rate(f.CarePlanRate)
	s.Repeat, s.Identified = rate(f.RepeatClients), rate(f.IdentifiedRate)
	return s
}

func rate(f *figures.RateFigure) Rate {
	if f == nil {
		return Rate{}
	}
	return Rate{f.N, f.Of}
}
