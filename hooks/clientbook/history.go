package clientbook

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"

	"touchstone/hooks/internal/fault"
)

// Change is one entry of a client's history.
type Change struct {
	Seq        int64   `json:"seq"`
	At         string  `json:"at"`
	Staff      string  `json:"staff"` // record id; empty for the program
	Who        string  `json:"who"`   // name, else the word that the chain has for them
	Action     string  `json:"action"`
	Collection string  `json:"collection"`
	Record     string  `json:"record"`
	Rev        int     `json:"rev"` // of that record now, for putting back; 0 where it is gone
	Fields     []Field `json:"fields"`
}

// Field is what one field was before and after a change, as it was kept.
type Field struct {
	Name   string          `json:"name"`
	Before json.RawMessage `json:"before"`
	After  json.RawMessage `json:"after"`
	Back   bool            `json:"back"` // it can be put back
}

// entry is a row of the chain with its values.
type entry struct {
	Seq        int64  `db:"seq"`
	At         string `db:"at"`
	Staff      string `db:"staff"`
	Who        string `db:"who"`
	Action     string `db:"action"`
	Collection string `db:"collection"`
	Record     string `db:"record"`
	Fields     string `db:"fields"`
	Before     string `db:"before"`
	After      string `db:"after"`
}

// derived are fields that follow from others; they are not put back by hand.
var derived = []string{"name_key", "normalized", "import"}

// putsBack are the collections whose fields people put back.
var putsBack = []string{"clients", "contact_points", "milestones", "preferences", "relations"}

const entriesShown = 300

const entriesOf = `
	SELECT a.seq, a.at, a.staff, coalesce(s.name, a.who) AS who, a.action, a.collection, a.record, a.fields,
		coalesce(v.before, '') AS before, coalesce(v.after, '') AS after
	FROM audit_values v JOIN audit a ON a.seq = v.seq LEFT JOIN staff s ON s.id = a.staff AND a.staff != ''
	WHERE v.client IN (SELECT {:id} UNION ALL SELECT dropped FROM client_aliases WHERE kept = {:id})`

// history lists what was changed of a client, the newest first. Managers see
// all of it, associates what they changed themselves.
func (r Room) history(e *core.RequestEvent, who caller) error {
	c, err := who.client(e.App, e.Request.PathValue("id"))
	if err != nil {
		return err
	}
	entries, err := entriesFor(e.App, c.Id, who, 0)
	if err != nil {
		return err
	}
	all := make([]Change, 0, len(entries))
	for _, x := range entries {
		change, err := x.change(e.App)
		if err != nil {
			return err
		}
		all = append(all, change)
	}
	return e.JSON(http.StatusOK, map[string]any{"changes": all})
}

// entriesFor reads a client's entries, or one of them where seq is not 0.
func entriesFor(app core.App, client string, who caller, seq int64) ([]entry, error) {
	query, args := entriesOf, dbx.Params{"id": client, "most": entriesShown}
	if !who.manages() {
		query += ` AND a.staff = {:staff}`
		args["staff"] = who.id
	}
	if seq != 0 {
		query += ` AND a.seq = {:seq}`
		args["seq"] = seq
	}
	var all []entry
	if err := app.DB().NewQuery(query + ` ORDER BY a.seq DESC LIMIT {:most}`).Bind(args).All(&all); err != nil {
		return nil, fmt.Errorf("reading the history of client %s: %w", client, err)
	}
	return all, nil
}

func (x entry) change(app core.App) (Change, error) {
	c := Change{Seq: x.Seq, At: x.At, Staff: x.Staff, Who: x.Who, Action: x.Action, Collection: x.Collection, Record: x.Record, Fields: []Field{}}
	before, after, names, err := x.values()
	if err != nil {
		return c, err
	}
	back := x.Action == "update" && slices.Contains(putsBack, x.Collection)
	if back {
		record, err := app.FindRecordById(x.Collection, x.Record)
		if err != nil && !noRows(err) {
			return c, err
		}
		if back = err == nil; back {
			c.Rev = record.GetInt("rev")
		}
	}
	for _, name := range names {
		_, kept := before[name]
		c.Fields = append(c.Fields, Field{name, orNull(before[name]), orNull(after[name]), back && kept && !slices.Contains(derived, name)})
	}
	return c, nil
}

