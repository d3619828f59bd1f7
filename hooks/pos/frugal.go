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
// fill up with pages that nobody asks for again. The ends of tables change
// with each transaction, so the log is folded into the book less often: each
// page once for many of its versions.
const (
	frugalPages  = -2000  // KiB; hooks/internal/database holds memory for as many
	usualPages   = -32000 // as hooks/internal/database opens the book
	frugalGrowth = 70     // percent that the heap may grow before it is swept
	frugalLog    = 4000   // pages of the write-ahead log that are folded into the book at once
	aloneLog     = 16000  // where nobody waits for that
	usualLog     = 1000   // SQLite's own
)

// frugal lets the write connection keep little of the book in memory, and the
// program little that is done with, until the returned function is called: the
// back-office PC has other things to do.
func frugal(ctx context.Context, db *sql.DB, alone bool) func() {
	database.Roomy()
	usualGrowth := debug.SetGCPercent(frugalGrowth)

	set := func(ctx context.Context, cache, log int) {
		// only a matter of memory and time: where it is refused the import goes on
		_, _ = db.ExecContext(ctx, fmt.Sprintf(`PRAGMA cache_size = %d`, cache))
		_, _ = db.ExecContext(ctx, fmt.Sprintf(`PRAGMA wal_autocheckpoint = %d`, log))
	}
	log := frugalLog
	if alone {
		log = aloneLog
	}
	set(ctx, frugalPages, log)
	return func() {
		debug.SetGCPercent(usualGrowth)
		set(context.WithoutCancel(ctx), usualPages, usualLog)
	}
}
