package clientbook

import (
	"context"
	"testing"

	"touchstone/hooks/internal/testapp"
)

// arrived tells the book of receipts as an import does.
func (s *shop) arrived(receipts ...string) {
	s.t.Helper()
	ctx := context.Background()
	tx, err := testapp.SQL(s.t, s.app).BeginTx(ctx, nil)
	s.must(err)
	s.must(Arrived(ctx, tx, receipts))
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
