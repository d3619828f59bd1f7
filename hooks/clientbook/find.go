package clientbook

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"touchstone/hooks/internal/store"
)

// Found is one client of a search.
type Found struct {
	ID    string `json:"id"`
	Name  string `json:"name"`
	Hint  string `json:"hint"`  // what tells this client from others, or what was found
	Why   string `json:"why"`   // name | contact | note | piece | mixed | similar
	Owner string `json:"owner"` // name of the associate who looks after them; may be empty
	Last  string `json:"last"`  // date of the last receipt, YYYY-MM-DD; may be empty
}

// Ways of finding a client, as Found.Why names them.
const (
	byName    = "name"
	byContact = "contact"
	byNote    = "note"
	byPiece   = "piece"
	byMixed   = "mixed"
	bySimilar = "similar"
)

// How many clients a search gives at most, and how many it looks at where
// several words must hold that stand in different places.
const (
	usualLimit = 20
	mostFound  = 50
	looked     = 300
	mostRows   = 20_000
)

// Search finds clients by any part of what is known of them: name, phone,
// email, note, piece. stores are those to look in. Sure things come first:
// names that begin so, then names, contacts, notes and pieces that hold it,
// then names that are spelled alike. Within one kind nothing is sorted by
// weight: a short beginning fits half the book, and sorting that would cost
// more than it tells.
func Search(ctx context.Context, db *sql.DB, text string, stores []store.Store, limit int) ([]Found, error) {
	if limit <= 0 {
		limit = usualLimit
	}
	f := &finder{db: db, limit: min(limit, mostFound), seen: map[int64]bool{}}
	country := ""
	for _, s := range stores {
		f.stores = append(f.stores, s.ID)
		country = s.Country
	}
	f.query = parse(text, country)
	if len(f.query.terms) == 0 || len(f.stores) == 0 {
		return []Found{}, nil
	}
	f.scope = list(f.stores)
	for _, step := range []func(context.Context) error{f.phones, f.beginnings, f.who, f.phrases, f.pieces, f.mixed, f.similar} {
		if len(f.hits) >= f.limit {
			break
		}
		if err := step(ctx); err != nil {
			return nil, fmt.Errorf("searching the client book: %w", err) // never with the query
		}
	}
	return f.show(ctx)
}

// finder is one search on its way.
type finder struct {
	db     *sql.DB
	query  query
	stores []string
	scope  string // the stores as one value
	limit  int
	seen   map[int64]bool
	hits   []hit
}

// hit is a document that was found.
type hit struct {
	number int64
	why    string
	piece  int64
}

// take adds what a query finds: rows of a document's number and, where the
// query gives one, a piece.
func (f *finder) take(ctx context.Context, why, query string, args ...any) error {
	rows, err := f.db.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for len(f.hits) < f.limit && rows.Next() {
		h := hit{why: why}
		if err := rows.Scan(&h.number, &h.piece); err != nil {
			return err
		}
		f.add(h)
	}
	return rows.Err()
}

func (f *finder) add(h hit) {
	if !f.seen[h.number] && len(f.hits) < f.limit {
		f.seen[h.number] = true
		f.hits = append(f.hits, h)
	}
}

// full asks for as many rows as can be new.
func (f *finder) full() int { return f.limit + len(f.hits) }

const inScope = ` d.store IN (SELECT value FROM json_each(?2)) LIMIT ?3`

// fromWho finds documents by a table of names, contacts and notes.
func (f *finder) fromWho(ctx context.Context, table, why, expression string) error {
	return f.take(ctx, why, `SELECT d.number, 0 FROM `+table+` w CROSS JOIN search_docs d ON d.number = w.rowid
		WHERE w.`+table+` MATCH ?1 AND`+inScope, expression, f.scope, f.full())
}

// phones: the whole query is a number, however it is written.
func (f *finder) phones(ctx context.Context) error {
	if len(f.query.phones) == 0 {
		return nil
	}
	return f.fromWho(ctx, "search_who", byContact, "contacts : "+anyOf(f.query.phones, ""))
}

// beginnings: every term begins a word of the name. One term goes by the
// alphabet, which costs the same for one letter as for ten.
func (f *finder) beginnings(ctx context.Context) error {
	if len(f.query.terms) > 1 {
		return f.fromWho(ctx, "search_words", byName, "name : ("+match(f.query.terms, "*")+")")
	}
	form := f.query.terms[0].forms[0]
	if strings.Contains(form, " ") {
		return f.fromWho(ctx, "search_words", byName, "name : "+anyOf([]string{form}, "*"))
	}
	for _, s := range f.stores {
		if err := f.take(ctx, byName, `SELECT number, 0 FROM search_names WHERE store = ? AND word >= ? AND word < ? ORDER BY store, word LIMIT ?`,
			s, form, form+"\U0010ffff", 2*f.full()); err != nil {
			return err
		}
	}
	return nil
}

