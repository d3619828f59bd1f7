package database

import (
	"sync"

	"modernc.org/libc"
)

// keepBlocks holds on to one block of memory of each small size for as long as
// the program runs. SQLite asks for such blocks and gives them back thousands of
// times a second while it writes; whenever the last one of a size goes back, the
// driver's allocator returns its page to the system and fetches it again for the
// next, which costs an import a fifth of its time.
var keepBlocks = sync.OnceFunc(func() {
	thread := libc.NewTLS()
	for size := 16; size <= 32<<10; size *= 2 {
		libc.Xmalloc(thread, libc.Tsize_t(size))
	}
})
