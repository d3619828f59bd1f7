package clientbook

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
)

// reader is a connection pool or a transaction.
type reader interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

func noRows(err error) bool { return errors.Is(err, sql.ErrNoRows) }

// list is a parameter for json_each: one value for any number of them.
func list[T string | int64](values []T) string {
	if len(values) == 0 {
		return "[]"
	}
	b, _ := json.Marshal(values) // texts and whole numbers always marshal
	return string(b)
}

// statements keeps the prepared statements of one transaction.
type statements struct {
	tx  *sql.Tx
	all map[string]*sql.Stmt
}

func newStatements(tx *sql.Tx) *statements {
	return &statements{tx: tx, all: map[string]*sql.Stmt{}}
}

func (s *statements) close() {
	for _, stmt := range s.all {
		stmt.Close()
	}
}

func (s *statements) prepare(ctx context.Context, query string) (*sql.Stmt, error) {
	if stmt := s.all[query]; stmt != nil {
		return stmt, nil
	}
	stmt, err := s.tx.PrepareContext(ctx, query)
	if err == nil {
		s.all[query] = stmt
	}
	return stmt, err
}

func (s *statements) exec(ctx context.Context, query string, args ...any) (sql.Result, error) {
	stmt, err := s.prepare(ctx, query)
	if err != nil {
		return nil, err
	}
	return stmt.ExecContext(ctx, args...)
}

func (s *statements) row(ctx context.Context, query string, args []any, into ...any) error {
	stmt, err := s.prepare(ctx, query)
	if err != nil {
		return err
	}
	return stmt.QueryRowContext(ctx, args...).Scan(into...)
}

func (s *statements) each(ctx context.Context, query string, args []any, do func(scan func(...any) error) error) error {
	stmt, err := s.prepare(ctx, query)
	if err != nil {
		return err
	}
	rows, err := stmt.QueryContext(ctx, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := do(rows.Scan); err != nil {
			return err
		}
	}
	return rows.Err()
}
