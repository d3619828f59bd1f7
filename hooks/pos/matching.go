package pos

import (
	"context"
	"strings"

	"touchstone/hooks/internal/contact"
	"touchstone/hooks/pos/ticket"
)

// identity is what a row's customer cells say.
type identity struct {
	name   contact.Name
	key    string
	points []contact.Point
	kinds  []string
	loose  []contact.Point // phones that nobody can be found by: without area code, say
}

func (p *people) identity(c ticket.Customer) identity {
	name := c.Name
	if name == "" {
		name = strings.TrimSpace(c.Given + " " + c.Family)
	}
	id := identity{name: contact.ParseName(name), key: strings.TrimSpace(c.Key)}
	if id.key == "" {
		id.key = id.name.Key
	}
	if strings.Trim(id.key, "0-. ") == "" {
		id.key = ""
	}
	id.add("email", contact.Emails(c.Emails))
	phones := contact.Phones(c.Phones, p.store.Country)
	id.add("phone", phones)
	for _, pt := range phones {
		if pt.Key == "" && !pt.Placeholder && digits(pt.Raw) >= shortestPhone {
			id.loose = append(id.loose, pt)
		}
	}
	return id
}

// shortestPhone is from how many digits on a text that is no full number is
// kept as what the file says of a phone; fewer are what a spreadsheet left.
const shortestPhone = 6

func digits(text string) (n int) {
	for _, r := range text {
		if r >= '0' && r <= '9' {
			n++
		}
	}
	return n
}

func (i *identity) add(kind string, points []contact.Point) {
	for _, pt := range points {
		if pt.Key != "" && !pt.Placeholder {
			i.points = append(i.points, pt)
			i.kinds = append(i.kinds, kind)
		}
	}
}

// nobody: a placeholder name (CASH, WALK-IN) is nobody, whatever number the
// system gave to its walk-in account; a blank row is nobody as well.
func (i identity) nobody() bool {
	blank := strings.TrimSpace(i.name.Display) == ""
	if i.name.Placeholder && !blank {
		return true
	}
	return blank && i.key == "" && len(i.points) == 0
}

func (p *people) resolve(ctx context.Context, c ticket.Customer, mayMake bool) (*client, error) {
	id := p.identity(c)
	if id.nobody() {
		return nil, nil
	}
	if err := p.load(ctx, id); err != nil {
		return nil, err
	}
	found := p.byNumber(id)
	var doubts []newDuplicate
	if found == nil {
		found, doubts = p.byContact(id)
	}
	if found == nil && id.key == "" && len(id.points) == 0 {
		found = p.nameOnly(nameKey(id.name))
	}
	if found != nil {
		p.learn(found, id, mayMake)
		return found, nil
	}
	if !mayMake {
		return nil, nil
	}
	made := p.make(id)
	p.noteDoubts(made, id, doubts)
	return made, nil
}

// nameOnly finds a client of whom nothing but the name is known.
func (p *people) nameOnly(key string) *client {
	if key == "" {
		return nil
	}
	for _, c := range p.byName[key] {
		if c.bare() {
			return c
		}
	}
	return nil
}

// byNumber: the same POS number is the same client unless the names say that
// the number was given to somebody else.
func (p *people) byNumber(id identity) *client {
	if id.key == "" {
		return nil
	}
	known := p.byKey[strings.ToLower(id.key)]
	for i := len(known) - 1; i >= 0; i-- {
		if fits(known[i].name, id.name) != contact.No {
			return known[i]
		}
	}
	return nil
}

// fits compares names; a missing one speaks against nobody.
func fits(a, b contact.Name) contact.Match {
	if strings.TrimSpace(a.Display) == "" || strings.TrimSpace(b.Display) == "" {
		return contact.Same
	}
	return contact.Compatible(a, b)
}

// byContact looks for an equal email or phone with a name that fits; names
// that may fit are doubts.
func (p *people) byContact(id identity) (found *client, doubts []newDuplicate) {
	for n, pt := range id.points {
		for _, c := range p.byPoint[pt.Key] {
			switch fits(c.name, id.name) {
			case contact.Same:
				return c, nil
			case contact.Maybe:
				doubts = append(doubts, newDuplicate{other: c.id, reason: "same " + id.kinds[n] + ", similar name"})
			}
		}
	}
	return nil, doubts
}

// noteDoubts writes down who else this new client may be.
func (p *people) noteDoubts(made *client, id identity, doubts []newDuplicate) {
	for _, other := range p.byKey[strings.ToLower(id.key)] {
		if other != made && sharesFamily(other.name, id.name) && made.household == "" {
			p.share(made, other, id.key)
		}
	}
	for _, d := range doubts {
		d.client = made.id
		p.news.duplicates = append(p.news.duplicates, d)
	}
	twins := p.byName[made.nameKey]
	for _, twin := range twins[:min(len(twins), namesakes)] {
		if twin != made {
			p.news.duplicates = append(p.news.duplicates, newDuplicate{client: made.id, other: twin.id, reason: sameName})
		}
	}
}

