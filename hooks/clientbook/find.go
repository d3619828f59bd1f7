package clientbook

import (
	"context"
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

// Find finds clients by any part of what is known of them: name, phone,
// email, note, piece. stores are those to look in. Sure things come first:
// names that begin so, then names, contacts, notes and pieces that hold it,
// then names that are spelled alike. Within one kind nothing is sorted by
// weight: a short beginning fits half the book, and sorting that would cost
// more than it tells.
func (s *Searcher) Find(ctx context.Context, text string, stores []store.Store, limit int) ([]Found, error) {
	if limit <= 0 {
		limit = usualLimit
	}
	f := &finder{search: s, limit: min(limit, mostFound), seen: map[int64]bool{}}
	country := ""
	for _, at := range stores {
		f.stores = append(f.stores, at.ID)
		country = at.Country
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
	search *Searcher
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
	rows, err := f.search.query(ctx, query, args...)
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
	return f.fromWho(ctx, "search_reach", byContact, anyOf(f.query.phones, ""))
}

// beginnings: every term begins a word of the name. One term goes by the
// alphabet, which costs the same for one letter as for ten; of several, those
// of one letter fit too many to be looked up and are checked instead.
func (f *finder) beginnings(ctx context.Context) error {
	form := f.query.terms[0].forms[0]
	if len(f.query.terms) == 1 && !strings.Contains(form, " ") {
		return f.alphabet(ctx, form)
	}
	var some []term
	for _, t := range f.query.terms {
		if letters(t.forms[0]) > 1 {
			some = append(some, t)
		}
	}
	if len(some) == 0 {
		return nil
	}
	if len(some) == len(f.query.terms) {
		return f.fromWho(ctx, "search_words", byName, match(some, "*"))
	}
	numbers, err := f.numbers(ctx, `SELECT rowid FROM search_words WHERE search_words MATCH ? LIMIT ?`, match(some, "*"))
	if err != nil {
		return err
	}
	return f.checked(ctx, byName, numbers)
}

func (f *finder) alphabet(ctx context.Context, form string) error {
	for _, at := range f.stores {
		if err := f.take(ctx, byName, `SELECT number, 0 FROM search_names WHERE store = ? AND word >= ? AND word < ? ORDER BY store, word LIMIT ?`,
			at, form, form+"\U0010ffff", 2*f.full()); err != nil {
			return err
		}
	}
	return nil
}

// places are where parts of words of a client are looked up.
var places = []struct{ why, table string }{{byName, "search_who"}, {byContact, "search_reach"}, {byNote, "search_told"}}

// who: all terms stand in the name, in the contacts or in the notes.
func (f *finder) who(ctx context.Context) error {
	if !f.query.allLong() {
		return nil
	}
	return f.inPlaces(ctx, match(f.query.terms, ""))
}

func (f *finder) inPlaces(ctx context.Context, expression string) error {
	for _, p := range places {
		if err := f.fromWho(ctx, p.table, p.why, expression); err != nil || len(f.hits) >= f.limit {
			return err
		}
	}
	return nil
}

// phrases: the query as it stands, blanks included, wherever it begins.
func (f *finder) phrases(ctx context.Context) error {
	if f.query.allLong() || letters(f.query.whole) < 3 {
		return nil
	}
	whole := anyOf([]string{f.query.whole}, "")
	if err := f.inPlaces(ctx, whole); err != nil || len(f.hits) >= f.limit {
		return err
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
