package pos

import (
	"context"
	"database/sql"
	"fmt"
	"time"
)

// interruption is the key under which a test hangs a function into the context
// that is asked before each commit; what it returns ends the work there, as a
// crash would.
type interruption struct{}

// inTx runs do in one transaction of the write connection.
func inTx(ctx context.Context, db *sql.DB, do func(tx *sql.Tx) error) error {
	_, err := holding(ctx, db, do)
	return err
}

// beginner opens transactions: a pool, or one connection of it.
type beginner interface {
	BeginTx(ctx context.Context, opts *sql.TxOptions) (*sql.Tx, error)
}

// holding is inTx that tells how long the transaction kept others from writing.
func holding(ctx context.Context, db beginner, do func(tx *sql.Tx) error) (time.Duration, error) {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return 0, err
	}
	began := time.Now() // a stopwatch, no date
	err = finish(ctx, tx, do)
	return time.Since(began), err
}

func finish(ctx context.Context, tx *sql.Tx, do func(tx *sql.Tx) error) error {
	if err := do(tx); err != nil {
		return joinRollback(tx, err)
	}
	if stop, ok := ctx.Value(interruption{}).(func() error); ok {
		if err := stop(); err != nil {
			return joinRollback(tx, err)
		}
	}
	return tx.Commit()
}

func joinRollback(tx *sql.Tx, err error) error {
	if back := tx.Rollback(); back != nil && back != sql.ErrTxDone {
		return fmt.Errorf("%w (and undoing it: %v)", err, back)
	}
	return err
}
