package pos

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
)

// rowsAtOnce is how many rows one INSERT carries: fewer statements cost less
// than longer ones save beyond this.
const rowsAtOnce = 24

// bulk gathers rows of one table and writes them with few statements.
type bulk struct {
	table   string
	columns int
	many    string
	single  string
	args    []any
	count   int
}

func newBulk(verb, table string, columns ...string) *bulk {
	one := "(" + strings.TrimSuffix(strings.Repeat("?,", len(columns)), ",") + ")"
	head := verb + " INTO " + table + " (" + strings.Join(quoted(columns), ", ") + ") VALUES "
	return &bulk{table: table, columns: len(columns), single: head + one,
		many: head + strings.TrimSuffix(strings.Repeat(one+",", rowsAtOnce), ",")}
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

// write sends all gathered rows and forgets them.
func (b *bulk) write(ctx context.Context, tx *sql.Tx, prepared *statements) error {
	step := b.columns * rowsAtOnce
	rest := b.args
	for len(rest) >= step {
		if err := prepared.exec(ctx, tx, b.many, rest[:step]); err != nil {
			return fmt.Errorf("writing %s: %w", b.table, err)
		}
		rest = rest[step:]
	}
	for len(rest) > 0 {
		if err := prepared.exec(ctx, tx, b.single, rest[:b.columns]); err != nil {
			return fmt.Errorf("writing %s: %w", b.table, err)
		}
		rest = rest[b.columns:]
	}
	clear(b.args)
	b.args, b.count = b.args[:0], 0
	return nil
}

// statements keeps prepared statements of the write connection for one run.
type statements struct {
	db  *sql.DB
	all map[string]*sql.Stmt
}

func newStatements(db *sql.DB) *statements {
	return &statements{db: db, all: map[string]*sql.Stmt{}}
}

// exec runs a statement in tx, preparing it on first use.
func (s *statements) exec(ctx context.Context, tx *sql.Tx, query string, args []any) error {
	stmt, ok := s.all[query]
	if !ok {
		prepared, err := tx.PrepareContext(ctx, query)
		if err != nil {
			return err
		}
		defer prepared.Close()
		_, err = prepared.ExecContext(ctx, args...)
		return err
	}
	_, err := tx.StmtContext(ctx, stmt).ExecContext(ctx, args...)
	return err
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

// inTx runs do in one transaction of the write connection.
func inTx(ctx context.Context, db *sql.DB, do func(tx *sql.Tx) error) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	if err := do(tx); err != nil {
		return joinRollback(tx, err)
	}
	return tx.Commit()
}

func joinRollback(tx *sql.Tx, err error) error {
	if back := tx.Rollback(); back != nil && back != sql.ErrTxDone {
		return fmt.Errorf("%w (and undoing it: %v)", err, back)
	}
	return err
}