// namesakes is how many people of one name are compared.
const namesakes = 20

// sameName is the reason of a possible duplicate by nothing but the name.
const sameName = "same name"

// share puts two people of one account into one household.
func (p *people) share(a, b *client, key string) {
	if b.household == "" {
		b.household = p.ids.Next()
		p.news.households = append(p.news.households, newHousehold{b.household, b.name.Display, key})
		if !b.fresh || !p.isPending(b) {
			p.news.moved = append(p.news.moved, b)
		}
	}
	a.household = b.household
}

func (p *people) isPending(c *client) bool {
	for _, n := range p.news.clients {
		if n == c {
			return true
		}
	}
	return false
}

func sharesFamily(a, b contact.Name) bool {
	for _, x := range a.Persons {
		for _, y := range b.Persons {
			if x.Family != "" && strings.EqualFold(x.Family, y.Family) {
				return true
			}
		}
	}
	return false
}

// make creates a client from what a row says; the name stays as given.
func (p *people) make(id identity) *client {
	c := &client{id: p.ids.Next(), name: id.name, nameKey: nameKey(id.name), fresh: true, author: p.run}
	p.byID[c.id] = c
	p.news.clients = append(p.news.clients, c)
	p.made++
	if id.name.Couple && id.key != "" {
		c.household = p.ids.Next()
		p.news.households = append(p.news.households, newHousehold{c.household, id.name.Display, id.key})
	}
	if c.nameKey != "" {
		p.byName[c.nameKey] = append(p.byName[c.nameKey], c)
	}
	p.learn(c, id, true)
	return c
}

// learn adds numbers and contact points that the book does not have yet, and
// notes those that another import wrote and this one holds too.
func (p *people) learn(c *client, id identity, mayAdd bool) {
	if c.author != p.run {
		c.author = p.witness(c.id, c.author, id.name.Display)
	}
	if key := strings.ToLower(id.key); key != "" {
		own := p.source + "\x1f" + key
		known, ok := c.keys.get(own)
		switch {
		case ok:
			c.keys.set(own, fact{known.id, p.witness(known.id, known.author, id.key)})
		case mayAdd:
			c.keys.set(own, fact{author: p.run})
			p.byKey[key] = append(p.byKey[key], c)
			p.news.keys = append(p.news.keys, newKey{c.id, id.key})
		}
	}
	for n, pt := range id.points {
		known, ok := c.points.get(pt.Key)
		switch {
		case ok:
			c.points.set(pt.Key, fact{known.id, p.witness(known.id, known.author, pt.Raw)})
		case mayAdd:
			c.points.set(pt.Key, fact{author: p.run})
			p.byPoint[pt.Key] = append(p.byPoint[pt.Key], c)
			p.news.points = append(p.news.points, newPoint{c.id, id.kinds[n], pt.Raw, pt.Key})
		}
	}
	p.learnLoose(c, id.loose, mayAdd)
}

// learnLoose keeps phones as the file writes them, without a key: they are
// shown and searched, and never say who somebody is.
func (p *people) learnLoose(c *client, loose []contact.Point, mayAdd bool) {
	for _, pt := range loose {
		known, ok := c.loose.get(pt.Raw)
		switch {
		case ok:
			c.loose.set(pt.Raw, fact{known.id, p.witness(known.id, known.author, pt.Raw)})
		case mayAdd:
			c.loose.set(pt.Raw, fact{author: p.run})
			p.news.points = append(p.news.points, newPoint{client: c.id, kind: "phone", raw: pt.Raw})
		}
	}
}

// witness notes once that this import holds what another one wrote.
func (p *people) witness(record, author, spelled string) string {
	if author != p.run && author != witnessed && author != "" {
		p.news.seen = append(p.news.seen, seenFact{record, spelled})
		return witnessed
	}
	return author
}

// witnessed stands for the author of what was noted already.
const witnessed = "*"

// nameKey is what two equal names share, whatever their order or case.
func nameKey(n contact.Name) string {
	if len(n.Persons) == 0 {
		if n.Company {
			return strings.ToLower(strings.Join(strings.Fields(n.Display), " "))
		}
		return ""
	}
	var parts []string
	for _, q := range n.Persons {
		parts = append(parts, strings.ToLower(q.Given+" "+q.Family+" "+q.Suffix))
	}
	return strings.Join(parts, "&")
}
