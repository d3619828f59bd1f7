package clientbook

import (
	"slices"
	"strings"
	"unicode"

	"touchstone/hooks/internal/contact"
)

// How much of a query is read.
const (
	maxQuery = 200 // characters
	maxTerms = 6
)

// query is what somebody typed, ready to be looked up.
type query struct {
	terms  []term
	whole  string   // folded, words parted by one space
	phones []string // digits, where the whole query may be a phone number
}

// term is one word of a query: any of its forms will do.
type term struct {
	forms []string // folded; never empty
	// rare is what is looked up in contacts in the place of the forms: of an
	// email the part before the @, since half a book shares the rest.
	rare string
	// long says that the shortest form has three letters, as much as parts of
	// words are found by; anything shorter must begin a word.
	long bool
	// letter says that it is one letter: an initial, which only a name has.
	letter bool
}

// parse reads a query. country is where phone numbers without a country code
// belong. It never fails: what holds no letter and no digit has no terms.
func parse(text, country string) query {
	if r := []rune(text); len(r) > maxQuery {
		text = string(r[:maxQuery])
	}
	q := query{whole: contact.Fold(text), phones: phonesOf(text, country)}
	for _, word := range strings.Fields(text) {
		if t, ok := termOf(word); ok && len(q.terms) < maxTerms {
			q.terms = append(q.terms, t)
		}
	}
	return q
}

func termOf(word string) (term, bool) {
	folded := contact.Fold(word)
	if folded == "" {
		return term{}, false
	}
	t := term{forms: []string{folded}, long: letters(folded) >= 3, letter: letters(folded) == 1 && digits(folded) == ""}
	if d := digits(word); phoneLike(word) && len(d) >= 3 && d != folded {
		t.forms = append(t.forms, d)
	}
	if name, _, mail := strings.Cut(word, "@"); mail && letters(contact.Fold(name)) >= 3 {
		t.rare = contact.Fold(name)
	}
	return t, true
}

// phoneLike: digits and what people write between them.
func phoneLike(text string) bool {
	some := false
	for _, r := range text {
		switch {
		case r >= '0' && r <= '9':
			some = true
		case unicode.IsSpace(r), strings.ContainsRune("+()-./–—·_", r):
		default:
			return false
		}
	}
	return some
}

// phonesOf gives the digits under which a number may stand in the book: as
// typed, without the zeros or the one that lead it, and in full.
func phonesOf(text, country string) []string {
	typed := digits(text)
	if len(typed) < 3 || !phoneLike(text) {
		return nil
	}
	all := []string{typed}
	add := func(d string) {
		for _, known := range all {
			if known == d {
				return
			}
		}
		if len(d) >= 3 {
			all = append(all, d)
		}
	}
	add(strings.TrimLeft(typed, "0"))
	for _, p := range contact.Phones(text, country) {
		add(digits(p.Key))
	}
	return all
}

// match writes terms as an FTS5 expression in which all must hold. Folded text
// has only letters, digits and blanks, so quoting it is enough.
func match(terms []term, tail string) string {
	parts := make([]string, len(terms))
	for i, t := range terms {
		parts[i] = anyOf(t.forms, tail)
	}
	return strings.Join(parts, " AND ")
}

// reached is match for contacts. Of the first term that is an email only the
// rare part is sought; then one of must has to stand there whole.
func reached(terms []term) (expression string, must []string) {
	sought := slices.Clone(terms)
	for i, t := range terms {
		if t.rare != "" {
			sought[i], must = term{forms: []string{t.rare}}, t.forms
			break
		}
	}
	return match(sought, ""), must
}

// anyOf writes forms of which one must hold. tail is "*" for words that begin so.
func anyOf(forms []string, tail string) string {
	quoted := make([]string, len(forms))
	for i, f := range forms {
		quoted[i] = `"` + f + `"` + tail
	}
	return "(" + strings.Join(quoted, " OR ") + ")"
}

// untitled is the query without Mr, Mrs and the like and without and, if it
// holds any and something besides.
func (q query) untitled() (query, bool) {
	plain := query{phones: q.phones}
	var words []string
	for _, t := range q.terms {
		if form := t.forms[0]; form != "and" && !contact.IsTitle(form) {
			plain.terms = append(plain.terms, t)
			words = append(words, form)
		}
	}
	plain.whole = strings.Join(words, " ")
	return plain, len(plain.terms) > 0 && len(plain.terms) < len(q.terms)
}

// wordsOf says whether every term is a word of a folded text.
func (q query) wordsOf(text string) bool {
	for _, t := range q.terms {
		if !slices.ContainsFunc(t.forms, func(f string) bool { return strings.Contains(" "+text+" ", " "+f+" ") }) {
			return false
		}
	}
	return true
}

// allLong says whether every term can be found within words.
func (q query) allLong() bool {
	for _, t := range q.terms {
		if !t.long {
			return false
		}
	}
	return true
}

// in says whether a text holds the term: anywhere, or at the start of a word
// where the term is short.
func (t term) in(text string) bool {
	for _, f := range t.forms {
		if t.long && strings.Contains(text, f) {
			return true
		}
		if !t.long && (strings.HasPrefix(text, f) || strings.Contains(text, " "+f)) {
			return true
		}
	}
	return false
}