// who: all terms stand in the name, else in one of name, contacts and notes.
func (f *finder) who(ctx context.Context) error {
	table, tail := "search_who", ""
	if !f.query.allLong() {
		table, tail = "search_words", "*"
	}
	expression := match(f.query.terms, tail)
	for _, step := range []struct{ why, column string }{{byName, "name"}, {byContact, "contacts"}, {byNote, "notes"}} {
		if err := f.fromWho(ctx, table, step.why, step.column+" : ("+expression+")"); err != nil || len(f.hits) >= f.limit {
			return err
		}
	}
	if len(f.query.terms) == 1 {
		return nil
	}
	return f.fromWho(ctx, table, byMixed, expression)
}

// phrases: the query as it stands, blanks included, wherever it begins.
func (f *finder) phrases(ctx context.Context) error {
	if f.query.allLong() || letters(f.query.whole) < 3 {
		return nil
	}
	whole := anyOf([]string{f.query.whole}, "")
	for _, step := range []struct{ why, column string }{{byName, "name"}, {byContact, "contacts"}, {byNote, "notes"}} {
		if err := f.fromWho(ctx, "search_who", step.why, step.column+" : "+whole); err != nil || len(f.hits) >= f.limit {
			return err
		}
	}
	return f.fromPieces(ctx, whole)
}

// fromPieces finds who bought a piece. A client who bought several comes several
// times, so the rows are bounded widely; reading ends with the last that is needed.
func (f *finder) fromPieces(ctx context.Context, expression string) error {
	return f.take(ctx, byPiece, `SELECT d.number, b.piece FROM search_parts p CROSS JOIN search_bought b ON b.piece = p.rowid
		CROSS JOIN search_docs d ON d.number = b.number WHERE p.search_parts MATCH ?1 AND`+inScope, expression, f.scope, mostRows)
}

// pieces: all terms stand in what is known of one piece.
func (f *finder) pieces(ctx context.Context) error {
	if !f.query.allLong() {
		return nil
	}
	return f.fromPieces(ctx, match(f.query.terms, ""))
}

// show reads what is told of the clients that were found.
func (f *finder) show(ctx context.Context) ([]Found, error) {
	all := make([]Found, 0, len(f.hits))
	for _, h := range f.hits {
		c := Found{Why: h.why}
		var notes string
		err := f.db.QueryRowContext(ctx, `
			SELECT c.id, c.name, c.notes, coalesce(s.name, ''), coalesce((SELECT max(date) FROM receipts WHERE client = c.id), '')
			FROM search_docs d JOIN clients c ON c.id = d.client LEFT JOIN staff s ON s.id = c.owner AND c.owner != ''
			WHERE d.number = ? AND c.store IN (SELECT value FROM json_each(?))`, h.number, f.scope).Scan(&c.ID, &c.Name, &notes, &c.Owner, &c.Last)
		if noRows(err) {
			continue // gone, or in another store by now
		}
		if err == nil {
			c.Hint, err = f.hint(ctx, h, c.ID, notes)
		}
		if err != nil {
			return nil, fmt.Errorf("reading who was found: %w", err)
		}
		all = append(all, c)
	}
	return all, nil
}

// hint is the piece or the part of the notes that was found, else a way to
// reach the client: the one that was found, if any.
func (f *finder) hint(ctx context.Context, h hit, client, notes string) (string, error) {
	if h.piece != 0 {
		var shown string
		err := f.db.QueryRowContext(ctx, `SELECT shown FROM search_pieces WHERE number = ?`, h.piece).Scan(&shown)
		if noRows(err) {
			err = nil
		}
		return shown, err
	}
	if h.why == byNote {
		return excerpt(notes, f.query.terms), nil
	}
	points, err := column(ctx, f.db, `SELECT raw FROM contact_points WHERE client = ? AND raw != '' ORDER BY kind DESC, rowid LIMIT 20`, client)
	if err != nil || len(points) == 0 {
		return "", err
	}
	for _, p := range points {
		if f.query.meets(p) {
			return p, nil
		}
	}
	return points[0], nil
}

// meets says whether a contact holds one of the terms.
func (q query) meets(point string) bool {
	text := fold(point) + " " + digits(point)
	for _, t := range append(q.terms, term{forms: append([]string{q.whole}, q.phones...), long: true}) {
		if t.long && t.in(text) {
			return true
		}
	}
	return false
}

// excerpt is the line of a note that holds one of the terms, shortened.
func excerpt(notes string, terms []term) string {
	for line := range strings.Lines(notes) {
		for _, t := range terms {
			if t.in(fold(line)) {
				return cut(strings.TrimSpace(line), 80)
			}
		}
	}
	return cut(strings.TrimSpace(notes), 80)
}
