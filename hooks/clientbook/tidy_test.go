package clientbook

import (
	"context"
	"fmt"
	"testing"
)

// TestSearchIsTidy writes an index in many transactions and holds that putting
// it in order leaves one list of each table and finds the same.
func TestSearchIsTidy(t *testing.T) {
	s := newShop(t)
	for i := range 40 {
		c := s.client(fmt.Sprintf("Avery Ashford%d", i), map[string]any{"notes": "likes opals"})
		s.point(c, "email", fmt.Sprintf("avery%d@example.com", i))
		s.buy(c, fmt.Sprint(i), "2026-01-05", fmt.Sprintf("Ring %d", i), 100)
		s.must(refreshOne(context.Background(), s.app, c.Id))
	}
	lists := func(table string) string {
		return s.one(`SELECT count(DISTINCT segid) FROM ` + table + `_idx`)
	}
	if lists("search_who") == "1" {
		t.Fatal("forty transactions left one list: this test shows nothing")
	}
	before := snapshotOfSearch(s)
	s.must(tidy(context.Background(), s.db()))
	for _, table := range []string{"search_words", "search_who", "search_reach", "search_told", "search_parts"} {
		if n := lists(table); n != "1" {
			t.Errorf("%s has %s lists", table, n)
		}
	}
	if after := snapshotOfSearch(s); after != before {
		t.Error("the search is another one")
	}
	for _, q := range []string{"hford7", "avery17@exa", "opal", "ring 2"} {
		if len(s.find(q)) == 0 {
			t.Errorf("%q finds nobody", q)
		}
	}
	s.must(tidy(context.Background(), s.db()))
}
