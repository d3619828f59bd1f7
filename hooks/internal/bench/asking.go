package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"touchstone/hooks/demo/sample"
	"touchstone/hooks/figures"
	"touchstone/hooks/internal/database"
)

// measureFigures asks a book of 1,000,000 lines and 60 associates for a week
// and a year by associate, and counts the same year again from its lines.
func measureFigures(ctx context.Context, b *bench) error {
	dir := b.fresh("million")
	defer os.RemoveAll(dir)
	if err := b.importMillion(ctx, dir); err != nil {
		return err
	}
	app := core.NewBaseApp(core.BaseAppConfig{DataDir: dir, DBConnect: database.Connect})
	if err := app.Bootstrap(); err != nil {
		return err
	}
	err := b.askMillion(ctx, app)
	return errors.Join(err, app.ResetBootstrapState())
}

// importMillion fills a book through the real import, quarter by quarter.
func (b *bench) importMillion(ctx context.Context, dir string) error {
	began := time.Now()
	for _, f := range sample.Files(today, seed, sample.OfLines(1_000_000)) {
		name := filepath.Join(b.dir, f.Name)
		if err := os.WriteFile(name, f.Body, 0o600); err != nil {
			return err
		}
		if _, err := run(exec.CommandContext(ctx, b.program, "import", name, "--dir", dir, "--json")); err != nil {
			return err
		}
		if err := os.Remove(name); err != nil {
			return err
		}
		b.say("  imported %s", f.Name)
	}
	b.beside("import of 1,000,000 lines into one book, by the clock", time.Since(began).Seconds(), "s")
	return nil
}

func (b *bench) askMillion(ctx context.Context, app core.App) error {
	reads, err := database.Pool(app.ConcurrentDB())
	if err != nil {
		return err
	}
	writes, err := database.Pool(app.NonconcurrentDB())
	if err != nil {
		return err
	}
	var lines int
	if err := reads.QueryRowContext(ctx, `SELECT count(*) FROM lines`).Scan(&lines); err != nil {
		return err
	}
	if lines < 1_000_000 {
		return fmt.Errorf("the book has %d lines only", lines)
	}
	monday := today.AddDays(-7)
	week := figures.Scope{From: monday, To: monday.AddDays(6), By: "associate"}
	year := figures.Scope{From: today.AddDays(-365), To: today.AddDays(-1), By: "associate"}
	weekTook, _, err := ask(ctx, reads, week)
	if err != nil {
		return err
	}
	yearTook, answer, err := ask(ctx, reads, year)
	if err != nil {
		return err
	}
	b.atMost(fmt.Sprintf("week by associate, %d lines", lines), weekTook, "ms", 20)
	b.atMost(fmt.Sprintf("year by associate, %d lines", lines), yearTook, "ms", 60)
	if err := b.recount(ctx, reads, writes, year, answer); err != nil {
		return err
	}
	return b.fixed(ctx)
}

// recount marks the book as not up to date, so that the same question is
// answered from the lines, and compares.
func (b *bench) recount(ctx context.Context, reads, writes *sql.DB, year figures.Scope, answer figures.Result) error {
	if _, err := writes.ExecContext(ctx, `INSERT INTO figures_dirty (kind, key, stamp) VALUES ('number', 'bench', 1)`); err != nil {
		return err
	}
	took, again, err := ask(ctx, reads, year)
	if err != nil {
		return err
	}
	if !reflect.DeepEqual(answer, again) {
		return errors.New("roll-ups and a recount of the same year differ")
	}
	b.beside("the same year counted again from its lines", took, "ms")
	_, err = writes.ExecContext(ctx, `DELETE FROM figures_dirty WHERE kind = 'number' AND key = 'bench'`)
	return err
}

// ask puts a question five times, after once to warm up, and gives the median
// in milliseconds.
func ask(ctx context.Context, db *sql.DB, s figures.Scope) (took float64, answer figures.Result, err error) {
	var all []float64
	for range times + 1 {
		began := time.Now()
		if answer, err = figures.Query(ctx, db, s); err != nil {
			return 0, answer, err
		}
		all = append(all, ms(time.Since(began)))
	}
	if len(answer.Rows) < 60 {
		return 0, answer, fmt.Errorf("asking for %s to %s: %d rows for 60 associates", s.From, s.To, len(answer.Rows))
	}
	return median(all[1:]), answer, nil
}
