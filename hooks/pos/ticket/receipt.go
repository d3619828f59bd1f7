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
	t := &Ticket{Number: number, Row: r.Number, Date: when.date, Clock: when.clock, SoldAt: when.at, Instant: when.instant, Store: b.cell(r, mapping.Store)}
	b.state[t] = &gathered{}
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
	g := b.state[t]
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
		if c := b.word(r.Cells[i]); c != "" && c != out {
			if out != "" {
				out += "; "
			}
			out += c
		}
	}
	return out
}
