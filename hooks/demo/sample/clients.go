package sample

import (
	"fmt"
	"strings"

	"touchstone/hooks/internal/civil"
)

// client is a card in the POS: one person, or a couple with one account.
type client struct {
	number string
	name   string // as the card has it: "Family, Given"
	phone  string // as it was typed; empty when not given
	email  string
	seller int // usual seller, index into the crew; -1 until the first visit
	loyal  int // the higher, the more often they come
}

// people keeps who is known to the shop and who has not come in yet. Names that
// Windows-1252 cannot write wait in wide until the old PC is gone.
type people struct {
	seen         []*client
	narrow, wide []*client
}

// makePeople writes every card of the store before the first day.
func (g *generator) makePeople() {
	taken := map[string]bool{}
	for _, a := range g.crew { // nobody shares a name with who serves them
		given, family, _ := strings.Cut(a.Name, " ")
		taken[family+","+given] = true
	}
	nextPhone := 0
	for i := 0; i < g.size.Clients; i++ {
		wide := i%60 == 29
		family, given := g.name(taken, wide)
		c := &client{
			number: fmt.Sprint(2041 + i*3 + i%2), seller: -1, loyal: g.rng.IntN(1000),
			name: family + ", " + given,
		}
		if g.chance(120) {
			c.name += " & " + g.partner(given)
		}
		if reach := g.rng.IntN(100); reach < 77 {
			c.phone = g.phone(nextPhone)
			nextPhone++
			if reach < 40 {
				c.email = g.email(given, family, i)
			}
		} else if reach < 92 {
			c.email = g.email(given, family, i)
		}
		g.people.add(c, wide)
	}
	g.shareAPhone()
}

func (p *people) add(c *client, wide bool) {
	if wide {
		p.wide = append(p.wide, c)
		return
	}
	p.narrow = append(p.narrow, c)
}

// shareAPhone gives two pairs of different people one number each: a mother and
// a grown daughter, two who share an office.
func (g *generator) shareAPhone() {
	var reachable []*client
	for _, c := range g.people.narrow {
		if c.phone != "" && !strings.Contains(c.name, "&") {
			reachable = append(reachable, c)
		}
		if len(reachable) == 4 {
			reachable[1].phone, reachable[3].phone = reachable[0].phone, reachable[2].phone
			return
		}
	}
}

// name draws a full name that nobody else has; once the plain ones run out, a
// middle initial tells people apart.
func (g *generator) name(taken map[string]bool, wide bool) (family, given string) {
	for try := 0; ; try++ {
		family, given = pick(g.rng, familyNames), pick(g.rng, givenNames)
		if wide && g.chance(500) {
			given = pick(g.rng, wideGiven)
		} else if wide {
			family = pick(g.rng, wideFamily)
		}
		if try > 4 {
			given += fmt.Sprintf(" %c.", 'A'+g.rng.IntN(26))
		}
		if try > 40 {
			family += "-" + pick(g.rng, familyNames)
		}
		if key := family + "," + given; !taken[key] {
			taken[key] = true
			return family, given
		}
	}
}

func (g *generator) partner(given string) string {
	for {
		if p := pick(g.rng, givenNames); p != given {
			return p
		}
	}
}

// phone writes the n-th number of the 555-01xx range kept for fiction, in one
// of the ways in which people type one. 0100 is the shop's own.
func (g *generator) phone(n int) string {
	last := 101 + n%99
	area := areaCodes[n/99%len(areaCodes)]
	if n/99 >= len(areaCodes) {
		area = fmt.Sprint(201 + (n/99*7)%788) // a large bench: any area code will do
	}
	form := pick(g.rng, []string{"(%s) 555-0%d", "(%s) 555-0%d", "%s-555-0%d", "%s-555-0%d", "%s.555.0%d", "%s5550%d", "+1 %s 555 0%d", "1-%s-555-0%d", "%s 555-0%d"})
	return fmt.Sprintf(form, area, last)
}

var plainLetters = strings.NewReplacer(
	"é", "e", "è", "e", "ë", "e", "ö", "o", "ø", "o", "í", "i", "ü", "u", "ñ", "n", "ç", "c", "å", "a", "ä", "a",
	"ł", "l", "ż", "z", "ž", "z", "ř", "r", "ș", "s", "ş", "s", "ę", "e", "č", "c", "ć", "c", "ı", "i", "ő", "o", "ễ", "e",
	"ē", "e", "ņ", "n", "š", "s", "á", "a", "ž", "z", "i̇", "i", "'", "", " ", "", ".", "", "-", "",
)

// email writes an address at a domain kept for examples; the card's place in
// the book keeps two of them apart.
func (g *generator) email(given, family string, i int) string {
	first, last := plainLetters.Replace(strings.ToLower(given)), plainLetters.Replace(strings.ToLower(family))
	domain := pick(g.rng, []string{"example.com", "example.com", "example.org", "example.net"})
	local := pick(g.rng, []string{first + "." + last, first + last, first[:1] + last, last + "." + first})
	if g.chance(400) {
		local = fmt.Sprintf("%s%d", local, 50+i)
	} else {
		local = fmt.Sprintf("%s.%d", local, i+1)
	}
	return local + "@" + domain
}

// whoComes returns the client of a ticket on a date, nil for a stranger who
// leaves no name. New people are spread so that by the last day everybody of
// the book has come in at least once.
func (g *generator) whoComes(d civil.Date) *client {
	if g.chance(290) { // fewer in the files: repairs, quotes and layaways ask for a name
		return nil
	}
	p := &g.people
	waiting := len(p.narrow) + len(p.wide)
	ahead := (g.ticketsLeft - g.size.Receipts/25) * 58 / 100 // some days are quieter than planned
	if waiting > 0 && (len(p.seen) == 0 || g.rng.IntN(max(1, ahead)) < waiting) {
		return g.newcomer(d)
	}
	a, b := pick(g.rng, p.seen), pick(g.rng, p.seen)
	if a.loyal < b.loyal {
		return b
	}
	return a
}

func (g *generator) newcomer(d civil.Date) *client {
	p := &g.people
	from := &p.narrow
	if len(p.wide) > 0 && !d.Before(g.wideFrom) && (len(p.narrow) == 0 || g.rng.IntN(len(p.narrow)+len(p.wide)) < len(p.wide)) {
		from = &p.wide
	}
	if len(*from) == 0 {
		return nil
	}
	c := (*from)[0]
	*from = (*from)[1:]
	p.seen = append(p.seen, c)
	c.seller = g.serve(nil, d)
	return c
}
