package figures

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"
	"testing"
)

var errPower = errors.New("power cut")

// Cut off after any transaction, settling goes on and ends at the same state.
func TestSettlingIsResumed(t *testing.T) {
	b := newBook(t, 21)
	for range 5 {
		b.mutate()
		for cut, done := 0, false; !done; cut++ {
			if cut > 500 {
				t.Fatal("settling never ends")
			}
			left := 1 + cut%2 // transactions until the power goes
			run := func(work func(*sql.Tx) error) error {
				if left == 0 {
					return errPower
				}
				left--
				return inTransaction(t.Context(), b.db, work)
			}
			more, err := newWorker().next(t.Context(), b.db, run, manyPeople)
			if err != nil && !errors.Is(err, errPower) {
				t.Fatal(err)
			}
			done = err == nil && !more
		}
		for range 5 {
			b.compare(b.scope())
		}
	}
	b.checkStored()
}

// A rolled-back step leaves the book as it was.
func TestSettlingIsAllOrNothing(t *testing.T) {
	b := newBook(t, 22)
	b.mutate()
	before := b.dump()
	tx, err := b.db.Begin()
	b.must(err)
	if _, err := Settle(t.Context(), tx, Touched{}); err != nil {
		t.Fatal(err)
	}
	b.must(tx.Rollback())
	if b.dump() != before {
		t.Error("a rolled back Settle left something")
	}
}

// Corrections that arrive while a long settling runs are not lost.
func TestCorrectionsDuringSettling(t *testing.T) {
	b := newBook(t, 23)
	for range 6 {
		b.mutate()
	}
	var wait sync.WaitGroup
	for range 3 {
		wait.Go(func() {
			if _, err := SettleDirty(context.Background(), b.db); err != nil {
				t.Error(err)
			}
		})
	}
	for range 6 {
		b.mutate()
	}
	wait.Wait()
	b.settle()
	for range 20 {
		b.compare(b.scope())
	}
	b.checkStored()
}

func TestOverReturnsAreReported(t *testing.T) {
	b := newBook(t, 24)
	receipt := func(number, original string, quantity int64) *model {
		m := &model{id: b.id("r"), clock: 600, lines: []Line{{SKU: "W1", Role: "primary", ProductLine: "watch", UnitPrice: 100, Quantity: quantity, Net: quantity / 10}}}
		m.Store, m.Source, m.Number, m.OriginalNumber, m.Date = testStores[0], "pos", number, original, "2026-01-0"+number
		return m
	}
	sold, back := receipt("1", "", 2000), receipt("3", "1", -1000)
	b.put(receipt("2", "1", -1500), back) // before the sale is there
	b.settle()
	b.put(sold)
	over := b.settle().Over
	want := OverReturn{Receipt: back.id, Number: "3", Original: "1", Quantity: 500, Matched: true}
	if len(over) != 1 || over[0] != want {
		t.Fatalf("reported %+v, want %+v", over, want)
	}
	returned := func() string {
		all, err := texts(t.Context(), b.db, `SELECT returned || ' ' || (SELECT qualifying FROM receipts WHERE id = receipt) FROM lines WHERE receipt = ?`, sold.id)
		b.must(err)
		return fmt.Sprint(all)
	}
	if got := returned(); got != "[2000 0]" {
		t.Errorf("capped at what was sold, not qualifying: %s", got)
	}
	b.remove(back.id)
	b.settle()
	if got := returned(); got != "[1500 1]" {
		t.Errorf("after the undo of one return: %s", got)
	}
}

// A changed category rule changes roles; Reassess carries it into the figures.
func TestReassess(t *testing.T) {
	b := newBook(t, 25)
	for range 3 {
		b.mutate()
	}
	b.settle()
	ids := slices.Sorted(maps.Keys(b.all))
	tx, err := b.db.Begin()
	b.must(err)
	b.run(tx, `UPDATE lines SET role = 'primary', product_line = 'watch' WHERE role = 'unknown'`)
	for _, m := range b.all {
		for i, l := range m.lines {
			if l.Role == "unknown" {
				m.lines[i].Role, m.lines[i].ProductLine = "primary", "watch"
			}
		}
	}
	changed, err := Reassess(t.Context(), tx, ids)
	b.must(err)
	b.must(tx.Commit())
	b.settle()
	if changed == 0 {
		t.Error("unknown lines became watches, yet no receipt changed")
	}
	for range 30 {
		b.compare(b.scope())
	}
	b.checkStored()
}

// A damaged roll-up is never shown: the figure is counted from the lines.
func TestDamagedRollup(t *testing.T) {
	b := newBook(t, 26)
	b.mutate()
	b.settle()
	s := Scope{From: firstDay, To: firstDay.AddDays(1100)}
	whole, err := Query(t.Context(), b.db, s)
	b.must(err)
	b.exec(`UPDATE figures_rollups SET body = substr(body, 1, length(body) - 3)`)
	again, err := Query(t.Context(), b.db, s)
	b.must(err)
	if *whole.Rows[0].Figures.NetSales != *again.Rows[0].Figures.NetSales || *whole.Rows[0].Figures.SalesCount == 0 {
		t.Errorf("%d, then %d", *whole.Rows[0].Figures.NetSales, *again.Rows[0].Figures.NetSales)
	}
}

func FuzzUnpack(f *testing.F) {
	full := tallies{"a": {}, "b": {net: -5, clients: numbers{3, 1, 3}}}
	full["a"].count(&fact{client: 7, Facts: Facts{IsSale: true, Net: 1 << 50}}, true)
	f.Add(full.pack())
	f.Add([]byte{packVersion, 1, 'x', 255, 255, 255})
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, body []byte) {
		out := tallies{}
		if err := unpack(body, func(key string) (*tally, bool) { return out.at(key), len(key)%2 == 0 }); err != nil {
			return
		}
		again := tallies{}
		if err := unpack(out.pack(), func(key string) (*tally, bool) { return again.at(key), true }); err != nil {
			t.Fatalf("what was read cannot be written and read: %v", err)
		}
		for key, row := range out {
			if shape(row) != shape(again[key]) {
				t.Fatalf("row %q: %s, then %s", key, shape(row), shape(again[key]))
			}
		}
	})
}
