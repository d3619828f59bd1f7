package outside

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"touchstone/hooks/internal/oracle"
)

var fixedKeys = map[string][]string{
	"":             {"all"},
	"product_line": {"watch", "jewelry", "none"},
	"shift":        {"morning", "afternoon", "evening", "unknown"},
	"weekday":      {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"},
	"store":        {"MAIN"},
	"associate":    {"AB", "CD", "EF", "GH"},
	"brand":        {"Casa Verde", "Halden", "Meridian", "none"},
}

// metrics asks for a period in one cut and holds the shape of the answer.
func metrics(s *Shop, cut string, period ...string) []map[string]any {
	s.Helper()
	args := append([]string{"metrics"}, period...)
	if cut != "" {
		args = append(args, "--by", cut)
	}
	var got map[string]any
	s.Read(&got, args...)
	metricsShape.hold(s, words(args), got, true)
	if got["from"] != period[1] || got["to"] != period[3] || words(got["definition_version"]) != "1" {
		s.Errorf("%v answers from %v to %v, version %v", args, got["from"], got["to"], got["definition_version"])
	}
	rows := objects(s, "rows", got["rows"])
	for _, row := range rows {
		rowShape.hold(s, words(args), row, true)
		figures, _ := row["figures"].(map[string]any)
		holdFigures(s, words(args, row["key"]), figures, cut == "associate")
	}
	return rows
}

func holdFigures(t testing.TB, what string, figures map[string]any, associate bool) {
	t.Helper()
	want := maps.Clone(figureShapes)
	if associate {
		want["rung_sales"] = nil
	}
	for _, name := range slices.Sorted(maps.Keys(want)) {
		value, ok := figures[name]
		if !ok {
			t.Errorf("%s: %s is absent", what, name)
			continue
		}
		if want[name] == nil {
			shape{name: "whole"}.hold(t, what, map[string]any{name: value}, false)
			continue
		}
		parts, _ := value.(map[string]any)
		want[name].hold(t, what+" "+name, parts, true)
		holdInterval(t, what+" "+name, parts)
	}
	for name := range figures {
		if _, ok := want[name]; !ok {
			t.Errorf("%s: %s stands there, and nothing feeds it yet", what, name)
		}
	}
}

// holdInterval: from the shown size on there is an interval, below it none.
func holdInterval(t testing.TB, what string, parts map[string]any) {
	t.Helper()
	n, floor := parts["n"], 100.0
	if of, rate := parts["of"]; rate {
		n, floor = of, 5
	}
	if _, has := parts["low"]; !has {
		return
	}
	size, err := n.(json.Number).Float64()
	if err != nil || (size >= floor) != (parts["low"] != nil) || (parts["low"] == nil) != (parts["high"] == nil) {
		t.Errorf("%s: %v, shown from %v", what, parts, floor)
	}
}

func keys(rows []map[string]any) []string {
	var all []string
	for _, row := range rows {
		all = append(all, fmt.Sprint(row["key"]))
	}
	return all
}

func TestMetricsJSON(t *testing.T) {
	t.Parallel()
	s := Open(t)
	s.Put("sales.csv", Till{Seed: 5, Receipts: 700, From: season}.Export())
	s.Must("import", "sales.csv")
	for cut, want := range fixedKeys {
		rows := metrics(s, cut, "--from", "2025-03-01", "--to", "2025-12-31")
		if got := keys(rows); !slices.Equal(got, want) {
			t.Errorf("rows of %q: %q, want %q", cut, got, want)
		}
	}
	// The year before the shop opened: fixed keys and every active person stay.
	for cut, want := range fixedKeys {
		if cut == "brand" {
			want = nil
		}
		if got := keys(metrics(s, cut, "--from", "2024-01-01", "--to", "2024-12-31")); !slices.Equal(got, want) {
			t.Errorf("rows of %q in an empty year: %q, want %q", cut, got, want)
		}
	}
	// A period too small for intervals has none, which metrics itself checked.
	metrics(s, "", "--from", "2025-03-13", "--to", "2025-03-13")
	metrics(s, "associate", "--from", "2025-03-13", "--to", "2025-03-19", "--as-of", "2025-03-15")
	if text := s.Must("metrics", "--from", "2025-03-01", "--to", "2025-12-31", "--by", "associate"); !strings.Contains(text, "AB") {
		t.Errorf("for people: %s", text)
	}
}

// The returns dated after --as-of are not known yet.
func TestAsOf(t *testing.T) {
	t.Parallel()
	s := Open(t)
	s.Put("sales.csv", []byte("Receipt #,Type,Original Receipt #,Date,Salesperson,SKU,Description,Department,Qty,Price\n"+
		"1,Sale,,2025-03-03,AB,W1,Watch,Watches,1,1000.00\n1,Sale,,2025-03-03,AB,S1,Strap,Watch Straps,1,80.00\n"+
		"2,Return,1,2025-03-20,AB,S1,Strap,Watch Straps,-1,80.00\n"))
	s.Must("import", "sales.csv")
	for day, want := range map[string]string{"2025-03-19": "1 1", "2025-03-20": "0 1", "": "0 1"} {
		period := []string{"--from", "2025-03-01", "--to", "2025-03-10"}
		if day != "" {
			period = append(period, "--as-of", day)
		}
		figures, _ := metrics(s, "", period...)[0]["figures"].(map[string]any)
		rate, _ := figures["secondary_sales_rate"].(map[string]any)
		if got := words(rate["n"], rate["of"]); got != want {
			t.Errorf("as of %q: %s sales with an add-on, want %s", day, got, want)
		}
	}
}

// Exports in layouts that the reading was not written for, through the real
// command line, every cut against a calculation that shares no code.
func TestFiguresFromOutside(t *testing.T) {
	t.Parallel()
	names := []string{"counter", "ticket", "invoice", "shopify"}
	if os.Getenv("TOUCHSTONE_SOAK") != "" {
		names = nil
	}
	const seed = 1
	for _, layout := range oracle.Layouts() {
		if layout.TwoStores || layout.Name == "saved" || names != nil && !slices.Contains(names, layout.Name) {
			continue // two stores are a question; a web page named .xls comes later
		}
		t.Run(layout.Name, func(t *testing.T) {
			t.Parallel()
			book := layout.Restrict(oracle.Random(seed))
			name, body, ok := layout.Write(book)
			if !ok {
				t.Fatal("the restricted book does not fit its own layout")
			}
			s := OpenAt(t, t.TempDir(), book.Stores[0].Zone)
			s.Put(name, body)
			s.Must("import", name)
			for _, scope := range oracle.Scopes(seed) {
				answer := s.Must(append([]string{"metrics", "--json"}, scope.Args()...)...)
				for i, difference := range oracle.Compare(book, []byte(answer), scope) {
					if i < 5 {
						t.Errorf("%v: %s", scope.Args(), difference)
					}
				}
			}
		})
	}
}
