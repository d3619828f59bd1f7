package migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// stores and staff. A member of staff whom an import met has no sign-in until
// the owner gives one; such a record has no usable password.
func init() {
	m.Register(func(app core.App) error {
		stores, err := makeStores(app)
		if err != nil {
			return err
		}
		return makeStaff(app, stores)
	}, func(app core.App) error { return drop(app, "stores", "staff") })
}

func makeStores(app core.App) (*core.Collection, error) {
	c := core.NewBaseCollection("stores")
	c.Fields.Add(
		required(&core.TextField{Name: "code", Max: 40, Presentable: true}),
		text("name", 200), text("address", 500), text("phone", 40),
		&core.TextField{Name: "currency", Max: 3, Pattern: `^([A-Z]{3})?$`},
		required(text("time_zone", 60)), text("country", 2),
		choice("week_start", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
		whole("day_cutover"), whole("noon"), whole("evening"), // minutes after midnight
		whole("floor"), choice("paper", "letter", "a4"), choice("leap_day", "02-28", "03-01"),
		object("pos_codes"),
	)
	edited(c)
	c.AddIndex("idx_stores_code", true, "code", "")
	c.ListRule, c.ViewRule = sameStore(signedIn, "id"), sameStore(signedIn, "id")
	c.UpdateRule = rule(isOwner)
	return c, app.Save(c)
}

func makeStaff(app core.App, stores *core.Collection) error {
	c := core.NewAuthCollection("staff")
	c.Fields.Add(
		required(&core.TextField{Name: "name", Max: 120, Presentable: true}),
		required(text("code", 60)), object("pos_codes"),
		&core.SelectField{Name: "role", MaxSelect: 1, Required: true, Values: []string{"owner", "manager", "associate"}},
		link("store", stores, true), flag("active"), day("started"), day("ended"),
		text("import", 15),
	)
	edited(c)
	if email, ok := c.Fields.GetByName("email").(*core.EmailField); ok {
		email.Required = false // most associates sign in by name and PIN
	}
	c.PasswordAuth.Enabled = true
	c.AuthRule = rule("active = true")
	c.AddIndex("idx_staff_code", true, "store, code", "")
	c.ListRule, c.ViewRule = sameStore(signedIn, "store"), sameStore(signedIn, "store")
	c.CreateRule, c.UpdateRule, c.ManageRule = rule(isOwner), rule(isOwner), rule(isOwner)
	return app.Save(c)
}
