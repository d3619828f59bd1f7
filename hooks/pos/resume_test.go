package pos

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand"
	"strings"
	"sync"
	"testing"

	"github.com/pocketbase/pocketbase/core"

	"touchstone/hooks/internal/fault"
	"touchstone/hooks/internal/testapp"
)

var errCrash = errors.New("the power went")

// until is a context in which the nth commit fails, and all after it.
func until(n int) (ctx context.Context, reached func() int) {
	count := 0
	stop := func() error {
		if count++; count >= n {
			return errCrash
		}
		return nil
	}
	return context.WithValue(context.Background(), interruption{}, stop), func() int { return count }
}

// large gives a file of more receipts than one transaction takes.
func large(tb testing.TB) [][]string {
	tb.Helper()
	rows := export(tb, 3)
	header, data := rows[0], rows[1:]
	all := [][]string{header}
	number, original := 0, 0
	for i, name := range header {
		switch name {
		case "Sale #":
			number = i
		case "Original Sale #":
			original = i
		}
	}
	for copyOf := 0; len(all) < 3*chunkSize; copyOf++ {
		for _, row := range data {
			next := append([]string{}, row...)
			if copyOf > 0 {
				next[number] += fmt.Sprintf("-%d", copyOf)
				if next[original] != "" {
					next[original] += fmt.Sprintf("-%d", copyOf)
				}
			}
			all = append(all, next)
		}
	}
	return all
}

// TestInterruptedAtEveryCommit: an import that ends anywhere is finished by
// Resume as if nothing had happened, its counts included.
func TestInterruptedAtEveryCommit(t *testing.T) {
	rows := large(t)
	first, second := write(t, rows[:len(rows)*2/3], ','), ""
	mended := corrected(rand.New(rand.NewSource(5)), append([][]string{rows[0]}, rows[len(rows)/3:]...), 20)
	second = write(t, mended, ',')
	smooth := newShop(t)
	smooth.take("first.csv", first)
	want := smooth.take("second.csv", second)
	wantState := smooth.state()
	ready := newShop(t)
	ready.take("first.csv", first)
	for n := 1; ; n++ {
		s := ready.clone()
		ctx, reached := until(n)
		_, err := s.room.Import(ctx, s.app, bytes.NewReader([]byte(second)), Wanted{Name: "second.csv"}, s.now)
		if err == nil {
			if n < 6 {
				t.Fatalf("only %d commits were interrupted", n-1)
			}
			break
		}
		if !errors.Is(err, errCrash) || reached() < n {
			t.Fatalf("commit %d: %v", n, err)
		}
		if err := s.room.Resume(context.Background(), s.app, s.now); err != nil {
			t.Fatalf("resuming after commit %d: %v", n, err)
		}
		state := s.one(`SELECT state FROM imports WHERE file = 'second.csv'`)
		if state == "" { // nothing was applied: the file is read again
			s.take("second.csv", second)
		} else if state != "applied" {
			t.Fatalf("commit %d left the import %s", n, state)
		}
		differ(t, fmt.Sprintf("interrupted at commit %d", n), s.state(), wantState)
		equal(t, fmt.Sprintf("entries of the chain, interrupted at commit %d", n), len(s.audits()), 2)
		equal(t, fmt.Sprintf("counts, interrupted at commit %d", n),
			s.one(`SELECT receipts, lines, updated_receipts, unchanged, clients_new, clients_matched, rejected FROM imports WHERE file = 'second.csv'`),
			fmt.Sprintf("%d|%d|%d|%d|%d|%d|%d", want.Receipts, want.Lines, want.Updated, want.Unchanged, want.ClientsNew, want.ClientsMatched, len(want.Rejected)))
	}
}

// TestUndoInterruptedAtEveryCommit: likewise for taking an import back.
func TestUndoInterruptedAtEveryCommit(t *testing.T) {
	rows := large(t)
	first := write(t, rows[:len(rows)*2/3], ',')
	second := write(t, append([][]string{rows[0]}, rows[len(rows)/3:]...), ',')
	only := newShop(t)
	only.take("second.csv", second)
	want := only.state()
	ready := newShop(t)
	a := ready.take("first.csv", first)
	ready.take("second.csv", second)
	const told = `SELECT json_extract(taken_back, '$.receipts'), json_extract(taken_back, '$.restored'), json_extract(taken_back, '$.clients'),
		json_extract(taken_back, '$.staff'), json_extract(taken_back, '$.by_others'), json_array_length(taken_back, '$.kept') FROM imports WHERE id = ?`
	smooth := ready.clone()
	out := smooth.undo(a.Import)
	counts := fmt.Sprintf("%d|%d|%d|%d|%d|%d", out.Receipts, out.Restored, out.Clients, out.Staff, out.Others, len(out.Kept))
	equal(t, "what is kept of the undo", smooth.one(told, a.Import), counts)
	for n := 1; ; n++ {
		s := ready.clone()
		ctx, _ := until(n)
		_, err := s.room.Undo(ctx, s.app, a.Import, s.now)
		if err == nil {
			if n < 6 {
				t.Fatalf("only %d commits were interrupted", n-1)
			}
			break
		}
		if !errors.Is(err, errCrash) {
			t.Fatal(err)
		}
		if err := s.room.Resume(context.Background(), s.app, s.now); err != nil {
			t.Fatalf("resuming after commit %d: %v", n, err)
		}
		if n == 1 { // the undo was never begun
			s.undo(a.Import)
		}
		differ(t, fmt.Sprintf("undo interrupted at commit %d", n), s.state(), want)
		equal(t, fmt.Sprintf("what is kept of the undo, interrupted at commit %d", n), s.one(told, a.Import), counts)
	}
}

