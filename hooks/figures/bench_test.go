package figures

import (
	"context"
	"database/sql"
	"fmt"
	"testing"
	"time"

	"touchstone/hooks/internal/civil"
	"touchstone/hooks/internal/testapp"
)

// bigBook builds a book by SQL: receipts over the given days, 20 lines to 9
// receipts, 60 associates, one share a line, one return in 25 receipts.
func bigBook(tb testing.TB, lines, days int) *book {
	tb.Helper()
	b := &book{tb: tb, db: testapp.SQL(tb, testapp.New(tb))}
	receipts := lines * 9 / 20
	b.exec(`INSERT INTO stores (id, code, name, currency, time_zone, week_start) VALUES ('store0000000one', 'MAIN', 'Main Street', 'USD', 'UTC', 'monday')`)
	b.exec(`WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 59)
		INSERT INTO staff (id, code, name, role, store, active, tokenKey, password)
		SELECT printf('s%014d', i), printf('A%02d', i), 'Associate', 'associate', 'store0000000one', TRUE, printf('%050d', i), '' FROM n`)
	b.exec(`WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < ?1 - 1)
		INSERT INTO receipts (id, store, source, number, kind, date, clock, shift, client, household, counts_for, product_line, brand,
			original_number, net, net_sold, net_returned, is_sale, qualifying, secondary, care_plan, units, secondary_net)
		SELECT printf('r%014d', i), 'store0000000one', 'pos', i, iif(i % 25 = 24, 'return', 'sale'), date('2024-01-01', '+' || (i * ?2 / ?1) || ' days'),
			540 + i % 500, 'morning', iif(i % 3 > 0, printf('c%014d', i * 7919 % (?1 / 10)), ''), iif(i % 9 = 1, printf('h%014d', i * 7919 % (?1 / 40)), ''),
			printf('s%014d', i % 60), iif(i / 60 % 2, 'watch', 'jewelry'), 'Brand ' || i % 40, iif(i % 25 = 24, i - 24, ''),
			iif(i % 25 = 24, -40000, 40000 + i % 9000), iif(i % 25 = 24, 0, 40000 + i % 9000), iif(i % 25 = 24, -40000, 0),
			i % 25 < 24, i % 25 < 24, i % 4 = 0 AND i % 25 < 24, i % 8 = 0 AND i % 25 < 24, iif(i % 25 = 24, 0, 2000), iif(i % 4 = 0 AND i % 25 < 24, 5000, 0) FROM n`,
		receipts, days)
	b.exec(`WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < ?1 - 1)
		INSERT INTO lines (id, receipt, position, sku, description, role, product_line, brand, quantity, unit_price, net)
		SELECT printf('l%014d', i), printf('r%014d', i * 9 / 20), i % 3, 'SKU' || i % 5000, 'A piece of the bench', iif(i % 20 IN (2, 9), 'accessory', 'primary'),
			iif((i * 9 / 20) % 2, 'watch', 'jewelry'), 'Brand ' || (i * 9 / 20) % 40, iif(i * 9 / 20 % 25 = 24, -1000, 1000), 20000, iif(i * 9 / 20 % 25 = 24, -20000, 20000) FROM n`, lines)
	b.exec(`WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < ?1 - 1)
		INSERT INTO shares (id, line, staff, position, basis_points, amount)
		SELECT printf('h%014d', i), printf('l%014d', i), printf('s%014d', i * 9 / 20 % 60), 0, 10000, iif(i * 9 / 20 % 25 = 24, -20000, 20000) FROM n`, lines)
	b.markAll()
	return b
}

func (b *book) markAll() {
	b.tb.Helper()
	tx, err := b.db.Begin()
	b.must(err)
	b.must(MarkAll(context.Background(), tx))
	b.must(tx.Commit())
}

// BenchmarkMillionLines asks for a week and a year by associate of 1,000,000
// lines in two years: bars 20 ms and 60 ms.
func BenchmarkMillionLines(b *testing.B) {
	big := bigBook(b, 1_000_000, 730)
	began := time.Now()
	big.settle()
	b.Logf("settling the whole book: %v", time.Since(began))
	day := civil.Date{Year: 2025, Month: 11, Day: 17}
	year := Scope{From: day.AddDays(-364), To: day, By: byAssociate}
	for _, c := range []struct {
		name string
		Scope
	}{
		{"week by associate", Scope{From: day, To: day.AddDays(6), By: byAssociate}},
		{"year by associate", year},
		{"year by associate, watches", Scope{From: year.From, To: year.To, By: byAssociate, ProductLine: "watch"}},
		{"year by brand", Scope{From: year.From, To: year.To, By: byBrand}},
		{"year by weekday", Scope{From: year.From, To: year.To, By: byWeekday}},
	} {
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				ask60(b, big.db, c.Scope)
			}
		})
	}
	b.Run("recount of a week", func(b *testing.B) {
		q, err := ask(context.Background(), big.db, Scope{From: day, To: day.AddDays(6), By: byAssociate})
		if err != nil {
			b.Fatal(err)
		}
		for b.Loop() {
			if _, err := q.recount(context.Background(), big.db); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func ask60(b *testing.B, db *sql.DB, s Scope) {
	b.Helper()
	r, err := Query(context.Background(), db, s)
	if err != nil || len(r.Rows) == 0 || *r.Rows[0].Figures.NetSales == 0 {
		b.Fatal(fmt.Sprint("no rows worth showing: ", err, len(r.Rows)))
	}
}

// BenchmarkSettleImport brings the figures up to date after a fresh import of
// 100,000 lines, 45,000 receipts, in one year; beside the time it reports the
// longest that another writer would have to wait for one of its transactions.
func BenchmarkSettleImport(b *testing.B) {
	big := bigBook(b, 100_000, 365)
	longest := time.Duration(0)
	run := func(work func(*sql.Tx) error) error {
		began := time.Now()
		err := inTransaction(context.Background(), big.db, work)
		longest = max(longest, time.Since(began))
		return err
	}
	for b.Loop() {
		b.StopTimer()
		big.exec(`UPDATE receipts SET repeat = 0, repeat_same = 0, first_purchase = 0, repeat_household = 0, repeat_household_same = 0, original = ''`)
		big.exec(`UPDATE lines SET returned = 0, returns = '' WHERE returned != 0`)
		big.markAll()
		b.StartTimer()
		w := newWorker()
		for more := true; more; {
			var err error
			if more, err = w.next(context.Background(), big.db, run, manyPeople); err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric(float64(longest.Milliseconds()), "ms-longest")
}
