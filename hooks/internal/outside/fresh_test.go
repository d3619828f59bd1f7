package outside

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
)

// The first command makes one store where the PC stands.
func TestAFreshFolder(t *testing.T) {
	t.Parallel()
	for _, zone := range []string{"America/Los_Angeles", "Europe/Berlin", "Pacific/Auckland"} {
		s := OpenAt(t, t.TempDir(), zone)
		s.Must("imports")
		if got := s.Value("SELECT count(*) || ' ' || code || ' ' || time_zone || ' ' || week_start || ' [' || currency || ']' FROM stores"); got != "1 MAIN "+zone+" monday []" {
			t.Errorf("in %s the store is %s", zone, got)
		}
		s.Must("doctor")
		if n := s.Value("SELECT count(*) FROM stores"); n != "1" {
			t.Errorf("the second command left %s stores", n)
		}
		info, err := os.Stat(filepath.Join(s.Dir, "data.db"))
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode().Perm()&0o077 != 0 && filepath.Separator == '/' {
			t.Errorf("the book is open to others: %v", info.Mode())
		}
	}
}

// The first file says the currency; without a word it is US dollars; a file in
// another one is refused and leaves nothing.
func TestCurrency(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{"": "USD", "EUR": "EUR", "JPY": "JPY"} {
		s := Open(t)
		s.Put("first.csv", Till{Seed: 6, Receipts: 40, From: season, Currency: name}.Export())
		s.Must("import", "first.csv")
		var got struct{ Currency json.RawMessage }
		s.Read(&got, "metrics", "--from", "2025-03-01", "--to", "2025-03-31")
		if string(got.Currency) != `"`+want+`"` {
			t.Errorf("currency column %q: %s, want %s", name, got.Currency, want)
		}
		before := s.Book()
		s.Put("other.csv", Till{Seed: 7, Receipts: 40, From: season, First: 70001, Currency: "CHF"}.Export())
		s.Run("import", "other.csv").Expect(1, "", "CHF")
		s.Same(s.Book(), before, "after a file in francs")
	}
}
