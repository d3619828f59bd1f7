package pos

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"strings"

	"touchstone/hooks/internal/civil"
	"touchstone/hooks/pos/ticket"
)

// action is what an import does with one receipt.
type action int

const (
	create action = iota
	same          // the book has exactly this
	update        // a correction
	cut           // the file begins or ends inside the receipt; the book has all of it
	edited        // a person changed the receipt since; it stays
	mine          // this very import wrote it before it was interrupted
)

// planned is one receipt with what will be done.
type planned struct {
	ticket  *ticket.Ticket
	date    string // of the ticket, as the book has it
	do      action
	hash    string
	epoch   int // days since 1970: of two receipts of one number, a return means the last before it
	client  *client
	current *stored   // for all but create
	was     was       // of a correction: what stood before
	stands  *standing // in its client's history, where the batch holds all of it
	linked  *linked   // to what came back of it or what it brings back, likewise
}

// stored is a receipt of the book, as far as planning needs.
type stored struct {
	id, number, date, hash, importID string
	kind, client                     string
	rev                              int
	before                           sql.NullInt64 // lines that it had, where this very import corrected it before it was interrupted
	beforeNet                        int64         // and what they came to
}

// was is how many lines a receipt had before its correction, and their net.
type was struct {
	lines int
	net   int64
}

// reuseDays: a receipt number that comes again this long after it was used
// belongs to another sale; the POS began its numbers anew.
const reuseDays = 30

// plan compares a chunk of tickets with the book. Nothing is written.
func (r *run) plan(ctx context.Context, chunk []*ticket.Ticket) ([]*planned, error) {
	known, err := r.known(ctx, chunk)
	if err != nil {
		return nil, err
	}
	out := make([]*planned, 0, len(chunk))
	for _, t := range chunk {
		p := &planned{ticket: t, date: t.Date.String(), hash: hashOf(t), epoch: epochOf(t.Date)}
		if err := r.decide(ctx, p, known[strings.ToLower(t.Number)]); err != nil {
			return nil, err
		}
		if p.client, err = r.whose(ctx, p); err != nil {
			return nil, err
		}
		out = append(out, p)
	}
	return out, nil
}

// whose finds the client of a receipt, making one where the file says of the
// receipt what the book does not.
func (r *run) whose(ctx context.Context, p *planned) (*client, error) {
	switch p.do {
	case create, update, cut, mine:
		return r.people.find(ctx, *p.ticket.Customer)
	case edited: // whoever the person said
		return nil, r.people.met(ctx, p.current.client)
	}
	return r.people.meet(ctx, *p.ticket.Customer)
}

// epochOf counts the days since 1970.
func epochOf(d civil.Date) int { return civil.Date{Year: 1970, Month: 1, Day: 1}.DaysUntil(d) }

// known reads the receipts of the book that have a number of the chunk.
func (r *run) known(ctx context.Context, chunk []*ticket.Ticket) (map[string][]stored, error) {
	if r.fresh {
		return nil, nil
	}
	numbers := make([]string, len(chunk))
	for i, t := range chunk {
		numbers[i] = t.Number
	}
	list, err := json.Marshal(numbers)
	if err != nil {
		return nil, err
	}
	rows, err := r.read.QueryContext(ctx, `
		SELECT id, number, date, hash, import, stated_kind, client, rev,
			CASE import WHEN ?4 THEN (SELECT json_array_length(c.before, '$.lines') FROM import_changes c
				WHERE c.record = receipts.id AND c.collection = 'receipts' AND c.import != ?4 ORDER BY c.id DESC LIMIT 1) END,
			CASE import WHEN ?4 THEN coalesce((SELECT (SELECT sum(json_extract(l.value, '$.net')) FROM json_each(c.before, '$.lines') l) FROM import_changes c
				WHERE c.record = receipts.id AND c.collection = 'receipts' AND c.import != ?4 ORDER BY c.id DESC LIMIT 1), 0) ELSE 0 END
		FROM receipts WHERE number IN (SELECT value FROM json_each(?1)) AND store = ?2 AND source = ?3
		ORDER BY date, rowid`, string(list), r.store.ID, r.source, r.id)
	if err != nil {
		return nil, fmt.Errorf("looking receipts up: %w", err)
	}
	defer rows.Close()
	found := map[string][]stored{}
	for rows.Next() {
		var s stored
		if err := rows.Scan(&s.id, &s.number, &s.date, &s.hash, &s.importID, &s.kind, &s.client, &s.rev, &s.before, &s.beforeNet); err != nil {
			return nil, fmt.Errorf("looking receipts up: %w", err)
		}
		found[strings.ToLower(s.number)] = append(found[strings.ToLower(s.number)], s)
	}
	return found, rows.Err()
}

