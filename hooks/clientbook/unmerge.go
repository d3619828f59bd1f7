package clientbook

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"

	"touchstone/hooks/internal/fault"
)

// Stayed is one thing that taking a merge back could not put back, and why.
type Stayed struct {
	Collection string `json:"collection"`
	Record     string `json:"record"`
	Field      string `json:"field"` // of the kept client; else empty
	Reason     string `json:"reason"`
}

// Apart is what taking a merge back made of one client.
type Apart struct {
	Merge   string   `json:"merge"`
	Kept    *Card    `json:"kept"`
	Dropped *Card    `json:"dropped"`
	Stayed  []Stayed `json:"stayed"`
}

// unmerge takes a merge back.
func (r Room) unmerge(e *core.RequestEvent, who caller) error {
	if !who.manages() {
		return errManagers()
	}
	return r.Desk.Handle(e, func(tx core.App) (int, any, error) {
		p, err := newParting(tx, who, e.Request.PathValue("id"))
		if err != nil {
			return 0, nil, err
		}
		if err := p.run(); err != nil {
			return 0, nil, refused(err)
		}
		p.record.Load(map[string]any{"state": "undone", "undone_by": who.id, "undone_at": instant(r.Now())})
		if err := tx.Save(p.record); err != nil {
			return 0, nil, err
		}
		out := Apart{Merge: p.record.Id, Stayed: p.stayed}
		if out.Kept, err = load(tx, p.keep.Id, r.Now()); err != nil {
			return 0, nil, err
		}
		out.Dropped, err = load(tx, p.drop, r.Now())
		return http.StatusOK, out, err
	})
}

// parting is one merge on its way back.
type parting struct {
	tx      core.App
	record  *core.Record // of merges
	keep    *core.Record
	drop    string // id
	links   []linked
	moved   moved
	journal journal
	row     map[string]any // the dropped client as it stood
	stayed  []Stayed
}

func newParting(tx core.App, who caller, id string) (*parting, error) {
	record, err := tx.FindRecordById("merges", id)
	if noRows(err) || err == nil && !who.sees(record.GetString("store")) {
		return nil, fault.New(fault.NotFound, "There is no such merge in this store.")
	}
	if err != nil {
		return nil, err
	}
	if record.GetString("state") != "merged" {
		return nil, fault.New(fault.Conflict, "This merge was taken back already.")
	}
	p := &parting{tx: tx, record: record, drop: record.GetString("dropped"), stayed: []Stayed{}}
	if p.keep, err = tx.FindRecordById("clients", record.GetString("kept")); noRows(err) {
		return nil, p.errKeptGone()
	}
	if err != nil {
		return nil, err
	}
	if err := record.UnmarshalJSONField("journal", &p.journal); err != nil {
		return nil, fmt.Errorf("reading the journal of merge %s: %w", id, err)
	}
	if err := record.UnmarshalJSONField("moved", &p.moved); err != nil {
		return nil, fmt.Errorf("reading what merge %s moved: %w", id, err)
	}
	if err := json.Unmarshal([]byte(p.journal.Dropped), &p.row); err != nil {
		return nil, fmt.Errorf("reading the journal of merge %s: %w", id, err)
	}
	p.links, err = linksToClients(tx)
	return p, err
}

// errKeptGone says why the kept client is not there, and what to do.
func (p *parting) errKeptGone() error {
	if p.there("client_aliases", "dropped", p.record.GetString("kept")) {
		return fault.New(fault.Conflict, "The client was merged with yet another one since. Take that merge back first.")
	}
	return fault.New(fault.Conflict, "The client that this merge kept was deleted since. It cannot be taken apart any more.")
}

func (p *parting) there(table, column, value string) bool {
	found, err := texts(p.tx, `SELECT 1 FROM "`+table+`" WHERE "`+column+`" = {:v} LIMIT 1`, dbx.Params{"v": value})
	return err == nil && len(found) > 0
}

func (p *parting) stay(collection, record, field, reason string) {
	p.stayed = append(p.stayed, Stayed{collection, record, field, reason})
}

func (p *parting) run() error {
	for _, step := range []func() error{p.unalias, p.bringBack, p.moveBack, p.redirects, p.fields, p.homes, p.gone, p.since} {
		if err := step(); err != nil {
			return fmt.Errorf("taking merge %s back: %w", p.record.Id, err)
		}
	}
	return nil
}

