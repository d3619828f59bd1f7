package clientbook

import (
	"net/http"
	"slices"
	"strings"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"

	"touchstone/hooks/internal/database"
	"touchstone/hooks/internal/fault"
)

// byHand are the fields of a client that people fill. Whatever else is sent is
// set aside without a word, since forms send records back whole.
var byHand = []string{"name", "given", "family", "couple", "company", "deceased", "since", "notes", "owner", "household"}

// children are the records that may come with a new client, by their name in
// the request.
var children = []struct {
	name, collection string
	fields           []string
}{
	{"contacts", "contact_points", []string{"kind", "raw", "label", "do_not_contact"}},
	{"milestones", "milestones", []string{"kind", "label", "month", "day", "year"}},
	{"preferences", "preferences", []string{"kind", "value", "state"}},
	{"consents", "consents", []string{"channel", "state", "basis", "source", "at"}},
}

// create makes a client with whatever came along, all or nothing.
func (r Room) create(e *core.RequestEvent, who caller) error {
	body, err := bodyOf(e)
	if err != nil {
		return err
	}
	return r.Desk.Handle(e, func(tx core.App) (int, any, error) {
		clients, err := tx.FindCachedCollectionByNameOrId("clients")
		if err != nil {
			return 0, nil, err
		}
		c := core.NewRecord(clients)
		if err := who.place(tx, c, body); err != nil {
			return 0, nil, err
		}
		if err := fill(tx, c, body); err != nil {
			return 0, nil, err
		}
		if strings.TrimSpace(c.GetString("name")) == "" {
			return 0, nil, fault.New(fault.Invalid, "A client needs a name. It can be changed later.")
		}
		if err := tx.Save(c); err != nil {
			return 0, nil, refused(err)
		}
		if err := r.addChildren(tx, c.Id, who, body); err != nil {
			return 0, nil, refused(err)
		}
		card, err := load(tx, c.Id, r.Now())
		return http.StatusCreated, card, err
	})
}

// place gives a new client the caller's store; an owner may name another.
func (c caller) place(tx core.App, record *core.Record, body map[string]any) error {
	at := c.store
	if named, ok := body["store"].(string); ok && named != "" {
		at = named
	}
	if at == "" {
		stores, err := tx.FindAllRecords("stores")
		if err != nil {
			return err
		}
		if len(stores) == 1 {
			at = stores[0].Id
		}
	}
	if at == "" || !c.sees(at) {
		return fault.New(fault.Forbidden, "A client belongs to one of your stores. Name it.")
	}
	record.Set("store", at)
	return nil
}

func (r Room) addChildren(tx core.App, client string, who caller, body map[string]any) error {
	for _, kind := range children {
		given, _ := body[kind.name].([]any)
		for _, one := range given {
			values, ok := one.(map[string]any)
			if !ok {
				return errUnreadable()
			}
			if err := r.addChild(tx, kind.collection, kind.fields, client, who, values); err != nil {
				return err
			}
		}
	}
	return nil
}

func (r Room) addChild(tx core.App, collection string, fields []string, client string, who caller, values map[string]any) error {
	c, err := tx.FindCachedCollectionByNameOrId(collection)
	if err != nil {
		return err
	}
	record := core.NewRecord(c)
	for _, f := range fields {
		if v, ok := values[f]; ok {
			record.Set(f, v)
		}
	}
	record.Set("client", client)
	if collection == "consents" {
		record.Set("staff", who.id)
		if record.GetString("at") == "" {
			record.Set("at", instant(r.Now()))
		}
	}
	return tx.Save(record)
}

// edit changes a client's own fields. Where somebody else saved first, nothing
// is changed and the answer holds the present card, to choose field by field.
func (r Room) edit(e *core.RequestEvent, who caller) error {
	body, err := bodyOf(e)
	if err != nil {
		return err
	}
	rev, err := ifMatch(e)
	if err != nil {
		return err
	}
	return r.Desk.Handle(e, func(tx core.App) (int, any, error) {
		c, err := who.client(tx, e.Request.PathValue("id"))
		if err != nil {
			return 0, nil, err
		}
		if c.GetInt("rev") != rev {
			return 0, nil, r.stale(tx, c.Id)
		}
		if err := fill(tx, c, body); err != nil {
			return 0, nil, err
		}
		if err := tx.Save(c); err != nil {
			return 0, nil, refused(err)
		}
		card, err := load(tx, c.Id, r.Now())
		return http.StatusOK, card, err
	})
}

