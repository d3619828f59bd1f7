package pos

import (
	"context"
	"maps"
	"net/http"
	"strings"

	"github.com/pocketbase/pocketbase/core"

	"touchstone/hooks/pos/mapping"
	"touchstone/hooks/pos/table"
)

const (
	rowsShown     = 20
	rejectedShown = 100
	doubtsShown   = 50
)

// ask is what a person decided about an upload.
type ask struct {
	Upload string       `json:"upload"`
	Store  string       `json:"store"` // code or record id; empty: the file says it, or the only one
	Wish   mapping.Wish `json:"wish"`
}

// settled writes answers where the reader looks for them: a question for a
// column is answered with the column's name, the store is no part of the wish.
func (a ask) settled() ask {
	wish := mapping.Wish{Preset: a.Wish.Preset, Columns: map[string]mapping.Field{}, Answers: map[string]string{}}
	for name, field := range a.Wish.Columns {
		wish.Columns[name] = field
	}
	for id, answer := range a.Wish.Answers {
		field, column := strings.CutPrefix(id, "column:")
		switch {
		case answer == "":
		case column:
			wish.Columns[answer] = mapping.Field(field)
		case id == "store":
			a.Store = answer
		default:
			wish.Answers[id] = answer
		}
	}
	a.Wish = wish
	return a
}

// seen is how an upload reads.
type seen struct {
	Upload     string             `json:"upload"`
	File       string             `json:"file"`
	Size       int64              `json:"size"`
	Store      string             `json:"store"`    // code
	StoreID    string             `json:"store_id"` // empty: the file brings it
	Preset     string             `json:"preset"`
	Inspection table.Inspection   `json:"inspection"`
	Columns    []columnSeen       `json:"columns"`
	Mapping    map[string]string  `json:"mapping"` // field by column
	Questions  []mapping.Question `json:"questions"`
	Rows       []rowSeen          `json:"rows"` // the first ones
	Fields     []mapping.Field    `json:"fields"`
}

// columnSeen is one column with what may be doubted about it.
type columnSeen struct {
	Name    string     `json:"name"`
	Kind    table.Kind `json:"kind"`
	Field   string     `json:"field"`
	Samples []string   `json:"samples"`
	Filled  int        `json:"filled"`
	Unread  int        `json:"unread"`  // cells that are not what the column is
	Damaged int        `json:"damaged"` // codes that a spreadsheet rounded
	Guessed bool       `json:"guessed"` // by its cells, not by its name
	First   *cellSeen  `json:"first_unread,omitempty"`
}

// cellSeen is one cell and where it stands.
type cellSeen struct {
	Row   int    `json:"row"`
	Value string `json:"value"`
}

type rowSeen struct {
	Row   int      `json:"row"`
	Cells []string `json:"cells"`
}

// look opens an upload as somebody wishes it read.
func (c *counter) look(ctx context.Context, u upload, who caller, a ask) (*seen, error) {
	a = a.settled()
	src, err := c.open(u)
	if err != nil {
		return nil, err
	}
	defer src.Close()
	shop, err := who.shop(ctx, c.app, a.Store)
	if err != nil {
		return nil, err
	}
	run, err := c.room.open(ctx, c.app, src, Wanted{Name: u.Name, Store: shop, Wish: a.Wish, Dry: true}, c.now)
	if err != nil {
		return nil, kindly(err, u.Name)
	}
	return run.seen(u)
}

// seen shows the run's file as it was opened.
func (r *run) seen(u upload) (*seen, error) {
	out := &seen{Upload: u.ID, File: u.Name, Size: u.Size, Store: r.store.Code, StoreID: r.store.ID, Preset: r.mapping.Preset, Inspection: r.file.Inspect().(table.Inspection),
		Columns: []columnSeen{}, Mapping: map[string]string{}, Questions: plainly(r.result.Questions), Rows: []rowSeen{}, Fields: mapping.All()}
	hidden := map[int]bool{}
	for i, col := range r.file.Columns {
		field := r.mapping.Columns[col.Name]
		hidden[i] = field == mapping.CardData
		one := columnSeen{Name: col.Name, Kind: col.Kind, Field: string(field), Samples: append([]string{}, col.Samples...), Filled: col.Filled, Unread: col.Unread, Damaged: col.Damaged}
		if hidden[i] {
			one.Samples = []string{}
		}
		_, said := r.said[col.Name]
		one.Guessed = field != "" && !said && r.mapping.Preset == mapping.Generic && !mapping.ByName(col, field)
		out.Columns = append(out.Columns, one)
		if field != "" {
			out.Mapping[col.Name] = string(field)
		}
	}
	err := r.file.Rows(func(row table.Row) bool {
		for i := range row.Cells {
			if hidden[i] {
				row.Cells[i] = ""
			}
		}
		out.Rows = append(out.Rows, rowSeen{row.Number, append([]string{}, row.Cells...)})
		return len(out.Rows) < rowsShown
	})
	if err != nil {
		return nil, err
	}
	return out, r.findUnread(out.Columns)
}

