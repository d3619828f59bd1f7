package oracle

import (
	"testing"
)

// bookOf builds a book of one store; receipts without a date are of 10 March.
func bookOf(rs ...Receipt) Book {
	b := Book{Currency: "USD", Stores: []Store{plainStore}, Staff: []Person{{"AA", "Ada Quill"}, {"BB", "Bram Oster"}, {"CC", "Cleo Marsh"}}}
	for _, id := range []string{"1", "2", "3"} {
		b.Clients = append(b.Clients, Client{ID: id, Name: "Client " + id})
	}
	b.Clients[0].Household, b.Clients[1].Household = "H", "H"
	for i := range rs {
		if rs[i].Date.IsZero() {
			rs[i].Date = on("2026-03-10")
		}
		if rs[i].Clock == 0 {
			rs[i].Clock = -1
		}
		rs[i].Store = "MAIN"
	}
	b.Receipts = rs
	return b
}

var march = Scope{From: on("2026-03-01"), To: on("2026-03-31")}

func figure(t *testing.T, b Book, s Scope, key, name string) Figure {
	t.Helper()
	for _, r := range Calculate(b, s).Rows {
		if r.Key == key {
			g, ok := r.Figures[name]
			if !ok {
				t.Fatalf("row %s has no %s", key, name)
			}
			return g
		}
	}
	t.Fatalf("no row %s", key)
	return Figure{}
}

// check holds N, Of and Sum of a cell.
func check(t *testing.T, b Book, s Scope, key, name string, n, of, sum int64) {
	t.Helper()
	if g := figure(t, b, s, key, name); g.N != n || g.Of != of || g.Sum != sum {
		t.Errorf("%s of %s = n %d, of %d, sum %d; want %d, %d, %d", name, key, g.N, g.Of, g.Sum, n, of, sum)
	}
}

func by(cut string) Scope { s := march; s.By = cut; return s }

func TestMoney(t *testing.T) {
	b := bookOf(
		Receipt{Number: "1", Lines: lines(watch(100000), sold(CarePlan, 1, 10000), sold(Apart, 1, 5000))},
		Receipt{Number: "2", Lines: lines(sold(Service, 1, 4000))},
		Receipt{Number: "3", Lines: lines(sold(Primary, -1, 30000), sold(Primary, 1, 50000), sold(Accessory, 2, 1000), sold(Accessory, 1, 0))},
		Receipt{Number: "4", Lines: lines(sold(Primary, -1, 7000))},
		Receipt{Number: "5", Stated: Void, Lines: lines(watch(9900000))},
		Receipt{Number: "6", Date: on("2026-04-01"), Lines: lines(watch(1))},
	)
	check(t, b, march, "all", "net_sales", 110000+4000+22000-7000, 0, 0)
	check(t, b, march, "all", "sales_count", 2, 0, 0)
	check(t, b, march, "all", "service_tickets", 1, 0, 0)
	check(t, b, march, "all", "average_sale", 0, 2, 132000)
	check(t, b, march, "all", "units_per_transaction", 0, 2, 5000) // watch, plan; ring, two straps; nothing free, nothing given back
	check(t, b, march, "all", "return_rate", 37000, 110000+4000+52000, 0)
	check(t, b, march, "all", "qualifying_sales", 2, 0, 0)
	check(t, b, march, "all", "secondary_sales_rate", 2, 2, 0)
	check(t, b, march, "all", "secondary_revenue_per_qualifying_sale", 0, 2, 12000)
	check(t, b, march, "all", "care_plan_rate", 1, 2, 0)
	check(t, b, march, "all", "identified_rate", 0, 2, 0)
}

func TestAssociateCutSplitsMoneyAndKeepsReceiptsWhole(t *testing.T) {
	b := bookOf(Receipt{Number: "1", Client: "1", Lines: lines(
		watch(10001).by(Share{"BB", 5000}, Share{"AA", 5000}),
		sold(Accessory, 1, 1000).by(Share{"CC", 3300}, Share{"AA", 3300}, Share{"BB", 3300}),
	)}, Receipt{Number: "2", Lines: lines(sold(Primary, -1, 301).by(even("AA", "BB")...))}, Receipt{Number: "3", Lines: lines(watch(700))})
	s := by("associate")
	check(t, b, s, "BB", "net_sales", 5001+333-150, 0, 0)
	check(t, b, s, "AA", "net_sales", 5000+333-151, 0, 0)
	check(t, b, s, "CC", "net_sales", 334, 0, 0)
	check(t, b, s, "CC", "rung_sales", 334, 0, 0)
	check(t, b, s, "unassigned", "net_sales", 700, 0, 0)
	check(t, b, s, "BB", "sales_count", 1, 0, 0)
	check(t, b, s, "AA", "sales_count", 0, 0, 0)
	check(t, b, s, "BB", "average_sale", 0, 1, 11001)
	check(t, b, s, "AA", "return_rate", 301, 0, 0)
	check(t, b, s, "BB", "clients_brought", 1, 0, 0)
	check(t, b, s, "unassigned", "identified_rate", 0, 1, 0)
}

