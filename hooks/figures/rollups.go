package figures

import (
	"context"
	"fmt"

	"touchstone/hooks/internal/civil"
)

// plan is how roll-ups answer a question: from the rows of one cut, each of
// which belongs to one row of the answer or to none.
type plan struct {
	cut string
	row func(storeID, key string) (string, bool)
}

// plan says whether one cut of the roll-ups holds the answer.
func (q *question) plan() (plan, bool) {
	own := map[string]string{byProductLine: q.ProductLine, byBrand: q.brand, byShift: q.Shift, byWeekday: q.Weekday}
	asked := q.asked(own)
	if q.narrowed || q.By == byAssociate {
		alone := len(asked) == 0 || len(asked) == 1 && asked[0] == byProductLine
		return plan{byAssociate, q.associateRow}, alone
	}
	if len(asked) > 1 {
		return plan{}, false
	}
	cut := byAll
	if len(asked) == 1 {
		cut = asked[0]
	}
	return plan{cut, func(storeID, key string) (string, bool) {
		return q.rowKey(storeID, cut, key), own[cut] == "" || own[cut] == key
	}}, true
}

// asked lists the cuts that narrow or divide the question, associates and
// stores apart.
func (q *question) asked(own map[string]string) (cuts []string) {
	for cut, filter := range own {
		if filter != "" || q.By == cut {
			cuts = append(cuts, cut)
		}
	}
	return cuts
}

func (q *question) associateRow(storeID, key string) (string, bool) {
	staff, productLine := splitAssociateKey(key)
	if q.narrowed && staff != q.associate || q.ProductLine != "" && productLine != q.ProductLine {
		return "", false
	}
	if q.By == byProductLine {
		return productLine, true
	}
	return q.rowKey(storeID, byAssociate, staff), true
}

func (q *question) rowKey(storeID, cut, key string) string {
	switch q.By {
	case byStore:
		return storeID
	case cut:
		return key
	}
	return ""
}

// current reports whether the roll-ups of the period are up to date and know of
// no return later than the question's day.
func (q *question) current(ctx context.Context, db Reader) (bool, error) {
	later, err := q.laterReturns(ctx, db)
	if err != nil || later {
		return false, err
	}
	waiting, err := texts(ctx, db, `SELECT kind FROM figures_dirty WHERE kind IN ('number', 'client', 'household') LIMIT 1`)
	if err != nil || len(waiting) > 0 {
		return false, err
	}
	for _, id := range q.storeIDs {
		waiting, err = texts(ctx, db, `
			SELECT kind FROM figures_dirty WHERE kind IN ('day', 'month') AND key BETWEEN ? AND ? LIMIT 1`,
			id+separator+q.from, id+separator+q.to)
		if err != nil || len(waiting) > 0 {
			return false, err
		}
	}
	return true, nil
}

func (q *question) laterReturns(ctx context.Context, db Reader) (bool, error) {
	if q.asOf == "" {
		return false, nil
	}
	// The plus keeps the search on the dates: few receipts lie after the day.
	later, err := texts(ctx, db, `SELECT id FROM receipts WHERE date > ? AND +original_number != '' LIMIT 1`, q.asOf)
	return len(later) > 0, err
}

// span is a run of roll-ups of one grain, starts included.
type span struct{ grain, first, last string }

// spans cuts a period into whole months and the days around them.
func spans(from, to civil.Date) []span {
	first := civil.Date{Year: from.Year, Month: from.Month, Day: 1}
	if first.Before(from) {
		first = first.AddMonths(1)
	}
	end := civil.Date{Year: to.Year, Month: to.Month, Day: 1} // the first month that is not whole
	if next := end.AddMonths(1); next.AddDays(-1) == to {
		end = next
	}
	if !first.Before(end) {
		return []span{{"day", from.String(), to.String()}}
	}
	all := []span{{"month", first.String(), end.AddMonths(-1).String()}}
	if from.Before(first) {
		all = append(all, span{"day", from.String(), first.AddDays(-1).String()})
	}
	if !to.Before(end) {
		all = append(all, span{"day", end.String(), to.String()})
	}
	return all
}

// fromRollups adds up packed rows.
func (q *question) fromRollups(ctx context.Context, db Reader, p plan) (tallies, error) {
	out := tallies{}
	for _, id := range q.storeIDs {
		for _, s := range spans(q.From, q.To) {
			if err := q.addSpan(ctx, db, p, id, s, out); err != nil {
				return nil, err
			}
		}
	}
	return out, nil
}

func (q *question) addSpan(ctx context.Context, db Reader, p plan, storeID string, s span, out tallies) error {
	cut, fromDays := p.cut, p.cut == byWeekday && s.grain == "day"
	if fromDays {
		cut = byAll // a day is its own day of the week
	}
	rows, err := db.QueryContext(ctx, `
		SELECT start, body FROM figures_rollups
		WHERE store = ? AND dimension = ? AND grain = ? AND start BETWEEN ? AND ?`, storeID, cut, s.grain, s.first, s.last)
	if err != nil {
		return fmt.Errorf("reading roll-ups: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var start string
		var body []byte
		if err := rows.Scan(&start, &body); err != nil {
			return fmt.Errorf("reading roll-ups: %w", err)
		}
		day := ""
		if fromDays {
			if day, err = weekdayKey(start); err != nil {
				return err
			}
		}
		if err := p.add(body, storeID, day, out); err != nil {
			return err
		}
	}
	return rows.Err()
}

// add adds packed rows; weekday, if given, stands for their keys.
func (p plan) add(body []byte, storeID, weekday string, out tallies) error {
	return unpack(body, func(key string) (*tally, bool) {
		if weekday != "" {
			key = weekday
		}
		row, wanted := p.row(storeID, key)
		if !wanted {
			return nil, false
		}
		return out.at(row), true
	})
}
