package migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

var bookCollections = []string{"households", "clients", "client_keys", "contact_points", "consents", "relations", "milestones", "preferences", "duplicates"}

// The client book. Names stay as given; keys for matching stand beside them.
func init() {
	m.Register(func(app core.App) error {
		found, err := find(app, "stores", "staff")
		if err != nil {
			return err
		}
		households, err := makeHouseholds(app, found[0])
		if err != nil {
			return err
		}
		clients, err := makeClients(app, found[0], found[1], households)
		if err != nil {
			return err
		}
		for _, make := range []func(core.App, *core.Collection) error{makeClientKeys, makeContactPoints, makeConsents, makeRelations, makeMilestones, makePreferences, makeDuplicates} {
			if err := make(app, clients); err != nil {
				return err
			}
		}
		return nil
	}, func(app core.App) error { return drop(app, bookCollections...) })
}

func makeHouseholds(app core.App, stores *core.Collection) (*core.Collection, error) {
	c := core.NewBaseCollection("households")
	c.Fields.Add(
		link("store", stores, true), &core.TextField{Name: "name", Max: 200, Presentable: true},
		text("account_key", 80), text("source", 40),
		text("line1", 200), text("line2", 200), text("city", 100), text("region", 100), text("postal_code", 20), text("country", 2),
		text("import", 15),
	)
	edited(c)
	c.AddIndex("idx_households_account", false, "account_key", "account_key != ''")
	shareBook(c, "store")
	return c, app.Save(c)
}

func makeClients(app core.App, stores, staff, households *core.Collection) (*core.Collection, error) {
	c := core.NewBaseCollection("clients")
	c.Fields.Add(
		link("store", stores, true), link("household", households, false), link("owner", staff, false),
		&core.TextField{Name: "name", Max: 200, Presentable: true}, text("given", 100), text("family", 100), text("name_key", 200),
		flag("couple"), flag("company"), flag("deceased"), day("since"), text("notes", 10000),
		text("import", 15),
	)
	edited(c)
	c.AddIndex("idx_clients_name_key", false, "name_key", "name_key != ''")
	shareBook(c, "store")
	return c, app.Save(c)
}

// client_keys: under which numbers a POS knows a client. A number that a POS
// gave to another person later stands here twice; the newest counts.
func makeClientKeys(app core.App, clients *core.Collection) error {
	c := core.NewBaseCollection("client_keys")
	c.Fields.Add(owned("client", clients), required(text("source", 40)), required(text("key", 80)), text("import", 15))
	c.Fields.Add(stamps()...)
	c.AddIndex("idx_client_keys_key", false, "key", "")
	c.AddIndex("idx_client_keys_client", false, "client", "")
	readBook(c, "client.store")
	return app.Save(c)
}

func makeContactPoints(app core.App, clients *core.Collection) error {
	c := core.NewBaseCollection("contact_points")
	c.Fields.Add(owned("client", clients), &core.SelectField{Name: "kind", MaxSelect: 1, Required: true, Values: []string{"email", "phone"}},
		required(&core.TextField{Name: "raw", Max: 200, Presentable: true}), text("normalized", 200), text("label", 60), flag("do_not_contact"),
		text("import", 15))
	edited(c)
	c.AddIndex("idx_contact_points_normalized", false, "normalized", "normalized != ''")
	c.AddIndex("idx_contact_points_client", false, "client", "")
	shareBook(c, "client.store")
	return app.Save(c)
}

func makeConsents(app core.App, clients *core.Collection) error {
	staff, err := find(app, "staff")
	if err != nil {
		return err
	}
	c := core.NewBaseCollection("consents")
	c.Fields.Add(owned("client", clients), choice("channel", "paper", "call", "mail", "text"), choice("state", "yes", "no", "unknown"),
		text("basis", 200), text("source", 200), instant("at"), link("staff", staff[0], false), text("import", 15))
	c.Fields.Add(stamps()...)
	c.AddIndex("idx_consents_client", false, "client", "")
	readBook(c, "client.store")
	c.CreateRule = c.ListRule
	return app.Save(c)
}

func makeRelations(app core.App, clients *core.Collection) error {
	c := core.NewBaseCollection("relations")
	c.Fields.Add(owned("client", clients), owned("other", clients), required(text("kind", 40)), day("from"), day("until"), text("import", 15))
	edited(c)
	c.AddIndex("idx_relations_client", false, "client", "")
	shareBook(c, "client.store")
	return app.Save(c)
}

func makeMilestones(app core.App, clients *core.Collection) error {
	c := core.NewBaseCollection("milestones")
	c.Fields.Add(owned("client", clients), required(text("kind", 40)), text("label", 200), whole("month"), whole("day"), whole("year"), text("import", 15))
	edited(c)
	c.AddIndex("idx_milestones_client", false, "client", "")
	c.AddIndex("idx_milestones_day", false, "month, day", "")
	shareBook(c, "client.store")
	return app.Save(c)
}

func makePreferences(app core.App, clients *core.Collection) error {
	c := core.NewBaseCollection("preferences")
	c.Fields.Add(owned("client", clients), choice("kind", "metal", "stone", "cut", "style", "brand", "size", "price_band"),
		required(text("value", 200)), choice("state", "confirmed", "suggested", "declined"), text("import", 15))
	edited(c)
	c.AddIndex("idx_preferences_client", false, "client", "")
	shareBook(c, "client.store")
	return app.Save(c)
}

func makeDuplicates(app core.App, clients *core.Collection) error {
	c := core.NewBaseCollection("duplicates")
	c.Fields.Add(owned("client", clients), owned("other", clients), required(text("reason", 200)),
		choice("state", "open", "same", "different"), text("import", 15))
	edited(c)
	c.AddIndex("idx_duplicates_pair", true, "client, other", "")
	shareBook(c, "client.store")
	c.CreateRule, c.DeleteRule = nil, nil
	return app.Save(c)
}

// readBook lets everybody of the store read; shareBook lets them write too.
func readBook(c *core.Collection, path string) {
	c.ListRule, c.ViewRule = sameStore(signedIn, path), sameStore(signedIn, path)
}

func shareBook(c *core.Collection, path string) {
	readBook(c, path)
	c.CreateRule, c.UpdateRule = sameStore(signedIn, path), sameStore(signedIn, path)
	c.DeleteRule = sameStore(isManager, path)
}
