package figures

import (
	"context"
	"fmt"
	"maps"
	"slices"
)

// recount works out the rows from lines, shares and receipts: any scope, any
// day of knowledge. It trusts no link, no fact and no roll-up of the period;
// only the earlier history of clients is read from the facts.
func (q *question) recount(ctx context.Context, db Reader) (tallies, error) {
	out, people := tallies{}, numbering{}
	for from := q.From; !q.To.Before(from); from = from.AddDays(recountDays) {
		to := from.AddDays(recountDays - 1)
		if q.To.Before(to) {
			to = q.To
		}
		if err := q.recountDays(ctx, db, from.String(), to.String(), people, out); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// recountDays is how many days stand in memory at once.
const recountDays = 31

// numbering gives clients and households small numbers to count them by.
type numbering map[string]uint32

func (n numbering) of(id string) uint32 {
	if id == "" {
		return 0
	}
	if n[id] == 0 {
		n[id] = uint32(len(n) + 1)
	}
	return n[id]
}

func (q *question) recountDays(ctx context.Context, db Reader, from, to string, people numbering, out tallies) error {
	p, err := q.loadPeriod(ctx, db, from, to, true)
	if err != nil {
		return err
	}
	for _, f := range p.facts {
		f.client, f.household = people.of(f.clientID), people.of(f.householdID)
		q.addFact(out, f)
	}
	for _, f := range p.refunds {
		q.addRefund(out, f)
	}
	return nil
}

// period is what some days are counted from: the receipts dated in them, and
// those whose refunds without lines fall in them.
type period struct {
	dated, refunded []*stored
	facts, refunds  []*fact // of dated with their standings, of refunded
}

// loadPeriod reads the receipts of some days with all that their facts depend
// on; refunds only where they are asked for.
func (q *question) loadPeriod(ctx context.Context, db Reader, from, to string, refunds bool) (p period, err error) {
	const inStores = `r.store IN (SELECT value FROM json_each(?3))`
	ids := list(q.storeIDs)
	if p.dated, err = load(ctx, db, `r.date BETWEEN ?1 AND ?2 AND `+inStores, from, to, ids); err != nil {
		return p, err
	}
	if refunds {
		p.refunded, err = load(ctx, db, `r.refunded > 0 AND `+inStores+` AND (r.refunded_on BETWEEN ?1 AND ?2
			OR r.refunded_on = '' AND r.date BETWEEN ?1 AND ?2)`, from, to, ids)
		if err != nil {
			return p, err
		}
	}
	b, err := q.gather(ctx, db, slices.Concat(p.dated, p.refunded))
	if err != nil {
		return p, err
	}
	p.facts = q.assessAll(b, p.dated)
	if err := addStandings(ctx, db, p.facts); err != nil {
		return p, err
	}
	p.refunds = q.assessAll(b, p.refunded)
	return p, nil
}

// gather adds to the receipts of the period the originals they name and the
// returns that name them, up to the day of knowledge.
func (q *question) gather(ctx context.Context, db Reader, of []*stored) (*books, error) {
	b := &books{byID: map[string]*stored{}}
	for _, s := range of {
		b.byID[s.id] = s
	}
	var err error
	if b.resolved, err = q.links(ctx, db, of); err != nil {
		return nil, err
	}
	for chunk := range slices.Chunk(b.missing(), 500) {
		more, err := loadIDs(ctx, db, chunk)
		if err != nil {
			return nil, err
		}
		for _, s := range more {
			b.byID[s.id] = s
		}
	}
	return b, nil
}

// missing lists the other sides of links that are not here yet.
func (b *books) missing() []string {
	ids := map[string]bool{}
	for ret, orig := range b.resolved {
		if b.byID[ret] != nil && b.byID[orig] == nil {
			ids[orig] = true
		}
		if b.byID[orig] != nil && b.byID[ret] == nil {
			ids[ret] = true
		}
	}
	return slices.Collect(maps.Keys(ids))
}

// links resolves, as books.resolve does, the original of every receipt that
// names one and is of the period or names one of the period.
func (q *question) links(ctx context.Context, db Reader, of []*stored) (map[string]string, error) {
	var naming, numbers []string
	for _, s := range of {
		numbers = append(numbers, s.number)
		if s.originalNumber != "" {
			naming = append(naming, s.id)
		}
	}
	rows, err := db.QueryContext(ctx, `
		SELECT r.id, o.id
		FROM receipts r CROSS JOIN receipts o ON o.number = r.original_number
		WHERE r.id IN (
				SELECT value FROM json_each(?1)
				UNION SELECT id FROM receipts WHERE original_number != '' AND original_number IN (SELECT value FROM json_each(?2)))
		  AND r.original_number != '' AND o.store = r.store AND o.source = r.source AND o.epoch <= r.epoch AND o.id != r.id
		ORDER BY r.id, o.epoch DESC, o.rowid DESC`, list(naming), list(numbers))
	if err != nil {
		return nil, fmt.Errorf("reading links of returns: %w", err)
	}
	defer rows.Close()
	resolved := map[string]string{}
	for rows.Next() {
		var ret, orig string
		if err := rows.Scan(&ret, &orig); err != nil {
			return nil, fmt.Errorf("reading links of returns: %w", err)
		}
		if resolved[ret] == "" {
			resolved[ret] = orig
		}
	}
	return resolved, rows.Err()
}

// assessAll makes facts of receipts, with what had come back by the day of
// knowledge. Receipts of kinds that stand in no figure are left out.
func (q *question) assessAll(b *books, of []*stored) []*fact {
	returns := map[string][]*stored{}
	for ret, orig := range b.resolved {
		r := b.byID[ret]
		if r != nil && (q.asOf == "" || r.date <= q.asOf) {
			returns[orig] = append(returns[orig], r)
		}
	}
	var facts []*fact
	for _, s := range of {
		came := allocate(s, returns[s.id])
		for i := range s.receipt.Lines {
			s.receipt.Lines[i].Returned = came.returned[i]
		}
		f := &fact{rowid: s.rowid, store: s.store, date: s.date, shift: s.shift, clientID: s.client, householdID: s.household,
			refunded: s.refunded, refundedOn: s.refundedOn}
		if f.Facts = b.assess(s); counted(f.Kind) {
			facts = append(facts, f)
		}
	}
	return facts
}

// addStandings marks repeats and first purchases from the histories of the
// clients and households of the period.
func addStandings(ctx context.Context, db Reader, facts []*fact) error {
	clients, households := map[string]bool{}, map[string]bool{}
	for _, f := range facts {
		if f.IsSale {
			clients[f.clientID], households[f.householdID] = true, true
		}
	}
	ofClient, err := standingsOf(ctx, db, clientHistory, clients)
	if err != nil {
		return err
	}
	ofHousehold, err := standingsOf(ctx, db, householdHistory, households)
	if err != nil {
		return err
	}
	for _, f := range facts {
		c, h := ofClient[f.rowid], ofHousehold[f.rowid]
		f.repeat, f.same, f.first = c.repeat, c.same, c.first
		f.repeatHousehold, f.sameHousehold = h.repeat, h.same
	}
	return nil
}

func standingsOf(ctx context.Context, db Reader, query string, who map[string]bool) (map[int64]standing, error) {
	delete(who, "")
	out := map[int64]standing{}
	for chunk := range slices.Chunk(slices.Sorted(maps.Keys(who)), 1000) {
		all, err := readHistories(ctx, db, query, chunk)
		if err != nil {
			return nil, err
		}
		for _, h := range all {
			for i, s := range standings(h) {
				out[h[i].rowid] = s
			}
		}
	}
	return out, nil
}

// addFact counts a receipt in its row, if it is in the scope.
func (q *question) addFact(out tallies, f *fact) {
	key, ok := q.match(f, f.date)
	if !ok {
		return
	}
	byStaff := q.narrowed || q.By == byAssociate
	if !byStaff {
		row := out.at(key)
		row.net += f.Net
		row.count(f, false)
		return
	}
	if !q.narrowed || f.CountsFor == q.associate {
		out.at(q.staffKey(key, f.CountsFor)).count(f, true)
	}
	q.addParts(out, key, readPeople(f.People, f.CountsFor, f.Net), 1)
}

// addRefund takes a refund without lines off, on its own date.
func (q *question) addRefund(out tallies, f *fact) {
	key, ok := q.match(f, f.refundDate())
	if !ok {
		return
	}
	if q.narrowed || q.By == byAssociate {
		q.addParts(out, key, f.refundParts(), -1)
		return
	}
	out.at(key).net -= f.refunded
}

func (q *question) addParts(out tallies, key string, parts []part, sign int64) {
	for _, p := range parts {
		if !q.narrowed || p.staff == q.associate {
			out.at(q.staffKey(key, p.staff)).net += sign * p.amount
		}
	}
}

func (q *question) staffKey(key, staff string) string {
	if q.By == byAssociate {
		return staff
	}
	return key
}

// match says in which row a receipt counts on a date, associates apart.
func (q *question) match(f *fact, date string) (string, bool) {
	weekday, err := weekdayKey(date)
	if err != nil {
		return "", false
	}
	own := map[string]string{byProductLine: f.ProductLine, byBrand: brandKey(f.Brand), byShift: f.shiftKey(), byWeekday: weekday, byStore: f.store}
	for cut, filter := range map[string]string{byProductLine: q.ProductLine, byBrand: q.brand, byShift: q.Shift, byWeekday: q.Weekday} {
		if filter != "" && filter != own[cut] {
			return "", false
		}
	}
	return own[q.By], true
}
