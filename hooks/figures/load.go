package figures

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"

	"touchstone/hooks/internal/store"
)

// Reader is what a query needs; *sql.DB and *sql.Tx both are one.
type Reader = store.Reader

// stored is a receipt of the book with everything its facts depend on.
type stored struct {
	rowid                  int64
	id, store, source      string
	number, originalNumber string
	original               string // record id as the book has it
	epoch, clock           int64
	date, shift            string
	client, household      string
	refunded               int64
	refundedOn             string
	facts                  Facts // as the book has them, Leading apart
	receipt                Receipt
	lines                  []storedLine // parallel to receipt.Lines
}

type storedLine struct{ id, returns string }

// load reads receipts with their lines and shares. where is a condition on the
// receipt r.
func load(ctx context.Context, db Reader, where string, args ...any) ([]*stored, error) {
	all, byID, err := loadReceipts(ctx, db, where, args)
	if err != nil || len(all) == 0 {
		return all, err
	}
	if err := loadLines(ctx, db, byID, where, args); err != nil {
		return nil, err
	}
	return all, nil
}

// loadIDs reads receipts by record id.
func loadIDs(ctx context.Context, db Reader, ids []string) ([]*stored, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	return load(ctx, db, `r.id IN (SELECT value FROM json_each(?))`, list(ids))
}

func loadReceipts(ctx context.Context, db Reader, where string, args []any) ([]*stored, map[string]*stored, error) {
	rows, err := db.QueryContext(ctx, `
		SELECT r.rowid, r.id, r.store, r.source, r.number, r.original_number, r.original, r.epoch, r.clock,
		       r.date, r.shift, r.client, r.household, r.refunded, r.refunded_on, r.stated_kind,
		       r.kind, r.product_line, r.brand, r.counts_for, r.net, r.net_sold, r.net_returned,
		       r.is_sale, r.is_service, r.qualifying, r.secondary, r.care_plan, r.units, r.secondary_net, r.people
		FROM receipts r WHERE `+where, args...)
	if err != nil {
		return nil, nil, fmt.Errorf("reading receipts: %w", err)
	}
	defer rows.Close()
	var all []*stored
	byID := map[string]*stored{}
	for rows.Next() {
		s := &stored{}
		f := &s.facts
		if err := rows.Scan(&s.rowid, &s.id, &s.store, &s.source, &s.number, &s.originalNumber, &s.original, &s.epoch, &s.clock,
			&s.date, &s.shift, &s.client, &s.household, &s.refunded, &s.refundedOn, &s.receipt.StatedKind,
			&f.Kind, &f.ProductLine, &f.Brand, &f.CountsFor, &f.Net, &f.NetSold, &f.NetReturned,
			&f.IsSale, &f.IsService, &f.Qualifying, &f.Secondary, &f.CarePlan, &f.Units, &f.SecondaryNet, &f.People); err != nil {
			return nil, nil, fmt.Errorf("reading a receipt: %w", err)
		}
		s.receipt.NamesOriginal = s.originalNumber != ""
		all = append(all, s)
		byID[s.id] = s
	}
	return all, byID, rows.Err()
}

// loadLines reads the lines of the receipts, then their shares. CROSS JOIN
// keeps the order receipts -> lines -> shares, the way the indexes run.
func loadLines(ctx context.Context, db Reader, byID map[string]*stored, where string, args []any) error {
	rows, err := db.QueryContext(ctx, `
		SELECT l.id, l.receipt, l.position, l.sku, l.description, l.role, l.product_line, l.brand,
		       l.quantity, l.unit_price, l.net, l.returned, l.returns
		FROM receipts r CROSS JOIN lines l ON l.receipt = r.id WHERE `+where, args...)
	if err != nil {
		return fmt.Errorf("reading lines: %w", err)
	}
	defer rows.Close()
	type loaded struct {
		line storedLine
		Line
	}
	lines := map[string][]loaded{}
	for rows.Next() {
		var l loaded
		var receipt string
		if err := rows.Scan(&l.line.id, &receipt, &l.Position, &l.SKU, &l.Description, &l.Role, &l.ProductLine, &l.Brand,
			&l.Quantity, &l.UnitPrice, &l.Net, &l.Returned, &l.line.returns); err != nil {
			return fmt.Errorf("reading a line: %w", err)
		}
		lines[receipt] = append(lines[receipt], l)
	}
	if err := rows.Err(); err != nil {
		return fmt.Errorf("reading lines: %w", err)
	}
	shares, err := loadShares(ctx, db, where, args)
	if err != nil {
		return err
	}
	for id, all := range lines {
		s := byID[id]
		if s == nil {
			continue // it came after the receipts were read
		}
		slices.SortStableFunc(all, func(a, b loaded) int { return cmp.Compare(a.Position, b.Position) })
		for _, l := range all {
			l.Shares = shares[l.line.id]
			s.lines = append(s.lines, l.line)
			s.receipt.Lines = append(s.receipt.Lines, l.Line)
		}
	}
	return nil
}

func loadShares(ctx context.Context, db Reader, where string, args []any) (map[string][]Share, error) {
	rows, err := db.QueryContext(ctx, `
		SELECT s.line, s.staff, s.basis_points, s.amount, s.position
		FROM receipts r CROSS JOIN lines l ON l.receipt = r.id CROSS JOIN shares s ON s.line = l.id WHERE `+where, args...)
	if err != nil {
		return nil, fmt.Errorf("reading shares: %w", err)
	}
	defer rows.Close()
	type placed struct {
		position int
		Share
	}
	found := map[string][]placed{}
	for rows.Next() {
		var line string
		var p placed
		if err := rows.Scan(&line, &p.Staff, &p.BasisPoints, &p.Amount, &p.position); err != nil {
			return nil, fmt.Errorf("reading a share: %w", err)
		}
		found[line] = append(found[line], p)
	}
	shares := make(map[string][]Share, len(found))
	for line, all := range found {
		slices.SortStableFunc(all, func(a, b placed) int { return cmp.Compare(a.position, b.position) })
		for _, p := range all {
			shares[line] = append(shares[line], p.Share)
		}
	}
	return shares, rows.Err()
}

// prepared runs one statement many times in a transaction.
type prepared struct{ stmt *sql.Stmt }

func prepare(ctx context.Context, tx *sql.Tx, statement string) (prepared, error) {
	stmt, err := tx.PrepareContext(ctx, statement)
	if err != nil {
		return prepared{}, fmt.Errorf("preparing an update of the figures: %w", err)
	}
	return prepared{stmt}, nil
}

func (p prepared) run(ctx context.Context, args ...any) error {
	if _, err := p.stmt.ExecContext(ctx, args...); err != nil {
		return fmt.Errorf("updating the figures: %w", err)
	}
	return nil
}
