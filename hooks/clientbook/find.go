package clientbook

import (
	"context"
	"fmt"
	"slices"
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

// How many clients a search gives, and how far it looks for them. Within these
// bounds it finds what reading the whole book would find; beyond them it finds
// some, and says nothing of the rest, as with every list that is cut.
const (
	usualLimit   = 20
	mostFound    = 50
	mostRows     = 20_000 // rows of pieces and who bought them
	mostCompared = "1000" // names or pieces that are compared with what the indexes cannot tell
	rareDigits   = 7      // so many digits of a phone are shared by few
)

// Question is what somebody typed into the field that finds clients.
type Question struct {
	Text   string
	Stores []store.Store // those to look in
	Limit  int           // how many clients at most; 0 for the usual number
	Asker  string        // staff id whose own clients come before others of the same kind; may be empty
}

// Find finds clients by any part of what is known of them: name, phone, email,
// note, piece. Sure things come first: names that begin so, then names,
// contacts, notes and pieces that hold it, then names that are spelled alike.
// Within one kind nothing is sorted by weight: a short beginning fits half the
// book, and sorting that would cost more than it tells.
func (s *Searcher) Find(ctx context.Context, ask Question) ([]Found, error) {
	f := newFinder(s, ask)
	if len(f.query.terms) == 0 || len(f.stores) == 0 {
		return []Found{}, nil
	}
	if err := f.look(ctx); err != nil {
		return nil, fmt.Errorf("searching the client book: %w", err) // never with the query
	}
	return f.show(ctx)
}

// finder is one search on its way.
type finder struct {
	search *Searcher
	query  query
	asker  string
	stores []string
	scope  string // the stores as one value
	limit  int
	seen   map[int64]bool
	hits   []hit
	called bool // somebody is called just so
}

func newFinder(s *Searcher, ask Question) *finder {
	if ask.Limit <= 0 {
		ask.Limit = usualLimit
	}
	f := &finder{search: s, asker: ask.Asker, limit: min(ask.Limit, mostFound), seen: map[int64]bool{}}
	country := ""
	for _, at := range ask.Stores {
		f.stores = append(f.stores, at.ID)
		country = at.Country
	}
	f.query, f.scope = parse(ask.Text, country), list(f.stores)
	return f
}

// look takes the sure ways first. Where they find nothing, forms of address are
// left out, and then names will do that are spelled alike.
func (f *finder) look(ctx context.Context) error {
	if err := f.sure(ctx); err != nil || len(f.hits) > 0 {
		return err
	}
	if plain, shorter := f.query.untitled(); shorter {
		f.query = plain
		if err := f.sure(ctx); err != nil || len(f.hits) > 0 {
			return err
		}
	}
	return f.similar(ctx)
}

// sure looks in one way after the other until enough is found.
func (f *finder) sure(ctx context.Context) error {
	for _, look := range []func(context.Context) error{f.phones, f.beginnings, f.who, f.phrases, f.pieces, f.mixed} {
		if err := look(ctx); err != nil || len(f.hits) >= f.limit {
			return err
		}
	}
	return nil
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

// fromReach finds documents by their contacts. The expression names what few
// contacts share; of must, one text has to stand there whole.
func (f *finder) fromReach(ctx context.Context, expression string, must []string) error {
	if len(must) == 0 {
		return f.fromWho(ctx, "search_reach", byContact, expression)
	}
	return f.take(ctx, byContact, `SELECT d.number, 0 FROM search_reach w CROSS JOIN search_docs d ON d.number = w.rowid
		WHERE w.search_reach MATCH ?1 AND EXISTS (SELECT 1 FROM json_each(?4) m WHERE instr(d.contacts, m.value) > 0) AND`+inScope,
		expression, f.scope, f.full(), list(must))
}

// phones: the whole query is a number, however it is written. Of a long one its
// end is looked up, which few numbers share, and the rest is compared: the
// numbers of a town begin alike.
func (f *finder) phones(ctx context.Context) error {
	if len(f.query.phones) == 0 {
		return nil
	}
	var ends []string
	for _, number := range f.query.phones {
		if end := number[max(0, len(number)-rareDigits):]; !slices.Contains(ends, end) {
			ends = append(ends, end)
		}
	}
	return f.fromReach(ctx, anyOf(ends, ""), f.query.phones)
}

// allShort is a condition: every one of n short words, the parameters from ?4 on,
// begins a word of a text. It is written out, since a list is slow to walk for
// each of a thousand rows.
func allShort(text string, n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, ` instr(' ' || %s, ' ' || ?%d) > 0 AND`, text, 4+i)
	}
	return b.String()
}

