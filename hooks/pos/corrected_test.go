package pos

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"testing"
)

// TestCorrectionsAreCounted: what a correction adds and changes in money is the
// same before the import, after it, and after one that was interrupted.
func TestCorrectionsAreCounted(t *testing.T) {
	line := func(no, sku string, cents int64) string {
		return sale(no, "2025-11-20", "", sku, "Ring", "Rings", cents, "AB")
	}
	first := head + line("1", "R-1", 300000) + line("2", "R-2", 5800) + line("9", "R-9", 100)
	second := head + line("8", "R-8", 200) + line("1", "R-1", 300000) + line("1", "R-3", 8400) + line("1", "R-4", 100) + line("2", "R-2", 5800) + line("3", "R-5", 5800) + line("9", "R-9", 100)
	counts := func(r *Result) string {
		return fmt.Sprint(r.Receipts, r.Lines, r.Net, r.Updated, r.CorrectedFrom, r.CorrectedTo, r.Unchanged)
	}
	ready := newShop(t)
	ready.take("first.csv", first)
	const want = "2 4 6000 1 300000 308500 2"
	equal(t, "before", counts(ready.clone().foresees("second.csv", second).Result), want)
	equal(t, "after", counts(ready.clone().take("second.csv", second)), want)
	for n := 1; ; n++ {
		s := ready.clone()
		ctx, _ := until(n)
		_, err := s.room.Import(ctx, s.app, bytes.NewReader([]byte(second)), Wanted{Name: "second.csv"}, s.now)
		if err == nil {
			return
		}
		if !errors.Is(err, errCrash) {
			t.Fatal(err)
		}
		if err := s.room.Resume(context.Background(), s.app, s.now); err != nil {
			t.Fatal(err)
		}
		if got := s.one(`SELECT json_extract(result, '$.lines'), json_extract(result, '$.corrected_from'), json_extract(result, '$.corrected_to') FROM imports WHERE file = 'second.csv'`); got != "" && got != "4|300000|308500" {
			t.Errorf("interrupted at commit %d it counts %s", n, got)
		}
	}
}