// findUnread finds the first cell of each column that is not what the column is.
// Few files have one, and only those are read for it.
func (r *run) findUnread(columns []columnSeen) error {
	open := map[int]bool{}
	for i, c := range columns {
		if c.Unread > 0 && c.Field != "" && len(c.Samples) > 0 {
			open[i] = true
		}
	}
	if len(open) == 0 {
		return nil
	}
	return r.file.Rows(func(row table.Row) bool {
		for i := range open {
			if row.Problem == "" && r.file.Columns[i].Unreadable(row.Cells[i]) {
				columns[i].First = &cellSeen{row.Number, row.Cells[i]}
				delete(open, i)
			}
		}
		return len(open) > 0
	})
}

// plainly leaves out of a question what only a command line can do.
func plainly(all []mapping.Question) []mapping.Question {
	out := []mapping.Question{}
	for _, q := range all {
		if q.ID == "store" {
			q.Text, _, _ = strings.Cut(q.Text, " Import it ")
		}
		out = append(out, q)
	}
	return out
}

// foreseen is what an import would do.
type foreseen struct {
	*seen
	Result   *Result     `json:"result"` // none while questions are open
	Rejected int         `json:"rejected"`
	Doubtful int         `json:"doubtful"` // clients who may be one with another
	WalkIns  int         `json:"walk_ins"` // receipts without a client
	Doubts   []doubtSeen `json:"doubts"`
	Already  bool        `json:"already"` // these very bytes are in the book

	Staff       []staffSeen         `json:"staff"`       // codes that nobody on the staff has
	Departments []unknownDepartment `json:"departments"` // that no rule knows
}

// preview says what an import would do; nothing is written.
func (c *counter) preview(e *core.RequestEvent, who caller) error {
	var a ask
	if err := e.BindBody(&a); err != nil {
		return errUnreadable()
	}
	u, err := c.find(a.Upload, who)
	if err != nil {
		return err
	}
	out, err := c.foresee(e.Request.Context(), u, who, a.settled())
	if err != nil {
		return kindly(err, u.Name)
	}
	return e.JSON(http.StatusOK, out)
}

func (c *counter) foresee(ctx context.Context, u upload, who caller, a ask) (*foreseen, error) {
	src, err := c.open(u)
	if err != nil {
		return nil, err
	}
	defer src.Close()
	shop, err := who.shop(ctx, c.app, a.Store)
	if err != nil {
		return nil, err
	}
	w := Wanted{Name: u.Name, Store: shop, Wish: a.Wish, Dry: true}
	run, err := c.room.open(ctx, c.app, src, w, c.now)
	if err != nil {
		return nil, err
	}
	out := &foreseen{Doubts: []doubtSeen{}, Staff: []staffSeen{}, Departments: []unknownDepartment{}}
	if out.Result, err = run.already(ctx); err != nil {
		return nil, err
	}
	if out.Already = out.Result != nil; !out.Already {
		if err := run.foretell(ctx, c.room, w, out); err != nil {
			return nil, err
		}
	}
	if out.seen, err = run.seen(u); err != nil {
		return nil, err
	}
	if out.Result != nil {
		out.Result.onScreen()
		out.Rejected = len(out.Result.Rejected)
		out.Result.Rejected = out.Result.Rejected[:min(rejectedShown, out.Rejected)]
	}
	return out, nil
}

// foretell plans everything and counts what a person wants to know before.
func (r *run) foretell(ctx context.Context, room Room, w Wanted, out *foreseen) error {
	if err := r.check(ctx, room, w); err != nil || len(r.result.Questions) > 0 {
		return err
	}
	r.id = dryRun
	defer func() { r.id = "" }()
	if err := r.prepare(ctx); err != nil {
		return err
	}
	news, knew := newGoodsNews(), maps.Clone(r.roster.byKey)
	doubts := doubting{out: out, people: r.people, at: map[string]int{}}
	err := r.each(ctx, func(chunk []*planned) error {
		first := map[string]*planned{}
		for _, p := range chunk {
			news.meet(p.ticket, knew, r.shares(p.ticket))
			if p.client == nil {
				out.WalkIns++
				continue
			}
			if first[p.client.id] == nil {
				first[p.client.id] = p
			}
		}
		doubts.meet(r.people.news, first)
		r.people.news = pending{}
		return nil
	})
	if err != nil {
		return err
	}
	for _, s := range r.roster.added {
		r.result.StaffNew = append(r.result.StaffNew, s.code)
	}
	out.Staff = news.people(r.roster.added)
	if out.Departments, err = news.unknown(ctx, room, r); err != nil {
		return err
	}
	out.Result = r.conclude()
	return nil
}