// values reads what the chain and the values beside it say.
func (x entry) values() (before, after map[string]json.RawMessage, names []string, err error) {
	if err := json.Unmarshal([]byte(x.Fields), &names); err != nil {
		return nil, nil, nil, fmt.Errorf("reading audit entry %d: %w", x.Seq, err)
	}
	// An entry of the program may hold other things than fields.
	_ = json.Unmarshal([]byte(x.Before), &before)
	_ = json.Unmarshal([]byte(x.After), &after)
	return before, after, names, nil
}

func orNull(raw json.RawMessage) json.RawMessage {
	if raw == nil {
		return json.RawMessage("null")
	}
	return raw
}

// putBack gives fields the values they had before a change. It is an edit like
// any other: it needs the rev of the record that is changed, and is noted.
func (r Room) putBack(e *core.RequestEvent, who caller) error {
	var ask struct {
		Fields []string `json:"fields"`
	}
	if err := e.BindBody(&ask); err != nil {
		return errUnreadable()
	}
	rev, err := ifMatch(e)
	if err != nil {
		return err
	}
	seq, err := strconv.ParseInt(e.Request.PathValue("seq"), 10, 64)
	if err != nil || seq < 1 {
		return errNoEntry()
	}
	return r.Desk.Handle(e, func(tx core.App) (int, any, error) {
		c, err := who.client(tx, e.Request.PathValue("id"))
		if err != nil {
			return 0, nil, err
		}
		found, err := entriesFor(tx, c.Id, who, seq)
		if err != nil {
			return 0, nil, err
		}
		if len(found) == 0 {
			return 0, nil, errNoEntry()
		}
		if err := r.restore(tx, c.Id, found[0], ask.Fields, rev); err != nil {
			return 0, nil, refused(err)
		}
		card, err := load(tx, c.Id, r.Now())
		return http.StatusOK, card, err
	})
}

func errNoEntry() error {
	return fault.New(fault.NotFound, "There is no such change in this client's history.")
}

// restore writes the old values of an entry's fields.
func (r Room) restore(tx core.App, client string, x entry, fields []string, rev int) error {
	if x.Action != "update" || !slices.Contains(putsBack, x.Collection) {
		return fault.New(fault.Invalid, "This change cannot be put back field by field.")
	}
	record, err := tx.FindRecordById(x.Collection, x.Record)
	if noRows(err) {
		return fault.New(fault.Conflict, "The record that was changed is not there any more.")
	}
	if err != nil {
		return err
	}
	if record.GetInt("rev") != rev {
		return r.stale(tx, client)
	}
	before, _, _, err := x.values()
	if err != nil {
		return err
	}
	if len(fields) == 0 {
		return fault.New(fault.Invalid, "Name the fields that are put back.")
	}
	for _, name := range fields {
		raw, ok := before[name]
		if !ok || slices.Contains(derived, name) {
			return fault.New(fault.Invalid, "The field %.40q cannot be put back from this change.", name)
		}
		var value any
		if err := json.Unmarshal(raw, &value); err != nil {
			return fmt.Errorf("reading audit entry %d: %w", x.Seq, err)
		}
		if err := stillThere(tx, record, name, value); err != nil {
			return err
		}
		record.Set(name, value)
	}
	return tx.Save(record)
}

// stillThere refuses to put back a link to what is gone or of another client.
func stillThere(tx core.App, record *core.Record, name string, value any) error {
	f, ok := record.Collection().Fields.GetByName(name).(*core.RelationField)
	id, _ := value.(string)
	if !ok || id == "" {
		return nil
	}
	if name == "client" || name == "store" {
		return fault.New(fault.Invalid, "Whose record this is does not change here.")
	}
	_, err := tx.FindRecordById(f.CollectionId, id)
	if noRows(err) {
		return fault.New(fault.Conflict, "What the field %s named is not there any more.", name)
	}
	return err
}
