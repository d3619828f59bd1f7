package pos

import "time"

// Transactions are sized by how long the last one held the book: large ones
// write fewer pages twice. When somebody waited to write, they are small until
// nobody does.
const (
	chunkSize  = 300                    // records of a first transaction, and of one that is not paced
	leastChunk = 100                    // however slow the disk is
	mostChunk  = 3000                   // however fast
	holdFor    = 100 * time.Millisecond // what a transaction aims at; a save waits at most 150
	aloneFor   = 300 * time.Millisecond // what it aims at where nobody can wait
)

// pace is the size of a run's next transaction. The zero pace is at its start.
type pace struct {
	size  int
	alone bool // nobody else has the book
}

// next is how many records the next transaction takes.
func (p *pace) next() int {
	if p.size == 0 {
		p.size = chunkSize
	}
	return p.size
}

// took corrects the size by what n records took: at once when they took too
// long or were in somebody's way, step by step when there is room.
func (p *pace) took(n int, h hold) {
	if h.inWay {
		p.size = leastChunk
		return
	}
	if n < p.next()/2 { // the last few of a run tell little
		return
	}
	fits, aim := mostChunk, holdFor
	if p.alone {
		aim = aloneFor
	}
	if h.took > 0 {
		fits = int(min(int64(n)*int64(aim)/int64(h.took), mostChunk))
	}
	p.size = max(leastChunk, min(fits, p.size+p.size/4, mostChunk))
}
