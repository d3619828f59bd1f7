package pos

import (
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
		{"a fast disk", 10 * time.Microsecond, 12, mostChunk, mostChunk},
		{"an ordinary disk", 50 * time.Microsecond, 12, 1100, 1200},
		{"a slow disk", 250 * time.Microsecond, 3, 240, 240},
		{"hardly a disk", time.Second, 3, leastChunk, leastChunk},
		{"a clock that stands still", 0, 12, mostChunk, mostChunk},
	} {
		var p pace
		equal(t, c.name+", at first", p.next(), chunkSize)
		for range c.turns {
			n := p.next()
			p.took(n, time.Duration(n)*c.each)
		}
		if got := p.next(); got < c.least || got > c.most {
			t.Errorf("%s: %d records a transaction, want %d to %d", c.name, got, c.least, c.most)
		}
	}
	var p pace
	p.took(3, time.Second)
	equal(t, "after the last few of a run", p.next(), chunkSize)
}
