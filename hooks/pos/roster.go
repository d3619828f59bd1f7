package pos

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/pocketbase/pocketbase/tools/security"

	"touchstone/hooks/internal/ids"
	"touchstone/hooks/pos/credit"
)

// roster knows the store's staff by code, POS code and name. A code nobody
// knows becomes a member of staff without sign-in.
type roster struct {
	store string
	byKey map[string]string // folded code or name -> record id
	codes map[string]bool   // folded codes in use in the store
	names map[string]string // names that the file gives beside codes
	ids   *ids.Source
	added []newStaff
}

type newStaff struct{ id, name, code, pos string }

func loadRoster(ctx context.Context, db *sql.DB, store string, source *ids.Source) (*roster, error) {
	r := &roster{store: store, byKey: map[string]string{}, codes: map[string]bool{}, names: map[string]string{}, ids: source}
	rows, err := db.QueryContext(ctx, `SELECT id, name, code, pos_codes FROM staff WHERE store = ? ORDER BY active, created`, store)
	if err != nil {
		return nil, fmt.Errorf("reading staff: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var id, name, code string
		var pos sql.NullString
		if err := rows.Scan(&id, &name, &code, &pos); err != nil {
			return nil, fmt.Errorf("reading staff: %w", err)
		}
		var codes []string
		_ = json.Unmarshal([]byte(pos.String), &codes) // an empty list is written as null
		r.byKey[credit.Key(name)] = id
		for _, c := range append(codes, code) {
			r.byKey[credit.Key(c)] = id
			r.codes[credit.Key(c)] = true
		}
	}
	return r, rows.Err()
}

// knows reports whether the store uses a code or has a person of that name.
func (r *roster) knows(code string) bool { return r.byKey[credit.Key(code)] != "" }

// find returns the record id of a code, making a member of staff if need be.
func (r *roster) find(code string) string {
	if strings.TrimSpace(code) == "" {
		return ""
	}
	key := credit.Key(code)
	if id := r.byKey[key]; id != "" {
		return id
	}
	name := r.names[key]
	if id := r.byKey[credit.Key(name)]; name != "" && id != "" {
		r.byKey[key] = id
		return id
	}
	s := newStaff{id: r.ids.Next(), name: name, code: strings.Join(strings.Fields(code), " "), pos: code}
	if s.name == "" {
		s.name = s.code
	}
	r.byKey[key], r.codes[key] = s.id, true
	if name != "" {
		r.byKey[credit.Key(name)] = s.id
	}
	r.added = append(r.added, s)
	return s.id
}

// noPassword is a hash that no password has, so nobody signs in as a new member
// of staff until the owner gives one. An empty hash would keep the owner from
// saving the record.
const noPassword = "*"

// write inserts the new members of staff.
func (r *roster) write(ctx context.Context, tx *sql.Tx, importID, now string) error {
	for _, s := range r.added {
		pos, err := json.Marshal([]string{s.pos})
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `
			INSERT INTO staff (id, name, code, pos_codes, role, store, active, tokenKey, password, email, import, rev, created, updated)
			VALUES (?, ?, ?, ?, 'associate', ?, TRUE, ?, ?, '', ?, 1, ?, ?)`,
			s.id, s.name, s.code, string(pos), r.store, security.RandomString(50), noPassword, importID, now, now)
		if err != nil {
			return fmt.Errorf("adding staff code %s: %w", s.code, err)
		}
	}
	r.added = r.added[:0]
	return nil
}
