// Package hooks is the table of contents of the program: the one list of its
// rooms, in start-up order. What a room needs of another one is filled in here.
package hooks

import (
	"context"
	"database/sql"
	"time"

	"touchstone/hooks/access"
	"touchstone/hooks/appliance"
	"touchstone/hooks/pos"

	_ "touchstone/migrations" // the schema
)

// Rooms builds the rooms. It is called for every command line, first to read
// it and once more when the data folder is known, so it must stay cheap.
func Rooms(h appliance.House) []appliance.Room {
	reading := pos.Room{Templates: h.Templates, Audit: auditRun}
	return []appliance.Room{
		appliance.New(h),
		{Name: "pos", Register: reading.Register, Verbs: reading.Verbs()},
	}
}

// auditRun writes one run of the program, such as an import, into the chain.
func auditRun(ctx context.Context, tx *sql.Tx, at time.Time, action, record string, after any) error {
	return access.AppendSQL(ctx, tx, access.Entry{At: at, Action: action, Collection: "imports", Record: record, After: after})
}
