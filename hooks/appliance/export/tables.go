package export

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/pocketbase/pocketbase/core"

	"touchstone/hooks/internal/money"
)

// kind is how the values of a column are written.
type kind int

const (
	words kind = iota
	number
	truth
)

// column is one column of a CSV: a field as it stands in the book, or the
// decimal writing of one that counts in smaller units.
type column struct {
	field   string // in the book
	title   string // in the file
	typ     string // as the dictionary says it
	kind    kind
	decimal bool
	places  int // of a decimal column; currencyPlaces: those of the currency
}

// currencyPlaces stands for the decimal places of the store's currency.
const currencyPlaces = -1

// table is one collection on its way out.
type table struct {
	name    string
	columns []column
	digits  map[string]int // decimal places by store id
	common  int            // decimal places where all stores agree, else -1
}

// readTables reads which collections there are, and which of their fields go
// out, in the order of their names.
func readTables(ctx context.Context, tx *sql.Tx) ([]table, error) {
	digits, common, err := readDigits(ctx, tx)
	if err != nil {
		return nil, err
	}
	rows, err := tx.QueryContext(ctx, `SELECT name, type, fields FROM _collections
		WHERE system = FALSE AND type != 'view' ORDER BY name`)
	if err != nil {
		return nil, fmt.Errorf("reading the collections: %w", err)
	}
	defer rows.Close()
	var tables []table
	for rows.Next() {
		var name, typ string
		var raw []byte
		if err := rows.Scan(&name, &typ, &raw); err != nil {
			return nil, fmt.Errorf("reading the collections: %w", err)
		}
		if slices.Contains(keptBack(), name) {
			continue
		}
		t := table{name: name, digits: digits, common: common}
		if t.columns, err = columnsOf(name, typ == core.CollectionTypeAuth, raw); err != nil {
			return nil, fmt.Errorf("reading the fields of %s: %w", name, err)
		}
		tables = append(tables, t)
	}
	return tables, rows.Err()
}

// keptBack names the collections that stay in the book, since they are of use to
// nobody but the program: answers meant for one device, and open sign-ins.
func keptBack() []string { return []string{"idempotency", "sessions"} }

// signIn names the fields of an auth collection that belong to signing in.
func signIn() []string {
	return []string{core.FieldNamePassword, core.FieldNameTokenKey, core.FieldNameEmail, core.FieldNameEmailVisibility, core.FieldNameVerified}
}

// columnsOf lists what goes out of a collection: no field that PocketBase
// hides, no password of any name. Money and quantities have a second column
// with the amount as people write it.
func columnsOf(collection string, auth bool, raw []byte) ([]column, error) {
	var fields core.FieldsList
	if err := json.Unmarshal(raw, &fields); err != nil {
		return nil, err
	}
	var columns []column
	for _, f := range fields {
		if f.GetHidden() || f.Type() == core.FieldTypePassword || (auth && slices.Contains(signIn(), f.GetName())) {
			continue
		}
		c := column{field: f.GetName(), title: f.GetName(), typ: typeOf(f), kind: kindOf(f)}
		unit := unitOf(collection, c.field)
		if unit.typ != "" {
			c.typ = unit.typ
		}
		columns = append(columns, c)
		if unit.decimal != "" {
			columns = append(columns, column{field: c.field, title: c.field + "_decimal", typ: unit.decimal, kind: number, decimal: true, places: unit.places})
		}
	}
	return columns, nil
}

func kindOf(f core.Field) kind {
	switch f.Type() {
	case core.FieldTypeNumber:
		return number
	case core.FieldTypeBool:
		return truth
	}
	return words
}

// typeOf says the type of a field for a reader who does not know PocketBase.
func typeOf(f core.Field) string {
	switch f := f.(type) {
	case *core.NumberField:
		if f.OnlyInt {
			return "whole number"
		}
		return "number"
	case *core.BoolField:
		return "true or false"
	case *core.AutodateField:
		return "moment (UTC)"
	case *core.JSONField:
		return "JSON"
	case *core.RelationField:
		return "id"
	case *core.SelectField:
		return "choice"
	}
	return "text"
}

// readDigits reads the decimal places of each store's currency. common is -1
// where they differ.
func readDigits(ctx context.Context, tx *sql.Tx) (digits map[string]int, common int, err error) {
	rows, err := tx.QueryContext(ctx, `SELECT id, currency FROM stores ORDER BY code`)
	if err != nil {
		return nil, 0, fmt.Errorf("reading the stores' currencies: %w", err)
	}
	defer rows.Close()
	digits, common = map[string]int{}, -2
	for rows.Next() {
		var id, currency string
		if err := rows.Scan(&id, &currency); err != nil {
			return nil, 0, fmt.Errorf("reading the stores' currencies: %w", err)
		}
		if currency == "" { // nothing was sold there yet
			continue
		}
		d := money.Digits(currency)
		digits[id] = d
		if common == -2 {
			common = d
		} else if common != d {
			common = -1
		}
	}
	if common == -2 {
		common = money.Digits("USD")
	}
	return digits, common, rows.Err()
}
