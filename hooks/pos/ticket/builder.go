package ticket

import (
	"fmt"
	"slices"
	"sort"
	"strings"

	"touchstone/hooks/internal/money"
	"touchstone/hooks/pos/credit"
	"touchstone/hooks/pos/mapping"
	"touchstone/hooks/pos/table"
)

// builder collects rows into tickets.
type builder struct {
	f      *table.File
	m      mapping.Mapping
	env    Env
	at     places
	digits int
	batch  *Batch

	byNumber map[string]*Ticket // the first of each folded number
	byStore  map[string]*Ticket // where two stores use one number
	last     *Ticket
	seen     map[string]int // rows without a receipt number, by content
	asked    map[string]*mapping.Question
	cards    int
	firstCd  int
	tiny     []int
	damaged  map[string][]int // column -> rows
	mixed    int              // rows in which the amount is not what quantity and price give
	mixedAt  int
	timed    bool // some time of day is not midnight
	stores   map[string]bool
	zones    map[string]*zone
	shared   map[sold][]credit.Share // by the cells of staff and split
	words    words                   // cells met before

	customers map[Customer]*Customer // what stands on many lines and receipts, each once
	sellers   map[sold]*sold
	classes   map[Class]*Class
}

// gathered is what only the rows of a ticket together say.
type gathered struct {
	next     *Ticket // of the same number, in the order of the file
	newest   *Ticket // of the first of a number: the last whose row had the number
	ofStore  bool    // found by its store too
	kind     string  // of its rows
	differs  bool    // its rows are of several kinds
	voidRows int
	voidWord bool // its type or status says void, not only a mark on some lines
	rows     int
	discount amountCell
	tax      amountCell
	parts    int64 // receipt discount, where rows hold their own parts
	part     int64 // that of the newest row
}

type amountCell struct {
	v  int64
	ok bool
}

func newBuilder(f *table.File, m mapping.Mapping, env Env) *builder {
	b := &builder{f: f, m: m, env: env, byNumber: map[string]*Ticket{}, byStore: map[string]*Ticket{}, customers: map[Customer]*Customer{{}: Nobody},
		sellers: map[sold]*sold{}, classes: map[Class]*Class{}, seen: map[string]int{},
		asked: map[string]*mapping.Question{}, damaged: map[string][]int{}, stores: map[string]bool{}, shared: map[sold][]credit.Share{}, zones: map[string]*zone{},
		batch: &Batch{Rejected: []Reject{}, StaffNames: map[string]string{}, Unknown: map[string]int{}, Currency: env.Currency}}
	b.at = b.places()
	b.currency()
	b.digits = money.Digits(b.batch.Currency)
	return b
}

// bad is why a row cannot be used.
type bad struct {
	field  mapping.Field
	value  string
	reason string
	skip   bool // it is no receipt at all, rather than unreadable
}

// row reads one row and says what became of it.
func (b *builder) row(r table.Row) RawRow {
	b.dropCards(r)
	raw := RawRow{Number: r.Number, Cells: r.Cells, State: "kept"}
	problem := b.read(r)
	if problem == nil {
		return raw
	}
	if problem.skip {
		b.batch.Skipped++
		if b.batch.SkippedWhy == nil {
			b.batch.SkippedWhy = map[string]int{}
		}
		b.batch.SkippedWhy[problem.reason]++
		raw.State, raw.Reason = "skipped", problem.reason
		return raw
	}
	column := ""
	if i, ok := b.at.one[problem.field]; ok && i >= 0 {
		column = b.f.Columns[i].Name
	}
	raw.State, raw.Column, raw.Reason = "rejected", column, problem.reason
	b.setAside(r)
	b.batch.Rejected = append(b.batch.Rejected, Reject{File: b.f.Name, Row: r.Number, Column: column, Value: problem.value, Reason: problem.reason})
	return raw
}

// dropCards empties card columns and takes card numbers out of free text.
func (b *builder) dropCards(r table.Row) {
	for i := range b.at.cards {
		r.Cells[i] = ""
	}
	for _, i := range b.at.texts {
		clean, found := card(r.Cells[i])
		if !found {
			continue
		}
		r.Cells[i] = clean
		b.cards++
		if b.firstCd == 0 {
			b.firstCd = r.Number
		}
	}
}

func (b *builder) read(r table.Row) *bad {
	if r.Problem != "" {
		return &bad{reason: r.Problem}
	}
	if b.ofAnotherStore(b.cell(r, mapping.Store)) {
		return &bad{skip: true, reason: "another store"}
	}
	if lt := b.cell(r, mapping.LineType); lt != "" && !isSaleLine(lt) {
		return &bad{skip: true, reason: "not a line of goods: " + lt}
	}
	if cur := strings.ToUpper(b.cell(r, mapping.Currency)); cur != "" && cur != b.batch.Currency {
		return &bad{field: mapping.Currency, value: cur, reason: fmt.Sprintf("the store's figures are in %s; a row in %s cannot be added to them", b.batch.Currency, cur)}
	}
	kind, problem := b.kind(r)
	if problem != nil {
		return problem
	}
	line, has, problem := b.line(r)
	if problem != nil {
		return problem
	}
	t, problem := b.ticket(r)
	if problem != nil {
		return problem
	}
	return b.add(t, r, kind, line, has)
}

func (b *builder) ofAnotherStore(cell string) bool {
	return cell != "" && len(b.env.OnlyStore) > 0 && !slices.ContainsFunc(b.env.OnlyStore, func(only string) bool { return strings.EqualFold(cell, only) })
}

// ask notes a question once, with the first row it came up on.
func (b *builder) ask(q mapping.Question, row int) {
	if _, ok := b.asked[q.ID]; ok {
		return
	}
	if row > 0 {
		q.Text += fmt.Sprintf(" (row %d)", row)
	}
	b.asked[q.ID] = &q
}

// sortedQuestions gives the questions in a stable order.
func (b *builder) sortedQuestions() []mapping.Question {
	var all []mapping.Question
	for _, q := range b.asked {
		all = append(all, *q)
	}
	sort.Slice(all, func(i, j int) bool { return all[i].ID < all[j].ID })
	return all
}

// once gives the one copy of a value that many lines or receipts share.
func once[T comparable](met map[T]*T, v T) *T {
	if known := met[v]; known != nil {
		return known
	}
	met[v] = &v
	return &v
}
