package clientbook

import (
	"fmt"
	"math/rand"
	"slices"
	"strings"
	"testing"

	"touchstone/hooks/internal/contact"
)

// TestSeveralWordsFindWhatReadingFinds asks for words that stand in different
// places and holds the answer against reading everything, both ways.
func TestSeveralWordsFindWhatReadingFinds(t *testing.T) {
	for seed := int64(11); seed <= 13; seed++ {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			r := rand.New(rand.NewSource(seed))
			s := newShop(t)
			randomBook(s, r, 60)
			s.refresh()
			book := s.read()
			ids := sortedKeys(book)
			found := 0
			for range 250 {
				texts := book[ids[r.Intn(len(ids))]]
				var words []string
				for range 2 + r.Intn(2) {
					words = append(words, fragment(r, texts[r.Intn(len(texts))]))
				}
				found += checkWords(t, s, book, strings.Join(words, " "))
			}
			if found < 200 {
				t.Errorf("all questions together found %d clients: this test shows nothing", found)
			}
		})
	}
}

// fragment is a part of a word of a text, from its beginning as often as not.
// What every piece and contact has is none: beyond so many pieces the search
// does not say that it looked at all.
func fragment(r *rand.Rand, text string) string {
	all := strings.Fields(strings.NewReplacer("sku ", "", "example com", "").Replace(text))
	word := []rune(all[r.Intn(len(all))])
	from := 0
	if len(word) > 4 && r.Intn(2) == 0 {
		from = r.Intn(len(word) - 3)
	}
	return string(word[from:min(len(word), from+1+r.Intn(7))])
}

// read gives the texts of each client of store A by which they may be found,
// folded; a name first.
func (s *shop) read() map[string][]string {
	s.t.Helper()
	rows, err := s.db().Query(`
		SELECT id, name, 1 AS kind FROM clients WHERE store = ?1
		UNION ALL SELECT id, notes, 2 FROM clients WHERE store = ?1
		UNION ALL SELECT c.id, group_concat(p.raw || char(10) || p.normalized, char(10)), 3 FROM clients c JOIN contact_points p ON p.client = c.id WHERE store = ?1 GROUP BY c.id
		UNION ALL SELECT c.id, l.description || ' ' || l.sku || ' ' || l.brand, 4 FROM clients c JOIN receipts r ON r.client = c.id JOIN lines l ON l.receipt = r.id WHERE c.store = ?1
		UNION ALL SELECT c.id, l.serial, 5 FROM clients c JOIN receipts r ON r.client = c.id JOIN lines l ON l.receipt = r.id WHERE c.store = ?1
		ORDER BY kind`, s.a.Id)
	s.must(err)
	defer rows.Close()
	all := map[string][]string{}
	for rows.Next() {
		var id, text string
		var kind int
		s.must(rows.Scan(&id, &text, &kind))
		if folded := contact.Fold(text); folded != "" {
			if kind == 3 {
				for point := range strings.Lines(text) {
					if !strings.Contains(point, "@") {
						folded += " " + digits(point)
					}
				}
			}
			all[id] = append(all[id], folded)
		}
	}
	s.must(rows.Err())
	return all
}

// checkWords holds one question against the texts: whoever is found as sure
// holds every word; whoever holds every word is found, where the search says
// that it looked for them. It returns how many were found.
func checkWords(t *testing.T, s *shop, book map[string][]string, q string) int {
	t.Helper()
	parsed := parse(q, "US")
	sure, wholes := parsed.terms, []string{parsed.whole}
	if plain, shorter := parsed.untitled(); shorter { // of dr or and, which are left out where they find nobody
		sure, wholes = plain.terms, append(wholes, plain.whole)
	}
	inWhole := func(text string) bool {
		return slices.ContainsFunc(wholes, func(whole string) bool { return strings.Contains(text, whole) })
	}
	found := s.search(Question{Text: q})
	got := map[string]bool{}
	for _, f := range found {
		got[f.ID] = true
		if f.Why != bySimilar && !holdsAll(sure, book[f.ID]) && !slices.ContainsFunc(book[f.ID], inWhole) && len(parsed.phones) == 0 {
			t.Errorf("%q finds %v, who does not hold all of it: %q", q, f, book[f.ID])
		}
	}
	if len(found) == mostFound || len(parsed.phones) > 0 || !slices.ContainsFunc(parsed.terms, func(t term) bool { return t.long && rareIn(book, t) }) {
		return len(found)
	}
	oneplace, called := 0, false
	for _, texts := range book {
		called = called || parsed.wordsOf(texts[0])
		if slices.ContainsFunc(texts, func(text string) bool { return holdsAll(parsed.terms, []string{text}) }) {
			oneplace++
		}
	}
	for id, texts := range book {
		if oneplace == 0 && !called && holdsAll(parsed.terms, texts) && !got[id] {
			t.Errorf("%q does not find %s: %q", q, id, texts)
		}
	}
	return len(found)
}

// rareIn says whether so few texts hold a term that its holders are all listed.
func rareIn(book map[string][]string, t term) bool {
	n := 0
	for _, texts := range book {
		for _, text := range texts {
			if t.in(text) {
				n++
			}
		}
	}
	return n < fewPieces
}

// holdsAll says whether every term stands somewhere in the texts of a client,
// of which the first is the name.
func holdsAll(terms []term, texts []string) bool {
	for _, t := range terms {
		in := texts
		if t.letter {
			in = texts[:1]
		}
		if !slices.ContainsFunc(in, t.in) {
			return false
		}
	}
	return true
}

// TestSearchOrder holds the order in which people expect what was found.
func TestSearchOrder(t *testing.T) {
	s := newShop(t)
	mine := s.save("staff", map[string]any{"store": s.a.Id, "name": "Ines Roth", "code": "IR", "role": "associate", "active": true, "password": "orange velvet lantern"})
	for _, name := range []string{"Annabel Leeson", "Leeann Annard", "Anna Lee", "Anna-Lena Leeds", "Annalee Ford", "Tom Lee", "Ruth Leemann", "Lea Vale"} {
		s.client(name)
	}
	s.client("Zoe Leeward", map[string]any{"owner": mine.Id})
	watch := s.client("Hugo Brandt", map[string]any{"notes": "asked for Anna Lee's address"})
	s.buy(watch, "1", "2026-01-05", "Annalee pendant", 100)
	s.refresh()
	for _, c := range []struct {
		q, asker string
		want     []string
	}{
		{"anna lee", "", []string{"Anna Lee", "Annabel Leeson", "Leeann Annard", "Anna-Lena Leeds"}},
		{"lee", "", []string{"Anna Lee", "Tom Lee"}},
		{"lee", mine.Id, []string{"Anna Lee", "Tom Lee", "Zoe Leeward"}},
		{"lee anna", "", []string{"Anna Lee"}},
		{"annalee", "", []string{"Annalee Ford", "Hugo Brandt"}},
		{"lea", "", []string{"Lea Vale"}},
	} {
		var got []string
		for _, f := range s.search(Question{Text: c.q, Asker: c.asker}) {
			got = append(got, f.Name)
		}
		if c.q == "anna lee" { // of the beginnings any order will do
			slices.Sort(got[1:min(len(got), 4)])
			slices.Sort(c.want[1:])
		}
		if len(got) < len(c.want) || !slices.Equal(got[:len(c.want)], c.want) {
			t.Errorf("%q finds %v, want %v first", c.q, got, c.want)
		}
	}
}

func sortedKeys(m map[string][]string) []string {
	var all []string
	for k := range m {
		all = append(all, k)
	}
	slices.Sort(all)
	return all
}
