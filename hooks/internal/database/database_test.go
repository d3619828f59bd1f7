package database

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"touchstone/hooks/internal/fault"
)

// Every connection of a pool, not only the first one, must be durable.
func TestConnectSetsEveryPooledConnection(t *testing.T) {
	for file, sync := range map[string]string{"data.db": "2", "auxiliary.db": "1"} {
		db, err := Connect(filepath.Join(t.TempDir(), file))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { db.Close() })
		var held []*sql.Conn
		for i := range 6 {
			conn, err := db.DB().Conn(context.Background())
			if err != nil {
				t.Fatal(err)
			}
			held = append(held, conn)
			for pragma, want := range map[string]string{
				"journal_mode": "wal", "synchronous": sync, "foreign_keys": "1", "busy_timeout": "10000", "cache_size": "-32000", "temp_store": "2",
			} {
				var got string
				if err := conn.QueryRowContext(context.Background(), "PRAGMA "+pragma).Scan(&got); err != nil {
					t.Fatal(err)
				}
				if got != want {
					t.Errorf("%s, connection %d: %s is %s, want %s", file, i, pragma, got, want)
				}
			}
		}
		for _, conn := range held {
			conn.Close()
		}
	}
}

func TestExplain(t *testing.T) {
	own := fault.New(fault.Conflict, "own")
	plain := errors.New("anything")
	for _, c := range []struct {
		name string
		err  error
		kind fault.Kind
		same bool
	}{
		{"a fault stays", fmt.Errorf("saving: %w", own), fault.Conflict, true},
		{"unknown stays", plain, fault.Internal, true},
		{"the disk of a file", fmt.Errorf("writing: %w", syscall.ENOSPC), fault.DiskFull, false},
		{"SQLite's words", errors.New("database or disk is full (13)"), fault.DiskFull, false},
		{"full", provoke(t, full), fault.DiskFull, false},
		{"damaged", provoke(t, damaged), fault.Internal, false},
		{"read only", provoke(t, readOnly), fault.Forbidden, false},
	} {
		got := Explain(c.err)
		if fault.KindOf(got) != c.kind {
			t.Errorf("%s: kind %d, want %d (%v)", c.name, fault.KindOf(got), c.kind, got)
		}
		if (got == c.err) != c.same { //nolint:errorlint // identity is the point
			t.Errorf("%s: got %v from %v", c.name, got, c.err)
		}
		if !errors.Is(got, c.err) {
			t.Errorf("%s: the cause is lost", c.name)
		}
	}
	if Explain(nil) != nil {
		t.Error("nothing became an error")
	}
}

// provoke makes SQLite itself fail.
func provoke(t *testing.T, how func(db *sql.DB, path string) error) error {
	t.Helper()
	path := filepath.Join(t.TempDir(), "data.db")
	db, err := Connect(path)
	if err != nil {
		t.Fatal(err)
	}
	db.DB().SetMaxOpenConns(1)
	defer func() { db.Close() }()
	if _, err := db.DB().Exec("CREATE TABLE t (x TEXT)"); err != nil {
		t.Fatal(err)
	}
	err = how(db.DB(), path)
	if err == nil {
		t.Fatal("SQLite did not fail")
	}
	return err
}

func full(db *sql.DB, _ string) error {
	if _, err := db.Exec("PRAGMA max_page_count = 2"); err != nil {
		return err
	}
	_, err := db.Exec("INSERT INTO t VALUES (?)", strings.Repeat("x", 100_000))
	return err
}

func readOnly(db *sql.DB, _ string) error {
	if _, err := db.Exec("PRAGMA query_only = ON"); err != nil {
		return err
	}
	_, err := db.Exec("INSERT INTO t VALUES ('x')")
	return err
}

func damaged(db *sql.DB, path string) error {
	db.Close()
	if err := os.WriteFile(path, []byte(strings.Repeat("no book ", 1000)), 0o600); err != nil {
		return err
	}
	again, err := Connect(path)
	if err != nil {
		return err
	}
	defer again.Close()
	_, err = again.NewQuery("SELECT count(*) FROM t").Execute()
	return err
}
