package clientbook

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"github.com/pocketbase/pocketbase/core"

	"touchstone/hooks/internal/contact"
	"touchstone/hooks/internal/database"
)

// clientsAtOnce is how many clients one short transaction brings up to date.
const clientsAtOnce = 150

// Refresh brings the search up to date with the book, in short transactions.
// A crash between two loses nothing: what is left stays marked.
func Refresh(ctx context.Context, app core.App) error {
	db, err := database.Pool(app.NonconcurrentDB())
	if err != nil {
		return err
	}
	x := newIndexer()
	for all := 0; ; {
		n, err := x.step(ctx, db)
		if err != nil {
			return err
		}
		if n == 0 && all >= manyClients {
			return tidy(ctx, db)
		}
		if n == 0 {
			return nil
		}
		all += n
	}
}

// Rebuild makes the search anew from the book: where its tables were damaged,
// or somebody wrote past the triggers.
func Rebuild(ctx context.Context, app core.App) error {
	db, err := database.Pool(app.NonconcurrentDB())
	if err != nil {
		return err
	}
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("making the search anew: %w", err)
	}
	defer tx.Rollback() //nolint:errcheck // after Commit it does nothing
	for _, s := range []string{
		`INSERT INTO search_words (search_words) VALUES ('delete-all')`, `INSERT INTO search_who (search_who) VALUES ('delete-all')`,
		`INSERT INTO search_parts (search_parts) VALUES ('delete-all')`, `INSERT INTO search_reach (search_reach) VALUES ('delete-all')`,
		`INSERT INTO search_told (search_told) VALUES ('delete-all')`,
		`DELETE FROM search_bought`, `DELETE FROM search_pieces`, `DELETE FROM search_grams`, `DELETE FROM search_names`,
		`DELETE FROM search_docs`, `INSERT INTO search_dirty (client) SELECT id FROM clients WHERE TRUE ON CONFLICT (client) DO NOTHING`,
	} {
		if _, err := tx.ExecContext(ctx, s); err != nil {
			return fmt.Errorf("making the search anew: %w", err)
		}
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("making the search anew: %w", err)
	}
	return Refresh(ctx, app)
}

// indexer writes search documents. Within a transaction it remembers the pieces
// and words it met, since many clients share them; between two of them somebody
// else may take one away.
type indexer struct {
	pieces map[string]int64
	words  map[string]bool
}

func newIndexer() *indexer {
	return &indexer{pieces: map[string]int64{}, words: map[string]bool{}}
}

// step brings the next few clients up to date and says how many they were.
func (x *indexer) step(ctx context.Context, db *sql.DB) (int, error) {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return 0, fmt.Errorf("bringing the search up to date: %w", err)
	}
	defer tx.Rollback() //nolint:errcheck // after Commit it does nothing
	clients, err := database.Column(ctx, tx, `SELECT client FROM search_dirty LIMIT ?`, clientsAtOnce)
	if err != nil || len(clients) == 0 {
		return 0, err
	}
	s := newStatements(tx)
	defer s.close()
	x.forget()
	for _, id := range clients {
		if err := x.index(ctx, s, id); err != nil {
			return 0, fmt.Errorf("bringing the search for client %s up to date: %w", id, err)
		}
	}
	if err := tx.Commit(); err != nil {
		return 0, fmt.Errorf("bringing the search up to date: %w", err)
	}
	return len(clients), nil
}

func (x *indexer) forget() {
	clear(x.pieces)
	clear(x.words)
}

// refreshOne brings one client up to date, after somebody saved them.
func refreshOne(ctx context.Context, app core.App, client string) error {
	db, err := database.Pool(app.NonconcurrentDB())
	if err != nil {
		return err
	}
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback() //nolint:errcheck // after Commit it does nothing
	s := newStatements(tx)
	defer s.close()
	if err := newIndexer().index(ctx, s, client); err != nil {
		return err
	}
	return tx.Commit()
}

// document is what a client is found by, folded.
type document struct {
	number                int64
	store                 string
	name, contacts, notes string
	pieces                []piece
}

// piece is something that can be found, with how it is shown.
type piece struct{ text, shown string }

