package table

import (
	"fmt"
	"strings"
	"testing"
)

// TestDatesThatContradict: where dates of a column prove both orders, the
// question says so, and what the answer cannot read is not read.
func TestDatesThatContradict(t *testing.T) {
	var rows strings.Builder
	rows.WriteString("Ticket,Sale Date,Amount\n1,11/12/2026,5.00\n")
	for day := 13; day <= 31; day++ {
		fmt.Fprintf(&rows, "%d,10/%d/2026,5.00\n", day, day)
	}
	rows.WriteString("99,31/10/2026,5.00\n")
	f := openBytes(t, "slip.csv", []byte(rows.String()), Options{})
	if len(f.Questions) != 1 || column(t, f, "Sale Date").Unread != 0 {
		t.Fatalf("questions %+v", f.Questions)
	}
	q := f.Questions[0]
	want := `Is the month or the day first in Sale Date? In this file 19 dates have the month first, such as "10/13/2026" on row 3, but 1 date has the day first, such as "31/10/2026" on row 22. What your answer cannot read is kept aside.`
	if q.Ask != want {
		t.Errorf("it asks %s\nwant    %s", q.Ask, want)
	}
	if got := fmt.Sprint(q.Options); got != "[{MDY 11/12/2026 is November 12, 2026; 1 row is kept aside} {DMY 11/12/2026 is December 11, 2026; 19 rows are kept aside}]" {
		t.Errorf("the answers are %s", got)
	}
	for _, c := range []struct {
		order          string
		unread         int
		first, against string
	}{{"MDY", 1, "2026-11-12", "31/10/2026"}, {"DMY", 19, "2026-12-11", "10/13/2026"}} {
		col := column(t, openBytes(t, "slip.csv", []byte(rows.String()), Options{DateOrder: map[string]string{"Sale Date": c.order}}), "Sale Date")
		w, _, err := col.Date.Parse("11/12/2026")
		if err != nil || w.Date.String() != c.first || col.Unread != c.unread {
			t.Errorf("answered %s: 11/12/2026 is %s, %v; %d unread", c.order, w.Date, err, col.Unread)
		}
		if w, _, err := col.Date.Parse(c.against); err == nil || !col.Date.Contradicts(c.against) {
			t.Errorf("answered %s: %s reads %s", c.order, c.against, w.Date)
		}
		for _, other := range []string{"11/12/2026", "99/99/2026", ""} {
			if col.Date.Contradicts(other) {
				t.Errorf("answered %s: %q is said to contradict it", c.order, other)
			}
		}
	}
	// One order alone is proved, and nothing is asked.
	f = openBytes(t, "sound.csv", []byte(strings.Replace(rows.String(), "99,31/10/2026,5.00\n", "", 1)), Options{})
	if len(f.Questions) != 0 {
		t.Errorf("a column that proves its order asks %+v", f.Questions)
	}
}
