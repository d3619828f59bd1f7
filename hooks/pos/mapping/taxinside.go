package mapping

// taxed is a row's amount and the tax beside it.
type taxed struct{ amount, tax int64 }

// A rate that prices hold is a whole or half percent; one that is added on top
// comes in fortieths of a percent.
const (
	insideSteps  = 1000 // a rate of 1 in tenths of a percent
	onTopSteps   = 4000 // a rate of 1 in fortieths of a percent
	leastTaxed   = 3    // rows that prove a rate
	highestTaxed = 1e14 // beyond it the sums below would not fit
)

// taxInside reports whether the amounts hold the tax that stands beside them:
// on every row the tax is what one round rate makes of an amount that holds it,
// and no rate on top of the amount explains it as well.
func (s *survey) taxInside(c columns) bool {
	if c.tax < 0 || s.whole(c.tax) {
		return false
	}
	rows, ok := s.taxedRows(c)
	if !ok || len(rows) < leastTaxed {
		return false
	}
	large := rows[0]
	for _, r := range rows {
		if abs(r.amount) > abs(large.amount) {
			large = r
		}
	}
	if abs(large.tax) >= abs(large.amount) {
		return false
	}
	return insideRate(rows, large) && !onTopRate(rows, large)
}

// insideRate reports whether one round rate explains the tax of every row; it
// can only be one of two beside that of the largest row.
func insideRate(rows []taxed, large taxed) bool {
	below := large.tax * insideSteps / (large.amount - large.tax) / 5 * 5 // whole and half percents
	for _, rate := range []int64{below, below + 5} {
		if rate > 0 && all(rows, func(r taxed) bool { return within(r.tax*(insideSteps+rate), r.amount*rate, insideSteps+rate) }) {
			return true
		}
	}
	return false
}

func onTopRate(rows []taxed, large taxed) bool {
	below := large.tax * onTopSteps / large.amount
	for _, rate := range []int64{below, below + 1} {
		if all(rows, func(r taxed) bool { return within(r.tax*onTopSteps, r.amount*rate, onTopSteps) }) {
			return true
		}
	}
	return false
}

// taxedRows are the rows with a tax; not ok where an amount is something else
// than quantity x price.
func (s *survey) taxedRows(c columns) (rows []taxed, ok bool) {
	column := c.net
	if column < 0 {
		column = c.extended
	}
	for r := range s.rows {
		t := s.at(r, c.tax)
		_, after, fits := s.formula(r, c)
		a := s.at(r, column)
		if column < 0 {
			a = amount{after, fits}
		}
		if !t.ok || t.v == 0 || !a.ok || a.v == 0 {
			continue
		}
		if fits && !near(a.v, after) || abs(a.v) > highestTaxed {
			return nil, false
		}
		rows = append(rows, taxed{a.v, t.v})
	}
	return rows, true
}

func all(rows []taxed, fit func(taxed) bool) bool {
	for _, r := range rows {
		if !fit(r) {
			return false
		}
	}
	return true
}

// within compares two multiples of an amount up to half a cent of it.
func within(a, b, by int64) bool { return abs(a-b) <= 500*by }
