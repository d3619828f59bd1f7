package outside

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The sample store is made and served by one command: its address opens, the
// code it prints opens the workshop, and a second look uses what is there.
func TestDemoServes(t *testing.T) {
	t.Parallel()
	s := Open(t)
	v := s.Started(s.Bare("demo", "--http", "127.0.0.1:0", "--json"))
	if got := v.Get("/api/health"); got.Status != http.StatusOK {
		t.Errorf("health: %d", got.Status)
	}
	demo := s.For(t)
	demo.Dir = filepath.Join(s.Work, "demo_data") // where it is made without --dir
	cards, err := filepath.Glob(filepath.Join(demo.Dir, "scorecards-*.pdf"))
	if err != nil || len(cards) != 1 {
		t.Fatalf("scorecards: %v %v", cards, err)
	}
	name, _ := filepath.Rel(s.Work, cards[0])
	if got := openWorkshop(v, setupCode(demo), "a long password"); got.Status != http.StatusOK {
		t.Errorf("the workshop of the sample store: %d %s", got.Status, got.Body)
	}
	stop(t, v)
	made, err := os.Stat(filepath.Join(demo.Dir, "data.db"))
	if err != nil {
		t.Fatal(err)
	}
	before := demo.Book()
	told := s.End(s.Bare("demo", "--once")).Expect(0, "used as it is", "").Out
	demo.Same(demo.Book(), before, "looking again")
	if again, err := os.Stat(filepath.Join(demo.Dir, "data.db")); err != nil || again.Size() < made.Size()/2 {
		t.Errorf("looking again made another book: %v", err)
	}
	for _, want := range []string{cards[0], "workshop.html", "Setup code", demo.Dir} {
		if !strings.Contains(told, want) {
			t.Errorf("it does not tell %q:\n%s", want, told)
		}
	}
	if pages := pagesOf(s, name); len(pages) != 6 {
		t.Errorf("%d pages for five associates", len(pages))
	}
}

// A sample store whose making was cut off begins anew; a real book is never
// touched.
func TestDemoCutOff(t *testing.T) {
	t.Parallel()
	s := Open(t)
	cmd := s.Command("demo", "--once")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	await(t, func() bool { return grown(filepath.Join(s.Dir, "data.db-wal"), 2<<20) })
	_ = cmd.Process.Kill()
	if err := cmd.Wait(); err == nil {
		t.Log("the sample store was ready before it was cut off")
	}
	var made struct{ Receipts, Clients int }
	s.Read(&made, "demo", "--once")
	if made.Receipts < 3000 || made.Clients < 900 {
		t.Errorf("the sample store: %+v", made)
	}
	real := Open(t)
	real.Put("sales.csv", Till{Seed: 41, Receipts: 60, From: season}.Export())
	real.Must("import", "sales.csv")
	before := real.Book()
	real.Run("demo", "--once").Expect(1, "", "")
	real.Same(real.Book(), before, "after demo on a real book")
}
