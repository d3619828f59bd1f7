package credit

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"touchstone/hooks/internal/pattern"
)

// scanner reads one cell; the first question it raises ends the reading.
type scanner struct {
	known func(string) bool
	kind  Kind
	ask   string
}

func (s *scanner) isKnown(code string) bool { return s.known != nil && s.known(code) }

func (s *scanner) question(kind Kind, text string) {
	if s.ask == "" {
		s.kind, s.ask = kind, text
	}
}

func (s *scanner) open() Reading { return Reading{Kind: s.kind, Ask: s.ask} }

// Words that name nobody. A store that has a person of that code says so
// through known, which is asked first.
var (
	nothing = map[string]bool{"": true, "-": true, "--": true, "n/a": true, "na": true, "none": true, "null": true,
		"nil": true, "(none)": true, "(blank)": true, ".": true, "?": true, "unassigned": true, "nobody": true,
		"no associate": true, "no salesperson": true, "not assigned": true, "–": true, "—": true}
	house = map[string]bool{"house": true, "house account": true, "house acct": true, "house sale": true, "store account": true}
)

func isNothing(text string) bool { return nothing[Key(text)] }

// strong separators always part people; a comma does so only when proven.
var (
	strong = pattern.New(`\s*[/&+;|\n\r]\s*|\s+(?i:and|und|with)\s+`)
)

// people finds the persons of a cell, each with the percentage that stands
// beside it. An empty part (a trailing slash) is nobody.
func (s *scanner) people(cell string) []person {
	cell = strings.TrimSpace(cell)
	if isNothing(cell) && !s.isKnown(cell) {
		return nil
	}
	if len(cell) > longestCell {
		s.question(AskTooMany, "A cell is too long to name salespeople. Is this the salesperson column?")
		return nil
	}
	var found []person
	for _, part := range strong.Split(cell, -1) {
		for _, piece := range s.pieces(strings.TrimSpace(part)) {
			if p, ok := s.person(piece); ok {
				found = append(found, p)
			}
			if len(found) > maxPeople {
				s.question(AskTooMany, "One cell names more people than a sale can have. Is this the salesperson column?")
				return nil
			}
		}
		if s.ask != "" {
			return nil
		}
	}
	return found
}

// person reads one part: a code, a name, a code beside a name, the house.
func (s *scanner) person(part string) (person, bool) {
	if s.isKnown(part) {
		return person{code: tidy(part), raw: part}, true
	}
	if isNothing(part) {
		return person{}, false
	}
	body, pct := explicitPercent(part)
	p := person{pct: pct, raw: body}
	p.code, p.name = codeAndName(body)
	if house[Key(p.code)] && !s.isKnown(p.code) {
		return person{house: true, pct: pct}, true
	}
	s.spelling(&p)
	if p.name == "" {
		s.askJoined(p.code)
	}
	return p, p.code != ""
}

// boundary ends one person's percentage where a space parts the people:
// DW(60%) LP(40%).
var boundary = pattern.New(`[%)\]]\s+[\pL\d]`)

// pieces parts what the strong separators left whole: at commas, and after the
// percentages of people who stand side by side.
func (s *scanner) pieces(part string) []string {
	if strings.Contains(part, ",") || s.isKnown(part) {
		return s.comma(part)
	}
	var found []string
	rest := part
	for m := boundary.FindStringIndex(rest); m != nil; m = boundary.FindStringIndex(rest) {
		_, size := utf8.DecodeLastRuneInString(rest[:m[1]])
		found = append(found, strings.TrimSpace(rest[:m[1]-size]))
		rest = rest[m[1]-size:]
	}
	found = append(found, rest)
	for _, piece := range found {
		if !percentLast.MatchString(piece) && !bareLast.MatchString(piece) || percentOnly.MatchString(piece) {
			return []string{part}
		}
	}
	return found
}

// spelling prefers the form of a name that the store knows, first name first or
// last.
func (s *scanner) spelling(p *person) {
	turned, lastFirst := turn(p.code)
	if lastFirst {
		p.name = turned
	} else {
		turned = turnBack(p.code)
	}
	if turned != "" && s.isKnown(turned) && !s.isKnown(p.code) {
		p.code = turned
	}
}

func (s *scanner) askJoined(code string) {
	if s.isKnown(code) {
		return
	}
	if parts, ok := concatenation(code, s.known); ok {
		s.question(AskCode, fmt.Sprintf("%q is no code of this store; it reads like %s written together. Is it one person, or do they share the sale?",
			code, strings.Join(parts, " and ")))
	}
}

// comma parts a piece at its commas when the pieces are proven codes (known, or
// with digits, or each with its own percentage) and keeps Last, First whole.
func (s *scanner) comma(part string) []string {
	if !strings.Contains(part, ",") || s.isKnown(part) {
		return []string{part}
	}
	var pieces []string
	proven := map[string]int{}
	for _, piece := range strings.Split(part, ",") {
		if piece = strings.TrimSpace(piece); piece == "" {
			continue
		}
		pieces = append(pieces, piece)
		for _, by := range s.proofs(piece) {
			proven[by]++
		}
	}
	n := len(pieces)
	if n < 2 || max(proven["known"], proven["percentage"], proven["digits"]) == n {
		return pieces
	}
	if s.isLastFirst(part, pieces, proven["known"]) {
		return []string{part}
	}
	s.question(AskComma, fmt.Sprintf("%q may be one person (last name, first name) or %d people who share the sale. Which is it?", part, n))
	return nil
}

// isLastFirst says whether pieces around a comma are one person's name: the
// store knows it turned round, or knows no piece and they are written out.
func (s *scanner) isLastFirst(part string, pieces []string, known int) bool {
	turned, ok := turn(part)
	return ok && (s.isKnown(turned) || (known == 0 && looksLikeName(pieces)))
}

// proofs names what makes one piece of a comma list a person of its own.
func (s *scanner) proofs(piece string) (by []string) {
	body, pct := explicitPercent(piece)
	if s.isKnown(body) {
		by = append(by, "known")
	}
	if pct.set {
		by = append(by, "percentage")
	}
	if strings.ContainsFunc(body, unicode.IsDigit) {
		by = append(by, "digits")
	}
	return by
}

// looksLikeName tells Whitlock, Dana from DW, LP: a written-out name has four
// letters or a small letter somewhere. LI, JO stays a question.
func looksLikeName(pieces []string) bool {
	for _, piece := range pieces {
		if utf8.RuneCountInString(piece) > 3 || strings.ContainsFunc(piece, unicode.IsLower) {
			return true
		}
	}
	return false
}