func TestEveryCut(t *testing.T) {
	b := bookOf(
		Receipt{Number: "1", Clock: 600, Lines: lines(watch(1000).of("Meridian"))},
		Receipt{Number: "2", Clock: 1020, Date: on("2026-03-15"), Lines: lines(sold(Primary, 1, 300).of("meridian"))},
		Receipt{Number: "3", Original: "1", Date: on("2026-03-16"), Lines: lines(sold(Primary, -1, 200).of("Aurel"))},
		Receipt{Number: "4", Original: "none such", Date: on("2026-03-16"), Lines: lines(sold(Primary, -1, 50))},
		Receipt{Number: "5", Original: "7", Date: on("2026-03-16"), Lines: lines(sold(Primary, -1, 7))},
		Receipt{Number: "6", Original: "1", Date: on("2026-03-17"), Lines: lines(watch(1000).times(-1), sold(Primary, 1, 2000))},
		Receipt{Number: "7", Lines: lines(sold(Service, 1, 11))},
	)
	for _, c := range []struct {
		cut, key string
		net      int64
	}{
		{"product_line", "watch", 1000 - 200}, {"product_line", "jewelry", 300 - 50 + 1000}, {"product_line", "none", 11 - 7},
		{"brand", "meridian", 1300}, {"brand", "aurel", -200}, {"brand", "none", -50 - 7 + 1000 + 11},
		{"shift", "morning", 1000}, {"shift", "afternoon", 0}, {"shift", "evening", 300}, {"shift", "unknown", 754},
		{"weekday", "tuesday", 2011}, {"weekday", "sunday", 300}, {"weekday", "monday", -257}, {"weekday", "friday", 0},
		{"store", "MAIN", 2054},
	} {
		check(t, b, by(c.cut), c.key, "net_sales", c.net, 0, 0)
		check(t, b, by(c.cut), "all", "net_sales", 2054, 0, 0)
	}
}

func (l Line) times(pieces int64) Line { l.Quantity = pieces * 1000; return l }

func TestRepeatClients(t *testing.T) {
	buy := func(number, day, client, who string) Receipt {
		return Receipt{Number: number, Date: on(day), Client: client, Lines: lines(watch(100).by(even(who)...))}
	}
	for _, c := range []struct {
		name            string
		rs              []Receipt
		s               Scope
		key             string
		n, of           int64
		houseN, houseOf int64
	}{
		{"same day does not repeat", []Receipt{buy("1", "2026-03-10", "1", "AA"), buy("2", "2026-03-10", "1", "AA")}, march, "all", 0, 1, 0, 1},
		{"inside the period", []Receipt{buy("1", "2026-03-10", "1", "AA"), buy("2", "2026-03-11", "1", "AA")}, march, "all", 1, 1, 1, 1},
		{"24 months exactly", []Receipt{buy("1", "2024-03-10", "3", "AA"), buy("2", "2026-03-10", "3", "AA")}, march, "all", 1, 1, 1, 1},
		{"a day more", []Receipt{buy("1", "2024-03-09", "3", "AA"), buy("2", "2026-03-10", "3", "AA")}, march, "all", 0, 1, 0, 1},
		{"month ends: 29 February back to 28", []Receipt{buy("1", "2022-02-28", "3", "AA"), buy("2", "2024-02-29", "3", "AA")}, Scope{From: on("2024-02-29"), To: on("2024-02-29")}, "all", 1, 1, 1, 1},
		{"month ends: 28 February does not reach the 27th", []Receipt{buy("1", "2024-02-27", "3", "AA"), buy("2", "2026-02-28", "3", "AA")}, Scope{From: on("2026-02-28"), To: on("2026-02-28")}, "all", 0, 1, 0, 1},
		{"spouse repeats the household only", []Receipt{buy("1", "2026-01-10", "2", "AA"), buy("2", "2026-03-10", "1", "AA")}, march, "all", 0, 1, 1, 1},
		{"other associate", []Receipt{buy("1", "2026-01-10", "3", "AA"), buy("2", "2026-03-10", "3", "BB")}, by("associate"), "BB", 0, 1, 0, 1},
		{"other associate, row all", []Receipt{buy("1", "2026-01-10", "3", "AA"), buy("2", "2026-03-10", "3", "BB")}, by("associate"), "all", 1, 1, 1, 1},
		{"other cuts cut the later receipt only", []Receipt{{Number: "1", Date: on("2026-01-10"), Client: "3", Lines: lines(sold(Primary, 1, 5))}, buy("2", "2026-03-10", "3", "BB")}, by("product_line"), "watch", 1, 1, 1, 1},
		{"a repair before does not count", []Receipt{{Number: "1", Date: on("2026-01-10"), Client: "3", Lines: lines(sold(Service, 1, 5))}, buy("2", "2026-03-10", "3", "BB")}, march, "all", 0, 1, 0, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := bookOf(c.rs...)
			check(t, b, c.s, c.key, "repeat_client_rate", c.n, c.of, 0)
			check(t, b, c.s, c.key, "repeat_household_rate", c.houseN, c.houseOf, 0)
		})
	}
}

