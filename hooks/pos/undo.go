package pos

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"touchstone/hooks/figures"
	"touchstone/hooks/internal/fault"
)

// Undone says what taking an import back did, and what it left because people
// worked on it since.
type Undone struct {
	Import   string   `json:"import"`
	File     string   `json:"file"`
	Receipts int      `json:"receipts"`  // taken out
	Restored int      `json:"restored"`  // put back to what they were before
	Clients  int      `json:"clients"`   // taken out
	Staff    int      `json:"staff"`     // taken out
	Kept     []Kept   `json:"kept"`      // left, and why
	Others   int      `json:"by_others"` // receipts that another import holds too
	Warnings []string `json:"warnings"`
}

// Kept is one record that undo left in the book.
type Kept struct {
	Collection string `json:"collection"`
	Record     string `json:"record"`
	Label      string `json:"label"`
	Reason     string `json:"reason"`
}

// Undo takes one import back: the book is then as if that file had never been
// read, except for what people edited since, which stays and is listed.
func (r Room) Undo(ctx context.Context, app core.App, id string, now func() time.Time) (*Undone, error) {
	one.Lock()
	defer one.Unlock()
	if err := r.resume(ctx, app, now); err != nil {
		return nil, err
	}
	return r.undo(ctx, app, id, now)
}

func (r Room) undo(ctx context.Context, app core.App, id string, now func() time.Time) (*Undone, error) {
	db, err := writer(app)
	if err != nil {
		return nil, err
	}
	u := &undoing{db: db, id: id, now: now, out: &Undone{Import: id, Kept: []Kept{}, Warnings: []string{}}}
	var state string
	err = db.QueryRowContext(ctx, `SELECT state, file FROM imports WHERE id = ?`, id).Scan(&state, &u.out.File)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return nil, fault.New(fault.NotFound, "there is no import %s; `touchstone imports` lists them", id)
	case err != nil:
		return nil, fmt.Errorf("reading the import: %w", err)
	case state == "undone":
		return nil, fault.New(fault.Conflict, "import %s was already taken back", id)
	}
	if _, err := db.ExecContext(ctx, `UPDATE imports SET state = 'undoing' WHERE id = ?`, id); err != nil {
		return nil, fmt.Errorf("noting the import's state: %w", err)
	}
	if err := u.all(ctx); err != nil {
		return nil, err
	}
	return u.out, u.done(ctx, r.Audit)
}

// undoing is one import on its way out, in short transactions; every step can
// be done again, so a crash in the middle is resumed.
type undoing struct {
	db  *sql.DB
	id  string
	now func() time.Time
	out *Undone
}

func (u *undoing) all(ctx context.Context) error {
	if err := u.receipts(ctx); err != nil {
		return err
	}
	if _, err := figures.SettleDirty(ctx, u.db); err != nil {
		return fmt.Errorf("bringing the figures up to date: %w", err)
	}
	for _, step := range []func(context.Context) error{u.clients, u.points, u.staff, u.settings} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return dropRows(ctx, u.db, u.id)
}

// receipts takes back receipts in chunks until none of this import is left.
func (u *undoing) receipts(ctx context.Context) error {
	if err := u.versions(ctx); err != nil {
		return err
	}
	for {
		found, err := column(ctx, u.db, `SELECT id FROM receipts WHERE import = ? AND rev <= 1 ORDER BY id LIMIT ?`, u.id, chunkSize)
		if err != nil {
			return fmt.Errorf("reading the import's receipts: %w", err)
		}
		if len(found) == 0 {
			break
		}
		if err := inTx(ctx, u.db, func(tx *sql.Tx) error { return u.chunk(ctx, tx, found) }); err != nil {
			return err
		}
	}
	return u.keepEdited(ctx)
}

// chunk takes back some receipts that now stand as this import wrote them.
func (u *undoing) chunk(ctx context.Context, tx *sql.Tx, receipts []string) error {
	touched, err := figures.Collect(ctx, tx, receipts)
	if err != nil {
		return err
	}
	var back []string
	for _, id := range receipts {
		kept, err := u.receipt(ctx, tx, id)
		if err != nil {
			return err
		}
		if kept {
			back = append(back, id)
		}
	}
	after, err := figures.Collect(ctx, tx, back)
	if err != nil {
		return err
	}
	touched.Merge(after)
	return figures.Mark(ctx, tx, touched)
}

