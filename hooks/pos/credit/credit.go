// Package credit reads who sold a line: one staff cell of a POS export, with or
// without percentages beside it, becomes shares in basis points (METRICS,
// "Share"). It decides what a cell proves and asks about the rest; it never
// guesses who was meant. Values in, values out: it knows no database.
package credit

import (
	"fmt"
	"strings"
)

// Share is one person's part of a line. Code is the staff code or, where the
// file only has names, the name as given. An empty Code is the part of the
// house account in a split such as DW/HOUSE: it belongs to nobody.
type Share struct {
	Code        string
	BasisPoints int
}

// Kind says what a question is about, so that many rows become one question.
type Kind int

// The kinds of question a cell can raise.
const (
	AskNothing Kind = iota
	AskCode         // a code that reads like two known codes written together
	AskComma        // a comma that may part two people or a last and a first name
	AskPercent      // percentages that do not fit the people or miss 100
	AskTooMany      // more people than a sale can have
)

const (
	maxPeople   = 16  // a POS offers four; more than this is another kind of column
	longestCell = 400 // bytes; likewise
	wholeShares = 10000
)

// Reading is what one cell says. Shares are in the order of the cell and add up
// to 10,000; there are none when nobody is named or a question is open. House is
// true when the cell names the house account and nobody else. Names holds, by
// code, the name that stood beside it (101-Dana Whitlock).
type Reading struct {
	Shares []Share
	House  bool
	Names  map[string]string
	Kind   Kind
	Ask    string
}

// Key folds a code for comparison: case and doubled spaces do not make another
// person.
func Key(code string) string { return strings.ToLower(strings.Join(strings.Fields(code), " ")) }

// person is one named part of a cell before its share is known; raw is that
// part as written, without a percentage.
type person struct {
	code, name, raw string
	house           bool
	pct             number
}

// Parse reads a staff cell and the split cell beside it ("" without one), for
// instance "AB/CD" and "60/40". known says whether the store (or this file, see
// Learn) uses a code; it must not mind case and may be nil.
func Parse(cell, split string, known func(code string) bool) Reading {
	s := scanner{known: known}
	people := s.people(cell)
	if s.ask != "" {
		return s.open()
	}
	if len(people) == 0 || onlyHouse(people) {
		return Reading{House: len(people) > 0}
	}
	s.percentages(cell, people, split)
	return s.settle(people)
}

// Columns reads numbered columns (SalesPerson 1..4 with Pct 1..4). percents may
// be shorter than cells or nil; a blank percentage beside filled ones is nought.
func Columns(cells, percents []string, known func(code string) bool) Reading {
	s := scanner{known: known}
	var people []person
	for i, cell := range cells {
		found := s.people(cell)
		if s.ask != "" {
			return s.open()
		}
		text := ""
		if i < len(percents) {
			text = strings.TrimSpace(percents[i])
		}
		people = append(people, s.column(cell, text, found)...)
	}
	for i := len(cells); i < len(percents); i++ {
		s.column("", strings.TrimSpace(percents[i]), nil)
	}
	if s.ask != "" {
		return s.open()
	}
	if len(people) == 0 || onlyHouse(people) {
		return Reading{House: len(people) > 0}
	}
	return s.settle(people)
}

// column gives the percentage of one column to the people found in it.
func (s *scanner) column(cell, text string, found []person) []person {
	pct, ok := parsePercent(text)
	switch {
	case text == "" || isNothing(text):
		return found
	case !ok:
		s.question(AskPercent, fmt.Sprintf("%q beside %q is not a percentage. What is this person's part?", text, cell))
	case len(found) == 0 && pct.value != 0:
		s.question(AskPercent, fmt.Sprintf("A part of %s stands beside no salesperson. Whose is it?", text))
	case len(found) == 1:
		found[0].pct = pct
	case len(found) > 1:
		s.question(AskPercent, fmt.Sprintf("%q names several people but has one percentage, %s. How is it split?", cell, text))
	}
	return found
}

// settle turns people with or without percentages into shares.
func (s *scanner) settle(people []person) Reading {
	if len(people) > maxPeople {
		s.question(AskTooMany, fmt.Sprintf("One sale names %d people. Is this the salesperson column?", len(people)))
	}
	weights := s.weights(people)
	if s.ask != "" {
		return s.open()
	}
	return Reading{Shares: shares(people, weights), Names: names(people)}
}

func names(people []person) map[string]string {
	var found map[string]string
	for _, p := range people {
		if p.name == "" || p.house {
			continue
		}
		if found == nil {
			found = map[string]string{}
		}
		found[p.code] = p.name
	}
	return found
}

func onlyHouse(people []person) bool {
	for _, p := range people {
		if !p.house {
			return false
		}
	}
	return true
}

// Learn returns a known function that also accepts the codes which the cells of
// one file name beyond doubt: alone, or parted by anything but a comma. A code
// that is two others written together (DWLP) is left out, so that it is asked.
func Learn(cells []string, known func(code string) bool) func(code string) bool {
	seen := map[string]bool{}
	for _, cell := range cells {
		for _, code := range certain(cell) {
			seen[Key(code)] = true
		}
	}
	in := func(code string) bool { return seen[Key(code)] || (known != nil && known(code)) }
	var joined []string
	for code := range seen {
		if _, ok := concatenation(code, in); ok && (known == nil || !known(code)) {
			joined = append(joined, code)
		}
	}
	for _, code := range joined {
		delete(seen, code)
	}
	return in
}

// certain lists the codes that a cell proves without knowing any.
func certain(cell string) (codes []string) {
	s := scanner{}
	people := s.people(cell)
	s.percentages(cell, people, "")
	if s.ask != "" {
		return nil
	}
	for _, p := range people {
		if !p.house {
			codes = append(codes, p.code)
		}
	}
	return codes
}
