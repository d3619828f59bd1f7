// Package ids makes record ids: 15 lower-case letters and digits as PocketBase
// wants them, rising within a process so that bulk inserts append to the end
// of an index instead of scattering over it.
package ids

import (
	"crypto/rand"
	"encoding/binary"
	"sync"
	"time"
)

const digits = "0123456789abcdefghijklmnopqrstuvwxyz"

// Source makes rising ids. The zero Source is not ready; use NewSource.
type Source struct {
	mu   sync.Mutex
	buf  [15]byte
	next uint64
}

// NewSource starts a run of ids: six digits of the second, four
// of chance that keep two runs of one second apart, five counted up.
func NewSource(now time.Time) *Source {
	s := &Source{}
	put(s.buf[0:6], uint64(now.Unix()))
	var seed [8]byte
	_, _ = rand.Read(seed[:]) // crypto/rand never fails on supported systems
	put(s.buf[6:10], binary.LittleEndian.Uint64(seed[:]))
	return s
}

// Next returns the next id of the run.
func (s *Source) Next() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	put(s.buf[10:15], s.next)
	s.next++
	return string(s.buf[:])
}

// put writes the low base-36 digits of n into b.
func put(b []byte, n uint64) {
	for i := len(b) - 1; i >= 0; i-- {
		b[i] = digits[n%36]
		n /= 36
	}
}
