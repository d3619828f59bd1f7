package access

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/hook"

	"touchstone/hooks/internal/fault"
)

// activeStaffOnly takes the sign-in of staff who left for none at all, as an
// expired one is taken: on a shared tablet the next person must still be able
// to sign in over it.
func activeStaffOnly() *hook.Handler[*core.RequestEvent] {
	return &hook.Handler[*core.RequestEvent]{Id: "accessActiveStaff", Priority: -900, Func: func(e *core.RequestEvent) error {
		if e.Auth != nil && e.Auth.Collection().Name == "staff" && !e.Auth.GetBool("active") {
			e.Auth = nil
		}
		return e.Next()
	}}
}

// bindStaff ends every open sign-in of a person who is switched off (their
// tokens stay dead even after a return) and keeps the shop from locking itself out.
func (d *Desk) bindStaff(app core.App) {
	app.OnRecordUpdate("staff").BindFunc(func(e *core.RecordEvent) error {
		if isActiveOwner(e.Record.Original()) && !isActiveOwner(e.Record) {
			if err := anotherOwner(e.App, e.Record.Id); err != nil {
				return err
			}
		}
		if e.Record.Original().GetBool("active") && !e.Record.GetBool("active") {
			e.Record.RefreshTokenKey()
		}
		return e.Next()
	})
}

func isActiveOwner(r *core.Record) bool {
	return r.GetBool("active") && r.GetString("role") == "owner"
}

// anotherOwner refuses to let the last active owner go.
func anotherOwner(app core.App, id string) error {
	n, err := app.CountRecords("staff", dbx.NewExp("[[role]] = 'owner' AND [[active]] = TRUE AND [[id]] != {:id}", dbx.Params{"id": id}))
	if err != nil {
		return fmt.Errorf("counting owners: %w", err)
	}
	if n == 0 {
		return fault.New(fault.Conflict, "This is the last owner who can sign in. Make somebody else an owner first.")
	}
	return nil
}

// truncates empties a collection from the dashboard in the owner's name.
func (d *Desk) truncates() *hook.Handler[*core.RequestEvent] {
	return &hook.Handler[*core.RequestEvent]{Id: "accessTruncates", Func: func(e *core.RequestEvent) error {
		path := e.Request.URL.Path
		if e.Request.Method != http.MethodDelete || !strings.HasPrefix(path, "/api/collections/") || !strings.HasSuffix(path, "/truncate") {
			return e.Next()
		}
		outer := e.App
		defer func() { e.App = outer }()
		return Respond(e, d.Transact(e, func(tx core.App) error {
			e.App = tx
			return e.Next()
		}))
	}}
}
