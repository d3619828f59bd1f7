// Package export hands a shop everything that is its own, in files that any
// spreadsheet and any other program reads: one CSV a collection, a dictionary
// that says what every column means, and the formulas of the figures. It is how
// an owner checks a figure by hand, gives the book to an accountant, or leaves.
//
// It owns no collection and changes nothing. It reads everything in one read
// transaction, so that the files agree with one another, and row by row, so
// that a large book needs no more memory than a small one. It never hands out
// what only opens doors: passwords, sign-in keys, the keys of the audit chain
// and the answers kept for repeated requests stay in the book.
package export

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/pocketbase/pocketbase/core"

	"touchstone/hooks/internal/database"
	"touchstone/hooks/internal/verb"
)

// Verbs are the commands of the package.
func Verbs() []verb.Verb {
	return []verb.Verb{{
		Name:  "export",
		Short: "everything in the book as CSV, with a data dictionary and the formulas",
		Long: "Writes one zip file: a CSV for each collection, dictionary.csv, formulas.csv and README.txt.\n" +
			"Whoever has the file can read your whole client book, so keep it as you keep the book.",
		Flags: []verb.Flag{{Name: "out", Out: true, Usage: "the zip file to write"}},
		Reads: true,
		Run:   run,
	}}
}

// written is what --json tells.
type written struct {
	File        string  `json:"file"`
	Collections []count `json:"collections"`
	Bytes       int64   `json:"bytes"`
}

// count is one collection and how many rows it gave.
type count struct {
	Name string `json:"name"`
	Rows int64  `json:"rows"`
}

func run(ctx context.Context, app core.App, call *verb.Call) error {
	out := call.Flag("out")
	if out == "" {
		return verb.Usage("Name the file to write, for example --out touchstone-export.zip.")
	}
	file, err := call.Files.Create(out)
	if err != nil {
		return err
	}
	counter := &counter{to: file}
	counts, err := Write(ctx, app, counter)
	if err := errors.Join(err, file.Close()); err != nil {
		return fmt.Errorf("writing %s: %w", out, err)
	}
	return report(call, written{File: out, Collections: counts, Bytes: counter.n})
}

// Write writes the zip of the whole book, as of one moment, and returns the
// rows of each collection by name. The same book gives the same bytes.
func Write(ctx context.Context, app core.App, w io.Writer) ([]count, error) {
	pool, err := database.Pool(app.ConcurrentDB())
	if err != nil {
		return nil, err
	}
	tx, err := pool.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return nil, fmt.Errorf("reading the book: %w", err)
	}
	defer tx.Rollback() //nolint:errcheck // nothing was written
	tables, err := readTables(ctx, tx)
	if err != nil {
		return nil, err
	}
	return newArchive(w).all(ctx, tx, tables)
}

func report(call *verb.Call, w written) error {
	if call.JSON {
		return json.NewEncoder(call.Stdout).Encode(w)
	}
	rows := int64(0)
	for _, c := range w.Collections {
		rows += c.Rows
	}
	_, err := fmt.Fprintf(call.Stdout, "%s: %d rows of %d collections. Read README.txt in it first; dictionary.csv explains every column.\nIt holds your whole client book: keep it as you keep the book.\n",
		w.File, rows, len(w.Collections))
	return err
}

// counter counts the bytes that pass.
type counter struct {
	to io.Writer
	n  int64
}

func (c *counter) Write(p []byte) (int, error) {
	n, err := c.to.Write(p)
	c.n += int64(n)
	return n, err
}
