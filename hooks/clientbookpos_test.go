package hooks

import (
	"bytes"
	"context"
	"os"
	"strings"
	"testing"
	"time"

	"touchstone/hooks/clientbook"
	"touchstone/hooks/figures"
	"touchstone/hooks/internal/testapp"
	"touchstone/hooks/pos"
)

// bytesOf is a file in memory.
type bytesOf struct{ *bytes.Reader }

func (b bytesOf) Size() int64 { return b.Reader.Size() }

const exportHead = "Date,Receipt #,SKU,Description,Category,Qty,Unit Price,Line Discount,Net,Tax,Associate,Customer #,Customer Name,Email,Phone\n"

// posBook is a served book into which files are imported.
type posBook struct {
	*world
	room  pos.Room
	clock time.Time
}

func newPosBook(t *testing.T) *posBook {
	t.Helper()
	w := newWorld(t)
	return &posBook{w, pos.Room{Templates: os.DirFS("../templates"), Audit: auditRun, Arrived: clientbook.Arrived}, time.Date(2026, 3, 2, 18, 0, 0, 0, time.UTC)}
}

func (b *posBook) now() time.Time {
	b.clock = b.clock.Add(time.Second)
	return b.clock
}

func (b *posBook) take(name, rows string) string {
	b.t.Helper()
	res, err := b.room.Import(context.Background(), b.app, bytesOf{bytes.NewReader([]byte(exportHead + rows))}, pos.Wanted{Name: name}, b.now)
	if err != nil || len(res.Questions) > 0 {
		b.t.Fatalf("importing %s: %v, %+v", name, err, res)
	}
	return res.Import
}

func (b *posBook) clientOf(number string) string {
	b.t.Helper()
	return b.one(`SELECT client FROM receipts WHERE number = ?`, number)
}

// settled brings the figures up to date.
func (b *posBook) settled() {
	b.t.Helper()
	if _, err := figures.SettleDirty(context.Background(), testapp.SQL(b.t, b.app)); err != nil {
		b.t.Fatal(err)
	}
}

func receiptRow(date, number, key, name, phone string) string {
	return strings.Join([]string{date, number, "R-" + number, "Sapphire ring", "Rings", "1", "500.00", "0.00", "500.00", "0.00", "AB", key, name, "", phone}, ",") + "\n"
}

// TestImportsAndMerges: an import after a merge finds who was kept by the
// number of who was dropped; taking imports back works over merged clients, and
// the merge can be taken back after it.
func TestImportsAndMerges(t *testing.T) {
	b := newPosBook(t)
	boss := b.at("manager")
	first := b.take("one.csv", receiptRow("2026-01-05", "1001", "501", "Avery Ashford", "312-555-0142"))
	second := b.take("two.csv", receiptRow("2026-01-06", "1002", "777", "Jordan Lane", "312-555-0143"))
	keep, drop := b.clientOf("1001"), b.clientOf("1002")
	if keep == "" || drop == "" || keep == drop {
		t.Fatalf("the clients are %q and %q", keep, drop)
	}
	merge := boss.must(200, "POST", "/api/merges", map[string]any{"keep": keep, "drop": drop}).text("merge")
	third := b.take("three.csv", receiptRow("2026-01-07", "1003", "777", "Jordan Lane", "")+receiptRow("2026-01-08", "1004", "777", "Avery Ashford", ""))
	if got := b.clientOf("1004"); got != keep {
		t.Errorf("the dropped client's number finds %s, want %s", got, keep)
	}
	b.settled()
	if got := b.one(`SELECT repeat FROM receipts WHERE number = '1004'`); got != "1" {
		t.Errorf("the second purchase of one person is repeat %s", got)
	}
	undo := func(id string) {
		t.Helper()
		if _, err := b.room.Undo(context.Background(), b.app, id, b.now); err != nil {
			t.Fatalf("taking an import back: %v", err)
		}
		if got := b.one(`SELECT count(*) FROM receipts WHERE client != '' AND client NOT IN (SELECT id FROM clients)`); got != "0" {
			t.Errorf("%s receipts name nobody", got)
		}
		if got := b.one(`SELECT count(*) FROM client_keys WHERE client NOT IN (SELECT id FROM clients)`); got != "0" {
			t.Errorf("%s numbers name nobody", got)
		}
	}
	undo(third)
	undo(second)
	if got := b.one(`SELECT count(*) FROM receipts`); got != "1" {
		t.Errorf("%s receipts are left", got)
	}
	apart := boss.must(200, "POST", "/api/merges/"+merge+"/undo", nil)
	if !strings.Contains(apart.text("stayed"), "taken back with its import") || apart.text("dropped", "name") != "Jordan Lane" {
		t.Errorf("taken apart: %s", apart.raw)
	}
	undo(first)
	if got := b.one(`SELECT count(*) FROM receipts`); got != "0" {
		t.Errorf("%s receipts are left", got)
	}
}

// TestACorrectionOfAMergedClient: what an import says of a receipt is put back
// when a later one is taken back, and still names the client who went.
func TestACorrectionOfAMergedClient(t *testing.T) {
	b := newPosBook(t)
	boss := b.at("manager")
	b.take("one.csv", receiptRow("2026-01-05", "1001", "501", "Avery Ashford", "312-555-0142"))
	fix := b.take("two.csv", receiptRow("2026-01-05", "1001", "777", "Jordan Lane", "312-555-0143")+receiptRow("2026-01-06", "1002", "777", "Jordan Lane", "312-555-0143"))
	var drop string
	if drop = b.one(`SELECT id FROM clients WHERE name = 'Avery Ashford'`); drop == b.clientOf("1001") {
		t.Fatal("the correction did not move the receipt")
	}
	keep := b.clientOf("1001")
	merge := boss.must(200, "POST", "/api/merges", map[string]any{"keep": keep, "drop": drop}).text("merge")
	if _, err := b.room.Undo(context.Background(), b.app, fix, b.now); err != nil {
		t.Fatal(err)
	}
	if got := b.clientOf("1001"); got != keep {
		t.Errorf("the receipt that was put back names %q, want %q", got, keep)
	}
	b.settled()
	boss.must(200, "POST", "/api/merges/"+merge+"/undo", nil)
	if got := b.clientOf("1001"); got != drop {
		t.Errorf("after the merge was taken back, the receipt names %q, want %q", got, drop)
	}
}

// The key by which names are compared is the same whoever wrote it.
func TestNameKeysAgree(t *testing.T) {
	b := newPosBook(t)
	names := []string{"Avery Ashford", "Ashford Avery Jr.", "Northside Bakery LLC", "Mr. & Mrs. T. Lane", "O'Brien", "Inés García"}
	var rows strings.Builder
	for i, name := range names {
		rows.WriteString(receiptRow("2026-01-05", string(rune('A'+i))+"1", "6"+string(rune('0'+i)), name, ""))
	}
	b.take("names.csv", rows.String())
	for _, name := range names {
		imported := b.one(`SELECT name_key FROM clients WHERE name = ?`, name)
		b.save("clients", map[string]any{"store": b.store.Id, "name": name})
		if n := b.one(`SELECT count(DISTINCT name_key) FROM clients WHERE name = ?`, name); n != "1" {
			t.Errorf("%s: an import writes the key %q, the book another", name, imported)
		}
	}
}
