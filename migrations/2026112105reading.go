package migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// What reading a POS remembers (mappings, a store's own category rules) and
// what taking an import back needs (the journal and who else saw a receipt).
// The last two are plain tables: nobody edits them.
func init() {
	m.Register(func(app core.App) error {
		stores, err := find(app, "stores")
		if err != nil {
			return err
		}
		if err := makeMappings(app, stores[0]); err != nil {
			return err
		}
		if err := makeCategoryRules(app, stores[0]); err != nil {
			return err
		}
		return run(app,
			`CREATE TABLE import_changes (
				id         INTEGER PRIMARY KEY,
				import     TEXT NOT NULL,
				collection TEXT NOT NULL,
				record     TEXT NOT NULL,
				before     TEXT NOT NULL
			)`,
			`CREATE INDEX idx_import_changes_import ON import_changes (import)`,
			`CREATE INDEX idx_import_changes_record ON import_changes (record)`,
			`CREATE TABLE import_seen (
				receipt TEXT NOT NULL,
				import  TEXT NOT NULL,
				version TEXT NOT NULL, -- the import whose version of the receipt was seen
				PRIMARY KEY (receipt, import)
			) WITHOUT ROWID`,
			`CREATE INDEX idx_import_seen_import ON import_seen (import)`,
		)
	}, func(app core.App) error {
		if err := run(app, `DROP TABLE import_changes`, `DROP TABLE import_seen`); err != nil {
			return err
		}
		return drop(app, "mappings", "category_rules")
	})
}

func makeMappings(app core.App, stores *core.Collection) error {
	c := core.NewBaseCollection("mappings")
	c.Fields.Add(link("store", stores, true), required(text("fingerprint", 64)), text("source", 40), text("preset", 60), object("columns"), object("answers"), text("import", 15))
	edited(c)
	c.AddIndex("idx_mappings_fingerprint", true, "store, fingerprint", "")
	c.ListRule, c.ViewRule = sameStore(isManager, "store"), sameStore(isManager, "store")
	c.UpdateRule, c.DeleteRule = sameStore(isManager, "store"), sameStore(isManager, "store")
	return app.Save(c)
}

func makeCategoryRules(app core.App, stores *core.Collection) error {
	c := core.NewBaseCollection("category_rules")
	c.Fields.Add(link("store", stores, true), choice("match", "category", "description", "any"),
		required(&core.TextField{Name: "phrase", Max: 200, Presentable: true}),
		&core.SelectField{Name: "role", MaxSelect: 1, Required: true, Values: []string{"primary", "accessory", "care_plan", "service", "other"}},
		choice("product_line", "watch", "jewelry"))
	edited(c)
	c.AddIndex("idx_category_rules_phrase", true, "store, match, phrase", "")
	c.ListRule, c.ViewRule = sameStore(signedIn, "store"), sameStore(signedIn, "store")
	c.CreateRule, c.UpdateRule, c.DeleteRule = sameStore(isManager, "store"), sameStore(isManager, "store"), sameStore(isManager, "store")
	return app.Save(c)
}
