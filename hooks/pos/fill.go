package pos

import (
	"context"
	"database/sql"
	"fmt"
	"slices"

	"touchstone/hooks/figures"
)

// standing is what the figures say of a receipt's place in its client's and its
// household's history.
type standing struct{ client, household figures.Standing }

// fill writes a batch into a book without any receipt, as every store's first
// file is. Nobody's history lies elsewhere, so the receipts are planned first
// and carry their standing when they are written, instead of being read and
// written once more for it.
func (r *run) fill(ctx context.Context) error {
	if r.pace.alone {
		if err := putAside(ctx, r.db); err != nil {
			return err
		}
	}
	all := make([]*planned, 0, len(r.batch.Tickets))
	for chunk := range slices.Chunk(r.batch.Tickets, mostChunk) {
		planned, err := r.plan(ctx, chunk)
		if err != nil {
			return err
		}
		r.countChunk(planned)
		all = append(all, planned...)
	}
	r.stand(all)
	if r.pace.alone {
		r.link(all)
	}
	if err := r.introduce(ctx); err != nil {
		return err
	}
	if r.pace.alone {
		if err := r.startCounting(ctx, all); err != nil {
			return err
		}
	}
	for len(all) > 0 {
		n := min(r.pace.next(), len(all))
		if err := r.commit(ctx, all[:n]); err != nil {
			return err
		}
		for _, p := range all[:n] {
			letGo(p.ticket)
		}
		clear(all[:n])
		all = all[n:]
	}
	return nil
}

// stand finds the standing of every sale of the batch.
func (r *run) stand(all []*planned) {
	var sales []*planned
	var clients, households []figures.Visit
	for _, p := range all {
		if p.client == nil || p.do != create {
			continue
		}
		f := r.facts(p.ticket, r.shares(p.ticket))
		p.stands = &standing{}
		if !f.IsSale {
			continue
		}
		v := figures.Visit{Who: p.client.id, Date: p.date, Clock: int64(p.ticket.Clock), Number: p.ticket.Number, CountsFor: f.CountsFor}
		sales, clients = append(sales, p), append(clients, v)
		v.Who = p.client.home()
		households = append(households, v)
	}
	ofClients, ofHouseholds := figures.Standings(clients), figures.Standings(households)
	for i, p := range sales {
		*p.stands = standing{ofClients[i], ofHouseholds[i]}
	}
}

// append adds the columns of standingColumns.
func (s *standing) append(to []any) []any {
	if s == nil {
		return append(to, 0, 0, 0, 0, 0)
	}
	return append(to, s.client.Repeat, s.client.Same, s.client.First, s.household.Repeat, s.household.Same)
}

var standingColumns = []string{"repeat", "repeat_same", "first_purchase", "repeat_household", "repeat_household_same"}

// introduce writes the clients that the batch made, in short transactions. A
// crash leaves clients without receipts; resuming meets them as its own.
func (r *run) introduce(ctx context.Context) error {
	whole := r.people.news
	for !whole.empty() {
		n := r.pace.next()
		r.people.news = whole.take(n)
		held, err := r.book.prepared.within(ctx, func(tx *sql.Tx) error {
			var touched figures.Touched
			if err := r.people.write(ctx, tx, r.book, r.id, &touched); err != nil {
				return err
			}
			return figures.Mark(ctx, tx, touched)
		})
		if err != nil {
			return fmt.Errorf("writing clients: %w", err)
		}
		r.pace.took(n, held)
	}
	return nil
}

// empty reports whether nothing is left to write.
func (p *pending) empty() bool {
	return len(p.households)+len(p.clients)+len(p.moved)+len(p.keys)+len(p.points)+len(p.duplicates)+len(p.seen) == 0
}

// take takes at most n records of each kind off.
func (p *pending) take(n int) pending {
	return pending{households: first(&p.households, n), clients: first(&p.clients, n), moved: first(&p.moved, n), keys: first(&p.keys, n),
		points: first(&p.points, n), duplicates: first(&p.duplicates, n), seen: first(&p.seen, n)}
}

func first[T any](list *[]T, n int) []T {
	n = min(n, len(*list))
	head := (*list)[:n:n]
	*list = (*list)[n:]
	return head
}
