package access

import (
	"testing"

	"github.com/pocketbase/pocketbase/core"

	"touchstone/hooks/internal/testapp"
)

func TestTheSchemaGoesBackAndForth(t *testing.T) {
	app := testapp.New(t)
	step := accessStep(t)
	for _, k := range []struct {
		run  func(core.App) error
		want bool
	}{{step.Down, false}, {step.Up, true}} {
		if err := app.RunInTransaction(k.run); err != nil {
			t.Fatal(err)
		}
		for what, there := range map[string]bool{
			"audit.value_key":    hasField(app, "audit", "value_key"),
			"idempotency.client": hasField(app, "idempotency", "client"),
			"audit_keys":         app.HasTable("audit_keys"),
		} {
			if there != k.want {
				t.Errorf("%s is there: %v, want %v", what, there, k.want)
			}
		}
	}
	// The triggers outlived the change of the table.
	if err := Append(app, Entry{At: morning, Actor: program, Action: "x", After: 1}); err != nil {
		t.Fatal(err)
	}
	for _, q := range []string{`UPDATE audit SET who = 'x'`, `DELETE FROM audit`} {
		if _, err := testapp.SQL(t, app).Exec(q); err == nil {
			t.Errorf("%s went through", q)
		}
	}
}

func accessStep(t *testing.T) *core.Migration {
	t.Helper()
	for _, m := range core.AppMigrations.Items() {
		if m.File == "2026112108access.go" {
			return m
		}
	}
	t.Fatal("the step is not there")
	return nil
}

func hasField(app core.App, collection, field string) bool {
	c, err := app.FindCollectionByNameOrId(collection)
	return err == nil && c.Fields.GetByName(field) != nil
}
