package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand"
	"os"
	"strings"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"touchstone/hooks/clientbook"
	"touchstone/hooks/internal/database"
)

// How large the book is in which people search.
const (
	bookClients = 100_000
	bookLines   = 1_000_000
)

// Who signs in to the big book, and by what password.
const (
	bookOwner    = "Wilma Grant"
	bookPassword = "orange velvet lantern"
)

// The two clients of the big book who are one person, with so many receipts
// together.
const (
	bookKept, bookDropped = "ckept0000000000", "cdropped0000000"
	bookReceipts          = 2_000
)

// bigBook makes the book in which people search, its search brought up to date.
// It takes minutes: TOUCHSTONE_BENCH_BOOK names a folder in which it is kept for
// the next run. The folder of a book that is not kept goes with the run.
func (b *bench) bigBook(ctx context.Context) (string, error) {
	dir := os.Getenv("TOUCHSTONE_BENCH_BOOK")
	if dir == "" {
		dir = b.fresh("book")
	} else if _, err := os.Stat(dir); err == nil {
		return dir, nil
	}
	b.say("  making a book of %d clients and %d lines", bookClients, bookLines)
	err := withBook(dir, func(app core.App) error { return fillBook(ctx, app) })
	if err != nil {
		err = errors.Join(fmt.Errorf("making the book: %w", err), os.RemoveAll(dir)) // half a book is kept by nobody
	}
	return dir, err
}

// withBook opens a data folder for a while.
func withBook(dir string, do func(app core.App) error) error {
	app := core.NewBaseApp(core.BaseAppConfig{DataDir: dir, DBConnect: database.Connect})
	if err := app.Bootstrap(); err != nil {
		return err
	}
	return errors.Join(do(app), app.ResetBootstrapState())
}

func fillBook(ctx context.Context, app core.App) error {
	if err := app.RunAllMigrations(); err != nil {
		return err
	}
	store, err := newRecord(app, "stores", map[string]any{"code": "MAIN", "name": "Grant & Daughter", "time_zone": "America/New_York", "country": "US", "currency": "USD", "noon": 720, "evening": 1020})
	if err != nil {
		return err
	}
	if _, err := newRecord(app, "staff", map[string]any{"store": store.Id, "name": bookOwner, "code": "WG", "role": "owner", "active": true, "signs_in": true,
		"email": "owner@example.com", "password": bookPassword}); err != nil {
		return err
	}
	db, err := database.Pool(app.NonconcurrentDB())
	if err != nil {
		return err
	}
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback() //nolint:errcheck // after Commit it does nothing
	w := &bookWriter{ctx: ctx, tx: tx, store: store.Id, kept: map[string]*sql.Stmt{}, draw: rand.New(rand.NewSource(1))}
	w.clients(bookClients)
	w.sales(bookClients, bookLines)
	w.twins()
	if w.err != nil {
		return w.err
	}
	if err := tx.Commit(); err != nil {
		return err
	}
	return clientbook.Refresh(ctx, app)
}

// bookWriter writes rows until the first one fails.
type bookWriter struct {
	ctx   context.Context
	tx    *sql.Tx
	store string
	kept  map[string]*sql.Stmt
	draw  *rand.Rand
	err   error
}

func (w *bookWriter) run(query string, args ...any) {
	if w.err != nil {
		return
	}
	if w.kept[query] == nil {
		if w.kept[query], w.err = w.tx.PrepareContext(w.ctx, query); w.err != nil {
			return
		}
	}
	_, w.err = w.kept[query].ExecContext(w.ctx, args...)
}

// names makes so many names of syllables.
func (w *bookWriter) names(n, parts int) []string {
	syllables := strings.Fields("an bel car dre eth fin gar hol is jun kar lan mun nor ost pet ros sel tov vel war yor zan ber man son ton ley smi th ash ford whi tlo ck mar")
	all := make([]string, n)
	for i := range all {
		var b strings.Builder
		for range parts {
			b.WriteString(syllables[w.draw.Intn(len(syllables))])
		}
		all[i] = strings.ToUpper(b.String()[:1]) + b.String()[1:]
	}
	return all
}

