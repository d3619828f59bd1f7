package ticket

import (
	"sort"
	"strings"

	"touchstone/hooks/pos/credit"
	"touchstone/hooks/pos/mapping"
	"touchstone/hooks/pos/table"
)

// staffCells reads who sold a row: the shares of numbered columns, or the cells
// for later; where the file does not say who sold, who rang it up.
func (b *builder) staffCells(r table.Row) ([]credit.Share, *sold) {
	split := b.cell(r, mapping.Split)
	if b.at.staff[0] < 0 {
		staff := b.cell(r, mapping.Staff)
		if b.at.one[mapping.Staff] < 0 {
			staff = b.cell(r, mapping.Cashier)
		}
		return nil, once(b.sellers, sold{staff, split})
	}
	cells, percents := b.numbered(r, b.at.staff), b.numbered(r, b.at.shares)
	reading := credit.Columns(cells, percents, b.env.KnownStaff)
	if reading.Ask != "" {
		b.ask(mapping.Question{ID: "staff:" + strings.Join(cells, "|"), Column: b.column(mapping.Staff1), Text: reading.Ask}, r.Number)
	}
	for code, name := range reading.Names {
		b.batch.StaffNames[credit.Key(code)] = name
	}
	if reading.Shares == nil {
		reading.Shares = []credit.Share{}
	}
	return reading.Shares, once(b.sellers, sold{strings.Join(cells, "/"), split})
}

func (b *builder) numbered(r table.Row, at [4]int) []string {
	var cells []string
	for _, i := range at {
		if i >= 0 {
			cells = append(cells, b.word(r.Cells[i]))
		}
	}
	return cells
}

// staffOnFirstRow reports whether the file names the salesperson on the first
// row of a receipt only: then it belongs to the receipt.
func (b *builder) staffOnFirstRow() bool {
	first, later := 0, 0
	for _, t := range b.batch.Tickets {
		if len(t.Lines) < 2 || t.Lines[0].staff == "" {
			continue
		}
		blank := true
		for _, l := range t.Lines[1:] {
			blank = blank && l.staff == ""
		}
		if blank {
			first++
		} else {
			later++
		}
	}
	return first > 0 && later == 0
}

func inherit(t *Ticket) {
	if len(t.Lines) == 0 {
		return
	}
	for i := 1; i < len(t.Lines); i++ {
		if t.Lines[i].staff == "" {
			t.Lines[i].sold, t.Lines[i].Shares = t.Lines[0].sold, t.Lines[0].Shares
		}
	}
}

// learnStaff knows the store's codes and those that stand alone in this file.
func (b *builder) learnStaff() func(string) bool {
	distinct := map[string]bool{}
	for _, t := range b.batch.Tickets {
		for _, l := range t.Lines {
			distinct[l.staff] = true
		}
	}
	cells := make([]string, 0, len(distinct))
	for c := range distinct {
		cells = append(cells, c)
	}
	sort.Strings(cells)
	return credit.Learn(cells, b.env.KnownStaff)
}

// mergeReps joins rows that repeat one line for each of its salespeople, with a
// single percentage beside each name that together make 100.
func (b *builder) mergeReps(t *Ticket) {
	if b.at.one[mapping.Split] < 0 || !repeats(t.Lines) {
		return
	}
	var out []Line
	for i := 0; i < len(t.Lines); {
		j := i + 1
		for j < len(t.Lines) && sameGoods(t.Lines[i], t.Lines[j]) && t.Lines[i].staff != t.Lines[j].staff {
			j++
		}
		if j-i > 1 && singleParts(t.Lines[i:j]) {
			out = append(out, joinReps(t.Lines[i:j]))
		} else {
			out = append(out, t.Lines[i:j]...)
		}
		i = j
	}
	t.Lines = out
}

// repeats reports whether two lines that follow each other are the same goods
// by different people; nearly no receipt has that.
func repeats(lines []Line) bool {
	for i := 1; i < len(lines); i++ {
		if lines[i-1].staff != lines[i].staff && sameGoods(lines[i-1], lines[i]) {
			return true
		}
	}
	return false
}

func sameGoods(a, b Line) bool {
	return a.SKU == b.SKU && a.Description == b.Description && a.Quantity == b.Quantity && a.Net == b.Net && a.UnitPrice == b.UnitPrice
}

// singleParts reports whether each row holds one percentage and they make 100.
func singleParts(lines []Line) bool {
	sum := 0.0
	for _, l := range lines {
		p, ok := onePercent(l.split)
		if !ok || p >= 100 || l.staff == "" {
			return false
		}
		sum += p
	}
	n := float64(len(lines))
	return sum >= 100-n && sum <= 100+n
}

// joinReps keeps one of the rows, its staff and percentages side by side.
func joinReps(lines []Line) Line {
	l, all := lines[0], *lines[0].sold
	for _, other := range lines[1:] {
		all.staff += "/" + other.staff
		all.split += "/" + other.split
	}
	l.sold = &all
	return l
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}
