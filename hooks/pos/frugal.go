package pos

import (
	"context"
	"database/sql"
	"fmt"
	"runtime/debug"

	"touchstone/hooks/internal/database"
)

// An import writes to the ends of its tables and to few pages of each index, so
// a small part of the book at hand is enough for it; PocketBase's allowance would
// fill up with pages that nobody asks for again.
const (
	frugalPages  = -4000  // KiB
	usualPages   = -32000 // as hooks/internal/database opens the book
	frugalGrowth = 70     // percent that the heap may grow before it is swept
)

// frugal lets the write connection keep little of the book in memory, and the
// program little that is done with, until the returned function is called: the
// back-office PC has other things to do.
func frugal(ctx context.Context, db *sql.DB) func() {
	database.Roomy()
	usualGrowth := debug.SetGCPercent(frugalGrowth)

	keep := func(ctx context.Context, kib int) {
		// only a matter of memory: where it is refused the import goes on
		_, _ = db.ExecContext(ctx, fmt.Sprintf(`PRAGMA cache_size = %d`, kib))
	}
	keep(ctx, frugalPages)
	return func() {
		debug.SetGCPercent(usualGrowth)
		keep(context.WithoutCancel(ctx), usualPages)
	}
}
