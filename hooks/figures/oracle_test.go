package figures

import (
	"sort"
	"strings"

	"touchstone/hooks/internal/civil"
	"touchstone/hooks/internal/money"
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
	sort.SliceStable(all, func(i, j int) bool {
		a, b := all[i], all[j]
		if a.Date != b.Date {
			return a.Date < b.Date
		}
		if a.clock != b.clock {
			return a.clock < b.clock
		}
		if a.Number != b.Number {
			return len(a.Number) < len(b.Number) || len(a.Number) == len(b.Number) && a.Number < b.Number
		}
		return a.id < b.id
	})
	return all
}

// rows counts everything of the scope.
func (o oracle) rows() tallies {
	out := tallies{}
	for i, m := range o.all {
		if !o.stands(m) || o.q.Store != "" && m.Store != o.q.storeIDs[0] {
			continue
		}
		if key, ok := o.row(m, m.Date); ok {
			o.addNet(out, key, m)
			if !o.q.narrowed || o.q.associate == o.counts(m) {
				o.count(out.at(o.who(key, o.counts(m))), m, uint32(i))
			}
		}
		if m.refunded > 0 {
			date := m.RefundedOn
			if date == "" {
				date = m.Date
			}
			if key, ok := o.row(m, date); ok {
				o.addRefund(out, key, m)
			}
		}
	}
	return out
}

func (o oracle) row(m *model, date string) (string, bool) {
	if date < o.q.from || date > o.q.to {
		return "", false
	}
	d, _ := civil.Parse(date)
	shift := m.shift
	if shift == "" {
		shift = "unknown"
	}
	own := map[string]string{"product_line": o.line(m), "brand": o.brand(m), "shift": shift, "weekday": strings.ToLower(d.Weekday().String()), "store": m.Store}
	want := map[string]string{"product_line": o.q.ProductLine, "brand": o.q.brand, "shift": o.q.Shift, "weekday": o.q.Weekday}
	for k, v := range want {
		if v != "" && own[k] != v {
			return "", false
		}
	}
	return own[o.q.By], true
}

func (o oracle) who(key, staff string) string {
	if o.q.By == "associate" {
		return staff
	}
	return key
}

func (o oracle) byStaff() bool { return o.q.narrowed || o.q.By == "associate" }

// held is what each person holds of a receipt's merchandise, first named first.
func (o oracle) held(m *model) (names []string, amount map[string]int64) {
	amount = map[string]int64{}
	put := func(who string, v int64) {
		if _, seen := amount[who]; !seen {
			names = append(names, who)
		}
		amount[who] += v
	}
	for _, l := range m.lines {
		if !merch(l.Role) {
			continue
		}
		if len(l.Shares) == 0 && l.Net != 0 {
			put("", l.Net)
		}
		for _, s := range l.Shares {
			put(s.Staff, s.Amount)
		}
	}
	return names, amount
}

func (o oracle) addNet(out tallies, key string, m *model) {
	if !o.byStaff() {
		net, _, _ := o.net(m)
		out.at(key).net += net
		return
	}
	_, amount := o.held(m)
	for who, v := range amount {
		if !o.q.narrowed || who == o.q.associate {
			out.at(o.who(key, who)).net += v
		}
	}
}

func (o oracle) addRefund(out tallies, key string, m *model) {
	if !o.byStaff() {
		out.at(key).net -= m.refunded
		return
	}
	names, amount := o.held(m)
	var weights []int64
	for _, who := range names {
		weights = append(weights, amount[who])
	}
	if len(names) == 0 {
		names, weights = []string{o.counts(m)}, []int64{1}
	}
	for i, v := range money.Split(m.refunded, weights) {
		if !o.q.narrowed || names[i] == o.q.associate {
			out.at(o.who(key, names[i])).net -= v
		}
	}
}

func (o oracle) count(t *tally, m *model, _ uint32) {
	net, sold, back := o.net(m)
	t.sold += sold
	t.returned -= back
	if !o.isSale(m) {
		for _, l := range m.lines {
			if k := o.kind(m); l.Role == "service" && l.Net > 0 && (k == "sale" || k == "exchange") {
				t.services++
				break
			}
		}
		return
	}
	t.sale.Add(net)
	o.countLines(t, m)
	if m.Client == "" {
		return
	}
	t.identified++
	if o.first(m) {
		t.brought++
	}
	t.clients = append(t.clients, hash(m.Client))
	if o.earlier(m, func(c *model) bool { return c.Client == m.Client }) {
		t.repeats = append(t.repeats, hash(m.Client))
	}
	if m.Household == "" {
		return
	}
	t.households = append(t.households, hash(m.Household))
	if o.earlier(m, func(c *model) bool { return c.Household == m.Household }) {
		t.householdRepeats = append(t.householdRepeats, hash(m.Household))
	}
}

func hash(id string) uint32 { return uint32(id[0])<<8 | uint32(id[len(id)-1]) }

func (o oracle) countLines(t *tally, m *model) {
	returned := o.returned(m)
	live := func(i int) bool {
		return m.lines[i].Quantity > 0 && m.lines[i].Net > 0 && returned[i] < m.lines[i].Quantity
	}
	var units, extra int64
	var qualifies, secondary, plan bool
	for i, l := range m.lines {
		if merch(l.Role) && l.Quantity > 0 && l.Net > 0 {
			units += l.Quantity
		}
		qualifies = qualifies || l.Role == "primary" && live(i)
		if addOn(l.Role) && live(i) {
			secondary, plan = true, plan || l.Role == "care_plan"
			extra += (2*l.Net*(l.Quantity-returned[i]) + l.Quantity) / (2 * l.Quantity)
		}
	}
	t.units.Add(units)
	if !qualifies {
		return
	}
	t.qualifying++
	t.secondary += bit(secondary)
	t.carePlan += bit(plan)
	t.addOn.Add(extra)
}

func (o oracle) earlier(m *model, same func(*model) bool) bool {
	d, _ := civil.Parse(m.Date)
	limit := d.AddMonths(-24).String()
	for _, c := range o.all {
		if same(c) && o.isSale(c) && c.Date < m.Date && c.Date >= limit && (!o.byStaff() || o.counts(c) == o.counts(m)) {
			return true
		}
	}
	return false
}

func (o oracle) first(m *model) bool {
	clock := func(c *model) int64 {
		if c.clock < 0 {
			return 9999
		}
		return c.clock
	}
	for _, c := range o.all {
		if c == m || c.Client != m.Client || !o.isSale(c) || c.Date > m.Date {
			continue
		}
		if c.Date < m.Date || clock(c) < clock(m) {
			return false
		}
		if clock(c) > clock(m) {
			continue
		}
		if len(c.Number) < len(m.Number) || len(c.Number) == len(m.Number) && (c.Number < m.Number || c.Number == m.Number && c.id < m.id) {
			return false
		}
	}
	return true
}
