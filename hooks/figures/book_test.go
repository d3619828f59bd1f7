package figures

import (
	"context"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"touchstone/hooks/internal/civil"
	"touchstone/hooks/internal/testapp"
)

// model is a receipt as a test knows it; the book is written from it.
type model struct {
	id string
	Ref
	epoch, clock int64
	shift        string
	stated       string
	refunded     int64
	lines        []Line
}

// book is a migrated data folder with two stores, their staff and receipts.
type book struct {
	tb     testing.TB
	db     *sql.DB
	random *rand.Rand
	next   int
	all    map[string]*model
}

var (
	testStores     = []string{"store0000000one", "store0000000two"}
	testStaff      = []string{"staff000000000a", "staff000000000b", "staff000000000c", "staff000000000d"}
	testClients    = 9
	testHouseholds = 4
)

func newBook(tb testing.TB, seed uint64) *book {
	tb.Helper()
	b := &book{tb: tb, db: testapp.SQL(tb, testapp.New(tb)), random: rand.New(rand.NewPCG(seed, 7)), all: map[string]*model{}}
	b.stock()
	return b
}

func (b *book) exec(query string, args ...any) {
	b.tb.Helper()
	if _, err := b.db.Exec(query, args...); err != nil {
		b.tb.Fatalf("%s: %v", query, err)
	}
}

// change runs one transaction as an importer does: it collects what it will
// touch, changes, collects again and marks.
func (b *book) change(ids []string, work func(tx *sql.Tx)) {
	b.tb.Helper()
	ctx := context.Background()
	tx, err := b.db.Begin()
	b.must(err)
	before, err := Collect(ctx, tx, ids)
	b.must(err)
	work(tx)
	after, err := Collect(ctx, tx, ids)
	b.must(err)
	before.Merge(after)
	b.must(Mark(ctx, tx, before))
	b.must(tx.Commit())
}

func (b *book) must(err error) {
	b.tb.Helper()
	if err != nil {
		b.tb.Fatal(err)
	}
}

func (b *book) settle() Report {
	b.tb.Helper()
	r, err := SettleDirty(context.Background(), b.db)
	b.must(err)
	return r
}

func (b *book) put(models ...*model) {
	b.tb.Helper()
	var ids []string
	for _, m := range models {
		for b.taken(m, models) {
			m.epoch++ // the importer never gives two receipts one key
		}
		ids = append(ids, m.id)
	}
	b.change(ids, func(tx *sql.Tx) {
		for _, m := range models {
			b.write(tx, m)
		}
	})
}

func (b *book) taken(m *model, batch []*model) bool {
	same := func(o *model) bool {
		return o.id != m.id && o.Store == m.Store && o.Source == m.Source && o.Number == m.Number && o.epoch == m.epoch
	}
	for _, o := range b.all {
		if same(o) {
			return true
		}
	}
	return slices.ContainsFunc(batch, same)
}

func (b *book) remove(ids ...string) {
	b.tb.Helper()
	b.change(ids, func(tx *sql.Tx) {
		for _, id := range ids {
			b.erase(tx, id)
			delete(b.all, id)
		}
	})
}

