package pos

import (
	"context"
	"database/sql"
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
func (b *bulk) write(ctx context.Context, tx *sql.Tx, prepared *statements) error {
	if err := b.all(ctx, tx, prepared, b.args); err != nil {
		return err
	}
	b.forget()
	return nil
}

// all sends rows with as few statements as can be. A chunk is short and ends
// with its transaction, so a command that is stopped is noticed between chunks:
// the driver would pay for watching every single statement.
func (b *bulk) all(ctx context.Context, tx *sql.Tx, prepared *statements, values []any) error {
	ctx = context.WithoutCancel(ctx)
	rest, err := b.send(ctx, tx, prepared, b.many, values, b.columns*b.step)
	if err == nil {
		_, err = b.send(ctx, tx, prepared, b.single, rest, b.columns)
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

// send runs query for every width values and returns those left over.
func (b *bulk) send(ctx context.Context, tx *sql.Tx, prepared *statements, query string, values []any, width int) ([]any, error) {
	if len(values) < width {
		return values, nil
	}
	stmt, done, err := prepared.in(ctx, tx, query)
	if err != nil {
		return nil, err
	}
	defer done()
	for ; len(values) >= width; values = values[width:] {
		if _, err := stmt.ExecContext(ctx, values[:width]...); err != nil {
			return nil, err
		}
	}
	return values, nil
}

// statements keeps prepared statements of the write connection for one run.
type statements struct {
	db  *sql.DB
	all map[string]*sql.Stmt
}

func newStatements(db *sql.DB) *statements {
	return &statements{db: db, all: map[string]*sql.Stmt{}}
}

// in gives a statement for use in tx, preparing it where it is not kept; done
// frees it.
func (s *statements) in(ctx context.Context, tx *sql.Tx, query string) (stmt *sql.Stmt, done func() error, err error) {
	if kept, ok := s.all[query]; ok {
		stmt = tx.StmtContext(ctx, kept)
		return stmt, stmt.Close, nil
	}
	if stmt, err = tx.PrepareContext(ctx, query); err != nil {
		return nil, nil, err
	}
	return stmt, stmt.Close, nil
}

// prepare readies a statement outside any transaction, for many uses.
func (s *statements) prepare(ctx context.Context, query string) error {
	stmt, err := s.db.PrepareContext(ctx, query)
	if err != nil {
		return fmt.Errorf("preparing a statement: %w", err)
	}
	s.all[query] = stmt
	return nil
}

func (s *statements) close() {
	for _, stmt := range s.all {
		stmt.Close()
	}
}
