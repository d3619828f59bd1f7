package migrations

import (
	"fmt"

	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// A week is issued once for the store and once a person: of two cards the one
// issued first is the one that hangs on the wall, and stays. The cards of
// somebody whose record is removed go with it: without a person they would read
// as the team's. And the parts of the day get names of the store's own; empty
// means morning, afternoon, evening.
func init() {
	m.Register(func(app core.App) error {
		if err := run(app, `DELETE FROM scorecards WHERE EXISTS (
			SELECT 1 FROM scorecards o WHERE o.store = scorecards.store AND o.staff = scorecards.staff AND o.week = scorecards.week
			AND (o.issued_at, o.rowid) < (scorecards.issued_at, scorecards.rowid))`); err != nil {
			return err
		}
		if err := oneCard(app, true); err != nil {
			return err
		}
		for _, name := range partNames {
			if err := addField(app, "stores", text(name, 40)); err != nil {
				return err
			}
		}
		return nil
	}, func(app core.App) error {
		for _, name := range partNames {
			if err := removeField(app, "stores", name); err != nil {
				return err
			}
		}
		return oneCard(app, false)
	})
}

var partNames = []string{"morning_name", "afternoon_name", "evening_name"}

// oneCard holds the collection to one card a store, week and person, or lets
// go. The store comes first, then the week, so that the index also finds a week.
func oneCard(app core.App, only bool) error {
	found, err := find(app, "scorecards")
	if err != nil {
		return err
	}
	c := found[0]
	staff, ok := c.Fields.GetByName("staff").(*core.RelationField)
	if !ok {
		return fmt.Errorf("holding scorecards to one a week: the collection has no relation staff")
	}
	staff.CascadeDelete = only
	c.RemoveIndex("idx_scorecards_week")
	if only {
		c.AddIndex("idx_scorecards_week", true, "store, week, staff", "")
	} else {
		c.AddIndex("idx_scorecards_week", false, "store, week", "")
	}
	return app.Save(c)
}
