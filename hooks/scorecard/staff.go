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
	active         bool
	started, ended string // YYYY-MM-DD or empty
}

// readStaff reads the staff of a store by name, as people look for themselves:
// letters with their accents among the plain ones, then by code.
func readStaff(ctx context.Context, db figures.Reader, storeID string) ([]member, error) {
	rows, err := db.QueryContext(ctx, `SELECT id, code, name, active, started, ended FROM staff WHERE store = ? AND code != ''`, storeID)
	if err != nil {
		return nil, fmt.Errorf("reading the staff: %w", err)
	}
	defer rows.Close()
	var all []member
	for rows.Next() {
		var m member
		if err := rows.Scan(&m.id, &m.code, &m.name, &m.active, &m.started, &m.ended); err != nil {
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

// choose picks whose cards are made: the one of a code, else everybody active
// who was there in the 13 weeks.
func choose(staff []member, code string, at span) ([]member, error) {
	if code != "" {
		return one(staff, code)
	}
	var all []member
	for _, m := range staff {
		gone := m.ended != "" && m.ended < at.first.String()
		coming := m.started != "" && m.started > at.last.String()
		if m.active && !gone && !coming {
			all = append(all, m)
		}
	}
	return all, nil
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