// stale is what an edit meets when somebody else saved first.
func (r Room) stale(tx core.App, client string) error {
	card, err := load(tx, client, r.Now())
	if err != nil {
		return err
	}
	data := map[string]any{"current": card}
	saved, err := database.LastSaved(tx.DB(), "clients", client)
	if err != nil {
		return err
	}
	if saved != nil {
		data["saved"] = saved
	}
	return &fault.Error{Kind: fault.Changed, Message: "Somebody else saved this client first. Choose field by field what holds.", Data: data}
}

// fill takes over the fields that people fill. Owner and household must be of
// the client's store.
func fill(tx core.App, c *core.Record, body map[string]any) error {
	for _, name := range byHand {
		if v, ok := body[name]; ok {
			c.Set(name, idOf(v))
		}
	}
	for field, collection := range map[string]string{"owner": "staff", "household": "households"} {
		id := c.GetString(field)
		if id == "" || id == c.Original().GetString(field) {
			continue
		}
		linked, err := tx.FindRecordById(collection, id)
		if err != nil && !noRows(err) {
			return err
		}
		if noRows(err) || linked.GetString("store") != c.GetString("store") {
			return fault.New(fault.Forbidden, "The field %s points to a record of another store. Choose one of this store.", field)
		}
	}
	return nil
}

// idOf takes {"id": ...}, as a card shows owner and household, for the id.
func idOf(v any) any {
	if m, ok := v.(map[string]any); ok {
		return m["id"]
	}
	return v
}

func bodyOf(e *core.RequestEvent) (map[string]any, error) {
	var body map[string]any
	if err := e.BindBody(&body); err != nil {
		return nil, errUnreadable()
	}
	return body, nil
}

// split takes some clients out of a household: one goes alone, several into a
// household of their own.
func (r Room) split(e *core.RequestEvent, who caller) error {
	var ask struct {
		Clients []string `json:"clients"`
		Name    string   `json:"name"`
	}
	if err := e.BindBody(&ask); err != nil {
		return errUnreadable()
	}
	return r.Desk.Handle(e, func(tx core.App) (int, any, error) {
		old, err := tx.FindRecordById("households", e.Request.PathValue("id"))
		if noRows(err) || err == nil && !who.sees(old.GetString("store")) {
			return 0, nil, fault.New(fault.NotFound, "There is no such household in this store.")
		}
		if err != nil {
			return 0, nil, err
		}
		leaving, err := leavers(tx, old.Id, ask.Clients)
		if err != nil {
			return 0, nil, err
		}
		fresh, err := newHome(tx, old, leaving, ask.Name)
		if err != nil {
			return 0, nil, refused(err)
		}
		for _, c := range leaving {
			c.Set("household", fresh)
			if err := tx.Save(c); err != nil {
				return 0, nil, refused(err)
			}
		}
		return http.StatusOK, map[string]any{"household": fresh, "clients": ask.Clients}, nil
	})
}

// leavers are the members who go; somebody must go and somebody must stay.
func leavers(tx core.App, household string, ids []string) ([]*core.Record, error) {
	members, err := tx.FindAllRecords("clients", dbx.HashExp{"household": household})
	if err != nil {
		return nil, err
	}
	var leaving []*core.Record
	for _, m := range members {
		if slices.Contains(ids, m.Id) {
			leaving = append(leaving, m)
		}
	}
	if len(leaving) == 0 || len(leaving) != len(ids) || len(leaving) == len(members) {
		return nil, fault.New(fault.Invalid, "Choose who leaves the household: at least one of its members, and not all of them.")
	}
	return leaving, nil
}

// newHome makes a household for several who leave together.
func newHome(tx core.App, old *core.Record, leaving []*core.Record, name string) (string, error) {
	if len(leaving) < 2 {
		return "", nil
	}
	h := core.NewRecord(old.Collection())
	h.Set("store", old.GetString("store"))
	if name = strings.TrimSpace(name); name == "" {
		name = leaving[0].GetString("name")
	}
	h.Set("name", name)
	err := tx.Save(h) // which gives it its id
	return h.Id, err
}
