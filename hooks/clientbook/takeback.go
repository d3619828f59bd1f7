package clientbook

import (
	"encoding/json"
	"maps"
	"slices"

	"github.com/pocketbase/dbx"
)

// fields gives the kept client the values it had, where nobody changed them since.
func (p *parting) fields() error {
	for _, name := range slices.Sorted(maps.Keys(p.journal.Fields)) {
		was, made := p.journal.Fields[name][0], p.journal.Fields[name][1]
		if name == "name_key" {
			continue // follows the name
		}
		if p.keep.Get(name) != made {
			p.stay("clients", p.keep.Id, name, "somebody changed it since the merge")
			continue
		}
		if id, _ := was.(string); name == "household" && id != "" && !p.there("households", "id", id) {
			p.stay("clients", p.keep.Id, name, "the household is not in the book any more")
			continue
		}
		p.keep.Set(name, was)
	}
	return p.tx.Save(p.keep)
}

// homes gives each receipt of the two the household that it counted for, where
// the client it belongs to is in that household still.
func (p *parting) homes() error {
	for _, was := range slices.Sorted(maps.Keys(p.journal.Homes)) {
		if was != "" && was != p.keep.Id && was != p.drop && !p.there("households", "id", was) {
			continue
		}
		_, err := exec(p.tx, `UPDATE receipts SET household = {:was} WHERE id IN (SELECT value FROM json_each({:ids})) AND household != {:was}
			AND (client = {:drop} OR client = {:keep} AND {:same})`,
			dbx.Params{"was": was, "ids": list(p.journal.Homes[was]), "drop": p.drop, "keep": p.keep.Id, "same": p.sameHome()})
		if err != nil {
			return err
		}
	}
	return nil
}

// sameHome says whether the kept client lives where they lived before the merge.
func (p *parting) sameHome() bool { return p.keep.GetString("household") == p.journal.Home }

// gone puts back what stood between the two, or would have stood twice.
func (p *parting) gone() error {
	fields := map[string][]string{}
	for _, l := range p.links {
		fields[l.name] = l.fields
	}
	for _, g := range p.journal.Gone {
		var row map[string]any
		if err := json.Unmarshal([]byte(g.Row), &row); err != nil {
			return err
		}
		id, _ := row["id"].(string)
		if !p.tx.HasTable(g.Collection) || !p.allThere(row, fields[g.Collection]) {
			p.stay(g.Collection, id, "", "the other client is not in the book any more")
			continue
		}
		ok, err := insert(p.tx, g.Collection, g.Row)
		if err != nil {
			return err
		}
		if !ok {
			p.stay(g.Collection, id, "", "the same was written anew since the merge")
		}
	}
	return nil
}

func (p *parting) allThere(row map[string]any, fields []string) bool {
	for _, f := range fields {
		if id, _ := row[f].(string); id == "" || !p.there("clients", "id", id) {
			return false
		}
	}
	return true
}

// since lists what came to the kept client after the merge: nobody can know
// whose it is, so it stays.
func (p *parting) since() error {
	for _, l := range p.links {
		if !l.dated {
			continue
		}
		for _, f := range l.fields {
			ids, err := texts(p.tx, `SELECT id FROM "`+l.name+`" WHERE "`+f+`" = {:keep} AND "`+f+`" != '' AND created > {:at} ORDER BY id LIMIT 1000`,
				dbx.Params{"keep": p.keep.Id, "at": p.record.GetString("created")})
			if err != nil {
				return err
			}
			for _, id := range ids {
				p.stay(l.name, id, "", "it came after the merge and may be of either")
			}
		}
	}
	return nil
}
