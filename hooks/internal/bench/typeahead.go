package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"touchstone/hooks/clientbook"
	"touchstone/hooks/internal/database"
	"touchstone/hooks/internal/store"
)

// measureTypeahead asks a book of 100,000 clients and 1,000,000 lines what
// people type: in process, over HTTP by somebody signed in, and to painted rows
// in a browser on a processor of a quarter of this one's speed.
func measureTypeahead(ctx context.Context, b *bench) error {
	dir, err := b.bigBook(ctx)
	if err != nil {
		return err
	}
	if os.Getenv("TOUCHSTONE_BENCH_BOOK") == "" {
		defer os.RemoveAll(dir)
	}
	var all []questions
	err = withBook(dir, func(app core.App) error {
		if err := liftLimit(app); err != nil {
			return err
		}
		if all, err = questionsOf(ctx, app); err != nil {
			return err
		}
		return b.askHere(ctx, app, all)
	})
	if err != nil {
		return err
	}
	return b.askServed(ctx, dir, all)
}

// liftLimit lets one address ask as often as it likes: nobody types as fast as
// this asks, and the service would turn it away.
func liftLimit(app core.App) error {
	settings := app.Settings()
	settings.RateLimits.Enabled = false
	return app.Save(settings)
}

// askHere measures the search itself.
func (b *bench) askHere(ctx context.Context, app core.App, all []questions) error {
	db, err := database.Pool(app.ConcurrentDB())
	if err != nil {
		return err
	}
	stores, err := store.All(ctx, db)
	if err != nil {
		return err
	}
	s := clientbook.NewSearcher(db)
	defer s.Close()
	took, err := askAll(all, func(q string) error {
		_, err := s.Find(ctx, clientbook.Question{Text: q, Stores: stores})
		return err
	})
	if err != nil {
		return err
	}
	b.tellTypeahead("typeahead in process", took, all, 8)
	return b.fixed(ctx)
}

// asked are the times of all questions, kind by kind and round by round.
type asked map[string][][]float64

// askAll puts every question once to warm up and then five times.
func askAll(all []questions, ask func(q string) error) (asked, error) {
	took := asked{}
	for round := range times + 1 {
		for _, kind := range all {
			var these []float64
			for _, q := range kind.asked {
				began := time.Now()
				if err := ask(q); err != nil {
					return nil, fmt.Errorf("asking for %s: %w", kind.kind, err)
				}
				these = append(these, ms(time.Since(began)))
			}
			if round > 0 {
				took[kind.kind] = append(took[kind.kind], these)
			}
		}
	}
	return took, nil
}

// tellTypeahead tells of each kind, and holds the 95th of a hundred, over all
// kinds alike and of the slowest kind, against the bar: medians of five rounds.
func (b *bench) tellTypeahead(name string, took asked, all []questions, bar float64) {
	slowest, most := "", 0.0
	for _, kind := range all {
		var p50, p95 []float64
		for _, round := range took[kind.kind] {
			p50, p95 = append(p50, at(round, 0.5)), append(p95, at(round, 0.95))
		}
		b.say("  %s, %s: p50 %.2f ms, p95 %.2f ms", name, kind.kind, median(p50), median(p95))
		if m := median(p95); m > most {
			slowest, most = kind.kind, m
		}
	}
	var p50, p95 []float64
	for round := range times {
		var these []float64
		for _, kind := range all {
			these = append(these, took[kind.kind][round]...)
		}
		p50, p95 = append(p50, at(these, 0.5)), append(p95, at(these, 0.95))
	}
	b.beside(name+", p50", median(p50), "ms")
	b.atMost(name+", p95", median(p95), "ms", bar)
	b.atMost(name+", p95 of the slowest kind: "+slowest, most, "ms", bar)
}
