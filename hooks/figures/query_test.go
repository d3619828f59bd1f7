package figures

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"testing"

	"touchstone/hooks/internal/civil"
)

// shape is what of a tally must agree: sums and the number of distinct people.
func shape(t *tally) string {
	return fmt.Sprint(t.net, t.services, t.identified, t.brought, t.qualifying, t.secondary, t.carePlan, t.sold, t.returned, t.sale, t.units, t.addOn,
		t.clients.distinct(), t.repeats.distinct(), t.households.distinct(), t.householdRepeats.distinct())
}

func shapes(rows tallies) map[string]string {
	out := map[string]string{}
	for key, t := range rows {
		if t.any() {
			out[key] = shape(t)
		}
	}
	return out
}

func (b *book) scope() Scope {
	s := Scope{From: firstDay.AddDays(b.random.IntN(800))}
	s.To = s.From.AddDays(pick(b, 0, 6, 40, 90, 400))
	if b.random.IntN(2) == 0 {
		s.From, s.To = firstDay.AddDays(690+b.random.IntN(40)), firstDay.AddDays(740+b.random.IntN(50))
	}
	s.By = pick(b, "", "all", "associate", "associate", "product_line", "brand", "shift", "weekday", "store")
	s.Store = pick(b, "", "", "", "MAIN", "NORTH")
	if b.random.IntN(2) == 0 {
		return s
	}
	s.Associate = pick(b, "", "", "A", testStaff[1], "D", Unassigned)
	s.ProductLine = pick(b, "", "", "watch", "none")
	s.Brand = pick(b, "", "", "alba", "none")
	s.Shift = pick(b, "", "", "", "evening", "unknown")
	s.Weekday = pick(b, "", "", "", "monday")
	if b.random.IntN(2) == 0 {
		s.AsOf = firstDay.AddDays(690 + b.random.IntN(100))
	}
	return s
}

// compare holds recount and, where they answer, roll-ups against the oracle.
func (b *book) compare(s Scope) (rolled bool) {
	b.tb.Helper()
	ctx := context.Background()
	q, err := ask(ctx, b.db, s)
	b.must(err)
	o := oracle{q: q}
	for _, id := range slices.Sorted(maps.Keys(b.all)) {
		o.all = append(o.all, b.all[id])
	}
	want := shapes(o.rows())
	got, err := q.recount(ctx, b.db)
	b.must(err)
	if !maps.Equal(shapes(got), want) {
		b.tb.Fatalf("recount of %+v\n got %v\nwant %v", s, shapes(got), want)
	}
	p, ok := q.plan()
	if !ok {
		return false
	}
	if ok, err = q.current(ctx, b.db); err != nil || !ok {
		b.must(err)
		return false
	}
	got, err = q.fromRollups(ctx, b.db, p)
	b.must(err)
	if !maps.Equal(shapes(got), want) {
		b.tb.Fatalf("roll-ups of %+v\n got %v\nwant %v", s, shapes(got), want)
	}
	return true
}

// Random books, random corrections, every cut: roll-ups, recount and a plain
// reading of the definitions agree to the cent.
func TestRollupsEqualRecount(t *testing.T) {
	books := 6
	if testing.Short() {
		books = 2
	}
	rolled := 0
	for seed := range books {
		t.Run(fmt.Sprint("book ", seed), func(t *testing.T) {
			b := newBook(t, uint64(seed))
			for range 12 {
				b.mutate()
				if b.random.IntN(6) > 0 {
					b.settle()
				}
				for range 15 {
					rolled += int(bit(b.compare(b.scope())))
				}
			}
			b.settle()
			b.checkStored()
		})
	}
	if rolled < books*30 {
		t.Errorf("only %d scopes were answered by roll-ups", rolled)
	}
}

// mutate adds, corrects and removes some receipts.
func (b *book) mutate() {
	var batch []*model
	for range 25 {
		batch = append(batch, b.receipt())
	}
	ids := slices.Sorted(maps.Keys(b.all))
	b.random.Shuffle(len(ids), func(i, j int) { ids[i], ids[j] = ids[j], ids[i] })
	for i := range min(6, len(ids)) {
		old := *b.all[ids[i]]
		fresh := b.receipt()
		switch b.random.IntN(4) {
		case 0:
			old.lines = fresh.lines
		case 1:
			old.Client, old.Household = fresh.Client, fresh.Household
		case 2:
			old.OriginalNumber, old.Date, old.RefundedOn = fresh.OriginalNumber, fresh.Date, fresh.RefundedOn
		default:
			old.stated, old.Number, old.refunded = fresh.stated, fresh.Number, fresh.refunded
		}
		batch = append(batch, &old)
	}
	b.put(batch...)
	if len(ids) > 20 {
		b.remove(ids[len(ids)-8:]...)
	}
}

