package access

import (
	"github.com/pocketbase/pocketbase/core"

	"touchstone/hooks/internal/fault"
)

// ConfirmOwner asks an owner who is signed in for their own password once
// more, before something that a tablet left lying must not open. A wrong one
// is Forbidden and counts as at the door.
func (d *Desk) ConfirmOwner(e *core.RequestEvent, password string) error {
	if err := Allowed(e, "owner"); err != nil {
		return Respond(e, err)
	}
	ok, err := d.guess(e.App, triesOf("id "+e.Auth.Id, e.RemoteIP()), func() (bool, error) { return d.right(e.App, e.Auth, password) })
	if err != nil {
		return refuse(e, err)
	}
	if !ok {
		return Respond(e, fault.New(fault.Forbidden, "That is not your password. Nothing was opened."))
	}
	return nil
}
