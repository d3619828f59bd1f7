package clientbook

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand"
	"slices"
	"strings"
	"testing"

	"github.com/pocketbase/pocketbase/core"

	"touchstone/hooks/figures"
)

// dump is every row that names a client, and the clients themselves. Of a kept
// client rev and updated are left out: they only ever rise.
func (s *shop) dump() string {
	s.t.Helper()
	links, err := linksToClients(s.app)
	s.must(err)
	tables := []string{"clients", "households"}
	for _, l := range links {
		tables = append(tables, l.name)
	}
	var b strings.Builder
	for _, table := range tables {
		rows, err := snapshot(s.app, table, "TRUE ORDER BY id", nil)
		s.must(err)
		for _, raw := range rows {
			var row map[string]any
			s.must(json.Unmarshal([]byte(raw), &row))
			if table == "clients" {
				delete(row, "rev")
				delete(row, "updated")
			}
			line, err := json.Marshal(row)
			s.must(err)
			fmt.Fprintf(&b, "%s %s\n", table, line)
		}
	}
	for _, table := range []string{"client_aliases", "client_redirects"} {
		fmt.Fprintf(&b, "%s %s\n", table, s.one(`SELECT count(*) FROM `+table))
	}
	return b.String()
}

// settleAll brings the figures of a book up to date that was written past them.
func (s *shop) settleAll() {
	s.t.Helper()
	tx, err := s.db().Begin()
	s.must(err)
	s.must(figures.MarkAll(context.Background(), tx))
	s.must(tx.Commit())
	s.must(settle(context.Background(), s.app))
}

// differ tells the lines that two dumps do not share.
func differ(t *testing.T, what, got, want string) {
	t.Helper()
	if got == want {
		return
	}
	a, b := strings.Split(got, "\n"), strings.Split(want, "\n")
	for _, x := range a {
		if !slices.Contains(b, x) {
			t.Errorf("%s: now   %s", what, x)
		}
	}
	for _, x := range b {
		if !slices.Contains(a, x) {
			t.Errorf("%s: before %s", what, x)
		}
	}
}

// randomPeople writes clients with a bit of everything.
func randomPeople(s *shop, r *rand.Rand, n int) []*core.Record {
	homes := []string{"", "", s.save("households", map[string]any{"store": s.a.Id, "name": "One"}).Id, s.save("households", map[string]any{"store": s.a.Id, "name": "Two"}).Id}
	boss := s.save("staff", map[string]any{"name": "Boss", "code": "B", "role": "owner", "store": s.a.Id, "active": true, "email": "b@shop.test", "password": "touch-and-stone"})
	var all []*core.Record
	for i := range n {
		values := map[string]any{"household": homes[r.Intn(len(homes))], "notes": []string{"", "opals", "pearls"}[r.Intn(3)], "since": []string{"", "2019-04-01", "2021-01-01"}[r.Intn(3)]}
		if r.Intn(2) == 0 {
			values["owner"] = boss.Id
		}
		c := s.client([]string{"Avery Ashford", "A. Ashford", "Jordan & Avery Ashford", "Northside Bakery LLC"}[r.Intn(4)], values)
		all = append(all, c)
		s.point(c, "phone", fmt.Sprintf("312 555 01%02d", r.Intn(4)))
		s.save("client_keys", map[string]any{"client": c.Id, "source": "pos", "key": fmt.Sprint(1000 + i)})
		s.save("milestones", map[string]any{"client": c.Id, "kind": "birthday", "month": 1 + r.Intn(12), "day": 1 + r.Intn(28)})
		s.save("preferences", map[string]any{"client": c.Id, "kind": "metal", "value": "gold"})
		s.save("consents", map[string]any{"client": c.Id, "channel": "mail", "state": "yes"})
		for j := range r.Intn(5) {
			s.buy(c, fmt.Sprintf("%d-%d", i, j), fmt.Sprintf("2025-%02d-%02d", 1+r.Intn(12), 1+r.Intn(28)), "Ring", 1000*(1+r.Intn(50)))
		}
	}
	for range 2 * n {
		a, b := all[r.Intn(n)], all[r.Intn(n)]
		if a == b {
			continue
		}
		s.save("relations", map[string]any{"client": a.Id, "other": b.Id, "kind": "sister"})
		c, err := s.app.FindCollectionByNameOrId("duplicates")
		s.must(err)
		d := core.NewRecord(c)
		d.Load(map[string]any{"client": a.Id, "other": b.Id, "reason": "same name", "state": "open"})
		_ = s.app.Save(d) // a pair stands once
	}
	return all
}

