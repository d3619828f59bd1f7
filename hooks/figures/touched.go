package figures

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// separator joins the parts of a key in figures_dirty; no id, number or date
// holds it.
const separator = "\x1f"

// Kinds of entries in figures_dirty, in the order in which they are settled.
const (
	dirtyNumber    = "number"    // store, source, number of an original
	dirtyClient    = "client"    // record id
	dirtyHousehold = "household" // record id
	dirtyDay       = "day"       // store, date
	dirtyMonth     = "month"     // store, first date of the month
)

// Ref is what the figures need to know of a receipt that was or will be
// written. Dates are YYYY-MM-DD or empty; ids are record ids.
type Ref struct {
	Store, Source, Number string
	OriginalNumber        string
	Client, Household     string
	Date, RefundedOn      string
}

// Touched gathers what a change of receipts may have an effect on. The zero
// value is ready. It is not safe for concurrent use.
type Touched struct {
	numbers map[string]string   // key of the receipt itself -> its number
	naming  map[string]struct{} // numbers of receipts that name or named an original
	entries map[entry]struct{}
}

type entry struct{ kind, key string }

// Add takes in one receipt as it is now, or as it was before it is changed or
// deleted: a correction is added twice.
func (t *Touched) Add(r Ref) {
	t.ready()
	t.numbers[r.Store+separator+r.Source+separator+r.Number] = r.Number
	put := func(kind, key string) { t.entries[entry{kind, key}] = struct{}{} }
	if r.OriginalNumber != "" {
		put(dirtyNumber, r.Store+separator+r.Source+separator+r.OriginalNumber)
		t.naming[r.Number] = struct{}{}
	}
	if r.Client != "" {
		put(dirtyClient, r.Client)
	}
	if r.Household != "" {
		put(dirtyHousehold, r.Household)
	}
	for _, date := range []string{r.Date, r.RefundedOn} {
		if date != "" {
			put(dirtyDay, r.Store+separator+date)
		}
	}
}

// Merge takes in what o gathered.
func (t *Touched) Merge(o Touched) {
	t.ready()
	maps.Copy(t.numbers, o.numbers)
	maps.Copy(t.naming, o.naming)
	maps.Copy(t.entries, o.entries)
}

func (t *Touched) ready() {
	if t.entries == nil {
		t.numbers, t.naming, t.entries = map[string]string{}, map[string]struct{}{}, map[entry]struct{}{}
	}
}

// Collect gathers the receipts of the given record ids as they stand in the
// book: before they are changed or deleted, and again after a change.
func Collect(ctx context.Context, tx Reader, ids []string) (Touched, error) {
	var t Touched
	rows, err := tx.QueryContext(ctx, `
		SELECT store, source, number, original_number, client, household, date, refunded_on
		FROM receipts WHERE id IN (SELECT value FROM json_each(?))`, list(ids))
	if err != nil {
		return t, fmt.Errorf("collecting %d receipts: %w", len(ids), err)
	}
	defer rows.Close()
	for rows.Next() {
		var r Ref
		if err := rows.Scan(&r.Store, &r.Source, &r.Number, &r.OriginalNumber, &r.Client, &r.Household, &r.Date, &r.RefundedOn); err != nil {
			return t, fmt.Errorf("collecting %d receipts: %w", len(ids), err)
		}
		t.Add(r)
	}
	return t, rows.Err()
}

// Mark writes down what has to be brought up to date, in the transaction that
// changes the receipts, so that a crash between the change and SettleDirty
// loses nothing. Until then Query counts from the lines.
func Mark(ctx context.Context, tx *sql.Tx, t Touched) error {
	if err := forgetOriginals(ctx, tx, t); err != nil {
		return err
	}
	named, err := namedByOthers(ctx, tx, t)
	if err != nil {
		return err
	}
	return t.mark(ctx, tx, named)
}

// MarkArrived is Mark for receipts that the book did not have before. It does
// not look who names them as an original: MarkNamed does, once, after the last.
func MarkArrived(ctx context.Context, tx *sql.Tx, t Touched) error { return t.mark(ctx, tx, nil) }

// MarkNamed marks every receipt that another one names as its original.
func MarkNamed(ctx context.Context, tx *sql.Tx) error {
	if _, err := tx.ExecContext(ctx, `INSERT OR REPLACE INTO figures_dirty (kind, key, stamp) SELECT *, random() FROM (`+allNamed+`)`); err != nil {
		return fmt.Errorf("marking what was returned: %w", err)
	}
	return nil
}

