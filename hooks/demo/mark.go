package demo

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"

	"touchstone/hooks/internal/fault"
)

// markKey is the row among PocketBase's parameters.
const markKey = "touchstone_demo"

// mark says that a book is a sample store and how far it came.
type mark struct {
	Day        string `json:"day"`   // the date it was made for, in the store's own time
	Ready      bool   `json:"ready"` // false: making it was cut short
	Scorecards string `json:"scorecards"`
	Owner      signIn `json:"owner"`
	Associate  signIn `json:"associate"`
}

// signIn is how one of the invented people signs in. The book is a sample, so
// its passwords stand in the clear: whoever asks for the demo again is told.
type signIn struct {
	Name     string `json:"name"`
	Password string `json:"password"`
}

// readMark returns the mark of a book, nil where there is none.
func readMark(ctx context.Context, app core.App) (*mark, error) {
	var value string
	err := app.DB().NewQuery("SELECT value FROM _params WHERE id = {:id}").Bind(dbx.Params{"id": markKey}).WithContext(ctx).Row(&value)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil //nolint:nilnil // no mark is an answer
	}
	if err != nil {
		return nil, fmt.Errorf("reading the sample store's mark: %w", err)
	}
	m := new(mark)
	if err := json.Unmarshal([]byte(value), m); err != nil {
		return nil, fmt.Errorf("reading the sample store's mark: %w", err)
	}
	return m, nil
}

func writeMark(ctx context.Context, app core.App, m mark) error {
	value, err := json.Marshal(m)
	if err != nil {
		return fmt.Errorf("marking the sample store: %w", err)
	}
	_, err = app.DB().NewQuery(`INSERT INTO _params (id, value) VALUES ({:id}, {:value})
		ON CONFLICT (id) DO UPDATE SET value = excluded.value, updated = strftime('%Y-%m-%d %H:%M:%fZ')`).
		Bind(dbx.Params{"id": markKey, "value": string(value)}).WithContext(ctx).Execute()
	if err != nil {
		return fmt.Errorf("marking the sample store: %w", err)
	}
	return nil
}

// refuseReal fails unless nobody has ever put anything into the book: no
// record beside the one store that every new book has, no name on that store,
// no sign-in to the Data workshop, no mark in the audit chain but of the store.
func refuseReal(ctx context.Context, app core.App) error {
	collections, err := app.FindAllCollections(core.CollectionTypeBase, core.CollectionTypeAuth)
	if err != nil {
		return fmt.Errorf("looking into the book: %w", err)
	}
	for _, c := range collections {
		where, looked := emptiness(c)
		if !looked {
			continue
		}
		var found bool
		err := app.DB().NewQuery("SELECT EXISTS (SELECT 1 FROM {{" + c.Name + "}} WHERE " + where + ")").WithContext(ctx).Row(&found)
		if err != nil {
			return fmt.Errorf("looking into %s: %w", c.Name, err)
		}
		if found {
			return fault.New(fault.Conflict, "The folder %s holds a book that is not a sample store, so nothing was changed. Leave --dir away, or name another folder with it.", app.DataDir())
		}
	}
	return nil
}

// emptiness is the condition that no record of an untouched book meets; false
// where a collection says nothing about that.
func emptiness(c *core.Collection) (where string, looked bool) {
	switch c.Name {
	case "stores":
		return "name != ''", true
	case "audit":
		return "collection != 'stores'", true
	case "audit_values":
		return "", false
	}
	return "TRUE", !c.System || c.Name == core.CollectionNameSuperusers
}
