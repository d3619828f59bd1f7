package figures

import (
	"math/rand/v2"
	"testing"

	"touchstone/hooks/internal/testapp"
)

// What the owner edits by hand in the Data workshop shows in the figures.
func TestEditsByHand(t *testing.T) {
	app := testapp.New(t)
	Register(app)
	b := &book{tb: t, db: testapp.SQL(t, app), random: rand.New(rand.NewPCG(31, 7)), all: map[string]*model{}}
	b.stock()
	strap := one("unknown", "", 3000, testStaff[0])
	sale := &model{id: b.id("r"), clock: 600, lines: []Line{one("primary", "watch", 50000, testStaff[0]), strap}}
	sale.Store, sale.Source, sale.Number, sale.Date = testStores[0], "pos", "1", "2026-11-16"
	b.put(sale)
	b.settle()
	ask := func(date string) Figures {
		r, err := Query(t.Context(), b.db, Scope{From: mustDay(t, date), To: mustDay(t, date), Associate: "A"})
		b.must(err)
		left, err := texts(t.Context(), b.db, `SELECT key FROM figures_dirty`)
		b.must(err)
		if len(left) > 0 {
			t.Errorf("left to do: %q", left)
		}
		return r.Rows[0].Figures
	}
	edit := func(collection, where string, set map[string]any) {
		record, err := app.FindFirstRecordByFilter(collection, where)
		b.must(err)
		record.Load(set)
		b.must(app.Save(record))
	}
	edit("lines", "role = 'unknown'", map[string]any{"role": "accessory"})
	if f := ask("2026-11-16"); f.SecondaryRate.N != 1 || f.SecondaryRevenue.Sum != 3000 {
		t.Errorf("the strap is an add-on now: %+v", f.SecondaryRate)
	}
	edit("receipts", "number = '1'", map[string]any{"date": "2026-11-20"})
	if before, after := ask("2026-11-16"), ask("2026-11-20"); *before.NetSales != 0 || *after.SalesCount != 1 {
		t.Error("the sale moves to its new date")
	}
	edit("shares", "amount = 50000", map[string]any{"staff": testStaff[2]})
	if f := ask("2026-11-20"); *f.SalesCount != 0 || *f.NetSales != 3000 {
		t.Errorf("the watch is another's now: %d sales, net %d", *f.SalesCount, *f.NetSales)
	}
	record, err := app.FindRecordById("receipts", sale.id)
	b.must(err)
	b.must(app.Delete(record))
	if f := ask("2026-11-20"); f.NetSales != nil {
		t.Error("the book is empty again")
	}
}
