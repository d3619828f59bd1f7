package pos

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"unicode/utf8"

	"touchstone/hooks/internal/money"
	"touchstone/hooks/pos/mapping"
	"touchstone/hooks/pos/table"
	"touchstone/hooks/pos/ticket"
)

// stagedAtOnce rows go into one transaction, deletedAtOnce records of them out.
const (
	stagedAtOnce  = 10_000
	deletedAtOnce = 1500
)

// staging writes every row of a file down before anything is applied, so that
// a figure can be traced to its row and an interrupted import can go on.
type staging struct {
	run      *run
	prepared *statements
	rows     *bulk
	kept     kept
	pack     pack
	waiting  int // rows that are not written yet
}

func newStaging(r *run) *staging { return &staging{run: r, prepared: newStatements(r.db)} }

// begin makes the import's own record.
func (s *staging) begin(ctx context.Context, only string) error {
	r := s.run
	r.id = r.ids.Next()
	s.rows = newBulk(inserting, "import_rows", constants{{"import", r.id}}, "id", "row", "rows", "cells", "state", "column", "reason")
	s.kept = kept{Encoding: r.file.Encoding, Delimiter: r.file.Delimiter, HeaderRow: r.file.HeaderRow, Columns: r.bareColumns(), Totals: r.file.Totals,
		Warnings: r.file.Warnings, Only: only, Said: r.said, Dropped: r.dropped}
	format, err := json.Marshal(s.kept)
	if err != nil {
		return err
	}
	mapped, err := json.Marshal(r.mapping)
	if err != nil {
		return err
	}
	return inTx(ctx, r.db, func(tx *sql.Tx) error {
		if err := r.bringStore(ctx, tx); err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `
			INSERT INTO imports (id, store, file, sha256, source, preset, fingerprint, mapping, format, state, created, updated)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'staging', ?, ?)`,
			r.id, r.store.ID, r.file.Name, r.file.SHA256, r.source, r.mapping.Preset, r.fingerprint(), string(mapped), string(format), r.stamp, r.stamp)
		if err != nil {
			return fmt.Errorf("beginning the import: %w", err)
		}
		return nil
	})
}

// bareColumns are the file's columns without their sample cells and sums, which may hold
// what the rows are cleaned of. Only the currency is read from samples again.
func (r *run) bareColumns() []table.Column {
	bare := slices.Clone(r.file.Columns)
	for i, c := range bare {
		bare[i].Sum = money.Decimal{}
		if r.mapping.Columns[c.Name] != mapping.Currency {
			bare[i].Samples = nil
		}
	}
	return bare
}

// kept is what reading the rows again needs of their file.
type kept struct {
	Encoding  string               `json:"encoding"`
	Delimiter string               `json:"delimiter"`
	HeaderRow int                  `json:"header_row"`
	Columns   []table.Column       `json:"columns"`
	Totals    []table.ControlTotal `json:"control_totals"`
	Warnings  []string             `json:"warnings"`
	Only      string               `json:"only_store,omitempty"`
	Dropped   map[string]int       `json:"dropped,omitempty"` // lines that are no data, by reason

	Said  map[string]mapping.Field `json:"said,omitempty"`
	Edges []string                 `json:"edges,omitempty"` // the first and the last receipt, as fileKey writes them
}

// keeper gives what Build calls for each row.
func (s *staging) keeper(ctx context.Context) func(ticket.RawRow) error {
	return func(row ticket.RawRow) error {
		if row.State == "kept" {
			if s.pack.add(row.Number, row.Cells) {
				s.close()
			}
		} else {
			s.close() // records stay in the order of their rows
			s.rows.add(s.run.ids.Next(), row.Number, 1, string(appendCells(nil, row.Cells)), row.State, row.Column, row.Reason)
		}
		if s.waiting++; s.waiting < stagedAtOnce {
			return nil
		}
		return s.flush(ctx)
	}
}

// close makes a record of the rows gathered so far.
func (s *staging) close() {
	if s.pack.count == 0 {
		return
	}
	first, count, cells := s.pack.take()
	s.rows.add(s.run.ids.Next(), first, count, cells, "kept", "", "")
}

func (s *staging) flush(ctx context.Context) error {
	s.close()
	s.waiting = 0
	if s.rows.count == 0 {
		return nil
	}
	_, err := s.prepared.within(ctx, func(*sql.Tx) error { return s.rows.write(s.prepared) })
	return err
}

// end says that everything is written down and can be applied, and settles
// the store's currency with its first file.
func (s *staging) end(ctx context.Context) error {
	s.prepared.close()
	r := s.run
	return inTx(ctx, r.db, func(tx *sql.Tx) error {
		if r.store.Currency == "" {
			if err := journal(ctx, tx, r.id, "stores", r.store.ID, `json_object('currency', currency)`); err != nil {
				return err
			}
			if _, err := tx.ExecContext(ctx, `UPDATE stores SET currency = ? WHERE id = ?`, r.batch.Currency, r.store.ID); err != nil {
				return fmt.Errorf("setting the store's currency: %w", err)
			}
			r.store.Currency = r.batch.Currency
		}
		if all := r.batch.Tickets; len(all) > 0 {
			for _, t := range []*ticket.Ticket{all[0], all[len(all)-1]} {
				s.kept.Edges = append(s.kept.Edges, fileKey(t.Number, t.Date.String()))
			}
		}
		format, err := json.Marshal(s.kept)
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `UPDATE imports SET state = 'checked', format = ? WHERE id = ?`, string(format), r.id)
		return err
	})
}

// drop forgets a staged file: nothing of it was applied.
func (s *staging) drop(ctx context.Context) error {
	s.prepared.close()
	return dropStaged(ctx, s.run.db, s.run.id)
}

func dropStaged(ctx context.Context, db *sql.DB, id string) error {
	if err := dropRows(ctx, db, id); err != nil {
		return err
	}
	return inTx(ctx, db, func(tx *sql.Tx) error {
		for _, q := range []string{
			`DELETE FROM stores WHERE id IN (SELECT record FROM import_changes WHERE import = ? AND collection = 'stores' AND json_extract(before, '$.new'))`,
			`DELETE FROM import_changes WHERE import = ?`,
			`DELETE FROM imports WHERE id = ?`,
		} {
			if _, err := tx.ExecContext(ctx, q, id); err != nil {
				return fmt.Errorf("forgetting a file that was not applied: %w", err)
			}
		}
		return nil
	})
}

// appendCells writes a row as a JSON array of texts. It is a hot line of an
// import, so it appends instead of reflecting.
func appendCells(b []byte, cells []string) []byte {
	b = append(b, '[')
	for i, c := range cells {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendJSON(b, c)
	}
	return append(b, ']')
}

func appendJSON(b []byte, s string) []byte {
	plain := utf8.ValidString(s)
	for i := 0; plain && i < len(s); i++ {
		plain = s[i] >= 0x20 && s[i] != '"' && s[i] != '\\' && s[i] != 0x7f
	}
	if plain {
		b = append(b, '"')
		b = append(b, s...)
		return append(b, '"')
	}
	quoted, err := json.Marshal(s)
	if err != nil {
		return strconv.AppendQuoteToASCII(b, s)
	}
	return append(b, quoted...)
}
