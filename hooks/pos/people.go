package pos

import (
	"context"
	"database/sql"
	"fmt"

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
	run    string // the import's record id
	ids    *ids.Source
	db     *sql.DB
	empty  bool // the book has no clients yet, nothing to look up

	byKey   map[string][]*client // POS number -> clients, the newest last
	byPoint map[string][]*client // normalized email or phone -> clients
	byName  map[string][]*client // name -> clients, the oldest first
	asked   map[[2]string]bool   // queries and keys that the book answered already
	byID    map[string]*client
	cells   map[ticket.Customer]*client

	news    pending
	matched map[*client]bool
	made    int
}

// client is one person of the book, as far as matching needs.
type client struct {
	id, household, nameKey string
	name                   contact.Name
	fresh                  bool // made by this run
	author                 string
	points                 factList
	loose                  factList // phones without a key, by their text
	keys                   factList
}

// fact is one number or contact point of a client: its record id, empty while
// it is new, and the import that wrote it.
type fact struct{ id, author string }

// factList holds the facts of one client by key. A client has one to four, for
// which a list is smaller and faster than a map.
type factList []struct {
	key string
	fact
}

func (l factList) get(key string) (fact, bool) {
	for _, f := range l {
		if f.key == key {
			return f.fact, true
		}
	}
	return fact{}, false
}

func (l *factList) set(key string, f fact) {
	for i := range *l {
		if (*l)[i].key == key {
			(*l)[i].fact = f
			return
		}
	}
	*l = append(*l, struct {
		key string
		fact
	}{key, f})
}

// bare: neither number nor contact is known.
func (c *client) bare() bool { return len(c.keys)+len(c.points) == 0 }

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
	seen       []seenFact
}

// seenFact says that this import holds something that another one wrote, and
// how it spells it.
type seenFact struct{ record, spelled string }

type newHousehold struct{ id, name, key string }
type newKey struct{ client, key string }
type newPoint struct{ client, kind, raw, key string }
type newDuplicate struct{ client, other, reason string }

func loadPeople(ctx context.Context, db *sql.DB, s store.Store, source, importID string, made *ids.Source) (*people, error) {
	p := &people{store: s, source: source, run: importID, ids: made, db: db, byKey: map[string][]*client{}, byPoint: map[string][]*client{},
		byName: map[string][]*client{}, asked: map[[2]string]bool{}, byID: map[string]*client{}, cells: map[ticket.Customer]*client{}, matched: map[*client]bool{}}
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
	return p.look(ctx, c, true)
}

// meet is find for a receipt that stays as the book has it: nobody is made.
func (p *people) meet(ctx context.Context, c ticket.Customer) (*client, error) {
	return p.look(ctx, c, false)
}

// met notes that the file holds a receipt of a client.
func (p *people) met(ctx context.Context, id string) error {
	if id == "" {
		return nil
	}
	if p.byID[id] == nil {
		if err := p.read(ctx, id); err != nil {
			return err
		}
	}
	p.note(p.byID[id])
	return nil
}

func (p *people) note(c *client) {
	if c != nil && !c.fresh && c.author != p.run {
		p.matched[c] = true
	}
}

func (p *people) look(ctx context.Context, c ticket.Customer, mayMake bool) (*client, error) {
	if c == (ticket.Customer{}) {
		return nil, nil
	}
	found, seen := p.cells[c]
	if !seen {
		var err error
		if found, err = p.resolve(ctx, c, mayMake); err != nil {
			return nil, err
		}
		if found != nil || mayMake {
			p.cells[c] = found
		}
	}
	p.note(found)
	return found, nil
}
