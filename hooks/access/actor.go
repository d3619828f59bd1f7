package access

import (
	"maps"
	"slices"
	"sync"

	"github.com/pocketbase/pocketbase/core"
)

// DeviceKey is under what name a paired device's id stands in a request's
// store, once something puts it there.
const DeviceKey = "accessDevice"

// Actor is who makes a change: a member of staff (record id), in words (their
// code, "data workshop", "guest", "program"), and on which device.
type Actor struct {
	Staff, Who, Device string
}

// program is the actor of a save that no request asked for.
var program = Actor{Who: "program"}

// ActorOf says who makes a request.
func ActorOf(e *core.RequestEvent) Actor {
	a := Actor{Who: "guest"}
	if device, ok := e.Get(DeviceKey).(string); ok {
		a.Device = device
	}
	switch {
	case e.Auth == nil:
	case e.Auth.IsSuperuser():
		a.Who = "data workshop"
	case e.Auth.Collection().Name == "staff":
		a.Staff, a.Who = e.Auth.Id, e.Auth.GetString("code")
	default:
		a.Who = e.Auth.Collection().Name
	}
	return a
}

// act is what the desk knows of an open transaction: who writes, and whose
// records were deleted in it, since a cascade comes after its parent is gone.
type act struct {
	actor Actor
	mu    sync.Mutex
	gone  map[string]string // record id -> subject
}

// As names the actor of everything saved in a transaction. It ends with it.
func (d *Desk) As(tx core.App, a Actor) {
	info := tx.TxInfo()
	if info == nil {
		return
	}
	if _, open := d.acts.Swap(info, &act{actor: a, gone: map[string]string{}}); open {
		return
	}
	info.OnComplete(func(error) error {
		d.acts.Delete(info)
		return nil
	})
}

// actor returns who writes in the transaction and whether anybody was named.
func (d *Desk) actor(tx core.App) (Actor, bool) {
	if a := d.act(tx); a != nil {
		return a.actor, true
	}
	return program, false
}

func (d *Desk) act(tx core.App) *act {
	info := tx.TxInfo()
	if info == nil {
		return nil
	}
	found, ok := d.acts.Load(info)
	if !ok {
		return nil
	}
	a, _ := found.(*act)
	return a
}

// buried remembers whose a deleted record was.
func (d *Desk) buried(tx core.App, record, subject string) {
	if a := d.act(tx); a != nil && subject != "" {
		a.mu.Lock()
		defer a.mu.Unlock()
		a.gone[record] = subject
	}
}

// subject says to which client, else to which household, a record's values
// belong; nothing for records of the shop itself.
func (d *Desk) subject(tx core.App, r *core.Record) string {
	name := r.Collection().Name
	if name == "clients" || name == "households" {
		return r.Id
	}
	for _, field := range []string{"client", "household"} {
		if id := relation(r, field); id != "" {
			return id
		}
	}
	for _, parent := range []string{"receipt", "line"} {
		id := relation(r, parent)
		if id == "" {
			continue
		}
		if s := d.subjectOfGone(tx, id); s != "" {
			return s
		}
		if up, err := tx.FindRecordById(parent+"s", id); err == nil {
			return d.subject(tx, up)
		}
	}
	return ""
}

func (d *Desk) subjectOfGone(tx core.App, record string) string {
	a := d.act(tx)
	if a == nil {
		return ""
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.gone[record]
}

// relation returns the id in a field that links one record, else nothing.
func relation(r *core.Record, field string) string {
	if f, ok := r.Collection().Fields.GetByName(field).(*core.RelationField); ok && !f.IsMultiple() {
		return r.GetString(field)
	}
	return ""
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
