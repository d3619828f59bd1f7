package figures

import "strings"

// ReturnLine is one line that brings something back.
type ReturnLine struct {
	SKU, Description string
	UnitPrice        int64
	Quantity         int64 // thousandths; the sign does not matter
}

// Link says how much of a return line came from a line of the original. Return
// and Original are indexes into what Allocate was given.
type Link struct {
	Return, Original int
	Quantity         int64 // thousandths, positive
}

// Over says how much of a return line finds nothing in the original: more came
// back than was sold, or the piece was never on that receipt.
type Over struct {
	Return   int
	Quantity int64 // thousandths, positive
	Matched  bool  // the piece is on the original, but all of it had come back
}

// Allocate finds the lines that returns bring back (METRICS, "Returned"): by
// SKU and unit price, else SKU, else description, the first one not fully
// returned, what is left going on to the next that fits. The description is
// asked only when no line of the original has the SKU. original is taken as
// not returned at all; returns stand in the order of their dates, so leaving
// out those after a day gives the state as of that day.
func Allocate(original []Line, returns []ReturnLine) (links []Link, over []Over) {
	room := make([]int64, len(original))
	for i, l := range original {
		room[i] = max(l.Quantity, 0)
	}
	for r, line := range returns {
		left := int64(magnitude(line.Quantity))
		candidates := matching(original, line)
		for _, o := range candidates {
			take := min(left, room[o])
			if take <= 0 {
				continue
			}
			room[o] -= take
			left -= take
			links = append(links, Link{Return: r, Original: o, Quantity: take})
		}
		if left > 0 {
			over = append(over, Over{Return: r, Quantity: left, Matched: len(candidates) > 0})
		}
	}
	return links, over
}

// matching lists the lines of the original that a return may mean, best first.
func matching(original []Line, line ReturnLine) []int {
	found := map[fit][]int{}
	for i, l := range original {
		if l.Quantity > 0 {
			f := fits(l, line)
			found[f] = append(found[f], i)
		}
	}
	if bySKU := append(found[fitsExactly], found[fitsSKU]...); len(bySKU) > 0 {
		return bySKU
	}
	return found[fitsText]
}

type fit int

const (
	fitsNot fit = iota
	fitsText
	fitsSKU
	fitsExactly // SKU and unit price
)

func fits(l Line, back ReturnLine) fit {
	sku := strings.TrimSpace(back.SKU)
	switch {
	case sku != "" && strings.TrimSpace(l.SKU) == sku:
		if magnitude(l.UnitPrice) == magnitude(back.UnitPrice) {
			return fitsExactly
		}
		return fitsSKU
	case plain(back.Description) != "" && plain(l.Description) == plain(back.Description):
		return fitsText
	}
	return fitsNot
}

// plain is a text without differences of case and spacing.
func plain(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), " ")) }