// TestUnfinishable: an import that cannot be finished says so and can be taken
// back; it does not stand in the way of others for ever.
func TestUnfinishable(t *testing.T) {
	s := newShop(t)
	before := s.state()
	ctx, _ := until(8)
	if _, err := s.room.Import(ctx, s.app, strings.NewReader(write(t, large(t), ',')), Wanted{Name: "week.csv"}, s.now); !errors.Is(err, errCrash) {
		t.Fatal(err)
	}
	if s.one(`SELECT count(*) FROM receipts`) == "0" {
		t.Fatal("nothing was applied yet")
	}
	if _, err := testapp.SQL(t, s.app).Exec(`UPDATE imports SET mapping = '[]'`); err != nil {
		t.Fatal(err)
	}
	_, err := s.try(Wanted{Name: "next.csv"}, head+goodRows)
	id := s.one(`SELECT id FROM imports`)
	if err == nil || fault.KindOf(err) == fault.Internal {
		t.Fatalf("it says %v", err)
	}
	mustContain(t, fault.Sentence(err), "week.csv", "touchstone imports undo "+id)
	s.undo(id)
	differ(t, "after taking it back", s.state(), before)
	s.take("next.csv", head+goodRows)
}

// TestCancelled: a command that is stopped leaves an import that goes on.
func TestCancelled(t *testing.T) {
	s := newShop(t)
	ctx, cancel := context.WithCancel(context.Background())
	stop := context.WithValue(ctx, interruption{}, func() error { cancel(); return nil })
	if _, err := s.room.Import(stop, s.app, strings.NewReader(head+goodRows), Wanted{Name: "week.csv"}, s.now); err == nil {
		t.Fatal("it did not notice")
	}
	s.take("week.csv", head+goodRows)
	smooth := newShop(t)
	smooth.take("week.csv", head+goodRows)
	differ(t, "after a stop", s.state(), smooth.state())
}

// TestDiskFull: a full disk is said in clear words, leaves no half receipt, and
// the import goes on when there is room.
func TestDiskFull(t *testing.T) {
	rows := large(t)
	body := write(t, rows, ',')
	smooth := newShop(t)
	smooth.take("week.csv", body)
	for _, room := range []int{4, 60, 150} {
		s := newShop(t)
		db := testapp.SQL(t, s.app)
		limit := func(q string) {
			t.Helper()
			if _, err := db.Exec(q); err != nil {
				t.Fatal(err)
			}
		}
		var pages int
		if err := db.QueryRow(`PRAGMA page_count`).Scan(&pages); err != nil {
			t.Fatal(err)
		}
		limit(fmt.Sprintf(`PRAGMA max_page_count = %d`, pages+room))
		_, err := s.try(Wanted{Name: "week.csv"}, body)
		if fault.KindOf(err) != fault.DiskFull {
			t.Fatalf("%d pages: %v", room, err)
		}
		mustContain(t, fault.Sentence(err), "week.csv", "disk is full", "Free some space")
		if n := s.one(`SELECT count(*) FROM receipts r WHERE NOT EXISTS (SELECT 1 FROM lines WHERE receipt = r.id) AND net != 0`); n != "0" {
			t.Fatalf("%s receipts lost their lines", n)
		}
		limit(`PRAGMA max_page_count = 1073741823`)
		s.take("week.csv", body)
		differ(t, "after the disk had room again", s.state(), smooth.state())
	}
}

// TestTwoAtOnce: imports that start together take turns.
func TestTwoAtOnce(t *testing.T) {
	rows := export(t, 4)
	smooth := newShop(t)
	smooth.take("whole.csv", write(t, rows, ','))
	parts := overlapping(rand.New(rand.NewSource(2)), rows)
	s := newShop(t)
	var wait sync.WaitGroup
	errs := make(chan error, len(parts))
	for i, p := range parts {
		body := write(t, p, ',')
		wait.Go(func() {
			_, err := s.room.Import(context.Background(), s.app, strings.NewReader(body), Wanted{Name: fmt.Sprintf("%d.csv", i)}, smooth.fixed)
			errs <- err
		})
	}
	wait.Wait()
	close(errs)
	for err := range errs {
		if err != nil {
			t.Fatal(err)
		}
	}
	differ(t, "imports at once", s.state(), smooth.state())
}

// TestOthersWriteMeanwhile: a tablet's save that begins during a large import
// is done before the import is.
func TestOthersWriteMeanwhile(t *testing.T) {
	s := newShop(t)
	s.take("first.csv", head+goodRows)
	body := write(t, large(t), ',')
	client := s.one(`SELECT id FROM clients WHERE name = 'Dana Whitlock'`)
	begun, saved := make(chan struct{}), make(chan error, 1)
	var once sync.Once
	commits := 0
	ctx := context.WithValue(context.Background(), interruption{}, func() error {
		commits++
		once.Do(func() { close(begun) })
		return nil
	})
	go func() {
		<-begun
		c, err := s.app.FindCollectionByNameOrId("milestones")
		if err != nil {
			saved <- err
			return
		}
		for range 3 {
			r := core.NewRecord(c)
			for k, v := range map[string]any{"client": client, "kind": "birthday", "month": 5, "day": 6} {
				r.Set(k, v)
			}
			if err := s.app.Save(r); err != nil {
				saved <- err
				return
			}
		}
		saved <- nil
	}()
	if _, err := s.room.Import(ctx, s.app, strings.NewReader(body), Wanted{Name: "large.csv"}, s.now); err != nil {
		t.Fatal(err)
	}
	select {
	case err := <-saved:
		if err != nil {
			t.Fatal(err)
		}
	default:
		t.Fatalf("three saves did not get their turn between %d commits", commits)
	}
}
