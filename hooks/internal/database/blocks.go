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
var keepBlocks = sync.OnceFunc(func() { hold(func(size int) (pages int) { return max(1, size>>11) }) })

// Roomy holds on to more of such memory (3 MB, and what the cache would take
// anyway), for work that writes much: the blocks of its many statements stay, and
// would fill what keepBlocks holds. The pages of the cache are of one size; once
// they have taken every block held, each page that SQLite works on for a moment
// is fetched and returned again, which cost an import a twelfth of its time.
var Roomy = sync.OnceFunc(func() {
	hold(func(size int) int {
		if size == cachedPage {
			return cachedPages
		}
		return 5
	})
})

// A page of the book and what SQLite notes of it share one block. So many pages
// of memory hold a cache of 2 MB with as much to spare.
const (
	cachedPage  = 8 << 10
	cachedPages = 200
)

// hold takes some pages for each size of block and gives back all but one block
// of each page.
func hold(pages func(size int) int) {
	const page = 64 << 10
	thread := libc.NewTLS()
	for size := 16; size <= page/4; size *= 2 {
		onPage := page/size - 1 // the page's own words take the place of one
		var taken []uintptr
		for range pages(size) * onPage {
			taken = append(taken, libc.Xmalloc(thread, libc.Tsize_t(size)))
		}
		for i, block := range taken {
			if i%onPage != 0 {
				libc.Xfree(thread, block)
			}
		}
	}
}
