package figures

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/pocketbase/pocketbase/core"

	"touchstone/hooks/internal/civil"
	"touchstone/hooks/internal/database"
	"touchstone/hooks/internal/verb"
)

// Verbs returns the commands of the figures.
func Verbs() []verb.Verb {
	return []verb.Verb{{
		Name:  "metrics",
		Short: "figures of a period",
		Long: "Figures of the receipts from one business date to another, both included, in one row or in the rows of a cut.\n" +
			"Example: touchstone metrics --from 2026-11-16 --to 2026-11-22 --by associate",
		Flags: []verb.Flag{
			{Name: "from", Usage: "first business date, YYYY-MM-DD"},
			{Name: "to", Usage: "last business date, YYYY-MM-DD"},
			{Name: "by", Usage: "rows: associate, product_line, brand, shift, weekday or store"},
			{Name: "as-of", Usage: "apply only returns dated up to this day, YYYY-MM-DD"},
			{Name: "store", Usage: "code of one store"},
		},
		Run: runMetrics,
	}}
}

func runMetrics(ctx context.Context, app core.App, call *verb.Call) error {
	scope, err := scopeOf(call)
	if err != nil {
		return err
	}
	result, err := answer(ctx, app, scope)
	if err != nil {
		var m *ScopeError
		if errors.As(err, &m) {
			return verb.Usage("%s", m.Message)
		}
		return err
	}
	if call.JSON {
		return json.NewEncoder(call.Stdout).Encode(result)
	}
	return writeTable(call.Stdout, result)
}

func scopeOf(call *verb.Call) (Scope, error) {
	s := Scope{Store: call.Flag("store"), By: call.Flag("by")}
	for _, d := range []struct {
		flag     string
		to       *civil.Date
		required bool
	}{{"from", &s.From, true}, {"to", &s.To, true}, {"as-of", &s.AsOf, false}} {
		value := call.Flag(d.flag)
		if value == "" {
			if d.required {
				return s, verb.Usage("--%s is missing: metrics needs --from and --to, for example --from 2026-11-16 --to 2026-11-22", d.flag)
			}
			continue
		}
		date, err := civil.Parse(value)
		if err != nil {
			return s, verb.Usage("--%s: %s", d.flag, err)
		}
		*d.to = date
	}
	return s, nil
}

// answer reads everything in one transaction, so that an import beside it does
// not show half.
func answer(ctx context.Context, app core.App, s Scope) (Result, error) {
	db, err := database.Pool(app.ConcurrentDB())
	if err != nil {
		return Result{}, err
	}
	tx, err := db.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return Result{}, fmt.Errorf("reading figures: %w", err)
	}
	defer tx.Rollback() //nolint:errcheck // nothing was written
	return Query(ctx, tx, s)
}
