package pos

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"touchstone/hooks/figures"
	"touchstone/hooks/internal/civil"
	"touchstone/hooks/pos/mapping"
	"touchstone/hooks/pos/ticket"
)

// reread is one import whose rows were read under the settings of now, beside
// what the book made of them then.
type reread struct {
	*redating
	run        *run
	numberless bool // the file has no receipt numbers: the date is a part of those made up
	byRow      map[int]*ticket.Ticket
	byName     map[string][]*ticket.Ticket
	taken      map[*ticket.Ticket]bool
	sold       []placed // receipts of the book under a code that moved
}

func newReread(d *redating, r *run) *reread {
	a := &reread{redating: d, run: r, numberless: r.columnOf(mapping.Number) == "",
		byRow: map[int]*ticket.Ticket{}, byName: map[string][]*ticket.Ticket{}, taken: map[*ticket.Ticket]bool{}}
	for _, t := range r.batch.Tickets {
		a.byRow[t.Row] = t
		name := a.name(t.Number)
		a.byName[name] = append(a.byName[name], t)
	}
	return a
}

// name is the number of a receipt without what hangs on its date.
func (a *reread) name(number string) string {
	if a.numberless && len(number) > len("2006-01-02") {
		number = number[len("2006-01-02"):]
	}
	return strings.ToLower(number)
}

// dated is what the book has of when a receipt was sold: the receipt itself, or
// (change above 0) what an import said of it and the book does not show.
type dated struct {
	change             int64
	id                 string
	number, date, hash string
	soldAt             string
	clock, row, epoch  int
	rev                int
}

// placed is a receipt beside what its file says now.
type placed struct {
	dated
	ticket *ticket.Ticket
}

const datedOnes = `
	SELECT 0, id, number, date, hash, sold_at, clock, row, epoch, rev FROM receipts WHERE import = ?1
	UNION ALL
	SELECT id, record, before ->> '$.receipt.number', before ->> '$.receipt.date', before ->> '$.receipt.hash', before ->> '$.receipt.sold_at',
		before ->> '$.receipt.clock', before ->> '$.receipt.row', before ->> '$.receipt.epoch', before ->> '$.receipt.rev'
	FROM import_changes WHERE import = ?1 AND collection = 'receipts'`

// dates writes the dates, clocks and instants that are others now.
func (a *reread) dates(ctx context.Context) error {
	changed, err := a.differing(ctx)
	if err != nil {
		return err
	}
	for chunk := range slices.Chunk(changed, chunkSize) {
		if err := inTx(ctx, a.db, func(tx *sql.Tx) error { return a.write(ctx, tx, chunk) }); err != nil {
			return err
		}
	}
	return inTx(ctx, a.db, func(tx *sql.Tx) error { return a.span(ctx, tx) })
}

// differing finds each receipt in its file and lists those that were dated
// otherwise.
func (a *reread) differing(ctx context.Context) ([]placed, error) {
	rows, err := a.db.QueryContext(ctx, datedOnes, a.run.id)
	if err != nil {
		return nil, fmt.Errorf("reading the receipts of the file: %w", err)
	}
	defer rows.Close()
	var changed []placed
	for rows.Next() {
		var d dated
		if err := rows.Scan(&d.change, &d.id, &d.number, &d.date, &d.hash, &d.soldAt, &d.clock, &d.row, &d.epoch, &d.rev); err != nil {
			return nil, fmt.Errorf("reading a receipt of the file: %w", err)
		}
		t := a.find(d)
		if t == nil {
			continue
		}
		if a.taken[t] {
			a.left++
			continue
		}
		a.taken[t] = true
		p := placed{d, t}
		if a.moves(t) {
			a.sold = append(a.sold, p)
		}
		if !p.agrees() && (d.rev <= 1 || a.asRead(p)) {
			changed = append(changed, p)
		}
	}
	return changed, rows.Err()
}

// find gives what the file says of a receipt: by its row, else, where another
// file of the same receipt was taken back and this one stands for it now, by
// its number and content.
func (a *reread) find(d dated) *ticket.Ticket {
	if t := a.byRow[d.row]; t != nil && a.name(t.Number) == a.name(d.number) {
		return t
	}
	all := a.byName[a.name(d.number)]
	for _, t := range all {
		if (placed{d, t}).sameContent() {
			return t
		}
	}
	if len(all) == 1 {
		return all[0]
	}
	return nil
}

