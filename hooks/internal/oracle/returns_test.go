package oracle

import (
	"reflect"
	"testing"
)

func TestReturnFindsItsLine(t *testing.T) {
	original := Receipt{Number: "1", Date: on("2026-03-05"), Lines: lines(
		watch(1000).coded("W").called("Field Watch").times(2),
		sold(Accessory, 1, 90).coded("S").called("Strap"),
		sold(Accessory, 1, 80).coded("S").called("Strap"),
		sold(CarePlan, 1, 70).called("Care plan"),
	)}
	for _, c := range []struct {
		name string
		back []Line
		want []int64
		over int64
	}{
		{"SKU and price", lines(sold(Accessory, -1, 80).coded("S")), []int64{0, 0, 1000, 0}, 0},
		{"SKU when the price differs", lines(sold(Accessory, -1, 5).coded("S")), []int64{0, 1000, 0, 0}, 0},
		{"SKU, first not fully returned", lines(sold(Accessory, -1, 5).coded("S"), sold(Accessory, -1, 5).coded("S")), []int64{0, 1000, 1000, 0}, 0},
		{"description", lines(sold(CarePlan, -1, 5).called("CARE  plan")), []int64{0, 0, 0, 1000}, 0},
		{"partly", lines(watch(1000).coded("W").times(-1)), []int64{1000, 0, 0, 0}, 0},
		{"what is left goes on to the next that fits", lines(sold(Accessory, -2, 90).coded("S")), []int64{0, 1000, 1000, 0}, 0},
		{"more than was sold is capped", lines(watch(1000).coded("W").times(-3)), []int64{2000, 0, 0, 0}, 1000},
		{"nothing fits", lines(watch(1000).coded("X").called("Other").times(-1)), []int64{0, 0, 0, 0}, 1000},
	} {
		t.Run(c.name, func(t *testing.T) {
			// The return stands first in the file: whichever came first.
			all := facts(bookOf(Receipt{Number: "2", Original: "1", Lines: c.back}, original))
			over := link(all, on("2026-12-31"))
			if !reflect.DeepEqual(all[1].returned, c.want) || over != c.over {
				t.Errorf("returned %v, over %d; want %v, %d", all[1].returned, over, c.want, c.over)
			}
		})
	}
}

func TestReturnsAsKnown(t *testing.T) {
	b := bookOf(
		Receipt{Number: "1", Date: on("2026-03-02"), Lines: lines(watch(1000).coded("W"), sold(Accessory, 1, 100).coded("S"), sold(CarePlan, 3, 100).coded("P"))},
		Receipt{Number: "2", Date: on("2026-03-08"), Original: "1", Lines: lines(sold(CarePlan, -2, 100).coded("P"))},
		Receipt{Number: "3", Date: on("2026-03-20"), Original: "1", Lines: lines(sold(Accessory, -1, 100).coded("S"), sold(CarePlan, -1, 100).coded("P"))},
		Receipt{Number: "4", Date: on("2026-04-20"), Original: "1", Lines: lines(watch(1000).coded("W").times(-1))},
	)
	for _, c := range []struct {
		known                      string
		qualifying, with, care     int64
		secondaryNet, net, average int64
	}{
		{"2026-03-07", 1, 1, 1, 400, 1000, 1400},
		{"2026-03-08", 1, 1, 1, 200, 1000, 1400},
		{"2026-03-31", 1, 0, 0, 0, 1000, 1400},
		{"2026-04-20", 0, 0, 0, 0, 1000, 1400},
	} {
		s := march
		s.Known = on(c.known)
		check(t, b, s, "all", "qualifying_sales", c.qualifying, 0, 0)
		check(t, b, s, "all", "secondary_sales_rate", c.with, c.qualifying, 0)
		check(t, b, s, "all", "care_plan_rate", c.care, c.qualifying, 0)
		check(t, b, s, "all", "secondary_revenue_per_qualifying_sale", 0, c.qualifying, c.secondaryNet)
		check(t, b, s, "all", "net_sales", c.net, 0, 0)
		check(t, b, s, "all", "average_sale", 0, 1, c.average)
		check(t, b, s, "all", "units_per_transaction", 0, 1, 5000)
	}
}

func TestLiveNetRoundsHalfAway(t *testing.T) {
	b := bookOf(
		Receipt{Number: "1", Lines: lines(watch(1000), sold(Accessory, 2, 0).coded("S").stated(101))},
		Receipt{Number: "2", Original: "1", Lines: lines(sold(Accessory, -1, 0).coded("S").stated(-50))},
	)
	check(t, b, march, "all", "secondary_revenue_per_qualifying_sale", 0, 1, 51)
}

func TestReturnWithoutOriginalChangesRevenueOnly(t *testing.T) {
	b := bookOf(Receipt{Number: "1", Lines: lines(watch(1000).coded("W"))}, Receipt{Number: "2", Lines: lines(watch(1000).coded("W").times(-1))})
	check(t, b, march, "all", "net_sales", 0, 0, 0)
	check(t, b, march, "all", "qualifying_sales", 1, 0, 0)
	check(t, b, march, "all", "sales_count", 1, 0, 0)
}

func TestExchangeGivesBackAndSells(t *testing.T) {
	b := bookOf(
		Receipt{Number: "1", Date: on("2026-03-02"), Lines: lines(watch(1000).coded("W"), sold(Accessory, 1, 50).coded("S"))},
		Receipt{Number: "2", Date: on("2026-03-09"), Original: "1", Lines: lines(watch(1000).coded("W").times(-1), sold(Primary, 1, 1500).coded("R"))},
	)
	check(t, b, march, "all", "sales_count", 2, 0, 0)
	check(t, b, march, "all", "qualifying_sales", 1, 0, 0)
	check(t, b, march, "all", "secondary_sales_rate", 0, 1, 0)
	check(t, b, march, "all", "average_sale", 0, 2, 1550)
	check(t, b, by("product_line"), "jewelry", "net_sales", 500, 0, 0)
}

func TestVoidedReturnGivesNothingBack(t *testing.T) {
	b := bookOf(Receipt{Number: "1", Lines: lines(watch(1000).coded("W"))}, Receipt{Number: "2", Stated: Void, Original: "1", Lines: lines(watch(1000).coded("W").times(-1))})
	check(t, b, march, "all", "qualifying_sales", 1, 0, 0)
}
