package pos

import (
	"fmt"
	"slices"
	"strings"
)

// onScreen leaves out of a result's warnings what the screen shows in places of
// its own, and what only a command line can do.
func (res *Result) onScreen() {
	shown := unknownGoods(res.Unknown)
	for _, t := range res.ControlTotals {
		shown = append(shown, fmt.Sprintf("Row %d, %s: the file says %s, its rows add up to %s.", t.Row, t.Column, t.Stated, t.Computed))
	}
	res.Warnings = slices.DeleteFunc(res.Warnings, func(w string) bool {
		return strings.HasPrefix(w, newStaffCodes) || strings.Contains(w, "touchstone imports undo ") || slices.Contains(shown, w)
	})
}
