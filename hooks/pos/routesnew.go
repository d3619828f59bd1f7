package pos

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"touchstone/hooks/figures"
	"touchstone/hooks/pos/credit"
	"touchstone/hooks/pos/ticket"
)

// newsShown is how many departments a preview lists.
const newsShown = 100

// staffSeen is a code of the file that nobody on the staff has. Net is in minor
// units: the part of the code's lines that counts for it.
type staffSeen struct {
	Code  string `json:"code"`
	Name  string `json:"name"` // where the file gives one
	Lines int    `json:"lines"`
	Net   int64  `json:"net"`
	Row   int    `json:"row"` // where it stands first
}

// goodsNews are a file's codes and departments that the store does not know,
// gathered while its receipts are planned.
type goodsNews struct {
	staff       map[string]*staffSeen // by folded code
	departments map[string]*unknownDepartment
}

func newGoodsNews() *goodsNews {
	return &goodsNews{staff: map[string]*staffSeen{}, departments: map[string]*unknownDepartment{}}
}

// meet notes what is new in a receipt. knows are the codes and names
// that the store knew before the file; shares are the receipt's, line by line.
func (g *goodsNews) meet(t *ticket.Ticket, knows map[string]string, shares [][]figures.Share) {
	for i, l := range t.Lines {
		for j, s := range l.Shares {
			g.code(s.Code, l.Row, shares[i][j].Amount, knows)
		}
		if l.Role == "unknown" {
			g.department(l)
		}
	}
}

func (g *goodsNews) code(code string, row int, amount int64, knows map[string]string) {
	key := credit.Key(code)
	if key == "" || knows[key] != "" {
		return
	}
	s := g.staff[key]
	if s == nil {
		s = &staffSeen{Row: row}
		g.staff[key] = s
	}
	s.Lines++
	s.Net += amount
}

func (g *goodsNews) department(l ticket.Line) {
	d := g.departments[l.Category]
	if d == nil {
		d = &unknownDepartment{Category: l.Category, Examples: []string{}}
		g.departments[l.Category] = d
	}
	d.Lines++
	d.Open++
	d.Net += l.Net
	if len(d.Examples) < 3 && l.Description != "" && !slices.Contains(d.Examples, l.Description) {
		d.Examples = append(d.Examples, l.Description)
	}
}

// people lists the codes that would become new people, as the roster met them.
func (g *goodsNews) people(added []newStaff) []staffSeen {
	all := []staffSeen{}
	for _, s := range added {
		one := staffSeen{Code: s.code}
		if met := g.staff[credit.Key(s.pos)]; met != nil {
			one = *met
			one.Code = s.code
		}
		if s.name != s.code {
			one.Name = s.name
		}
		all = append(all, one)
	}
	return all
}

// unknown lists the departments, most lines first, each with words by which a
// rule would catch it.
func (g *goodsNews) unknown(ctx context.Context, room Room, r *run) ([]unknownDepartment, error) {
	rules, err := room.rules(ctx, r.read, r.store.ID)
	if err != nil {
		return nil, err
	}
	all := []unknownDepartment{}
	for _, d := range g.departments {
		d.Phrase = phraseFor(rules, d.Category)
		all = append(all, *d)
	}
	slices.SortFunc(all, func(a, b unknownDepartment) int {
		return cmp.Or(b.Lines-a.Lines, strings.Compare(a.Category, b.Category))
	})
	return all[:min(len(all), newsShown)], nil
}
