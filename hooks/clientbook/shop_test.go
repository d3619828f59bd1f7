package clientbook

import (
	"context"
	"database/sql"
	"fmt"
	"testing"
	"time"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tests"

	"touchstone/hooks/internal/store"
	"touchstone/hooks/internal/testapp"
)

var noon = time.Date(2026, 3, 2, 18, 0, 0, 0, time.UTC)

// shop is a data folder with two stores and this room's rules, without a desk.
type shop struct {
	t    testing.TB
	app  *tests.TestApp
	room Room
	a, b *core.Record // stores
}

func newShop(t testing.TB) *shop {
	t.Helper()
	s := &shop{t: t, app: testapp.New(t), room: Room{Now: func() time.Time { return noon }}}
	s.room.bindRecords(s.app)
	bindArrived(s.app)
	s.a = s.save("stores", map[string]any{"code": "A", "time_zone": "America/Chicago", "country": "US", "currency": "USD"})
	s.b = s.save("stores", map[string]any{"code": "B", "time_zone": "America/Chicago", "country": "US", "currency": "USD"})
	return s
}

func (s *shop) must(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

func (s *shop) save(collection string, values map[string]any) *core.Record {
	s.t.Helper()
	c, err := s.app.FindCollectionByNameOrId(collection)
	s.must(err)
	r := core.NewRecord(c)
	r.Load(values)
	s.must(s.app.Save(r))
	return r
}

func (s *shop) db() *sql.DB { return testapp.SQL(s.t, s.app) }

func (s *shop) exec(query string, args ...any) {
	s.t.Helper()
	_, err := s.db().Exec(query, args...)
	s.must(err)
}

func (s *shop) client(name string, values ...map[string]any) *core.Record {
	s.t.Helper()
	all := map[string]any{"store": s.a.Id, "name": name}
	for _, more := range values {
		for k, v := range more {
			all[k] = v
		}
	}
	return s.save("clients", all)
}

func (s *shop) point(client *core.Record, kind, raw string) *core.Record {
	s.t.Helper()
	return s.save("contact_points", map[string]any{"client": client.Id, "kind": kind, "raw": raw})
}

// buy writes a receipt of one line with a net amount.
func (s *shop) buy(client *core.Record, number, date, description string, net int) *core.Record {
	s.t.Helper()
	r := s.save("receipts", map[string]any{"store": client.GetString("store"), "source": "pos", "number": number, "kind": "sale", "date": date, "clock": 600,
		"shift": "morning", "client": client.Id, "household": home(client.Id, client.GetString("household")), "net": net, "net_sold": net, "total": net, "is_sale": true, "units": 1000})
	s.save("lines", map[string]any{"receipt": r.Id, "position": 1, "sku": "SKU-" + number, "description": description, "role": "primary", "product_line": "jewelry",
		"quantity": 1000, "unit_price": net, "net": net, "row": "2"})
	return r
}

// owner sees every store, clerk works in store A.
var (
	owner = caller{role: "owner"}
)

func (s *shop) in(records ...*core.Record) []store.Store {
	var all []store.Store
	for _, r := range records {
		all = append(all, store.Store{ID: r.Id, Country: "US"})
	}
	return all
}

func (s *shop) refresh() {
	s.t.Helper()
	s.must(Refresh(context.Background(), s.app))
}

// search asks in store A for as many as there are.
func (s *shop) search(ask Question) []Found {
	s.t.Helper()
	search := NewSearcher(s.db())
	defer search.Close()
	ask.Stores, ask.Limit = s.in(s.a), mostFound
	found, err := search.Find(context.Background(), ask)
	s.must(err)
	return found
}

// find gives the names that a search finds in store A, with why.
func (s *shop) find(q string) []string {
	s.t.Helper()
	found := s.search(Question{Text: q})
	all := make([]string, len(found))
	for i, f := range found {
		all[i] = f.Name + " (" + f.Why + ")"
	}
	return all
}

func (s *shop) one(query string, args ...any) string {
	s.t.Helper()
	var v any
	s.must(s.db().QueryRow(query, args...).Scan(&v))
	return fmt.Sprint(v)
}

// apart takes a merge back and returns what stayed.
func (s *shop) apart(merge string) []Stayed {
	s.t.Helper()
	var stayed []Stayed
	s.must(s.app.RunInTransaction(func(tx core.App) error {
		p, err := newParting(tx, owner, merge)
		if err != nil {
			return err
		}
		if err := p.run(); err != nil {
			return err
		}
		p.record.Set("state", "undone")
		stayed = p.stayed
		return tx.Save(p.record)
	}))
	return stayed
}

// together merges two clients and returns the merge.
func (s *shop) together(keep, drop string, choose map[string]string) (merge string, out *Outcome) {
	s.t.Helper()
	s.must(s.app.RunInTransaction(func(tx core.App) error {
		m, o, err := s.room.bringTogether(tx, owner, wish{Keep: keep, Drop: drop, Choose: choose})
		if err != nil {
			return err
		}
		if merge, err = s.room.keepJournal(tx, m, owner); err != nil {
			return err
		}
		out = o
		return s.room.finish(tx, m, o)
	}))
	return merge, out
}
