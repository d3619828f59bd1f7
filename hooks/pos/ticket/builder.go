package ticket

import (
	"fmt"
	"sort"
	"strings"

	"touchstone/hooks/internal/civil"
	"touchstone/hooks/internal/money"
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

	byKey   map[string]*Ticket
	last    *Ticket
	state   map[*Ticket]*gathered
	seen    map[string]int // rows without a receipt number, by content
	asked   map[string]*mapping.Question
	cards   int
	firstCd int
	tiny    []int
	damaged map[string][]int // column -> rows
	mixed   int              // rows in which the amount is not what quantity and price give
	mixedAt int
	timed   bool // some time of day is not midnight
	stores  map[string]bool
	zones   map[string]*zone
}

// gathered is what only the rows of a ticket together say.
type gathered struct {
	kinds    map[string]int
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
}

func newBuilder(f *table.File, m mapping.Mapping, env Env) *builder {
	b := &builder{f: f, m: m, env: env, byKey: map[string]*Ticket{}, state: map[*Ticket]*gathered{}, seen: map[string]int{},
		asked: map[string]*mapping.Question{}, damaged: map[string][]int{}, stores: map[string]bool{}, zones: map[string]*zone{},
		batch: &Batch{Rejected: []Reject{}, StaffNames: map[string]string{}, Unknown: map[string]int{}, Currency: env.Currency}}
	b.at = b.places()
	b.currency()
	b.digits = money.Digits(b.batch.Currency)
	return b
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
		switch field {
		case mapping.SKU, mapping.Serial, mapping.Certificate, mapping.Number, mapping.Original, mapping.CustomerKey, mapping.Phone:
		default:
			p.texts = append(p.texts, i) // a card number typed into an amount is rejected, but kept with its row
		}
	}
	for i, field := range []mapping.Field{mapping.Staff1, mapping.Staff2, mapping.Staff3, mapping.Staff4} {
		p.staff[i] = p.one[field]
	}
	for i, field := range []mapping.Field{mapping.Percent1, mapping.Percent2, mapping.Percent3, mapping.Percent4} {
		p.shares[i] = p.one[field]
	}
	return p
}

