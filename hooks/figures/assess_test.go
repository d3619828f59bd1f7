package figures

import (
	"reflect"
	"testing"
)

// one makes a line of one piece sold by the named, in equal parts.
func one(role, productLine string, net int64, staff ...string) Line {
	l := Line{Role: role, ProductLine: productLine, Quantity: 1000, UnitPrice: net, Net: net}
	if net < 0 {
		l.Quantity, l.UnitPrice = -1000, -net
	}
	weights := make([]int64, len(staff))
	for i := range weights {
		weights[i] = 1
	}
	basis := ShareAmounts(10000, weights)
	for i, amount := range ShareAmounts(net, basis) {
		l.Shares = append(l.Shares, Share{Staff: staff[i], BasisPoints: int(basis[i]), Amount: amount})
	}
	return l
}

func TestKindOfAReceipt(t *testing.T) {
	cases := []struct {
		name   string
		stated string
		lines  []Line
		want   string
	}{
		{"plus", "", []Line{one("primary", "watch", 500)}, "sale"},
		{"minus", "", []Line{one("primary", "watch", -500)}, "return"},
		{"both", "", []Line{one("primary", "watch", -500), one("service", "", 20)}, "exchange"},
		{"none", "", []Line{one("other", "", 500)}, "other"},
		{"zero lines are ignored", "", []Line{one("primary", "watch", 0), one("accessory", "", -20)}, "return"},
		{"a deposit line is not merchandise", "", []Line{one("primary", "watch", 500), one("other", "", -100)}, "sale"},
		{"the POS says", "layaway_payment", []Line{one("primary", "watch", 500)}, "layaway_payment"},
		{"empty", "", nil, "other"},
	}
	for _, c := range cases {
		if got := Assess(&Receipt{StatedKind: c.stated, Lines: c.lines}).Kind; got != c.want {
			t.Errorf("%s: kind %s, want %s", c.name, got, c.want)
		}
	}
}

func TestLeadingLine(t *testing.T) {
	strapFirst := []Line{one("accessory", "", 900, "ann"), one("primary", "jewelry", 300, "bob"), one("primary", "watch", 300, "cid")}
	f := Assess(&Receipt{Lines: strapFirst})
	if f.Leading != 1 || f.CountsFor != "bob" || f.ProductLine != "watch" {
		t.Errorf("leading %d counts for %s line %s; want 1 bob, and watch on a tie", f.Leading, f.CountsFor, f.ProductLine)
	}
	cases := []struct {
		name  string
		lines []Line
		want  int
	}{
		{"secondary without a primary", []Line{one("other", "", 900), one("service", "", 10), one("care_plan", "", 20)}, 2},
		{"else the first", []Line{one("unknown", "", 10), one("other", "", 900)}, 0},
		{"absolute net", []Line{one("primary", "watch", 10), one("primary", "watch", -900)}, 1},
		{"nothing", nil, -1},
	}
	for _, c := range cases {
		if got := Assess(&Receipt{Lines: c.lines}).Leading; got != c.want {
			t.Errorf("%s: line %d, want %d", c.name, got, c.want)
		}
	}
	tied := one("primary", "watch", 100, "bob", "ann")
	if got := Assess(&Receipt{Lines: []Line{tied}}).CountsFor; got != "bob" {
		t.Errorf("a tie goes to the first named, got %s", got)
	}
}

