package pos

import (
	"fmt"
	"slices"
	"strings"
)

// valuesAtOnce is how many values one INSERT carries at most, and thereby how
// many rows: the driver looks each value up from the first one on, so that long
// statements cost the square of their length.
const valuesAtOnce = 64

// bulk gathers rows of one table and writes them with few statements.
type bulk struct {
	table   string
	columns int
	step    int // rows of the long statement
	many    string
	single  string
	args    []any
	count   int
}

// constant is a column that has one value in all rows; the statement carries it.
type constant struct {
	column string
	value  any // a text or a whole number
}

type constants []constant

// has reports whether a column is one of them.
func (c constants) has(column string) bool {
	return slices.ContainsFunc(c, func(k constant) bool { return k.column == column })
}

// literal writes the value into a statement.
func (c constant) literal() string {
	if text, ok := c.value.(string); ok {
		return "'" + strings.ReplaceAll(text, "'", "''") + "'"
	}
	return fmt.Sprint(c.value)
}

func newBulk(verb, table string, same constants, columns ...string) *bulk {
	one, names := "("+strings.TrimSuffix(strings.Repeat("?,", len(columns)), ","), slices.Clone(columns)
	for _, c := range same {
		one += "," + c.literal()
		names = append(names, c.column)
	}
	one += ")"
	head := verb + " INTO " + table + " (" + strings.Join(quoted(names), ", ") + ") VALUES "
	step := max(1, valuesAtOnce/len(columns))
	return &bulk{table: table, columns: len(columns), step: step, single: head + one,
		many: head + strings.TrimSuffix(strings.Repeat(one+",", step), ",")}
}

func quoted(names []string) []string {
	out := make([]string, len(names))
	for i, n := range names {
		out[i] = "`" + n + "`"
	}
	return out
}

// add appends one row; its values are in the order of the columns.
func (b *bulk) add(values ...any) {
	b.args = append(b.args, values...)
	b.count++
}

// firsts are the first values of the gathered rows, which are their ids.
func (b *bulk) firsts() []string {
	ids := make([]string, 0, b.count)
	for i := 0; i < len(b.args); i += b.columns {
		id, _ := b.args[i].(string) // every first column is an id
		ids = append(ids, id)
	}
	return ids
}

// write sends all gathered rows and forgets them.
func (b *bulk) write(prepared *statements) error {
	if err := b.all(prepared, b.args); err != nil {
		return err
	}
	b.forget()
	return nil
}

// all sends rows with as few statements as can be.
func (b *bulk) all(prepared *statements, values []any) error {
	rest, err := prepared.run(b.many, values, b.columns*b.step)
	if err == nil {
		_, err = prepared.run(b.single, rest, b.columns)
	}
	if err != nil {
		return fmt.Errorf("writing %s: %w", b.table, err)
	}
	return nil
}

func (b *bulk) forget() {
	clear(b.args)
	b.args, b.count = b.args[:0], 0
}
