package access

import (
	"github.com/pocketbase/pocketbase/core"

	"touchstone/hooks/internal/fault"
)

// isSealed names the collections that only this package writes, by plain SQL:
// not even the Data workshop may touch them.
func isSealed(collection string) bool {
	switch collection {
	case "audit", "audit_values", "idempotency", "sessions":
		return true
	}
	return false
}

func errSealed(collection string) error {
	return fault.New(fault.Forbidden, "The collection %s is kept by the program alone. It can be read, not changed.", collection)
}

// bindSealed keeps the chain's collections out of reach and enters changes of
// the schema and the settings into the chain.
func (d *Desk) bindSealed(app core.App) {
	refuse := func(e *core.RecordEvent) error {
		if isSealed(e.Record.Collection().Name) {
			return errSealed(e.Record.Collection().Name)
		}
		return e.Next()
	}
	app.OnRecordCreate().BindFunc(refuse)
	app.OnRecordUpdate().BindFunc(refuse)
	app.OnRecordDelete().BindFunc(refuse)
	app.OnCollectionCreateRequest().BindFunc(d.schema("schema create"))
	app.OnCollectionUpdateRequest().BindFunc(d.schema("schema update"))
	app.OnCollectionDeleteRequest().BindFunc(d.schema("schema delete"))
	app.OnCollectionsImportRequest().BindFunc(func(e *core.CollectionsImportRequestEvent) error {
		return Respond(e.RequestEvent, fault.New(fault.Forbidden, "A schema cannot be pasted over this one. Touchstone brings its own with each version."))
	})
	app.OnSettingsUpdateRequest().BindFunc(func(e *core.SettingsUpdateRequestEvent) error {
		if err := e.Next(); err != nil {
			return err
		}
		return Respond(e.RequestEvent, Append(e.App, Entry{At: d.now(), Actor: ActorOf(e.RequestEvent), Action: "settings update"}))
	})
	app.OnBatchRequest().BindFunc(func(e *core.BatchRequestEvent) error {
		if !e.HasSuperuserAuth() {
			return Respond(e.RequestEvent, fault.New(fault.Forbidden, "Several changes in one request are not taken. Send them one by one."))
		}
		return e.Next()
	})
}

// schema enters a change of a collection's schema, made in the dashboard.
func (d *Desk) schema(action string) func(*core.CollectionRequestEvent) error {
	return func(e *core.CollectionRequestEvent) error {
		name := e.Collection.Name
		if stored, err := e.App.FindCollectionByNameOrId(e.Collection.Id); err == nil {
			name = stored.Name // a rename is not a way around
		}
		if isSealed(name) {
			return Respond(e.RequestEvent, errSealed(name))
		}
		outer := e.App
		err := outer.RunInTransaction(func(tx core.App) error {
			e.App = tx
			d.As(tx, ActorOf(e.RequestEvent))
			if err := e.Next(); err != nil {
				return err
			}
			return Append(tx, Entry{At: d.now(), Actor: ActorOf(e.RequestEvent), Action: action, Collection: e.Collection.Name})
		})
		e.App = outer
		return Respond(e.RequestEvent, err)
	}
}
