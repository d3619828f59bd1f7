package pos

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"touchstone/hooks/figures"
	"touchstone/hooks/internal/ids"
	"touchstone/hooks/internal/store"
	"touchstone/hooks/pos/mapping"
	"touchstone/hooks/pos/table"
	"touchstone/hooks/pos/ticket"
)

// run is one file on its way into the book.
type run struct {
	room  Room
	app   core.App
	db    *sql.DB // writes
	read  *sql.DB
	now   func() time.Time
	stamp string
	ids   *ids.Source

	id      string      // the import's record id, empty on a dry run
	store   store.Store // without id: the file brings it
	source  string
	file    *table.File
	mapping mapping.Mapping
	said    map[string]mapping.Field // columns as people gave them
	batch   *ticket.Batch
	roster  *roster
	people  *people
	book    *book
	pace    pace
	scratch rowsOf // of the receipt at hand, as are these
	lines   []figures.Line
	parts   []figures.Share
	byLine  [][]figures.Share

	newStore    bool                      // the file brings its store
	fresh       bool                      // the store has no receipts of this source yet
	blank       bool                      // the book has no receipts at all
	resumed     bool                      // a crash cut the import off
	counted     *figures.Counted          // days counted while they are written, nil where somebody else may change them
	inFile      map[string]bool           // receipts by fileKey, where the book has some already
	firstOf     map[string]*ticket.Ticket // by folded number
	firstTicket *ticket.Ticket
	lastTicket  *ticket.Ticket
	reused      int
	reusedAt    int
	dropped     map[string]int // rows that are no data, by reason
	kept        int            // receipts left alone because a person edited them
	keptAt      int
	result      *Result
}

// Result is what an import did, or would do: DESIGN section 6, to the letter.
type Result struct {
	File           string             `json:"file"`
	Import         string             `json:"import"`
	Preset         string             `json:"preset"`
	Receipts       int                `json:"receipts"`
	Lines          int                `json:"lines"`
	ClientsNew     int                `json:"clients_new"`
	ClientsMatched int                `json:"clients_matched"`
	Updated        int                `json:"updated"`
	Unchanged      int                `json:"unchanged"`
	Skipped        int                `json:"skipped"`
	Rejected       []ticket.Reject    `json:"rejected"`
	Warnings       []string           `json:"warnings"`
	ControlTotals  []ControlTotal     `json:"control_totals"`
	StaffNew       []string           `json:"staff_new"`
	Unknown        map[string]int     `json:"categories_unknown"`
	Questions      []mapping.Question `json:"questions,omitempty"`
	First          string             `json:"first_date,omitempty"`
	Last           string             `json:"last_date,omitempty"`
	Net            int64              `json:"net"` // of the lines created, minor units
	Currency       string             `json:"currency"`
	CorrectedFrom  int64              `json:"corrected_from"` // net of the corrected receipts before, minor units
	CorrectedTo    int64              `json:"corrected_to"`   // and after
	LeftOut        []LeftOut          `json:"left_out"`       // rows that are no sales of this store, and why
	Uncounted      []LeftOut          `json:"uncounted"`      // receipts that are kept and in no figure, by kind
}

// ControlTotal compares a total that the file states with the rows read.
type ControlTotal struct {
	Row      int    `json:"row"`
	Label    string `json:"label"`
	Column   string `json:"column"`
	Stated   string `json:"stated"`
	Computed string `json:"computed"`
	Agrees   bool   `json:"agrees"`

	Money     bool   `json:"money"`      // it is an amount, not a count
	AsideIn   int    `json:"aside_in"`   // rows kept aside whose amount is in the sum
	AsideSum  string `json:"aside_sum"`  // their amounts
	AsideMute int    `json:"aside_mute"` // rows kept aside that the sum cannot hold
}

func (r Room) newRun(app core.App, s store.Store, now func() time.Time) (*run, error) {
	write, err := writer(app)
	if err != nil {
		return nil, err
	}
	read, err := reader(app)
	if err != nil {
		return nil, err
	}
	at := now()
	return &run{room: r, app: app, db: write, read: read, now: now, stamp: at.UTC().Format(stamp), ids: ids.NewSource(at), store: s, inFile: map[string]bool{}, firstOf: map[string]*ticket.Ticket{},
		result: &Result{Rejected: []ticket.Reject{}, Warnings: []string{}, ControlTotals: []ControlTotal{}, StaffNew: []string{}, Unknown: map[string]int{}}}, nil
}

