package contact

import (
	"strings"

	"touchstone/hooks/internal/pattern"
)

// Person is one human being of a name cell. Given may hold middle names and may
// be empty (the wife in Mr. & Mrs. T. Lane); so may Family (Cher). Suffix is a
// generation: jr, sr, ii ...
type Person struct {
	Given, Family, Suffix string
}

// Name is what a name cell says. Display is the cell as given, for people to
// see. Persons has none for a placeholder or a company, two for a couple, else
// one. Key is a customer number that stood before or after the name.
type Name struct {
	Display                      string
	Persons                      []Person
	Couple, Company, Placeholder bool
	Key                          string
}

var (
	leadingKey  = pattern.New(`^[\[(#]*\s*(\d[\d-]{0,14})\s*[\])]?\s*[-:,.]?\s+(\pL.*)$`)
	trailingKey = pattern.New(`^(.*\pL\.?)[\s,]*(?:#\s*|[(\[]\s*#?\s*)(\d[\d-]{1,14})\s*[)\]]?$`)
	ampersand   = pattern.New(`(?i)\s*[&+]\s*|\s+and\s+|\s+or\s+|\s*/\s*`)
)

// ParseName reads a name cell: Avery Ashford; Ashford, Avery; couples (Mr. &
// Mrs. T. Lane; John & Mary Smith; Ashford, Avery & Jordan), titles, suffixes,
// particles, companies, and a customer number before or after. It never fails: what
// is no name is a placeholder.
func ParseName(cell string) Name {
	n := Name{Display: cell}
	text := strings.Trim(tidy(cell), `"`)
	if len(text) > maxCell {
		text = text[:maxCell]
	}
	n.Key, text = customerNumber(text)
	switch {
	case isPlaceholderName(text):
		n.Placeholder = true
	case isCompany(text):
		n.Company = true
	default:
		n.Persons = persons(text)
		n.Couple = len(n.Persons) == 2
		n.Placeholder = len(n.Persons) == 0
	}
	return n
}

// customerNumber takes a number off a name: 001-000652 Ashford, Avery. A plain
// number before a company (1928 Jewelry Co) is part of its name.
func customerNumber(text string) (key, rest string) {
	if !strings.ContainsAny(text, "0123456789") {
		return "", text
	}
	if m := leadingKey.FindStringSubmatch(text); m != nil {
		sure := strings.ContainsAny(m[1], "-") || strings.ContainsAny(text[:1], "#([")
		if sure || (len(m[1]) >= 2 && !isCompany(m[2])) {
			return strings.Trim(m[1], "-"), m[2]
		}
	}
	if m := trailingKey.FindStringSubmatch(text); m != nil {
		return strings.Trim(m[2], "-"), strings.TrimRight(m[1], " ,")
	}
	return "", text
}

// persons reads the people of a cell that is neither placeholder nor company.
func persons(text string) []Person {
	if family := householdOf(text); family != "" {
		return []Person{{Family: family}}
	}
	text = foldTitles(text)
	if last, ok := strings.CutSuffix(text, ","); ok && hasLetter(last) && !strings.ContainsAny(last, ", &+/") {
		return []Person{{Family: last}}
	}
	if family, given, suffix, ok := lastFirst(text); ok {
		return given2(family, given, suffix)
	}
	var found []Person
	for _, part := range couple(text) {
		if p, ok := onePerson(part); ok && len(found) < 2 {
			found = append(found, p)
		}
	}
	return shareFamily(found)
}

// householdOf reads The Smith Family; "" for any other name.
func householdOf(text string) string {
	if strings.ContainsAny(text, ",&+/") {
		return ""
	}
	words := strings.Fields(text)
	if n := len(words) - 1; n > 0 && households()[Fold(words[n])] {
		if n > 1 && strings.EqualFold(words[0], "the") {
			words = words[1:]
		}
		return strings.Join(words[:len(words)-1], " ")
	}
	return ""
}

// couple parts a text between people. Most names have nothing to part at, which
// is seen without the expression.
func couple(text string) []string {
	if !partable(text) {
		return []string{text}
	}
	return ampersand.Split(text, -1)
}

