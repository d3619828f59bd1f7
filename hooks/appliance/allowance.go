package appliance

import (
	"sync"
	"time"
)

// allowance is how much may be said at once, and how slowly it comes back.
type allowance struct {
	burst int
	every time.Duration // one more comes back in this time
	now   func() time.Time

	mu   sync.Mutex
	left int       // may be said now
	from time.Time // since when left counts
}

// allowing starts with all of it there; now may be nil for the system's clock.
func allowing(burst int, every time.Duration, now func() time.Time) *allowance {
	if now == nil {
		now = time.Now
	}
	return &allowance{burst: burst, every: every, now: now, left: burst, from: now()}
}

// take takes one from what may still be said.
func (a *allowance) take() bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	if more := int(a.now().Sub(a.from) / a.every); more > 0 {
		a.left = min(a.burst, a.left+more)
		a.from = a.from.Add(time.Duration(more) * a.every)
	}
	if a.left == 0 {
		return false
	}
	a.left--
	return true
}
