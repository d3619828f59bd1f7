package pos

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"strings"

	"touchstone/hooks/figures"
	"touchstone/hooks/internal/database"
	"touchstone/hooks/internal/ids"
	"touchstone/hooks/pos/ticket"
)

// A piece counts once, on the receipt that carries its line at full price with
// kind sale. Some systems write the lines when a layaway or an order is opened
// and only a payment when it is picked up (METRICS, "Kind of a receipt"): the
// lines are then carried over to the receipt of the pick-up, so that they count
// on its date. Carried lines are worked out again whenever either receipt
// changes, and never are a part of what a file says.

// carriedRow stands in the row of a carried line: it comes from no row of its
// own receipt's file.
const carriedRow = "carried"

// carrying finds the open receipts among numbers and what picks them up: the
// first receipt of kind sale, on or after its date, that names it or has its
// number again, and has no goods with a price of its own.
const carrying = `
	WITH opened AS (
		SELECT id, store, source, number, date, rowid AS at FROM receipts
		WHERE number IN (SELECT value FROM json_each(?1)) AND store = ?2 AND source = ?3 AND stated_kind IN ('layaway_payment', 'deposit')
		AND EXISTS (SELECT 1 FROM lines WHERE receipt = receipts.id AND role != 'other' AND net > 0)),
	closing AS (
		SELECT o.id AS opened, c.id AS closed, o.date AS odate, row_number() OVER (PARTITION BY o.id ORDER BY c.date, c.clock, c.number, c.epoch) AS n
		FROM opened o JOIN receipts c ON c.store = o.store AND c.source = o.source AND c.id != o.id AND c.date >= o.date
			AND (c.original_number = o.number OR c.number = o.number)
		WHERE c.stated_kind = 'sale' AND (c.original_number != '' OR c.date > o.date)
		AND NOT EXISTS (SELECT 1 FROM lines l WHERE l.receipt = c.id AND l."row" != '` + carriedRow + `' AND l.role != 'other' AND l.net != 0))
	SELECT opened, closed FROM closing WHERE n = 1 ORDER BY closed, odate, opened`

// carriers are the receipts around numbers that have carried lines now.
const carriers = `
	SELECT DISTINCT r.id FROM receipts r JOIN lines l ON l.receipt = r.id
	WHERE (r.number IN (SELECT value FROM json_each(?1)) OR (r.original_number != '' AND r.original_number IN (SELECT value FROM json_each(?1))))
	AND r.store = ?2 AND r.source = ?3 AND l."row" = '` + carriedRow + `'`

// ledger is whose receipts are carried over.
type ledger struct {
	store, source string
	ids           *ids.Source
}

// carry brings the carried lines around some receipt numbers up to date;
// touched learns of every receipt that changed.
func (g ledger) carry(ctx context.Context, tx *sql.Tx, numbers []string, touched *figures.Touched) error {
	if len(numbers) == 0 {
		return nil
	}
	raw, err := json.Marshal(numbers)
	if err != nil {
		return err
	}
	changed, err := database.Column(ctx, tx, carriers, string(raw), g.store, g.source)
	if err != nil {
		return fmt.Errorf("looking for finished layaways: %w", err)
	}
	pairs, err := g.pairs(ctx, tx, string(raw))
	if err != nil {
		return err
	}
	if changed, err = g.recarry(ctx, tx, changed, pairs); err != nil {
		return err
	}
	after, err := figures.Collect(ctx, tx, changed)
	touched.Merge(after)
	return err
}

// recarry takes carried lines off the receipts that have some, carries them to
// those that should, and returns all of either.
func (g ledger) recarry(ctx context.Context, tx *sql.Tx, changed []string, pairs [][2]string) ([]string, error) {
	for _, id := range changed {
		if err := dropCarried(ctx, tx, id); err != nil {
			return nil, err
		}
	}
	for _, p := range pairs {
		if err := g.copyLines(ctx, tx, p[0], p[1]); err != nil {
			return nil, err
		}
		changed = append(changed, p[1])
	}
	for _, id := range changed {
		if err := reassess(ctx, tx, id); err != nil {
			return nil, err
		}
	}
	return changed, nil
}

func (g ledger) pairs(ctx context.Context, tx *sql.Tx, numbers string) ([][2]string, error) {
	rows, err := tx.QueryContext(ctx, carrying, numbers, g.store, g.source)
	if err != nil {
		return nil, fmt.Errorf("looking for finished layaways: %w", err)
	}
	defer rows.Close()
	var all [][2]string
	for rows.Next() {
		var p [2]string
		if err := rows.Scan(&p[0], &p[1]); err != nil {
			return nil, fmt.Errorf("looking for finished layaways: %w", err)
		}
		all = append(all, p)
	}
	return all, rows.Err()
}

func dropCarried(ctx context.Context, tx *sql.Tx, receipt string) error {
	for _, q := range []string{
		`DELETE FROM shares WHERE line IN (SELECT id FROM lines WHERE receipt = ? AND "row" = '` + carriedRow + `')`,
		`DELETE FROM lines WHERE receipt = ? AND "row" = '` + carriedRow + `'`,
	} {
		if _, err := tx.ExecContext(ctx, q, receipt); err != nil {
			return fmt.Errorf("taking carried lines back: %w", err)
		}
	}
	return nil
}

