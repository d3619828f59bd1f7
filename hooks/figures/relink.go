package figures

import (
	"context"
	"database/sql"
	"maps"
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
		if s.originalNumber == "" || wanted[s.originalKey()] {
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
	from, err := w.relinkOriginals(ctx, up, b, wanted)
	if err != nil {
		return err
	}
	for id, s := range b.byID {
		if wanted[s.originalKey()] {
			if err := up.writeReturns(ctx, s, b.resolved[id], from); err != nil {
				return err
			}
		}
		if wanted[s.originalKey()] || wanted[s.key()] {
			if err := w.writeFacts(ctx, up.facts, s, b.assess(s)); err != nil {
				return err
			}
		}
	}
	return nil
}

// relinkOriginals writes how much of the wanted originals came back and returns
// the original line of each return line by record ids.
func (w *worker) relinkOriginals(ctx context.Context, up linkUpdates, b *books, wanted map[string]bool) (map[string]string, error) {
	returns := map[string][]*stored{}
	for id, s := range b.byID {
		if o := b.resolved[id]; o != "" {
			returns[o] = append(returns[o], s)
		}
	}
	from := map[string]string{}
	for id, s := range b.byID {
		if !wanted[s.key()] {
			continue
		}
		c := allocate(s, returns[id])
		w.report.Over = append(w.report.Over, c.over...)
		maps.Copy(from, c.from)
		if err := up.writeReturned(ctx, s, c.returned); err != nil {
			return nil, err
		}
	}
	return from, nil
}

// Reassess works out the facts of some receipts again after what they depend on
// changed beside them, such as a category rule that changed the role of lines,
// and marks what follows. The caller settles as after any change. It returns how
// many receipts' facts changed.
func Reassess(ctx context.Context, tx *sql.Tx, ids []string) (int, error) {
	all, err := loadIDs(ctx, tx, ids)
	if err != nil {
		return 0, err
	}
	b := &books{byID: map[string]*stored{}, resolved: map[string]string{}}
	for _, s := range all {
		b.byID[s.id] = s
	}
	if err := b.addOtherOriginals(ctx, tx, nil); err != nil {
		return 0, err
	}
	up, err := prepareLinks(ctx, tx)
	if err != nil {
		return 0, err
	}
	w := newWorker()
	for _, s := range all {
		if err := w.writeFacts(ctx, up.facts, s, b.assess(s)); err != nil {
			return 0, err
		}
	}
	if err := w.flush(ctx, tx); err != nil {
		return 0, err
	}
	touched, err := Collect(ctx, tx, ids) // returns take over a product line
	if err != nil {
		return 0, err
	}
	return w.report.Reassessed, Mark(ctx, tx, touched)
}
