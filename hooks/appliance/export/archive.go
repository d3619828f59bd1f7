package export

import (
	"archive/zip"
	"context"
	"database/sql"
	"fmt"
	"io"
	"time"

	"touchstone/hooks/figures"
)

// archive is the zip being written.
type archive struct{ zip *zip.Writer }

func newArchive(w io.Writer) *archive { return &archive{zip.NewWriter(w)} }

// epoch is the time of every file in the zip, the earliest that a zip can hold:
// an unchanged book gives the same bytes on any day.
var epoch = time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)

// all writes what explains the files first, then the collections.
func (a *archive) all(ctx context.Context, tx *sql.Tx, tables []table) ([]count, error) {
	for _, f := range []struct {
		name  string
		write func(io.Writer) error
	}{
		{"README.txt", writeReadme},
		{"dictionary.csv", func(w io.Writer) error { return writeDictionary(w, tables) }},
		{"formulas.csv", writeFormulas},
	} {
		if err := a.file(f.name, f.write); err != nil {
			return nil, err
		}
	}
	counts := make([]count, 0, len(tables))
	for _, t := range tables {
		err := a.file(t.name+".csv", func(w io.Writer) error {
			n, err := t.write(ctx, tx, w)
			counts = append(counts, count{t.name, n})
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	if err := a.zip.Close(); err != nil {
		return nil, fmt.Errorf("closing the zip: %w", err)
	}
	return counts, nil
}

func (a *archive) file(name string, write func(io.Writer) error) error {
	w, err := a.zip.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: epoch})
	if err == nil {
		err = write(w)
	}
	if err != nil {
		return fmt.Errorf("writing %s into the zip: %w", name, err)
	}
	return nil
}

func writeDictionary(w io.Writer, tables []table) error {
	known := meanings()
	out := newSheet(w)
	if err := row(out, "collection", "field", "type", "meaning"); err != nil {
		return err
	}
	for _, t := range tables {
		for _, c := range t.columns {
			if err := row(out, t.name, c.title, c.typ, meaningOf(known, t.name, c)); err != nil {
				return err
			}
		}
	}
	return out.flush()
}

// meaningOf explains a column. A field that somebody added in the Data workshop
// is theirs to explain.
func meaningOf(known map[string]string, collection string, c column) string {
	if c.decimal {
		return "The same, as people write it."
	}
	if m, ok := known[collection+"."+c.field]; ok {
		return m
	}
	if m, ok := known["*."+c.field]; ok {
		return m
	}
	return "Added in this book."
}

func writeFormulas(w io.Writer) error {
	out := newSheet(w)
	if err := row(out, "figure", "label", "formula", "definition_version"); err != nil {
		return err
	}
	for _, d := range figures.Definitions() {
		out.text(d.Name)
		out.text(d.Label)
		out.text(d.Formula)
		out.number(int64(figures.DefinitionVersion))
		if err := out.end(); err != nil {
			return err
		}
	}
	return out.flush()
}

func row(out *sheet, cells ...string) error {
	for _, c := range cells {
		out.text(c)
	}
	return out.end()
}

func writeReadme(w io.Writer) error {
	_, err := io.WriteString(w, readme())
	return err
}
