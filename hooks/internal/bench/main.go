// Command bench measures what a shop feels: how long an import takes and what
// it leaves of the PC, whether a tablet waits meanwhile, how soon figures, pages
// and the first answer come. Speed and memory are measured here and nowhere
// else; no test is timed.
//
// Each figure is the median of five. A ratio compares with another program in
// the same run; a time in milliseconds stands beside that of a fixed sqlite3
// query, since machines differ. What cannot be measured on this machine is said
// and left out. The exit code is 0 even where a bar is missed: the table says so.
//
//	go run ./hooks/internal/bench [-only import,beside,figures,typeahead,paper,rest]
//
// With BENCH_OUT=FILE the table is also written as JSON.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"slices"
	"strings"
	"time"

	"touchstone/hooks/internal/civil"
)

// The sample store of every run: the same arguments give the same bytes.
var today = civil.Date{Year: 2026, Month: 11, Day: 16}

const (
	seed  = 7
	times = 5 // a figure is the median of so many
)

// measure is one group of figures.
type measure struct {
	name string
	run  func(context.Context, *bench) error
}

func measures() []measure {
	return []measure{
		{"rest", measureRest},
		{"firstscreen", measureFirstScreen},
		{"realtime", measureRealtime},
		{"paper", measurePaper},
		{"import", measureImport},
		{"beside", measureBeside},
		{"figures", measureFigures},
		{"typeahead", measureTypeahead},
	}
}

func main() {
	only := flag.String("only", "", "the groups to measure, parted by commas; all without it")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := measureAll(ctx, *only)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "measuring:", err)
		os.Exit(1)
	}
}

func measureAll(ctx context.Context, only string) error {
	b, err := newBench(ctx)
	if err != nil {
		return err
	}
	defer os.RemoveAll(b.dir)
	began := time.Now()
	for _, m := range measures() {
		if only != "" && !slices.Contains(strings.Split(only, ","), m.name) {
			continue
		}
		if ctx.Err() != nil {
			break
		}
		if err := m.run(ctx, b); err != nil {
			b.say("%s was not measured to its end: %v", m.name, err)
		}
	}
	fmt.Printf("\n%s\nMeasured in %s. %s\n", table(b.results), time.Since(began).Round(time.Second), machine())
	if name := os.Getenv("BENCH_OUT"); name != "" {
		return writeJSON(name, b.results)
	}
	return nil
}
