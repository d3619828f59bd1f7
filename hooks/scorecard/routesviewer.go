package scorecard

import (
	"context"
	"slices"

	"github.com/pocketbase/pocketbase/core"

	"touchstone/hooks/figures"
	"touchstone/hooks/internal/civil"
	"touchstone/hooks/internal/fault"
	"touchstone/hooks/internal/store"
)

// viewer is who asks. An associate sees own figures and the store's, a manager
// those of everybody in the store, an owner all.
type viewer struct {
	id, code, role string
	store          string // record id
}

func viewerOf(e *core.RequestEvent) (viewer, error) {
	if e.Auth == nil || e.Auth.Collection().Name != "staff" || !e.Auth.GetBool("active") {
		return viewer{}, fault.New(fault.SignIn, "You are not signed in, or your sign-in has ended. Sign in and do it again.")
	}
	return viewer{e.Auth.Id, e.Auth.GetString("code"), e.Auth.GetString("role"), e.Auth.GetString("store")}, nil
}

// leads says whether the viewer looks after others' figures.
func (v viewer) leads() bool { return v.role == "owner" || v.role == "manager" }

// sees says whether clients and receipts of a store are the viewer's to see.
func (v viewer) sees(storeID string) bool { return v.role == "owner" || v.store == storeID }

// stores are those whose figures the viewer may ask for.
func (v viewer) stores(ctx context.Context, db store.Reader) ([]store.Store, error) {
	all, err := store.All(ctx, db)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(all, func(s store.Store) bool { return !v.sees(s.ID) }), nil
}

// one is the store of a code, or the viewer's own where none is named.
func (v viewer) one(ctx context.Context, db store.Reader, code string) (store.Store, error) {
	mine, err := v.stores(ctx, db)
	if err != nil {
		return store.Store{}, err
	}
	for _, s := range mine {
		if code == "" && (s.ID == v.store || len(mine) == 1) || code != "" && s.Code == code {
			return s, nil
		}
	}
	if code == "" && len(mine) > 0 {
		return mine[0], nil
	}
	return store.Store{}, errNoStore(code)
}

func errNoStore(code string) error {
	if code == "" {
		return fault.New(fault.NotFound, "There is no store yet. Import the POS export first.")
	}
	return fault.New(fault.Forbidden, "The figures of store %s are not yours to see.", code)
}

// scopeAsk is a scope as a request writes it: names of METRICS, dates as
// YYYY-MM-DD.
type scopeAsk struct {
	From        string `json:"from"`
	To          string `json:"to"`
	AsOf        string `json:"as_of"`
	By          string `json:"by"`
	Store       string `json:"store"`
	Associate   string `json:"associate"`
	ProductLine string `json:"product_line"`
	Brand       string `json:"brand"`
	Shift       string `json:"shift"`
	Weekday     string `json:"weekday"`
}

// scope is what was asked, held to what the viewer may see.
func (v viewer) scope(ctx context.Context, db store.Reader, ask scopeAsk) (figures.Scope, error) {
	s := figures.Scope{By: ask.By, Store: ask.Store, Associate: ask.Associate, ProductLine: ask.ProductLine, Brand: ask.Brand, Shift: ask.Shift, Weekday: ask.Weekday}
	for _, d := range []struct {
		text string
		into *civil.Date
	}{{ask.From, &s.From}, {ask.To, &s.To}, {ask.AsOf, &s.AsOf}} {
		if d.text == "" {
			continue
		}
		var err error
		if *d.into, err = civil.Parse(d.text); err != nil {
			return s, fault.Wrap(fault.Invalid, err, "%.20q is no date. Dates are written as 2026-11-21.", d.text)
		}
	}
	if s.From.Valid() && s.To.Valid() && s.From.DaysUntil(s.To) > longest {
		return s, fault.New(fault.Invalid, "A period is ten years at most.")
	}
	if err := v.narrow(&s); err != nil {
		return s, err
	}
	return s, v.inStores(ctx, db, &s)
}

// longest is how many days a period may have.
const longest = 3660

// narrow keeps an associate from colleagues' figures: the cut by associate has
// the own row only.
func (v viewer) narrow(s *figures.Scope) error {
	if v.leads() {
		return nil
	}
	if s.Associate != "" && s.Associate != v.id && s.Associate != v.code {
		return fault.New(fault.Forbidden, "You see your own figures and the store’s, not those of a colleague.")
	}
	if s.Associate != "" || s.By == "associate" {
		s.Associate = v.id
	}
	return nil
}

// inStores holds a scope to the viewer's stores; several need one currency.
func (v viewer) inStores(ctx context.Context, db store.Reader, s *figures.Scope) error {
	if s.Store != "" || v.role != "owner" {
		one, err := v.one(ctx, db, s.Store)
		s.Store = one.Code
		return err
	}
	all, err := v.stores(ctx, db)
	if err != nil {
		return err
	}
	currency := ""
	for _, one := range all {
		if currency != "" && one.Currency != "" && one.Currency != currency {
			return fault.New(fault.Invalid, "The stores have different currencies, which cannot be added up. Choose one store.")
		}
		if one.Currency != "" {
			currency = one.Currency
		}
	}
	return nil
}
