package clientbook

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand"
	"slices"
	"strings"
	"testing"

	"github.com/pocketbase/pocketbase/core"

	"touchstone/hooks/figures"
	"touchstone/hooks/internal/fault"
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

func TestMergeChoosesFields(t *testing.T) {
	for _, c := range []struct {
		name   string
		choose map[string]string
		want   map[string]any
	}{
		{"without a word", nil, map[string]any{"name": "Avery Ashford", "notes": "opals\npearls", "since": "2019-04-01", "deceased": true, "given": "Avery"}},
		{"the other's name", map[string]string{"name": "drop"}, map[string]any{"name": "A. Lane", "family": "Lane", "name_key": "a. lane "}},
		{"one's notes", map[string]string{"notes": "keep", "since": "keep"}, map[string]any{"notes": "opals", "since": "2021-01-01"}},
		{"the other's notes", map[string]string{"notes": "drop", "deceased": "keep"}, map[string]any{"notes": "pearls", "deceased": false}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newShop(t)
			keep := s.client("Avery Ashford", map[string]any{"notes": "opals", "since": "2021-01-01"})
			drop := s.client("A. Lane", map[string]any{"notes": "pearls", "since": "2019-04-01", "deceased": true})
			before := s.dump()
			merge, _ := s.together(keep.Id, drop.Id, c.choose)
			got, err := s.app.FindRecordById("clients", keep.Id)
			s.must(err)
			for field, want := range c.want {
				if got.Get(field) != want {
					t.Errorf("%s is %q, want %q", field, got.Get(field), want)
				}
			}
			s.apart(merge)
			differ(t, "taken back", s.dump(), before)
		})
	}
}

func TestMergeRefuses(t *testing.T) {
	s := newShop(t)
	a, b := s.client("Avery Ashford"), s.client("A. Ashford")
	far := s.client("Avery Ashford", map[string]any{"store": s.b.Id})
	clerk := caller{role: "associate", store: s.a.Id}
	for _, c := range []struct {
		name string
		who  caller
		wish wish
		kind fault.Kind
	}{
		{"oneself", owner, wish{Keep: a.Id, Drop: a.Id}, fault.Invalid},
		{"nobody", owner, wish{}, fault.Invalid},
		{"somebody unknown", owner, wish{Keep: a.Id, Drop: "nosuchclient000"}, fault.NotFound},
		{"somebody of another store, unseen", clerk, wish{Keep: a.Id, Drop: far.Id}, fault.NotFound},
		{"somebody of another store", owner, wish{Keep: a.Id, Drop: far.Id}, fault.Conflict},
		{"a state that passed", owner, wish{Keep: a.Id, Drop: b.Id, KeepRev: 99}, fault.Changed},
		{"an unknown field", owner, wish{Keep: a.Id, Drop: b.Id, Choose: map[string]string{"rev": "drop"}}, fault.Invalid},
		{"an unknown choice", owner, wish{Keep: a.Id, Drop: b.Id, Choose: map[string]string{"name": "both"}}, fault.Invalid},
	} {
		before := s.dump()
		err := s.app.RunInTransaction(func(tx core.App) error {
			_, _, err := s.room.bringTogether(tx, c.who, c.wish)
			return err
		})
		if err == nil || fault.KindOf(err) != c.kind {
			t.Errorf("%s: %v, want kind %d", c.name, err, c.kind)
		}
		differ(t, c.name, s.dump(), before)
	}
}

// TestTakenBackAfterOthersWorked: what changed since the merge stays, with the reason.
func TestTakenBackAfterOthersWorked(t *testing.T) {
	s := newShop(t)
	keep, drop := s.client("Avery Ashford"), s.client("A. Ashford", map[string]any{"notes": "pearls"})
	phone, mail := s.point(drop, "phone", "312 555 0142"), s.point(drop, "email", "a@example.com")
	r := s.buy(drop, "1", "2026-01-01", "Ring", 500)
	third := s.client("Rosalind Vane")
	s.save("relations", map[string]any{"client": drop.Id, "other": keep.Id, "kind": "cousin"})
	merge, _ := s.together(keep.Id, drop.Id, nil)
	changed, err := s.app.FindRecordById("clients", keep.Id)
	s.must(err)
	changed.Set("notes", "pearls, black ones")
	s.must(s.app.Save(changed))
	s.exec(`DELETE FROM contact_points WHERE id = ?`, phone.Id)
	s.exec(`UPDATE contact_points SET client = ? WHERE id = ?`, third.Id, mail.Id)
	late := s.save("milestones", map[string]any{"client": keep.Id, "kind": "birthday", "month": 2, "day": 29})
	s.exec(`UPDATE milestones SET created = '2999-01-01 00:00:00.000Z'`)
	stayed := s.apart(merge)
	want := map[string]string{keep.Id: "notes", phone.Id: "deleted", mail.Id: "another client", late.Id: "after the merge"}
	for _, x := range stayed {
		about := x.Field + " " + x.Reason
		if w := want[x.Record]; w == "" || !strings.Contains(about, w) {
			t.Errorf("stayed: %+v", x)
		}
		delete(want, x.Record)
	}
	if len(want) > 0 {
		t.Errorf("not told: %v", want)
	}
	if got := s.one(`SELECT client || household FROM receipts WHERE id = ?`, r.Id); got != drop.Id+drop.Id {
		t.Errorf("the receipt is %s's", got)
	}
	if got := s.one(`SELECT count(*) FROM relations`); got != "1" {
		t.Error("the cousins are no cousins any more")
	}
}

