package scorecard

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"net/http"
	"slices"
	"strconv"

	"github.com/pocketbase/pocketbase/core"

	"touchstone/hooks/internal/fault"
)

// cardsAsk names a week and whose cards: codes of associates, nobody for
// everybody and the team.
type cardsAsk struct {
	Week       string   `json:"week"`
	Store      string   `json:"store"`
	Associates []string `json:"associates"`
	Fresh      bool     `json:"fresh"` // the figures of now also where the week was issued
}

// prepare makes the cards that the viewer may see: an associate's is the own.
func (r Room) prepare(e *core.RequestEvent, who viewer, ask cardsAsk) (*Edition, error) {
	var edition *Edition
	err := read(e, func(ctx context.Context, tx *sql.Tx) error {
		s, err := who.one(ctx, tx, ask.Store)
		if err != nil {
			return err
		}
		now := r.Now()
		first, err := chooseWeek(ask.Week, s, now)
		if err != nil {
			return err
		}
		audit, err := r.Head(ctx, tx)
		if err != nil {
			return err
		}
		request := Request{Store: s, First: first, Fresh: ask.Fresh, Now: now, Audit: audit}
		if len(ask.Associates) == 1 {
			request.Associate = ask.Associates[0]
		}
		edition, err = Prepare(ctx, tx, request)
		return err
	})
	if err != nil || len(ask.Associates) < 2 {
		return edition, err
	}
	return edition, edition.only(ask.Associates)
}

// only keeps the cards of some.
func (e *Edition) only(codes []string) error {
	all := slices.Concat(e.cards, e.aside, e.late)
	for _, code := range codes {
		if !slices.ContainsFunc(all, func(c card) bool { return c.Code == code }) {
			return fault.New(fault.NotFound, "Nobody with a card of this week has the code %.20q.", code)
		}
	}
	e.team = nil
	e.cards = slices.DeleteFunc(all, func(c card) bool { return !slices.Contains(codes, c.Code) })
	return nil
}

// print answers a PDF. As on the command line, the first printing of a whole week
// that is over issues it; cards of some people are only printed.
func (r Room) print(e *core.RequestEvent, who viewer) error {
	var ask cardsAsk
	if err := bind(e, &ask); err != nil {
		return err
	}
	ask.Fresh = false // a page on the wall is replaced by issuing anew, never by printing
	if !who.leads() {
		if who.code == "" || len(ask.Associates) != 1 || ask.Associates[0] != who.code {
			return fault.New(fault.Forbidden, "You can print your own card. The others are for a manager.")
		}
		ask.Store = ""
	}
	edition, err := r.prepare(e, who, ask)
	if err != nil {
		return err
	}
	edition.sign = signOf(e.App, edition.store.ID)
	var pdf bytes.Buffer
	if err := r.Printer.Scorecards(&pdf, edition.Document()); err != nil {
		return fmt.Errorf("printing the scorecards: %w", err)
	}
	if err := r.Desk.Transact(e, func(tx core.App) error {
		_, err := edition.Keep(tx)
		return err
	}); err != nil {
		return err
	}
	head := e.Response.Header()
	head.Set("Content-Disposition", `attachment; filename="scorecards-`+edition.week()+`.pdf"`)
	head.Set("Content-Length", strconv.Itoa(pdf.Len()))
	return e.Blob(http.StatusOK, "application/pdf", pdf.Bytes())
}

// issue keeps the numbers of a week that is over.
func (r Room) issue(e *core.RequestEvent, who viewer) error {
	var ask cardsAsk
	if err := bind(e, &ask); err != nil {
		return err
	}
	if !who.leads() {
		return fault.New(fault.Forbidden, "Only managers and owners issue a week.")
	}
	ask.Associates = nil
	edition, err := r.prepare(e, who, ask)
	if err != nil {
		return err
	}
	if !over(edition.store, edition.at, edition.now) {
		return fault.New(fault.Conflict, "This week lasts until %s. It can be issued when it is over.", date(edition.at.last))
	}
	return r.Desk.Handle(e, func(tx core.App) (int, any, error) {
		kept, err := edition.Keep(tx)
		return http.StatusOK, map[string]any{"week": edition.week(), "issued": kept}, err
	})
}

// cardView is one card on the screen. Kept numbers stand under numbers; what
// the book says by now beside them, where it differs.
type cardView struct {
	Associate string   `json:"associate"` // code; "" is the team
	Name      string   `json:"name"`
	Headline  string   `json:"headline"`
	Issued    string   `json:"issued,omitempty"`
	Changed   bool     `json:"changed"`
	Numbers   Numbers  `json:"numbers"`
	Now       *Numbers `json:"now,omitempty"`
}

// week answers the cards of a week: everybody's to who leads, else the own and
// the team's.
func (r Room) week(e *core.RequestEvent, who viewer) error {
	ask := cardsAsk{Week: e.Request.PathValue("week"), Store: e.Request.URL.Query().Get("store")}
	edition, err := r.prepare(e, who, ask)
	if err != nil {
		return err
	}
	fresh := edition
	if edition.changed() {
		ask.Fresh = true
		if fresh, err = r.prepare(e, who, ask); err != nil {
			return err
		}
	}
	show := func(cards ...card) []cardView {
		views := []cardView{}
		for _, c := range cards {
			if who.leads() || c.Staff == everyone || c.Staff == who.id {
				views = append(views, edition.view(c, fresh, who))
			}
		}
		return views
	}
	views := show(append([]card{*edition.team}, edition.cards...)...)
	return e.JSON(http.StatusOK, map[string]any{
		"week": edition.week(), "first": edition.at.first.String(), "last": edition.at.last.String(), "store": edition.store.Code,
		"over": over(edition.store, edition.at, edition.now), "cards": views,
		"aside": show(edition.aside...), "late": show(edition.late...),
	})
}

func (e *Edition) changed() bool {
	return e.team.Changed || slices.ContainsFunc(e.cards, func(c card) bool { return c.Changed })
}

func (e *Edition) view(c card, fresh *Edition, who viewer) cardView {
	p := e.page(c, e.now.In(e.store.Zone))
	p.outside = c.Staff != who.id
	v := cardView{Associate: c.Code, Name: p.label(), Headline: p.headline(), Changed: c.Changed, Numbers: c.Numbers}
	if c.Staff == everyone {
		v.Associate, v.Name = "", ""
	}
	if !c.Issued.IsZero() {
		v.Issued = c.Issued.UTC().Format("2006-01-02T15:04:05Z")
	}
	if c.Changed {
		now := fresh.numbersOf(c.Staff)
		v.Now = &now
	}
	return v
}

// numbersOf are somebody's numbers in this edition.
func (e *Edition) numbersOf(staff string) Numbers {
	if staff == everyone {
		return e.team.Numbers
	}
	for _, c := range slices.Concat(e.cards, e.aside, e.late) {
		if c.Staff == staff {
			return c.Numbers
		}
	}
	return empty(e.store)
}
