package clientbook

import (
	"encoding/json"
	"fmt"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"

	"touchstone/hooks/internal/fault"
)

// wish is which two clients become one. Choose says for a field whose value
// stays: keep or drop, for notes also both. Without a word the kept client's
// stays, an empty one is filled, notes are joined, and the older since holds.
type wish struct {
	Keep    string            `json:"keep"`
	Drop    string            `json:"drop"`
	Choose  map[string]string `json:"choose"`
	KeepRev int               `json:"keep_rev"` // of the preview; 0: not asked
	DropRev int               `json:"drop_rev"`
}

// journal is what taking a merge back needs beside the ids that moved.
type journal struct {
	Dropped string              `json:"dropped"` // the row of the client who went
	Fields  map[string][2]any   `json:"fields"`  // of the kept client: before, after
	Gone    []goneRow           `json:"gone"`    // rows that cannot stand beside others any more
	Homes   map[string][]string `json:"homes"`   // household -> receipts of both, before
	Home    string              `json:"home"`    // household of the kept client, before
	Aliases []string            `json:"aliases"` // who had gone into the dropped client before
}

type goneRow struct {
	Collection string `json:"collection"`
	Row        string `json:"row"`
}

// moved is which records changed hands: collection -> field -> ids.
type moved map[string]map[string][]string

func (m moved) add(collection, field string, ids []string) {
	if len(ids) == 0 {
		return
	}
	if m[collection] == nil {
		m[collection] = map[string][]string{}
	}
	m[collection][field] = ids
}

// merging is one merge in its transaction.
type merging struct {
	tx         core.App
	keep, drop *core.Record
	links      []linked
	moved      moved
	journal    journal
}

// sums is what must not change by a merge. Net is what the card calls all: of
// sales, returns and exchanges, with refunds taken off (METRICS, client_value).
type sums struct {
	Receipts int   `db:"receipts" json:"receipts"`
	Net      int64 `db:"net" json:"net"`
	Total    int64 `db:"total" json:"total"`
	Whole    int64 `db:"whole" json:"-"` // net of every kind of receipt, quotes too
}

func sumsOf(tx core.App, clients ...string) (s sums, err error) {
	err = tx.NonconcurrentDB().NewQuery(`SELECT count(*) AS receipts, coalesce(sum(total), 0) AS total, coalesce(sum(net), 0) AS whole,
		coalesce(sum(iif(kind IN ('sale', 'return', 'exchange'), net - refunded, 0)), 0) AS net
		FROM receipts WHERE client IN (SELECT value FROM json_each({:ids})) AND client != ''`).Bind(dbx.Params{"ids": list(clients)}).One(&s)
	return s, err
}

// newMerging checks that two clients can become one.
func newMerging(tx core.App, who caller, w wish) (*merging, error) {
	if w.Keep == "" || w.Keep == w.Drop {
		return nil, fault.New(fault.Invalid, "A merge takes two different clients: the one to keep and the one to drop.")
	}
	keep, err := who.client(tx, w.Keep)
	if err != nil {
		return nil, err
	}
	drop, err := who.client(tx, w.Drop)
	if err != nil {
		return nil, err
	}
	if keep.GetString("store") != drop.GetString("store") {
		return nil, fault.New(fault.Conflict, "The two clients are in the books of different stores and stay apart.")
	}
	if w.KeepRev != 0 && w.KeepRev != keep.GetInt("rev") || w.DropRev != 0 && w.DropRev != drop.GetInt("rev") {
		return nil, fault.New(fault.Changed, "Somebody changed one of the two clients since the preview. Look at it again.")
	}
	links, err := linksToClients(tx)
	if err != nil {
		return nil, err
	}
	return &merging{tx: tx, keep: keep, drop: drop, links: links, moved: moved{}}, nil
}

func (m *merging) ids() dbx.Params { return dbx.Params{"keep": m.keep.Id, "drop": m.drop.Id} }

// run makes one client of two. Nothing of it stands where any step fails.
func (m *merging) run(choose map[string]string) error {
	before, err := sumsOf(m.tx, m.keep.Id, m.drop.Id)
	if err != nil {
		return fmt.Errorf("adding up before the merge: %w", err)
	}
	for _, step := range []func() error{m.remember, m.removeBetween, func() error { return m.choose(choose) }, m.move, m.alias, m.dropClient} {
		if err := step(); err != nil {
			return fmt.Errorf("merging client %s into %s: %w", m.drop.Id, m.keep.Id, err)
		}
	}
	after, err := sumsOf(m.tx, m.keep.Id)
	if err != nil {
		return fmt.Errorf("adding up after the merge: %w", err)
	}
	if before != after {
		return fmt.Errorf("merging client %s into %s: the receipts do not add up any more, %+v became %+v", m.drop.Id, m.keep.Id, before, after)
	}
	return nil
}

