package ticket

import (
	"cmp"
	"slices"
	"strings"

	"touchstone/hooks/pos/mapping"
	"touchstone/hooks/pos/table"
)

// places are column numbers by field, -1 when the file has none.
type places struct {
	one    map[mapping.Field]int
	emails []int
	phones []int
	notes  []int
	cards  map[int]bool
	staff  [4]int
	shares [4]int
	texts  []int // columns in which card numbers are looked for
	used   []int // columns that have a field, in an order that does not depend on the file's
}

func (b *builder) places() places {
	p := places{one: map[mapping.Field]int{}, cards: map[int]bool{}}
	for _, field := range mapping.All() {
		p.one[field] = -1
	}
	for i, c := range b.f.Columns {
		field := b.m.Columns[c.Name]
		switch field {
		case mapping.Email:
			p.emails = append(p.emails, i)
		case mapping.Phone:
			p.phones = append(p.phones, i)
		case mapping.Note:
			p.notes = append(p.notes, i)
		case mapping.CardData:
			p.cards[i] = true
		}
		if field != "" && p.one[field] < 0 {
			p.one[field] = i
		}
		if field != "" {
			p.used = append(p.used, i)
		}
		switch field {
		case mapping.SKU, mapping.Serial, mapping.Certificate, mapping.Number, mapping.Original, mapping.CustomerKey, mapping.Phone:
		default:
			p.texts = append(p.texts, i) // a card number typed into an amount is rejected, but kept with its row
		}
	}
	for _, list := range [][]int{p.emails, p.phones, p.notes, p.used} {
		slices.SortFunc(list, b.byMeaning)
	}
	for i, field := range []mapping.Field{mapping.Staff1, mapping.Staff2, mapping.Staff3, mapping.Staff4} {
		p.staff[i] = p.one[field]
	}
	for i, field := range []mapping.Field{mapping.Percent1, mapping.Percent2, mapping.Percent3, mapping.Percent4} {
		p.shares[i] = p.one[field]
	}
	return p
}

// byMeaning orders columns by field and name: files that differ only in the
// order of their columns are read alike.
func (b *builder) byMeaning(x, y int) int {
	a, c := b.f.Columns[x].Name, b.f.Columns[y].Name
	return cmp.Or(cmp.Compare(b.m.Columns[a], b.m.Columns[c]), cmp.Compare(a, c))
}

// cell returns the trimmed cell of a field, empty when the file has no such
// column.
func (b *builder) cell(r table.Row, field mapping.Field) string {
	if i := b.at.one[field]; i >= 0 {
		return b.word(r.Cells[i])
	}
	return ""
}

func (b *builder) column(field mapping.Field) string {
	if i := b.at.one[field]; i >= 0 {
		return b.f.Columns[i].Name
	}
	return ""
}

// word is a trimmed cell that does not hold on to its row: a ticket outlives
// the rows it was read from.
func (b *builder) word(cell string) string { return b.words.of(strings.TrimSpace(cell)) }
