package clientbook

import (
	"cmp"
	"context"
	"slices"
	"strings"
)

// mixed: the terms stand in different places, a name here and a piece there.
// The candidates of one term at a time are looked at as a whole.
func (f *finder) mixed(ctx context.Context) error {
	if len(f.query.terms) < 2 {
		return nil
	}
	for _, t := range f.query.terms {
		if !t.long {
			continue
		}
		for _, source := range []string{
			`SELECT rowid FROM search_who WHERE search_who MATCH ? LIMIT ?`,
			`SELECT b.number FROM search_parts p CROSS JOIN search_bought b ON b.piece = p.rowid WHERE p.search_parts MATCH ? LIMIT ?`,
		} {
			if err := f.candidates(ctx, source, anyOf(t.forms, "")); err != nil || len(f.hits) >= f.limit {
				return err
			}
		}
	}
	return nil
}

// candidates keeps those of a query's documents in which every term holds.
func (f *finder) candidates(ctx context.Context, source, expression string) error {
	rows, err := f.db.QueryContext(ctx, `
		SELECT d.number, d.name || ' ' || d.contacts || ' ' || d.notes || ' ' ||
			coalesce((SELECT group_concat(p.text, ' ') FROM search_bought b JOIN search_pieces p ON p.number = b.piece WHERE b.number = d.number), '')
		FROM search_docs d WHERE d.number IN (`+source+`) AND d.store IN (SELECT value FROM json_each(?))`, expression, looked, f.scope)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		h := hit{why: byMixed}
		var text string
		if err := rows.Scan(&h.number, &text); err != nil {
			return err
		}
		if f.query.allIn(text) {
			f.add(h)
		}
	}
	return rows.Err()
}

func (q query) allIn(text string) bool {
	for _, t := range q.terms {
		if !t.in(text) {
			return false
		}
	}
	return true
}

// Names are alike from this share of common three-letter pieces.
const alike = 0.34

// fewLetters is where spelling alike begins to mean anything.
const fewLetters = 4

// similar: each term begins a word of the name or is spelled like one.
func (f *finder) similar(ctx context.Context) error {
	parts := make([]string, len(f.query.terms))
	some := false
	var near []string
	for i, t := range f.query.terms {
		var err error
		if near, err = f.near(ctx, t); err != nil {
			return err
		}
		some = some || len(near) > 0
		parts[i] = anyOf(t.forms, "*")
		if len(near) > 0 {
			parts[i] = "(" + parts[i] + " OR " + anyOf(near, "") + ")"
		}
	}
	if !some {
		return nil
	}
	if len(parts) > 1 {
		return f.fromWho(ctx, "search_words", bySimilar, "name : ("+strings.Join(parts, " AND ")+")")
	}
	for _, word := range near { // the likest first
		if err := f.fromWho(ctx, "search_words", bySimilar, "name : "+anyOf([]string{word}, "")); err != nil || len(f.hits) >= f.limit {
			return err
		}
	}
	return nil
}

// near lists words of names that are spelled like a term, the likest first.
func (f *finder) near(ctx context.Context, t term) ([]string, error) {
	word := t.forms[0]
	if letters(word) < fewLetters || strings.Contains(word, " ") || strings.ContainsAny(word, "0123456789") {
		return nil, nil
	}
	own := grams(word)
	least := 2
	if len(own) <= 5 { // one slip leaves a short word next to nothing
		least = 1
	}
	rows, err := f.db.QueryContext(ctx, `
		SELECT word, count(*) AS common FROM search_grams WHERE gram IN (SELECT value FROM json_each(?))
		GROUP BY word HAVING common >= ? ORDER BY common DESC LIMIT 300`, list(own), least)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	type likeness struct {
		word  string
		share float64
	}
	var all []likeness
	for rows.Next() {
		var w string
		var common int
		if err := rows.Scan(&w, &common); err != nil {
			return nil, err
		}
		if share := float64(common) / float64(len(own)+len(grams(w))-common); w != word && share >= alike || slips(word, w) {
			all = append(all, likeness{w, share})
		}
	}
	slices.SortFunc(all, func(a, b likeness) int {
		return cmp.Or(cmp.Compare(b.share, a.share), cmp.Compare(a.word, b.word))
	})
	near := make([]string, 0, len(all))
	for _, l := range all[:min(len(all), 12)] {
		near = append(near, l.word)
	}
	return near, rows.Err()
}

// slips says whether two words differ by one slip of the finger: a letter too
// many, too few, another one, or two in the wrong order. Three-letter pieces
// miss those in short words.
func slips(a, b string) bool {
	x, y := []rune(a), []rune(b)
	if len(x) > len(y) {
		x, y = y, x
	}
	if len(y)-len(x) > 1 || a == b {
		return false
	}
	i := 0
	for i < len(x) && x[i] == y[i] {
		i++
	}
	if len(x) < len(y) {
		return slices.Equal(x[i:], y[i+1:])
	}
	if slices.Equal(x[i+1:], y[i+1:]) {
		return true
	}
	return i+1 < len(x) && x[i] == y[i+1] && x[i+1] == y[i] && slices.Equal(x[i+2:], y[i+2:])
}
