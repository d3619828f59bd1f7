package figures

import (
	"strings"

	"touchstone/hooks/internal/civil"
	"touchstone/hooks/internal/money"
)

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
