package ids

import (
	"regexp"
	"testing"
	"time"
)

func TestIdsRiseAndDoNotRepeat(t *testing.T) {
	s := NewSource(time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC))
	ok := regexp.MustCompile(`^[a-z0-9]{15}$`)
	last := ""
	for range 100_000 {
		id := s.Next()
		if !ok.MatchString(id) {
			t.Fatalf("id %q", id)
		}
		if id <= last {
			t.Fatalf("%q does not rise above %q", id, last)
		}
		last = id
	}
}

func TestTwoRunsOfOneSecondDiffer(t *testing.T) {
	now := time.Now()
	if a, b := NewSource(now).Next(), NewSource(now).Next(); a == b {
		t.Errorf("both runs begin with %s", a)
	}
}