// agrees reports whether a receipt is dated as its file says.
func (p placed) agrees() bool {
	t := p.ticket
	return p.date == t.Date.String() && p.clock == t.Clock && p.soldAt == instant(t.SoldAt) && p.number == t.Number
}

// sameContent reports whether a receipt was read as its file says, but for when.
func (p placed) sameContent() bool {
	then := *p.ticket
	var err error
	then.Clock = p.clock
	if then.Date, err = civil.Parse(p.date); err != nil {
		return false
	}
	return hashOf(&then) == p.hash
}

// asRead reports whether a receipt that a person changed still has the date
// that it was read with.
func (a *reread) asRead(p placed) bool {
	for _, was := range a.was {
		if date, clock, _ := p.ticket.Under(a.store, was); date.String() == p.date && clock == p.clock {
			return true
		}
	}
	return false
}

// write dates some receipts anew and marks what follows.
func (a *reread) write(ctx context.Context, tx *sql.Tx, chunk []placed) error {
	var ids []string
	for _, p := range chunk {
		if p.change == 0 {
			ids = append(ids, p.id)
		}
	}
	touched, err := figures.Collect(ctx, tx, ids)
	if err != nil {
		return err
	}
	for _, p := range chunk {
		if err := a.redate(ctx, tx, p); err != nil {
			return err
		}
	}
	after, err := figures.Collect(ctx, tx, ids)
	if err != nil {
		return err
	}
	touched.Merge(after)
	numbers, err := numbersOf(ctx, tx, ids)
	if err != nil {
		return err
	}
	if err := (ledger{a.store.ID, a.run.source, a.run.ids}).carry(ctx, tx, numbers, &touched); err != nil {
		return err
	}
	if err := a.room.Arrived.tell(ctx, tx, ids, nil); err != nil {
		return err
	}
	return figures.Mark(ctx, tx, touched)
}

// redate writes one receipt's new date. Its content is known by the new one
// where it was known by the old one, so that importing the file again finds it.
func (a *reread) redate(ctx context.Context, tx *sql.Tx, p placed) error {
	t, hash := p.ticket, p.hash
	if p.sameContent() {
		hash = hashOf(t)
	}
	var err error
	if p.change > 0 {
		_, err = tx.ExecContext(ctx, `
			UPDATE import_changes SET before = json_set(before, '$.receipt.number', ?2, '$.receipt.date', ?3, '$.receipt.sold_at', ?4, '$.receipt.clock', ?5,
				'$.receipt.epoch', ?6, '$.receipt.hash', ?7) WHERE id = ?1`,
			p.change, t.Number, t.Date.String(), instant(t.SoldAt), t.Clock, epochOf(t.Date), hash)
	} else {
		_, err = tx.ExecContext(ctx, `UPDATE receipts SET number = ?2, date = ?3, sold_at = ?4, clock = ?5, epoch = ?6, hash = ?7 WHERE id = ?1`,
			p.id, t.Number, t.Date.String(), instant(t.SoldAt), t.Clock, epochOf(t.Date), hash)
	}
	if err != nil {
		return fmt.Errorf("dating receipt %s anew: %w", t.Number, err)
	}
	return nil
}

// span writes from when to when the import reaches, and which receipts stand at
// the edges of its file.
func (a *reread) span(ctx context.Context, tx *sql.Tx) error {
	b := a.run.batch
	edges := []string{}
	if n := len(b.Tickets); n > 0 {
		for _, t := range []*ticket.Ticket{b.Tickets[0], b.Tickets[n-1]} {
			edges = append(edges, fileKey(t.Number, t.Date.String()))
		}
	}
	raw, err := json.Marshal(edges)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `
		UPDATE imports SET format = json_set(format, '$.edges', json(?2)), first_date = ?3, last_date = ?4,
			result = CASE WHEN json_type(result) = 'object' THEN json_set(result, '$.first_date', ?3, '$.last_date', ?4) ELSE result END
		WHERE id = ?1`, a.run.id, string(raw), b.First.String(), b.Last.String())
	if err != nil {
		return fmt.Errorf("noting the days of the file: %w", err)
	}
	return nil
}