// checkStored makes sure that settling again from nothing changes nothing.
func (b *book) checkStored() {
	b.tb.Helper()
	before := b.dump()
	tx, err := b.db.Begin()
	b.must(err)
	b.must(MarkAll(context.Background(), tx))
	b.must(tx.Commit())
	b.settle()
	if after := b.dump(); before != after {
		b.tb.Fatalf("settling from nothing differs:\n%s\n%s", before, after)
	}
}

func (b *book) dump() string {
	b.tb.Helper()
	out := ""
	for _, query := range []string{
		`SELECT id || ' ' || original || ' ' || kind || product_line || brand || counts_for || people || ' ' || net || ' ' || qualifying || secondary || care_plan
		 || secondary_net || ' ' || repeat || repeat_same || repeat_household || repeat_household_same || first_purchase FROM receipts ORDER BY id`,
		`SELECT id || ' ' || returned || ' ' || returns FROM lines ORDER BY id`,
		`SELECT store || dimension || grain || start || hex(body) FROM figures_rollups ORDER BY 1`,
		`SELECT kind || key FROM figures_dirty ORDER BY 1`,
	} {
		all, err := texts(context.Background(), b.db, query)
		b.must(err)
		for _, s := range all {
			out += s + "\n"
		}
	}
	return out
}

// Undoing gives back exactly what stood before, whichever side came first.
func TestUndoIsExact(t *testing.T) {
	b := newBook(t, 99)
	for range 4 {
		b.mutate()
	}
	b.settle()
	before := b.dump()
	var ids []string
	var batch []*model
	for range 60 {
		m := b.receipt()
		batch, ids = append(batch, m), append(ids, m.id)
	}
	b.put(batch...)
	b.settle()
	if b.dump() == before {
		t.Fatal("sixty more receipts must show")
	}
	b.remove(ids...)
	b.settle()
	if after := b.dump(); after != before {
		t.Fatalf("undo left something:\n%s\n%s", before, after)
	}
}

// Settle in the transaction of a small change leaves nothing behind.
func TestSettleAtOnce(t *testing.T) {
	b := newBook(t, 3)
	b.mutate()
	b.settle()
	ctx := context.Background()
	m := b.receipt()
	tx, err := b.db.Begin()
	b.must(err)
	b.write(tx, m)
	touched, err := Collect(ctx, tx, []string{m.id})
	b.must(err)
	if _, err := Settle(ctx, tx, touched); err != nil {
		t.Fatal(err)
	}
	b.must(tx.Commit())
	left, err := texts(ctx, b.db, `SELECT key FROM figures_dirty`)
	b.must(err)
	if len(left) > 0 {
		t.Errorf("left to do: %q", left)
	}
	if !b.compare(Scope{From: firstDay, To: firstDay.AddDays(1200), By: "associate"}) {
		t.Error("a year by associate must come from roll-ups")
	}
}

func TestSpans(t *testing.T) {
	cases := []struct {
		from, to string
		want     []span
	}{
		{"2026-11-16", "2026-11-22", []span{{"day", "2026-11-16", "2026-11-22"}}},
		{"2026-11-01", "2026-11-30", []span{{"month", "2026-11-01", "2026-11-01"}}},
		{"2025-11-22", "2026-11-21", []span{{"month", "2025-12-01", "2026-10-01"}, {"day", "2025-11-22", "2025-11-30"}, {"day", "2026-11-01", "2026-11-21"}}},
		{"2026-01-31", "2026-02-28", []span{{"month", "2026-02-01", "2026-02-01"}, {"day", "2026-01-31", "2026-01-31"}}},
		{"2024-02-01", "2024-02-28", []span{{"day", "2024-02-01", "2024-02-28"}}},
		{"2026-12-31", "2027-01-01", []span{{"day", "2026-12-31", "2027-01-01"}}},
	}
	for _, c := range cases {
		from, _ := civil.Parse(c.from)
		to, _ := civil.Parse(c.to)
		if got := spans(from, to); !slices.Equal(got, c.want) {
			t.Errorf("%s to %s: %v, want %v", c.from, c.to, got, c.want)
		}
	}
}
