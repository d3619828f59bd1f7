package figures

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"touchstone/hooks/internal/store"
)

var (
	productLines = []string{"watch", "jewelry", "none"}
	shifts       = []string{"morning", "afternoon", "evening", "unknown"}
	weekdays     = []string{"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"}
)

// rowKey is one row to show: raw is its key in the counted rows.
type rowKey struct{ raw, key, label, id string }

// rowKeys lists the rows of the cut in their order. Cuts with fixed keys show
// them all, stores and active staff too; brands and people who left show when
// they have anything.
func (q *question) rowKeys(ctx context.Context, db Reader, rows tallies) ([]rowKey, error) {
	switch q.By {
	case byAssociate:
		return q.staffKeys(rows), nil
	case byStore:
		return q.storeKeys(), nil
	case byProductLine:
		return fixed(productLines, map[string]string{"watch": "Watches", "jewelry": "Jewelry", "none": "Neither"}), nil
	case byShift:
		p := q.partNames()
		return fixed(shifts, map[string]string{"morning": cmp.Or(p.Morning, "Morning"), "afternoon": cmp.Or(p.Afternoon, "Afternoon"),
			"evening": cmp.Or(p.Evening, "Evening"), "unknown": "Time unknown"}), nil
	case byWeekday:
		return fixed(weekdays, map[string]string{"monday": "Monday", "tuesday": "Tuesday", "wednesday": "Wednesday", "thursday": "Thursday",
			"friday": "Friday", "saturday": "Saturday", "sunday": "Sunday"}), nil
	case byBrand:
		return brandKeys(ctx, db, rows)
	}
	return []rowKey{{key: byAll, label: "Everyone"}}, nil
}

// partNames are what the store calls the parts of its day; stores that do not
// agree get the common names.
func (q *question) partNames() store.Parts {
	var p store.Parts
	for i, s := range q.stores {
		if i > 0 && s.Parts != p {
			return store.Parts{}
		}
		p = s.Parts
	}
	return p
}

func fixed(keys []string, labels map[string]string) []rowKey {
	all := make([]rowKey, len(keys))
	for i, k := range keys {
		all[i] = rowKey{raw: k, key: k, label: labels[k]}
	}
	return all
}

func (q *question) storeKeys() []rowKey {
	var all []rowKey
	for _, s := range q.stores {
		all = append(all, rowKey{raw: s.ID, key: s.Code, label: cmp.Or(s.Name, s.Code), id: s.ID})
	}
	return all
}

func (q *question) staffKeys(rows tallies) []rowKey {
	var all []rowKey
	for _, m := range q.staff {
		mine := slices.Contains(q.storeIDs, m.store) && m.active && (!q.narrowed || q.associate == m.id)
		if mine || rows[m.id].any() {
			all = append(all, rowKey{raw: m.id, key: m.code, label: cmp.Or(m.name, m.code), id: m.id})
		}
	}
	if rows[""].any() {
		all = append(all, rowKey{raw: "", key: Unassigned, label: "Unassigned"})
	}
	return all
}

// any reports whether a row has anything to show.
func (t *tally) any() bool {
	if t == nil {
		return false
	}
	for _, v := range t.sums() {
		if *v != 0 {
			return true
		}
	}
	return t.sale.N != 0
}

func brandKeys(ctx context.Context, db Reader, rows tallies) ([]rowKey, error) {
	names, err := brandNames(ctx, db)
	if err != nil {
		return nil, err
	}
	var all []rowKey
	for key, t := range rows {
		if key == "none" || !t.any() {
			continue
		}
		name := cmp.Or(names[key], key)
		all = append(all, rowKey{raw: key, key: name, label: name})
	}
	slices.SortFunc(all, func(a, b rowKey) int { return cmp.Compare(a.raw, b.raw) })
	if rows["none"].any() {
		all = append(all, rowKey{raw: "none", key: "none", label: "No brand"})
	}
	return all, nil
}

// brandNames gives every brand as it was first written, by its folded key. The
// recursion hops from one spelling to the next along the index instead of
// reading every receipt.
func brandNames(ctx context.Context, db Reader) (map[string]string, error) {
	rows, err := db.QueryContext(ctx, `
		WITH RECURSIVE spelling(brand) AS (
			SELECT (SELECT MIN(brand) FROM receipts WHERE brand != '')
			UNION ALL
			SELECT (SELECT MIN(brand) FROM receipts WHERE brand != '' AND brand > spelling.brand)
			FROM spelling WHERE spelling.brand IS NOT NULL
		)
		SELECT brand, (SELECT MIN(rowid) FROM receipts r WHERE r.brand != '' AND r.brand = spelling.brand)
		FROM spelling WHERE brand IS NOT NULL`)
	if err != nil {
		return nil, fmt.Errorf("reading brands: %w", err)
	}
	defer rows.Close()
	names, first := map[string]string{}, map[string]int64{}
	for rows.Next() {
		var brand string
		var rowid int64
		if err := rows.Scan(&brand, &rowid); err != nil {
			return nil, fmt.Errorf("reading brands: %w", err)
		}
		key := brandKey(brand)
		if at, seen := first[key]; !seen || rowid < at {
			names[key], first[key] = brand, rowid
		}
	}
	return names, rows.Err()
}
