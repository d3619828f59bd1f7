package main

import (
	"bufio"
	"context"
	"encoding/csv"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"

	"touchstone/hooks/demo/sample"
	"touchstone/hooks/internal/bench/peer"
)

// measureImport compares importing 100,000 lines, file to figures, with
// sqlite3's .import of the same file as text.
func measureImport(ctx context.Context, b *bench) error {
	sqlite, err := peer.FindSQLite()
	if err != nil {
		return err
	}
	file, lines, err := b.export(100_000)
	if err != nil {
		return err
	}
	header, err := headerOf(file)
	if err != nil {
		return err
	}
	var ratios, memory, walls []float64
	for range times {
		theirs, err := b.importThere(ctx, sqlite, file, header, lines)
		if err != nil {
			return err
		}
		dir := b.fresh("import")
		if _, err := run(exec.CommandContext(ctx, b.program, "doctor", "--dir", dir)); err != nil { // makes the book, as theirs is made before
			return err
		}
		ours, err := run(exec.CommandContext(ctx, b.program, "import", file, "--dir", dir, "--json"))
		if err != nil {
			return err
		}
		ratios = append(ratios, ours.cpu.Seconds()/theirs.cpu.Seconds())
		memory, walls = append(memory, ours.memory), append(walls, ours.wall.Seconds())
		b.say("  import: %.2f s CPU, sqlite3 %.2f s, %.0f MB, %.1f s by the clock", ours.cpu.Seconds(), theirs.cpu.Seconds(), ours.memory, ours.wall.Seconds())
		if err := os.RemoveAll(dir); err != nil {
			return err
		}
	}
	b.atMost(fmt.Sprintf("import of %d lines, CPU of sqlite3 .import", lines), median(ratios), "x", 10)
	if m := median(memory); m > 0 {
		b.atMost("import, peak memory", m, "MB", 200)
	}
	b.beside("import, by the clock", median(walls), "s")
	return nil
}

// importThere lets sqlite3 do its part and checks that it did.
func (b *bench) importThere(ctx context.Context, sqlite peer.SQLite, file string, header []string, lines int) (cost, error) {
	dir := b.fresh("sqlite3")
	if err := os.Mkdir(dir, 0o700); err != nil {
		return cost{}, err
	}
	defer os.RemoveAll(dir)
	db := filepath.Join(dir, "text.db")
	if err := sqlite.Make(ctx, db, header, []string{"Sale #", "Date", "Item #"}); err != nil {
		return cost{}, err
	}
	c, err := run(sqlite.Import(ctx, db, file))
	if err != nil {
		return cost{}, err
	}
	n, err := sqlite.Rows(ctx, db)
	if err == nil && n != lines {
		err = fmt.Errorf("comparing with sqlite3: it read %d rows of %d", n, lines)
	}
	return c, err
}

// export writes a sample store of at least n lines into one file.
func (b *bench) export(n int) (file string, lines int, err error) {
	file = filepath.Join(b.dir, fmt.Sprintf("sample-%d.csv", n))
	out, err := os.Create(file)
	if err != nil {
		return "", 0, err
	}
	w := bufio.NewWriterSize(out, 1<<20)
	lines, err = sample.Write(w, today, seed, sample.OfLines(n))
	if err == nil {
		err = w.Flush()
	}
	if closed := out.Close(); err == nil {
		err = closed
	}
	return file, lines, err
}

func headerOf(file string) ([]string, error) {
	in, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	return csv.NewReader(in).Read()
}
