package pos

import "slices"

// doubtSeen is a client of the file who may be somebody else, with everybody
// who that may be.
type doubtSeen struct {
	Row    int         `json:"row"`
	Number string      `json:"number"` // of the receipt
	Name   string      `json:"name"`
	Maybe  []maybeSeen `json:"maybe"`
}

// maybeSeen is somebody with whom a client may be one.
type maybeSeen struct {
	Client  string   `json:"client,omitempty"` // empty: comes with this file
	Name    string   `json:"name"`
	Reasons []string `json:"reasons"`
}

// doubting gathers the doubtful clients of a preview, each once.
type doubting struct {
	out    *foreseen
	people *people
	at     map[string]int // where a client stands among the doubts; -1: counted only
}

// meet takes up what is doubtful about a chunk. first are the receipts that
// brought its clients.
func (d *doubting) meet(news pending, first map[string]*planned) {
	for _, pair := range news.duplicates {
		at, met := d.at[pair.client]
		if !met {
			at = d.begin(pair.client, first[pair.client])
		}
		if at >= 0 {
			d.out.Doubts[at].add(d.who(pair.other), pair.reason)
		}
	}
}

// begin counts a client, and shows it among the first.
func (d *doubting) begin(id string, p *planned) int {
	d.out.Doubtful++
	d.at[id] = -1
	if p == nil || len(d.out.Doubts) >= doubtsShown {
		return -1
	}
	d.at[id] = len(d.out.Doubts)
	d.out.Doubts = append(d.out.Doubts, doubtSeen{Row: p.ticket.Row, Number: p.ticket.Number, Name: p.client.name.Display})
	return d.at[id]
}

// who is somebody of the book, or of this file.
func (d *doubting) who(id string) maybeSeen {
	c := d.people.byID[id]
	switch {
	case c == nil:
		return maybeSeen{Client: id}
	case c.fresh:
		return maybeSeen{Name: c.name.Display}
	}
	return maybeSeen{Client: id, Name: c.name.Display}
}

// add notes one more reason; a person is named once.
func (s *doubtSeen) add(m maybeSeen, reason string) {
	for i := range s.Maybe {
		if s.Maybe[i].Client == m.Client && s.Maybe[i].Name == m.Name {
			if !slices.Contains(s.Maybe[i].Reasons, reason) {
				s.Maybe[i].Reasons = append(s.Maybe[i].Reasons, reason)
			}
			return
		}
	}
	m.Reasons = []string{reason}
	s.Maybe = append(s.Maybe, m)
}
