package pos

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"touchstone/hooks/figures"
	"touchstone/hooks/internal/database"
	"touchstone/hooks/internal/fault"
	"touchstone/hooks/internal/ids"
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
	if err := r.resume(ctx, app, now, id); err != nil {
		return nil, full(err, "an interrupted file")
	}
	out, err := r.undo(ctx, app, id, now)
	if isFull(err) {
		return nil, fault.Wrap(fault.DiskFull, err, "taking import %s back: the disk is full. Free some space; what was begun goes on by itself with the next command", id)
	}
	return out, err
}

func (r Room) undo(ctx context.Context, app core.App, id string, now func() time.Time) (*Undone, error) {
	db, err := writer(app)
	if err != nil {
		return nil, err
	}
	u := &undoing{db: db, id: id, now: now, arrived: r.Arrived, ids: ids.NewSource(now()), out: &Undone{Import: id, Kept: []Kept{}, Warnings: []string{}}}
	var state, begun string
	err = db.QueryRowContext(ctx, `SELECT state, file, store, source, coalesce(taken_back, '') FROM imports WHERE id = ?`, id).Scan(&state, &u.out.File, &u.store, &u.source, &begun)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return nil, fault.New(fault.NotFound, "there is no import %s; `touchstone imports` lists them", id)
	case err != nil:
		return nil, fmt.Errorf("reading the import: %w", err)
	case state == "undone":
		return nil, fault.New(fault.Conflict, "import %s was already taken back", id)
	}
	if state == "undoing" {
		u.goOn(begun)
	}
	since, err := unitedSince(ctx, db, id) // the merges that stand, before their clients go
	if err != nil {
		return nil, err
	}
	if err := setState(ctx, db, id, "undoing", now()); err != nil {
		return nil, err
	}
	if err := u.all(ctx); err != nil {
		return nil, err
	}
	for _, m := range since {
		m.tell(u.out)
	}
	if u.out.Restored > 0 || state == "undoing" { // what went back has the roles of its own day
		if err := r.reclassify(ctx, app, u.store); err != nil {
			return nil, err
		}
	}
	return u.out, u.done(ctx, r.Audit)
}

// undoing is one import on its way out, in short transactions; every step can
// be done again, so a crash in the middle is resumed.
type undoing struct {
	db            *sql.DB
	id            string
	store, source string
	now           func() time.Time
	ids           *ids.Source
	arrived       Arrived
	edges         map[string][]string // numbers and dates of the receipts at the edges of each file
	out           *Undone
}

func (u *undoing) all(ctx context.Context) error {
	if err := u.receipts(ctx); err != nil {
		return err
	}
	if _, err := figures.SettleDirty(ctx, u.db); err != nil {
		return fmt.Errorf("bringing the figures up to date: %w", err)
	}
	for _, step := range []func(context.Context) error{u.clients, u.facts, u.keepPoints, u.pairs, u.households, u.staff, u.settings} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return dropRows(ctx, u.db, u.id)
}

