package pos

import (
	"context"
	"fmt"
	"runtime/debug"
	"runtime/metrics"

	"touchstone/hooks/internal/database"
)

// An import writes to the ends of its tables and to few pages of each index, so
// a small part of the book at hand is enough for it; PocketBase's allowance would
// fill up with pages that nobody asks for again. The ends of tables change
// with each transaction, so the log is folded into the book less often: each
// page once for many of its versions.
const (
	frugalPages = -4000  // KiB
	usualPages  = -32000 // as hooks/internal/database opens the book
	frugalLog   = 4000   // pages of the write-ahead log that are folded into the book at once
	usualLog    = 1000   // SQLite's own
)

// frugal lets the write connection keep little of the book in memory, and the
// program no more than the file needs, until the returned function is called:
// the back-office PC has other things to do.
func (r *run) frugal(ctx context.Context, size int64) func() {
	database.Roomy()
	usualMemory := sweepAt(allowance(r.file.DataRows, size))

	set := func(ctx context.Context, cache, log int) {
		// only a matter of memory and time: where it is refused the import goes on
		_, _ = r.db.ExecContext(ctx, fmt.Sprintf(`PRAGMA cache_size = %d`, cache))
		_, _ = r.db.ExecContext(ctx, fmt.Sprintf(`PRAGMA wal_autocheckpoint = %d`, log))
	}
	set(ctx, frugalPages, frugalLog)
	return func() {
		usualMemory()
		set(context.WithoutCancel(ctx), usualPages, usualLog)
	}
}

// allowance is how much memory an import may take before what is done with is
// swept out, in bytes: its receipts, and about as much again for what comes and
// goes.
func allowance(rows int, size int64) int64 {
	const base, perRow = 44 << 20, 700
	return base + int64(rows)*perRow + size
}

// sweepAt lets the program's memory grow by so many bytes before it is swept,
// instead of by a share of what it holds: sweeping what an import holds from its
// first receipt to its last costs most, and mostly finds nothing. The returned
// function puts the usual back.
func sweepAt(growth int64) func() {
	limit := inUse() + growth
	if earlier := debug.SetMemoryLimit(-1); earlier < limit {
		return func() {} // somebody set less for this machine
	}
	usual := debug.SetMemoryLimit(limit)
	percent := debug.SetGCPercent(-1)
	return func() {
		debug.SetGCPercent(percent)
		debug.SetMemoryLimit(usual)
	}
}

// inUse is the memory that counts towards the limit, in bytes.
func inUse() int64 {
	all := []metrics.Sample{{Name: "/memory/classes/total:bytes"}, {Name: "/memory/classes/heap/released:bytes"}}
	metrics.Read(all)
	return int64(all[0].Value.Uint64()) - int64(all[1].Value.Uint64())
}
