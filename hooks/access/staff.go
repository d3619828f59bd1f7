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

// bindStaff keeps the shop from locking itself out, and ends the sessions and
// streams of people whose rights change.
func (d *Desk) bindStaff(app core.App) {
	app.OnRecordUpdate("staff").BindFunc(func(e *core.RecordEvent) error {
		if isActiveOwner(e.Record.Original()) && !isActiveOwner(e.Record) {
			if err := anotherOwner(e.App, e.Record.Id); err != nil {
				return err
			}
		}
		if switchedOff(e.Record) {
			e.Record.RefreshTokenKey()
		}
		return e.Next()
	})
	app.OnRecordUpdateExecute("staff").BindFunc(d.endOnChange)
	app.OnRecordDeleteExecute("staff").BindFunc(func(e *core.RecordEvent) error {
		if err := e.Next(); err != nil {
			return err
		}
		_, err := d.endSessions(e.App, endedBySwitch, "[[staff]] = {:staff}", dbx.Params{"staff": e.Record.Id})
		return err
	})
}

func switchedOff(r *core.Record) bool { return r.Original().GetBool("active") && !r.GetBool("active") }

// keptSession is under what key a save names the session that outlives it.
type keptSession struct{}

// endOnChange runs in the transaction of the save. Whoever is switched off or
// gets another password is signed out; another role or store takes only the
// streams, which come back with the rights of now.
func (d *Desk) endOnChange(e *core.RecordEvent) error {
	before := e.Record.Original()
	why := ""
	switch {
	case switchedOff(e.Record):
		why = endedBySwitch
	case before.GetString("password:hash") != e.Record.GetString("password:hash"):
		why = endedByPassword
	}
	moved := before.GetString("role") != e.Record.GetString("role") || before.GetString("store") != e.Record.GetString("store")
	if err := e.Next(); err != nil {
		return err
	}
	if why != "" {
		kept, _ := e.Context.Value(keptSession{}).(string)
		_, err := d.endSessions(e.App, why, "[[staff]] = {:staff} AND [[id]] != {:kept}", dbx.Params{"staff": e.Record.Id, "kept": kept})
		return err
	}
	if moved {
		id := e.Record.Id
		afterCommit(e.App, func() { closeStreams(e.App, ofPerson(id)) })
	}
	return nil
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
