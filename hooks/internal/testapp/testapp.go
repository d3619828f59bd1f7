// Package testapp gives tests a migrated data folder of their own. The schema
// is built once per test binary and copied, which takes a third of the time.
package testapp

import (
	"database/sql"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tests"

	"touchstone/hooks/internal/database"
	_ "touchstone/migrations" // the schema
)

var template = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "touchstone-test-")
	if err != nil {
		return "", err
	}
	app, err := tests.NewTestApp(dir)
	if err != nil {
		return "", err
	}
	defer app.Cleanup()
	for _, name := range []string{"data.db", "auxiliary.db"} {
		db := app.DB()
		if name == "auxiliary.db" {
			db = app.AuxDB()
		}
		if _, err := db.NewQuery("VACUUM INTO '" + filepath.Join(dir, name+".copy") + "'").Execute(); err != nil {
			return "", err
		}
	}
	return clean(dir)
})

// clean keeps only the copies, under their real names, in a folder of their own.
func clean(dir string) (string, error) {
	out := filepath.Join(dir, "clone")
	if err := os.Mkdir(out, 0o755); err != nil {
		return "", err
	}
	for _, name := range []string{"data.db", "auxiliary.db"} {
		if err := os.Rename(filepath.Join(dir, name+".copy"), filepath.Join(out, name)); err != nil {
			return "", err
		}
	}
	return out, nil
}

// New returns a bootstrapped app on a fresh migrated folder; the test's end
// cleans it up.
func New(tb testing.TB) *tests.TestApp {
	tb.Helper()
	dir, err := template()
	if err != nil {
		tb.Fatalf("building the test schema: %v", err)
	}
	app, err := tests.NewTestApp(dir)
	if err != nil {
		tb.Fatalf("opening the test app: %v", err)
	}
	tb.Cleanup(app.Cleanup)
	return app
}

// SQL returns the connection pool through which the app writes: one connection,
// shared with every save of the app.
func SQL(tb testing.TB, app core.App) *sql.DB {
	tb.Helper()
	db, err := database.Pool(app.NonconcurrentDB())
	if err != nil {
		tb.Fatal(err)
	}
	return db
}
