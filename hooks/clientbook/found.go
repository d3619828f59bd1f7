package clientbook

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"touchstone/hooks/internal/contact"
)

// show reads what is told of the clients that were found, all at once.
func (f *finder) show(ctx context.Context) ([]Found, error) {
	numbers := make([]int64, len(f.hits))
	for i, h := range f.hits {
		numbers[i] = h.number
	}
	rows, err := f.search.query(ctx, `
		SELECT d.number, c.id, c.name, c.notes, c.owner, d.name, coalesce(s.name, ''),
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
		if err := rows.Scan(&number, &c.ID, &c.Name, &c.notes, &c.owner, &c.folded, &c.Owner, &c.Last, &c.points); err != nil {
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
	owner, folded string
	rank          int
}

// Ranks within one kind: who is called just so, who has the words in the name,
// and all others, in the order in which they were found; among equals the
// asker's own clients come first.
const (
	kindRanks  = 8 // of each kind
	wordsRank  = 2
	othersRank = 4
)

func (f *finder) rankOf(c shown, kind int) int {
	rank := kindRanks * kind
	switch {
	case c.folded == f.query.whole:
	case f.query.wordsOf(c.folded):
		rank += wordsRank
	default:
		rank += othersRank
	}
	if f.asker == "" || c.owner != f.asker {
		rank++
	}
	return rank
}

// tell puts the clients in order: as they were found, kind by kind, and within
// one kind by rank. Somebody who is gone, or in another store by now, is left out.
func (f *finder) tell(ctx context.Context, known map[int64]shown) ([]Found, error) {
	pieces, err := f.shownPieces(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading what was found: %w", err)
	}
	var order []shown
	kind := 0
	for i, h := range f.hits {
		if i > 0 && h.why != f.hits[i-1].why {
			kind++
		}
		c, ok := known[h.number]
		if !ok {
			continue
		}
		c.Why, c.rank = h.why, f.rankOf(c, kind)
		switch {
		case h.piece != 0:
			c.Hint = pieces[h.piece]
		case h.why == byNote:
			c.Hint = excerpt(c.notes, f.query.terms)
		default:
			c.Hint = f.query.point(strings.Split(c.points, "\n"))
		}
		order = append(order, c)
	}
	slices.SortStableFunc(order, func(a, b shown) int {
		if a.rank != b.rank || a.rank%kindRanks >= othersRank {
			return cmp.Compare(a.rank, b.rank)
		}
		return cmp.Compare(a.folded, b.folded)
	})
	all := make([]Found, len(order))
	for i, c := range order {
		all[i] = c.Found
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
	text := contact.Fold(point) + " " + digits(point)
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
			if t.in(contact.Fold(line)) {
				return cut(strings.TrimSpace(line), 80)
			}
		}
	}
	return cut(strings.TrimSpace(notes), 80)
}
