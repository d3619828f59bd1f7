package figures

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
)

type linkUpdates struct{ returned, returns, original, facts prepared }

func prepareLinks(ctx context.Context, tx *sql.Tx) (up linkUpdates, err error) {
	for _, p := range []struct {
		to        *prepared
		statement string
	}{
		{&up.returned, `UPDATE lines SET returned = ? WHERE id = ?`},
		{&up.returns, `UPDATE lines SET returns = ? WHERE id = ?`},
		{&up.original, `UPDATE receipts SET original = ? WHERE id = ?`},
		{&up.facts, `UPDATE receipts SET ` + strings.Join(FactColumns(), " = ?, ") + ` = ? WHERE id = ?`},
	} {
		if *p.to, err = prepare(ctx, tx, p.statement); err != nil {
			return up, err
		}
	}
	return up, nil
}

func (up linkUpdates) writeReturned(ctx context.Context, s *stored, returned []int64) error {
	for i := range s.lines {
		if s.receipt.Lines[i].Returned == returned[i] {
			continue
		}
		s.receipt.Lines[i].Returned = returned[i]
		if err := up.returned.run(ctx, returned[i], s.lines[i].id); err != nil {
			return fmt.Errorf("linking returns of receipt %s: %w", s.number, err)
		}
	}
	return nil
}

func (up linkUpdates) writeReturns(ctx context.Context, s *stored, original string, from map[string]string) error {
	if s.original != original {
		if err := up.original.run(ctx, original, s.id); err != nil {
			return fmt.Errorf("linking return %s: %w", s.number, err)
		}
	}
	for _, l := range s.lines {
		if l.returns == from[l.id] {
			continue
		}
		if err := up.returns.run(ctx, from[l.id], l.id); err != nil {
			return fmt.Errorf("linking return %s: %w", s.number, err)
		}
	}
	return nil
}

func (w *worker) writeFacts(ctx context.Context, up prepared, s *stored, now Facts) error {
	leading := now.Leading
	now.Leading = 0
	if now == s.facts {
		return nil
	}
	now.Leading = leading
	if err := up.run(ctx, append(now.Values(), s.id)...); err != nil {
		return fmt.Errorf("writing the facts of receipt %s: %w", s.number, err)
	}
	w.report.Reassessed++
	w.touch(s)
	if now.IsSale != s.facts.IsSale || now.CountsFor != s.facts.CountsFor {
		w.touchPeople(s)
	}
	return nil
}
