package outside

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// harms are ways in which a disk or a person ruins a book.
var harms = []struct {
	name string
	do   func([]byte) []byte
}{
	{"pages overwritten", func(b []byte) []byte {
		for at := 8192; at+4096 < len(b); at += 3 * 4096 {
			copy(b[at:], bytes.Repeat([]byte{0xA5}, 4096))
		}
		return b
	}},
	{"head overwritten", func(b []byte) []byte { copy(b, bytes.Repeat([]byte{0}, 100)); return b }},
	{"cut in half", func(b []byte) []byte { return b[:len(b)/2+100] }},
	{"another file", func([]byte) []byte { return []byte(strings.Repeat("Dear diary, today we sold a watch.\n", 200)) }},
}

// A ruined book is told, and not one byte of it is changed.
func TestADamagedBook(t *testing.T) {
	t.Parallel()
	for _, harm := range harms {
		t.Run(harm.name, func(t *testing.T) {
			t.Parallel()
			s := Open(t)
			s.Put("sales.csv", Till{Seed: 18, Receipts: 200, From: season}.Export())
			s.Must("import", "sales.csv")
			name := filepath.Join(s.Dir, "data.db")
			body, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(name, harm.do(body), 0o600); err != nil {
				t.Fatal(err)
			}
			before := s.Digest("data.db")
			for _, args := range [][]string{
				{"import", "sales.csv"}, {"imports"}, {"metrics", "--from", "2025-03-01", "--to", "2025-03-31"}, {"serve", "--http", "127.0.0.1:0"},
				{"setup-code"}, {"scorecard", "--week", "2025-W12", "--out", "a.pdf"}, {"export", "--out", "a.zip"},
			} {
				s.Run(args...).Expect(1, "", "damaged")
			}
			if got := s.Run("doctor"); got.Code != 1 || !strings.Contains(got.Out+got.Err, "damaged") {
				t.Errorf("doctor: exit %d\n%s%s", got.Code, got.Out, got.Err)
			}
			if s.Digest("data.db") != before {
				t.Error("the book has changed")
			}
			for _, left := range []string{"data.db-wal", "data.db-journal"} {
				if info, err := os.Stat(filepath.Join(s.Dir, left)); err == nil && info.Size() > 0 {
					t.Errorf("%s was left", left)
				}
			}
			if _, err := os.Stat(filepath.Join(s.Work, "a.pdf")); err == nil {
				t.Error("a scorecard was printed")
			}
		})
	}
}
