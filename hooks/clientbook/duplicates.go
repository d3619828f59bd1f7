package clientbook

import (
	"fmt"
	"net/http"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// Pair is two clients who may be one person, and why.
type Pair struct {
	ID     string `json:"id"`
	Rev    int    `json:"rev"`
	Reason string `json:"reason"`
	Client *Side  `json:"client"`
	Other  *Side  `json:"other"`
}

// Side is one of the two, with what tells them apart.
type Side struct {
	ID        string   `db:"id" json:"id"`
	Rev       int      `db:"rev" json:"rev"`
	Name      string   `db:"name" json:"name"`
	Owner     string   `db:"owner" json:"owner"`         // name
	Household string   `db:"household" json:"household"` // name
	Receipts  int      `db:"receipts" json:"receipts"`
	Net       int64    `db:"net" json:"net"` // to date, minor units
	First     string   `db:"first" json:"first"`
	Last      string   `db:"last" json:"last"`
	Created   string   `db:"created" json:"created"`
	Contacts  []string `db:"-" json:"contacts"` // as given
	Numbers   []string `db:"-" json:"numbers"`  // in the POS
}

const pairsShown = 100

// duplicates lists open questions of the caller's store, the newest first.
func (r Room) duplicates(e *core.RequestEvent, who caller) error {
	var rows []struct {
		ID     string `db:"id"`
		Rev    int    `db:"rev"`
		Reason string `db:"reason"`
		Client string `db:"client"`
		Other  string `db:"other"`
	}
	const open = ` FROM duplicates d JOIN clients c ON c.id = d.client JOIN clients o ON o.id = d.other
		WHERE d.state = 'open' AND ({:store} = '' OR c.store = {:store})`
	scope := dbx.Params{"store": who.store, "most": pairsShown}
	if who.role == "owner" {
		scope["store"] = ""
	}
	err := e.App.DB().NewQuery(`SELECT d.id, d.rev, d.reason, d.client, d.other` + open + ` ORDER BY d.created DESC, d.id DESC LIMIT {:most}`).Bind(scope).All(&rows)
	if err != nil {
		return fmt.Errorf("reading possible duplicates: %w", err)
	}
	var total int
	if err := e.App.DB().NewQuery(`SELECT count(*)` + open).Bind(scope).Row(&total); err != nil {
		return fmt.Errorf("counting possible duplicates: %w", err)
	}
	pairs := make([]Pair, 0, len(rows))
	for _, row := range rows {
		p := Pair{ID: row.ID, Rev: row.Rev, Reason: row.Reason}
		if p.Client, err = side(e.App, row.Client); err != nil {
			return err
		}
		if p.Other, err = side(e.App, row.Other); err != nil {
			return err
		}
		pairs = append(pairs, p)
	}
	return e.JSON(http.StatusOK, map[string]any{"pairs": pairs, "total": total})
}

// side reads what is shown of one of two clients.
func side(app core.App, id string) (*Side, error) {
	s := &Side{Contacts: []string{}, Numbers: []string{}}
	bound := dbx.Params{"id": id}
	err := app.DB().NewQuery(`
		SELECT c.id, c.rev, c.name, c.created, coalesce(s.name, '') AS owner, coalesce(h.name, '') AS household,
			(SELECT count(*) FROM receipts WHERE client = c.id AND client != '') AS receipts,
			(SELECT coalesce(sum(net - refunded), 0) FROM receipts WHERE client = c.id AND client != '' AND kind IN ('sale', 'return', 'exchange')) AS net,
			(SELECT coalesce(min(date), '') FROM receipts WHERE client = c.id AND client != '') AS first, (SELECT coalesce(max(date), '') FROM receipts WHERE client = c.id AND client != '') AS last
		FROM clients c LEFT JOIN staff s ON s.id = c.owner AND c.owner != '' LEFT JOIN households h ON h.id = c.household AND c.household != ''
		WHERE c.id = {:id}`).Bind(bound).One(s)
	if err == nil {
		err = app.DB().NewQuery(`SELECT DISTINCT raw FROM contact_points WHERE client = {:id} ORDER BY kind DESC, raw`).Bind(bound).Column(&s.Contacts)
	}
	if err == nil {
		err = app.DB().NewQuery(`SELECT DISTINCT key FROM client_keys WHERE client = {:id} ORDER BY key`).Bind(bound).Column(&s.Numbers)
	}
	if err != nil {
		return nil, fmt.Errorf("reading client %s: %w", id, err)
	}
	return s, nil
}
