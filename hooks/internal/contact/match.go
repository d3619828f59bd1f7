package contact

import "strings"

// Match is how far two names can be one person.
type Match int

// No: different people. Maybe: could be, a person must decide. Same: nothing in
// the names speaks against it; only together with an equal email or phone does it
// mean one person.
const (
	No Match = iota
	Maybe
	Same
)

func (m Match) String() string { return [...]string{"no", "maybe", "same"}[m] }

// Compatible says whether two names can be the same client. Case, accents, order
// and nicknames do not matter. Maybe: an initial for a name, a missing part, a
// family name that changed or lost a half (Ashford-Lane), a generation on one
// side only, one person and a couple it belongs to. Two given names in one family
// are two people: No. A placeholder is nobody: No.
func Compatible(a, b Name) Match {
	switch {
	case a.Placeholder || b.Placeholder:
		return No
	case a.Company || b.Company:
		return companies(a, b)
	case a.Couple && b.Couple:
		return couples(a.Persons, b.Persons)
	}
	best := No
	for _, p := range a.Persons {
		for _, q := range b.Persons {
			best = max(best, people(p, q))
		}
	}
	if a.Couple != b.Couple {
		return min(best, Maybe)
	}
	return best
}

func companies(a, b Name) Match {
	if a.Company && b.Company && companyKey(a) == companyKey(b) {
		return Same
	}
	return No
}

// couples match as far as both of their people do; one alone in common is a
// question (a second marriage, a slip).
func couples(a, b []Person) Match {
	if len(a) != 2 || len(b) != 2 {
		return No
	}
	straight := [2]Match{people(a[0], b[0]), people(a[1], b[1])}
	crossed := [2]Match{people(a[0], b[1]), people(a[1], b[0])}
	both := max(min(straight[0], straight[1]), min(crossed[0], crossed[1]))
	if both != No {
		return both
	}
	if max(straight[0], straight[1], crossed[0], crossed[1]) == Same {
		return Maybe
	}
	return No
}

// people compares two persons by given name, family and generation.
func people(p, q Person) Match {
	families := sameFamily(p, q)
	givens := sameGiven(p.Given, q.Given)
	switch {
	case p.Suffix != q.Suffix && p.Suffix != "" && q.Suffix != "":
		return No
	case families == No:
		return differentFamilies(p, q, givens)
	case givens == No:
		return swapped(p, q)
	case p.Suffix != q.Suffix:
		return Maybe
	}
	return min(families, givens)
}

// differentFamilies is a question only for the same written-out given name: it
// may be a marriage.
func differentFamilies(p, q Person, givens Match) Match {
	if givens == Same && p.Given != "" {
		return Maybe
	}
	return swapped(p, q)
}

// swapped finds a name typed into the wrong boxes, or a single name that is the
// other's family.
func swapped(p, q Person) Match {
	turned := Person{Given: q.Family, Family: q.Given}
	if p.Given == "" || p.Family == "" || q.Given == "" || q.Family == "" {
		if oneName(p, q) || oneName(q, p) {
			return Maybe
		}
		return No
	}
	if equal(p.Given, turned.Given) && equal(p.Family, turned.Family) {
		return Maybe
	}
	return No
}

// oneName says whether a person with a single name (kept as Given) may be one
// known by that family name.
func oneName(single, other Person) bool {
	return single.Family == "" && single.Given != "" && equal(single.Given, other.Family)
}

func sameFamily(p, q Person) Match {
	switch {
	case p.Family == "" || q.Family == "":
		return Maybe
	case equal(p.Family, q.Family):
		return Same
	}
	// One name of a double one, or the same without its particle.
	a, b := nameWords(p.Family), nameWords(q.Family)
	if len(a) == len(b) && len(a) == 1 {
		return No
	}
	for _, x := range a {
		for _, y := range b {
			if x == y && !particles()[x] {
				return Maybe
			}
		}
	}
	return No
}

func sameGiven(a, b string) Match {
	x, y := nameWords(a), nameWords(b)
	if len(x) == 0 || len(y) == 0 {
		return Maybe
	}
	first := sameWord(x[0], y[0])
	switch {
	case equal(a, b) && !isInitial(x[0]) && !isInitial(y[0]):
		return Same
	case first == No:
		return middleKnown(x, y)
	}
	return min(first, middles(x[1:], y[1:]))
}

// middleKnown finds people who go by their middle name: J. Robert, Robert.
func middleKnown(x, y []string) Match {
	for _, w := range x[1:] {
		if !isInitial(w) && w == y[0] {
			return Maybe
		}
	}
	for _, w := range y[1:] {
		if !isInitial(w) && w == x[0] {
			return Maybe
		}
	}
	return No
}

// middles compares what follows the first given name. A missing middle name
// says nothing; another one is a question, a written-out other one (Mary Ann,
// Mary Beth) another person.
func middles(x, y []string) Match {
	if len(x) == 0 || len(y) == 0 {
		return Same
	}
	switch {
	case sameWord(x[0], y[0]) != No:
		return Same
	case isInitial(x[0]) || isInitial(y[0]):
		return Maybe
	}
	return No
}

// sameWord compares two given names: equal or nickname, initial, different.
func sameWord(x, y string) Match {
	if isInitial(x) || isInitial(y) {
		if strings.HasPrefix(x, y) || strings.HasPrefix(y, x) {
			return Maybe
		}
		return No
	}
	if equal(x, y) || nicknames(x, y) {
		return Same
	}
	return No
}

// equal ignores case, accents, hyphens and spaces, and takes Müller for Mueller.
func equal(a, b string) bool {
	if isASCII(a) && isASCII(b) {
		x, y := foldASCII(a), foldASCII(b)
		return x != "" && strings.ReplaceAll(x, " ", "") == strings.ReplaceAll(y, " ", "")
	}
	for _, x := range []string{Fold(a), foldWide(a)} {
		for _, y := range []string{Fold(b), foldWide(b)} {
			if x != "" && strings.ReplaceAll(x, " ", "") == strings.ReplaceAll(y, " ", "") {
				return true
			}
		}
	}
	return false
}

func nameWords(text string) []string { return strings.Fields(Fold(text)) }

// companyKey is a company's name without its legal form, for comparison.
func companyKey(n Name) string {
	_, text := customerNumber(tidy(n.Display))
	words := strings.Fields(Fold(text))
	for len(words) > 1 && (legalForms()[words[len(words)-1]] || words[len(words)-1] == "and") {
		words = words[:len(words)-1]
	}
	return strings.TrimPrefix(strings.Join(words, " "), "the ")
}

var legalForms = set("inc, incorporated, llc, ltd, limited, corp, corporation, co, company, gmbh, plc, llp, pllc, pty")
