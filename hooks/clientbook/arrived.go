package clientbook

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"

	"github.com/pocketbase/pocketbase/core"
)

// Arrived follows receipts that an import wrote or put back, in its own
// transaction: one of a client who was merged since goes to the one who took
// their place, and the search learns what was bought. It does for many rows at
// once what triggers would do for each; a trigger on these two tables makes
// SQLite keep a copy of every page of a large import.
// clients are whose they are; without any, the receipts say so.
func Arrived(ctx context.Context, tx *sql.Tx, receipts, clients []string) error {
	var merged bool
	if err := tx.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM client_aliases)`).Scan(&merged); err != nil {
		return fmt.Errorf("looking for merged clients: %w", err)
	}
	steps, of := []string{followArrived, moveArrived, noteArrived}, receipts
	if !merged {
		steps = steps[2:]
	}
	if !merged && len(clients) > 0 {
		steps, of = []string{noteClients}, clients
	}
	list, err := json.Marshal(of)
	if err != nil {
		return err
	}
	for _, q := range steps {
		if _, err := tx.ExecContext(ctx, q, string(list)); err != nil {
			return fmt.Errorf("following %d receipts: %w", len(receipts), err)
		}
	}
	return nil
}

const (
	followArrived = `
		INSERT INTO client_redirects (dropped, collection, record)
		SELECT client, 'receipts', id FROM receipts
		WHERE id IN (SELECT value FROM json_each(?)) AND client IN (SELECT dropped FROM client_aliases)
		ON CONFLICT DO NOTHING`
	moveArrived = `
		UPDATE receipts SET
			household = (SELECT CASE c.household WHEN '' THEN c.id ELSE c.household END
				FROM clients c JOIN client_aliases a ON a.kept = c.id WHERE a.dropped = receipts.client),
			client = (SELECT kept FROM client_aliases WHERE dropped = receipts.client)
		WHERE id IN (SELECT value FROM json_each(?)) AND client IN (SELECT dropped FROM client_aliases)`
	noteArrived = `
		INSERT INTO search_dirty (client)
		SELECT DISTINCT client FROM receipts WHERE id IN (SELECT value FROM json_each(?)) AND client != ''
		ON CONFLICT (client) DO NOTHING`
	noteClients = `INSERT INTO search_dirty (client) SELECT value FROM json_each(?) WHERE TRUE ON CONFLICT (client) DO NOTHING`
)

// bindArrived does the same for receipts and lines that a person adds in the
// Data workshop.
func bindArrived(app core.App) {
	arrived := func(field string) func(e *core.RecordEvent) error {
		return func(e *core.RecordEvent) error {
			if err := e.Next(); err != nil {
				return err
			}
			receipt := e.Record.GetString(field)
			_, err := e.App.DB().NewQuery(`
				INSERT INTO search_dirty (client) SELECT client FROM receipts WHERE id = {:id} AND client != ''
				ON CONFLICT (client) DO NOTHING`).Bind(map[string]any{"id": receipt}).Execute()
			return err
		}
	}
	app.OnRecordCreateExecute("receipts").BindFunc(arrived("id"))
	app.OnRecordCreateExecute("lines").BindFunc(arrived("receipt"))
}
