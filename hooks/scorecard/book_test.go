package scorecard

import (
	"context"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"touchstone/hooks/figures"
	"touchstone/hooks/internal/civil"
	"touchstone/hooks/internal/sheet"
	"touchstone/hooks/internal/store"
	"touchstone/hooks/internal/testapp"
)

const storeID = "store0000000one"

// The store and its people are invented.
var week46 = civil.Date{Year: 2026, Month: 11, Day: 9}

// shop is a migrated book that tests sell in.
type shop struct {
	tb    testing.TB
	app   core.App
	db    *sql.DB
	next  int
	moved figures.Touched
	tx    *sql.Tx
}

func newShop(tb testing.TB) *shop {
	tb.Helper()
	app := testapp.New(tb)
	s := &shop{tb: tb, app: app, db: testapp.SQL(tb, app)}
	s.exec(`INSERT INTO stores (id, code, name, currency, time_zone, week_start, paper) VALUES (?, 'MAIN', 'Orrin & Vale', 'USD', 'America/Chicago', 'monday', 'letter')`, storeID)
	return s
}

func (s *shop) exec(query string, args ...any) {
	s.tb.Helper()
	var err error
	if s.tx != nil {
		_, err = s.tx.Exec(query, args...)
	} else {
		_, err = s.db.Exec(query, args...)
	}
	s.must(err)
}

func (s *shop) must(err error) {
	s.tb.Helper()
	if err != nil {
		s.tb.Fatal(err)
	}
}

// hire adds somebody; the record id is made of the code.
func (s *shop) hire(code, name string) {
	s.tb.Helper()
	s.next++
	s.exec(`INSERT INTO staff (id, code, name, role, store, active, tokenKey, password) VALUES (?, ?, ?, 'associate', ?, TRUE, ?, '')`,
		staffID(code), code, name, storeID, fmt.Sprintf("%050d", s.next))
}

func staffID(code string) string {
	if code == "" {
		return ""
	}
	return (strings.ToLower(code) + "qqqqqqqqqqqqqqq")[:15]
}

// line makes one piece of a role, sold by one person.
func line(role, productLine string, net int64, code string) figures.Line {
	return figures.Line{Role: role, ProductLine: productLine, Quantity: 1000, UnitPrice: net, Net: net,
		Shares: []figures.Share{{Staff: staffID(code), BasisPoints: 10000, Amount: net}}}
}

// ring sells lines on a date.
func (s *shop) ring(day civil.Date, client string, lines ...figures.Line) {
	s.tb.Helper()
	s.next++
	id := fmt.Sprintf("r%014d", s.next)
	facts := figures.Assess(&figures.Receipt{Lines: lines})
	columns := append([]string{"id", "store", "source", "number", "date", "clock", "shift", "client"}, figures.FactColumns()...)
	values := append([]any{id, storeID, "pos", fmt.Sprint(s.next), day.String(), 660, "morning", client}, facts.Values()...)
	s.exec(`INSERT INTO receipts (`+strings.Join(columns, ", ")+`) VALUES (?`+strings.Repeat(", ?", len(columns)-1)+`)`, values...)
	for i, l := range lines {
		lineID := fmt.Sprintf("l%06d%08d", i, s.next)
		s.exec(`INSERT INTO lines (id, receipt, position, role, product_line, quantity, unit_price, net) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
			lineID, id, i, l.Role, l.ProductLine, l.Quantity, l.UnitPrice, l.Net)
		for k, share := range l.Shares {
			s.exec(`INSERT INTO shares (id, line, staff, position, basis_points, amount) VALUES (?, ?, ?, ?, ?, ?)`,
				fmt.Sprintf("s%06d%08d", i*10+k, s.next), lineID, share.Staff, k, share.BasisPoints, share.Amount)
		}
	}
	s.moved.Add(figures.Ref{Store: storeID, Source: "pos", Number: fmt.Sprint(s.next), Client: client, Date: day.String()})
}

// sell rings up a watch or a piece of jewelry, with or without an add-on.
func (s *shop) sell(day civil.Date, code, productLine, client string, cents int64, addOn string) {
	s.tb.Helper()
	lines := []figures.Line{line("primary", productLine, cents, code)}
	if addOn != "" {
		lines = append(lines, line(addOn, "", 6500, code))
	}
	s.ring(day, client, lines...)
}

// many runs a lot of sales in one transaction.
func (s *shop) many(work func()) {
	s.tb.Helper()
	tx, err := s.db.Begin()
	s.must(err)
	s.tx = tx
	work()
	s.must(figures.Mark(context.Background(), tx, s.moved))
	s.tx, s.moved = nil, figures.Touched{}
	s.must(tx.Commit())
	_, err = figures.SettleDirty(context.Background(), s.db)
	s.must(err)
}

func (s *shop) store() store.Store {
	s.tb.Helper()
	found, err := store.Find(context.Background(), s.db, "MAIN")
	s.must(err)
	return found
}

var printedAt = time.Date(2026, 11, 16, 14, 5, 0, 0, time.UTC) // 8:05 am in Chicago

func (s *shop) week(first civil.Date, code string) sheet.Document {
	s.tb.Helper()
	doc, err := Week(context.Background(), s.db, s.store(), first, code, printedAt)
	s.must(err)
	return doc
}

// habit is how somebody in the believable store sells.
type habit struct {
	code                string
	aWeek               int     // sales a week
	watch               float64 // part of them that are watches
	addOn, earlierAddOn float64 // in these 13 weeks and before
}

// believable sells 30 weeks until the end of week 46.
func (s *shop) believable() {
	s.tb.Helper()
	s.hire("CR", "Camille Rourke")
	s.hire("TG", "Tomasz Gryf")
	s.hire("DJ", "Ђорђе Łęcka-Παπαδοπούλου")
	s.hire("IO", "Ines Okafor-Lindt")
	s.hire("DV", "Dario Venn")
	random := rand.New(rand.NewPCG(46, 13))
	s.many(func() {
		for _, h := range []habit{{"CR", 12, 0.3, 0.58, 0.33}, {"TG", 9, 0.1, 0.35, 0.52}, {"DJ", 1, 0.5, 0.4, 0.4}} {
			s.season(random, h)
		}
		s.sell(week46.AddDays(2), "IO", "watch", "clientnew000001", 214000, "accessory")
		s.sell(week46.AddDays(3), "IO", "jewelry", "clientnew000002", 62000, "service")
		s.sell(week46.AddDays(4), "IO", "jewelry", "", 18000, "")
	})
}

func (s *shop) season(random *rand.Rand, h habit) {
	for w := range 30 {
		first := week46.AddDays(-7 * (29 - w))
		sales := max(h.aWeek+random.IntN(5)-2, 0)
		if w == 22 && h.code == "CR" {
			sales = 3 // a week away
		}
		for range sales {
			chance := h.earlierAddOn
			if w >= 30-weeks {
				chance = h.addOn
			}
			line, client, addOn := "jewelry", "", ""
			if random.Float64() < h.watch {
				line = "watch"
			}
			if random.IntN(4) > 0 {
				client = fmt.Sprintf("client%09d", random.IntN(260))
			}
			if random.Float64() < chance {
				addOn = []string{"accessory", "care_plan", "service"}[random.IntN(3)]
			}
			s.sell(first.AddDays(random.IntN(6)), h.code, line, client, 20000+int64(random.ExpFloat64()*90000), addOn)
		}
	}
}
