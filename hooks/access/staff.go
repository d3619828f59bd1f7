package access

import (
	"net/http"
	"strings"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/hook"
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

// bindStaff ends every open sign-in of a person who is switched off: their
// tokens stay dead even after a return.
func (d *Desk) bindStaff(app core.App) {
	app.OnRecordUpdate("staff").BindFunc(func(e *core.RecordEvent) error {
		if e.Record.Original().GetBool("active") && !e.Record.GetBool("active") {
			e.Record.RefreshTokenKey()
		}
		return e.Next()
	})
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
