// Package figures is what the shop may believe of itself: every number that a
// screen, a page or a command shows is defined in METRICS and calculated here,
// once, for all of them. It reads receipts, lines, shares, clients, staff and
// stores; it owns the roll-ups (figures_rollups, figures_people), the list of
// what still has to be brought up to date (figures_dirty) and the fact columns
// of receipts. It offers pure rules (Assess, Allocate), bringing the book up to
// date after receipts changed (Mark, Settle, SettleDirty), figures for a scope
// (Query), honest intervals and the words for a change. It never shows a
// screen, answers a request, or reads a clock.
package figures

// DefinitionVersion names the edition of the definitions; it is raised when a
// formula changes and stands on everything issued.
const DefinitionVersion = 1

// Level is the confidence of every interval the product shows.
const Level = 0.90

// From these sizes an interval of a mean is shown; below, the mean and its n
// stand alone.
const (
	MoneyFrom = 100 // means of money and of units, a side
	CSATFrom  = 40  // means of answers from 1 to 5, a side
)
