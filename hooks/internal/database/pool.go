package database

import (
	"database/sql"
	"errors"
)

// Pool gives the plain connections behind one of PocketBase's two pools, through
// which a room writes or reads many rows at once. Inside a transaction there is
// none.
func Pool(builder any) (*sql.DB, error) {
	if p, ok := builder.(interface{ DB() *sql.DB }); ok && p.DB() != nil {
		return p.DB(), nil
	}
	return nil, errors.New("reaching the book: this cannot run inside another transaction")
}
