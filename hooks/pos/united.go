package pos

import (
	"context"
	"database/sql"
	"fmt"
)

// united is a client of an import whom somebody made one with another since.
type united struct{ merge, client, name, with string }

// unitedSince reads the merges in which clients of an import stand, on either
// side, and which nobody took back.
func unitedSince(ctx context.Context, db *sql.DB, id string) ([]united, error) {
	return list(ctx, db, func(rows *sql.Rows) (u united, err error) {
		return u, rows.Scan(&u.merge, &u.client, &u.name, &u.with)
	}, `
		SELECT m.id, m.dropped, coalesce(json_extract(json_extract(m.journal, '$.dropped'), '$.name'), ''), coalesce(k.name, '')
		FROM merges m LEFT JOIN clients k ON k.id = m.kept
		WHERE m.state = 'merged' AND json_extract(json_extract(m.journal, '$.dropped'), '$.import') = ?1
		UNION ALL
		SELECT '', m.kept, k.name, coalesce(json_extract(json_extract(m.journal, '$.dropped'), '$.name'), '')
		FROM merges m JOIN clients k ON k.id = m.kept
		WHERE m.state = 'merged' AND k.import = ?1 ORDER BY 3`, id)
}

// tell says of each what became of it: of who was taken up in another card only
// the merge stays, and a card that took up another stays itself.
func (u united) tell(out *Undone) {
	if u.merge != "" {
		reason := fmt.Sprintf("made one with %s after the import; what the file brought is gone, the merge stays and can be taken back on the card of %s", u.with, u.with)
		out.Kept = append(out.Kept, Kept{Collection: "merges", Record: u.merge, Label: u.name, Reason: reason})
		return
	}
	reason := fmt.Sprintf("took up %s after the import; take that merge back first where both are to go", u.with)
	for i, k := range out.Kept {
		if k.Collection == "clients" && k.Record == u.client {
			out.Kept[i].Reason = reason
		}
	}
}
