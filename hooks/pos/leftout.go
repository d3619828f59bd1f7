package pos

import (
	"cmp"
	"slices"

	"touchstone/hooks/pos/table"
)

// LeftOut is how many rows of a file, or receipts, are in no figure for one
// reason.
type LeftOut struct {
	Why   string `json:"why"`
	Count int    `json:"count"`
}

// reasonsShown bounds how many reasons are told apart.
const reasonsShown = 20

// leftOut lists reasons, the most frequent first.
func leftOut(counts ...map[string]int) []LeftOut {
	all := []LeftOut{}
	for _, by := range counts {
		for why, n := range by {
			all = append(all, LeftOut{why, n})
		}
	}
	slices.SortFunc(all, func(a, b LeftOut) int { return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Why, b.Why)) })
	return all[:min(len(all), reasonsShown)]
}

// droppedWhy counts the lines of a file that are no data. Blank ones and page
// marks are nobody's concern.
func droppedWhy(f *table.File) map[string]int {
	counts := map[string]int{}
	for _, d := range f.Dropped {
		if d.Why != table.Blank && d.Why != table.Page {
			counts[d.Why]++
		}
	}
	return counts
}
