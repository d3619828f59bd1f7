package clientbook

import (
	"cmp"
	"context"
	"slices"
	"strings"
)

// mixed: the terms stand in different places, a name here and a piece there.
// Whoever holds all terms holds the rarest, so only its holders are looked at
// as a whole. Asked only where nothing holds all terms in one place.
func (f *finder) mixed(ctx context.Context) error {
	if len(f.query.terms) < 2 || len(f.hits) > 0 {
		return nil
	}
	var rarest []int64
	for _, t := range f.query.terms {
		if !t.long {
			continue
		}
		holders, err := f.holders(ctx, t)
		if err != nil || len(holders) == 0 {
			return err
		}
		if rarest == nil || len(holders) < len(rarest) {
			rarest = holders
		}
	}
	return f.checked(ctx, byMixed, rarest)
}

// holders lists documents that hold a term anywhere, so many of each place.
func (f *finder) holders(ctx context.Context, t term) ([]int64, error) {
	sources := []string{`SELECT b.number FROM search_parts p CROSS JOIN search_bought b ON b.piece = p.rowid WHERE p.search_parts MATCH ? LIMIT ?`}
	for _, p := range places {
		sources = append(sources, `SELECT rowid FROM `+p.table+` WHERE `+p.table+` MATCH ? LIMIT ?`)
	}
	var all []int64
	for _, source := range sources {
		some, err := f.numbers(ctx, source, anyOf(t.forms, ""))
		if err != nil {
			return nil, err
		}
		all = append(all, some...)
	}
	return all, nil
}

// numbers reads the documents that a query names, so many of them.
func (f *finder) numbers(ctx context.Context, source, expression string) ([]int64, error) {
	rows, err := f.search.query(ctx, source, expression, looked)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []int64
	for rows.Next() {
		var n int64
		if err := rows.Scan(&n); err != nil {
			return nil, err
		}
		all = append(all, n)
	}
	return all, rows.Err()
}

// checked keeps those of some documents in which every term holds.
func (f *finder) checked(ctx context.Context, why string, numbers []int64) error {
	rows, err := f.search.query(ctx, `
		SELECT number, name || ' ' || contacts || ' ' || notes FROM search_docs
		WHERE number IN (SELECT value FROM json_each(?)) AND store IN (SELECT value FROM json_each(?))`, list(numbers), f.scope)
	if err != nil {
		return err
	}
	defer rows.Close()
	var order []int64
	lacks := map[int64][]int{} // terms that the document itself does not hold
	for rows.Next() {
		var number int64
		var text string
		if err := rows.Scan(&number, &text); err != nil {
			return err
		}
		order = append(order, number)
		for i, t := range f.query.terms {
			if !t.in(text) {
				lacks[number] = append(lacks[number], i)
			}
		}
	}
	if err := rows.Err(); err != nil {
		return err
	}
	return f.keep(ctx, why, order, lacks)
}

// keep adds the documents that hold every term, the pieces counted in.
func (f *finder) keep(ctx context.Context, why string, order []int64, lacks map[int64][]int) error {
	has := make([]map[int64]bool, len(f.query.terms))
	for _, number := range order {
		all := true
		for _, i := range lacks[number] {
			if has[i] == nil {
				var err error
				if has[i], err = f.bought(ctx, f.query.terms[i], order); err != nil {
					return err
				}
			}
			all = all && has[i][number]
		}
		if all {
			f.add(hit{number: number, why: why})
		}
	}
	return nil
}

// bought says which documents hold a term in a piece.
func (f *finder) bought(ctx context.Context, t term, among []int64) (map[int64]bool, error) {
	found := map[int64]bool{}
	if !t.long {
		return found, nil
	}
	rows, err := f.search.query(ctx, `SELECT number FROM search_bought WHERE number IN (SELECT value FROM json_each(?))
		AND +piece IN (SELECT rowid FROM search_parts WHERE search_parts MATCH ? LIMIT ?)`, list(among), anyOf(t.forms, ""), mostRows)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var number int64
		if err := rows.Scan(&number); err != nil {
			return nil, err
		}
		found[number] = true
	}
	return found, rows.Err()
}

// Names are alike from this share of common three-letter pieces.
const alike = 0.34

// fewLetters is where spelling alike begins to mean anything.
const fewLetters = 4

// similar: each term begins a word of the name or is spelled like one. Asked
// only where nothing was found: a name that exists is no slip.
func (f *finder) similar(ctx context.Context) error {
	if len(f.hits) > 0 {
		return nil
	}
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

// near lists words of names that are spelled like a term, the likest first.
func (f *finder) near(ctx context.Context, t term) ([]string, error) {
	word := t.forms[0]
	if letters(word) < fewLetters || strings.ContainsAny(word, " 0123456789") {
		return nil, nil
	}
	all, err := f.alike(ctx, word)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(all, func(a, b likeness) int {
		return cmp.Or(cmp.Compare(b.share, a.share), cmp.Compare(a.word, b.word))
	})
	near := make([]string, 0, len(all))
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
