package database

import (
	"database/sql"
	"errors"
	"fmt"

	"github.com/pocketbase/dbx"
)

// Saved is who saved a record last, and when, as the audit chain has it.
type Saved struct {
	By string `db:"by" json:"by"` // name; empty where no person did
	At string `db:"at" json:"at"`
}

// LastSaved reads who saved a record last; nil where the chain has no entry.
func LastSaved(db dbx.Builder, collection, id string) (*Saved, error) {
	var last Saved
	err := db.NewQuery(`SELECT coalesce(s.name, '') AS "by", a.at FROM audit a LEFT JOIN staff s ON s.id = a.staff AND a.staff != ''
		WHERE a.record = {:id} AND a.collection = {:collection} ORDER BY a.seq DESC LIMIT 1`).
		Bind(dbx.Params{"id": id, "collection": collection}).One(&last)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("reading who saved %s %s: %w", collection, id, err)
	}
	return &last, nil
}
