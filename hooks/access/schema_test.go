package access

import (
	"testing"

	"github.com/pocketbase/pocketbase/core"

	"touchstone/hooks/internal/testapp"
)

func TestTheSchemaGoesBackAndForth(t *testing.T) {
	app := testapp.New(t)
	var step *core.Migration
	for _, m := range core.AppMigrations.Items() {
		if m.File == "2026112108access.go" {
			step = m
		}
	}
	if step == nil {
		t.Fatal("the step is not there")
	}
	has := func(field string, collection string) bool {
		c, err := app.FindCollectionByNameOrId(collection)
		return err == nil && c.Fields.GetByName(field) != nil
	}
	for _, k := range []struct {
		run  func(core.App) error
		want bool
	}{{step.Down, false}, {step.Up, true}} {
		if err := app.RunInTransaction(k.run); err != nil {
			t.Fatal(err)
		}
		if has("value_key", "audit") != k.want || has("client", "idempotency") != k.want || app.HasTable("audit_keys") != k.want {
			t.Errorf("fields and table there: want %v", k.want)
		}
	}
	if err := Append(app, Entry{At: morning, Actor: program, Action: "x", After: 1}); err != nil {
		t.Fatal(err)
	}
	// The triggers outlived the change of the table.
	for _, q := range []string{`UPDATE audit SET who = 'x'`, `DELETE FROM audit`} {
		if _, err := testapp.SQL(t, app).Exec(q); err == nil {
			t.Errorf("%s went through", q)
		}
	}
}
