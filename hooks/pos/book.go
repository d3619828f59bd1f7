package pos

import (
	"context"
	"database/sql"
	"fmt"
	"slices"

	"touchstone/hooks/figures"
)

// book gathers the rows of one transaction, table by table.
type book struct {
	prepared                                      *statements
	households, clients, keys, points, duplicates *bulk
	receipts, lines, shares                       *slimmed
	seen                                          *bulk
}

// receiptColumns are those the importer fills, facts of the figures included.
var receiptColumns = slices.Concat([]string{"id", "store", "source", "number", "epoch", "stated_kind", "date", "sold_at", "clock", "shift", "client", "household",
	"original_number", "original", "discount", "tax", "tip", "total", "refunded", "refunded_on", "return_lines_unknown", "customer", "note", "import", "row", "hash", "rev",
	"created", "updated"}, standingColumns, figures.FactColumns())

var lineColumns = []string{"id", "receipt", "position", "sku", "description", "category", "role", "product_line", "rule", "brand", "metal", "stone", "carat",
	"serial", "certificate", "quantity", "unit_price", "discount", "receipt_discount", "net", "tax", "row", "returned", "returns"}

// What most rows have, see slimmed; a text of "" stands for every default.
var (
	usualReceipt = defaults("original_number", "original", "discount", "tip", "total", "refunded", "refunded_on", "return_lines_unknown", "note",
		"net_returned", "is_service", "people")
	usualLine  = append(constants{{"quantity", 1000}}, defaults("metal", "stone", "carat", "serial", "certificate", "discount", "receipt_discount", "returned", "returns")...)
	usualShare = constants{{"position", 1}, {"basis_points", 10_000}}
)

func defaults(columns ...string) constants {
	all := make(constants, len(columns))
	for i, c := range columns {
		all[i] = constant{c, ""}
	}
	return all
}

// inserting is how rows are written: one that cannot be ends the whole transaction
// anyway, and saying so spares SQLite a copy of each page for undoing the
// statement alone.
const inserting = "INSERT OR FAIL"

// newBook makes the tables of one run. What is the same in each of its rows
// stands in the statements.
func newBook(r *run) *book {
	sameInAll := constants{{"import", r.id}, {"created", r.stamp}, {"updated", r.stamp}}
	edited := append(sameInAll[:3:3], constant{"rev", 1})
	inStore := append(edited[:4:4], constant{"store", r.store.ID})
	return &book{
		prepared:   newStatements(r.db),
		households: newBulk(inserting, "households", inStore, "id", "name", "account_key", "source"),
		clients:    newBulk(inserting, "clients", inStore, "id", "household", "name", "given", "family", "name_key", "couple", "company"),
		keys:       newBulk(inserting, "client_keys", append(sameInAll[:3:3], constant{"source", r.source}), "id", "client", "key"),
		points:     newBulk(inserting, "contact_points", edited, "id", "client", "kind", "raw", "normalized"),
		duplicates: newBulk("INSERT OR IGNORE", "duplicates", edited, "id", "client", "other", "reason", "state"),
		receipts:   newSlimmed("receipts", append(inStore[:5:5], constant{"source", r.source}), receiptColumns, usualReceipt),
		lines:      newSlimmed("lines", nil, lineColumns, usualLine),
		shares:     newSlimmed("shares", nil, shareColumns, usualShare),
		seen:       newBulk("INSERT OR IGNORE", "import_seen", nil, "receipt", "import", "version"),
	}
}

func (b *book) close() { b.prepared.close() }

// written is a table whose gathered rows can be sent.
type written interface {
	write(prepared *statements) error
}

func (b *book) flush(tables ...written) error {
	for _, t := range tables {
		if err := t.write(b.prepared); err != nil {
			return err
		}
	}
	return nil
}

func (b *book) flushPeople() error {
	return b.flush(b.households, b.clients, b.keys, b.points, b.duplicates)
}

func (b *book) flushSales() error { return b.flush(b.receipts, b.lines, b.shares, b.seen) }

// journal writes down what a record was before this import changes it. before
// is an SQL expression over the record's table that gives JSON.
func journal(ctx context.Context, tx *sql.Tx, importID, collection, record, before string) error {
	_, err := tx.ExecContext(ctx, `
		INSERT INTO import_changes (import, collection, record, before)
		SELECT ?, ?, id, `+before+` FROM `+collection+` WHERE id = ?`, importID, collection, record)
	if err != nil {
		return fmt.Errorf("noting what %s %s was: %w", collection, record, err)
	}
	return nil
}
