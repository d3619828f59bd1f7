package clientbook

import (
	"fmt"
	"time"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"

	"touchstone/hooks/internal/fault"
)

// Named is a record as others speak of it.
type Named struct {
	ID   string `db:"id" json:"id"`
	Name string `db:"name" json:"name"`
}

// Card is a client with everything that is known of them.
type Card struct {
	ID        string `db:"id" json:"id"`
	Rev       int    `db:"rev" json:"rev"`
	Store     string `db:"store" json:"store"`
	Name      string `db:"name" json:"name"`
	Given     string `db:"given" json:"given"`
	Family    string `db:"family" json:"family"`
	Couple    bool   `db:"couple" json:"couple"`
	Company   bool   `db:"company" json:"company"`
	Deceased  bool   `db:"deceased" json:"deceased"`
	Since     string `db:"since" json:"since"`
	Notes     string `db:"notes" json:"notes"`
	Import    string `db:"import" json:"import"`
	Created   string `db:"created" json:"created"`
	Updated   string `db:"updated" json:"updated"`
	OwnerID   string `db:"owner" json:"-"`
	Home      string `db:"household" json:"-"`
	OwnerName string `db:"owner_name" json:"-"`

	Owner       *Named       `db:"-" json:"owner"`
	Household   *Household   `db:"-" json:"household"`
	Numbers     []Number     `db:"-" json:"numbers"`
	Contacts    []Point      `db:"-" json:"contacts"`
	Consents    []Consent    `db:"-" json:"consents"`
	Relations   []Relation   `db:"-" json:"relations"`
	Milestones  []Milestone  `db:"-" json:"milestones"`
	Preferences []Preference `db:"-" json:"preferences"`
	Duplicates  int          `db:"-" json:"duplicates"` // open questions
	Merges      []Merged     `db:"-" json:"merges"`
	Value       Value        `db:"-" json:"value"`
	Receipts    int          `db:"-" json:"receipts"` // how many there are
	Purchases   []Purchase   `db:"-" json:"purchases"`
}

// Household is who lives together, with their address.
type Household struct {
	ID         string  `db:"id" json:"id"`
	Rev        int     `db:"rev" json:"rev"`
	Name       string  `db:"name" json:"name"`
	Line1      string  `db:"line1" json:"line1"`
	Line2      string  `db:"line2" json:"line2"`
	City       string  `db:"city" json:"city"`
	Region     string  `db:"region" json:"region"`
	PostalCode string  `db:"postal_code" json:"postal_code"`
	Country    string  `db:"country" json:"country"`
	Members    []Named `db:"-" json:"members"` // the client included
}

// Number is how a POS knows the client.
type Number struct {
	ID     string `db:"id" json:"id"`
	Source string `db:"source" json:"source"`
	Key    string `db:"key" json:"key"`
}

// Point is an email or a phone.
type Point struct {
	ID           string `db:"id" json:"id"`
	Rev          int    `db:"rev" json:"rev"`
	Kind         string `db:"kind" json:"kind"`
	Raw          string `db:"raw" json:"raw"`
	Normalized   string `db:"normalized" json:"normalized"`
	Label        string `db:"label" json:"label"`
	DoNotContact bool   `db:"do_not_contact" json:"do_not_contact"`
}

// Consent is what the client said of one channel; the last word counts.
type Consent struct {
	ID      string `db:"id" json:"id"`
	Channel string `db:"channel" json:"channel"`
	State   string `db:"state" json:"state"`
	Basis   string `db:"basis" json:"basis"`
	Source  string `db:"source" json:"source"`
	At      string `db:"at" json:"at"`
	Staff   string `db:"staff" json:"staff"` // name
}

// Relation is somebody the client belongs with. Mine says that it was written
// on this card: kind is what the other one is to the client; else what the
// client is to the other one.
type Relation struct {
	ID        string `db:"id" json:"id"`
	Rev       int    `db:"rev" json:"rev"`
	Kind      string `db:"kind" json:"kind"`
	From      string `db:"from" json:"from"`
	Until     string `db:"until" json:"until"`
	Mine      bool   `db:"mine" json:"mine"`
	OtherID   string `db:"other" json:"other"`
	OtherName string `db:"other_name" json:"other_name"`
}

// Milestone is a dated occasion; year 0 is not known.
type Milestone struct {
	ID    string `db:"id" json:"id"`
	Rev   int    `db:"rev" json:"rev"`
	Kind  string `db:"kind" json:"kind"`
	Label string `db:"label" json:"label"`
	Month int    `db:"month" json:"month"`
	Day   int    `db:"day" json:"day"`
	Year  int    `db:"year" json:"year"`
}

// Preference is a size or a taste.
type Preference struct {
	ID    string `db:"id" json:"id"`
	Rev   int    `db:"rev" json:"rev"`
	Kind  string `db:"kind" json:"kind"`
	Value string `db:"value" json:"value"`
	State string `db:"state" json:"state"`
}

// Merged is a merge that can be undone from this card.
type Merged struct {
	ID string `db:"id" json:"id"`
	At string `db:"at" json:"at"`
	By string `db:"by" json:"by"` // name
}

