package oracle

import (
	"encoding/json"
	"math"
	"strings"
	"testing"
)

func TestCompareFindsEveryKindOfDifference(t *testing.T) {
	b := bookOf(Receipt{Number: "1", Client: "1", Lines: lines(watch(1000).by(even("AA")...), sold(Accessory, 1, 50))})
	s := by("associate")
	right, err := json.Marshal(Calculate(b, s))
	if err != nil {
		t.Fatal(err)
	}
	if got := Compare(b, right, s); len(got) != 0 {
		t.Fatalf("the right answer differs: %v", got)
	}
	for _, c := range []struct{ name, old, new, want string }{
		{"count", `"sales_count":1`, `"sales_count":2`, "sales_count of all"},
		{"money", `"sum":1050`, `"sum":1051`, "average_sale of all: sum is 1051, should be 1050"},
		{"rate", `"low":null,"n":1,"of":1`, `"low":null,"n":1,"of":2`, "of is 2, should be 1"},
		{"interval where none belongs", `"high":null`, `"high":0.5`, "high is 0.5, should be null"},
		{"quantity", `"sum":2}`, `"sum":2.001}`, "units_per_transaction of all"},
		{"missing row", `"key":"AA","label":"Ada Quill"`, `"key":"ZZ","label":"Zed"`, "row AA is missing"},
		{"row too many", `"key":"AA","label":"Ada Quill"`, `"key":"ZZ","label":"Zed"`, "row ZZ (Zed) has figures"},
		{"missing figure", `"clients_brought":1,`, ``, "clients_brought of all is missing"},
		{"currency", `"USD"`, `"EUR"`, "currency is EUR"},
		{"date", `2026-03-31`, `2026-03-30`, "to is 2026-03-30"},
		{"shape", `"net_sales":1050`, `"net_sales":{"sum":1050}`, "net_sales of all: is {"},
		{"no object", `"return_rate":{"n":0,"of":1050}`, `"return_rate":7`, "return_rate of all: is 7"},
		{"not JSON", `{`, `[`, "reading the answer"},
	} {
		t.Run(c.name, func(t *testing.T) {
			wrong := strings.Replace(string(right), c.old, c.new, 1)
			if wrong == string(right) {
				t.Fatalf("%s is not in %s", c.old, right)
			}
			if got := strings.Join(Compare(b, []byte(wrong), s), "\n"); !strings.Contains(got, c.want) {
				t.Errorf("differences %q do not say %q", got, c.want)
			}
		})
	}
}

func TestCompareMeetsAssociatesByNameAndLeavesOutWhatIsSkipped(t *testing.T) {
	b := bookOf(Receipt{Number: "1", Lines: lines(watch(1000).by(even("AA")...))})
	s := by("associate")
	right, err := json.Marshal(Calculate(b, s))
	if err != nil {
		t.Fatal(err)
	}
	named := strings.Replace(string(right), `"key":"AA"`, `"key":"ada quill"`, 1)
	named = strings.Replace(named, `"service_tickets":0`, `"service_tickets":9`, 1)
	s.Skip = []string{"service_tickets"}
	if got := Compare(b, []byte(named), s); len(got) != 0 {
		t.Errorf("differences: %v", got)
	}
}

func TestIntervals(t *testing.T) {
	// Wilson at 90 % by hand: 8 of 10, z 1.6449: middle .7361, reach .1927.
	low, high := Figure{Shape: Rate, N: 8, Of: 10}.wilson()
	if math.Abs(*low-0.5408) > 5e-4 || math.Abs(*high-0.9314) > 5e-4 {
		t.Errorf("wilson 8 of 10 = %.4f to %.4f", *low, *high)
	}
	if low, _ := (Figure{Shape: Rate, N: 4, Of: 4}).wilson(); low != nil {
		t.Error("four sales have an interval")
	}
	// 100 values, half 0 and half 200: mean 100, s 100.504, t(99) 1.6604.
	g := Figure{Shape: Mean, Of: 100, Sum: 10000, squares: 50 * 200 * 200}
	low, high = g.student()
	if *low != 83 || *high != 117 {
		t.Errorf("student = %v to %v, want 83 to 117", *low, *high)
	}
	g.Of = 99
	if low, _ = g.student(); low != nil {
		t.Error("99 sales have an interval")
	}
}

// FuzzCompare holds that no answer, however broken, makes Compare stumble.
func FuzzCompare(f *testing.F) {
	b := bookOf(Receipt{Number: "1", Lines: lines(watch(1000))})
	for _, s := range []string{"", "{", `{"rows":[{"key":"all","figures":{"net_sales":null,"average_sale":[1],"return_rate":{"n":"x"}}}]}`, `{"rows":[{"key":"all","figures":{"net_sales":1e999}}]}`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, answer []byte) {
		if len(Compare(b, answer, march)) == 0 {
			var any struct{ From string }
			if json.Unmarshal(answer, &any) != nil || any.From != "2026-03-01" {
				t.Error("an answer without its dates passes")
			}
		}
	})
}