// decide finds the receipt of the book that a ticket is, if any.
func (r *run) decide(ctx context.Context, p *planned, candidates []stored) error {
	var match *stored
	for i := range candidates {
		if candidates[i].date == p.date {
			match = &candidates[i]
		}
	}
	if match == nil {
		var err error
		if match, err = r.moved(ctx, p.ticket, candidates); err != nil {
			return err
		}
	}
	if match == nil {
		r.noteReuse(p, candidates)
		return nil
	}
	p.current = match
	return r.judge(ctx, p)
}

// judge compares a ticket with the receipt that it is.
func (r *run) judge(ctx context.Context, p *planned) error {
	switch {
	case p.current.importID == r.id:
		p.do = mine
	case p.current.hash == p.hash:
		p.do = same
	case p.current.rev > 1:
		p.do = edited
	default:
		p.do = update
		part, err := r.isCut(ctx, p)
		if part {
			p.do = cut
		}
		if err != nil || part {
			return err
		}
		return r.stood(ctx, p)
	}
	return nil
}

// stood reads what a receipt was before its correction.
func (r *run) stood(ctx context.Context, p *planned) error {
	err := r.read.QueryRowContext(ctx, `SELECT count(*), coalesce(sum(net), 0) FROM lines WHERE receipt = ? AND "row" != ?`, p.current.id, carriedRow).Scan(&p.was.lines, &p.was.net)
	if err != nil {
		return fmt.Errorf("reading what a receipt was: %w", err)
	}
	return nil
}

// moved finds a receipt whose date was corrected: the same number within a
// month, not itself in this file, and with a line in common.
func (r *run) moved(ctx context.Context, t *ticket.Ticket, candidates []stored) (*stored, error) {
	for i := len(candidates) - 1; i >= 0; i-- {
		c := &candidates[i]
		date, err := civil.Parse(c.date)
		if err != nil || r.inFile[fileKey(c.number, c.date)] {
			continue
		}
		if gap := date.DaysUntil(t.Date); gap > reuseDays || gap < -reuseDays {
			continue
		}
		lines, err := r.lineTexts(ctx, c.id)
		if err != nil {
			return nil, err
		}
		for _, l := range t.Lines {
			if lines[lineText(l.SKU, l.Description, l.Quantity, l.UnitPrice)] > 0 {
				return c, nil
			}
		}
	}
	return nil, nil
}

func fileKey(number, date string) string { return strings.ToLower(number) + "\x00" + date }

// lineText is by what a line of one version of a receipt is found in another.
// The net is no part of it: a receipt's discount may stand on one row only.
func lineText(sku, description string, quantity, price int64) string {
	return fmt.Sprintf("%s\x1f%s\x1f%d\x1f%d", sku, description, quantity, price)
}

// lineTexts counts the lines of a stored receipt by what they say.
func (r *run) lineTexts(ctx context.Context, receipt string) (map[string]int, error) {
	rows, err := r.read.QueryContext(ctx, `SELECT sku, description, quantity, unit_price FROM lines WHERE receipt = ? AND "row" != ?`, receipt, carriedRow)
	if err != nil {
		return nil, fmt.Errorf("reading lines: %w", err)
	}
	defer rows.Close()
	found := map[string]int{}
	for rows.Next() {
		var sku, description string
		var quantity, price int64
		if err := rows.Scan(&sku, &description, &quantity, &price); err != nil {
			return nil, fmt.Errorf("reading lines: %w", err)
		}
		found[lineText(sku, description, quantity, price)]++
	}
	return found, rows.Err()
}

// isCut reports whether a ticket at the edge of its file is only a part of the
// stored receipt: the export began or ended in the middle of it.
func (r *run) isCut(ctx context.Context, p *planned) (bool, error) {
	if p.ticket != r.firstTicket && p.ticket != r.lastTicket {
		return false, nil
	}
	lines, err := r.lineTexts(ctx, p.current.id)
	if err != nil {
		return false, err
	}
	total := 0
	for _, n := range lines {
		total += n
	}
	if len(p.ticket.Lines) >= total {
		return false, nil
	}
	for _, l := range p.ticket.Lines {
		key := lineText(l.SKU, l.Description, l.Quantity, l.UnitPrice)
		if lines[key] == 0 {
			return false, nil
		}
		lines[key]--
	}
	return true, nil
}

// noteReuse says that a number came again for another sale. The payments and
// the pick-up of a layaway have its number by right.
func (r *run) noteReuse(p *planned, candidates []stored) {
	if first := r.firstOf[strings.ToLower(p.ticket.Number)]; len(candidates) == 0 && first == p.ticket {
		return
	} else if opens(p.ticket) || (first != nil && opens(first)) {
		return
	}
	for _, c := range candidates {
		if c.kind == "layaway_payment" || c.kind == "deposit" {
			return
		}
	}
	r.reused++
	if r.reusedAt == 0 {
		r.reusedAt = p.ticket.Row
	}
}