// load reads a client's card. app may be a transaction; now decides which
// months are the last twelve.
func load(app core.App, id string, now time.Time) (*Card, error) {
	c := &Card{}
	err := app.DB().NewQuery(`
		SELECT c.id, c.rev, c.store, c.name, c.given, c.family, c.couple, c.company, c.deceased, c.since, c.notes, c.import, c.created, c.updated,
			c.owner, c.household, coalesce(s.name, '') AS owner_name
		FROM clients c LEFT JOIN staff s ON s.id = c.owner AND c.owner != '' WHERE c.id = {:id}`).Bind(dbx.Params{"id": id}).One(c)
	if noRows(err) {
		return nil, errNoClient()
	}
	if err != nil {
		return nil, fmt.Errorf("reading client %s: %w", id, err)
	}
	if c.OwnerID != "" {
		c.Owner = &Named{c.OwnerID, c.OwnerName}
	}
	for _, step := range []func(core.App) error{c.loadHousehold, c.loadParts, c.loadPoints} {
		if err := step(app); err != nil {
			return nil, fmt.Errorf("reading client %s: %w", id, err)
		}
	}
	if err := c.loadSales(app, now); err != nil {
		return nil, fmt.Errorf("reading the purchases of client %s: %w", id, err)
	}
	return c, nil
}

func errNoClient() error {
	return fault.New(fault.NotFound, "There is no such client in this store. They may have been merged with another one.")
}

func (c *Card) loadHousehold(app core.App) error {
	if c.Home == "" {
		return nil
	}
	h := &Household{Members: []Named{}}
	err := app.DB().NewQuery(`SELECT id, rev, name, line1, line2, city, region, postal_code, country FROM households WHERE id = {:id}`).
		Bind(dbx.Params{"id": c.Home}).One(h)
	if noRows(err) {
		return nil
	}
	if err != nil {
		return err
	}
	c.Household = h
	return app.DB().NewQuery(`SELECT id, name FROM clients WHERE household = {:id} ORDER BY created, id`).Bind(dbx.Params{"id": c.Home}).All(&h.Members)
}

// loadParts reads what stands in the tables of a client's own.
func (c *Card) loadParts(app core.App) error {
	id := dbx.Params{"id": c.ID}
	c.Numbers, c.Consents, c.Relations = []Number{}, []Consent{}, []Relation{}
	c.Milestones, c.Preferences, c.Merges = []Milestone{}, []Preference{}, []Merged{}
	for _, part := range []struct {
		into  any
		query string
	}{
		{&c.Numbers, `SELECT id, source, key FROM client_keys WHERE client = {:id} ORDER BY source, key, id`},
		{&c.Consents, `SELECT k.id, k.channel, k.state, k.basis, k.source, k.at, coalesce(s.name, '') AS staff
			FROM consents k LEFT JOIN staff s ON s.id = k.staff AND k.staff != '' WHERE k.client = {:id} ORDER BY k.at DESC, k.id DESC`},
		{&c.Relations, `SELECT r.id, r.rev, r.kind, r."from", r.until, r.client = {:id} AS mine, o.id AS other, o.name AS other_name
			FROM relations r JOIN clients o ON o.id = iif(r.client = {:id}, r.other, r.client)
			WHERE {:id} IN (r.client, r.other) ORDER BY r.created, r.id`},
		{&c.Milestones, `SELECT id, rev, kind, label, month, day, year FROM milestones WHERE client = {:id} ORDER BY month, day, id`},
		{&c.Preferences, `SELECT id, rev, kind, value, state FROM preferences WHERE client = {:id} ORDER BY kind, value, id`},
		{&c.Merges, `SELECT m.id, m.at, coalesce(s.name, '') AS "by" FROM merges m LEFT JOIN staff s ON s.id = m.staff AND m.staff != ''
			WHERE m.kept = {:id} AND m.state = 'merged' ORDER BY m.at DESC, m.rowid DESC`},
	} {
		if err := app.DB().NewQuery(part.query).Bind(id).All(part.into); err != nil {
			return err
		}
	}
	return app.DB().NewQuery(`SELECT count(*) FROM duplicates WHERE {:id} IN (client, other) AND state = 'open'`).Bind(id).Row(&c.Duplicates)
}

// loadPoints reads emails and phones. After a merge one may stand twice; it is
// shown once, the one that is not to be used first.
func (c *Card) loadPoints(app core.App) error {
	var all []Point
	err := app.DB().NewQuery(`SELECT id, rev, kind, raw, normalized, label, do_not_contact FROM contact_points
		WHERE client = {:id} ORDER BY kind DESC, do_not_contact DESC, created, id`).Bind(dbx.Params{"id": c.ID}).All(&all)
	c.Contacts = []Point{}
	seen := map[string]bool{}
	for _, p := range all {
		key := p.Kind + "\x1f" + p.Normalized
		if p.Normalized != "" && seen[key] {
			continue
		}
		seen[key] = true
		c.Contacts = append(c.Contacts, p)
	}
	return err
}
