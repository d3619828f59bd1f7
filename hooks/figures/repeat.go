package figures

import (
	"cmp"
	"slices"

	"touchstone/hooks/internal/civil"
)

// repeatMonths is how far back an earlier sale makes a client a repeat client.
const repeatMonths = 24

// visitOnce is one receipt of a person's or a household's history.
type visitOnce struct {
	rowid       int64
	store, date string // date YYYY-MM-DD
	clock       int64  // minutes after midnight, -1 unknown
	number      string
	countsFor   string
	sale        bool     // in sales_count
	now         standing // what the book says
}

// standing is what a receipt's history makes of it.
type standing struct{ repeat, same, first bool }

// standings works out for every receipt of one history whether another sale
// lies on an earlier business date at most 24 calendar months before it (same:
// one that counts for the same associate, unassigned included), and which is
// the first purchase ever: of one day the earlier clock, then the receipt
// number. The result is parallel to history, which it puts into that order.
func standings(history []visitOnce) []standing {
	slices.SortFunc(history, func(a, b visitOnce) int {
		if a.date != b.date {
			return cmp.Compare(a.date, b.date)
		}
		return cmp.Or(cmp.Compare(late(a.clock), late(b.clock)), compareNumbers(a.number, b.number), cmp.Compare(a.rowid, b.rowid))
	})
	out := make([]standing, len(history))
	var last, before string // the latest sale's date, and the latest earlier than it
	own := map[string][2]string{}
	for i, v := range history {
		if !v.sale {
			continue
		}
		out[i].first = last == ""
		last, before = pass(last, before, v.date)
		pair := own[v.countsFor]
		pair[0], pair[1] = pass(pair[0], pair[1], v.date)
		own[v.countsFor] = pair
		out[i].repeat = within(before, v.date)
		out[i].same = within(pair[1], v.date)
	}
	return out
}

// pass moves the two latest different dates on to day.
func pass(last, before, day string) (string, string) {
	if day == last {
		return last, before
	}
	return day, last
}

func within(earlier, day string) bool {
	if earlier == "" {
		return false
	}
	d, err := civil.Parse(day)
	return err == nil && earlier >= d.AddMonths(-repeatMonths).String()
}

// late sorts an unknown clock after every known one.
func late(clock int64) int64 {
	if clock < 0 {
		return 24 * 60
	}
	return clock
}

// compareNumbers sorts receipt numbers as people count: 99 before 100, texts by
// their letters.
func compareNumbers(a, b string) int {
	if digits(a) && digits(b) {
		return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(a, b))
	}
	return cmp.Compare(a, b)
}

func digits(s string) bool {
	for _, c := range s {
		if c < '0' || c > '9' {
			return false
		}
	}
	return s != ""
}