// copyLines carries the goods of an opened receipt over to the one that closes
// it, behind its own lines.
func (g ledger) copyLines(ctx context.Context, tx *sql.Tx, opened, closed string) error {
	lines, err := database.Column(ctx, tx, `SELECT id FROM lines WHERE receipt = ? AND role != 'other' AND "row" != ? ORDER BY position`, opened, carriedRow)
	if err != nil {
		return fmt.Errorf("reading the lines of a layaway: %w", err)
	}
	for _, from := range lines {
		to := g.ids.Next()
		if _, err := tx.ExecContext(ctx, `
			INSERT INTO lines (id, receipt, position, sku, description, category, role, product_line, rule, brand, metal, stone, carat, serial, certificate,
				quantity, unit_price, discount, receipt_discount, net, tax, "row")
			SELECT ?1, ?2, (SELECT coalesce(max(position), 0) + 1 FROM lines WHERE receipt = ?2), sku, description, category, role, product_line, rule, brand,
				metal, stone, carat, serial, certificate, quantity, unit_price, discount, receipt_discount, net, tax, ?3 FROM lines WHERE id = ?4`,
			to, closed, carriedRow, from); err != nil {
			return fmt.Errorf("carrying a layaway's lines over: %w", err)
		}
		shares, err := database.Column(ctx, tx, `SELECT id FROM shares WHERE line = ? ORDER BY position`, from)
		if err != nil {
			return fmt.Errorf("reading the shares of a layaway: %w", err)
		}
		for _, s := range shares {
			if _, err := tx.ExecContext(ctx, `INSERT INTO shares (id, line, staff, position, basis_points, amount)
				SELECT ?, ?, staff, position, basis_points, amount FROM shares WHERE id = ?`, g.ids.Next(), to, s); err != nil {
				return fmt.Errorf("carrying a layaway's shares over: %w", err)
			}
		}
	}
	return nil
}

// reassess works out the facts of a receipt from its lines in the book.
func reassess(ctx context.Context, tx *sql.Tx, receipt string) error {
	r := &figures.Receipt{}
	err := tx.QueryRowContext(ctx, `SELECT stated_kind, original_number != '' FROM receipts WHERE id = ?`, receipt).Scan(&r.StatedKind, &r.NamesOriginal)
	if err != nil {
		return fmt.Errorf("reading a receipt: %w", err)
	}
	if r.Lines, err = linesOf(ctx, tx, receipt); err != nil {
		return fmt.Errorf("reading a receipt's lines: %w", err)
	}
	set := "`" + strings.Join(figures.FactColumns(), "` = ?, `") + "` = ?"
	if _, err := tx.ExecContext(ctx, `UPDATE receipts SET `+set+` WHERE id = ?`, append(figures.Assess(r).Values(), receipt)...); err != nil {
		return fmt.Errorf("writing a receipt's facts: %w", err)
	}
	return nil
}

// linesOf reads the lines of a receipt with their shares.
func linesOf(ctx context.Context, tx *sql.Tx, receipt string) ([]figures.Line, error) {
	rows, err := tx.QueryContext(ctx, `
		SELECT l.id, l.position, l.sku, l.description, l.role, l.product_line, l.brand, l.quantity, l.unit_price, l.net, l.returned, s.staff, s.basis_points, s.amount
		FROM lines l JOIN shares s ON s.line = l.id WHERE l.receipt = ? ORDER BY l.position, s.position`, receipt)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []figures.Line
	last := ""
	for rows.Next() {
		var l figures.Line
		var s figures.Share
		var id string
		if err := rows.Scan(&id, &l.Position, &l.SKU, &l.Description, &l.Role, &l.ProductLine, &l.Brand, &l.Quantity, &l.UnitPrice, &l.Net, &l.Returned,
			&s.Staff, &s.BasisPoints, &s.Amount); err != nil {
			return nil, err
		}
		if id != last {
			last, all = id, append(all, l)
		}
		at := &all[len(all)-1]
		at.Shares = append(at.Shares, s)
	}
	return all, rows.Err()
}

// opens and closes say which part a ticket can have in a layaway.
func opens(t *ticket.Ticket) bool { return t.Kind == "layaway_payment" || t.Kind == "deposit" }

func closes(t *ticket.Ticket) bool {
	if t.Kind != "sale" {
		return false
	}
	for _, l := range t.Lines {
		if l.Role != "other" && l.Net != 0 {
			return false
		}
	}
	return true
}

// layaways are the numbers of a chunk around which lines may be carried.
func layaways(chunk []*planned) []string {
	var numbers []string
	for _, p := range chunk {
		if p.do == same || p.do == cut || p.do == edited {
			continue
		}
		t := p.ticket
		if p.do == update || opens(t) || closes(t) {
			numbers = append(numbers, t.Number)
			if t.Original != "" {
				numbers = append(numbers, t.Original)
			}
		}
	}
	return numbers
}