// clients have names of 3,000 families and 400 given names, one phone and one
// email each, two in five a note.
func (w *bookWriter) clients(n int) {
	families, givens := w.names(3000, 3), w.names(400, 2)
	notes := []string{"", "", "", "likes opals", "wife allergic to nickel"}
	for i := range n {
		given, family := givens[w.draw.Intn(len(givens))], families[w.draw.Intn(len(families))]
		id := fmt.Sprintf("c%014d", i)
		w.run(`INSERT INTO clients (id, store, name, given, family, notes, rev) VALUES (?, ?, ?, ?, ?, ?, 1)`, id, w.store, given+" "+family, given, family, notes[i%len(notes)])
		w.point(fmt.Sprintf("p%014d", i), id, "phone", fmt.Sprintf("(312) %03d-%04d", 200+i/10000%700, i%10000), fmt.Sprintf("+1312%03d%04d", 200+i/10000%700, i%10000))
		mail := strings.ToLower(given) + fmt.Sprint(i) + "@example.com"
		w.point(fmt.Sprintf("e%014d", i), id, "email", mail, mail)
	}
}

func (w *bookWriter) point(id, client, kind, raw, key string) {
	w.run(`INSERT INTO contact_points (id, client, kind, raw, normalized, rev) VALUES (?, ?, ?, ?, ?, 1)`, id, client, kind, raw, key)
}

// sales are receipts of two lines each, of 20,000 pieces, one line in twenty
// with a serial number.
func (w *bookWriter) sales(clients, lines int) {
	goods := strings.Fields("ring pendant watch bracelet earrings strap necklace band brooch cufflinks")
	stones := strings.Fields("sapphire emerald ruby diamond opal pearl topaz garnet plain onyx")
	for i := range lines / 2 {
		w.receipt(fmt.Sprintf("r%014d", i), fmt.Sprint(i), time.Date(2024, 1, 1+i*700*2/lines, 0, 0, 0, 0, time.UTC), fmt.Sprintf("c%014d", i%clients))
	}
	for i := range lines {
		serial := ""
		if i%20 == 0 {
			serial = fmt.Sprintf("SN%08d", i*7919%100000000)
		}
		n := w.draw.Intn(20000)
		w.line(fmt.Sprintf("l%014d", i), fmt.Sprintf("r%014d", i/2), i%2+1, fmt.Sprintf("K-%05d", n),
			fmt.Sprintf("%s %s %dK no %d", stones[n%10], goods[n/10%10], 9+n%3*5, n), serial)
	}
}

func (w *bookWriter) receipt(id, number string, day time.Time, client string) {
	w.run(`INSERT INTO receipts (id, store, source, number, kind, date, client, household, net, rev) VALUES (?, ?, 'pos', ?, 'sale', ?, ?, ?, 40000, 1)`,
		id, w.store, number, day.Format("2006-01-02"), client, client)
}

func (w *bookWriter) line(id, receipt string, position int, sku, description, serial string) {
	w.run(`INSERT INTO lines (id, receipt, position, sku, description, serial, quantity, net, "row") VALUES (?, ?, ?, ?, ?, ?, 1000, 20000, '2')`,
		id, receipt, position, sku, description, serial)
}

// twins are two records of one person, for the merge.
func (w *bookWriter) twins() {
	for _, c := range []struct{ id, name string }{{bookKept, "Avery Ashgrove"}, {bookDropped, "A. Ashgrove"}} {
		w.run(`INSERT INTO clients (id, store, name, rev) VALUES (?, ?, ?, 1)`, c.id, w.store, c.name)
	}
	for i := range bookReceipts {
		id := fmt.Sprintf("t%014d", i)
		w.receipt(id, "T"+fmt.Sprint(i), time.Date(2022, 1, 1+i*1400/bookReceipts, 0, 0, 0, 0, time.UTC), []string{bookKept, bookDropped}[i%2])
		w.line(strings.Replace(id, "t", "u", 1), id, 1, "T"+fmt.Sprint(i), "Piece "+fmt.Sprint(i), "")
	}
}
