package figures

import (
	"fmt"
	"sort"
	"strings"
)

// oracle works out the rows of a scope straight from the models, as plainly as
// METRICS reads and without the package's own ways: loops over everything.
type oracle struct {
	q   *question
	all []*model
}

func merch(role string) bool { return role != "other" }

func addOn(role string) bool { return strings.Contains(" accessory care_plan service ", " "+role+" ") }

func (o oracle) kind(m *model) string {
	if m.stated != "" {
		return m.stated
	}
	n := map[bool]int{}
	for _, l := range m.lines {
		if merch(l.Role) && l.Net != 0 {
			n[l.Net > 0]++
		}
	}
	return map[[2]bool]string{{false, false}: "other", {true, false}: "sale", {false, true}: "return", {true, true}: "exchange"}[[2]bool{n[true] > 0, n[false] > 0}]
}

func (o oracle) stands(m *model) bool {
	k := o.kind(m)
	return k == "sale" || k == "return" || k == "exchange"
}

func (o oracle) net(m *model) (sum, sold, back int64) {
	for _, l := range m.lines {
		if merch(l.Role) {
			sum += l.Net
			sold += max(l.Net, 0)
			back += min(l.Net, 0)
		}
	}
	return sum, sold, back
}

func (o oracle) isSale(m *model) bool {
	k := o.kind(m)
	net, _, _ := o.net(m)
	for _, l := range m.lines {
		if (k == "sale" || k == "exchange") && net > 0 && l.Quantity > 0 && l.Net > 0 && (l.Role == "primary" || l.Role == "accessory" || l.Role == "care_plan") {
			return true
		}
	}
	return false
}

func size(v int64) int64 { return max(v, -v) }

// lead finds the leading line by sorting.
func (o oracle) lead(m *model) *Line {
	var order []int
	for i := range m.lines {
		order = append(order, i)
	}
	rank := func(l Line) int {
		if l.Role == "primary" {
			return 0
		}
		if addOn(l.Role) {
			return 1
		}
		return 2
	}
	sort.SliceStable(order, func(x, y int) bool {
		a, b := m.lines[order[x]], m.lines[order[y]]
		if rank(a) != rank(b) {
			return rank(a) < rank(b)
		}
		return rank(a) < 2 && size(a.Net) > size(b.Net)
	})
	if len(order) == 0 {
		return nil
	}
	return &m.lines[order[0]]
}

func (o oracle) counts(m *model) string {
	who, most := "", 0
	if l := o.lead(m); l != nil {
		for _, s := range l.Shares {
			if s.BasisPoints > most {
				who, most = s.Staff, s.BasisPoints
			}
		}
	}
	return who
}

func (o oracle) ownLine(m *model) string {
	l := o.lead(m)
	if l == nil || l.Role != "primary" {
		return "none"
	}
	for _, other := range m.lines {
		if other.Role == "primary" && size(other.Net) == size(l.Net) && other.ProductLine == "watch" {
			return "watch"
		}
	}
	return l.ProductLine
}

func (o oracle) original(m *model) (best *model) {
	for _, c := range o.all {
		if m.OriginalNumber != "" && c != m && c.Store == m.Store && c.Source == m.Source && c.Number == m.OriginalNumber && c.epoch <= m.epoch {
			if best == nil || c.epoch > best.epoch {
				best = c
			}
		}
	}
	return best
}

func (o oracle) line(m *model) string {
	if orig := o.original(m); o.kind(m) == "return" && orig != nil {
		return o.ownLine(orig)
	}
	return o.ownLine(m)
}

func (o oracle) brand(m *model) string {
	if l := o.lead(m); l != nil && l.Role == "primary" && l.Brand != "" {
		return strings.ToLower(l.Brand)
	}
	return "none"
}

// returned brings back, in the order of time, every line of every return.
func (o oracle) returned(m *model) []int64 {
	out := make([]int64, len(m.lines))
	for _, r := range o.sortedReturns(m) {
		for _, back := range r.lines {
			left := max(-back.Quantity, 0)
			for _, same := range o.fits(m, back) {
				for i, l := range m.lines {
					if l.Quantity > 0 && same(l) {
						take := min(left, l.Quantity-out[i])
						out[i] += take
						left -= take
					}
				}
			}
		}
	}
	return out
}

func (o oracle) fits(m *model, back Line) []func(Line) bool {
	sku := func(l Line) bool { return l.SKU != "" && l.SKU == back.SKU }
	text := func(l Line) bool {
		fold := func(s string) string { return strings.Join(strings.Fields(strings.ToLower(s)), " ") }
		return l.Description != "" && fold(l.Description) == fold(back.Description)
	}
	for _, l := range m.lines {
		if l.Quantity > 0 && sku(l) {
			return []func(Line) bool{func(l Line) bool { return sku(l) && l.UnitPrice == back.UnitPrice }, sku}
		}
	}
	return []func(Line) bool{text}
}

func (o oracle) sortedReturns(m *model) (all []*model) {
	for _, r := range o.all {
		if o.stands(r) && o.original(r) == m && (o.q.asOf == "" || r.Date <= o.q.asOf) {
			all = append(all, r)
		}
	}
	sort.SliceStable(all, func(i, j int) bool { return moment(all[i], all[i].clock) < moment(all[j], all[j].clock) })
	return all
}

// moment sorts receipts by date, clock, number and the order of writing.
func moment(m *model, clock int64) string {
	return fmt.Sprintf("%s %05d %9s %s", m.Date, clock+1, m.Number, m.id)
}
