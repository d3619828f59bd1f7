package main

import (
	"encoding/json"
	"fmt"
	"os"
	"runtime"
	"slices"
	"strings"
	"text/tabwriter"
)

// result is one line of the table. Bar is "" for what only stands beside a
// figure; such a line always holds.
type result struct {
	Name  string  `json:"name"`
	Value float64 `json:"value"`
	Unit  string  `json:"unit"`
	Bar   string  `json:"bar"`
	Holds bool    `json:"holds"`
}

// atMost, atLeast and beside add a figure.
func (b *bench) atMost(name string, value float64, unit string, bar float64) {
	b.add(result{name, value, unit, fmt.Sprintf("<= %g", bar), value <= bar})
}

func (b *bench) atLeast(name string, value float64, unit string, bar float64) {
	b.add(result{name, value, unit, fmt.Sprintf(">= %g", bar), value >= bar})
}

func (b *bench) beside(name string, value float64, unit string) {
	b.add(result{name, value, unit, "", true})
}

func (b *bench) add(r result) {
	b.results = append(b.results, r)
	b.say("%s: %s %s", r.Name, number(r.Value), r.Unit)
}

// say tells how far the run is.
func (b *bench) say(format string, args ...any) { fmt.Fprintf(os.Stderr, format+"\n", args...) }

func number(v float64) string {
	switch {
	case v == 0 || v >= 100:
		return fmt.Sprintf("%.0f", v)
	case v >= 10:
		return fmt.Sprintf("%.1f", v)
	}
	return fmt.Sprintf("%.2f", v)
}

func table(results []result) string {
	var out strings.Builder
	w := tabwriter.NewWriter(&out, 0, 4, 2, ' ', 0)
	fmt.Fprintln(w, "what\tseen\tunit\tbar\tholds")
	for _, r := range results {
		holds := "yes"
		if r.Bar == "" {
			holds = ""
		} else if !r.Holds {
			holds = "NO"
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", r.Name, number(r.Value), r.Unit, r.Bar, holds)
	}
	w.Flush() //nolint:errcheck // a builder takes everything
	return out.String()
}

func writeJSON(name string, results []result) error {
	raw, err := json.MarshalIndent(append([]result{}, results...), "", "  ")
	if err != nil {
		return err
	}
	if err := os.WriteFile(name, append(raw, '\n'), 0o644); err != nil {
		return fmt.Errorf("writing BENCH_OUT: %w", err)
	}
	return nil
}

func machine() string {
	return fmt.Sprintf("%s/%s, %d processors, %s.", runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), runtime.Version())
}

// median of a list that is not empty; the list is put in order.
func median(values []float64) float64 { return at(values, 0.5) }

// at is the value below which the given share lies.
func at(values []float64, share float64) float64 {
	slices.Sort(values)
	return values[min(len(values)-1, int(share*float64(len(values))))]
}
