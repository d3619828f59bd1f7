package database

import (
	"sync"

	"modernc.org/libc"
)

// keepBlocks holds on to memory of each small size for as long as the program
// runs. SQLite asks for such blocks and gives them back thousands of times a
// second while it writes; whenever the last one of a page goes back, the driver's
// allocator returns the page to the system and fetches it again for the next,
// which costs an import a fifth of its time. A page stays while one block of it
// is taken, so one block a page is never given back. The larger the blocks, the
// fewer lie on a page, and the more pages are soon full of what stays.
var keepBlocks = sync.OnceFunc(func() {
	const page = 64 << 10
	thread := libc.NewTLS()
	for size := 16; size <= page/4; size *= 2 {
		onPage := page/size - 1 // the page's own words take the place of one
		pages := max(1, size>>11)
		var taken []uintptr
		for range pages * onPage {
			taken = append(taken, libc.Xmalloc(thread, libc.Tsize_t(size)))
		}
		for i, block := range taken {
			if i%onPage != 0 {
				libc.Xfree(thread, block)
			}
		}
	}
})
