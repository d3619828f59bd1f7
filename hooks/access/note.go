package access

import (
	"bytes"
	"encoding/json"
	"fmt"

	"github.com/pocketbase/pocketbase/core"
)

// peopleMake are collections without rev that people fill by hand.
var peopleMake = [...]string{"consents", "client_keys"}

// noted tells whether a change of a collection's record enters the chain:
// always where people edit, and wherever a person's request made the change.
func (d *Desk) noted(tx core.App, c *core.Collection) bool {
	if isSealed(c.Name) || c.System && c.Name != core.CollectionNameSuperusers {
		return false
	}
	if hasRev(c) || c.Name == core.CollectionNameSuperusers {
		return true
	}
	for _, name := range peopleMake {
		if c.Name == name {
			return true
		}
	}
	_, person := d.actor(tx)
	return person
}

// note appends the entry of one change. before or after is nil where the
// record did not stand before, or does not stand any more.
func (d *Desk) note(tx core.App, action string, before, after *core.Record) error {
	record := after
	if record == nil {
		record = before
	}
	if record == nil || !d.noted(tx, record.Collection()) {
		return nil
	}
	change, err := compare(tx, before, after)
	if err != nil {
		return fmt.Errorf("noting the %s of %s %s: %w", action, record.Collection().Name, record.Id, err)
	}
	if len(change.names) == 0 && action == "update" {
		return nil
	}
	actor, _ := d.actor(tx)
	return Append(tx, Entry{
		At: d.now(), Actor: actor, Action: action,
		Collection: record.Collection().Name, Record: record.Id, Fields: change.names,
		Subject: d.subjectOfChange(tx, before, after),
		Before:  change.before, After: change.after,
	})
}

// subjectOfChange prefers whom the record spoke of before: those values must
// be erased with that person.
func (d *Desk) subjectOfChange(tx core.App, before, after *core.Record) string {
	for _, r := range []*core.Record{before, after} {
		if r == nil {
			continue
		}
		if s := d.subject(tx, r); s != "" {
			return s
		}
	}
	return ""
}

// change is what differs between two states of a record. Fields that nobody
// may read (a password) are named, but their values are kept out.
type change struct {
	names         []string
	before, after map[string]json.RawMessage
}

func compare(tx core.App, before, after *core.Record) (change, error) {
	old, err := export(tx, before)
	if err != nil {
		return change{}, err
	}
	fresh, err := export(tx, after)
	if err != nil {
		return change{}, err
	}
	record := after
	if record == nil {
		record = before
	}
	c := change{before: map[string]json.RawMessage{}, after: map[string]json.RawMessage{}}
	for _, f := range record.Collection().Fields {
		c.add(f, old[f.GetName()], fresh[f.GetName()])
	}
	return c, nil
}

func (c *change) add(f core.Field, old, fresh json.RawMessage) {
	name := f.GetName()
	if f.Type() == core.FieldTypeAutodate || name == revField || name == core.FieldNameId {
		return
	}
	if bytes.Equal(old, fresh) || empty(old) && empty(fresh) {
		return
	}
	c.names = append(c.names, name)
	if f.GetHidden() {
		return
	}
	if old != nil {
		c.before[name] = old
	}
	if fresh != nil {
		c.after[name] = fresh
	}
}

// empty tells a value that a field has when nobody filled it.
func empty(v json.RawMessage) bool {
	switch string(v) {
	case "", "null", `""`, "0", "false", "[]", "{}":
		return true
	}
	return false
}

// export returns a record's values as the database keeps them.
func export(tx core.App, r *core.Record) (map[string]json.RawMessage, error) {
	if r == nil {
		return nil, nil
	}
	values, err := r.DBExport(tx)
	if err != nil {
		return nil, err
	}
	out := make(map[string]json.RawMessage, len(values))
	for _, name := range sortedKeys(values) {
		raw, err := json.Marshal(values[name])
		if err != nil {
			return nil, fmt.Errorf("writing field %s: %w", name, err)
		}
		out[name] = raw
	}
	return out, nil
}
