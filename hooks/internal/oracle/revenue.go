package oracle

import "touchstone/hooks/internal/civil"

// revenue sums the net of merchandise, and takes off what was given back
// without lines on its own day. In the associate cut it sums shares.
func revenue(all []*fact, within func(civil.Date) bool, by, key string) int64 {
	sum := int64(0)
	for _, f := range all {
		if !f.inFigures() {
			continue
		}
		if within(f.day) {
			for i, l := range f.Lines {
				if merchandise(l.Role) {
					sum += part(f, i, f.net[i], by, key)
				}
			}
		}
		day := f.RefundedOn
		if day.IsZero() {
			day = f.day
		}
		if f.Refunded != 0 && within(day) {
			sum -= refund(f, by, key)
		}
	}
	return sum
}

// part is what of a line's amount belongs in a row.
func part(f *fact, i int, amount int64, by, key string) int64 {
	if key == "" || (by != "associate" && cell(f, by) == key) {
		return amount
	}
	if by != "associate" {
		return 0
	}
	weights := make([]int64, len(f.points[i]))
	for k, s := range f.points[i] {
		weights[k] = s.Percent
	}
	sum := int64(0)
	for k, v := range split(amount, weights) {
		if f.points[i][k].Staff == key {
			sum += v
		}
	}
	return sum
}

// refund spreads an order-level refund over the merchandise lines by their
// net, and from there over the people.
func refund(f *fact, by, key string) int64 {
	var at []int
	var weights []int64
	for i, l := range f.Lines {
		if merchandise(l.Role) && f.net[i] > 0 {
			at, weights = append(at, i), append(weights, f.net[i])
		}
	}
	sum := int64(0)
	if len(at) == 0 {
		return sum
	}
	for k, v := range split(f.Refunded, weights) {
		sum += part(f, at[k], v, by, key)
	}
	return sum
}

func returnRate(all []*fact, within func(civil.Date) bool, mine func(*fact) bool) Figure {
	out := Figure{Shape: Ratio}
	for _, f := range all {
		if !f.inFigures() || !within(f.day) || !mine(f) {
			continue
		}
		for i, l := range f.Lines {
			if merchandise(l.Role) && f.net[i] < 0 {
				out.N -= f.net[i]
			}
			if merchandise(l.Role) && f.net[i] > 0 {
				out.Of += f.net[i]
			}
		}
	}
	return out
}

// brought counts the clients whose first purchase ever stands in the row.
func brought(all []*fact, within func(civil.Date) bool, mine func(*fact) bool) int64 {
	count := int64(0)
	for _, f := range firsts(all) {
		if within(f.day) && mine(f) {
			count++
		}
	}
	return count
}

// firsts are the first purchases ever, by client.
func firsts(all []*fact) map[string]*fact {
	out := map[string]*fact{}
	for _, f := range all {
		if f.sale && f.Client != "" && (out[f.Client] == nil || earlier(f, out[f.Client])) {
			out[f.Client] = f
		}
	}
	return out
}

// repeated counts whoever bought in the row and had bought at most 24 months
// before, among whoever bought in the row.
func repeated(all, sales []*fact, by, key string, who func(*fact) string) Figure {
	seen, again := map[string]bool{}, map[string]bool{}
	for _, f := range sales {
		if who(f) == "" {
			continue
		}
		seen[who(f)] = true
		for _, p := range all {
			same := by != "associate" || key == "" || p.counts == key
			if same && p.sale && who(p) == who(f) && lately(p.day, f.day) {
				again[who(f)] = true
			}
		}
	}
	return Figure{Shape: Rate, N: int64(len(again)), Of: int64(len(seen))}
}

// lately reports a day before another, at most 24 calendar months.
func lately(day, before civil.Date) bool {
	return day.Before(before) && !day.Before(before.AddMonths(-24))
}
