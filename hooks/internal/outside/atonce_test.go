package outside

import (
	"bytes"
	"os"
	"os/exec"
	"testing"
	"time"
)

// await waits for something that happens soon.
func await(t *testing.T, happened func() bool) {
	t.Helper()
	for range 3000 {
		if happened() {
			return
		}
		time.Sleep(5 * time.Millisecond)
	}
	t.Fatal("it did not happen within 15 seconds")
}

// grown reports whether a file has so many bytes.
func grown(name string, size int64) bool {
	info, err := os.Stat(name)
	return err == nil && info.Size() > size
}

// together runs commands at the same moment; all have to end well.
func together(t *testing.T, commands ...*exec.Cmd) {
	t.Helper()
	said := make([]bytes.Buffer, len(commands))
	for i, cmd := range commands {
		cmd.Stdout, cmd.Stderr = &said[i], &said[i]
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
	}
	for i, cmd := range commands {
		if err := cmd.Wait(); err != nil {
			t.Errorf("%q: %v\n%s", cmd.Args[1:], err, said[i].String())
		}
	}
}

// Two commands at once on one folder, with and without a service: one waits
// for the other, and nothing is there twice.
func TestTwoCommandsAtOnce(t *testing.T) {
	t.Parallel()
	week, next := Till{Seed: 3, Receipts: 300, From: season}.Export(), Till{Seed: 3, Receipts: 400, From: season}.Export()
	want := Open(t)
	want.Put("week.csv", week)
	want.Put("next.csv", next)
	want.Must("import", "week.csv")
	alone := want.Book()
	want.Must("import", "next.csv")
	both, figures := want.Book(), want.Figures("2025-03-01", "2027-12-31")
	for _, served := range []bool{false, true} {
		s := Open(t)
		s.Put("week.csv", week)
		s.Put("next.csv", next)
		close := func() {}
		if served {
			v := s.Serve()
			close = func() { stop(t, v) }
		}
		together(t, s.Command("import", "week.csv"), s.Command("import", "week.csv"), s.Command("imports"), s.Command("doctor"))
		if !served {
			s.Same(s.Book(), alone, "the same file twice at once")
		}
		together(t, s.Command("import", "next.csv"), s.Command("metrics", "--from", "2025-03-01", "--to", "2025-03-31"), s.Command("import", "week.csv"))
		if got := s.Figures("2025-03-01", "2027-12-31"); got != figures {
			t.Errorf("served %v: the figures differ", served)
		}
		close()
		s.Same(receiptsOf(s.Book()), receiptsOf(both), "two files at once")
	}
}

// receiptsOf leaves out what depends on which of two files was first.
func receiptsOf(book []string) []string {
	var all []string
	for _, r := range book {
		if bytes.HasPrefix([]byte(r), []byte("lines ")) || bytes.HasPrefix([]byte(r), []byte("shares ")) || bytes.HasPrefix([]byte(r), []byte("contact_points ")) {
			all = append(all, r)
		}
	}
	return all
}

// Two fresh starts at the same moment still make one store.
func TestTwoFirstCommands(t *testing.T) {
	t.Parallel()
	s := Open(t)
	together(t, s.Command("imports"), s.Command("doctor"), s.Command("setup-code"))
	if n := s.Value("SELECT count(*) FROM stores"); n != "1" {
		t.Errorf("%s stores", n)
	}
}
