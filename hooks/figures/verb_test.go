package figures

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"touchstone/hooks/internal/testapp"
	"touchstone/hooks/internal/verb"
)

// shop is the hand-made week of the tests below, in a real app.
func shop(t *testing.T) func(values map[string]string, asJSON bool) (string, error) {
	t.Helper()
	app := testapp.New(t)
	b := &book{tb: t, db: testapp.SQL(t, app), random: rand.New(rand.NewPCG(1, 1)), all: map[string]*model{}}
	b.stock()
	at := func(number, date string, client string, lines ...Line) *model {
		m := &model{id: b.id("r"), clock: 600, shift: "morning", lines: lines}
		m.Store, m.Source, m.Number, m.Date, m.Client = testStores[0], "pos", number, date, client
		return m
	}
	a, c := testStaff[0], testStaff[2]
	watch := one("primary", "watch", 50000, a)
	watch.SKU = "W1"
	back := at("5", "2026-11-20", "", one("primary", "watch", -50000, c))
	back.OriginalNumber, back.lines[0].SKU = "1", "W1"
	b.put(
		at("1", "2026-11-16", "client1", watch, one("accessory", "", 3001, a, c)),
		at("2", "2026-11-17", "client1", one("primary", "jewelry", 20000)),
		at("3", "2026-11-18", "", one("service", "", 4500, c)),
		at("4", "2026-11-18", "", one("other", "", 9900, c)),
		back,
	)
	b.settle()
	return func(values map[string]string, asJSON bool) (string, error) {
		var out bytes.Buffer
		err := Verbs()[0].Run(context.Background(), app, &verb.Call{Values: values, JSON: asJSON, Stdout: &out})
		return out.String(), err
	}
}

func (b *book) stock() {
	b.tb.Helper()
	for i, id := range testStores {
		b.exec(`INSERT INTO stores (id, code, name, currency, time_zone, week_start) VALUES (?, ?, ?, 'USD', 'America/Chicago', 'monday')`,
			id, []string{"MAIN", "NORTH"}[i], []string{"Main Street", "North Mall"}[i])
	}
	for i, id := range testStaff {
		b.exec(`INSERT INTO staff (id, code, name, role, store, active, tokenKey, password) VALUES (?, ?, ?, 'associate', ?, ?, ?, '')`,
			id, string(rune('A'+i)), "Associate "+string(rune('A'+i)), testStores[i/3], i != 1, fmt.Sprintf("%050d", i))
	}
}

const week = `{"from":"2026-11-16","to":"2026-11-22","currency":"USD","definition_version":1,"rows":[`

func TestMetricsJSON(t *testing.T) {
	metrics := shop(t)
	got, err := metrics(map[string]string{"from": "2026-11-16", "to": "2026-11-22"}, true)
	if err != nil {
		t.Fatal(err)
	}
	want := week + `{"key":"all","label":"Everyone","figures":{"net_sales":27501,"sales_count":2,"service_tickets":1,` +
		`"average_sale":{"sum":73001,"n":2,"low":null,"high":null},"units_per_transaction":{"sum":3,"n":2,"low":null,"high":null},` +
		`"qualifying_sales":1,"secondary_sales_rate":{"n":0,"of":1,"low":null,"high":null},` +
		`"secondary_revenue_per_qualifying_sale":{"sum":0,"n":1,"low":null,"high":null},"care_plan_rate":{"n":0,"of":1,"low":null,"high":null},` +
		`"return_rate":{"n":50000,"of":77501},"identified_rate":{"n":2,"of":2,"low":null,"high":null},` +
		`"repeat_client_rate":{"n":1,"of":1,"low":null,"high":null},"repeat_household_rate":{"n":0,"of":0,"low":null,"high":null},"clients_brought":1}}]}` + "\n"
	if got != want {
		t.Errorf("\n got %s\nwant %s", got, want)
	}
}

func TestMetricsRows(t *testing.T) {
	metrics := shop(t)
	cases := []struct {
		by   string
		want string // key=net_sales/sales_count
	}{
		{"", "all=27501/2"},
		{"associate", "A=51501/1 C=-44000/0 D=0/0 unassigned=20000/1"},
		{"product_line", "watch=3001/1 jewelry=20000/1 none=4500/0"},
		{"brand", "none=27501/2"},
		{"shift", "morning=27501/2 afternoon=0/0 evening=0/0 unknown=0/0"},
		{"weekday", "monday=53001/1 tuesday=20000/1 wednesday=4500/0 thursday=0/0 friday=-50000/0 saturday=0/0 sunday=0/0"},
		{"store", "MAIN=27501/2 NORTH=0/0"},
	}
	for _, c := range cases {
		text, err := metrics(map[string]string{"from": "2026-11-16", "to": "2026-11-22", "by": c.by}, true)
		if err != nil {
			t.Fatal(err)
		}
		var r struct {
			Rows []struct {
				Key     string
				Figures struct {
					Net  int64  `json:"net_sales"`
					N    int64  `json:"sales_count"`
					Rung *int64 `json:"rung_sales"`
				}
			}
		}
		if err := json.Unmarshal([]byte(text), &r); err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, row := range r.Rows {
			got = append(got, fmt.Sprintf("%s=%d/%d", row.Key, row.Figures.Net, row.Figures.N))
			if (row.Figures.Rung != nil) != (c.by == "associate") {
				t.Errorf("by %q: rung_sales belongs to associates and only to them", c.by)
			}
		}
		if s := strings.Join(got, " "); s != c.want {
			t.Errorf("by %q\n got %s\nwant %s", c.by, s, c.want)
		}
	}
}

