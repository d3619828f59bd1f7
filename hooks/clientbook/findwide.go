package clientbook

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
)

// How far mixed looks: holders of a term that are listed of each place, pieces
// whose buyers are, and documents that are read at once and in all.
const (
	listed     = 300
	fewPieces  = 40
	readAtOnce = 40
	readInAll  = 400
)

// enough is how many clients who hold all terms in one place make it needless
// to look for others who hold one here and another there.
const enough = 5

// mixed: the terms stand in different places, a name here and a piece there.
// Whoever holds all terms holds the rarest, so only its holders are read. Not
// asked where somebody is called just so, or the query is a phone that was found.
func (f *finder) mixed(ctx context.Context) error {
	known := f.called || len(f.query.phones) > 0 && len(f.hits) > 0
	if known || len(f.query.terms) < 2 || len(f.hits) >= enough {
		return nil
	}
	order := make([]int, len(f.query.terms))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Compare(len(f.query.terms[b].forms[0]), len(f.query.terms[a].forms[0]))
	})
	all := make([]*holders, len(order))
	var rarest *holders
	for _, i := range order {
		if !f.query.terms[i].long {
			continue
		}
		var err error
		if all[i], err = f.holders(ctx, f.query.terms[i]); err != nil || len(all[i].numbers) == 0 {
			return err // what nobody holds ends the search
		}
		if all[i].rarer(rarest) {
			rarest = all[i]
		}
	}
	if rarest == nil {
		return nil
	}
	return f.checked(ctx, rarest.numbers[:min(len(rarest.numbers), readInAll)], all)
}

// holders are documents that hold a term anywhere.
type holders struct {
	numbers []int64
	pieces  int  // how many pieces do, as far as they were listed
	cut     bool // there are more documents
}

// rarer says whether to read these rather than others: a whole list first, then
// one of people before one of pieces, which says little where it is cut, then
// the shorter one.
func (h *holders) rarer(than *holders) bool {
	switch {
	case than == nil:
		return true
	case h.cut != than.cut:
		return !h.cut
	case h.cut && h.pieces != than.pieces:
		return h.pieces < than.pieces
	}
	return len(h.numbers) < len(than.numbers)
}

// holders lists who holds a term, so many of each place.
func (f *finder) holders(ctx context.Context, t term) (*holders, error) {
	h := &holders{}
	for _, p := range places {
		some, err := f.numbers(ctx, `SELECT rowid AS n FROM `+p.table+` WHERE `+p.table+` MATCH ? LIMIT ?`, anyOf(t.forms, ""), listed)
		if err != nil {
			return nil, err
		}
		h.numbers, h.cut = append(h.numbers, some...), h.cut || len(some) == listed
	}
	pieces, err := f.numbers(ctx, `SELECT rowid AS n FROM search_parts WHERE search_parts MATCH ? LIMIT ?`, anyOf(t.forms, ""), fewPieces)
	if err != nil || len(pieces) == 0 {
		return h, err
	}
	h.pieces = len(pieces)
	some, err := f.numbers(ctx, `SELECT number AS n FROM search_bought WHERE piece IN (SELECT value FROM json_each(?)) LIMIT ?`, list(pieces), listed)
	h.numbers, h.cut = append(h.numbers, some...), h.cut || len(some) == listed || len(pieces) == fewPieces
	slices.Sort(h.numbers)
	h.numbers = slices.Compact(h.numbers)
	return h, err
}

// numbers reads whole numbers in one row, which costs a fraction of many.
func (f *finder) numbers(ctx context.Context, source string, args ...any) ([]int64, error) {
	rows, err := f.search.query(ctx, `SELECT json_group_array(n) FROM (`+source+`)`, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var raw string
	for rows.Next() {
		if err := rows.Scan(&raw); err != nil {
			return nil, err
		}
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	var all []int64
	err = json.Unmarshal([]byte(raw), &all)
	return all, err
}

// checked adds those of some documents in which every term holds, and reads no
// more of them than it takes.
func (f *finder) checked(ctx context.Context, numbers []int64, all []*holders) error {
	for some := range slices.Chunk(numbers, readAtOnce) {
		lacks, order, err := f.lacking(ctx, some)
		if err != nil {
			return err
		}
		if err := f.keep(ctx, order, lacks, all); err != nil || len(f.hits) >= f.limit {
			return err
		}
	}
	return nil
}

// lacking reads documents and says which terms none of their names, contacts
// and notes holds.
func (f *finder) lacking(ctx context.Context, numbers []int64) (lacks map[int64][]int, order []int64, err error) {
	rows, err := f.search.query(ctx, `
		SELECT number, name, contacts || ' ' || notes FROM search_docs
		WHERE number IN (SELECT value FROM json_each(?)) AND store IN (SELECT value FROM json_each(?))`, list(numbers), f.scope)
	if err != nil {
		return nil, nil, err
	}
	defer rows.Close()
	lacks = map[int64][]int{}
	for rows.Next() {
		var number int64
		var name, text string
		if err := rows.Scan(&number, &name, &text); err != nil {
			return nil, nil, err
		}
		order = append(order, number)
		for i, t := range f.query.terms {
			if !t.in(name) && (t.letter || !t.in(text)) {
				lacks[number] = append(lacks[number], i)
			}
		}
	}
	return lacks, order, rows.Err()
}

// keep adds the documents that hold every term, the pieces counted in.
func (f *finder) keep(ctx context.Context, order []int64, lacks map[int64][]int, all []*holders) error {
	for i, t := range f.query.terms {
		var ask []int64
		for _, number := range order {
			if slices.Contains(lacks[number], i) {
				ask = append(ask, number)
			}
		}
		if len(ask) == 0 {
			continue
		}
		var bought []int64
		if !t.letter && (all[i] == nil || all[i].pieces > 0) {
			var err error
			if bought, err = f.bought(ctx, t, ask); err != nil {
				return err
			}
		}
		order = slices.DeleteFunc(order, func(n int64) bool { return slices.Contains(lacks[n], i) && !slices.Contains(bought, n) })
	}
	for _, number := range order {
		f.add(hit{number: number, why: byMixed})
	}
	return nil
}

// bought says which documents hold a term in a piece: their own pieces are
// read, since a word such as ring stands in a third of all there are.
func (f *finder) bought(ctx context.Context, t term, among []int64) ([]int64, error) {
	text, edge := "p.text", ""
	if !t.long {
		text, edge = "' ' || p.text", " "
	}
	other := t.forms[len(t.forms)-1] // of a phone its digits; else the same again
	return f.numbers(ctx, `SELECT d.value AS n FROM json_each(?1) d WHERE EXISTS (
		SELECT 1 FROM search_bought b CROSS JOIN search_pieces p ON p.number = b.piece
		WHERE b.number = d.value AND (instr(`+text+`, ?2) > 0 OR ?3 != ?2 AND instr(`+text+`, ?3) > 0))`,
		list(among), edge+t.forms[0], edge+other)
}
