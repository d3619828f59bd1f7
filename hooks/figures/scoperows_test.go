package figures

import (
	"cmp"
	"slices"
	"strings"

	"touchstone/hooks/internal/civil"
	"touchstone/hooks/internal/money"
)

// rows counts everything of the scope.
func (o oracle) rows() tallies {
	out := tallies{}
	for _, m := range o.all {
		if !o.stands(m) || !slices.Contains(o.q.storeIDs, m.Store) {
			continue
		}
		if key, ok := o.row(m, m.Date); ok {
			o.addNet(out, key, m)
			if !o.q.narrowed || o.q.associate == o.counts(m) {
				o.count(out.at(o.who(key, o.counts(m))), m)
			}
		}
		if key, ok := o.row(m, cmp.Or(m.RefundedOn, m.Date)); ok && m.refunded > 0 {
			o.addRefund(out, key, m)
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

func (o oracle) count(t *tally, m *model) {
	net, sold, back := o.net(m)
	t.sold += sold
	t.returned -= back
	if !o.isSale(m) {
		t.services += bit(o.isService(m))
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

func (o oracle) isService(m *model) bool {
	k := o.kind(m)
	return (k == "sale" || k == "exchange") && slices.ContainsFunc(m.lines, func(l Line) bool { return l.Role == "service" && l.Net > 0 })
}

func hash(id string) uint32 { return uint32(id[0])<<8 | uint32(id[len(id)-1]) }

func (o oracle) countLines(t *tally, m *model) {
	var units int64
	var live []Line // with the net that is left
	returned := o.returned(m)
	for i, l := range m.lines {
		if !merch(l.Role) || l.Quantity <= 0 || l.Net <= 0 {
			continue
		}
		units += l.Quantity
		if left := l.Quantity - returned[i]; left > 0 {
			l.Net = (2*l.Net*left + l.Quantity) / (2 * l.Quantity)
			live = append(live, l)
		}
	}
	t.units.Add(units)
	has := func(is func(role string) bool) bool {
		return slices.ContainsFunc(live, func(l Line) bool { return is(l.Role) })
	}
	if !has(func(role string) bool { return role == "primary" }) {
		return
	}
	t.qualifying++
	t.secondary += bit(has(addOn))
	t.carePlan += bit(has(func(role string) bool { return role == "care_plan" }))
	var extra int64
	for _, l := range live {
		if addOn(l.Role) {
			extra += l.Net
		}
	}
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
	known := func(c *model) string {
		if c.clock < 0 {
			return moment(c, 9998)
		}
		return moment(c, c.clock)
	}
	for _, c := range o.all {
		if c.Client == m.Client && o.isSale(c) && known(c) < known(m) {
			return false
		}
	}
	return true
}
