package pos

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"

	"touchstone/hooks/figures"
	"touchstone/hooks/pos/credit"
	"touchstone/hooks/pos/ticket"
)

// moved is a code of the POS that belongs to somebody else now. From is whose
// it was, empty where nobody had it any more.
type moved struct {
	Code string `json:"code"`
	From string `json:"from"`
	To   string `json:"to"`
}

// moves reports whether a receipt has a share under a code that moved.
func (a *reread) moves(t *ticket.Ticket) bool {
	for _, l := range t.Lines {
		for _, s := range l.Shares {
			if a.movedBy(s.Code) != nil {
				return true
			}
		}
	}
	return false
}

func (a *reread) movedBy(code string) *moved {
	for _, why := range a.why {
		if why.Moved != nil && credit.Key(why.Moved.Code) == credit.Key(code) {
			return why.Moved
		}
	}
	return nil
}

// codes gives the shares under a moved code to whose it is now.
func (a *reread) codes(ctx context.Context) error {
	for chunk := range slices.Chunk(a.sold, chunkSize) {
		if err := inTx(ctx, a.db, func(tx *sql.Tx) error { return a.credit(ctx, tx, chunk) }); err != nil {
			return err
		}
	}
	return nil
}

func (a *reread) credit(ctx context.Context, tx *sql.Tx, chunk []placed) error {
	var changed []string
	for _, p := range chunk {
		if p.change > 0 {
			if err := a.creditShelved(ctx, tx, p); err != nil {
				return err
			}
			continue
		}
		n, err := a.creditOne(ctx, tx, p)
		if err != nil {
			return err
		}
		if n > 0 {
			changed = append(changed, p.id)
		}
	}
	if len(changed) == 0 {
		return nil
	}
	_, err := figures.Reassess(ctx, tx, changed)
	return err
}

// creditOne moves the shares of one receipt: those that stand where the file
// has the code, as large as there, and were not given to somebody else by hand.
func (a *reread) creditOne(ctx context.Context, tx *sql.Tx, p placed) (int64, error) {
	var n int64
	for i, l := range p.ticket.Lines {
		for j, s := range l.Shares {
			m := a.movedBy(s.Code)
			if m == nil {
				continue
			}
			done, err := tx.ExecContext(ctx, `
				UPDATE shares SET staff = ?1 WHERE staff != ?1 AND (staff = ?2 OR ?2 = '') AND position = ?3 AND basis_points = ?4
				AND line IN (SELECT id FROM lines WHERE receipt = ?5 AND position = ?6 AND "row" != ?7)`,
				m.To, m.From, j+1, s.BasisPoints, p.id, i+1, carriedRow)
			if err != nil {
				return n, fmt.Errorf("giving a sale to another person: %w", err)
			}
			moved, _ := done.RowsAffected() // the driver always knows
			n += moved
		}
	}
	return n, nil
}

// creditShelved does the same for what an undo may bring back.
func (a *reread) creditShelved(ctx context.Context, tx *sql.Tx, p placed) error {
	var raw string
	if err := tx.QueryRowContext(ctx, `SELECT before -> '$.shares' FROM import_changes WHERE id = ?`, p.change).Scan(&raw); err != nil {
		return fmt.Errorf("reading the shares of a receipt: %w", err)
	}
	var shares []struct {
		Position int    `json:"position"`
		Points   int    `json:"basis_points"`
		Staff    string `json:"staff"`
	}
	if err := json.Unmarshal([]byte(raw), &shares); err != nil {
		return fmt.Errorf("reading the shares of a receipt: %w", err)
	}
	line := -1 // shares stand in the order of their lines
	for at, s := range shares {
		if s.Position == 1 {
			line++
		}
		if line < 0 || line >= len(p.ticket.Lines) || s.Position > len(p.ticket.Lines[line].Shares) {
			continue
		}
		said := p.ticket.Lines[line].Shares[s.Position-1]
		m := a.movedBy(said.Code)
		if m == nil || said.BasisPoints != s.Points || m.From != "" && m.From != s.Staff {
			continue
		}
		if _, err := tx.ExecContext(ctx, `UPDATE import_changes SET before = json_set(before, ?2, ?3) WHERE id = ?1`,
			p.change, fmt.Sprintf("$.shares[%d].staff", at), m.To); err != nil {
			return fmt.Errorf("giving a sale to another person: %w", err)
		}
	}
	return nil
}
