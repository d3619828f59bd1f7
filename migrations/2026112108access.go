package migrations

import (
	"fmt"

	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// What the chain needs so that a client can be forgotten and the chain still
// verifies: a key per client, apart from the chain, named in each entry by an
// id of its own. Answers kept for repeated requests say whom they speak of.
func init() {
	m.Register(func(app core.App) error {
		if err := addField(app, "audit", text("value_key", 32)); err != nil {
			return err
		}
		if err := addField(app, "idempotency", text("client", 15)); err != nil {
			return err
		}
		return run(app,
			`CREATE TABLE audit_keys (
				id      TEXT PRIMARY KEY,
				subject TEXT NOT NULL UNIQUE,
				secret  BLOB NOT NULL
			) WITHOUT ROWID`,
			`CREATE INDEX idx_idempotency_client ON idempotency (client) WHERE client != ''`,
			`CREATE INDEX idx_idempotency_created ON idempotency (created)`,
		)
	}, func(app core.App) error {
		if err := run(app, `DROP INDEX idx_idempotency_created`, `DROP INDEX idx_idempotency_client`, `DROP TABLE audit_keys`); err != nil {
			return err
		}
		if err := removeField(app, "idempotency", "client"); err != nil {
			return err
		}
		return removeField(app, "audit", "value_key")
	})
}

func addField(app core.App, collection string, f core.Field) error {
	c, err := app.FindCollectionByNameOrId(collection)
	if err != nil {
		return fmt.Errorf("finding collection %s: %w", collection, err)
	}
	c.Fields.Add(f)
	return app.Save(c)
}

func removeField(app core.App, collection, name string) error {
	c, err := app.FindCollectionByNameOrId(collection)
	if err != nil {
		return fmt.Errorf("finding collection %s: %w", collection, err)
	}
	c.Fields.RemoveByName(name)
	return app.Save(c)
}
