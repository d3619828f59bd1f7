package outside

import (
	"math/rand/v2"
	"os"
	"strconv"
	"sync"
	"testing"
	"time"
)

func TestMain(m *testing.M) { os.Exit(Tests(m)) }

// season is when the tills of these tests sell: from a day that cannot be taken
// for a month.
var season = time.Date(2025, 3, 13, 0, 0, 0, 0, time.UTC)

// kills is how often an import is killed.
func kills(t *testing.T) int {
	t.Helper()
	text := os.Getenv("TOUCHSTONE_KILLS")
	if text == "" {
		return 10
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		t.Fatalf("TOUCHSTONE_KILLS=%s is not a number", text)
	}
	return n
}

// whole is what an import leaves that nobody interrupts, and how long it takes.
type whole struct {
	file    []byte
	book    []string
	figures string
	takes   time.Duration
}

// uninterrupted imports the file into a folder where a command has been before.
func uninterrupted(t *testing.T, file []byte) whole {
	t.Helper()
	s := Open(t)
	s.Put("sales.csv", file)
	s.Must("imports")
	began := time.Now()
	s.Must("import", "sales.csv")
	w := whole{file: file, takes: time.Since(began)}
	w.book, w.figures = s.Book(), s.Figures("2025-03-01", "2027-12-31")
	return w
}

// long is an import of several transactions, done once for all tests.
var long struct {
	once sync.Once
	whole
}

func longImport(t *testing.T) whole {
	t.Helper()
	long.once.Do(func() { long.whole = uninterrupted(t, Till{Seed: 1, Receipts: 2600, From: season}.Export()) })
	if long.takes == 0 {
		t.Fatal("the import that nobody interrupts went wrong")
	}
	return long.whole
}

// again imports the file once more and holds the book against the whole one.
func (w whole) again(t *testing.T, s *Shop, where string) {
	t.Helper()
	s.Must("import", "sales.csv")
	s.Same(s.Book(), w.book, where)
	if s.Figures("2025-03-01", "2027-12-31") != w.figures {
		t.Fatalf("%s: the figures differ", where)
	}
	if open := s.Value("SELECT count(*) FROM imports WHERE state != 'applied'"); open != "0" {
		t.Fatalf("%s: %s imports are not applied to their end", where, open)
	}
}

// Killed at any moment, an import that is run again leaves the book that one
// uninterrupted import leaves.
func TestKilledWhileImporting(t *testing.T) {
	t.Parallel()
	w := longImport(t)
	draw := rand.New(rand.NewPCG(11, 7))
	half, n := 0, kills(t)
	for i := range n {
		after := time.Duration(float64(w.takes) * (0.02 + 1.0*draw.Float64()))
		s := Open(t)
		s.Put("sales.csv", w.file)
		s.Must("imports")
		cmd := s.Command("import", "sales.csv")
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(after)
		_ = cmd.Process.Kill()
		if err := cmd.Wait(); err != nil {
			half++
		}
		w.again(t, s, "kill "+strconv.Itoa(i+1)+" after "+after.String())
	}
	if half == 0 {
		t.Errorf("none of %d imports was killed before its end", n)
	}
	t.Logf("%d of %d imports were killed before their end; one takes %s", half, n, w.takes)
}

// The same when the service dies under a command: the command is told, and the
// next one finishes the work, through a service or without.
func TestServiceKilledWhileImporting(t *testing.T) {
	t.Parallel()
	w := longImport(t)
	draw := rand.New(rand.NewPCG(12, 7))
	for i := range max(3, kills(t)/3) {
		s := Open(t)
		s.Put("sales.csv", w.file)
		v := s.Serve()
		cmd := s.Command("import", "sales.csv")
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(float64(w.takes) * draw.Float64()))
		v.Kill()
		if err := cmd.Wait(); err != nil && cmd.ProcessState.ExitCode() != 1 {
			t.Errorf("the command ended with %v", err)
		}
		if i%2 == 0 {
			v = s.Serve() // takes up by itself what was left
			s.Must("import", "sales.csv")
			stop(t, v)
		}
		w.again(t, s, "kill "+strconv.Itoa(i+1)+" of the service")
	}
}

// The same for taking an import back: the next command finishes it.
func TestKilledWhileTakingBack(t *testing.T) {
	t.Parallel()
	s := Open(t)
	s.Put("first.csv", Till{Seed: 31, Receipts: 300, From: season}.Export())
	s.Put("sales.csv", Till{Seed: 1, Receipts: 2600, From: season}.Export())
	s.Must("import", "first.csv")
	before, figures := s.Book(), s.Figures("2025-03-01", "2027-12-31")
	takes := time.Duration(0)
	draw := rand.New(rand.NewPCG(13, 7))
	for i := range max(4, kills(t)/3) {
		var one map[string]any
		s.Read(&one, "import", "sales.csv")
		cmd := s.Command("imports", "undo", words(one["import"]))
		began := time.Now()
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		if i > 0 { // the first is not interrupted and tells how long it takes
			time.Sleep(time.Duration(float64(takes) * draw.Float64()))
			_ = cmd.Process.Kill()
		}
		if err := cmd.Wait(); err == nil {
			takes = max(takes, time.Since(began))
		} else if s.Run("imports", "undo", words(one["import"])).Code != 0 {
			s.Run("imports", "undo", words(one["import"])).Expect(1, "", "") // was finished before
		}
		where := "kill " + strconv.Itoa(i) + " of taking back"
		s.Same(s.Book(), before, where)
		if s.Figures("2025-03-01", "2027-12-31") != figures {
			t.Fatalf("%s: the figures differ", where)
		}
	}
}

// Wherever the first start is cut off, the next command finds its way.
func TestKilledWhileStartingAfresh(t *testing.T) {
	t.Parallel()
	for i := range kills(t) {
		s := Open(t)
		cmd := s.Command("serve", "--http", "127.0.0.1:0")
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(20+i*25%400) * time.Millisecond)
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		s.Run("doctor").Expect(0, "ok       book: whole", "")
		if n := s.Value("SELECT count(*) FROM stores"); n != "1" {
			t.Errorf("kill %d: %s stores", i+1, n)
		}
	}
}

// A service that died holds nothing: the next one takes over at once.
func TestKilledAndTakenOver(t *testing.T) {
	t.Parallel()
	s := Open(t)
	for range 3 {
		v := s.Serve()
		s.Run("health").Expect(0, "Touchstone is well", "")
		v.Kill()
		s.Run("health").Expect(1, "", "not running")
		s.Run("doctor").Expect(0, "ok       book: whole", "")
	}
}
