package clientbook

import (
	"context"
	"strings"
	"testing"

	"touchstone/hooks/internal/testapp"
)

// arrived tells the book of receipts as an import does.
func (s *shop) arrived(receipts ...string) {
	s.t.Helper()
	ctx := context.Background()
	tx, err := testapp.SQL(s.t, s.app).BeginTx(ctx, nil)
	s.must(err)
	s.must(Arrived(ctx, tx, receipts, nil))
	s.must(tx.Commit())
}

// TestArrivedReceiptsAreSearched: what an import or a person adds is known to
// the search, receipts of nobody are not.
func TestArrivedReceiptsAreSearched(t *testing.T) {
	s := newShop(t)
	client := s.client("Avery Ashford")
	s.exec(`DELETE FROM search_dirty`)
	s.exec(`INSERT INTO receipts (id, store, source, number, kind, date, client) VALUES ('new000000000001', ?1, 'pos', '1', 'sale', '2026-02-01', ?2),
		('new000000000002', ?1, 'pos', '2', 'sale', '2026-02-01', '')`, s.a.Id, client.Id)
	s.arrived("new000000000001", "new000000000002")
	if got := s.one(`SELECT group_concat(client) FROM search_dirty`); got != client.Id {
		t.Errorf("marked for the search: %q, want %q", got, client.Id)
	}
	s.exec(`DELETE FROM search_dirty`)
	s.save("lines", map[string]any{"receipt": "new000000000001", "position": 1, "description": "Gold ring"})
	if got := s.one(`SELECT group_concat(client) FROM search_dirty`); got != client.Id {
		t.Errorf("a line by hand marked %q, want %q", got, client.Id)
	}
}

// TestArrivedKnowsWhose: an import that knows whose its receipts are spares the
// book looking, but not where one of them was merged since.
func TestArrivedKnowsWhose(t *testing.T) {
	s := newShop(t)
	kept, dropped := s.client("Avery Ashford"), s.client("A. Ashford")
	s.exec(`INSERT INTO receipts (id, store, source, number, kind, date, client) VALUES ('new000000000001', ?1, 'pos', '1', 'sale', '2026-02-01', ?2)`, s.a.Id, dropped.Id)
	tell := func() string {
		ctx := context.Background()
		s.exec(`DELETE FROM search_dirty`)
		tx, err := testapp.SQL(s.t, s.app).BeginTx(ctx, nil)
		s.must(err)
		s.must(Arrived(ctx, tx, []string{"new000000000001"}, []string{dropped.Id}))
		s.must(tx.Commit())
		return s.one(`SELECT group_concat(client) FROM search_dirty`)
	}
	if got := tell(); got != dropped.Id {
		t.Errorf("marked for the search: %q, want %q", got, dropped.Id)
	}
	s.exec(`INSERT INTO client_aliases (dropped, kept) VALUES (?, ?)`, dropped.Id, kept.Id)
	if got := tell(); !strings.Contains(got, kept.Id) {
		t.Errorf("after a merge marked %q, want %q with them", got, kept.Id)
	}
	if got := s.one(`SELECT client FROM receipts`); got != kept.Id {
		t.Errorf("after a merge the receipt is of %q, want %q", got, kept.Id)
	}
}
