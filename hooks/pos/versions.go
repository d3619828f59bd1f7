package pos

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"touchstone/hooks/figures"
	"touchstone/hooks/internal/database"
)

// A receipt that several files hold has one content in the book and may have
// others beside it: import_changes keeps what an import said of a receipt and
// the book does not show, import_seen which further imports said the same.
// Taking an import back then chooses anew among what the others say.

// rowsOf are the values of a receipt with its lines and shares, in the order
// of their columns, row after row. It is filled anew for each receipt.
type rowsOf struct{ receipt, lines, shares []any }

// add puts the rows into the transaction.
func (x *rowsOf) add(b *book) {
	b.receipts.add(x.receipt)
	for l := range slices.Chunk(x.lines, len(lineColumns)) {
		b.lines.add(l)
	}
	for s := range slices.Chunk(x.shares, len(shareColumns)) {
		b.shares.add(s)
	}
}

// json writes the rows as snapshotSQL does.
func (x *rowsOf) json() (string, error) {
	objects := func(columns []string, values []any) []map[string]any {
		all := []map[string]any{}
		for row := range slices.Chunk(values, len(columns)) {
			m := make(map[string]any, len(columns))
			for i, c := range columns {
				m[c] = row[i]
			}
			all = append(all, m)
		}
		return all
	}
	raw, err := json.Marshal(map[string]any{"receipt": objects(receiptColumns, x.receipt)[0], "lines": objects(lineColumns, x.lines), "shares": objects(shareColumns, x.shares)})
	return string(raw), err
}

// snapshotSQL gives a receipt with its lines and shares as one JSON value.
// Lines that were carried over from a layaway are no part of it.
var snapshotSQL = fmt.Sprintf(`json_object(
	'receipt', %s,
	'lines', (SELECT json_group_array(%s) FROM (SELECT * FROM lines WHERE receipt = receipts.id AND "row" != '%s' ORDER BY position) l),
	'shares', (SELECT json_group_array(%s) FROM (SELECT shares.* FROM shares JOIN lines ON lines.id = shares.line
		WHERE lines.receipt = receipts.id AND lines."row" != '%s' ORDER BY lines.position, shares.position) s))`,
	asObject("receipts", receiptColumns), asObject("l", lineColumns), carriedRow, asObject("s", shareColumns), carriedRow)

var shareColumns = []string{"id", "line", "staff", "position", "basis_points", "amount"}

// asObject writes json_object('a', t.a, ...) for the columns of a table.
func asObject(table string, columns []string) string {
	parts := make([]string, len(columns))
	for i, c := range columns {
		parts[i] = fmt.Sprintf("'%s', %s.`%s`", c, table, c)
	}
	return "json_object(" + strings.Join(parts, ", ") + ")"
}

// shelve keeps the present content of a receipt under the import that said it.
func shelve(ctx context.Context, tx *sql.Tx, receipt string) error {
	_, err := tx.ExecContext(ctx, `
		INSERT INTO import_changes (import, collection, record, before)
		SELECT import, 'receipts', id, `+snapshotSQL+` FROM receipts WHERE id = ?`, receipt)
	if err != nil {
		return fmt.Errorf("keeping what a receipt was: %w", err)
	}
	return nil
}

// shelvePart keeps what a file said of a receipt that it holds only in part.
func (r *run) shelvePart(ctx context.Context, tx *sql.Tx, p *planned) error {
	raw, err := r.rows(p, p.current.id, nil).json()
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `
		INSERT INTO import_changes (import, collection, record, before)
		SELECT ?1, 'receipts', ?2, ?3
		WHERE NOT EXISTS (SELECT 1 FROM import_changes WHERE import = ?1 AND collection = 'receipts' AND record = ?2)`, r.id, p.current.id, raw)
	if err != nil {
		return fmt.Errorf("keeping a part of a receipt: %w", err)
	}
	return nil
}

// remove takes a receipt with its lines and shares out of the book.
func remove(ctx context.Context, tx *sql.Tx, receipt string) error {
	for _, q := range []string{
		`DELETE FROM shares WHERE line IN (SELECT id FROM lines WHERE receipt = ?)`,
		`DELETE FROM lines WHERE receipt = ?`,
		`DELETE FROM receipts WHERE id = ?`,
	} {
		if _, err := tx.ExecContext(ctx, q, receipt); err != nil {
			return fmt.Errorf("taking a receipt out: %w", err)
		}
	}
	return nil
}