// index writes the document of a client anew, or removes it with the client.
func (x *indexer) index(ctx context.Context, s *statements, client string) error {
	if _, err := s.exec(ctx, `DELETE FROM search_dirty WHERE client = ?`, client); err != nil {
		return err
	}
	fresh, found, err := readDocument(ctx, s, client)
	if err != nil {
		return err
	}
	old, err := oldDocument(ctx, s, client)
	if err != nil {
		return err
	}
	if !found {
		return x.remove(ctx, s, old)
	}
	fresh.number = old.number
	if err := x.writeDocument(ctx, s, client, old, &fresh); err != nil {
		return err
	}
	return x.writePieces(ctx, s, fresh)
}

func oldDocument(ctx context.Context, s *statements, client string) (document, error) {
	var d document
	err := s.row(ctx, `SELECT number, store, name, contacts, notes FROM search_docs WHERE client = ?`, []any{client},
		&d.number, &d.store, &d.name, &d.contacts, &d.notes)
	if err == sql.ErrNoRows {
		return document{}, nil
	}
	return d, err
}

func readDocument(ctx context.Context, s *statements, client string) (d document, found bool, err error) {
	var name, notes string
	err = s.row(ctx, `SELECT store, name, notes FROM clients WHERE id = ?`, []any{client}, &d.store, &name, &notes)
	if err == sql.ErrNoRows {
		return d, false, nil
	}
	if err != nil {
		return d, false, err
	}
	d.name, d.notes = contact.Fold(name), contact.Fold(notes)
	if d.contacts, err = readContacts(ctx, s, client); err != nil {
		return d, false, err
	}
	d.pieces, err = readPieces(ctx, s, client)
	return d, true, err
}

// readContacts joins all ways in which emails and phones may be asked for.
func readContacts(ctx context.Context, s *statements, client string) (string, error) {
	seen := map[string]bool{}
	var all []string
	add := func(text string) {
		if text != "" && !seen[text] {
			seen[text] = true
			all = append(all, text)
		}
	}
	err := s.each(ctx, `SELECT kind, raw, normalized FROM contact_points WHERE client = ?`, []any{client}, func(scan func(...any) error) error {
		var kind, raw, key string
		if err := scan(&kind, &raw, &key); err != nil {
			return err
		}
		add(contact.Fold(raw))
		add(contact.Fold(key))
		if kind == "phone" {
			add(digits(raw))
			add(digits(key))
		}
		return nil
	})
	return strings.Join(all, " "), err
}

// readPieces reads what a client bought. A description stands with its brand
// and number; serial and certificate stand alone, since each exists once.
func readPieces(ctx context.Context, s *statements, client string) ([]piece, error) {
	seen := map[string]bool{}
	var all []piece
	add := func(text, shown string) {
		if text = contact.Fold(text); text != "" && !seen[text] {
			seen[text] = true
			all = append(all, piece{text, shown})
		}
	}
	err := s.each(ctx, `SELECT l.description, l.sku, l.brand, l.serial, l.certificate
		FROM receipts r CROSS JOIN lines l ON l.receipt = r.id WHERE r.client = ? AND r.client != ''`, []any{client}, func(scan func(...any) error) error {
		var description, sku, brand, serial, certificate string
		if err := scan(&description, &sku, &brand, &serial, &certificate); err != nil {
			return err
		}
		shown := cut(firstOf(description, sku, brand), 120)
		add(description+" "+sku+" "+brand, shown)
		add(serial, strings.TrimSpace(shown+" "+serial))
		add(certificate, strings.TrimSpace(shown+" "+certificate))
		return nil
	})
	return all, err
}

func firstOf(texts ...string) string {
	for _, t := range texts {
		if strings.TrimSpace(t) != "" {
			return t
		}
	}
	return ""
}

// cut shortens a text to so many characters.
func cut(text string, most int) string {
	if r := []rune(text); len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return text
}

// nameKey is what two equal names share, whatever their order or case: as an
// import writes it, so that its next row finds the client that a person renamed.
func nameKey(n contact.Name) string {
	if len(n.Persons) == 0 {
		if n.Company {
			return strings.ToLower(strings.Join(strings.Fields(n.Display), " "))
		}
		return ""
	}
	parts := make([]string, len(n.Persons))
	for i, p := range n.Persons {
		parts[i] = strings.ToLower(p.Given + " " + p.Family + " " + p.Suffix)
	}
	return strings.Join(parts, "&")
}
