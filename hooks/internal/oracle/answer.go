package oracle

import (
	"encoding/json"
	"math"
	"strconv"

	"gonum.org/v1/gonum/stat/distuv"
)

// The sizes below which no interval is shown (METRICS, "Honest figures").
const (
	floorRate = 5
	floorMean = 100
)

// wilson is the score interval at 90 % (Wilson 1927), nil below the floor.
func (g Figure) wilson() (low, high *float64) {
	if g.Shape != Rate || g.Of < floorRate {
		return nil, nil
	}
	z := distuv.UnitNormal.Quantile(0.95)
	n := float64(g.Of)
	p := float64(g.N) / n
	middle := p + z*z/(2*n)
	reach := z * math.Sqrt(p*(1-p)/n+z*z/(4*n*n))
	l, h := (middle-reach)/(1+z*z/n), (middle+reach)/(1+z*z/n)
	return &l, &h
}

// student is the t interval of a mean at 90 %, from n, sum and sum of squares.
func (g Figure) student() (low, high *float64) {
	if g.Shape != Mean || g.Of < floorMean {
		return nil, nil
	}
	n := float64(g.Of)
	mean := float64(g.Sum) / n
	variance := (g.squares - n*mean*mean) / (n - 1)
	t := distuv.StudentsT{Mu: 0, Sigma: 1, Nu: n - 1}.Quantile(0.95)
	reach := t * math.Sqrt(math.Max(variance, 0)/n)
	l, h := mean-reach, mean+reach
	if g.Thousandth {
		l, h = l/1000, h/1000
	} else {
		l, h = math.Round(l), math.Round(h)
	}
	return &l, &h
}

// MarshalJSON writes a figure as DESIGN section 6 says.
func (g Figure) MarshalJSON() ([]byte, error) {
	switch g.Shape {
	case Count:
		return json.Marshal(g.N)
	case Ratio:
		return json.Marshal(map[string]any{"n": g.N, "of": g.Of})
	case Rate:
		low, high := g.wilson()
		return json.Marshal(map[string]any{"n": g.N, "of": g.Of, "low": low, "high": high})
	}
	low, high := g.student()
	sum := json.RawMessage(strconv.FormatInt(g.Sum, 10))
	if g.Thousandth {
		sum = json.RawMessage(strconv.FormatFloat(float64(g.Sum)/1000, 'f', -1, 64))
	}
	return json.Marshal(map[string]any{"sum": sum, "n": g.Of, "low": low, "high": high})
}

// MarshalJSON writes a report as touchstone metrics --json would.
func (r Report) MarshalJSON() ([]byte, error) {
	type row struct {
		Key     string            `json:"key"`
		Label   string            `json:"label"`
		Figures map[string]Figure `json:"figures"`
	}
	rows := make([]row, 0, len(r.Rows))
	for _, w := range r.Rows {
		rows = append(rows, row(w))
	}
	return json.Marshal(map[string]any{
		"from": r.From.String(), "to": r.To.String(), "currency": r.Currency, "definition_version": 1, "rows": rows,
	})
}
