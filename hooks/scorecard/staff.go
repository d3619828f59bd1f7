package scorecard

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"touchstone/hooks/figures"
	"touchstone/hooks/internal/fault"
)

// member is one of the store's staff.
type member struct {
	id, code, name string
	role           string
	active         bool
	started, ended string // YYYY-MM-DD or empty
}

// readStaff reads the staff of a store by name, as people look for themselves:
// letters with their accents among the plain ones, then by code.
func readStaff(ctx context.Context, db figures.Reader, storeID string) ([]member, error) {
	rows, err := db.QueryContext(ctx, `SELECT id, code, name, role, active, started, ended FROM staff WHERE store = ? AND code != ''`, storeID)
	if err != nil {
		return nil, fmt.Errorf("reading the staff: %w", err)
	}
	defer rows.Close()
	var all []member
	for rows.Next() {
		var m member
		if err := rows.Scan(&m.id, &m.code, &m.name, &m.role, &m.active, &m.started, &m.ended); err != nil {
			return nil, fmt.Errorf("reading the staff: %w", err)
		}
		all = append(all, m)
	}
	letters := collate.New(language.Und, collate.IgnoreCase)
	slices.SortFunc(all, func(a, b member) int {
		return cmp.Or(letters.CompareString(cmp.Or(a.name, a.code), cmp.Or(b.name, b.code)), cmp.Compare(a.code, b.code))
	})
	return all, rows.Err()
}

// there picks who was there in the week: everybody active who had begun and had
// not left.
func there(staff []member, at span) []member {
	var all []member
	for _, m := range staff {
		gone := m.ended != "" && m.ended < at.first.String()
		coming := m.started != "" && m.started > at.last.String()
		if m.active && !gone && !coming {
			all = append(all, m)
		}
	}
	return all
}

// sort tells whose cards a week has. Who was on the list when it was issued stays
// on it. Somebody else of an issued week is late, and only if sales of the week
// are theirs by now. An owner or manager without a sale in the 13 weeks has no
// card unless it is asked for.
func (e *Edition) sort(staff []member, numbers map[string]*Numbers, listed map[string]card) {
	_, issued := listed[everyone]
	e.issued = issued
	present := map[string]bool{}
	for _, m := range there(staff, e.at) {
		present[m.id] = true
	}
	for _, m := range staff {
		n := e.known(numbers, m.id)
		_, on := listed[m.id]
		c := card{Staff: m.id, Code: m.code, Name: m.name, Numbers: n}
		switch {
		case issued && on:
			e.cards = append(e.cards, c)
		case !present[m.id]:
		case (m.role == "owner" || m.role == "manager") && n.Period.sales() == 0 && n.Period.Net == 0:
			e.aside = append(e.aside, c)
		case issued && !e.fresh:
			if n.Week.sales() > 0 || n.Week.Net != 0 {
				e.late = append(e.late, c)
			}
		default:
			e.cards = append(e.cards, c)
		}
	}
}

// one finds a code, in any case where it is clear who is meant. Somebody who
// left still has the cards of the weeks before.
func one(staff []member, code string) ([]member, error) {
	var loose []member
	var codes []string
	for _, m := range staff {
		if m.code == code {
			return []member{m}, nil
		}
		if strings.EqualFold(m.code, code) {
			loose = append(loose, m)
		}
		if m.active {
			codes = append(codes, m.code)
		}
	}
	if len(loose) == 1 {
		return loose, nil
	}
	if len(codes) == 0 {
		return nil, fault.New(fault.NotFound, "Nobody has the code %q: there is no staff in this store yet. Import a file with salespeople, or add them.", code)
	}
	slices.Sort(codes)
	return nil, fault.New(fault.NotFound, "Nobody has the code %q. The codes of this store are %s.", code, strings.Join(codes, ", "))
}