func partable(text string) bool {
	if strings.ContainsAny(text, "&+/") {
		return true
	}
	for _, word := range strings.Fields(text) {
		if strings.EqualFold(word, "and") || strings.EqualFold(word, "or") {
			return true
		}
	}
	return false
}

// lastFirst parts Ashford, Avery & Jordan. It is false without a comma, and for
// Lane, Tom & Lane, Ann, whose parts stand alone.
func lastFirst(text string) (family, given, suffix string, ok bool) {
	pieces := strings.Split(text, ",")
	kept := pieces[:0]
	for _, piece := range pieces {
		piece = strings.TrimSpace(piece)
		if s := generation(piece); s != "" {
			suffix = s
		} else if piece != "" && !honors()[Fold(piece)] {
			kept = append(kept, piece)
		}
	}
	if len(kept) != 2 || len(pieces) < 2 || len(couple(kept[0])) > 1 {
		return "", "", "", false
	}
	return kept[0], kept[1], suffix, true
}

// given2 gives every given name of a Last, First cell its family.
func given2(family, given, suffix string) []Person {
	family, own := cutSuffix(stripTitles(family))
	if own != "" {
		suffix = own
	}
	var found []Person
	for _, part := range couple(given) {
		words := strings.Fields(stripTitles(part))
		if len(found) == 2 || (len(words) == 0 && !isSpouse(part)) {
			continue
		}
		p := Person{Family: family, Suffix: suffix}
		name, gen := cutSuffix(strings.Join(words, " "))
		if gen != "" {
			p.Suffix = gen
		}
		p.Given, p.Family = particlesBack(name, family)
		found = append(found, p)
		suffix = ""
	}
	if len(found) == 0 {
		return []Person{{Family: family, Suffix: suffix}}
	}
	return unnamedSpouse(found)
}

// particlesBack moves a particle left behind the given name (Cruz, Maria de la)
// to where it belongs.
func particlesBack(given, family string) (string, string) {
	words := strings.Fields(given)
	i := len(words)
	for i > 1 && particles()[Fold(words[i-1])] {
		i--
	}
	if i == len(words) {
		return given, family
	}
	return strings.Join(words[:i], " "), strings.Join(append(append([]string{}, words[i:]...), family), " ")
}

// onePerson reads a name in natural order. Only a title (Mr. in Mr. & Mrs. T.
// Lane) is a person without a name of its own.
func onePerson(part string) (Person, bool) {
	if family, given, suffix, ok := lastFirst(part); ok {
		return given2(family, given, suffix)[0], true
	}
	name, suffix := cutSuffix(stripTitles(part))
	words := strings.Fields(strings.Trim(name, " ,."))
	if len(words) == 0 {
		return Person{}, isSpouse(part)
	}
	if len(words) == 1 {
		return Person{Given: words[0], Suffix: suffix}, true
	}
	i := len(words) - 1
	for i > 1 && particles()[Fold(words[i-1])] {
		i--
	}
	return Person{strings.Join(words[:i], " "), strings.Join(words[i:], " "), suffix}, true
}

// shareFamily gives the family of one of a couple to the other: John & Mary
// Smith, Avery Ashford & Jordan.
func shareFamily(found []Person) []Person {
	if len(found) != 2 {
		return found
	}
	a, b := &found[0], &found[1]
	if a.Family == "" {
		a.Family = b.Family
	} else if b.Family == "" {
		b.Family = a.Family
	}
	if a.Family == "" && a.Given == "" { // Mr. & Mrs. Lane
		a.Family, b.Family, b.Given = b.Given, b.Given, ""
	}
	return unnamedSpouse(found)
}

// unnamedSpouse puts the named person of a couple first; of Mr. & Mrs. T. Lane
// the T. may be either, so the other has only the family.
func unnamedSpouse(found []Person) []Person {
	if len(found) == 2 && found[0].Given == "" && found[1].Given != "" {
		found[0], found[1] = found[1], found[0]
	}
	return found
}
