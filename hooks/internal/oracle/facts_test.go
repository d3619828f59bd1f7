package oracle

import (
	"reflect"
	"testing"

	"touchstone/hooks/internal/civil"
)

func on(s string) civil.Date {
	d, err := civil.Parse(s)
	if err != nil {
		panic(err)
	}
	return d
}

func cents(v int64) *int64 { return &v }

// sold is a line of one piece (or of more) at a price.
func sold(role Role, pieces, price int64) Line {
	l := Line{Role: role, Quantity: pieces * 1000, UnitPrice: price}
	if role == Primary {
		l.ProductLine = "jewelry"
	}
	return l
}

func watch(price int64) Line {
	return Line{Role: Primary, ProductLine: "watch", Quantity: 1000, UnitPrice: price}
}

func (l Line) coded(sku string) Line    { l.SKU = sku; return l }
func (l Line) called(words string) Line { l.Description = words; return l }
func (l Line) off(v int64) Line         { l.Discount = v; return l }
func (l Line) stated(v int64) Line      { l.Net = cents(v); return l }
func (l Line) of(brand string) Line     { l.Brand = brand; return l }
func (l Line) by(shares ...Share) Line  { l.Shares = shares; return l }
func (l Line) beforeDiscount() Line     { l.BeforeReceiptDiscount = true; return l }
func lines(ls ...Line) []Line           { return ls }
func even(codes ...string) (out []Share) {
	for _, c := range codes {
		out = append(out, Share{Staff: c})
	}
	return out
}

var plainStore = Store{Code: "MAIN", Zone: "America/New_York", Noon: 720, Evening: 1020, WeekStart: 1}

func TestSplit(t *testing.T) {
	for _, c := range []struct {
		amount        int64
		weights, want []int64
	}{
		{10000, []int64{33, 33, 33}, []int64{3334, 3333, 3333}},
		{10000, []int64{0, 0, 0}, []int64{3334, 3333, 3333}},
		{10000, []int64{6000, 4000}, []int64{6000, 4000}},
		{-101, []int64{1, 1}, []int64{-51, -50}},
		{100, []int64{-60, -40}, []int64{60, 40}},
		{5, []int64{1, 2, 2}, []int64{1, 2, 2}},
		// 1001 x .3334 = 333.73, 1001 x .3333 = 333.63 twice: two cents are left.
		{1001, []int64{3334, 3333, 3333}, []int64{334, 334, 333}},
	} {
		if got := split(c.amount, c.weights); !reflect.DeepEqual(got, c.want) {
			t.Errorf("split(%d, %v) = %v, want %v", c.amount, c.weights, got, c.want)
		}
	}
}

func TestRoundHalfAwayFromZero(t *testing.T) {
	for _, c := range [][4]int64{{5, 1, 2, 3}, {-5, 1, 2, -3}, {4, 1, 3, 1}, {5, 1, 3, 2}, {500, 9999, 1000, 5000}, {-1, 1, 3, 0}, {100, 1, 3, 33}} {
		if got := round(c[0], c[1], c[2]); got != c[3] {
			t.Errorf("round(%d x %d / %d) = %d, want %d", c[0], c[1], c[2], got, c[3])
		}
	}
}

func TestWhen(t *testing.T) {
	late := plainStore
	late.Cutover = 240
	for _, c := range []struct {
		store Store
		clock int
		day   string
		shift string
	}{
		{plainStore, -1, "2026-03-01", "unknown"}, {plainStore, 0, "2026-03-01", "morning"}, {plainStore, 719, "2026-03-01", "morning"},
		{plainStore, 720, "2026-03-01", "afternoon"}, {plainStore, 1019, "2026-03-01", "afternoon"}, {plainStore, 1020, "2026-03-01", "evening"},
		{late, 0, "2026-02-28", "evening"}, {late, 239, "2026-02-28", "evening"}, {late, 240, "2026-03-01", "morning"}, {late, -1, "2026-03-01", "unknown"},
	} {
		day, shift := when(&Receipt{Date: on("2026-03-01"), Clock: c.clock}, c.store)
		if day.String() != c.day || shift != c.shift {
			t.Errorf("clock %d, cutover %d: %v %s, want %s %s", c.clock, c.store.Cutover, day, shift, c.day, c.shift)
		}
	}
}

