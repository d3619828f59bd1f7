// Package access is who may do what in the shop, and the shared ground of safe
// writes: no edit overwrites another (rev and If-Match), no tap is counted
// twice (Idempotency-Key), and every change leaves a mark that cannot be
// rubbed out (the audit chain).
//
// It owns the collections audit, audit_values, idempotency and sessions and the
// plain tables audit_keys and sign_in_tries. It offers rooms a Desk: Handle for
// their own routes and Require before them, Once and Transact for work without
// a route, Append for entries of the chain. It never decides what a client, a
// sale or a figure is.
//
// People sign in by a session (routes.go): a cookie that a middleware turns
// into the person whom API rules and realtime know. Whatever ends the session
// ends its open streams.
//
// Every write of the record API runs in one transaction, hooks of the rooms
// included: there e.App is the transaction's app, and writing through any
// other waits for ever. Slow work belongs after success.
package access

import (
	"sync"
	"time"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/hook"
)

// Desk is the place every write passes. One Desk serves one app.
type Desk struct {
	now   func() time.Time
	lanes lanes
	acts  sync.Map // *core.TxAppInfo -> *act: who writes in an open transaction

	doors   lanes    // of persons and addresses whose password is being looked at
	touched sync.Map // session id -> time.Time: when its last_seen was last written
	stand   standIn  // whose password is compared where there is no such person
	compare func(person *core.Record, password string) bool
}

// outermost runs a hook before those of the rooms, so that what they save
// falls into the same transaction.
const outermost = -50

// New makes a desk that is not bound yet, so that rooms can be handed its
// methods. now is the clock of the chain and of the answers kept for repeats.
func New(now func() time.Time) *Desk {
	return &Desk{now: now, compare: (*core.Record).ValidatePassword}
}

// Register binds the rules of writing to the app, once.
func (d *Desk) Register(app core.App) {
	d.bindRequests(app)
	d.bindSaves(app)
	d.bindSealed(app)
	d.bindStaff(app)
	d.bindPasswords(app)
	d.bindStreams(app)
	app.OnServe().BindFunc(func(e *core.ServeEvent) error {
		e.Router.Bind(d.loadSession(), cookieOnly(), knownOnly(), d.replays(), d.truncates())
		d.routes(e.Router)
		return e.Next()
	})
	d.bindCron(app)
}

// bindCron does what has to be done again and again.
func (d *Desk) bindCron(app core.App) {
	for _, job := range []struct {
		id, at string
		do     func(core.App) error
	}{
		{"access_end_idle", "* * * * *", d.EndIdle},
		{"access_clear_answers", "17 3 * * *", d.ClearAnswers},
		{"access_clear_sessions", "19 3 * * *", d.ClearSessions},
		{"access_clear_tries", "21 3 * * *", d.ClearTries},
	} {
		app.Cron().MustAdd(job.id, job.at, func() {
			if err := job.do(app); err != nil {
				app.Logger().Error("regular work failed", "job", job.id, "error", err)
			}
		})
	}
}

// bindRequests puts the writes of the record API under the rules.
func (d *Desk) bindRequests(app core.App) {
	bind := func(h *hook.TaggedHook[*core.RecordRequestEvent], id string, fn func(*core.RecordRequestEvent) error) {
		h.Bind(&hook.Handler[*core.RecordRequestEvent]{Id: id, Priority: outermost, Func: fn})
	}
	bind(app.OnRecordCreateRequest(), "accessCreate", d.createRequest)
	bind(app.OnRecordUpdateRequest(), "accessUpdate", d.updateRequest)
	bind(app.OnRecordDeleteRequest(), "accessDelete", d.deleteRequest)
	app.OnRecordViewRequest().BindFunc(func(e *core.RecordRequestEvent) error {
		setETag(e)
		return e.Next()
	})
}

// bindSaves puts every save under the rules, whoever makes it: a request, the
// Data workshop or the program itself.
func (d *Desk) bindSaves(app core.App) {
	bind := func(h *hook.TaggedHook[*core.RecordEvent], id string, fn func(*core.RecordEvent) error) {
		h.Bind(&hook.Handler[*core.RecordEvent]{Id: id, Func: fn})
	}
	bind(app.OnRecordCreateExecute(), "accessCreateExecute", d.saveNew)
	bind(app.OnRecordUpdateExecute(), "accessUpdateExecute", d.saveChanged)
	bind(app.OnRecordDeleteExecute(), "accessDeleteExecute", d.saveDeleted)
}
