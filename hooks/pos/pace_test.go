package pos

import (
	"database/sql"
	"testing"
	"time"
)

// Transactions grow while they are short, shrink at once when one was long, and
// stay between their bounds.
func TestPace(t *testing.T) {
	for _, c := range []struct {
		name  string
		each  time.Duration // what one record takes
		turns int
		least int
		most  int
	}{
		{"a fast disk", 10 * time.Microsecond, 20, mostChunk, mostChunk},
		{"an ordinary disk", 50 * time.Microsecond, 12, 2000, 2000},
		{"a slow disk", 500 * time.Microsecond, 3, 200, 200},
		{"hardly a disk", time.Second, 3, leastChunk, leastChunk},
		{"a clock that stands still", 0, 20, mostChunk, mostChunk},
	} {
		var p pace
		equal(t, c.name+", at first", p.next(), chunkSize)
		for range c.turns {
			n := p.next()
			p.took(n, hold{took: time.Duration(n) * c.each})
		}
		if got := p.next(); got < c.least || got > c.most {
			t.Errorf("%s: %d records a transaction, want %d to %d", c.name, got, c.least, c.most)
		}
	}
	alone := pace{alone: true}
	for range 12 {
		n := alone.next()
		alone.took(n, hold{took: time.Duration(n) * 250 * time.Microsecond})
	}
	equal(t, "a slow disk and nobody else", alone.next(), 1200)
	var p pace
	p.took(3, hold{took: time.Second})
	equal(t, "after the last few of a run", p.next(), chunkSize)
	for range 20 {
		p.took(p.next(), hold{})
	}
	p.took(1, hold{took: time.Millisecond, inWay: true})
	equal(t, "after somebody waited", p.next(), leastChunk)
	p.took(leastChunk, hold{took: time.Millisecond})
	equal(t, "when nobody does any more", p.next(), leastChunk+leastChunk/4)
}

// A transaction knows whether somebody waited for its end.
func TestSomebodyWaits(t *testing.T) {
	s := newShop(t)
	db, err := writer(s.app)
	if err != nil {
		t.Fatal(err)
	}
	prepared := newStatements(db)
	alone, err := prepared.within(t.Context(), func(*sql.Tx) error { return nil })
	if err != nil || alone.inWay {
		t.Errorf("alone: %+v, %v", alone, err)
	}
	done := make(chan error, 1)
	crowded, err := prepared.within(t.Context(), func(*sql.Tx) error {
		before := db.Stats().WaitCount
		go func() {
			_, err := db.Exec(`UPDATE stores SET name = name`)
			done <- err
		}()
		for db.Stats().WaitCount == before {
			time.Sleep(time.Millisecond)
		}
		return nil
	})
	if err != nil || !crowded.inWay {
		t.Errorf("with somebody waiting: %+v, %v", crowded, err)
	}
	if err := <-done; err != nil {
		t.Error(err)
	}
}
