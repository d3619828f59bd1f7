package migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// The audit chain, its values, the answers to repeated requests, and issued
// scorecards. Triggers keep the chain append-only even against plain SQL.
func init() {
	m.Register(func(app core.App) error {
		found, err := find(app, "stores", "staff")
		if err != nil {
			return err
		}
		for _, c := range []*core.Collection{auditCollection(), auditValuesCollection(), idempotencyCollection(), scorecardsCollection(found[0], found[1])} {
			if err := app.Save(c); err != nil {
				return err
			}
		}
		return run(app,
			`CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit chain is append-only'); END`,
			`CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the audit chain is append-only'); END`,
		)
	}, func(app core.App) error {
		if err := run(app, `DROP TRIGGER audit_no_update`, `DROP TRIGGER audit_no_delete`); err != nil {
			return err
		}
		return drop(app, "audit", "audit_values", "idempotency", "scorecards")
	})
}

func auditCollection() *core.Collection {
	c := core.NewBaseCollection("audit")
	c.Fields.Add(whole("seq"), instant("at"), text("staff", 15), text("who", 60), text("device", 60), text("action", 40),
		text("collection", 60), text("record", 30), object("fields"), text("value_mac", 64), text("previous", 64), text("hash", 64))
	c.AddIndex("idx_audit_seq", true, "seq", "")
	c.AddIndex("idx_audit_record", false, "record", "")
	c.ListRule, c.ViewRule = rule(isOwner), rule(isOwner)
	return c
}

func auditValuesCollection() *core.Collection {
	c := core.NewBaseCollection("audit_values")
	c.Fields.Add(whole("seq"), text("client", 15), object("before"), object("after"))
	c.AddIndex("idx_audit_values_seq", true, "seq", "")
	c.AddIndex("idx_audit_values_client", false, "client", "")
	return c
}

func idempotencyCollection() *core.Collection {
	c := core.NewBaseCollection("idempotency")
	c.Fields.Add(required(text("key", 100)), text("scope", 100), text("body_hash", 64), whole("status"), text("answer", 1<<20))
	c.Fields.Add(stamps()...)
	c.AddIndex("idx_idempotency_key", true, "scope, key", "")
	return c
}

func scorecardsCollection(stores, staff *core.Collection) *core.Collection {
	c := core.NewBaseCollection("scorecards")
	c.Fields.Add(link("store", stores, true), link("staff", staff, false), required(text("week", 10)), day("first"), day("last"),
		whole("definition_version"), object("figures"), instant("issued_at"), text("audit_head", 64))
	c.Fields.Add(stamps()...)
	c.AddIndex("idx_scorecards_week", false, "store, week", "")
	own := " && (staff = '' || staff = @request.auth.id || @request.auth.role = 'manager' || @request.auth.role = 'owner')"
	c.ListRule, c.ViewRule = sameStore(signedIn+own, "store"), sameStore(signedIn+own, "store")
	return c
}