// write replaces a receipt, its lines and shares, in place where it exists.
func (b *book) write(tx *sql.Tx, m *model) {
	b.tb.Helper()
	facts := Assess(&Receipt{StatedKind: m.stated, Lines: m.lines, NamesOriginal: m.OriginalNumber != ""})
	columns := append([]string{"store", "source", "number", "epoch", "stated_kind", "date", "clock", "shift", "client", "household",
		"original_number", "refunded", "refunded_on"}, FactColumns()...)
	values := append([]any{m.Store, m.Source, m.Number, m.epoch, m.stated, m.Date, m.clock, m.shift, m.Client, m.Household,
		m.OriginalNumber, m.refunded, m.RefundedOn}, facts.Values()...)
	if b.all[m.id] == nil {
		b.run(tx, `INSERT INTO receipts (`+strings.Join(columns, ", ")+`, id) VALUES (`+strings.Repeat("?, ", len(columns))+`?)`, append(values, m.id)...)
	} else {
		b.run(tx, `UPDATE receipts SET `+strings.Join(columns, " = ?, ")+` = ? WHERE id = ?`, append(values, m.id)...)
		b.run(tx, `DELETE FROM shares WHERE line IN (SELECT id FROM lines WHERE receipt = ?)`, m.id)
		b.run(tx, `DELETE FROM lines WHERE receipt = ?`, m.id)
	}
	b.all[m.id] = m
	for i, l := range m.lines {
		line := b.id("l")
		b.run(tx, `INSERT INTO lines (id, receipt, position, sku, description, role, product_line, brand, quantity, unit_price, net) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
			line, m.id, i, l.SKU, l.Description, l.Role, l.ProductLine, l.Brand, l.Quantity, l.UnitPrice, l.Net)
		for k, s := range l.Shares {
			b.run(tx, `INSERT INTO shares (id, line, staff, position, basis_points, amount) VALUES (?, ?, ?, ?, ?, ?)`, b.id("s"), line, s.Staff, k, s.BasisPoints, s.Amount)
		}
	}
}

func (b *book) erase(tx *sql.Tx, id string) {
	b.tb.Helper()
	b.run(tx, `DELETE FROM shares WHERE line IN (SELECT id FROM lines WHERE receipt = ?)`, id)
	b.run(tx, `DELETE FROM lines WHERE receipt = ?`, id)
	b.run(tx, `DELETE FROM receipts WHERE id = ?`, id)
}

func (b *book) run(tx *sql.Tx, query string, args ...any) {
	b.tb.Helper()
	if _, err := tx.Exec(query, args...); err != nil {
		b.tb.Fatalf("%s: %v", query, err)
	}
}

func (b *book) id(prefix string) string {
	b.next++
	return fmt.Sprintf("%s%014d", prefix, b.next)
}

func pick[T any](b *book, values ...T) T { return values[b.random.IntN(len(values))] }

var firstDay = civil.Date{Year: 2024, Month: 1, Day: 29}

// receipt makes up a receipt of any sort. Few numbers, SKUs and prices, so that
// everything collides that can.
func (b *book) receipt() *model {
	m := &model{id: b.id("r"), epoch: int64(b.random.IntN(8) / 7), clock: pick(b, int64(-1), 600, 601, 800, 1100)}
	m.Store, m.Source = pick(b, testStores[0], testStores[0], testStores[1]), pick(b, "pos", "pos", "pos", "web")
	m.Number = fmt.Sprint(95 + b.next%40)
	m.shift = pick(b, "morning", "afternoon", "evening", "unknown", "")
	m.Date = firstDay.AddDays(b.random.IntN(1000)).String()
	if b.random.IntN(3) > 0 { // most lie close together
		m.Date = firstDay.AddDays(700 + b.random.IntN(80)).String()
	}
	m.stated = pick(b, "", "", "", "", "", "", "sale", "void", "return", "quote")
	if b.random.IntN(3) > 0 {
		m.Client = fmt.Sprintf("client%09d", b.random.IntN(testClients))
		m.Household = pick(b, "", fmt.Sprintf("house%010d", b.random.IntN(testHouseholds)))
	}
	if b.random.IntN(4) == 0 {
		m.OriginalNumber = fmt.Sprint(95 + b.random.IntN(40))
	}
	if b.random.IntN(10) == 0 {
		m.refunded = int64(b.random.IntN(5000) + 1)
		m.RefundedOn = pick(b, "", firstDay.AddDays(700+b.random.IntN(100)).String())
	}
	for range b.random.IntN(4) {
		m.lines = append(m.lines, b.line(m.OriginalNumber != ""))
	}
	return m
}

func (b *book) line(back bool) Line {
	l := Line{SKU: pick(b, "", "W1", "W2", "J1"), Description: pick(b, "", "Gold ring", "gold  RING", "Diver"), UnitPrice: pick(b, int64(10000), 10000, 3333)}
	l.Role = pick(b, "primary", "primary", "primary", "accessory", "care_plan", "service", "other", "unknown")
	if l.Role == "primary" {
		l.ProductLine, l.Brand = pick(b, "watch", "jewelry"), pick(b, "", "Alba", "ALBA", "Orno", "None")
	}
	l.Quantity = pick(b, int64(1000), 1000, 2000, 2500, -1000)
	if back {
		l.Quantity = -l.Quantity
	}
	l.Net = l.UnitPrice*l.Quantity/1000 - pick(b, int64(0), 0, 17)
	if b.random.IntN(12) == 0 {
		l.Net = 0
	}
	l.Shares = b.shares(l.Net)
	return l
}

func (b *book) shares(net int64) []Share {
	names := append([]string{""}, testStaff...)
	b.random.Shuffle(len(names), func(i, j int) { names[i], names[j] = names[j], names[i] })
	names = names[:pick(b, 0, 1, 1, 1, 2, 3)]
	weights := make([]int64, len(names))
	for i := range weights {
		weights[i] = int64(1 + b.random.IntN(2))
	}
	basis := ShareAmounts(10000, weights)
	var all []Share
	for i, amount := range ShareAmounts(net, basis) {
		all = append(all, Share{Staff: names[i], BasisPoints: int(basis[i]), Amount: amount})
	}
	return all
}
