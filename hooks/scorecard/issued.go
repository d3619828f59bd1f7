package scorecard

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"

	"touchstone/hooks/figures"
)

// collection holds the issued weeks.
const collection = "scorecards"

// readKept reads what was issued of a week, by record id of the person, the
// store's own under everyone.
func readKept(ctx context.Context, db figures.Reader, storeID, week string) (map[string]card, error) {
	rows, err := db.QueryContext(ctx, `
		SELECT staff, figures, issued_at, audit_head FROM scorecards
		WHERE store = ? AND week = ?`, storeID, week)
	if err != nil {
		return nil, fmt.Errorf("reading issued scorecards: %w", err)
	}
	defer rows.Close()
	all := map[string]card{}
	for rows.Next() {
		var c card
		var numbers, issued string
		if err := rows.Scan(&c.Staff, &numbers, &issued, &c.Audit); err != nil {
			return nil, fmt.Errorf("reading an issued scorecard: %w", err)
		}
		if err := json.Unmarshal([]byte(numbers), &c.Numbers); err != nil {
			return nil, fmt.Errorf("reading the issued scorecard of week %s: %w; --fresh issues it anew", week, err)
		}
		if c.Issued, err = time.Parse(time.RFC3339, issued); err != nil {
			return nil, fmt.Errorf("reading when week %s was issued: %w; --fresh issues it anew", week, err)
		}
		all[c.Staff] = c
	}
	return all, rows.Err()
}

// settle gives a card its numbers: the kept ones where there are any.
func settle(c card, now Numbers, kept map[string]card) card {
	c.Numbers = now
	old, ok := kept[c.Staff]
	if !ok {
		return c
	}
	c.Numbers, c.Audit, c.Issued = old.Numbers, old.Audit, old.Issued
	c.Changed = differs(old.Numbers, now)
	return c
}

// differs compares figures; a floor that the owner moved since is not one.
func differs(a, b Numbers) bool {
	a.Floor, a.Version = b.Floor, b.Version
	return a != b
}

// Keep issues the cards of a finished week that were not issued yet, or, where
// fresh figures were asked for, issues them anew. It reports how many it kept. A
// week is issued whole: cards of some people are printed and nothing is kept.
// tx is the transaction's app.
func (e *Edition) Keep(tx core.App) (int, error) {
	if !over(e.store, e.at, e.now) || e.team == nil {
		return 0, nil
	}
	all := append([]card{*e.team}, e.cards...)
	kept := 0
	for _, c := range all {
		if !c.Issued.IsZero() {
			continue
		}
		done, err := e.keep(tx, c)
		if err != nil {
			return kept, fmt.Errorf("keeping the scorecard of week %s for %s: %w", e.week(), c.Code, err)
		}
		if done {
			kept++
		}
	}
	return kept, nil
}

func (e *Edition) keep(tx core.App, c card) (bool, error) {
	found, err := tx.FindCachedCollectionByNameOrId(collection)
	if err != nil {
		return false, err
	}
	// A filter in words would not find the empty staff of the store's own card.
	old, err := tx.FindAllRecords(found, dbx.HashExp{"store": e.store.ID, "staff": c.Staff, "week": e.week()})
	if err != nil {
		return false, err
	}
	record := core.NewRecord(found)
	if len(old) > 0 {
		if !e.fresh {
			return false, nil // somebody issued it while this one was being printed
		}
		record = old[len(old)-1]
	}
	record.Load(map[string]any{
		"store": e.store.ID, "staff": c.Staff, "week": e.week(), "first": e.at.first.String(), "last": e.at.last.String(),
		"definition_version": c.Numbers.Version, "figures": c.Numbers,
		"issued_at": e.now.UTC().Format("2006-01-02T15:04:05.000Z"), "audit_head": c.Audit,
	})
	return true, tx.Save(record)
}