// receipts takes back what the import says of receipts, chunk by chunk: first
// what the book does not show, then what it does.
func (u *undoing) receipts(ctx context.Context) error {
	if err := u.loadEdges(ctx); err != nil {
		return err
	}
	if err := u.unsee(ctx); err != nil {
		return err
	}
	for _, pending := range []string{
		`SELECT DISTINCT record FROM import_changes WHERE import = ? AND collection = 'receipts' LIMIT ?`,
		`SELECT id FROM receipts WHERE import = ? AND rev <= 1 LIMIT ?`,
	} {
		for {
			found, err := database.Column(ctx, u.db, pending, u.id, chunkSize)
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
	}
	return u.keepEdited(ctx)
}

// unsee forgets what the import held that others wrote.
func (u *undoing) unsee(ctx context.Context) error {
	for more := true; more; {
		err := inTx(ctx, u.db, func(tx *sql.Tx) error {
			done, err := tx.ExecContext(ctx, `DELETE FROM import_seen WHERE import = ? AND receipt IN (SELECT receipt FROM import_seen WHERE import = ? LIMIT ?)`,
				u.id, u.id, deletedAtOnce)
			if err != nil {
				return fmt.Errorf("forgetting what the import held: %w", err)
			}
			n, _ := done.RowsAffected() // the driver always knows
			more = n == deletedAtOnce
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// chunk takes back what the import says of some receipts.
func (u *undoing) chunk(ctx context.Context, tx *sql.Tx, receipts []string) error {
	touched, err := figures.Collect(ctx, tx, receipts)
	if err != nil {
		return err
	}
	before, err := numbersOf(ctx, tx, receipts)
	if err != nil {
		return err
	}
	back, err := u.withdrawAll(ctx, tx, receipts)
	if err != nil {
		return err
	}
	if err := u.arrived.tell(ctx, tx, back, nil); err != nil {
		return err
	}
	if _, err := figures.Reassess(ctx, tx, back); err != nil { // a code may be somebody else's since
		return err
	}
	after, err := figures.Collect(ctx, tx, back)
	if err != nil {
		return err
	}
	touched.Merge(after)
	now, err := numbersOf(ctx, tx, back)
	if err != nil {
		return err
	}
	if err := (ledger{u.store, u.source, u.ids}).carry(ctx, tx, append(before, now...), &touched); err != nil {
		return err
	}
	if err := figures.Mark(ctx, tx, touched); err != nil {
		return err
	}
	return u.note(ctx, tx)
}

// note keeps with the import what was done so far, in the transaction that did
// it: cut off in the middle, the count goes on where it was.
func (u *undoing) note(ctx context.Context, tx *sql.Tx) error {
	raw, err := json.Marshal(u.out)
	if err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, `UPDATE imports SET taken_back = ? WHERE id = ?`, string(raw), u.id); err != nil {
		return fmt.Errorf("noting what the undo did: %w", err)
	}
	return nil
}

// goOn takes up the counts of an undo that was cut off. What stays is met again.
func (u *undoing) goOn(begun string) {
	var was Undone
	if json.Unmarshal([]byte(begun), &was) == nil {
		u.out.Receipts, u.out.Restored, u.out.Others, u.out.Clients, u.out.Staff = was.Receipts, was.Restored, was.Others, was.Clients, was.Staff
	}
}

// withdrawAll takes back what the import says of some receipts and returns
// those that stay in the book.
func (u *undoing) withdrawAll(ctx context.Context, tx *sql.Tx, receipts []string) (back []string, err error) {
	for _, id := range receipts {
		outcome, err := u.withdraw(ctx, tx, id)
		if err != nil {
			return nil, err
		}
		switch outcome {
		case gone:
			u.out.Receipts++
			continue
		case restored:
			u.out.Restored++
		case stays:
			u.out.Others++
		}
		back = append(back, id)
	}
	return back, nil
}

// numbersOf are the numbers of receipts, and those that they name.
func numbersOf(ctx context.Context, tx *sql.Tx, receipts []string) ([]string, error) {
	list, err := json.Marshal(receipts)
	if err != nil {
		return nil, err
	}
	numbers, err := database.Column(ctx, tx, `
		SELECT number FROM receipts WHERE id IN (SELECT value FROM json_each(?1))
		UNION SELECT original_number FROM receipts WHERE id IN (SELECT value FROM json_each(?1)) AND original_number != ''`, string(list))
	if err != nil {
		return nil, fmt.Errorf("reading receipt numbers: %w", err)
	}
	return numbers, nil
}

// done notes the end and the one entry in the audit chain.
func (u *undoing) done(ctx context.Context, audit Audit) error {
	return inTx(ctx, u.db, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `UPDATE imports SET state = 'undone', undone_at = ?, updated = ? WHERE id = ?`,
			instant(u.now()), u.now().UTC().Format(stamp), u.id)
		if err != nil {
			return fmt.Errorf("noting the undo: %w", err)
		}
		if err := u.note(ctx, tx); err != nil {
			return err
		}
		if audit == nil {
			return nil
		}
		return audit(ctx, tx, u.now(), "undo", u.id, map[string]any{"receipts": u.out.Receipts, "restored": u.out.Restored, "clients": u.out.Clients, "kept": len(u.out.Kept)})
	})
}