func TestUnassignedRepeats(t *testing.T) {
	b := bookOf(Receipt{Number: "1", Date: on("2026-03-01"), Client: "3", Lines: lines(watch(1))}, Receipt{Number: "2", Client: "3", Lines: lines(watch(1))})
	check(t, b, by("associate"), "unassigned", "repeat_client_rate", 1, 1, 0)
}

func TestClientsBrought(t *testing.T) {
	b := bookOf(
		Receipt{Number: "1", Date: on("2026-02-28"), Client: "1", Lines: lines(watch(100))},
		Receipt{Number: "2", Client: "1", Lines: lines(watch(100).by(even("AA")...))},
		Receipt{Number: "3", Clock: 900, Client: "2", Lines: lines(watch(100).by(even("BB")...))},
		Receipt{Number: "4", Clock: 600, Client: "2", Lines: lines(watch(100).by(even("AA")...))},
		Receipt{Number: "5", Date: on("2026-01-01"), Client: "3", Lines: lines(sold(Service, 1, 100))},
		Receipt{Number: "6", Client: "3", Lines: lines(sold(Accessory, 1, 100).by(even("CC")...))},
	)
	check(t, b, march, "all", "clients_brought", 2, 0, 0)
	check(t, b, by("associate"), "AA", "clients_brought", 1, 0, 0)
	check(t, b, by("associate"), "BB", "clients_brought", 0, 0, 0)
	check(t, b, by("associate"), "CC", "clients_brought", 1, 0, 0)
}

func TestCutoverMovesTheDayAndTheShift(t *testing.T) {
	b := bookOf(Receipt{Number: "1", Date: on("2026-04-01"), Clock: 30, Lines: lines(watch(100))})
	check(t, b, march, "all", "sales_count", 0, 0, 0)
	b.Stores[0].Cutover = 60
	check(t, b, by("shift"), "evening", "sales_count", 1, 0, 0)
	check(t, b, by("weekday"), "tuesday", "sales_count", 1, 0, 0)
}

func TestRefundWithoutLines(t *testing.T) {
	b := bookOf(Receipt{Number: "1", Refunded: 301, Lines: lines(watch(1000).by(even("AA", "BB")...), sold(Apart, 1, 9000))},
		Receipt{Number: "2", Refunded: 100, RefundedOn: on("2026-04-02"), Lines: lines(watch(500))})
	check(t, b, march, "all", "net_sales", 1500-301, 0, 0)
	check(t, b, by("associate"), "AA", "net_sales", 500-151, 0, 0)
	check(t, b, by("associate"), "BB", "net_sales", 500-150, 0, 0)
	check(t, b, march, "all", "average_sale", 0, 2, 1500)
	check(t, b, march, "all", "return_rate", 0, 1500, 0)
	check(t, b, march, "all", "qualifying_sales", 2, 0, 0)
	check(t, b, Scope{From: on("2026-04-01"), To: on("2026-04-30")}, "all", "net_sales", -100, 0, 0)
}

func TestSameNumberInTwoStores(t *testing.T) {
	b := bookOf(Receipt{Number: "1", Lines: lines(watch(100).coded("W"))}, Receipt{Number: "1", Lines: lines(watch(900).coded("W"))}, Receipt{Number: "2", Original: "1", Lines: lines(watch(900).coded("W").times(-1))})
	b.Stores = append(b.Stores, Store{Code: "EAST", Noon: 720, Evening: 1020})
	b.Receipts[1].Store, b.Receipts[2].Store = "EAST", "EAST"
	check(t, b, by("store"), "MAIN", "qualifying_sales", 1, 0, 0)
	check(t, b, by("store"), "EAST", "qualifying_sales", 0, 0, 0)
	check(t, b, by("store"), "EAST", "net_sales", 0, 0, 0)
}