// prepare loads what planning needs: staff, clients, and which receipts the
// file holds.
func (r *run) prepare(ctx context.Context) error {
	var err error
	if r.roster == nil {
		if r.roster, err = loadRoster(ctx, r.read, r.store.ID, r.ids); err != nil {
			return err
		}
	}
	for key, name := range r.batch.StaffNames {
		r.roster.names[key] = name
	}
	if r.people, err = loadPeople(ctx, r.read, r.store, r.source, r.id, r.ids); err != nil {
		return err
	}
	var any int
	if err := r.read.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM receipts WHERE store = ? AND source = ?)`, r.store.ID, r.source).Scan(&any); err != nil {
		return fmt.Errorf("reading receipts: %w", err)
	}
	r.fresh = any == 0
	if err := r.read.QueryRowContext(ctx, `SELECT NOT EXISTS (SELECT 1 FROM receipts)`).Scan(&r.blank); err != nil {
		return fmt.Errorf("reading receipts: %w", err)
	}
	for _, t := range r.batch.Tickets {
		if !r.fresh {
			r.inFile[fileKey(t.Number, t.Date.String())] = true
		}
		if n := strings.ToLower(t.Number); r.firstOf[n] == nil {
			r.firstOf[n] = t
		}
	}
	if n := len(r.batch.Tickets); n > 0 {
		r.firstTicket, r.lastTicket = r.batch.Tickets[0], r.batch.Tickets[n-1]
	}
	r.book = newBook(r)
	return nil
}

// each plans the receipts chunk by chunk and hands every chunk on.
func (r *run) each(ctx context.Context, do func([]*planned) error) error {
	for rest := r.batch.Tickets; len(rest) > 0; {
		n := min(r.pace.next(), len(rest))
		chunk, err := r.plan(ctx, rest[:n])
		if err != nil {
			return err
		}
		r.countChunk(chunk)
		if err := do(chunk); err != nil {
			return err
		}
		for _, p := range chunk {
			letGo(p.ticket)
		}
		rest = rest[n:]
	}
	return nil
}

// letGo keeps of a receipt that is done with only what later ones ask about: a
// file can be much larger than what is left to do.
func letGo(t *ticket.Ticket) {
	t.Lines, t.Customer, t.Note, t.Original = nil, ticket.Nobody, "", ""
}

// forget lets go of what only planning asks for. The figures are brought up to
// date without it, and it would be swept through again and again meanwhile.
func (r *run) forget() {
	r.batch.Tickets, r.firstTicket, r.lastTicket = nil, nil, nil
	r.inFile, r.firstOf = nil, nil
	p := r.people
	p.byKey, p.byPoint, p.byName, p.asked, p.byID, p.cells = nil, nil, nil, nil, nil, nil
}

// countChunk adds a planned chunk to the result.
func (r *run) countChunk(chunk []*planned) {
	for _, p := range chunk {
		switch {
		case p.do == mine && p.current.before.Valid:
			r.countCorrected(p.ticket, was{int(p.current.before.Int64), p.current.beforeNet})
		case p.do == create, p.do == mine:
			r.result.Receipts++
			r.result.Lines += len(p.ticket.Lines)
			r.result.Net += netOf(p.ticket)
		case p.do == update:
			r.countCorrected(p.ticket, p.was)
		case p.do == same, p.do == cut:
			r.result.Unchanged++
		case p.do == edited:
			r.kept++
			if r.keptAt == 0 {
				r.keptAt = p.ticket.Row
			}
		}
	}
}

// countCorrected counts a correction: the lines that it adds, and what the
// receipt came to before and after.
func (r *run) countCorrected(t *ticket.Ticket, before was) {
	r.result.Updated++
	r.result.Lines += max(0, len(t.Lines)-before.lines)
	r.result.CorrectedFrom += before.net
	r.result.CorrectedTo += netOf(t)
}

func netOf(t *ticket.Ticket) (sum int64) {
	for _, l := range t.Lines {
		sum += l.Net
	}
	return sum
}

// dryRun stands for the record id of an import that is not written.
const dryRun = "dry"

// dry plans everything and writes nothing.
func (r *run) dry(ctx context.Context) error {
	r.id = dryRun
	defer func() { r.id = "" }()
	if err := r.prepare(ctx); err != nil {
		return err
	}
	return r.each(ctx, func(chunk []*planned) error {
		for _, p := range chunk {
			r.shares(p.ticket) // meets the staff codes
		}
		r.people.news = pending{}
		return nil
	})
}

// conclude turns what was noticed into the result.
func (r *run) conclude() *Result {
	res := r.result
	res.File, res.Import, res.Preset = r.file.Name, r.id, r.mapping.Preset
	res.Skipped, res.Rejected = r.batch.Skipped, append(res.Rejected, r.batch.Rejected...)
	res.ClientsNew, res.ClientsMatched = r.people.made, len(r.people.matched)
	res.LeftOut, res.Uncounted = leftOut(r.batch.SkippedWhy, r.dropped), leftOut(r.batch.Uncounted)
	res.Currency = r.batch.Currency
	res.First, res.Last = r.batch.First.String(), r.batch.Last.String()
	for k, n := range r.batch.Unknown {
		res.Unknown[k] = n
	}
	for _, t := range r.file.Totals {
		res.ControlTotals = append(res.ControlTotals, r.control(t))
	}
	res.Warnings = append(append(res.Warnings, r.fileWarnings()...), r.batch.Warnings...)
	r.warnings()
	return res
}

// control is a total of the file with what the rows kept aside are to it.
func (r *run) control(t table.ControlTotal) ControlTotal {
	c := ControlTotal{Row: t.Row, Label: t.Label, Column: t.Column, Stated: t.Stated, Computed: t.Summed, Agrees: t.Agrees}
	for _, col := range r.file.Columns {
		c.Money = c.Money || col.Name == t.Column && col.Kind == table.Money
	}
	if t.Column == "" {
		return c
	}
	in, sum, mute := r.batch.Aside.Within(t.Column, r.since(t), t.Row)
	c.AsideIn, c.AsideMute = in, mute
	if in > 0 {
		c.AsideSum = sum.String()
	}
	return c
}

// since is the row after which a total begins to count, as far as its label
// says: a grand total counts from the top, any other from the total before it.
func (r *run) since(t table.ControlTotal) int {
	if t.Grand() {
		return 0
	}
	from := 0
	for _, other := range r.file.Totals {
		if other.Row < t.Row && other.Column != "" {
			from = max(from, other.Row)
		}
	}
	return from
}

const newStaffCodes = "New staff codes: "

// fileWarnings are the reader's own, without those about columns that are only
// kept, or whose cells are read another way (60/40 is no number, and none is
// wanted).
func (r *run) fileWarnings() []string {
	var all []string
	for _, w := range r.file.Warnings {
		name, _, found := strings.Cut(w, ": ")
		if field, mapped := r.mapping.Columns[name]; found && r.isColumn(name) && (!mapped || field == mapping.Split) {
			continue
		}
		all = append(all, w)
	}
	return all
}

func (r *run) isColumn(name string) bool {
	for _, c := range r.file.Columns {
		if c.Name == name {
			return true
		}
	}
	return false
}

func (r *run) warnings() {
	warn := func(format string, args ...any) {
		r.result.Warnings = append(r.result.Warnings, fmt.Sprintf(format, args...))
	}
	for _, t := range r.result.ControlTotals {
		if !t.Agrees {
			warn("Row %d, %s: the file says %s, its rows add up to %s.", t.Row, t.Column, t.Stated, t.Computed)
		}
	}
	if r.reused > 0 {
		warn("%s came again for other sales, first in row %d. Both are kept apart; the system seems to have begun its numbers anew.", count(r.reused, "receipt number", "receipt numbers"), r.reusedAt)
	}
	if r.kept > 0 {
		warn("%s edited here by a person: what the file says was not written over it, first in row %d.", count(r.kept, "receipt was", "receipts were"), r.keptAt)
	}
	r.result.Warnings = append(r.result.Warnings, unknownGoods(r.result.Unknown)...)
	if len(r.result.StaffNew) > 0 {
		warn(newStaffCodes+"%s. They have no sign-in yet; give them names.", joinNames(r.result.StaffNew))
	}
}

// unknownGoods asks about departments that no rule knows.
func unknownGoods(byDepartment map[string]int) []string {
	var says []string
	unknown := -byDepartment[""]
	for _, n := range byDepartment {
		unknown += n
	}
	if unknown > 0 {
		says = append(says, fmt.Sprintf("%s in departments that no rule knows (%s). Give them a role and the figures follow.",
			count(unknown, "line is", "lines are"), namesOf(byDepartment)))
	}
	if n := byDepartment[""]; n > 0 {
		says = append(says, fmt.Sprintf("%s no department and no description that decides what it is; it counts in net sales only.", count(n, "line has", "lines have")))
	}
	return says
}