// content is what one import says of a receipt.
type content struct {
	importID string
	raw      string // as snapshotSQL writes it
	current  bool   // it is what the book shows
	key      string // number and date, as fileKey writes them
	hash     string
	lines    map[string]int
	count    int
}

func parseContent(importID, raw string, current bool) (*content, error) {
	var s struct {
		Receipt struct{ Number, Date, Hash string } `json:"receipt"`
		Lines   []struct {
			SKU, Description string
			Quantity         int64
			UnitPrice        int64 `json:"unit_price"`
		} `json:"lines"`
	}
	if err := json.Unmarshal([]byte(raw), &s); err != nil {
		return nil, fmt.Errorf("reading what a receipt was: %w", err)
	}
	c := &content{importID: importID, raw: raw, current: current, key: fileKey(s.Receipt.Number, s.Receipt.Date), hash: s.Receipt.Hash, lines: map[string]int{}, count: len(s.Lines)}
	for _, l := range s.Lines {
		c.lines[lineText(l.SKU, l.Description, l.Quantity, l.UnitPrice)]++
	}
	return c, nil
}

// partOf reports whether every line of c stands in whole, which has more.
func (c *content) partOf(whole *content) bool {
	if c.count >= whole.count {
		return false
	}
	for l, n := range c.lines {
		if whole.lines[l] < n {
			return false
		}
	}
	return true
}

// prevailing is the content that importing these in their order leaves: a
// later one stands over an earlier, but a part at the edge of its file never
// stands over the whole.
func prevailing(all []*content, edge func(*content) bool) *content {
	var now *content
	for _, c := range all {
		if now == nil || (c.hash != now.hash && !(edge(c) && c.partOf(now))) {
			now = c
		}
	}
	return now
}

// restore puts a receipt with its lines and shares back as they were.
func restore(ctx context.Context, tx *sql.Tx, before string) error {
	var was struct {
		Receipt map[string]any   `json:"receipt"`
		Lines   []map[string]any `json:"lines"`
		Shares  []map[string]any `json:"shares"`
	}
	dec := json.NewDecoder(strings.NewReader(before))
	dec.UseNumber()
	if err := dec.Decode(&was); err != nil {
		return fmt.Errorf("reading what a receipt was: %w", err)
	}
	if err := insert(ctx, tx, "receipts", receiptColumns, was.Receipt); err != nil {
		return err
	}
	for _, l := range was.Lines {
		if err := insert(ctx, tx, "lines", lineColumns, l); err != nil {
			return err
		}
	}
	for _, s := range was.Shares {
		if err := insert(ctx, tx, "shares", shareColumns, s); err != nil {
			return err
		}
	}
	_, err := tx.ExecContext(ctx, `
		UPDATE receipts SET household = (SELECT CASE c.household WHEN '' THEN c.id ELSE c.household END FROM clients c WHERE c.id = receipts.client)
		WHERE id = ? AND client IN (SELECT id FROM clients)`, was.Receipt["id"])
	if err != nil {
		return fmt.Errorf("restoring a receipt's household: %w", err)
	}
	return nil
}

func insert(ctx context.Context, tx *sql.Tx, table string, columns []string, values map[string]any) error {
	b := newBulk("INSERT", table, nil, columns...)
	args := make([]any, len(columns))
	for i, c := range columns {
		args[i] = values[c]
		if n, ok := values[c].(json.Number); ok {
			whole, err := n.Int64()
			if err != nil {
				return fmt.Errorf("restoring %s: %w", table, err)
			}
			args[i] = whole
		}
	}
	if _, err := tx.ExecContext(ctx, b.single, args...); err != nil {
		return fmt.Errorf("restoring %s: %w", table, err)
	}
	return nil
}

// correct replaces a receipt by the file's newer version and keeps the old one.
func (r *run) correct(ctx context.Context, tx *sql.Tx, p *planned, touched *figures.Touched) error {
	id := p.current.id
	before, err := figures.Collect(ctx, tx, []string{id})
	if err != nil {
		return err
	}
	touched.Merge(before)
	touched.Add(r.ref(p))
	if err := shelve(ctx, tx, id); err != nil {
		return err
	}
	lines, err := database.Column(ctx, tx, `SELECT id FROM lines WHERE receipt = ? AND "row" != ? ORDER BY position`, id, carriedRow)
	if err != nil {
		return fmt.Errorf("reading lines of receipt %s: %w", p.ticket.Number, err)
	}
	if err := remove(ctx, tx, id); err != nil {
		return err
	}
	r.rows(p, id, lines).add(r.book)
	return nil
}
