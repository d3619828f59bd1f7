package pos

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"time"
)

// statements hands rows to SQLite through prepared statements of the write
// connection, kept for one run. They go to the driver directly: database/sql
// makes a new list of named values for every statement, which for a large
// import is as much memory as all its receipts.
type statements struct {
	db     *sql.DB
	conn   *sql.Conn   // of the transaction at hand
	of     driver.Conn // whose statements these are
	all    map[string]driver.StmtExecContext
	values []driver.NamedValue
}

func newStatements(db *sql.DB) *statements {
	return &statements{db: db, all: map[string]driver.StmtExecContext{}}
}

// hold is how long a transaction kept others from writing, and whether somebody
// waited for its end.
type hold struct {
	took  time.Duration
	inWay bool
}

// within runs do in one transaction in which run may be called.
func (s *statements) within(ctx context.Context, do func(tx *sql.Tx) error) (h hold, err error) {
	if s.conn, err = s.db.Conn(ctx); err != nil {
		return h, err
	}
	waits := s.db.Stats().WaitCount
	defer func() {
		h.inWay = s.db.Stats().WaitCount > waits
		err = errors.Join(err, s.conn.Close())
		s.conn = nil
	}()
	h.took, err = holding(ctx, s.conn, do)
	return h, err
}

var errNoConnection = errors.New("no transaction is open")

// run carries a statement out for every width values and returns those left
// over. A chunk is short and ends with its transaction, so a command that is
// stopped is noticed between chunks: the driver would pay for watching every
// single statement.
func (s *statements) run(query string, values []any, width int) ([]any, error) {
	if len(values) < width {
		return values, nil
	}
	if s.conn == nil {
		return nil, errNoConnection
	}
	ctx := context.Background()
	err := s.conn.Raw(func(raw any) error {
		stmt, err := s.on(ctx, raw, query)
		if err != nil {
			return err
		}
		for len(s.values) < width {
			s.values = append(s.values, driver.NamedValue{Ordinal: len(s.values) + 1})
		}
		handed := s.values[:width]
		for ; len(values) >= width; values = values[width:] {
			for i, v := range values[:width] {
				if n, ok := v.(int); ok {
					v = int64(n)
				}
				handed[i].Value = v
			}
			if _, err := stmt.ExecContext(ctx, handed); err != nil {
				return err
			}
		}
		return nil
	})
	return values, err
}

// on gives a statement of the connection, preparing it where it is not kept.
func (s *statements) on(ctx context.Context, raw any, query string) (driver.StmtExecContext, error) {
	conn, ok := raw.(driver.ConnPrepareContext)
	if !ok {
		return nil, fmt.Errorf("preparing a statement: %T prepares none", raw)
	}
	if s.of != raw { // the pool opened another connection; with the old one its statements went
		s.of, _ = raw.(driver.Conn)
		clear(s.all)
	}
	if kept := s.all[query]; kept != nil {
		return kept, nil
	}
	stmt, err := conn.PrepareContext(ctx, query)
	if err != nil {
		return nil, fmt.Errorf("preparing a statement: %w", err)
	}
	fresh, ok := stmt.(driver.StmtExecContext)
	if !ok {
		return nil, errors.Join(fmt.Errorf("preparing a statement: %T cannot be carried out", stmt), stmt.Close())
	}
	s.all[query] = fresh
	return fresh, nil
}

// close frees the statements.
func (s *statements) close() {
	if len(s.all) == 0 {
		return
	}
	conn, err := s.db.Conn(context.Background())
	if err != nil {
		return // the book is closed, and they with it
	}
	defer conn.Close()
	_ = conn.Raw(func(raw any) error { // what cannot be freed goes with the connection
		if s.of != raw {
			return nil
		}
		for _, stmt := range s.all {
			if closing, ok := stmt.(driver.Stmt); ok {
				_ = closing.Close()
			}
		}
		return nil
	})
	clear(s.all)
}
