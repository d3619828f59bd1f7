package migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// What the figures need beside the sales: three more facts of a receipt, ways
// to find receipts by household, brand and refund, and plain tables that only
// the figures write. Each roll-up is one packed row a store, cut and day or
// month; figures_people gives clients and households small numbers to count
// them by; figures_dirty lists what still has to be brought up to date.
func init() {
	m.Register(func(app core.App) error {
		found, err := find(app, "receipts")
		if err != nil {
			return err
		}
		c := found[0]
		c.Fields.Add(text("people", 2000), flag("first_purchase"), flag("repeat_household_same"))
		c.AddIndex("idx_receipts_household", false, "household, date", "household != '' AND household != client") // of one person alone the client's index knows
		c.AddIndex("idx_receipts_brand", false, "brand", "brand != ''")
		c.AddIndex("idx_receipts_refunded", false, "date, refunded_on", "refunded > 0")
		if err := app.Save(c); err != nil {
			return err
		}
		return run(app,
			`CREATE TABLE figures_rollups (
				store     TEXT NOT NULL,
				dimension TEXT NOT NULL,
				grain     TEXT NOT NULL,
				start     TEXT NOT NULL,
				body      BLOB NOT NULL,
				PRIMARY KEY (store, dimension, grain, start)
			)`,
			`CREATE TABLE figures_people (
				number INTEGER PRIMARY KEY,
				record TEXT NOT NULL UNIQUE
			)`,
			`CREATE TABLE figures_dirty (
				kind  TEXT NOT NULL,
				key   TEXT NOT NULL,
				stamp INTEGER NOT NULL,
				PRIMARY KEY (kind, key)
			) WITHOUT ROWID`,
		)
	}, func(app core.App) error {
		if err := run(app, `DROP TABLE figures_rollups`, `DROP TABLE figures_people`, `DROP TABLE figures_dirty`); err != nil {
			return err
		}
		found, err := find(app, "receipts")
		if err != nil {
			return err
		}
		c := found[0]
		for _, name := range []string{"people", "first_purchase", "repeat_household_same"} {
			c.Fields.RemoveByName(name)
		}
		for _, name := range []string{"idx_receipts_household", "idx_receipts_brand", "idx_receipts_refunded"} {
			c.RemoveIndex(name)
		}
		return app.Save(c)
	})
}
