package pos

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"touchstone/hooks/figures"
	"touchstone/hooks/internal/contact"
	"touchstone/hooks/internal/database"
)

// load brings the clients that a row could mean into memory, once each.
func (p *people) load(ctx context.Context, id identity) error {
	if p.empty {
		return nil
	}
	if key := strings.ToLower(id.key); key != "" {
		if err := p.fetch(ctx, p.byKey, key, `SELECT client FROM client_keys WHERE source = ? AND key IN (?, ?, ?) ORDER BY rowid`, p.source, id.key, key, strings.ToUpper(key)); err != nil {
			return err
		}
	}
	for _, pt := range id.points {
		if err := p.fetch(ctx, p.byPoint, pt.Key, `SELECT client FROM contact_points WHERE normalized = ? ORDER BY rowid`, pt.Key); err != nil {
			return err
		}
	}
	return p.fetch(ctx, p.byName, nameKey(id.name), `SELECT id FROM clients WHERE name_key = ? ORDER BY rowid LIMIT 20`, nameKey(id.name))
}

// fetch reads the clients that the book has under a key, the first time that
// the key is met.
func (p *people) fetch(ctx context.Context, index map[string][]*client, key, query string, args ...any) error {
	asked := [2]string{query, key}
	if key == "" || p.asked[asked] {
		return nil
	}
	p.asked[asked] = true
	found, err := database.Column(ctx, p.db, query, args...)
	if err != nil {
		return fmt.Errorf("looking a client up: %w", err)
	}
	for _, id := range found {
		if p.byID[id] == nil {
			if err := p.read(ctx, id); err != nil {
				return err
			}
		}
		if c := p.byID[id]; c != nil && !slices.Contains(index[key], c) {
			index[key] = append(index[key], c)
		}
	}
	return nil
}

func (p *people) read(ctx context.Context, id string) error {
	c := &client{id: id}
	var name, owner string
	err := p.db.QueryRowContext(ctx, `SELECT name, name_key, household, store, import FROM clients WHERE id = ?`, id).
		Scan(&name, &c.nameKey, &c.household, &owner, &c.author)
	if err == sql.ErrNoRows || (err == nil && owner != p.store.ID) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("reading a client: %w", err)
	}
	c.name = contact.ParseName(name)
	if c.keys, err = facts(ctx, p.db, `SELECT source || char(31) || lower(key), id, import FROM client_keys WHERE client = ?`, id); err != nil {
		return fmt.Errorf("reading a client's numbers: %w", err)
	}
	if c.points, err = facts(ctx, p.db, `SELECT normalized, id, import FROM contact_points WHERE client = ? AND normalized != ''`, id); err != nil {
		return fmt.Errorf("reading a client's contacts: %w", err)
	}
	if c.loose, err = facts(ctx, p.db, `SELECT raw, id, import FROM contact_points WHERE client = ? AND normalized = '' AND kind = 'phone'`, id); err != nil {
		return fmt.Errorf("reading a client's contacts: %w", err)
	}
	p.byID[id] = c
	return nil
}

func facts(ctx context.Context, db *sql.DB, query, client string) (factList, error) {
	rows, err := db.QueryContext(ctx, query, client)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all factList
	for rows.Next() {
		var key string
		var f fact
		if err := rows.Scan(&key, &f.id, &f.author); err != nil {
			return nil, err
		}
		all.set(key, f)
	}
	return all, rows.Err()
}

// rehome moves a client into a household, or out of one for an empty id; what
// they bought before counts for the new household.
func rehome(ctx context.Context, tx *sql.Tx, client, household string, touched *figures.Touched) error {
	if _, err := tx.ExecContext(ctx, `UPDATE clients SET household = ? WHERE id = ?`, household, client); err != nil {
		return fmt.Errorf("joining a household: %w", err)
	}
	receipts, err := database.Column(ctx, tx, `SELECT id FROM receipts WHERE client = ? AND client != ''`, client)
	if err != nil {
		return fmt.Errorf("reading a client's receipts: %w", err)
	}
	before, err := figures.Collect(ctx, tx, receipts)
	if err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, `UPDATE receipts SET household = CASE ? WHEN '' THEN client ELSE ? END WHERE client = ? AND client != ''`, household, household, client); err != nil {
		return fmt.Errorf("moving receipts to a household: %w", err)
	}
	after, err := figures.Collect(ctx, tx, receipts)
	if err != nil {
		return err
	}
	touched.Merge(before)
	touched.Merge(after)
	return nil
}

// write inserts what find made since the last transaction.
func (p *people) write(ctx context.Context, tx *sql.Tx, w *book, importID string, touched *figures.Touched) error {
	for _, h := range p.news.households {
		w.households.add(h.id, h.name, h.key, p.source)
	}
	for _, c := range p.news.clients {
		given, family := personOf(c.name)
		w.clients.add(c.id, c.household, c.name.Display, given, family, c.nameKey, c.name.Couple, c.name.Company)
	}
	for _, k := range p.news.keys {
		w.keys.add(p.ids.Next(), k.client, k.key)
	}
	for _, pt := range p.news.points {
		w.points.add(p.ids.Next(), pt.client, pt.kind, pt.raw, pt.key)
	}
	for _, s := range p.news.seen {
		w.seen.add(s.record, importID, s.spelled)
	}
	for _, d := range p.news.duplicates {
		w.duplicates.add(p.ids.Next(), d.client, d.other, d.reason, "open")
	}
	for _, c := range p.news.moved {
		if err := journal(ctx, tx, importID, "clients", c.id, `json_object('household', household)`); err != nil {
			return err
		}
		if err := rehome(ctx, tx, c.id, c.household, touched); err != nil {
			return err
		}
	}
	p.news = pending{}
	return w.flushPeople()
}

// personOf is the first person of a name.
func personOf(n contact.Name) (given, family string) {
	if len(n.Persons) > 0 {
		return n.Persons[0].Given, n.Persons[0].Family
	}
	return "", ""
}
