package export

import (
	"context"
	"database/sql"
	"fmt"
	"io"
	"strconv"
	"strings"

	"touchstone/hooks/internal/money"
)

// write streams a collection as CSV, in the order in which its rows came into
// the book, and returns how many there were.
func (t table) write(ctx context.Context, tx *sql.Tx, w io.Writer) (int64, error) {
	out := newSheet(w)
	for _, c := range t.columns {
		out.text(c.title)
	}
	if err := out.end(); err != nil {
		return 0, err
	}
	rows, err := tx.QueryContext(ctx, t.query())
	if err != nil {
		return 0, fmt.Errorf("reading %s: %w", t.name, err)
	}
	defer rows.Close()
	values := make([]any, len(t.columns)+1) // the last is the store, where it is asked for
	into := make([]any, 0, len(values))
	for i := range values {
		into = append(into, &values[i])
	}
	if !t.asksStore() {
		into = into[:len(t.columns)]
	}
	n := int64(0)
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return n, fmt.Errorf("reading row %d of %s: %w", n+1, t.name, err)
		}
		if err := t.row(out, values); err != nil {
			return n, err
		}
		n++
	}
	if err := rows.Err(); err != nil {
		return n, fmt.Errorf("reading %s: %w", t.name, err)
	}
	return n, out.flush()
}

// asksStore is true where the decimal places of money differ from row to row.
func (t table) asksStore() bool {
	if t.common >= 0 {
		return false
	}
	for _, c := range t.columns {
		if c.places == currencyPlaces {
			return true
		}
	}
	return false
}

func (t table) query() string {
	fields := make([]string, 0, len(t.columns)+1)
	for _, c := range t.columns {
		fields = append(fields, "t."+quoted(c.field))
	}
	if t.asksStore() {
		fields = append(fields, storeOf(t.name))
	}
	return "SELECT " + strings.Join(fields, ", ") + " FROM " + quoted(t.name) + " t ORDER BY t.rowid"
}

func quoted(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

func (t table) row(out *sheet, values []any) error {
	for i, c := range t.columns {
		switch {
		case c.decimal:
			out.decimal(values[i], t.places(c, values[len(values)-1]))
		case c.kind == number:
			out.number(values[i])
		case c.kind == truth:
			out.truth(values[i])
		default:
			out.text(textOf(values[i]))
		}
	}
	return out.end()
}

// places are the decimals of a column in this row.
func (t table) places(c column, store any) int {
	if c.places != currencyPlaces {
		return c.places
	}
	if t.common >= 0 {
		return t.common
	}
	if d, ok := t.digits[textOf(store)]; ok {
		return d
	}
	return money.Digits("USD")
}

// textOf is a value of the database as text; nothing for NULL.
func textOf(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	case []byte:
		return string(v)
	case int64:
		return strconv.FormatInt(v, 10)
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case bool:
		return strconv.FormatBool(v)
	}
	return fmt.Sprint(v)
}
