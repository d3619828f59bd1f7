package ticket

import (
	"fmt"
	"strings"

	"touchstone/hooks/internal/civil"
	"touchstone/hooks/pos/mapping"
	"touchstone/hooks/pos/table"
)

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
		if t := b.newest(r, number); t != nil {
			return t, nil
		}
		return nil, &bad{field: mapping.Date, reason: "the date of the sale is missing"}
	}
	t := b.met(r, number, when.date)
	if t == nil {
		t = b.begin(r, number, when)
	}
	b.noteNewest(r, number, t)
	return t, nil
}

// met finds a receipt of the file by number and date. A store cell parts
// receipts only where two stores use one number; many files fill it on a
// receipt's first row only.
func (b *builder) met(r table.Row, number string, date civil.Date) *Ticket {
	first := b.byNumber[strings.ToLower(number)]
	if first != nil && first.rows.newest.Date == date && !first.rows.newest.rows.ofStore {
		first = first.rows.newest // mostly, even where a number comes again each day
	}
	for t := first; t != nil; t = t.rows.next {
		if t.Date != date || t.rows.ofStore {
			continue
		}
		if other := b.otherStore(r, t); other != "" {
			return b.byStore[storeKey(number, date.String(), other)]
		}
		return t
	}
	return nil
}

// otherStore is the row's folded store where it is not the ticket's.
func (b *builder) otherStore(r table.Row, t *Ticket) string {
	if t == nil || t.Store == "" {
		return ""
	}
	if store := b.cell(r, mapping.Store); store != "" && !strings.EqualFold(store, t.Store) {
		return strings.ToLower(store)
	}
	return ""
}

func storeKey(number, date, store string) string {
	return strings.ToLower(number) + "\x00" + date + "\x00" + store
}

// newest is the receipt that a row without a date belongs to.
func (b *builder) newest(r table.Row, number string) *Ticket {
	first := b.byNumber[strings.ToLower(number)]
	if first == nil {
		return nil
	}
	if other := b.otherStore(r, first.rows.newest); other != "" {
		return b.byStore[storeKey(number, "", other)]
	}
	return first.rows.newest
}

func (b *builder) noteNewest(r table.Row, number string, t *Ticket) {
	b.last = t
	first := b.byNumber[strings.ToLower(number)]
	if other := b.otherStore(r, first.rows.newest); other != "" {
		b.byStore[storeKey(number, "", other)] = t
		return
	}
	first.rows.newest = t
}

// enter puts a new receipt where met finds it.
func (b *builder) enter(r table.Row, number string, t *Ticket) {
	key := strings.ToLower(number)
	first := b.byNumber[key]
	if first == nil {
		t.rows.newest = t
		b.byNumber[key] = t
		return
	}
	last := first
	for ; ; last = last.rows.next {
		if last.Date == t.Date && !last.rows.ofStore {
			t.rows.ofStore = true
			b.byStore[storeKey(number, t.Date.String(), b.otherStore(r, last))] = t
		}
		if last.rows.next == nil {
			break
		}
	}
	last.rows.next = t
}

// begin starts a receipt with the first of its rows.
func (b *builder) begin(r table.Row, number string, when moment) *Ticket {
	t := &Ticket{Number: number, Row: r.Number, Date: when.date, Clock: when.clock, SoldAt: when.at, Instant: when.instant, Store: b.cell(r, mapping.Store),
		Customer: Nobody, rows: &gathered{}}
	b.enter(r, number, t)
	b.batch.Tickets = append(b.batch.Tickets, t)
	if s := t.Store; s != "" && !b.stores[strings.ToLower(s)] {
		b.stores[strings.ToLower(s)] = true
		b.batch.Stores = append(b.batch.Stores, s)
	}
	return t
}

// contentNumber names a receipt of a file without receipt numbers: its date and
// a hash of the cells that mean something, counted where two rows are alike.
func (b *builder) contentNumber(r table.Row, date civil.Date) string {
	var cells []string
	for _, i := range b.at.used {
		cells = append(cells, strings.TrimSpace(r.Cells[i]))
	}
	h := hashOf(strings.Join(cells, "\x1f"))
	b.seen[h]++
	return fmt.Sprintf("%s-%s-%d", date, h[:8], b.seen[h])
}

// add puts a row's line and the receipt's own facts into its ticket.
func (b *builder) add(t *Ticket, r table.Row, kind string, line Line, has bool) *bad {
	g := t.rows
	if problem := b.receiptAmounts(t, g, r); problem != nil {
		return problem
	}
	g.rows++
	if kind == "void" {
		g.voidRows++
		g.voidWord = g.voidWord || !isYes(b.cell(r, mapping.Void))
	} else if kind != "" {
		g.differs = g.differs || g.kind != "" && g.kind != kind
		g.kind = kind
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
	b.customer(t, r)
	if t.Note == "" {
		t.Note = b.join(r, b.at.notes)
	}
}

// customer takes the first filled cell of each fact about the person.
func (b *builder) customer(t *Ticket, r table.Row) {
	c := *t.Customer
	for _, x := range []struct {
		to    *string
		field mapping.Field
	}{{&c.Key, mapping.CustomerKey}, {&c.Name, mapping.CustomerName}, {&c.Given, mapping.CustomerGiven}, {&c.Family, mapping.CustomerFamily}} {
		if *x.to == "" {
			*x.to = b.cell(r, x.field)
		}
	}
	if c.Emails == "" {
		c.Emails = b.join(r, b.at.emails)
	}
	if c.Phones == "" {
		c.Phones = b.join(r, b.at.phones)
	}
	if c != *t.Customer {
		t.Customer = once(b.customers, c)
	}
}

// join puts the filled cells of several columns side by side.
func (b *builder) join(r table.Row, columns []int) string {
	out := ""
	for _, i := range columns {
		if c := b.word(r.Cells[i]); c != "" && c != out {
			if out != "" {
				out += "; "
			}
			out += c
		}
	}
	return out
}
