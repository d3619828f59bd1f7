// Package peer drives the programs that the benchmarks compare with.
package peer

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"strings"
	"time"
)

// ErrMissing says that a program to compare with is not on this machine.
var ErrMissing = errors.New("not on this machine")

// SQLite is the sqlite3 command line of the system.
type SQLite struct{ path string }

// FindSQLite looks for sqlite3; the error is ErrMissing with the way to get it.
func FindSQLite() (SQLite, error) {
	path, err := exec.LookPath("sqlite3")
	if err != nil {
		return SQLite{}, fmt.Errorf("sqlite3 is %w (Debian: apt install sqlite3)", ErrMissing)
	}
	return SQLite{path}, nil
}

// Make creates a database with one table of text columns named as header says
// and an index on each of the columns in indexed, in WAL mode.
func (s SQLite) Make(ctx context.Context, db string, header, indexed []string) error {
	columns := make([]string, len(header))
	for i, name := range header {
		columns[i] = quote(name) + " TEXT"
	}
	script := "PRAGMA journal_mode=WAL; CREATE TABLE sales (" + strings.Join(columns, ", ") + ");"
	for i, name := range indexed {
		script += fmt.Sprintf(" CREATE INDEX i%d ON sales (%s);", i, quote(name))
	}
	if out, err := exec.CommandContext(ctx, s.path, db, script).CombinedOutput(); err != nil {
		return fmt.Errorf("making a table in sqlite3: %w\n%s", err, out)
	}
	return nil
}

// Import is the command that reads a CSV file with a header into that table,
// every row on the disk when it ends.
func (s SQLite) Import(ctx context.Context, db, file string) *exec.Cmd {
	return exec.CommandContext(ctx, s.path, db, "PRAGMA synchronous=FULL;", `.import --csv --skip 1 "`+file+`" sales`)
}

// Rows counts what Import wrote.
func (s SQLite) Rows(ctx context.Context, db string) (n int, err error) {
	out, err := exec.CommandContext(ctx, s.path, db, "SELECT count(*) FROM sales").Output()
	if err != nil {
		return 0, fmt.Errorf("counting rows in sqlite3: %w", err)
	}
	_, err = fmt.Sscan(string(out), &n)
	return n, err
}

// Fixed times one query that never changes, so that times on different machines
// can be compared.
func (s SQLite) Fixed(ctx context.Context) (time.Duration, error) {
	began := time.Now()
	err := exec.CommandContext(ctx, s.path, ":memory:",
		"WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000) SELECT sum(i % 7 * i) FROM n").Run()
	if err != nil {
		return 0, fmt.Errorf("running the fixed query in sqlite3: %w", err)
	}
	return time.Since(began), nil
}

func quote(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }
