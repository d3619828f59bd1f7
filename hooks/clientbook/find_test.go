package clientbook

import (
	"context"
	"fmt"
	"math/rand"
	"slices"
	"strings"
	"testing"

	"touchstone/hooks/internal/contact"
)

func TestSearchFinds(t *testing.T) {
	s := newShop(t)
	avery := s.client("Avery Ashford", map[string]any{"notes": "Likes opals.\nSister in Oslo"})
	s.point(avery, "phone", "(312) 555-0142")
	s.point(avery, "email", "avery.ashford@example.com")
	garcia := s.client("Inés García-Münster")
	s.point(garcia, "phone", "+49 30 901820")
	obrien := s.client("Maeve O'Brien")
	john := s.client("John Whitlock")
	s.buy(garcia, "1001", "2026-01-05", "Sapphire ring 18K", 120000)
	s.buy(john, "1002", "2026-01-06", "Diver watch, steel", 320000)
	s.exec(`UPDATE lines SET serial = 'ZX-77812' WHERE description LIKE 'Diver%'`)
	s.client("Avery Ashford the Other", map[string]any{"store": s.b.Id})
	s.refresh()
	for _, c := range []struct{ q, want string }{
		{"a", "Avery Ashford (name)"},
		{"av", "Avery Ashford (name)"},
		{"ashf", "Avery Ashford (name)"},
		{"hfor", "Avery Ashford (name)"},
		{"AVERY ASH", "Avery Ashford (name)"},
		{"ash ave", "Avery Ashford (name)"},
		{"3125550142", "Avery Ashford (contact)"},
		{"+1 312 555 01 42", "Avery Ashford (contact)"},
		{"555-0142", "Avery Ashford (contact)"},
		{"(312)", "Avery Ashford (contact)"},
		{"030 901820", "Inés García-Münster (contact)"},
		{"0049 30 901820", "Inés García-Münster (contact)"},
		{"avery.ashford@example.com", "Avery Ashford (contact)"},
		{"ford@exam", "Avery Ashford (contact)"},
		{"opal", "Avery Ashford (note)"},
		{"sister in oslo", "Avery Ashford (note)"},
		{"garcia", "Inés García-Münster (name)"},
		{"GARCÍA", "Inés García-Münster (name)"},
		{"munst", "Inés García-Münster (name)"},
		{"obrien", "Maeve O'Brien (name)"},
		{"O’Bri", "Maeve O'Brien (name)"},
		{"sapphire", "Inés García-Münster (piece)"},
		{"pphire rin", "Inés García-Münster (piece)"},
		{"SKU-1001", "Inés García-Münster (piece)"},
		{"zx77812", ""},
		{"ZX-778", "John Whitlock (piece)"},
		{"garcia ring", "Inés García-Münster (mixed)"},
		{"john dive", "John Whitlock (mixed)"},
		{"ring garcia 901820", "Inés García-Münster (mixed)"},
		{"whitlok", "John Whitlock (similar)"},
		{"jonh", "John Whitlock (similar)"},
		{"ashfrod", "Avery Ashford (similar)"},
		{"avrey ashford", "Avery Ashford (similar)"},
		{"gracia", "Inés García-Münster (similar)"},
		{"Mr Whitlock", "John Whitlock (name)"},
		{"Mr. and Mrs. John Whitlok", "John Whitlock (similar)"},
		{"mrs ines garcia", "Inés García-Münster (name)"},
		{"mr", ""},
		{"johnny", "John Whitlock (similar)"},
		{"jack whitlock", "John Whitlock (similar)"},
		{"nobodyhere", ""},
		{"", ""}, {"  ?!  ", ""}, {`" OR *`, ""}, {"'; --", ""},
	} {
		got := s.find(c.q)
		if c.want == "" && len(got) > 0 || c.want != "" && !slices.Contains(got, c.want) {
			t.Errorf("%q finds %v, want %q", c.q, got, c.want)
		}
		for _, g := range got {
			if strings.Contains(g, "the Other") {
				t.Errorf("%q finds a client of another store", c.q)
			}
		}
	}
	_ = obrien
	if got := s.find("555"); len(got) != 1 {
		t.Errorf("a part of a number finds %v", got)
	}
}

func TestSearchFollowsTheBook(t *testing.T) {
	s := newShop(t)
	c := s.client("Rosalind Vane")
	p := s.point(c, "email", "rosalind@example.com")
	r := s.buy(c, "7", "2026-02-01", "Emerald pendant", 5000)
	s.refresh()
	expect := func(q string, n int) {
		t.Helper()
		s.refresh()
		if got := s.find(q); len(got) != n {
			t.Errorf("%q finds %v, want %d", q, got, n)
		}
	}
	expect("emerald", 1)
	c.Set("name", "Rosalind Marchetti")
	s.must(s.app.Save(c))
	expect("vane", 0)
	expect("marche", 1)
	s.exec(`UPDATE lines SET description = 'Ruby pendant' WHERE receipt = ?`, r.Id)
	expect("emerald", 0)
	expect("ruby", 1)
	p.Set("raw", "ros@example.org")
	s.must(s.app.Save(p))
	expect("rosalind@ex", 0)
	expect("example.org", 1)
	other := s.client("Bram Tolliver")
	s.exec(`UPDATE receipts SET client = ? WHERE id = ?`, other.Id, r.Id)
	expect("ruby tolliver", 1)
	expect("ruby marchetti", 0)
	s.exec(`DELETE FROM lines WHERE receipt = ?`, r.Id)
	expect("ruby", 0)
	s.must(s.app.Delete(c))
	expect("marchetti", 0)
	s.must(s.app.Delete(other))
	s.refresh()
	for _, table := range []string{"search_docs", "search_names", "search_grams", "search_pieces", "search_bought", "search_dirty", "search_who", "search_reach", "search_told", "search_words", "search_parts"} {
		if n := s.one(`SELECT count(*) FROM ` + table); n != "0" {
			t.Errorf("%s keeps %s rows of clients who are gone", table, n)
		}
	}
}

// TestSearchFindsWhatLikeFinds holds the search against reading everything.
func TestSearchFindsWhatLikeFinds(t *testing.T) {
	for seed := int64(1); seed <= 3; seed++ {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			r := rand.New(rand.NewSource(seed))
			s := newShop(t)
			texts := randomBook(s, r, 60)
			s.refresh()
			for range 250 {
				source := contact.Fold(texts[r.Intn(len(texts))])
				runes := []rune(source)
				if len(runes) < 3 {
					continue
				}
				from := r.Intn(len(runes) - 2)
				q := strings.TrimSpace(string(runes[from:min(len(runes), from+3+r.Intn(6))]))
				if letters(q) >= 3 {
					checkRecall(t, s, q)
				}
			}
			before := snapshotOfSearch(s)
			s.exec(`VACUUM`) // which may number the rows of collections anew
			checkRecall(t, s, string([]rune(contact.Fold(texts[0]))[:3]))
			s.must(Rebuild(context.Background(), s.app))
			if after := snapshotOfSearch(s); before != after {
				t.Errorf("made anew, the search is another one:\n%s\n%s", before, after)
			}
		})
	}
}

func snapshotOfSearch(s *shop) string {
	return s.one(`SELECT (SELECT group_concat(x, char(10)) FROM (SELECT client || name || contacts || notes AS x FROM search_docs ORDER BY client)) ||
		(SELECT group_concat(x) FROM (SELECT word || gram AS x FROM search_grams ORDER BY 1)) ||
		(SELECT group_concat(x) FROM (SELECT d.client || p.text AS x FROM search_bought b JOIN search_docs d ON d.number = b.number
			JOIN search_pieces p ON p.number = b.piece ORDER BY 1))`)
}

func checkRecall(t *testing.T, s *shop, q string) {
	t.Helper()
	want := s.slow(q)
	if len(want) > 50 {
		return
	}
	found := s.search(Question{Text: q})
	got := map[string]bool{}
	for _, f := range found {
		got[f.ID] = true
	}
	for id, why := range want {
		if !got[id] {
			t.Errorf("%q does not find client %s, whose %s holds it", q, id, why)
		}
	}
}

// slow reads every text of the book.
func (s *shop) slow(q string) map[string]string {
	s.t.Helper()
	want := map[string]string{}
	rows, err := s.db().Query(`
		SELECT id, name, 'name' FROM clients WHERE store = ?1
		UNION ALL SELECT id, notes, 'note' FROM clients WHERE store = ?1
		UNION ALL SELECT c.id, p.raw, 'contact' FROM clients c JOIN contact_points p ON p.client = c.id WHERE store = ?1
		UNION ALL SELECT c.id, l.description, 'piece' FROM clients c JOIN receipts r ON r.client = c.id JOIN lines l ON l.receipt = r.id WHERE c.store = ?1
		UNION ALL SELECT c.id, l.sku, 'number' FROM clients c JOIN receipts r ON r.client = c.id JOIN lines l ON l.receipt = r.id WHERE c.store = ?1
		UNION ALL SELECT c.id, l.serial, 'serial' FROM clients c JOIN receipts r ON r.client = c.id JOIN lines l ON l.receipt = r.id WHERE c.store = ?1`, s.a.Id)
	s.must(err)
	defer rows.Close()
	for rows.Next() {
		var id, text, why string
		s.must(rows.Scan(&id, &text, &why))
		if strings.Contains(contact.Fold(text), q) {
			want[id] = why
		}
	}
	s.must(rows.Err())
	return want
}

// randomBook writes clients with names, contacts, notes and pieces of strange
// letters, and returns the texts.
func randomBook(s *shop, r *rand.Rand, clients int) []string {
	syllables := []string{"an", "bel", "ço", "dre", "ëth", "fin", "gar", "hö", "ís", "jun", "kar", "la'", "mün", "nor", "øst", "pet", "ros", "ße", "tov", "vel", "Žar", "-le", " van ", ". "}
	word := func(n int) string {
		var b strings.Builder
		for range n {
			b.WriteString(syllables[r.Intn(len(syllables))])
		}
		return strings.TrimSpace(b.String())
	}
	var all []string
	for i := range clients {
		name, note, mail, phone := word(4)+" "+word(3), word(9), fmt.Sprintf("k%d.%s@example.com", i, "ab"), fmt.Sprintf("(312) 555-%04d", r.Intn(9999))
		c := s.client(name, map[string]any{"notes": note})
		if i%5 == 0 {
			s.exec(`UPDATE clients SET store = ? WHERE id = ?`, s.b.Id, c.Id)
		}
		s.point(c, "email", mail)
		s.point(c, "phone", phone)
		all = append(all, name, note, mail, phone)
		for j := range r.Intn(4) {
			piece, serial := word(5), word(2)+fmt.Sprint(r.Intn(1e6))
			x := s.buy(c, fmt.Sprintf("%d-%d", i, j), "2026-01-01", piece, 100)
			s.exec(`UPDATE lines SET serial = ? WHERE receipt = ?`, serial, x.Id)
			all = append(all, piece, serial)
		}
	}
	return all
}

func FuzzSearch(f *testing.F) {
	for _, q := range []string{"ashford", "a", "(312) 555-0142", `"`, "*", "a OR b", "NEAR(a b)", "name:x", "\x00", "ß", "é", "日本語 東京", "'; DROP TABLE clients; --", "-", "^a", "{a}", strings.Repeat("long ", 100)} {
		f.Add(q)
	}
	s := newShop(f)
	c := s.client("Avery Ashford")
	s.point(c, "phone", "312 555 0142")
	s.buy(c, "1", "2026-01-01", "Gold ring", 1)
	s.refresh()
	search := NewSearcher(s.db())
	defer search.Close()
	stores := s.in(s.a)
	f.Fuzz(func(t *testing.T, q string) {
		parsed := parse(q, "US")
		if len(parsed.terms) > maxTerms {
			t.Errorf("%d terms", len(parsed.terms))
		}
		for _, term := range parsed.terms {
			for _, form := range term.forms {
				if form == "" || strings.ContainsAny(form, `"*^:(){}`) {
					t.Errorf("form %q of %q would be read as an expression", form, q)
				}
			}
		}
		if _, err := search.Find(context.Background(), Question{Text: q, Stores: stores}); err != nil {
			t.Errorf("searching %q: %v", q, err)
		}
	})
}