// cell returns the trimmed cell of a field, empty when the file has no such
// column.
func (b *builder) cell(r table.Row, field mapping.Field) string {
	if i := b.at.one[field]; i >= 0 {
		return strings.TrimSpace(r.Cells[i])
	}
	return ""
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
		raw.State, raw.Reason = "skipped", problem.reason
		return raw
	}
	column := ""
	if i, ok := b.at.one[problem.field]; ok && i >= 0 {
		column = b.f.Columns[i].Name
	}
	raw.State, raw.Column, raw.Reason = "rejected", column, problem.reason
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
	if only := b.env.OnlyStore; only != "" && b.cell(r, mapping.Store) != "" && !strings.EqualFold(b.cell(r, mapping.Store), only) {
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

func isSaleLine(lineType string) bool {
	switch strings.ToLower(strings.TrimSpace(lineType)) {
	case "sale line", "line", "item", "product", "sale item", "return line":
		return true
	}
	return false
}

// kind reads the row's type and status.
func (b *builder) kind(r table.Row) (string, *bad) {
	kind := ""
	if cell := b.cell(r, mapping.Kind); cell != "" {
		found, ok := mapping.KindOf(cell)
		if answer := b.m.Answers["kind:"+cell]; mapping.IsKind(answer) {
			found, ok = answer, true
		}
		if !ok {
			b.ask(mapping.Question{ID: "kind:" + cell, Column: b.column(mapping.Kind), Choices: kindChoices,
				Text: fmt.Sprintf("What is a receipt of type \u201c%s\u201d?", cell)}, r.Number)
		}
		kind = found
	}
	if found, _ := mapping.KindOf(b.cell(r, mapping.Status)); found == "void" || found == "quote" || found == "layaway_payment" {
		kind = found
	}
	if b.cancelled(r) || isYes(b.cell(r, mapping.Void)) {
		kind = "void"
	}
	if kind == mapping.Skip {
		return "", &bad{skip: true, reason: "not a receipt: " + b.cell(r, mapping.Kind)}
	}
	return kind, nil
}

// cancelled reports whether an order was called off. One that was paid and then
// refunded stays a sale: its refund takes the money back.
func (b *builder) cancelled(r table.Row) bool {
	if b.cell(r, mapping.Cancelled) == "" {
		return false
	}
	refunded, ok, _ := b.number(r, mapping.Refunded)
	return !ok || refunded.Coef == 0
}

var kindChoices = []string{"sale", "return", "exchange", "void", "quote", "deposit", "layaway_payment", "repair_intake", "buy_in", "other", mapping.Skip}

func isYes(s string) bool {
	switch strings.ToLower(s) {
	case "true", "yes", "y", "1", "x", "void", "voided", "t":
		return true
	}
	return false
}

func (b *builder) column(field mapping.Field) string {
	if i := b.at.one[field]; i >= 0 {
		return b.f.Columns[i].Name
	}
	return ""
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

// ticket finds the receipt a row belongs to, or begins it.
func (b *builder) ticket(r table.Row) (*Ticket, *bad) {
	number := b.cell(r, mapping.Number)
	if i := b.at.one[mapping.Number]; i >= 0 && table.DamagedCode(number) {
		return nil, &bad{field: mapping.Number, value: number, reason: "a spreadsheet shortened the receipt number and its last digits are gone; export again without opening the file"}
	}
	when, empty, problem := b.when(r)
	if problem != nil {
		return nil, problem
	}
	if number == "" && b.at.one[mapping.Number] >= 0 {
		if empty && b.last != nil {
			return b.last, nil
		}
		return nil, &bad{field: mapping.Number, reason: "the receipt number is missing"}
	}
	if number == "" {
		number = b.contentNumber(r, when.date)
	}
	if empty {
		if t := b.byKey[b.key(r, number, "")]; t != nil {
			return t, nil
		}
		return nil, &bad{field: mapping.Date, reason: "the date of the sale is missing"}
	}
	key := b.key(r, number, when.date.String())
	t := b.byKey[key]
	if t == nil {
		t = b.begin(r, number, when)
		b.byKey[key] = t
	}
	b.byKey[b.key(r, number, "")], b.last = t, t
	return t, nil
}

// key names a receipt within the file. A store cell parts receipts only where
// two stores use one number; many files fill it on a receipt's first row only.
func (b *builder) key(r table.Row, number, date string) string {
	key := strings.ToLower(number) + "\x00" + date
	if t := b.byKey[key]; t != nil && t.Store != "" {
		if store := b.cell(r, mapping.Store); store != "" && !strings.EqualFold(store, t.Store) {
			return key + "\x00" + strings.ToLower(store)
		}
	}
	return key
}

// begin starts a receipt with the first of its rows.
func (b *builder) begin(r table.Row, number string, when moment) *Ticket {
	t := &Ticket{Number: number, Row: r.Number, Date: when.date, Clock: when.clock, SoldAt: when.at, Store: b.cell(r, mapping.Store)}
	b.state[t] = &gathered{kinds: map[string]int{}}
	b.batch.Tickets = append(b.batch.Tickets, t)
	if s := t.Store; s != "" && !b.stores[strings.ToLower(s)] {
		b.stores[strings.ToLower(s)] = true
		b.batch.Stores = append(b.batch.Stores, s)
	}
	return t
}

// contentNumber names a receipt of a file without receipt numbers: its date and
// a hash of its row, counted where two rows are alike.
func (b *builder) contentNumber(r table.Row, date civil.Date) string {
	h := hashOf(strings.Join(r.Cells, "\x1f"))
	b.seen[h]++
	return fmt.Sprintf("%s-%s-%d", date, h[:8], b.seen[h])
}

// add puts a row's line and the receipt's own facts into its ticket.
func (b *builder) add(t *Ticket, r table.Row, kind string, line Line, has bool) *bad {
	g := b.state[t]
	if problem := b.receiptAmounts(t, g, r); problem != nil {
		return problem
	}
	g.rows++
	if kind == "void" {
		g.voidRows++
		g.voidWord = g.voidWord || !isYes(b.cell(r, mapping.Void))
	} else if kind != "" {
		g.kinds[kind]++
	}
	b.texts(t, r)
	if has {
		line.returned, line.voided, line.once = kind == "return", kind == "void", g.part
		t.Lines = append(t.Lines, line)
	}
	return nil
}

// texts takes the first filled cell of each fact about the whole receipt.
func (b *builder) texts(t *Ticket, r table.Row) {
	first := func(to *string, field mapping.Field) {
		if *to == "" {
			*to = b.cell(r, field)
		}
	}
	first(&t.Original, mapping.Original)
	first(&t.Customer.Key, mapping.CustomerKey)
	first(&t.Customer.Name, mapping.CustomerName)
	first(&t.Customer.Given, mapping.CustomerGiven)
	first(&t.Customer.Family, mapping.CustomerFamily)
	if t.Customer.Emails == "" {
		t.Customer.Emails = b.join(r, b.at.emails)
	}
	if t.Customer.Phones == "" {
		t.Customer.Phones = b.join(r, b.at.phones)
	}
	if t.Note == "" {
		t.Note = b.join(r, b.at.notes)
	}
}

// join puts the filled cells of several columns side by side.
func (b *builder) join(r table.Row, columns []int) string {
	out := ""
	for _, i := range columns {
		if c := strings.TrimSpace(r.Cells[i]); c != "" && c != out {
			if out != "" {
				out += "; "
			}
			out += c
		}
	}
	return out
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