// receipt hands a receipt to another import that saw the same, puts back its
// earlier version, or takes it out. It reports whether the receipt remains.
func (u *undoing) receipt(ctx context.Context, tx *sql.Tx, id string) (remains bool, err error) {
	witness, err := column(ctx, tx, `SELECT import FROM import_seen WHERE receipt = ? AND version = ? ORDER BY import LIMIT 1`, id, u.id)
	if err != nil {
		return false, fmt.Errorf("looking for other files with this receipt: %w", err)
	}
	if len(witness) > 0 {
		u.out.Others++
		return true, u.handOver(ctx, tx, id, witness[0])
	}
	before, err := column(ctx, tx, `SELECT before FROM import_changes WHERE import = ? AND collection = 'receipts' AND record = ?`, u.id, id)
	if err != nil {
		return false, fmt.Errorf("reading what a receipt was: %w", err)
	}
	if err := remove(ctx, tx, id); err != nil {
		return false, err
	}
	if len(before) == 0 {
		u.out.Receipts++
		return false, nil
	}
	u.out.Restored++
	if err := restore(ctx, tx, before[0]); err != nil {
		return true, err
	}
	_, err = tx.ExecContext(ctx, `DELETE FROM import_changes WHERE import = ? AND collection = 'receipts' AND record = ?`, u.id, id)
	return true, err
}

// handOver makes another import the author of a receipt's present version.
func (u *undoing) handOver(ctx context.Context, tx *sql.Tx, receipt, to string) error {
	for _, q := range []struct {
		sql  string
		args []any
	}{
		{`UPDATE receipts SET import = ? WHERE id = ? AND import = ?`, []any{to, receipt, u.id}},
		{`UPDATE import_changes SET import = ? WHERE import = ? AND collection = 'receipts' AND record = ?`, []any{to, u.id, receipt}},
		{`DELETE FROM import_seen WHERE receipt = ? AND import = ?`, []any{receipt, to}},
		{`UPDATE import_seen SET version = ? WHERE receipt = ? AND version = ?`, []any{to, receipt, u.id}},
	} {
		if _, err := tx.ExecContext(ctx, q.sql, q.args...); err != nil {
			return fmt.Errorf("handing a receipt to another import: %w", err)
		}
	}
	return nil
}

// versions takes this import out of the history of receipts that a later
// import corrected: the later one then stands on what was there before.
func (u *undoing) versions(ctx context.Context) error {
	return inTx(ctx, u.db, func(tx *sql.Tx) error {
		records, err := column(ctx, tx, `
			SELECT DISTINCT record FROM import_changes
			WHERE collection = 'receipts' AND json_extract(before, '$.receipt.import') = ?`, u.id)
		if err != nil {
			return fmt.Errorf("reading later corrections: %w", err)
		}
		for _, receipt := range records {
			if err := u.forgetVersion(ctx, tx, receipt); err != nil {
				return err
			}
		}
		_, err = tx.ExecContext(ctx, `DELETE FROM import_seen WHERE import = ?`, u.id)
		return err
	})
}

func (u *undoing) forgetVersion(ctx context.Context, tx *sql.Tx, receipt string) error {
	witness, err := column(ctx, tx, `SELECT import FROM import_seen WHERE receipt = ? AND version = ? AND import != ? ORDER BY import LIMIT 1`, receipt, u.id, u.id)
	if err != nil {
		return fmt.Errorf("looking for other files with this receipt: %w", err)
	}
	if len(witness) > 0 {
		_, err := tx.ExecContext(ctx, `
			UPDATE import_changes SET before = json_set(before, '$.receipt.import', ?)
			WHERE collection = 'receipts' AND record = ? AND json_extract(before, '$.receipt.import') = ?`, witness[0], receipt, u.id)
		return errors.Join(err, u.handOver(ctx, tx, receipt, witness[0]))
	}
	own, err := column(ctx, tx, `SELECT before FROM import_changes WHERE import = ? AND collection = 'receipts' AND record = ?`, u.id, receipt)
	if err != nil {
		return fmt.Errorf("reading what a receipt was: %w", err)
	}
	const later = `collection = 'receipts' AND record = ? AND json_extract(before, '$.receipt.import') = ?`
	if len(own) == 0 { // this import wrote it first: the later one now did
		_, err = tx.ExecContext(ctx, `DELETE FROM import_changes WHERE `+later, receipt, u.id)
		return err
	}
	if _, err = tx.ExecContext(ctx, `UPDATE import_changes SET before = ? WHERE `+later, own[0], receipt, u.id); err != nil {
		return fmt.Errorf("joining a receipt's history: %w", err)
	}
	_, err = tx.ExecContext(ctx, `DELETE FROM import_changes WHERE import = ? AND collection = 'receipts' AND record = ?`, u.id, receipt)
	return err
}

// done notes the end and the one entry in the audit chain.
func (u *undoing) done(ctx context.Context, audit Audit) error {
	return inTx(ctx, u.db, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `UPDATE imports SET state = 'undone', undone_at = ?, updated = ? WHERE id = ?`,
			instant(u.now()), u.now().UTC().Format(stamp), u.id)
		if err != nil {
			return fmt.Errorf("noting the undo: %w", err)
		}
		if audit == nil {
			return nil
		}
		return audit(ctx, tx, u.now(), "undo", u.id, map[string]any{"receipts": u.out.Receipts, "restored": u.out.Restored, "clients": u.out.Clients, "kept": len(u.out.Kept)})
	})
}