// remember notes the dropped client and which household each receipt counts for.
func (m *merging) remember() error {
	rows, err := snapshot(m.tx, "clients", "id = {:drop}", m.ids())
	if err != nil || len(rows) != 1 {
		return fmt.Errorf("keeping the dropped client: %d rows: %w", len(rows), err)
	}
	m.journal.Dropped, m.journal.Home = rows[0], m.keep.GetString("household")
	var homes []struct {
		Home string `db:"household"`
		IDs  string `db:"ids"`
	}
	err = m.tx.NonconcurrentDB().NewQuery(`SELECT household, json_group_array(id) AS ids FROM receipts WHERE client IN ({:keep}, {:drop}) AND client != '' GROUP BY household`).
		Bind(m.ids()).All(&homes)
	if err != nil {
		return err
	}
	m.journal.Homes = map[string][]string{}
	for _, h := range homes {
		var ids []string
		if err := json.Unmarshal([]byte(h.IDs), &ids); err != nil {
			return err
		}
		m.journal.Homes[h.Home] = ids
	}
	return nil
}

// removeBetween takes out what ties the two to each other: somebody is not
// related to themselves.
func (m *merging) removeBetween() error {
	for _, l := range m.links {
		if len(l.fields) < 2 {
			continue
		}
		where := ""
		for i, f := range l.fields {
			if i > 0 {
				where += " AND "
			}
			where += `"` + f + `" IN ({:keep}, {:drop})`
		}
		if err := m.takeOut(l.name, where); err != nil {
			return err
		}
	}
	return nil
}

func (m *merging) takeOut(collection, where string) error {
	rows, err := snapshot(m.tx, collection, where, m.ids())
	if err != nil || len(rows) == 0 {
		return err
	}
	for _, row := range rows {
		m.journal.Gone = append(m.journal.Gone, goneRow{collection, row})
	}
	_, err = exec(m.tx, `DELETE FROM "`+collection+`" WHERE `+where, m.ids())
	return err
}

// move gives every record of the dropped client to the kept one. What cannot
// stand there (a second question about the same pair, say) is taken out.
func (m *merging) move() error {
	for _, l := range m.links {
		for _, f := range l.fields {
			if err := m.moveField(l.name, f); err != nil {
				return fmt.Errorf("moving %s: %w", l.name, err)
			}
		}
	}
	return nil
}

func (m *merging) moveField(collection, field string) error {
	at := `"` + field + `" = {:drop} AND "` + field + `" != ''`
	ids, err := texts(m.tx, `SELECT id FROM "`+collection+`" WHERE `+at+` ORDER BY id`, m.ids())
	if err != nil {
		return err
	}
	if collection == "receipts" && field == "client" {
		m.moved.add(collection, field, ids)
		return m.moveReceipts()
	}
	if len(ids) == 0 {
		return nil
	}
	if _, err := exec(m.tx, `UPDATE OR IGNORE "`+collection+`" SET "`+field+`" = {:keep} WHERE `+at, m.ids()); err != nil {
		return err
	}
	left, err := texts(m.tx, `SELECT id FROM "`+collection+`" WHERE `+at, m.ids())
	if err != nil {
		return err
	}
	m.moved.add(collection, field, without(ids, left))
	return m.takeOut(collection, at)
}

// moveReceipts writes client and household of each receipt once.
func (m *merging) moveReceipts() error {
	params := m.ids()
	params["home"] = home(m.keep.Id, m.keep.GetString("household"))
	_, err := exec(m.tx, `UPDATE receipts SET client = {:keep}, household = {:home}
		WHERE client IN ({:keep}, {:drop}) AND client != '' AND (client = {:drop} OR household != {:home})`, params)
	return err
}

func without(all, some []string) []string {
	skip := map[string]bool{}
	for _, s := range some {
		skip[s] = true
	}
	var rest []string
	for _, a := range all {
		if !skip[a] {
			rest = append(rest, a)
		}
	}
	return rest
}

// alias says from now on who the dropped client is, and who went into them.
func (m *merging) alias() error {
	var err error
	if m.journal.Aliases, err = texts(m.tx, `SELECT dropped FROM client_aliases WHERE kept = {:drop} ORDER BY dropped`, m.ids()); err != nil {
		return err
	}
	for _, q := range []string{
		`UPDATE client_aliases SET kept = {:keep} WHERE kept = {:drop}`,
		`INSERT INTO client_aliases (dropped, kept) VALUES ({:drop}, {:keep})`,
	} {
		if _, err := exec(m.tx, q, m.ids()); err != nil {
			return err
		}
	}
	return nil
}

// dropClient removes the record that nothing names any more.
func (m *merging) dropClient() error { return m.tx.Delete(m.drop) }
