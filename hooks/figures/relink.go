package figures

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
)

// settleNumbers links the returns of some originals again from scratch and
// assesses every receipt on either side.
func (w *worker) settleNumbers(ctx context.Context, tx *sql.Tx, keys []string) error {
	wanted := map[string]bool{}
	var numbers []string
	for _, key := range keys {
		wanted[key] = true
		if parts := strings.Split(key, separator); len(parts) == 3 {
			numbers = append(numbers, parts[2])
		}
	}
	all, err := load(ctx, tx, `r.id IN (
		SELECT id FROM receipts WHERE number IN (SELECT value FROM json_each(?1))
		UNION SELECT id FROM receipts WHERE original_number != '' AND original_number IN (SELECT value FROM json_each(?1)))`, list(numbers))
	if err != nil {
		return err
	}
	b := &books{byID: map[string]*stored{}}
	for _, s := range all {
		b.byID[s.id] = s
	}
	b.resolve()
	if err := b.addOtherOriginals(ctx, tx, wanted); err != nil {
		return err
	}
	return w.relink(ctx, tx, b, wanted)
}

// addOtherOriginals brings in the originals of receipts that are here as
// originals themselves: their links stand, their product line may pass on.
func (b *books) addOtherOriginals(ctx context.Context, tx *sql.Tx, wanted map[string]bool) error {
	var missing []string
	for id, s := range b.byID {
		if s.originalNumber == "" || wanted[strings.Join([]string{s.store, s.source, s.originalNumber}, separator)] {
			continue
		}
		b.resolved[id] = s.original
		if s.original != "" && b.byID[s.original] == nil {
			missing = append(missing, s.original)
		}
	}
	more, err := loadIDs(ctx, tx, missing)
	for _, s := range more {
		b.byID[s.id] = s
	}
	return err
}

// relink writes what changed: returned and returns of lines, original and the
// facts of receipts. Receipts whose facts change make their day dirty.
func (w *worker) relink(ctx context.Context, tx *sql.Tx, b *books, wanted map[string]bool) error {
	up, err := prepareLinks(ctx, tx)
	if err != nil {
		return err
	}
	returns := map[string][]*stored{}
	from := map[string]string{} // return line -> original line
	for id, s := range b.byID {
		if o := b.resolved[id]; o != "" {
			returns[o] = append(returns[o], s)
		}
	}
	isOriginal := func(s *stored) bool { return wanted[strings.Join([]string{s.store, s.source, s.number}, separator)] }
	names := func(s *stored) bool {
		return s.originalNumber != "" && wanted[strings.Join([]string{s.store, s.source, s.originalNumber}, separator)]
	}
	for id, s := range b.byID {
		if !isOriginal(s) {
			continue
		}
		c := allocate(s, returns[id])
		w.report.Over = append(w.report.Over, c.over...)
		for ret, orig := range c.from {
			from[ret] = orig
		}
		if err := up.writeReturned(ctx, s, c.returned); err != nil {
			return err
		}
	}
	for id, s := range b.byID {
		if names(s) {
			if err := up.writeReturns(ctx, s, b.resolved[id], from); err != nil {
				return err
			}
		}
		if names(s) || isOriginal(s) {
			if err := w.writeFacts(ctx, up.facts, s, b.assess(s)); err != nil {
				return err
			}
		}
	}
	return nil
}

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
