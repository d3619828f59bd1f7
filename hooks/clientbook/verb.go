package clientbook

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/pocketbase/pocketbase/core"

	"touchstone/hooks/internal/database"
	"touchstone/hooks/internal/verb"
)

// Verbs are the commands of the room.
func (r Room) Verbs() []verb.Verb {
	return []verb.Verb{{
		Name:  "reindex",
		Short: "make the search for clients anew",
		Long: "The search keeps itself up to date. This makes it anew from the book, where a client is in the book and is not found.\n" +
			"Nothing of the book itself is changed.",
		Run: reindex,
	}}
}

func reindex(ctx context.Context, app core.App, call *verb.Call) error {
	if err := Rebuild(ctx, app); err != nil {
		return err
	}
	read, err := database.Pool(app.ConcurrentDB())
	if err != nil {
		return err
	}
	var n int
	if err := read.QueryRowContext(ctx, `SELECT count(*) FROM search_docs`).Scan(&n); err != nil {
		return fmt.Errorf("counting who can be found: %w", err)
	}
	if call.JSON {
		return json.NewEncoder(call.Stdout).Encode(map[string]int{"clients": n})
	}
	_, err = fmt.Fprintf(call.Stdout, "%d clients can be found.\n", n)
	return err
}
