package pos

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"touchstone/hooks/internal/contact"
	"touchstone/hooks/internal/ids"
	"touchstone/hooks/internal/store"
	"touchstone/hooks/pos/ticket"
)

// people finds the client of a receipt or makes one (DESIGN, section 7): the
// same POS number wins; else an equal email or phone and a compatible name;
// what is less certain becomes a possible duplicate for a person to decide.
type people struct {
	store  store.Store
	source string
	ids    *ids.Source
	db     *sql.DB
	empty  bool // the book has no clients yet, nothing to look up

	byKey   map[string][]*client // POS number -> clients, the newest last
	byPoint map[string][]*client // normalized email or phone -> clients
	byName  map[string]*client   // name of a client who has neither number nor contact
	byAny   map[string]*client   // name of any client, to note possible duplicates
	byID    map[string]*client
	cells   map[ticket.Customer]*client
	points  map[ticket.Customer][]contact.Point

	news    pending
	matched map[*client]bool
	made    int
}

// client is one person of the book, as far as matching needs.
type client struct {
	id, household, nameKey string
	name                   contact.Name
	bare                   bool // neither number nor contact is known
	fresh                  bool // made by this run
	points                 map[string]bool
	keys                   map[string]bool
}

// home is what a client's receipts count for as a household: the one they
// belong to, or themselves.
func (c *client) home() string {
	if c.household != "" {
		return c.household
	}
	return c.id
}

// pending are the records that the next transaction writes.
type pending struct {
	clients    []*client
	households []newHousehold
	moved      []*client // existing clients whose household changed
	keys       []newKey
	points     []newPoint
	duplicates []newDuplicate
}

type newHousehold struct{ id, name, key string }
type newKey struct{ client, key string }
type newPoint struct{ client, kind, raw, key string }
type newDuplicate struct{ client, other, reason string }

func loadPeople(ctx context.Context, db *sql.DB, s store.Store, source string, made *ids.Source) (*people, error) {
	p := &people{store: s, source: source, ids: made, db: db, byKey: map[string][]*client{}, byPoint: map[string][]*client{}, byName: map[string]*client{}, byAny: map[string]*client{},
		byID: map[string]*client{}, cells: map[ticket.Customer]*client{}, points: map[ticket.Customer][]contact.Point{}, matched: map[*client]bool{}}
	var any int
	err := db.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM clients)`).Scan(&any)
	if err != nil {
		return nil, fmt.Errorf("reading clients: %w", err)
	}
	p.empty = any == 0
	return p, nil
}

// find returns the client of a receipt, nil for a walk-in.
func (p *people) find(ctx context.Context, c ticket.Customer) (*client, error) {
	if c == (ticket.Customer{}) {
		return nil, nil
	}
	found, seen := p.cells[c]
	if !seen {
		var err error
		if found, err = p.resolve(ctx, c); err != nil {
			return nil, err
		}
		p.cells[c] = found
	}
	if found != nil && !found.fresh {
		p.matched[found] = true
	}
	return found, nil
}

// identity is what a row's customer cells say.
type identity struct {
	name   contact.Name
	key    string
	points []contact.Point
	kinds  []string
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
	id.add("phone", contact.Phones(c.Phones, p.store.Country))
	return id
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

func (p *people) resolve(ctx context.Context, c ticket.Customer) (*client, error) {
	id := p.identity(c)
	if id.nobody() {
		return nil, nil
	}
	if err := p.load(ctx, id); err != nil {
		return nil, err
	}
	if found := p.byNumber(id); found != nil {
		p.learn(found, id)
		return found, nil
	}
	found, doubts := p.byContact(id)
	if found == nil && id.key == "" && len(id.points) == 0 {
		found = p.byName[nameKey(id.name)]
	}
	if found != nil {
		p.learn(found, id)
		return found, nil
	}
	made := p.make(id)
	p.noteDoubts(made, id, doubts)
	return made, nil
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
	if len(doubts) > 0 || made.nameKey == "" {
		return
	}
	if twin := p.byAny[made.nameKey]; twin != nil && twin != made {
		p.news.duplicates = append(p.news.duplicates, newDuplicate{client: made.id, other: twin.id, reason: "same name"})
	}
	p.byAny[made.nameKey] = made
}

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
	c := &client{id: p.ids.Next(), name: id.name, nameKey: nameKey(id.name), fresh: true, points: map[string]bool{}, keys: map[string]bool{},
		bare: id.key == "" && len(id.points) == 0}
	p.byID[c.id] = c
	p.news.clients = append(p.news.clients, c)
	p.made++
	if id.name.Couple && id.key != "" {
		c.household = p.ids.Next()
		p.news.households = append(p.news.households, newHousehold{c.household, id.name.Display, id.key})
	}
	if c.bare && c.nameKey != "" {
		p.byName[c.nameKey] = c
	}
	p.learn(c, id)
	return c
}

// learn adds numbers and contact points that the book does not have yet.
func (p *people) learn(c *client, id identity) {
	if key := strings.ToLower(id.key); key != "" && !c.keys[key] {
		c.keys[key], c.bare = true, false
		p.byKey[key] = append(p.byKey[key], c)
		p.news.keys = append(p.news.keys, newKey{c.id, id.key})
	}
	for n, pt := range id.points {
		if c.points[pt.Key] {
			continue
		}
		c.points[pt.Key], c.bare = true, false
		p.byPoint[pt.Key] = append(p.byPoint[pt.Key], c)
		p.news.points = append(p.news.points, newPoint{c.id, id.kinds[n], pt.Raw, pt.Key})
	}
}

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
