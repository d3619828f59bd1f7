// Package access is who may do what in the shop, and the shared ground of safe
// writes: no edit overwrites another (rev and If-Match), no tap is counted
// twice (Idempotency-Key), and every change leaves a mark that cannot be
// rubbed out (the audit chain).
//
// It owns the collections audit, audit_values and idempotency and the plain
// table audit_keys. It offers rooms a Desk: Handle for their own routes, Once
// and Transact for work without a route, Append for entries of the chain. It
// never decides what a client, a sale or a figure is.
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
}

// outermost runs a hook before those of the rooms, so that what they save
// falls into the same transaction.
const outermost = -50

// New makes a desk that is not bound yet, so that rooms can be handed its
// methods. now is the clock of the chain and of the answers kept for repeats.
func New(now func() time.Time) *Desk { return &Desk{now: now} }

// Register binds the rules of writing to the app, once.
func (d *Desk) Register(app core.App) {
	d.bindRequests(app)
	d.bindSaves(app)
	d.bindSealed(app)
	d.bindStaff(app)
	app.OnServe().BindFunc(func(e *core.ServeEvent) error {
		e.Router.Bind(activeStaffOnly(), d.replays(), d.truncates())
		return e.Next()
	})
	app.Cron().MustAdd("access_clear_answers", "17 3 * * *", func() {
		if err := d.ClearAnswers(app); err != nil {
			app.Logger().Error("clearing old answers", "error", err)
		}
	})
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
