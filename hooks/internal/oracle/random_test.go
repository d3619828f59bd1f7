package oracle

import (
	"encoding/json"
	"reflect"
	"testing"
)

func TestRandomIsRepeatableAndDense(t *testing.T) {
	if !reflect.DeepEqual(Random(7), Random(7)) {
		t.Fatal("one seed gives two books")
	}
	met := map[string]int{}
	for seed := int64(1); seed <= 20; seed++ {
		b := Random(seed)
		if n := len(b.Receipts); n < 30 || n > 420 {
			t.Errorf("seed %d: %d receipts", seed, n)
		}
		all := facts(b)
		if link(all, lastDay) > 0 {
			met["more returned than sold"]++
		}
		for _, f := range all {
			count(met, all, f)
		}
	}
	for _, want := range []string{
		"sale", "return", "exchange", "other", "void", "quote", "deposit", "layaway_payment", "service ticket", "receipt discount", "refund without lines",
		"three people", "even shares", "nobody", "free line", "stated net", "part of a piece", "fully returned", "partly returned", "midnight", "no clock", "tie",
		"more returned than sold", "a return before its sale in the file",
	} {
		if met[want] == 0 {
			t.Errorf("twenty books have no %s", want)
		}
	}
}

func count(met map[string]int, all []*fact, f *fact) {
	say := func(what string, is bool) {
		if is {
			met[what]++
		}
	}
	met[string(f.kind)]++
	say("service ticket", f.service)
	say("receipt discount", f.Discount > 0)
	say("refund without lines", f.Refunded > 0)
	say("midnight", f.Clock == 0)
	say("no clock", f.Clock < 0)
	original := find(all, f)
	for i := range f.Lines {
		countLine(say, f, i)
	}
	say("a return before its sale in the file", original != nil && original.place > f.place)
}

func countLine(say func(string, bool), f *fact, i int) {
	l := f.Lines[i]
	say("three people", len(l.Shares) == 3)
	say("even shares", len(l.Shares) > 1 && l.Shares[0].Percent == 0)
	say("nobody", len(l.Shares) == 0)
	say("free line", f.net[i] == 0)
	say("stated net", l.Net != nil)
	say("part of a piece", l.Quantity%1000 != 0)
	say("fully returned", l.Quantity > 0 && f.returned[i] >= l.Quantity)
	say("partly returned", l.Quantity > 0 && f.returned[i] > 0 && f.returned[i] < l.Quantity)
	say("tie", l.ProductLine == "jewelry" && f.lead == i && f.line == "watch" && f.kind == Sale)
}

// TestRowsAddUp holds that the rows of a cut add up to all, and that no rate
// exceeds one.
func TestRowsAddUp(t *testing.T) {
	for seed := int64(1); seed <= 5; seed++ {
		b := RandomStores(seed)
		for _, s := range Scopes(seed) {
			if s.By != "" {
				rowsAddUp(t, Calculate(b, s), s.By)
			}
			raw, err := json.Marshal(Calculate(b, s))
			if err != nil {
				t.Fatal(err)
			}
			if d := Compare(b, raw, s); len(d) != 0 {
				t.Errorf("seed %d: the oracle differs from itself: %v", seed, d)
			}
		}
	}
}

func rowsAddUp(t *testing.T, answer Report, by string) {
	t.Helper()
	sums := map[string]int64{}
	for _, r := range answer.Rows[1:] {
		for name, g := range r.Figures {
			sums[name] += g.N
			if g.Shape == Rate && g.N > g.Of {
				t.Errorf("by %s: %s of %s is %d of %d", by, name, r.Key, g.N, g.Of)
			}
		}
	}
	for _, name := range []string{"net_sales", "sales_count", "service_tickets", "qualifying_sales", "clients_brought", "return_rate"} {
		if all := answer.Rows[0].Figures[name].N; sums[name] != all {
			t.Errorf("by %s: the rows of %s add up to %d, all is %d", by, name, sums[name], all)
		}
	}
}
