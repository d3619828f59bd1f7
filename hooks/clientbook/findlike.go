package clientbook

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"touchstone/hooks/internal/contact"
)

// Names are alike from this share of common three-letter pieces.
const alike = 0.34

// fewLetters is where spelling alike begins to mean anything.
const fewLetters = 4

// similar: each term begins a word of the name, is spelled like one or a pet
// form of one. Asked only where nothing was found: a name that exists is no slip. A term that
// begins a name stands as it is, unless nothing comes of it.
func (f *finder) similar(ctx context.Context) error {
	known := make([]bool, len(f.query.terms))
	some := false
	for i, t := range f.query.terms {
		found, err := f.numbers(ctx, `SELECT rowid AS n FROM search_words WHERE search_words MATCH ? LIMIT 1`, anyOf(t.forms, "*"))
		if err != nil {
			return err
		}
		known[i] = len(found) > 0
		some = some || known[i]
	}
	if some {
		if err := f.spelled(ctx, known); err != nil || len(f.hits) > 0 {
			return err
		}
	}
	return f.spelled(ctx, make([]bool, len(known)))
}

// spelled looks for names with words that are spelled like the terms; those
// that are known only begin a word.
func (f *finder) spelled(ctx context.Context, known []bool) error {
	parts := make([]string, len(f.query.terms))
	some := false
	var near []string
	for i, t := range f.query.terms {
		parts[i] = anyOf(t.forms, "*")
		if known[i] {
			continue
		}
		var err error
		if near, err = f.near(ctx, t); err != nil {
			return err
		}
		if len(near) > 0 {
			some, parts[i] = true, "("+parts[i]+" OR "+anyOf(near, "")+")"
		}
	}
	if !some {
		return nil
	}
	if len(parts) > 1 {
		return f.fromWho(ctx, "search_words", bySimilar, strings.Join(parts, " AND "))
	}
	for _, word := range near { // the likest first
		if err := f.fromWho(ctx, "search_words", bySimilar, anyOf([]string{word}, "")); err != nil || len(f.hits) >= f.limit {
			return err
		}
	}
	return nil
}

// likeness is a word and how much of it another one shares.
type likeness struct {
	word  string
	share float64
}

// near lists names that somebody called so may stand under, and words of names
// that are spelled like a term, the likest first.
func (f *finder) near(ctx context.Context, t term) ([]string, error) {
	word := t.forms[0]
	near := contact.Nicknames(word)
	if letters(word) < fewLetters || strings.ContainsAny(word, " 0123456789") {
		return near, nil
	}
	all, err := f.alike(ctx, word)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(all, func(a, b likeness) int {
		return cmp.Or(cmp.Compare(b.share, a.share), cmp.Compare(a.word, b.word))
	})
	for _, l := range all[:min(len(all), 12)] {
		near = append(near, l.word)
	}
	return near, nil
}

// alike reads the words that share enough with another one.
func (f *finder) alike(ctx context.Context, word string) ([]likeness, error) {
	own := grams(word)
	least := 2
	if len(own) <= 5 { // one slip leaves a short word next to nothing
		least = 1
	}
	rows, err := f.search.query(ctx, `
		SELECT word, count(*) AS common FROM search_grams WHERE gram IN (SELECT value FROM json_each(?))
		GROUP BY word HAVING common >= ? ORDER BY common DESC LIMIT 300`, list(own), least)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []likeness
	for rows.Next() {
		var w string
		var common int
		if err := rows.Scan(&w, &common); err != nil {
			return nil, err
		}
		share := float64(common) / float64(len(own)+len(grams(w))-common)
		if w != word && share >= alike || slips(word, w) {
			all = append(all, likeness{w, share})
		}
	}
	return all, rows.Err()
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