func TestNetsAndKind(t *testing.T) {
	for _, c := range []struct {
		name string
		r    Receipt
		net  []int64
		kind Kind
	}{
		{"line discount is of the whole line", Receipt{Lines: lines(sold(Primary, 2, 5000).off(1000))}, []int64{9000}, Sale},
		{"half a unit rounds away from zero", Receipt{Lines: lines(Line{Role: Accessory, Quantity: 500, UnitPrice: 9999})}, []int64{5000}, Sale},
		{"stated net wins", Receipt{Lines: lines(sold(Primary, 1, 5000).stated(4800))}, []int64{4800}, Sale},
		{"stated net holds its part", Receipt{Discount: 100, Lines: lines(sold(Primary, 1, 5000).stated(4900))}, []int64{4900}, Sale},
		{"stated net without its part", Receipt{Discount: 100, Lines: lines(sold(Primary, 1, 5000).stated(5000).beforeDiscount())}, []int64{4900}, Sale},
		{"receipt discount by weight, left-over cents to the largest remainder", Receipt{Discount: 100, Lines: lines(sold(Primary, 1, 100000), sold(CarePlan, 1, 50000), sold(Service, 1, 50000))}, []int64{99950, 49975, 49975}, Sale},
		{"equal weights, one cent left: earlier line", Receipt{Discount: 101, Lines: lines(sold(Primary, 1, 1000), sold(Primary, 1, 1000))}, []int64{949, 950}, Sale},
		{"receipt discount weighs after the line discount", Receipt{Discount: 90, Lines: lines(sold(Primary, 1, 1000).off(400), sold(Primary, 1, 300))}, []int64{540, 270}, Sale},
		{"never over other lines", Receipt{Discount: 100, Lines: lines(sold(Primary, 1, 1000), sold(Apart, 1, 9000))}, []int64{900, 9000}, Sale},
		{"unless there is nothing else", Receipt{Discount: 100, Lines: lines(sold(Apart, 1, 1000))}, []int64{900}, Other},
		{"exchange: the lines sold carry it", Receipt{Discount: 100, Lines: lines(sold(Primary, -1, 1000), sold(Primary, 1, 3000), sold(Accessory, 1, 1000))}, []int64{-1000, 2925, 975}, Exchange},
		{"return: the lines given back carry it", Receipt{Discount: 100, Lines: lines(sold(Primary, -1, 3000), sold(Accessory, -1, 1000))}, []int64{-2925, -975}, Return},
		{"document of type return", Receipt{Stated: Return, Lines: lines(sold(Primary, 1, 3000).off(500))}, []int64{-2500}, Return},
		{"document of type return, net stated positive", Receipt{Stated: Return, Lines: lines(sold(Primary, 1, 3000).stated(2400))}, []int64{-2400}, Return},
		{"gift card only", Receipt{Lines: lines(sold(Apart, 1, 5000))}, []int64{5000}, Other},
		{"zero lines are ignored", Receipt{Lines: lines(sold(Primary, 1, 5000), sold(Accessory, 1, 0))}, []int64{5000, 0}, Sale},
		{"negative service lowers a sale to an exchange", Receipt{Lines: lines(sold(Primary, 1, 5000), sold(Service, -1, 1000))}, []int64{5000, -1000}, Exchange},
		{"trade-in does not", Receipt{Lines: lines(sold(Primary, 1, 5000), sold(Apart, -1, 1000))}, []int64{5000, -1000}, Sale},
		{"what the POS says wins", Receipt{Stated: Void, Lines: lines(sold(Primary, 1, 5000))}, []int64{5000}, Void},
	} {
		net, kind := nets(&c.r)
		if !reflect.DeepEqual(net, c.net) || kind != c.kind {
			t.Errorf("%s: %v %q, want %v %q", c.name, net, kind, c.net, c.kind)
		}
	}
}

