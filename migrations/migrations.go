// Package migrations holds the schema, one step a file. Steps run in the order
// of their file names and are never edited once a release carried them; they
// import no room, so that an old step keeps meaning what it meant.
package migrations

import (
	"fmt"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/types"
)

// Who may do what, in the words of PocketBase's rules. A rule that is nil
// stays closed to everybody but the superuser of the Data workshop.
const (
	signedIn  = "@request.auth.collectionName = 'staff' && @request.auth.active = true"
	isManager = signedIn + " && (@request.auth.role = 'manager' || @request.auth.role = 'owner')"
	isOwner   = signedIn + " && @request.auth.role = 'owner'"
)

// sameStore narrows a rule to records of the person's own store; owners see all.
func sameStore(rule, path string) *string {
	return types.Pointer(rule + " && (" + path + " = @request.auth.store || @request.auth.role = 'owner')")
}

func rule(s string) *string { return &s }

// text, whole and their like keep the collections readable as tables.
func text(name string, max int) *core.TextField { return &core.TextField{Name: name, Max: max} }

func required(f *core.TextField) *core.TextField { f.Required = true; return f }

func whole(name string) *core.NumberField { return &core.NumberField{Name: name, OnlyInt: true} }

func flag(name string) *core.BoolField { return &core.BoolField{Name: name} }

func choice(name string, values ...string) *core.SelectField {
	return &core.SelectField{Name: name, MaxSelect: 1, Values: values}
}

func object(name string) *core.JSONField { return &core.JSONField{Name: name, MaxSize: 4 << 20} }

// day is a civil date, YYYY-MM-DD or nothing.
func day(name string) *core.TextField {
	return &core.TextField{Name: name, Max: 10, Pattern: `^(\d{4}-\d{2}-\d{2})?$`}
}

// instant is a moment in UTC, RFC 3339, or nothing.
func instant(name string) *core.TextField {
	return &core.TextField{Name: name, Max: 30, Pattern: `^(\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}(\.\d+)?Z)?$`}
}

func link(name string, to *core.Collection, must bool) *core.RelationField {
	return &core.RelationField{Name: name, CollectionId: to.Id, MaxSelect: 1, Required: must}
}

// owned is a link whose record goes when the linked one goes.
func owned(name string, to *core.Collection) *core.RelationField {
	return &core.RelationField{Name: name, CollectionId: to.Id, MaxSelect: 1, Required: true, CascadeDelete: true}
}

func stamps() []core.Field {
	return []core.Field{
		&core.AutodateField{Name: "created", OnCreate: true},
		&core.AutodateField{Name: "updated", OnCreate: true, OnUpdate: true},
	}
}

// edited adds what every collection that people edit carries: rev, raised by
// each save and compared with If-Match, and the two time stamps.
func edited(c *core.Collection) {
	c.Fields.Add(whole("rev"))
	c.Fields.Add(stamps()...)
}

func find(app core.App, names ...string) ([]*core.Collection, error) {
	found := make([]*core.Collection, len(names))
	for i, name := range names {
		c, err := app.FindCollectionByNameOrId(name)
		if err != nil {
			return nil, fmt.Errorf("finding collection %s: %w", name, err)
		}
		found[i] = c
	}
	return found, nil
}

// drop is the way back of a step that made collections, given in the order in
// which they were made.
func drop(app core.App, names ...string) error {
	for i := len(names) - 1; i >= 0; i-- {
		c, err := app.FindCollectionByNameOrId(names[i])
		if err != nil {
			return fmt.Errorf("finding collection %s: %w", names[i], err)
		}
		if err := app.Delete(c); err != nil {
			return fmt.Errorf("removing collection %s: %w", names[i], err)
		}
	}
	return nil
}

func run(app core.App, statements ...string) error {
	for _, s := range statements {
		if _, err := app.DB().NewQuery(s).Execute(); err != nil {
			return fmt.Errorf("running schema step: %w", err)
		}
	}
	return nil
}
