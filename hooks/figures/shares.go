package figures

import (
	"strconv"
	"strings"

	"touchstone/hooks/internal/money"
)

// ShareAmounts splits a line's net by the basis points of its shares.
func ShareAmounts(net int64, basisPoints []int64) []int64 { return money.Split(net, basisPoints) }

// part is what one person holds of a receipt's merchandise.
type part struct {
	staff  string
	amount int64
}

// parts adds up the shares of the merchandise lines by person, first named
// first. What nobody holds of a line is unassigned, so that the parts add up to
// the receipt's net.
func parts(lines []Line) []part {
	var all []part
	add := func(staff string, amount int64) {
		for i := range all {
			if all[i].staff == staff {
				all[i].amount += amount
				return
			}
		}
		all = append(all, part{staff, amount})
	}
	for _, l := range lines {
		if !isMerchandise(l.Role) {
			continue
		}
		left := l.Net
		for _, s := range l.Shares {
			add(s.Staff, s.Amount)
			left -= s.Amount
		}
		if left != 0 {
			add("", left)
		}
	}
	return all
}

// people writes the parts as "id=amount;id=amount" where they are not simply
// everything for the one whom the receipt counts for. It lets the roll-ups be
// made from receipts alone.
func people(lines []Line, f Facts) string {
	all := parts(lines)
	if len(all) == 0 || len(all) == 1 && all[0].staff == f.CountsFor {
		return ""
	}
	var b strings.Builder
	for i, p := range all {
		if i > 0 {
			b.WriteByte(';')
		}
		b.WriteString(p.staff)
		b.WriteByte('=')
		b.WriteString(strconv.FormatInt(p.amount, 10))
	}
	return b.String()
}

// readPeople is the way back from the column people.
func readPeople(s, countsFor string, net int64) []part {
	if s == "" {
		return []part{{countsFor, net}}
	}
	var all []part
	for field := range strings.SplitSeq(s, ";") {
		staff, amount, _ := strings.Cut(field, "=")
		n, err := strconv.ParseInt(amount, 10, 64)
		if err != nil {
			return []part{{countsFor, net}}
		}
		all = append(all, part{staff, n})
	}
	return all
}
