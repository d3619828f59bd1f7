package testapp

import "testing"

func TestNewHasTheSchema(t *testing.T) {
	app := New(t)
	if _, err := app.FindCollectionByNameOrId("receipts"); err != nil {
		t.Fatal(err)
	}
	if _, err := SQL(t, app).Exec(`INSERT INTO stores (id, code, time_zone) VALUES ('s00000000000001', 'MAIN', 'UTC')`); err != nil {
		t.Fatal(err)
	}
}