const allNamed = `SELECT DISTINCT 'number', store || char(31) || source || char(31) || original_number FROM receipts WHERE original_number != ''`

func (t Touched) mark(ctx context.Context, tx *sql.Tx, named []string) error {
	byKind := map[string][]string{dirtyNumber: named}
	for e := range t.entries {
		byKind[e.kind] = append(byKind[e.kind], e.key)
	}
	return markKeys(ctx, tx, byKind)
}

// forgetOriginals takes the links off receipts that no longer name an original:
// nothing else would find them.
func forgetOriginals(ctx context.Context, tx *sql.Tx, t Touched) error {
	if len(t.naming) == 0 {
		return nil
	}
	const stale = `FROM receipts WHERE number IN (SELECT value FROM json_each(?)) AND original_number = '' AND original != ''`
	numbers := list(slices.Sorted(maps.Keys(t.naming)))
	for _, s := range []string{
		`UPDATE lines SET returns = '' WHERE receipt IN (SELECT id ` + stale + `)`,
		`UPDATE receipts SET original = '' WHERE id IN (SELECT id ` + stale + `)`,
	} {
		if _, err := tx.ExecContext(ctx, s, numbers); err != nil {
			return fmt.Errorf("taking links off corrected returns: %w", err)
		}
	}
	return nil
}

func markKeys(ctx context.Context, tx *sql.Tx, byKind map[string][]string) error {
	for kind, keys := range byKind {
		if len(keys) == 0 {
			continue
		}
		slices.Sort(keys) // in key order the table grows at few places
		if _, err := tx.ExecContext(ctx, `
			INSERT INTO figures_dirty (kind, key, stamp)
			SELECT ?, value, random() FROM json_each(?) WHERE TRUE
			ON CONFLICT (kind, key) DO UPDATE SET stamp = excluded.stamp`, kind, list(keys)); err != nil {
			return fmt.Errorf("marking %d %s entries to bring up to date: %w", len(keys), kind, err)
		}
	}
	return nil
}

// MarkAll marks the whole book: after a restore, or when a check finds that
// roll-ups differ from a recount.
func MarkAll(ctx context.Context, tx *sql.Tx) error {
	if _, err := tx.ExecContext(ctx, `DELETE FROM figures_rollups`); err != nil {
		return fmt.Errorf("marking the whole book to bring up to date: %w", err)
	}
	for _, s := range []string{
		allNamed,
		`SELECT DISTINCT 'client', client FROM receipts WHERE client != ''`,
		`SELECT DISTINCT 'household', household FROM receipts WHERE household != ''`,
		`SELECT DISTINCT 'day', store || char(31) || date FROM receipts WHERE date != ''`,
		`SELECT DISTINCT 'day', store || char(31) || refunded_on FROM receipts WHERE refunded > 0 AND refunded_on != ''`,
	} {
		if _, err := tx.ExecContext(ctx, `INSERT OR REPLACE INTO figures_dirty (kind, key, stamp) SELECT *, random() FROM (`+s+`)`); err != nil {
			return fmt.Errorf("marking the whole book to bring up to date: %w", err)
		}
	}
	return nil
}

// namedByOthers keeps those of the touched receipts whose number some receipt
// names as its original.
func namedByOthers(ctx context.Context, tx Reader, t Touched) ([]string, error) {
	rows, err := tx.QueryContext(ctx, `
		SELECT DISTINCT store, source, original_number FROM receipts
		WHERE original_number != '' AND original_number IN (SELECT value FROM json_each(?))`,
		list(slices.Collect(maps.Values(t.numbers))))
	if err != nil {
		return nil, fmt.Errorf("looking for returns of touched receipts: %w", err)
	}
	defer rows.Close()
	var keys []string
	for rows.Next() {
		var store, source, number string
		if err := rows.Scan(&store, &source, &number); err != nil {
			return nil, fmt.Errorf("looking for returns of touched receipts: %w", err)
		}
		if key := strings.Join([]string{store, source, number}, separator); t.numbers[key] != "" {
			keys = append(keys, key)
		}
	}
	return keys, rows.Err()
}

// list is a parameter for json_each: one value for any number of texts.
func list[T string | int64](values []T) string {
	if len(values) == 0 {
		return "[]"
	}
	b, _ := json.Marshal(values) // texts and whole numbers always marshal
	return string(b)
}
