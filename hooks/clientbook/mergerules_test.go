package clientbook

import (
	"context"
	"errors"
	"math/rand"
	"strings"
	"testing"

	"github.com/pocketbase/pocketbase/core"

	"touchstone/hooks/internal/fault"
)

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
	s.must(Arrived(context.Background(), tx, []string{"late00000000001"}, nil)) // as the import says of what it wrote
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

// TestSumsAreThoseOfTheCard: the sums of a merge and the card under it name one
// figure. Quotes are not bought, and refunds are taken off.
func TestSumsAreThoseOfTheCard(t *testing.T) {
	s := newShop(t)
	keep, drop := s.client("Avery Ashford"), s.client("Avery Ashford")
	s.buy(keep, "1", "2026-01-05", "Ring", 50000)
	quote, refunded := s.buy(drop, "2", "2026-01-06", "Watch", 520500), s.buy(drop, "3", "2026-01-07", "Chain", 20000)
	s.exec(`UPDATE receipts SET kind = 'quote', is_sale = FALSE WHERE id = ?`, quote.Id)
	s.exec(`UPDATE receipts SET refunded = 4000 WHERE id = ?`, refunded.Id)
	_, out := s.together(keep.Id, drop.Id, nil)
	if out.Before != out.After || out.After.Net != 66000 || out.Client.Value.All != 66000 {
		t.Errorf("before %+v, after %+v, on the card %d; want 66000", out.Before, out.After, out.Client.Value.All)
	}
}
