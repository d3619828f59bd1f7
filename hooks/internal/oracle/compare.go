package oracle

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
)

// given is the JSON of touchstone metrics, read with numbers as written.
type given struct {
	From     string `json:"from"`
	To       string `json:"to"`
	Currency string `json:"currency"`
	Version  int    `json:"definition_version"`
	Rows     []struct {
		Key     string                     `json:"key"`
		Label   string                     `json:"label"`
		Figures map[string]json.RawMessage `json:"figures"`
	} `json:"rows"`
}

// Compare calculates a scope and lists in words every cell in which the JSON
// of touchstone metrics says something else; none means that all agree. A row
// may be missing only where all its figures are nothing. Associates are met by
// code or by name, brands without regard to case.
func Compare(b Book, metrics []byte, s Scope) []string {
	var got given
	if err := json.Unmarshal(metrics, &got); err != nil {
		return []string{fmt.Sprintf("reading the answer: %v", err)}
	}
	want := Calculate(b, s)
	var out []string
	said := func(what string, has, should any) {
		if has != should {
			out = append(out, fmt.Sprintf("%s is %v, should be %v", what, has, should))
		}
	}
	said("from", got.From, s.From.String())
	said("to", got.To, s.To.String())
	said("currency", got.Currency, want.Currency)
	said("definition_version", got.Version, 1)
	return append(out, compareRows(want, got, s)...)
}

// compareRows meets every row of the calculation with one of the answer.
func compareRows(want Report, got given, s Scope) []string {
	var out []string
	met := make([]bool, len(got.Rows))
	for _, w := range want.Rows {
		at := got.find(w, met)
		if at >= 0 {
			met[at] = true
			out = append(out, compareRow(w, got.Rows[at].Figures, s)...)
		} else if (w.Key == "all") == (s.By == "" || s.By == "all") && !(w.Key != "all" && w.nothing()) {
			out = append(out, fmt.Sprintf("row %s is missing; %s", w.Key, w.brief()))
		}
	}
	for i, g := range got.Rows {
		if !met[i] && !bareRow(g.Figures) {
			out = append(out, fmt.Sprintf("row %s (%s) has figures and should not be there", g.Key, g.Label))
		}
	}
	return out
}

// find is the place of a row that was not met before, -1 without one.
func (g given) find(w Row, met []bool) int {
	for i, row := range g.Rows {
		if !met[i] && sameRow(w, row.Key, row.Label) {
			return i
		}
	}
	return -1
}

func sameRow(w Row, key, label string) bool {
	k := fold(key)
	if k == fold(w.Key) {
		return true
	}
	if w.Key == "all" || w.Key == "none" || w.Key == "unassigned" || w.Key == "unknown" {
		return false
	}
	return k == fold(w.Label) || fold(label) == fold(w.Label)
}

func (w Row) nothing() bool {
	for _, g := range w.Figures {
		if g.N != 0 || g.Of != 0 || g.Sum != 0 {
			return false
		}
	}
	return true
}

func (w Row) brief() string {
	return fmt.Sprintf("it should have net_sales %d and sales_count %d", w.Figures["net_sales"].N, w.Figures["sales_count"].N)
}

// bareRow reports that an answered row says nothing but zeros.
func bareRow(figures map[string]json.RawMessage) bool {
	for _, raw := range figures {
		for _, v := range numbers(raw) {
			if v != 0 {
				return false
			}
		}
	}
	return true
}

// numbers are the n, of and sum (or the bare number) of a figure.
func numbers(raw json.RawMessage) map[string]float64 {
	var bare float64
	if json.Unmarshal(raw, &bare) == nil {
		return map[string]float64{"": bare}
	}
	var parts map[string]any
	if json.Unmarshal(raw, &parts) != nil {
		return nil
	}
	out := map[string]float64{}
	for _, k := range []string{"n", "of", "sum"} {
		if v, ok := parts[k].(float64); ok {
			out[k] = v
		}
	}
	return out
}

func compareRow(w Row, figures map[string]json.RawMessage, s Scope) []string {
	var out []string
	for _, name := range slices.Sorted(maps.Keys(w.Figures)) {
		if slices.Contains(s.Skip, name) {
			continue
		}
		raw, ok := figures[name]
		if !ok {
			out = append(out, fmt.Sprintf("%s of %s is missing", name, w.Key))
			continue
		}
		for _, d := range compareFigure(w.Figures[name], raw) {
			out = append(out, fmt.Sprintf("%s of %s: %s", name, w.Key, d))
		}
	}
	return out
}

// compareFigure holds the shape and every number of one cell against JSON.
func compareFigure(want Figure, raw json.RawMessage) []string {
	should, err := want.MarshalJSON()
	if err != nil {
		return []string{err.Error()}
	}
	var w, g any
	if err := decode(should, &w); err != nil {
		return []string{err.Error()}
	}
	if err := decode(raw, &g); err != nil {
		return []string{fmt.Sprintf("reading %s: %v", raw, err)}
	}
	wants, isObject := w.(map[string]any)
	gots, ok := g.(map[string]any)
	if isObject != ok || !isObject && !alike(w, g, 0) {
		return []string{fmt.Sprintf("is %s, should be %s", raw, should)}
	}
	return compareParts(want, wants, gots)
}

func compareParts(want Figure, wants, gots map[string]any) []string {
	var out []string
	for _, k := range slices.Sorted(maps.Keys(wants)) {
		v, there := gots[k]
		if !there || !alike(wants[k], v, tolerance(want, k)) {
			out = append(out, fmt.Sprintf("%s is %s, should be %s", k, word(v, there), word(wants[k], true)))
		}
	}
	for _, k := range slices.Sorted(maps.Keys(gots)) {
		if _, there := wants[k]; !there {
			out = append(out, fmt.Sprintf("has %q, which its shape does not have", k))
		}
	}
	return out
}

// tolerance is 0 for everything counted; the ends of intervals are calculated
// in floating point.
func tolerance(g Figure, part string) float64 {
	switch {
	case part != "low" && part != "high":
		return 0
	case g.Shape == Mean && !g.Thousandth:
		return 1 // whole minor units, either way at the half
	case g.Shape == Mean:
		return 0.01
	}
	return 1e-4
}

func alike(a, b any, within float64) bool {
	x, okX := a.(json.Number)
	y, okY := b.(json.Number)
	if !okX || !okY {
		return a == nil && b == nil
	}
	if within == 0 && wholeNumber(x) && wholeNumber(y) {
		return x == y
	}
	u, errU := x.Float64()
	v, errV := y.Float64()
	return errU == nil && errV == nil && math.Abs(u-v) <= within+1e-9
}

func wholeNumber(n json.Number) bool { return !strings.ContainsAny(n.String(), ".eE") }

func decode(raw []byte, into *any) error {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	return d.Decode(into)
}

func word(v any, there bool) string {
	if !there {
		return "missing"
	}
	if v == nil {
		return "null"
	}
	return fmt.Sprint(v)
}