// withShort are the parameters of such a query.
func withShort(short []string, args ...any) []any {
	for _, s := range short {
		args = append(args, s)
	}
	return args
}

// beginnings: every term begins a word of the name, those who are called just
// so first. One term goes by the alphabet, which costs the same for one letter
// as for ten; of several, those of one letter fit too many to be looked up and
// are compared instead.
func (f *finder) beginnings(ctx context.Context) error {
	form := f.query.terms[0].forms[0]
	var some []term
	var single []string
	for _, t := range f.query.terms {
		if letters(t.forms[0]) > 1 {
			some = append(some, t)
		} else {
			single = append(single, t.forms[0])
		}
	}
	switch {
	case len(f.query.terms) == 1 && !strings.Contains(form, " "), len(some) == 0:
		return f.alphabet(ctx, form, single)
	case len(single) > 0:
		return f.take(ctx, byName, `SELECT d.number, 0 FROM (SELECT rowid AS number FROM search_words WHERE search_words MATCH ?1 LIMIT `+mostCompared+`) w
			CROSS JOIN search_docs d ON d.number = w.number WHERE`+allShort("d.name", len(single))+inScope, withShort(single, match(some, "*"), f.scope, f.full())...)
	}
	if err := f.fromWho(ctx, "search_words", byName, match(some, "")); err != nil || len(f.hits) >= f.limit {
		return err
	}
	f.called = len(f.hits) > 0
	return f.fromWho(ctx, "search_words", byName, match(some, "*"))
}

// alphabet lists names of which a word begins so and, where single letters were
// typed, others with those.
func (f *finder) alphabet(ctx context.Context, form string, single []string) error {
	for _, at := range f.stores {
		from, to := form, form+"\U0010ffff"
		if len(single) < 2 {
			if err := f.take(ctx, byName, `SELECT number, 0 FROM search_names WHERE store = ? AND word >= ? AND word < ? ORDER BY store, word LIMIT ?`,
				at, from, to, 2*f.full()); err != nil {
				return err
			}
			continue
		}
		if err := f.take(ctx, byName, `SELECT d.number, 0 FROM (SELECT number FROM search_names WHERE store = ?1 AND word >= ?2 AND word < ?3
			ORDER BY store, word LIMIT `+mostCompared+`) w CROSS JOIN search_docs d ON d.number = w.number WHERE`+allShort("d.name", len(single))+` TRUE`,
			withShort(single, at, from, to)...); err != nil {
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
	return f.inPlaces(ctx, f.query.terms)
}

// inPlaces looks for terms in one place after the other; a number that was
// found is not looked for in the contacts again.
func (f *finder) inPlaces(ctx context.Context, terms []term) error {
	known := len(f.query.phones) > 0 && len(f.hits) > 0
	for _, p := range places {
		var err error
		switch {
		case p.why == byContact && known:
		case p.why == byContact:
			expression, must := reached(terms)
			err = f.fromReach(ctx, expression, must)
		default:
			err = f.fromWho(ctx, p.table, p.why, match(terms, ""))
		}
		if err != nil || len(f.hits) >= f.limit {
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
	if err := f.inPlaces(ctx, []term{{forms: []string{f.query.whole}}}); err != nil || len(f.hits) >= f.limit {
		return err
	}
	return f.fromPieces(ctx, anyOf([]string{f.query.whole}, ""))
}
