package migrations

import (
	"testing"

	"github.com/pocketbase/pocketbase/tests"
)

func TestEveryStepRunsAndGoesBack(t *testing.T) {
	app, err := tests.NewTestApp(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer app.Cleanup()
	for _, name := range append([]string{"stores", "staff", "imports", "receipts", "lines", "shares", "import_rows", "mappings", "category_rules", "audit", "audit_values", "idempotency", "scorecards", "sessions", "merges"}, bookCollections...) {
		if _, err := app.FindCollectionByNameOrId(name); err != nil {
			t.Errorf("collection %s: %v", name, err)
		}
	}
	if _, err := app.DB().NewQuery(`DELETE FROM audit`).Execute(); err != nil {
		t.Errorf("deleting from an empty chain: %v", err)
	}
}
