package ticket

import (
	"hash/maphash"
	"strings"
)

// words keeps one copy of what a file says again and again: names, dates,
// departments, prices. Each text has one place, and the last that came there
// stays, so that a file of any length takes no more memory than this. The zero
// words are ready.
type words struct {
	seed  maphash.Seed
	known []string
}

// wordPlaces is a power of two; 64 KiB of places hold the people, pieces and
// days that are near each other in a file.
const wordPlaces = 1 << 12

// of gives a text that does not hold on to the row that it is a part of.
func (w *words) of(text string) string {
	if w.known == nil {
		w.seed, w.known = maphash.MakeSeed(), make([]string, wordPlaces)
	}
	at := &w.known[maphash.String(w.seed, text)%wordPlaces]
	if *at != text {
		*at = strings.Clone(text)
	}
	return *at
}