func (p *parting) unalias() error {
	for _, q := range []string{
		`DELETE FROM client_aliases WHERE dropped = {:drop}`,
		`UPDATE client_aliases SET kept = {:drop} WHERE dropped IN (SELECT value FROM json_each({:aliases}))`,
	} {
		if _, err := exec(p.tx, q, dbx.Params{"drop": p.drop, "aliases": list(p.journal.Aliases)}); err != nil {
			return err
		}
	}
	return nil
}

// bringBack makes the dropped client again: as a record, so that tablets and
// the chain hear of it, and then value by value as it stood.
func (p *parting) bringBack() error {
	for field, collection := range map[string]string{"household": "households", "owner": "staff"} {
		id, _ := p.row[field].(string)
		if id != "" && !p.there(collection, "id", id) {
			p.row[field] = ""
			p.stay("clients", p.drop, field, "what it named is not in the book any more")
		}
	}
	record := core.NewRecord(p.keep.Collection())
	record.Load(p.row)
	record.Set("id", p.drop)
	if err := p.tx.Save(record); err != nil {
		return err
	}
	columns, err := p.tx.TableColumns("clients")
	if err != nil {
		return err
	}
	values := dbx.Params{}
	for _, c := range columns {
		if v, ok := p.row[c]; ok && c != "id" {
			values[c] = v
		}
	}
	_, err = p.tx.NonconcurrentDB().Update("clients", values, dbx.HashExp{"id": p.drop}).Execute()
	return err
}

// moveBack gives the dropped client their records again.
func (p *parting) moveBack() error {
	for _, collection := range slices.Sorted(maps.Keys(p.moved)) {
		for _, field := range slices.Sorted(maps.Keys(p.moved[collection])) {
			if err := p.moveField(collection, field, p.moved[collection][field]); err != nil {
				return fmt.Errorf("moving %s back: %w", collection, err)
			}
		}
	}
	return nil
}

func (p *parting) moveField(collection, field string, ids []string) error {
	if !p.tx.HasTable(collection) {
		return nil // the whole collection went
	}
	params := dbx.Params{"keep": p.keep.Id, "drop": p.drop, "ids": list(ids)}
	const those = ` WHERE id IN (SELECT value FROM json_each({:ids}))`
	also := ""
	if collection == "receipts" {
		also = `, household = {:home}`
		household, _ := p.row["household"].(string)
		params["home"] = home(p.drop, household)
	}
	if _, err := exec(p.tx, `UPDATE OR IGNORE "`+collection+`" SET "`+field+`" = {:drop}`+also+those+` AND "`+field+`" = {:keep}`, params); err != nil {
		return err
	}
	present, err := texts(p.tx, `SELECT id FROM "`+collection+`"`+those, params)
	if err != nil {
		return err
	}
	mine, err := texts(p.tx, `SELECT id FROM "`+collection+`"`+those+` AND "`+field+`" = {:drop}`, params)
	if err != nil {
		return err
	}
	for _, id := range without(ids, present) {
		p.stay(collection, id, "", "it was deleted, or taken back with its import, since the merge")
	}
	for _, id := range without(present, mine) {
		p.stay(collection, id, "", "it belongs to another client by now, or stands there twice")
	}
	return nil
}

// redirects moves back what was written for the dropped client since: by an
// import that was running, or by one that was taken back.
func (p *parting) redirects() error {
	household, _ := p.row["household"].(string)
	params := dbx.Params{"keep": p.keep.Id, "drop": p.drop, "home": home(p.drop, household)}
	const those = ` WHERE client = {:keep} AND id IN (SELECT record FROM client_redirects WHERE dropped = {:drop} AND collection = `
	for _, q := range []string{
		`UPDATE receipts SET client = {:drop}, household = {:home}` + those + `'receipts')`,
		`UPDATE client_keys SET client = {:drop}` + those + `'client_keys')`,
		`UPDATE contact_points SET client = {:drop}` + those + `'contact_points')`,
		`DELETE FROM client_redirects WHERE dropped = {:drop}`,
	} {
		if _, err := exec(p.tx, q, params); err != nil {
			return err
		}
	}
	return nil
}