func TestTakenBackInOrder(t *testing.T) {
	s := newShop(t)
	a, b, c := s.client("Avery Ashford"), s.client("A. Ashford"), s.client("Avery A.")
	first, _ := s.together(b.Id, c.Id, nil)
	second, _ := s.together(a.Id, b.Id, nil)
	if got := s.one(`SELECT kept FROM client_aliases WHERE dropped = ?`, c.Id); got != a.Id {
		t.Errorf("who went first is %s now, want %s", got, a.Id)
	}
	try := func(merge string) error {
		return s.app.RunInTransaction(func(tx core.App) error {
			_, err := newParting(tx, owner, merge)
			return err
		})
	}
	if err := try(first); fault.KindOf(err) != fault.Conflict || !strings.Contains(fault.Sentence(err), "Take that merge back first") {
		t.Errorf("the first merge before the second: %v", err)
	}
	s.apart(second)
	if err := try(second); fault.KindOf(err) != fault.Conflict {
		t.Errorf("a second time: %v", err)
	}
	s.apart(first)
	if n := s.one(`SELECT count(*) FROM client_aliases`); n != "0" {
		t.Errorf("%s aliases are left", n)
	}
	if err := try("nosuchmerge0000"); fault.KindOf(err) != fault.NotFound {
		t.Errorf("an unknown merge: %v", err)
	}
}

// TestWrittenForTheDroppedClient: an import that runs meanwhile knows only the old id.
func TestWrittenForTheDroppedClient(t *testing.T) {
	s := newShop(t)
	keep, drop := s.client("Avery Ashford"), s.client("A. Ashford")
	h := s.save("households", map[string]any{"store": s.a.Id, "name": "Ashford"})
	merge, _ := s.together(keep.Id, drop.Id, nil)
	keep, err := s.app.FindRecordById("clients", keep.Id)
	s.must(err)
	keep.Set("household", h.Id)
	s.must(s.app.Save(keep))
	s.exec(`INSERT OR FAIL INTO receipts (id, store, source, number, kind, date, client, household) VALUES ('late00000000001', ?, 'pos', '9', 'sale', '2026-02-01', ?, ?)`, s.a.Id, drop.Id, drop.Id)
	s.arrived("late00000000001")
	s.exec(`INSERT OR FAIL INTO client_keys (id, client, source, key) VALUES ('late00000000002', ?, 'pos', '77')`, drop.Id)
	s.exec(`INSERT OR IGNORE INTO duplicates (id, client, other, reason, state) VALUES ('late00000000003', ?, ?, 'same name', 'open')`, drop.Id, keep.Id)
	tx, err := s.db().Begin()
	s.must(err)
	s.must(Arrived(context.Background(), tx, []string{"late00000000001"})) // as the import says of what it wrote
	s.must(tx.Commit())
	if got := s.one(`SELECT client || ' ' || household FROM receipts WHERE number = '9'`); got != keep.Id+" "+h.Id {
		t.Errorf("the receipt is of %s, want %s %s", got, keep.Id, h.Id)
	}
	if got := s.one(`SELECT client FROM client_keys WHERE key = '77'`); got != keep.Id {
		t.Errorf("the number is of %s", got)
	}
	if n := s.one(`SELECT count(*) FROM duplicates`); n != "0" {
		t.Error("somebody may be a duplicate of themselves")
	}
	if n := s.one(`SELECT count(*) FROM figures_dirty WHERE kind = 'client' AND key = ?`, keep.Id); n != "1" {
		t.Error("the figures do not know of the receipt")
	}
	s.apart(merge)
	if got := s.one(`SELECT client || ' ' || household FROM receipts WHERE number = '9'`); got != drop.Id+" "+drop.Id {
		t.Errorf("taken back, the receipt is of %s", got)
	}
}

func TestAFailedMergeLeavesNothing(t *testing.T) {
	s := newShop(t)
	people := randomPeople(s, rand.New(rand.NewSource(9)), 4)
	before := s.dump()
	broken := errors.New("the power went")
	err := s.app.RunInTransaction(func(tx core.App) error {
		if _, _, err := s.room.bringTogether(tx, owner, wish{Keep: people[0].Id, Drop: people[1].Id}); err != nil {
			return err
		}
		return broken
	})
	if !errors.Is(err, broken) {
		t.Fatal(err)
	}
	differ(t, "after a failure", s.dump(), before)
}