func TestMetricsAsOf(t *testing.T) {
	metrics := shop(t)
	for day, want := range map[string]string{"2026-11-19": `"qualifying_sales":2,"secondary_sales_rate":{"n":1,"of":2,`, "2026-11-20": `"qualifying_sales":1,"secondary_sales_rate":{"n":0,"of":1,`} {
		got, err := metrics(map[string]string{"from": "2026-11-16", "to": "2026-11-22", "as-of": day}, true)
		if err != nil || !strings.Contains(got, want) || !strings.Contains(got, `"net_sales":27501`) {
			t.Errorf("as of %s: %v %s", day, err, got)
		}
	}
}

func TestMetricsForPeople(t *testing.T) {
	metrics := shop(t)
	got, err := metrics(map[string]string{"from": "2026-11-16", "to": "2026-11-22", "by": "associate"}, false)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"2026-11-16 to 2026-11-22", "Associate A  ", "$515.01", "-$440.00", "1 of 1", "Unassigned"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is missing in\n%s", want, got)
		}
	}
	lines := strings.Split(strings.TrimSpace(got), "\n")
	for _, l := range lines[3:] {
		if len([]rune(l)) != len([]rune(lines[2])) {
			t.Errorf("columns do not line up:\n%s", got)
			break
		}
	}
}

func TestMetricsMistakes(t *testing.T) {
	metrics := shop(t)
	for name, values := range map[string]map[string]string{
		"no from":       {"to": "2026-11-22"},
		"no to":         {"from": "2026-11-22"},
		"no such day":   {"from": "2026-02-30", "to": "2026-11-22"},
		"backwards":     {"from": "2026-11-23", "to": "2026-11-22"},
		"no such cut":   {"from": "2026-11-16", "to": "2026-11-22", "by": "color"},
		"no such store": {"from": "2026-11-16", "to": "2026-11-22", "store": "SOUTH"},
		"bad as-of":     {"from": "2026-11-16", "to": "2026-11-22", "as-of": "yesterday"},
	} {
		_, err := metrics(values, true)
		var usage *verb.UsageError
		if !errors.As(err, &usage) {
			t.Errorf("%s: %v, want a usage error", name, err)
		}
	}
}

func TestMetricsOfAnEmptyBook(t *testing.T) {
	app := testapp.New(t)
	b := &book{tb: t, db: testapp.SQL(t, app)}
	b.stock()
	r, err := Query(context.Background(), b.db, Scope{From: firstDay, To: firstDay, By: byStore})
	b.must(err)
	text, err := json.Marshal(r)
	b.must(err)
	if want := `"rows":[{"key":"MAIN","label":"Main Street","figures":{}},{"key":"NORTH","label":"North Mall","figures":{}}]}`; !strings.HasSuffix(string(text), want) {
		t.Errorf("got %s, want ...%s", text, want)
	}
	b.exec(`UPDATE stores SET currency = 'EUR' WHERE code = 'NORTH'`)
	if _, err := Query(context.Background(), b.db, Scope{From: firstDay, To: firstDay}); !errors.Is(err, errManyCurrencies) {
		t.Errorf("two currencies: %v", err)
	}
	if _, err := Query(context.Background(), b.db, Scope{From: firstDay, To: firstDay, Store: "NORTH"}); err != nil {
		t.Errorf("one store of one currency: %v", err)
	}
}

// Intervals appear from the floor and from n = 100, in the units of the contract.
func TestShownSizes(t *testing.T) {
	row := func(n int64) Figures {
		tl := &tally{}
		for i := range n {
			tl.count(&fact{client: uint32(i%3 + 1), Facts: Facts{IsSale: true, Net: 10000 + i%2*5, Units: 1000 + i%2*500, Qualifying: true, Secondary: i%2 == 0}}, false)
		}
		return tl.figures(5, false)
	}
	for _, c := range []struct {
		n    int64
		got  func(f Figures) any
		want string
	}{
		{4, func(f Figures) any { return f.SecondaryRate }, `{"n":2,"of":4,"low":null,"high":null}`},
		{5, func(f Figures) any { return f.SecondaryRate }, `{"n":3,"of":5,"low":0.27`},
		{5, func(f Figures) any { return f.RepeatClients }, `{"n":0,"of":3,"low":null,"high":null}`},
		{99, func(f Figures) any { return f.AverageSale }, `{"sum":990245,"n":99,"low":null,"high":null}`},
		{99, func(f Figures) any { return f.Units }, `{"sum":123.5,"n":99,"low":null,"high":null}`},
		{100, func(f Figures) any { return f.AverageSale }, `{"sum":1000250,"n":100,"low":10002,"high":10003}`},
		{100, func(f Figures) any { return f.Units }, `{"sum":125,"n":100,"low":1.20`},
		{100, func(f Figures) any { return f.ReturnRate }, `{"n":0,"of":0}`},
	} {
		text, err := json.Marshal(c.got(row(c.n)))
		if err != nil || !strings.HasPrefix(string(text), c.want) {
			t.Errorf("%d sales: %v %s, want %s", c.n, err, text, c.want)
		}
	}
	for v, want := range map[int64]json.Number{2500: "2.5", 0: "0", 10000: "10", -1: "-0.001"} {
		if got := thousandths(v); got != want {
			t.Errorf("%d thousandths are %s, want %s", v, got, want)
		}
	}
}
