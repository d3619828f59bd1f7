package pos

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"touchstone/hooks/figures"
	"touchstone/hooks/internal/database"
	"touchstone/hooks/internal/fault"
	"touchstone/hooks/pos/credit"
)

// meant is one person whom the book has twice: under a code that a file brought,
// and as somebody of the staff.
type meant struct {
	code, person         string   // record ids
	codeName, personName string   // as people read them
	store, importID      string   // of the code
	codes                []string // the person's of the POS, with this one
	now                  time.Time
}

// Joined is what became of a code that is somebody's.
type Joined struct {
	Person   string `json:"person"` // record id
	Code     string `json:"code"`
	Name     string `json:"name"`
	Receipts int    `json:"receipts"` // whose shares moved
}

// join says that a code which an import brought is somebody of the staff: what
// was sold under it is theirs, in this file and in those to come.
func (c *counter) join(e *core.RequestEvent, _ caller) error {
	if err := c.room.Desk.Allowed(e, "owner"); err != nil {
		return err
	}
	var ask struct {
		Person string `json:"person"`
	}
	if err := e.BindBody(&ask); err != nil {
		return errUnreadable()
	}
	if err := waitForImports(e.Request.Context()); err != nil {
		return err
	}
	defer one.Unlock()
	// begun, it goes to its end, also where the browser goes away
	ctx := context.WithValue(c.ctx, actorKey{}, e.Auth.GetString("code"))
	out, err := c.room.join(ctx, c.app, e.Request.PathValue("id"), ask.Person, c.now())
	if err != nil {
		return err
	}
	return e.JSON(http.StatusOK, out)
}

// importsEndWithin is how long somebody waits for an import that is running.
const importsEndWithin = 8 * time.Second

// waitForImports takes the imports' lock, or says that one is running.
func waitForImports(ctx context.Context) error {
	late := time.NewTimer(importsEndWithin)
	defer late.Stop()
	for !one.TryLock() {
		select {
		case <-late.C:
			return fault.New(fault.Conflict, "An import is being finished. Say it again when it has ended.")
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(50 * time.Millisecond):
		}
	}
	return nil
}

func (r Room) join(ctx context.Context, app core.App, code, person string, now time.Time) (*Joined, error) {
	db, err := writer(app)
	if err != nil {
		return nil, err
	}
	m, err := findMeant(ctx, db, code, person)
	if err != nil {
		return nil, err
	}
	m.now = now
	out := &Joined{Person: person, Code: m.codeName, Name: m.personName}
	if out.Receipts, err = m.move(ctx, db); err != nil {
		return nil, err
	}
	if err := inTx(ctx, db, func(tx *sql.Tx) error { return m.leave(ctx, tx, r.Audit, out) }); err != nil {
		return nil, err
	}
	if _, err := figures.SettleDirty(ctx, db); err != nil {
		return nil, fmt.Errorf("bringing the figures up to date: %w", err)
	}
	return out, nil
}

// findMeant reads both records and refuses what cannot be one person.
func findMeant(ctx context.Context, db *sql.DB, code, person string) (*meant, error) {
	m := &meant{code: code, person: person}
	var signsIn bool
	var store string
	var theirs, ours sql.NullString
	err := db.QueryRowContext(ctx, `
		SELECT a.store, a.import, a.code, a.signs_in OR a.role != 'associate' OR a.email != '', a.pos_codes, b.store, b.name, b.pos_codes
		FROM staff a, staff b WHERE a.id = ?1 AND b.id = ?2 AND a.id != b.id`, code, person).
		Scan(&m.store, &m.importID, &m.codeName, &signsIn, &theirs, &store, &m.personName, &ours)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return nil, fault.New(fault.NotFound, "One of the two is not on the staff list any more. Look at the list again.")
	case err != nil:
		return nil, fmt.Errorf("reading staff: %w", err)
	case store != m.store:
		return nil, fault.New(fault.Conflict, "They work in different stores.")
	case m.importID == "" || signsIn:
		return nil, fault.New(fault.Conflict, "%s is a person of their own, not only a code of the POS. Change their codes under Settings.", m.codeName)
	}
	var more []string
	_ = json.Unmarshal([]byte(ours.String), &m.codes) // an empty list is written as null
	_ = json.Unmarshal([]byte(theirs.String), &more)
	for _, c := range append(more, m.codeName) {
		if !slices.ContainsFunc(m.codes, func(has string) bool { return credit.Key(has) == credit.Key(c) }) {
			m.codes = append(m.codes, c)
		}
	}
	return m, nil
}

// move gives the code's shares to the person, some receipts at a time; cut off,
// it goes on where it is asked for again.
func (m *meant) move(ctx context.Context, db *sql.DB) (int, error) {
	moved := 0
	for {
		receipts, err := database.Column(ctx, db, `
			SELECT DISTINCT l.receipt FROM shares s JOIN lines l ON l.id = s.line WHERE s.staff = ? LIMIT ?`, m.code, chunkSize)
		if err != nil {
			return moved, fmt.Errorf("looking for what a code sold: %w", err)
		}
		if len(receipts) == 0 {
			return moved, nil
		}
		if err := inTx(ctx, db, func(tx *sql.Tx) error { return m.chunk(ctx, tx, receipts) }); err != nil {
			return moved, err
		}
		moved += len(receipts)
	}
}

func (m *meant) chunk(ctx context.Context, tx *sql.Tx, receipts []string) error {
	list, err := json.Marshal(receipts)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `
		UPDATE shares SET staff = ?1 WHERE staff = ?2 AND line IN (SELECT id FROM lines WHERE receipt IN (SELECT value FROM json_each(?3)))`,
		m.person, m.code, string(list))
	if err != nil {
		return fmt.Errorf("giving a code's sales to a person: %w", err)
	}
	_, err = figures.Reassess(ctx, tx, receipts)
	return err
}

// leave ends the code as a person. One whose cards were issued stays on them,
// as somebody who left.
func (m *meant) leave(ctx context.Context, tx *sql.Tx, audit Audit, out *Joined) error {
	codes, err := json.Marshal(m.codes)
	if err != nil {
		return err
	}
	stamped := m.now.UTC().Format(stamp)
	for _, s := range []struct {
		query string
		args  []any
	}{
		{`UPDATE import_changes SET before = replace(before, ?1, ?2) WHERE collection = 'receipts' AND instr(before, ?1) > 0`, []any{m.code, m.person}},
		{`UPDATE clients SET owner = ?2, rev = rev + 1, updated = ?3 WHERE owner = ?1`, []any{m.code, m.person, stamped}},
		{`DELETE FROM staff WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM scorecards WHERE staff = ?1)`, []any{m.code}},
		{`UPDATE staff SET active = FALSE, pos_codes = '[]', rev = rev + 1, updated = ?2 WHERE id = ?1`, []any{m.code, stamped}},
		{`UPDATE staff SET pos_codes = ?2, rev = rev + 1, updated = ?3 WHERE id = ?1`, []any{m.person, string(codes), stamped}},
	} {
		if _, err := tx.ExecContext(ctx, s.query, s.args...); err != nil {
			return fmt.Errorf("giving a code to a person: %w", err)
		}
	}
	if audit == nil {
		return nil
	}
	return audit(ctx, tx, m.now, "join", m.importID, map[string]any{"staff": m.code, "person": m.person, "receipts": out.Receipts})
}