func TestProductLineOfAReturn(t *testing.T) {
	back := []Line{one("primary", "jewelry", -100)}
	cases := []struct {
		name string
		r    Receipt
		want string
	}{
		{"its original's", Receipt{Lines: back, NamesOriginal: true, HasOriginal: true, OriginalProductLine: "watch"}, "watch"},
		{"none if the original has none", Receipt{Lines: back, NamesOriginal: true, HasOriginal: true}, "none"},
		{"its own while the original is missing", Receipt{Lines: back, NamesOriginal: true}, "jewelry"},
		{"an exchange keeps its own", Receipt{Lines: append(back, one("accessory", "", 5)), NamesOriginal: true, HasOriginal: true, OriginalProductLine: "watch"}, "jewelry"},
	}
	for _, c := range cases {
		if got := Assess(&c.r).ProductLine; got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

func TestWhatASaleCountsAs(t *testing.T) {
	watch, strap, plan := one("primary", "watch", 50000), one("accessory", "", 3000), one("care_plan", "", 1001)
	plan.Quantity, plan.Returned = 3000, 1000
	gone := watch
	gone.Returned = 1000
	cases := []struct {
		name  string
		lines []Line
		want  Facts
	}{
		{"watch with strap and plan", []Line{watch, strap, plan}, Facts{IsSale: true, Qualifying: true, Secondary: true, CarePlan: true, Units: 5000, SecondaryNet: 3000 + 667}},
		{"fully returned watch", []Line{gone, strap}, Facts{IsSale: true, Units: 2000}},
		{"repair only", []Line{one("service", "", 4000)}, Facts{IsService: true}},
		{"an exchange that pays back, with a sizing", []Line{one("primary", "watch", -9000), one("primary", "watch", 500), one("service", "", 40)}, Facts{IsService: true}},
		{"strap alone", []Line{strap}, Facts{IsSale: true, Units: 1000}},
		{"free strap", []Line{watch, one("accessory", "", 0)}, Facts{IsSale: true, Qualifying: true, Units: 1000}},
		{"unknown alone", []Line{one("unknown", "", 700)}, Facts{}},
		{"gift card alone", []Line{one("other", "", 700)}, Facts{}},
	}
	for _, c := range cases {
		f := Assess(&Receipt{Lines: c.lines})
		got := Facts{IsSale: f.IsSale, IsService: f.IsService, Qualifying: f.Qualifying, Secondary: f.Secondary, CarePlan: f.CarePlan, Units: f.Units, SecondaryNet: f.SecondaryNet}
		if got != c.want {
			t.Errorf("%s:\n got %+v\nwant %+v", c.name, got, c.want)
		}
	}
	f := Assess(&Receipt{Lines: []Line{watch, strap, one("primary", "watch", -700), one("other", "", 99), one("unknown", "", 5)}})
	if f.Net != 52305 || f.NetSold != 53005 || f.NetReturned != -700 {
		t.Errorf("net %d, sold %d, returned %d", f.Net, f.NetSold, f.NetReturned)
	}
	if void := Assess(&Receipt{StatedKind: "void", Lines: []Line{watch}}); void.IsSale || void.Qualifying {
		t.Error("a void is in no figure")
	}
}

func TestPeopleOfAReceipt(t *testing.T) {
	both := []Line{one("primary", "watch", 101, "ann", "bob"), one("accessory", "", 10), one("other", "", 999, "cid")}
	f := Assess(&Receipt{Lines: both})
	if f.People != "ann=51;bob=50;=10" {
		t.Errorf("people %q", f.People)
	}
	want := []part{{"ann", 51}, {"bob", 50}, {"", 10}}
	if got := readPeople(f.People, f.CountsFor, f.Net); !reflect.DeepEqual(got, want) {
		t.Errorf("read back %v, want %v", got, want)
	}
	alone := Assess(&Receipt{Lines: []Line{one("primary", "watch", 101, "ann")}})
	if alone.People != "" || !reflect.DeepEqual(readPeople("", "ann", 101), []part{{"ann", 101}}) {
		t.Errorf("one person needs no list, got %q", alone.People)
	}
	if len(FactColumns()) != len(f.Values()) {
		t.Error("every fact column needs its value")
	}
}

func TestAllocate(t *testing.T) {
	lines := []Line{
		{SKU: "R1", Description: "Gold ring", UnitPrice: 100, Quantity: 1000},
		{SKU: "R1", Description: "Gold ring", UnitPrice: 90, Quantity: 2000},
		{SKU: "", Description: "Silver  Chain", UnitPrice: 40, Quantity: 1000},
		{SKU: "R2", Description: "Gold ring", UnitPrice: 100, Quantity: 1000},
		{SKU: "R1", Description: "Gold ring", UnitPrice: 100, Quantity: -1000},
	}
	cases := []struct {
		name    string
		returns []ReturnLine
		links   []Link
		over    []Over
	}{
		{"by SKU and price", []ReturnLine{{SKU: "R1", UnitPrice: -90, Quantity: -1000}}, []Link{{0, 1, 1000}}, nil},
		{"else by SKU, first one", []ReturnLine{{SKU: "R1", UnitPrice: 80, Quantity: -1000}}, []Link{{0, 0, 1000}}, nil},
		{"the rest goes on", []ReturnLine{{SKU: "R1", UnitPrice: 90, Quantity: -3000}}, []Link{{0, 1, 2000}, {0, 0, 1000}}, nil},
		{"not the one that came back", []ReturnLine{{SKU: "R1", UnitPrice: 100, Quantity: -1000}, {SKU: "R1", UnitPrice: 100, Quantity: -1000}}, []Link{{0, 0, 1000}, {1, 1, 1000}}, nil},
		{"by description", []ReturnLine{{SKU: "", Description: "silver chain", Quantity: -500}}, []Link{{0, 2, 500}}, nil},
		{"an unknown SKU, by description", []ReturnLine{{SKU: "R9", Description: "gold ring", Quantity: -1000}}, []Link{{0, 0, 1000}}, nil},
		{"capped", []ReturnLine{{SKU: "R2", Description: "Gold ring", UnitPrice: 100, Quantity: -3000}}, []Link{{0, 3, 1000}}, []Over{{0, 2000, true}}},
		{"never sold", []ReturnLine{{SKU: "R7", Quantity: -1000}}, nil, []Over{{0, 1000, false}}},
	}
	for _, c := range cases {
		links, over := Allocate(lines, c.returns)
		if !reflect.DeepEqual(links, c.links) || !reflect.DeepEqual(over, c.over) {
			t.Errorf("%s: %v %v, want %v %v", c.name, links, over, c.links, c.over)
		}
	}
}
