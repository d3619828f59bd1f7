package pos

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"touchstone/hooks/pos/table"
)

// onScreen leaves out of a result's warnings what the screen shows in places of
// its own, and what only a command line can do.
func (res *Result) onScreen() {
	shown := unknownGoods(res.Unknown)
	for _, t := range res.ControlTotals {
		shown = append(shown, fmt.Sprintf("Row %d, %s: the file says %s, its rows add up to %s.", t.Row, t.Column, t.Stated, t.Computed))
	}
	res.Warnings = slices.DeleteFunc(res.Warnings, func(w string) bool {
		return table.IsUnreadNote(w) || strings.HasPrefix(w, newStaffCodes) || strings.Contains(w, "touchstone imports undo ") || slices.Contains(shown, w)
	})
	for i := range res.Rejected {
		res.Rejected[i].Reason = sentence(res.Rejected[i].Reason)
	}
}

// advice is what to do where the reason alone does not say it.
var advice = []struct{ reason, say string }{
	{"this is not an amount", "This is no number. Write it in figures, such as 1250.00."},
	{"this number is too large to be meant", "This number is too large to be meant. Compare it with the receipt."},
	{"the row names goods but no amount", "The row names a piece but not what was paid for it. Add the amount."},
	{"the receipt number is missing", "The receipt number is missing. Add it as the POS has it."},
	{"the date of the sale is missing", "The day of the sale is missing. Add it as the POS has it."},
	{"this is not a date that exists", "There is no such day. Write the day of the receipt."},
	{"the system wrote an empty date here; the sale has no day to count on", "The day is empty here, so the sale counts on no day. Write the day of the receipt."},
	{"this is not a date: ", "This is no day. Write the day of the receipt."},
	{"this is not a time of day", "This is no time of day. Write it as in 2:30 PM, or leave it empty."},
	{"a quote opens in this row and never closes", "A quotation mark is opened in this row and never closed. Take it out, or close it."},
	{"the file ends inside a quoted cell", "The file breaks off in the middle of this row. Export it again."},
	{"the row has fewer cells than the header", "The row has fewer cells than there are column names. Fill in what is missing."},
	{"the row has more cells than the header; ", "The row has more cells than there are column names. A comma in a name may lack its quotation marks."},
}

// sentence writes a reason as people read it: what is wrong, what to do.
func sentence(reason string) string {
	for _, a := range advice {
		if reason == a.reason || strings.HasSuffix(a.reason, " ") && strings.HasPrefix(reason, a.reason) {
			return a.say
		}
	}
	if reason == "" {
		return ""
	}
	parts := strings.Split(reason, "; ")
	for i, part := range parts {
		first, size := utf8.DecodeRuneInString(part)
		parts[i] = strings.TrimRight(string(unicode.ToUpper(first))+part[size:], ".") + "."
	}
	return strings.Join(parts, " ")
}
