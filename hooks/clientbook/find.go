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
	met    int // documents looked at as a whole
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
	return f.checked(ctx, byName, `SELECT rowid FROM search_words WHERE search_words MATCH ? LIMIT ?`, match(some, "*"))
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

// show reads what is told of the clients that were found, all at once.
func (f *finder) show(ctx context.Context) ([]Found, error) {
	numbers := make([]int64, len(f.hits))
	for i, h := range f.hits {
		numbers[i] = h.number
	}
	rows, err := f.search.query(ctx, `
		SELECT d.number, c.id, c.name, c.notes, coalesce(s.name, ''),
			coalesce((SELECT max(date) FROM receipts WHERE client = c.id AND client != ''), ''),
			coalesce((SELECT group_concat(raw, char(10)) FROM (SELECT raw FROM contact_points WHERE client = c.id AND raw != '' ORDER BY kind DESC, rowid LIMIT 20)), '')
		FROM json_each(?) n CROSS JOIN search_docs d ON d.number = n.value CROSS JOIN clients c ON c.id = d.client
			LEFT JOIN staff s ON s.id = c.owner AND c.owner != ''
		WHERE c.store IN (SELECT value FROM json_each(?))`, list(numbers), f.scope)
	if err != nil {
		return nil, fmt.Errorf("reading who was found: %w", err)
	}
	defer rows.Close()
	known := map[int64]shown{}
	for rows.Next() {
		var number int64
		var c shown
		if err := rows.Scan(&number, &c.ID, &c.Name, &c.notes, &c.Owner, &c.Last, &c.points); err != nil {
			return nil, fmt.Errorf("reading who was found: %w", err)
		}
		known[number] = c
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("reading who was found: %w", err)
	}
	return f.tell(ctx, known)
}

// shown is a client as found, with what hints are made of.
type shown struct {
	Found
	notes, points string
}

// tell puts the clients in the order in which they were found. Somebody who is
// gone, or in another store by now, is left out.
func (f *finder) tell(ctx context.Context, known map[int64]shown) ([]Found, error) {
	pieces, err := f.shownPieces(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading what was found: %w", err)
	}
	all := make([]Found, 0, len(f.hits))
	for _, h := range f.hits {
		c, ok := known[h.number]
		if !ok {
			continue
		}
		c.Why = h.why
		switch {
		case h.piece != 0:
			c.Hint = pieces[h.piece]
		case h.why == byNote:
			c.Hint = excerpt(c.notes, f.query.terms)
		default:
			c.Hint = f.query.point(strings.Split(c.points, "\n"))
		}
		all = append(all, c.Found)
	}
	return all, nil
}

// shownPieces reads how the pieces that were found are written.
func (f *finder) shownPieces(ctx context.Context) (map[int64]string, error) {
	var numbers []int64
	for _, h := range f.hits {
		if h.piece != 0 {
			numbers = append(numbers, h.piece)
		}
	}
	if len(numbers) == 0 {
		return nil, nil
	}
	rows, err := f.search.query(ctx, `SELECT number, shown FROM search_pieces WHERE number IN (SELECT value FROM json_each(?))`, list(numbers))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	all := map[int64]string{}
	for rows.Next() {
		var number int64
		var text string
		if err := rows.Scan(&number, &text); err != nil {
			return nil, err
		}
		all[number] = text
	}
	return all, rows.Err()
}

// point chooses which way to reach a client is shown: the one that was found,
// else the first.
func (q query) point(points []string) string {
	for _, p := range points {
		if q.meets(p) {
			return p
		}
	}
	return points[0]
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
