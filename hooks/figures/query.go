package figures

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"touchstone/hooks/internal/civil"
	"touchstone/hooks/internal/store"
)

// Unassigned is the key of what counts for nobody.
const Unassigned = "unassigned"

// Scope says which receipts a figure is about. Empty fields do not narrow.
type Scope struct {
	From, To    civil.Date // business dates, both included
	Store       string     // code
	Associate   string     // staff code or record id, or Unassigned
	ProductLine string     // watch, jewelry, none
	Brand       string     // in any spelling, or none
	Shift       string     // morning, afternoon, evening, unknown
	Weekday     string     // monday to sunday
	By          string     // associate, product_line, brand, shift, weekday, store; "" or all = one row
	AsOf        civil.Date // only returns dated up to it apply; zero = all that are known
}

// ScopeError is a scope that cannot be answered; its text is for the person who asked.
type ScopeError struct{ Message string }

func (m *ScopeError) Error() string { return m.Message }

func mistake(format string, args ...any) error { return &ScopeError{fmt.Sprintf(format, args...)} }

var errManyCurrencies = errors.New("adding up stores: they have different currencies; choose one with --store")

// question is a scope with everything looked up.
type question struct {
	Scope
	from, to, asOf string
	stores         []store.Store
	storeIDs       []string
	staff          []member
	narrowed       bool   // to one associate
	associate      string // its record id, "" = unassigned
	brand          string // folded
}

// Query works out the figures of a scope. It reads roll-ups where they answer
// the scope and are up to date, and counts from the lines otherwise; both give
// the same numbers. Given a read transaction as db, all of it is of one moment.
func Query(ctx context.Context, db Reader, s Scope) (Result, error) {
	q, err := ask(ctx, db, s)
	if err != nil {
		return Result{}, err
	}
	rows, err := q.count(ctx, db)
	if err != nil {
		return Result{}, err
	}
	return q.result(ctx, db, rows)
}

// count chooses between the two engines.
func (q *question) count(ctx context.Context, db Reader) (tallies, error) {
	p, ok := q.plan()
	if ok {
		var err error
		if ok, err = q.current(ctx, db); err != nil {
			return nil, err
		}
	}
	if ok {
		rows, err := q.fromRollups(ctx, db, p)
		if !errors.Is(err, errPacked) {
			return rows, err
		}
	}
	return q.recount(ctx, db)
}

// ask checks a scope and looks up what it names.
func ask(ctx context.Context, db Reader, s Scope) (*question, error) {
	if err := s.check(); err != nil {
		return nil, err
	}
	q := &question{Scope: s, from: s.From.String(), to: s.To.String(), asOf: s.AsOf.String()}
	if s.By == byAll {
		q.By = ""
	}
	if s.Brand != "" {
		q.brand = brandKey(s.Brand)
	}
	if err := q.findStores(ctx, db); err != nil {
		return nil, err
	}
	var err error
	if q.staff, err = readStaff(ctx, db); err != nil {
		return nil, err
	}
	return q, q.findAssociate()
}

func (q *question) findStores(ctx context.Context, db Reader) error {
	all, err := store.All(ctx, db)
	if err != nil {
		return err
	}
	for _, one := range all {
		if q.Store == "" || one.Code == q.Store {
			q.stores = append(q.stores, one)
			q.storeIDs = append(q.storeIDs, one.ID)
		}
	}
	if q.Store != "" && len(q.stores) == 0 {
		return mistake("the book has no store of code %q", q.Store)
	}
	return nil
}

func (s Scope) check() error {
	switch {
	case !s.From.Valid() || !s.To.Valid():
		return mistake("a period needs a first and a last date that exist")
	case s.To.Before(s.From):
		return mistake("the period ends on %s, before it begins on %s", s.To, s.From)
	case !s.AsOf.IsZero() && !s.AsOf.Valid():
		return mistake("the date of --as-of does not exist")
	}
	for _, c := range []struct {
		what, value string
		allowed     []string
	}{
		{"cut", s.By, []string{byAll, byAssociate, byProductLine, byBrand, byShift, byWeekday, byStore}},
		{"product line", s.ProductLine, productLines},
		{"part of the day", s.Shift, shifts},
		{"day of the week", s.Weekday, weekdays},
	} {
		if c.value != "" && !slices.Contains(c.allowed, c.value) {
			return mistake("there is no %s %q; choose one of %s", c.what, c.value, strings.Join(c.allowed, ", "))
		}
	}
	return nil
}

func (q *question) findAssociate() error {
	if q.Associate == "" {
		return nil
	}
	q.narrowed = true
	if q.Associate == Unassigned {
		return nil
	}
	// A record id is certain; a code is looked for in the stores asked about
	// first, since the other store may use it too.
	for _, fits := range []func(m member) bool{
		func(m member) bool { return m.id == q.Associate },
		func(m member) bool { return m.code == q.Associate && slices.Contains(q.storeIDs, m.store) },
		func(m member) bool { return m.code == q.Associate },
	} {
		if i := slices.IndexFunc(q.staff, fits); i >= 0 {
			q.associate = q.staff[i].id
			return nil
		}
	}
	return mistake("nobody on the staff has the code %q", q.Associate)
}

// member is one of the staff.
type member struct {
	id, code, name, store string
	active                bool
}

func readStaff(ctx context.Context, db Reader) ([]member, error) {
	rows, err := db.QueryContext(ctx, `
		SELECT s.id, s.code, s.name, s.store, s.active
		FROM staff s LEFT JOIN stores o ON o.id = s.store ORDER BY s.code COLLATE NOCASE, s.code, o.code`)
	if err != nil {
		return nil, fmt.Errorf("reading the staff: %w", err)
	}
	defer rows.Close()
	var all []member
	for rows.Next() {
		var m member
		if err := rows.Scan(&m.id, &m.code, &m.name, &m.store, &m.active); err != nil {
			return nil, fmt.Errorf("reading the staff: %w", err)
		}
		all = append(all, m)
	}
	return all, rows.Err()
}