func TestLeadingLineProductLineAndBrand(t *testing.T) {
	for _, c := range []struct {
		name        string
		lines       []Line
		lead        int
		line, brand string
	}{
		{"largest primary", lines(sold(CarePlan, 1, 99000), sold(Primary, 1, 1000).of("Aurel"), watch(2000).of("Meridian")), 2, "watch", "Meridian"},
		{"largest by absolute net, a line given back too", lines(sold(Primary, -1, 5000).of("Aurel"), watch(2000)), 0, "jewelry", "Aurel"},
		{"tie: earlier line leads, the watch names the product line", lines(sold(Primary, 1, 2000).of("Aurel"), watch(2000).of("Meridian")), 0, "watch", "Aurel"},
		{"no primary: largest secondary", lines(sold(Apart, 1, 9000), sold(Service, 1, 1000), sold(Accessory, 1, 2000).of("Meridian")), 2, "none", "none"},
		{"neither: first line", lines(sold(Apart, 1, 100), sold(Apart, 1, 9000)), 0, "none", "none"},
		{"free piece leads when it is the only one", lines(sold(CarePlan, 1, 5000), watch(0)), 1, "watch", "none"},
	} {
		f := derive(&Receipt{Clock: -1, Lines: c.lines}, plainStore)
		if f.lead != c.lead || f.line != c.line || f.brand != c.brand {
			t.Errorf("%s: line %d, %s, %s; want %d, %s, %s", c.name, f.lead, f.line, f.brand, c.lead, c.line, c.brand)
		}
	}
}

func TestCountsFor(t *testing.T) {
	for _, c := range []struct {
		name  string
		lines []Line
		want  string
	}{
		{"nobody", lines(sold(Primary, 1, 100)), "unassigned"},
		{"largest share of the leading line", lines(sold(Accessory, 1, 10).by(even("CC")...), sold(Primary, 1, 100).by(Share{"AA", 4000}, Share{"BB", 6000})), "BB"},
		{"tie: first named", lines(sold(Primary, 1, 100).by(even("BB", "AA")...)), "BB"},
		{"thirds: the left-over point goes to the first", lines(sold(Primary, 1, 100).by(Share{"CC", 3300}, Share{"AA", 3300}, Share{"BB", 3300})), "CC"},
	} {
		if f := derive(&Receipt{Clock: -1, Lines: c.lines}, plainStore); f.counts != c.want {
			t.Errorf("%s: counts for %s, want %s", c.name, f.counts, c.want)
		}
	}
}

func TestSalesCountAndServiceTickets(t *testing.T) {
	for _, c := range []struct {
		name          string
		r             Receipt
		sale, service bool
	}{
		{"watch", Receipt{Lines: lines(watch(5000))}, true, false},
		{"care plan alone", Receipt{Lines: lines(sold(CarePlan, 1, 5000))}, true, false},
		{"repair alone", Receipt{Lines: lines(sold(Service, 1, 5000))}, false, true},
		{"free watch alone", Receipt{Lines: lines(watch(0))}, false, false},
		{"free watch with a paid repair", Receipt{Lines: lines(watch(0), sold(Service, 1, 5000))}, false, true},
		{"gift card alone", Receipt{Lines: lines(sold(Apart, 1, 5000))}, false, false},
		{"gift card on a stated sale", Receipt{Stated: Sale, Lines: lines(sold(Apart, 1, 5000))}, false, false},
		{"exchange for more", Receipt{Lines: lines(watch(5000), sold(Primary, -1, 4000))}, true, false},
		{"even exchange", Receipt{Lines: lines(watch(5000), sold(Primary, -1, 5000))}, false, false},
		{"exchange that pays back, with a repair", Receipt{Lines: lines(watch(5000), sold(Primary, -1, 9000), sold(Service, 1, 100))}, false, true},
		{"return", Receipt{Lines: lines(sold(Primary, -1, 9000))}, false, false},
		{"void", Receipt{Stated: Void, Lines: lines(watch(5000))}, false, false},
		{"quote", Receipt{Stated: Quote, Lines: lines(watch(5000), sold(Service, 1, 5))}, false, false},
		{"layaway payment", Receipt{Stated: Layaway, Lines: lines(watch(5000))}, false, false},
		{"stated return with positive quantities", Receipt{Stated: Return, Lines: lines(watch(5000))}, false, false},
		{"trade-in larger than the sale is no merchandise", Receipt{Lines: lines(watch(5000), sold(Apart, -1, 9000))}, true, false},
	} {
		f := derive(&c.r, plainStore)
		if f.sale != c.sale || f.service != c.service {
			t.Errorf("%s: sale %v, service %v; want %v, %v", c.name, f.sale, f.service, c.sale, c.service)
		}
	}
}
