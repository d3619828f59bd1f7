package figures

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
)

// narrowed is the scope of one row of a cut; it stays cut by what is given.
func narrowed(s Scope, row Row, by string) Scope {
	switch s.By {
	case byAssociate:
		s.Associate = row.Key
		if row.ID != "" {
			s.Associate = row.ID
		}
	case byProductLine:
		s.ProductLine = row.Key
	case byBrand:
		s.Brand = row.Key
	case byShift:
		s.Shift = row.Key
	case byWeekday:
		s.Weekday = row.Key
	case byStore:
		s.Store = row.Key
	}
	s.By = by
	return s
}

// said writes a figure's numbers as JSON has them, without interval.
func said(t testing.TB, f Figures) map[string]string {
	t.Helper()
	raw, err := json.Marshal(f)
	if err != nil {
		t.Fatal(err)
	}
	var values map[string]any
	if err := json.Unmarshal(raw, &values); err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for name, v := range values {
		if m, ok := v.(map[string]any); ok {
			delete(m, "low")
			delete(m, "high")
		}
		text, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		out[name] = string(text)
	}
	return out
}

// total writes the totals of rows in the same way.
func total(b Behind) string {
	switch b.Figure {
	case "net_sales", "rung_sales":
		return fmt.Sprint(b.Sum)
	case "sales_count", "service_tickets", "qualifying_sales", "clients_brought":
		return fmt.Sprint(b.N)
	case "average_sale", "secondary_revenue_per_qualifying_sale":
		return fmt.Sprintf(`{"n":%d,"sum":%d}`, b.N, b.Sum)
	case "units_per_transaction":
		return fmt.Sprintf(`{"n":%d,"sum":%s}`, b.N, thousandths(b.Sum))
	}
	return fmt.Sprintf(`{"n":%d,"of":%d}`, b.N, b.Of)
}

// holds adds the receipts and their lines up by themselves.
func (b Behind) holds() error {
	var sum, counted int64
	people := map[string]bool{}
	for _, r := range b.Receipts {
		sum, counted = sum+r.Amount, counted+bit(r.Counted)
		if r.Counted {
			people[r.Client] = true
		}
		if err := b.lineByLine(r); err != nil {
			return err
		}
	}
	switch {
	case len(b.Receipts) != b.Count:
		return fmt.Errorf("%d receipts of %d", len(b.Receipts), b.Count)
	case b.Figure == "return_rate":
		if sum != b.N {
			return fmt.Errorf("the receipts add to %d, not to %d", sum, b.N)
		}
	case b.Figure == "repeat_client_rate":
		if int64(len(people)) != b.N {
			return fmt.Errorf("%d repeat clients, not %d", len(people), b.N)
		}
	case b.Figure == "repeat_household_rate":
	case sum != b.Sum || counted != b.N:
		return fmt.Errorf("the receipts add to %d of %d, not to %d of %d", counted, sum, b.N, b.Sum)
	}
	return nil
}

// lineByLine holds one receipt against its lines.
func (b Behind) lineByLine(r ReceiptBehind) error {
	var ofLines int64
	some := false
	for _, l := range r.Lines {
		if !l.Counted && l.Amount != 0 {
			return fmt.Errorf("receipt %s: a line that does not count adds %d", r.Number, l.Amount)
		}
		ofLines, some = ofLines+l.Amount, some || l.Counted
	}
	if ofLines != r.Amount && !r.Refund {
		return fmt.Errorf("receipt %s: its lines add to %d, not to %d", r.Number, ofLines, r.Amount)
	}
	if strings.HasSuffix(b.Figure, "_rate") && !r.Counted && some {
		return fmt.Errorf("receipt %s does not count, but one of its lines does", r.Number)
	}
	if !r.Refund && r.Counted && !some && b.Figure != "secondary_revenue_per_qualifying_sale" && b.Figure != "net_sales" && b.Figure != "rung_sales" {
		return fmt.Errorf("receipt %s counts without a line", r.Number)
	}
	return nil
}

// Random books, every cut, every figure: the rows behind a figure add up to it.
func TestRowsBehindAddUp(t *testing.T) {
	ctx := context.Background()
	seen := map[string]int{}
	for seed := range 2 {
		b := newBook(t, uint64(40+seed))
		for range 8 {
			b.mutate()
		}
		b.settle()
		for range 9 {
			s := b.scope()
			s = narrowed(s, Row{}, s.By) // a row of a cut that is narrowed already would be empty
			r, err := Query(ctx, b.db, s)
			b.must(err)
			for _, row := range r.Rows {
				of := narrowed(s, row, "")
				for name, want := range said(t, row.Figures) {
					behind, err := RowsBehind(ctx, b.db, of, name, Window{Most: 1 << 30})
					b.must(err)
					if got := total(behind); got != want {
						t.Fatalf("%s of %+v, row %s: the rows say %s, the figure %s", name, s, row.Key, got, want)
					}
					if err := behind.holds(); err != nil {
						t.Fatalf("%s of %+v: %v", name, of, err)
					}
					if len(behind.Receipts) > 0 && want != "0" {
						seen[name]++
					}
				}
			}
		}
	}
	for _, d := range Definitions() {
		if seen[d.Name] < 3 {
			t.Errorf("%s had rows in %d scopes only", d.Name, seen[d.Name])
		}
	}
}

// The window takes the newest first and leaves the totals alone.
func TestRowsBehindWindow(t *testing.T) {
	ctx := context.Background()
	b := newBook(t, 51)
	for range 9 {
		b.mutate()
	}
	b.settle()
	s := Scope{From: firstDay, To: firstDay.AddDays(1100)}
	all, err := RowsBehind(ctx, b.db, s, "sales_count", Window{Most: 1000})
	b.must(err)
	if all.Count < 20 || !slices.IsSortedFunc(all.Receipts, func(a, b ReceiptBehind) int { return b.Date.Compare(a.Date) }) {
		t.Fatalf("%d receipts, newest first: %v", all.Count, all.Receipts)
	}
	some, err := RowsBehind(ctx, b.db, s, "sales_count", Window{Skip: 7, Most: 5})
	b.must(err)
	if some.N != all.N || some.Count != all.Count || len(some.Receipts) != 5 || some.Receipts[0].ID != all.Receipts[7].ID {
		t.Errorf("from the eighth: %+v", some)
	}
	for _, c := range []struct {
		figure string
		scope  Scope
	}{{"luck", s}, {"rung_sales", s}, {"net_sales", Scope{}}} {
		if _, err := RowsBehind(ctx, b.db, c.scope, c.figure, Window{}); err == nil {
			t.Errorf("%s of %+v was answered", c.figure, c.scope)
		} else if _, ok := errors.AsType[*ScopeError](err); !ok {
			t.Errorf("%s: %v is not for the person who asked", c.figure, err)
		}
	}
}

// Every figure that is defined has rows, and the other way round.
func TestLensesAreTheDefinitions(t *testing.T) {
	for _, d := range Definitions() {
		if _, ok := lensOf(d.Name); !ok {
			t.Errorf("%s has a formula and no rows", d.Name)
		}
	}
	if _, ok := lensOf("csat"); ok {
		t.Error("a figure that no receipt answers has rows")
	}
}
