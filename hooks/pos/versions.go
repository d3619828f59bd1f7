package pos

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"strings"

	"touchstone/hooks/figures"
)

// A receipt that several files hold has one content in the book and may have
// others beside it: import_changes keeps what an import said of a receipt and
// the book does not show, import_seen which further imports said the same.
// Taking an import back then chooses anew among what the others say.

// rowsOf are the values of a receipt with its lines and shares, in the order
// of their columns.
type rowsOf struct {
	receipt []any
	lines   [][]any
	shares  [][]any
}

// add puts the rows into the transaction.
func (x rowsOf) add(b *book) {
	b.receipts.add(x.receipt...)
	for _, l := range x.lines {
		b.lines.add(l...)
	}
	for _, s := range x.shares {
		b.shares.add(s...)
	}
}

// json writes the rows as snapshotSQL does.
func (x rowsOf) json() (string, error) {
	object := func(columns []string, values []any) map[string]any {
		m := make(map[string]any, len(columns))
		for i, c := range columns {
			m[c] = values[i]
		}
		return m
	}
	out := map[string]any{"receipt": object(receiptColumns, x.receipt)}
	lines, shares := []any{}, []any{}
	for _, l := range x.lines {
		lines = append(lines, object(lineColumns, l))
	}
	for _, s := range x.shares {
		shares = append(shares, object(shareColumns, s))
	}
	out["lines"], out["shares"] = lines, shares
	raw, err := json.Marshal(out)
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
	b := newBulk("INSERT", table, columns...)
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

// withdraw takes back what the import says of one receipt. Another import that
// said the same takes its place; else the book shows what the others say, or
// nothing more. It reports what became of the receipt.
func (u *undoing) withdraw(ctx context.Context, tx *sql.Tx, id string) (became, error) {
	heir, err := column(ctx, tx, `
		SELECT s.import FROM import_seen s JOIN imports i ON i.id = s.import
		WHERE s.receipt = ? AND s.version = ? ORDER BY i.rowid LIMIT 1`, id, u.id)
	if err != nil {
		return gone, fmt.Errorf("looking for other files with this receipt: %w", err)
	}
	if len(heir) > 0 {
		err = u.handOver(ctx, tx, id, heir[0])
	} else {
		_, err = tx.ExecContext(ctx, `DELETE FROM import_changes WHERE import = ? AND collection = 'receipts' AND record = ?`, u.id, id)
	}
	if err != nil {
		return gone, fmt.Errorf("handing a receipt to another import: %w", err)
	}
	all, err := u.contents(ctx, tx, id)
	if err != nil {
		return gone, err
	}
	best := prevailing(all, u.atEdge)
	switch {
	case best == nil:
		return gone, remove(ctx, tx, id)
	case best.current:
		return stays, nil
	}
	return restored, u.show(ctx, tx, id, best)
}

// became is how a receipt left an undo.
type became int

const (
	gone became = iota
	stays
	restored
)

// show puts another content of a receipt into the book.
func (u *undoing) show(ctx context.Context, tx *sql.Tx, id string, best *content) error {
	if _, err := tx.ExecContext(ctx, `DELETE FROM import_changes WHERE import = ? AND collection = 'receipts' AND record = ?`, best.importID, id); err != nil {
		return fmt.Errorf("restoring a receipt: %w", err)
	}
	var author sql.NullString
	err := tx.QueryRowContext(ctx, `SELECT max(import) FROM receipts WHERE id = ?`, id).Scan(&author)
	if err != nil {
		return fmt.Errorf("restoring a receipt: %w", err)
	}
	if author.Valid && author.String != u.id {
		if err := shelve(ctx, tx, id); err != nil {
			return err
		}
	}
	if err := remove(ctx, tx, id); err != nil {
		return err
	}
	return restore(ctx, tx, best.raw)
}

// contents are what the imports that stay say of a receipt, in their order.
func (u *undoing) contents(ctx context.Context, tx *sql.Tx, id string) ([]*content, error) {
	rows, err := tx.QueryContext(ctx, `
		SELECT x.import, x.raw, x.current FROM (
			SELECT import, `+snapshotSQL+` AS raw, TRUE AS current FROM receipts WHERE id = ?1
			UNION ALL SELECT import, before, FALSE FROM import_changes WHERE collection = 'receipts' AND record = ?1
		) x LEFT JOIN imports i ON i.id = x.import
		WHERE x.import != ?2 ORDER BY i.rowid`, id, u.id)
	if err != nil {
		return nil, fmt.Errorf("reading what files say of a receipt: %w", err)
	}
	defer rows.Close()
	var all []*content
	for rows.Next() {
		var importID, raw string
		var current bool
		if err := rows.Scan(&importID, &raw, &current); err != nil {
			return nil, fmt.Errorf("reading what files say of a receipt: %w", err)
		}
		c, err := parseContent(importID, raw, current)
		if err != nil {
			return nil, err
		}
		all = append(all, c)
	}
	return all, rows.Err()
}

// atEdge reports whether a content stood first or last in its file.
func (u *undoing) atEdge(c *content) bool {
	for _, key := range u.edges[c.importID] {
		if key == c.key {
			return true
		}
	}
	return false
}

// loadEdges reads which receipts stood first and last in each file.
func (u *undoing) loadEdges(ctx context.Context) error {
	rows, err := u.db.QueryContext(ctx, `SELECT id, format FROM imports`)
	if err != nil {
		return fmt.Errorf("reading the imports: %w", err)
	}
	defer rows.Close()
	u.edges = map[string][]string{}
	for rows.Next() {
		var id, raw string
		if err := rows.Scan(&id, &raw); err != nil {
			return fmt.Errorf("reading the imports: %w", err)
		}
		var k struct{ Edges []string }
		if json.Unmarshal([]byte(raw), &k) == nil {
			u.edges[id] = k.Edges
		}
	}
	return rows.Err()
}

// handOver makes another import the author of what this one says of a receipt.
func (u *undoing) handOver(ctx context.Context, tx *sql.Tx, receipt, to string) error {
	for _, q := range []struct {
		sql  string
		args []any
	}{
		{`UPDATE receipts SET import = ? WHERE id = ? AND import = ?`, []any{to, receipt, u.id}},
		{`UPDATE import_changes SET import = ?1, before = json_set(before, '$.receipt.import', ?1) WHERE import = ?2 AND collection = 'receipts' AND record = ?3`,
			[]any{to, u.id, receipt}},
		{`DELETE FROM import_seen WHERE receipt = ? AND import = ?`, []any{receipt, to}},
		{`UPDATE import_seen SET version = ? WHERE receipt = ? AND version = ?`, []any{to, receipt, u.id}},
	} {
		if _, err := tx.ExecContext(ctx, q.sql, q.args...); err != nil {
			return err
		}
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
	lines, err := column(ctx, tx, `SELECT id FROM lines WHERE receipt = ? AND "row" != ? ORDER BY position`, id, carriedRow)
	if err != nil {
		return fmt.Errorf("reading lines of receipt %s: %w", p.ticket.Number, err)
	}
	r.result.Lines += max(0, len(p.ticket.Lines)-len(lines))
	if err := remove(ctx, tx, id); err != nil {
		return err
	}
	r.rows(p, id, lines).add(r.book)
	return nil
}
