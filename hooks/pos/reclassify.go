package pos

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"

	"github.com/pocketbase/pocketbase/core"

	"touchstone/hooks/figures"
	"touchstone/hooks/internal/database"
	"touchstone/hooks/pos/category"
)

// follow gives lines that are already in the book their role again when the
// store's category rules change, and lets the figures follow. That it is to be
// done is noted with the change, so that a crash loses nothing.
func (r Room) follow(app core.App) {
	noted := func(e *core.RecordEvent) error {
		if err := note(e.App, rereading{Store: e.Record.GetString("store"), Rules: true}); err != nil {
			return err
		}
		return e.Next()
	}
	app.OnRecordCreateExecute("category_rules").BindFunc(noted)
	app.OnRecordUpdateExecute("category_rules").BindFunc(noted)
	app.OnRecordDeleteExecute("category_rules").BindFunc(noted)
	again := func(e *core.RecordEvent) error {
		if err := e.Next(); err != nil {
			return err
		}
		r.catchUp(e.App)
		return nil
	}
	app.OnRecordAfterCreateSuccess("category_rules").BindFunc(again)
	app.OnRecordAfterUpdateSuccess("category_rules").BindFunc(again)
	app.OnRecordAfterDeleteSuccess("category_rules").BindFunc(again)
}

// goods is what decides a line's role, and the role it has.
type goods struct{ category, description, role, productLine, rule string }

// Reclassify applies the category rules of a store to every line in its book.
// It changes only lines whose role, product line or deciding rule differ, in
// short transactions, and brings the figures up to date. Doing it again
// changes nothing. How a receipt's discount was split stays as it was read.
func (r Room) Reclassify(ctx context.Context, app core.App, store string) error {
	one.Lock()
	defer one.Unlock()
	return r.reclassify(ctx, app, store)
}

func (r Room) reclassify(ctx context.Context, app core.App, store string) error {
	db, err := writer(app)
	if err != nil {
		return err
	}
	read, err := reader(app)
	if err != nil {
		return err
	}
	rules, err := r.rules(ctx, read, store)
	if err != nil {
		return err
	}
	changed, err := differing(ctx, read, store, rules)
	if err != nil {
		return err
	}
	for _, g := range changed {
		if err := regroup(ctx, db, store, g, rules); err != nil {
			return err
		}
	}
	if _, err := figures.SettleDirty(ctx, db); err != nil {
		return fmt.Errorf("bringing the figures up to date: %w", err)
	}
	return nil
}

// differing lists the kinds of goods that the rules now judge differently.
func differing(ctx context.Context, db *sql.DB, store string, rules *category.Rules) ([]goods, error) {
	rows, err := db.QueryContext(ctx, `
		SELECT DISTINCT l.category, l.description, l.role, l.product_line, l.rule
		FROM lines l JOIN receipts r ON r.id = l.receipt WHERE r.store = ?`, store)
	if err != nil {
		return nil, fmt.Errorf("reading the goods of the book: %w", err)
	}
	defer rows.Close()
	var changed []goods
	for rows.Next() {
		var g goods
		if err := rows.Scan(&g.category, &g.description, &g.role, &g.productLine, &g.rule); err != nil {
			return nil, fmt.Errorf("reading the goods of the book: %w", err)
		}
		if judged(rules, g) != g {
			changed = append(changed, g)
		}
	}
	return changed, rows.Err()
}

// judged is a kind of goods with the role that the rules give it.
func judged(rules *category.Rules, g goods) goods {
	v := rules.Classify(g.category, g.description)
	g.role, g.productLine, g.rule = string(v.Role), v.ProductLine, v.Rule
	if !v.Known {
		g.role = "unknown"
	}
	return g
}

// regroup writes the new role of one kind of goods, some receipts at a time.
func regroup(ctx context.Context, db *sql.DB, store string, was goods, rules *category.Rules) error {
	now := judged(rules, was)
	for {
		receipts, err := database.Column(ctx, db, `
			SELECT DISTINCT l.receipt FROM lines l JOIN receipts r ON r.id = l.receipt
			WHERE r.store = ? AND l.category = ? AND l.description = ? AND l.role = ? AND l.product_line = ? AND l.rule = ? LIMIT ?`,
			store, was.category, was.description, was.role, was.productLine, was.rule, chunkSize)
		if err != nil {
			return fmt.Errorf("looking for lines of %s: %w", was.category, err)
		}
		if len(receipts) == 0 {
			return nil
		}
		if err := inTx(ctx, db, func(tx *sql.Tx) error { return rewrite(ctx, tx, receipts, was, now) }); err != nil {
			return err
		}
	}
}

func rewrite(ctx context.Context, tx *sql.Tx, receipts []string, was, now goods) error {
	list, err := json.Marshal(receipts)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `
		UPDATE lines SET role = ?, product_line = ?, rule = ?
		WHERE receipt IN (SELECT value FROM json_each(?)) AND category = ? AND description = ? AND role = ? AND product_line = ? AND rule = ?`,
		now.role, now.productLine, now.rule, string(list), was.category, was.description, was.role, was.productLine, was.rule)
	if err != nil {
		return fmt.Errorf("giving lines of %s their role: %w", was.category, err)
	}
	_, err = figures.Reassess(ctx, tx, receipts)
	return err
}
