package pos

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/json"
	"fmt"
	"os"
	"sort"
	"strings"
	"testing"
	"time"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tests"

	"touchstone/hooks/figures"
	"touchstone/hooks/internal/civil"
	"touchstone/hooks/internal/testapp"
	"touchstone/hooks/pos/mapping"
)

// shop is a data folder with one store and this room, as a test uses them.
type shop struct {
	tb    testing.TB
	app   *tests.TestApp
	room  Room
	clock time.Time
}

// A Monday in the afternoon.
var noon = time.Date(2025, 11, 24, 12, 0, 0, 0, time.UTC)

func newShop(tb testing.TB) *shop {
	tb.Helper()
	s := &shop{tb: tb, app: testapp.New(tb), clock: noon}
	s.room = Room{Templates: os.DirFS("../../templates"), Audit: func(ctx context.Context, tx *sql.Tx, _ time.Time, action, record string, _ any) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO audit (id, seq, action, record) SELECT 'a' || (count(*) + 1), count(*) + 1, ?, ? FROM audit`, action, record)
		return err
	}}
	stores, err := s.app.FindCollectionByNameOrId("stores")
	if err != nil {
		tb.Fatal(err)
	}
	r := core.NewRecord(stores)
	for k, v := range map[string]any{"code": "MAIN", "name": "Main Street", "time_zone": "America/Chicago", "country": "US", "rev": 1} {
		r.Set(k, v)
	}
	if err := s.app.Save(r); err != nil {
		tb.Fatal(err)
	}
	return s
}

// clone is a second data folder with the same book.
func (s *shop) clone() *shop {
	s.tb.Helper()
	if _, err := testapp.SQL(s.tb, s.app).Exec(`PRAGMA wal_checkpoint(TRUNCATE)`); err != nil {
		s.tb.Fatal(err)
	}
	app, err := tests.NewTestApp(s.app.DataDir())
	if err != nil {
		s.tb.Fatal(err)
	}
	s.tb.Cleanup(app.Cleanup)
	return &shop{tb: s.tb, app: app, room: s.room, clock: s.clock}
}

// now moves on with every question, as a clock does.
func (s *shop) now() time.Time {
	s.clock = s.clock.Add(time.Millisecond)
	return s.clock
}

// fixed is a clock that stands, safe for many at once.
func (s *shop) fixed() time.Time { return noon }

func (s *shop) try(w Wanted, body string) (*Result, error) {
	return s.room.Import(context.Background(), s.app, bytes.NewReader([]byte(body)), w, s.now)
}

// take imports a file that must go in without questions.
func (s *shop) take(name, body string) *Result {
	s.tb.Helper()
	return s.takeAs(Wanted{Name: name}, body)
}

func (s *shop) takeAs(w Wanted, body string) *Result {
	s.tb.Helper()
	res, err := s.try(w, body)
	if err != nil {
		s.tb.Fatalf("importing %s: %v", w.Name, err)
	}
	if len(res.Questions) > 0 {
		s.tb.Fatalf("importing %s: it asks %v", w.Name, res.Questions)
	}
	return res
}

// asks imports a file that must end with one question.
func (s *shop) asks(w Wanted, body string) mapping.Question {
	s.tb.Helper()
	res, err := s.try(w, body)
	if err != nil || len(res.Questions) != 1 {
		s.tb.Fatalf("importing %s: it asks %+v, %v", w.Name, res, err)
	}
	return res.Questions[0]
}

func (s *shop) undo(id string) *Undone {
	s.tb.Helper()
	out, err := s.room.Undo(context.Background(), s.app, id, s.now)
	if err != nil {
		s.tb.Fatalf("taking import %s back: %v", id, err)
	}
	return out
}

// rows runs a query and gives each row as its values with bars between.
func (s *shop) rows(query string, args ...any) []string {
	s.tb.Helper()
	rows, err := testapp.SQL(s.tb, s.app).Query(query, args...)
	if err != nil {
		s.tb.Fatalf("%v in %s", err, query)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		s.tb.Fatal(err)
	}
	var out []string
	for rows.Next() {
		values, at := make([]any, len(columns)), make([]any, len(columns))
		for i := range values {
			at[i] = &values[i]
		}
		if err := rows.Scan(at...); err != nil {
			s.tb.Fatal(err)
		}
		text := make([]string, len(values))
		for i, v := range values {
			text[i] = fmt.Sprint(v)
		}
		out = append(out, strings.Join(text, "|"))
	}
	if err := rows.Err(); err != nil {
		s.tb.Fatal(err)
	}
	return out
}

func (s *shop) one(query string, args ...any) string {
	s.tb.Helper()
	return strings.Join(s.rows(query, args...), "\n")
}

// audits are the entries of the audit chain.
func (s *shop) audits() []string {
	s.tb.Helper()
	return s.rows(`SELECT action || ' ' || record FROM audit ORDER BY seq`)
}

// dump is the whole book without ids, stamps, places in files and authors:
// two books with the same dump are the same book.
func (s *shop) dump() string {
	s.tb.Helper()
	const who = `coalesce((SELECT c.name || '/' || (SELECT coalesce(group_concat(x, ','), '') FROM (SELECT source || ':' || key AS x FROM client_keys WHERE client = c.id ORDER BY 1))
		|| '/' || (SELECT coalesce(group_concat(x, ','), '') FROM (SELECT normalized AS x FROM contact_points WHERE client = c.id ORDER BY 1)) FROM clients c WHERE c.id = %s), '')`
	at := func(id string) string { return fmt.Sprintf(who, id) }
	parts := []string{
		`SELECT 'receipt', s.code, r.source, r.number, r.date, r.sold_at, r.clock, r.shift, r.stated_kind, r.kind, r.original_number,
			(SELECT o.number || ' ' || o.date FROM receipts o WHERE o.id = r.original), r.discount, r.tax, r.tip, r.total, r.refunded, r.refunded_on, r.return_lines_unknown,
			r.customer, r.note, r.hash, r.product_line, r.brand, r.net, r.is_sale, r.is_service, r.qualifying, r.secondary, r.care_plan, r.units, r.secondary_net,
			r.repeat, r.repeat_same, r.repeat_household, r.first_purchase, coalesce((SELECT code FROM staff WHERE id = r.counts_for), ''), ` + at("r.client") + `,
			r.household = r.client AND r.client != ''
			FROM receipts r LEFT JOIN stores s ON s.id = r.store`,
		`SELECT 'line', r.number, r.date, l.position, l.sku, l.description, l.category, l.role, l.product_line, l.brand, l.metal, l.stone, l.carat, l.serial, l.certificate,
			l.quantity, l.unit_price, l.discount, l.receipt_discount, l.net, l.tax, l.returned, l."row" = 'carried',
			(SELECT ol.sku || ' ' || ol.position FROM lines ol WHERE ol.id = l.returns)
			FROM lines l JOIN receipts r ON r.id = l.receipt`,
		`SELECT 'share', r.number, r.date, l.position, s.position, s.basis_points, s.amount, coalesce((SELECT code || ' ' || name FROM staff WHERE id = s.staff), '')
			FROM shares s JOIN lines l ON l.id = s.line JOIN receipts r ON r.id = l.receipt`,
		`SELECT 'staff', code, name, pos_codes, role, active FROM staff`,
		`SELECT 'client', ` + at("k.id") + `, given, family, name_key, couple, company, (SELECT count(*) FROM receipts WHERE client = k.id) FROM clients k`,
		`SELECT 'household', (SELECT group_concat(x, ' + ') FROM (SELECT ` + at("m.id") + ` AS x FROM clients m WHERE m.household = h.id ORDER BY 1)) FROM households h`,
		`SELECT 'pair', reason, state, min(a, b), max(a, b) FROM (SELECT d.reason, d.state, ` + at("d.client") + ` AS a, ` + at("d.other") + ` AS b FROM duplicates d) GROUP BY 1, 2, a, b`,
		`SELECT 'store', code, currency FROM stores`,
		`SELECT 'dirty', kind, key FROM figures_dirty`,
	}
	var all []string
	for _, q := range parts {
		all = append(all, s.rows(q)...)
	}
	sort.Strings(all)
	return strings.Join(all, "\n")
}

var cuts = []string{"", "associate", "product_line", "brand", "shift", "weekday", "store"}

// figures are the figures of the whole book in every cut, by week and overall.
func (s *shop) figures() string {
	s.tb.Helper()
	from, to := civil.Date{Year: 2020, Month: 1, Day: 1}, civil.Date{Year: 2027, Month: 1, Day: 1}
	var out strings.Builder
	for _, by := range cuts {
		res, err := figures.Query(context.Background(), testapp.SQL(s.tb, s.app), figures.Scope{From: from, To: to, By: by})
		if err != nil {
			s.tb.Fatalf("asking for figures by %q: %v", by, err)
		}
		raw, err := json.Marshal(res)
		if err != nil {
			s.tb.Fatal(err)
		}
		fmt.Fprintf(&out, "%s %s\n", by, raw)
	}
	return out.String()
}

// state is the dump and the figures.
func (s *shop) state() string { return s.dump() + "\n" + s.figures() }

// counted reads one figure of one row.
func (s *shop) counted(by, key, figure string) string {
	s.tb.Helper()
	var res struct {
		Rows []struct {
			Key     string
			Figures map[string]json.RawMessage
		}
	}
	full, err := figures.Query(context.Background(), testapp.SQL(s.tb, s.app),
		figures.Scope{From: civil.Date{Year: 2020, Month: 1, Day: 1}, To: civil.Date{Year: 2027, Month: 1, Day: 1}, By: by})
	if err != nil {
		s.tb.Fatal(err)
	}
	raw, err := json.Marshal(full)
	if err != nil {
		s.tb.Fatal(err)
	}
	if err := json.Unmarshal(raw, &res); err != nil {
		s.tb.Fatal(err)
	}
	for _, r := range res.Rows {
		if r.Key == key {
			return string(r.Figures[figure])
		}
	}
	return "no row " + key
}

// head is the header of most small files here.
const head = "Sale #,Date,Time,Type,Orig Sale #,Customer #,Customer,Phone,Email,SKU,Description,Department,Qty,Unit Price,Ext Price,Salesperson\n"

// sale writes one row of such a file.
func sale(no, date, customer, sku, description, department string, cents int64, staff string) string {
	key, name, phone := "", customer, ""
	if p := strings.Split(customer, ";"); len(p) == 3 {
		key, name, phone = p[0], p[1], p[2]
	}
	amount := fmt.Sprintf("%d.%02d", cents/100, cents%100)
	return fmt.Sprintf("%s,%s,10:15,Sale,,%s,%s,%s,,%s,%s,%s,1,%s,%s,%s\n", no, date, key, name, phone, sku, description, department, amount, amount, staff)
}

func answers(pairs ...string) mapping.Wish {
	w := mapping.Wish{Answers: map[string]string{}}
	for i := 0; i < len(pairs); i += 2 {
		w.Answers[pairs[i]] = pairs[i+1]
	}
	return w
}

func hashText(s string) string { return fmt.Sprintf("%x", sha256.Sum256([]byte(s))) }