// TestMergeAndBackIsAsIfNothingHappened: after any row of merges and undos, in
// the order in which they must go, the book is the one it was; sums never change.
func TestMergeAndBackIsAsIfNothingHappened(t *testing.T) {
	for seed := int64(1); seed <= 8; seed++ {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			r := rand.New(rand.NewSource(seed))
			s := newShop(t)
			people := randomPeople(s, r, 6)
			s.settleAll()
			type done struct{ merge, before string }
			var stack []done
			left := make([]string, len(people))
			for i, p := range people {
				left[i] = p.Id
			}
			total := s.one(`SELECT count(*) || ' ' || sum(net) FROM receipts`)
			for len(left) > 1 {
				r.Shuffle(len(left), func(i, j int) { left[i], left[j] = left[j], left[i] })
				before := s.dump()
				merge, out := s.together(left[0], left[1], map[string]string{"name": []string{"keep", "drop"}[r.Intn(2)], "household": []string{"keep", "drop"}[r.Intn(2)]})
				if out.Before != out.After {
					t.Errorf("the sums were %+v and are %+v", out.Before, out.After)
				}
				nothingNames(t, s, left[1])
				s.must(settle(context.Background(), s.app))
				stack = append(stack, done{merge, before})
				left = slices.Delete(left, 1, 2)
			}
			if got := s.one(`SELECT count(*) || ' ' || sum(net) FROM receipts`); got != total {
				t.Errorf("the book's receipts were %s and are %s", total, got)
			}
			for _, d := range slices.Backward(stack) {
				if stayed := s.apart(d.merge); len(stayed) > 0 {
					t.Errorf("some things stayed: %+v", stayed)
				}
				s.must(settle(context.Background(), s.app))
				differ(t, "taken back", s.dump(), d.before)
			}
		})
	}
}

// nothingNames fails where any record still names a client who went.
func nothingNames(t *testing.T, s *shop, dropped string) {
	t.Helper()
	links, err := linksToClients(s.app)
	s.must(err)
	for _, l := range links {
		for _, f := range l.fields {
			if n := s.one(`SELECT count(*) FROM "`+l.name+`" WHERE "`+f+`" = ?`, dropped); n != "0" {
				t.Errorf("%s.%s still names the dropped client %s times", l.name, f, n)
			}
		}
	}
	if n := s.one(`SELECT count(*) FROM receipts r JOIN clients c ON c.id = r.client WHERE r.household != iif(c.household = '', c.id, c.household)`); n != "0" {
		t.Errorf("%s receipts count for a household that their client is not in", n)
	}
}

// TestEveryLinkToClientsIsCovered: a collection that comes to name clients is
// known to this test, which moves a record of each through a merge. Whoever
// adds one adds it to randomPeople.
func TestEveryLinkToClientsIsCovered(t *testing.T) {
	s := newShop(t)
	links, err := linksToClients(s.app)
	s.must(err)
	randomPeople(s, rand.New(rand.NewSource(3)), 6)
	for _, l := range links {
		if s.one(`SELECT count(*) FROM "`+l.name+`"`) == "0" {
			t.Errorf("no test merges clients with %s: write some in randomPeople", l.name)
		}
	}
	c, err := s.app.FindCollectionByNameOrId("preferences")
	s.must(err)
	clients, err := s.app.FindCollectionByNameOrId("clients")
	s.must(err)
	c.Fields.Add(&core.RelationField{Name: "friends", CollectionId: clients.Id, MaxSelect: 5})
	s.must(s.app.Save(c))
	if _, err := linksToClients(s.app); err == nil {
		t.Error("a field that names several clients goes unnoticed")
	}
}

func TestALaterCollectionMovesToo(t *testing.T) {
	s := newShop(t)
	clients, err := s.app.FindCollectionByNameOrId("clients")
	s.must(err)
	c := core.NewBaseCollection("wishes_of_later")
	c.Fields.Add(&core.RelationField{Name: "client", CollectionId: clients.Id, MaxSelect: 1, CascadeDelete: true}, &core.TextField{Name: "wish"})
	s.must(s.app.Save(c))
	keep, drop := s.client("Avery Ashford"), s.client("A. Ashford")
	w := s.save("wishes_of_later", map[string]any{"client": drop.Id, "wish": "an opal"})
	merge, out := s.together(keep.Id, drop.Id, nil)
	if got := s.one(`SELECT client FROM wishes_of_later WHERE id = ?`, w.Id); got != keep.Id || out.Moves["wishes_of_later"] != 1 {
		t.Errorf("the wish is %s's; moves %v", got, out.Moves)
	}
	s.apart(merge)
	if got := s.one(`SELECT client FROM wishes_of_later WHERE id = ?`, w.Id); got != drop.Id {
		t.Error("the wish did not come back")
	}
}
