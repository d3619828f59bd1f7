package access

import (
	"cmp"
	"database/sql"
	"errors"
	"fmt"
	"net/http"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/router"

	"touchstone/hooks/internal/fault"
)

// largest is how long the body of a request about sessions may be, in bytes.
const largest = 16 << 10

func (d *Desk) routes(r *router.Router[*core.RequestEvent]) {
	r.GET("/api/people", people)
	r.POST("/api/session", d.signIn).Bind(apis.BodyLimit(largest))
	r.GET("/api/session", d.showSession).Bind(Require("associate"))
	r.DELETE("/api/session", d.signOut)
	r.GET("/api/sessions", d.listSessions).Bind(Require("associate"))
	r.DELETE("/api/sessions/{id}", d.endSession).Bind(Require("associate"))
	r.POST("/api/staff/{id}/password", d.changePassword).Bind(Require("associate"), apis.BodyLimit(largest))
}

// named is a person on the sign-in screen.
type named struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// people lists who can sign in, and nothing else of them: everybody may ask.
// With them goes the zone of the shop, by which the screen greets: a tablet may
// be set to another one. And the shop's sign, as it hangs over the door.
func people(e *core.RequestEvent) error {
	list := []named{}
	err := e.App.ConcurrentDB().NewQuery("SELECT [[id]], [[name]] FROM {{staff}} WHERE [[active]] = TRUE AND [[signs_in]] = TRUE ORDER BY [[name]] COLLATE NOCASE, [[id]]").All(&list)
	if err != nil {
		return Respond(e, fmt.Errorf("reading who can sign in: %w", err))
	}
	var shop toldDoor
	err = e.App.ConcurrentDB().NewQuery("SELECT [[id]], [[name]], [[monogram]], [[logo]], [[time_zone]] FROM {{stores}} ORDER BY [[rowid]] LIMIT 1").One(&shop)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return Respond(e, fmt.Errorf("reading the zone and the sign of the shop: %w", err))
	}
	shop.Logo = logoAt(shop.ID, shop.Logo)
	e.Response.Header().Set("Cache-Control", "no-store")
	return e.JSON(http.StatusOK, map[string]any{"people": list, "zone": shop.Zone, "store": shop})
}

// toldDoor is what anybody may see of the shop: its sign.
type toldDoor struct {
	ID       string `db:"id" json:"-"`
	Name     string `db:"name" json:"name"`
	Monogram string `db:"monogram" json:"monogram"`
	Logo     string `db:"logo" json:"logo"` // address of the picture
	Zone     string `db:"time_zone" json:"-"`
}

// logoAt is the address of a store's logo, or nothing where there is none.
func logoAt(store, file string) string {
	if file == "" {
		return ""
	}
	return "/api/files/stores/" + store + "/" + file
}

// told is what the app knows of who is signed in and of their store.
type told struct {
	Person toldPerson `json:"person"`
	Store  toldStore  `json:"store"`
}

type toldPerson struct {
	ID    string `json:"id"`
	Name  string `json:"name"`
	Code  string `json:"code"`
	Role  string `json:"role"`
	Store string `json:"store"` // record id
}

// toldStore holds the settings that the app needs. Minutes count from midnight.
type toldStore struct {
	ID       string `json:"id"`
	Code     string `json:"code"`
	Name     string `json:"name"`
	Zone     string `json:"zone"`
	Currency string `json:"currency"`
	Week     string `json:"week_start"`
	Cutover  int    `json:"day_cutover"`
	LeapDay  string `json:"leap_day"` // on which February 29 is kept: 02-28 or 03-01
	Noon     int    `json:"noon"`
	Evening  int    `json:"evening"`
	Floor    int    `json:"floor"`
	Paper    string `json:"paper"`
	Language string `json:"language"`
	Monogram string `json:"monogram"`
	Logo     string `json:"logo"` // address of the picture
	Parts    parts  `json:"parts"`
}

// parts are the store's own names of the parts of the day; empty is the usual one.
type parts struct {
	Morning   string `json:"morning"`
	Afternoon string `json:"afternoon"`
	Evening   string `json:"evening"`
}

func (d *Desk) showSession(e *core.RequestEvent) error { return d.tellSession(e, e.Auth) }

func (d *Desk) tellSession(e *core.RequestEvent, person *core.Record) error {
	s, err := shopOf(e.App, person.GetString("store"))
	if err != nil {
		return Respond(e, err)
	}
	e.Response.Header().Set("Cache-Control", "no-store")
	return e.JSON(http.StatusOK, told{
		Person: toldPerson{person.Id, person.GetString("name"), person.GetString("code"), person.GetString("role"), person.GetString("store")},
		Store:  s,
	})
}

// listed is one sign-in in the list of them.
type listed struct {
	ID       string `db:"id" json:"id"`
	Staff    string `db:"staff" json:"-"`
	Name     string `db:"name" json:"-"`
	Person   named  `db:"-" json:"person"`
	Device   string `db:"device" json:"device"`
	Started  string `db:"started" json:"started"`
	LastSeen string `db:"last_seen" json:"last_seen"`
	Expires  string `db:"expires" json:"expires"`
	Current  bool   `db:"-" json:"current"` // the one that asks
}

// listSessions shows the living sessions: one's own, or all to an owner.
func (d *Desk) listSessions(e *core.RequestEvent) error {
	if err := d.EndIdle(e.App); err != nil {
		return Respond(e, err)
	}
	list := []listed{}
	err := e.App.ConcurrentDB().NewQuery(`
		SELECT s.[[id]], s.[[staff]], p.[[name]], s.[[device]], s.[[started]], s.[[last_seen]], s.[[expires]]
		FROM {{sessions}} s JOIN {{staff}} p ON p.[[id]] = s.[[staff]]
		WHERE s.[[ended]] = '' AND p.[[active]] = TRUE AND ({:all} OR s.[[staff]] = {:me}) ORDER BY s.[[last_seen]] DESC, s.[[id]]`).
		Bind(dbx.Params{"all": Allowed(e, "owner") == nil, "me": e.Auth.Id}).All(&list)
	if err != nil {
		return Respond(e, fmt.Errorf("reading the sessions: %w", err))
	}
	for i := range list {
		list[i].Person = named{list[i].Staff, list[i].Name}
		list[i].Current = list[i].ID == sessionIDOf(e)
	}
	e.Response.Header().Set("Cache-Control", "no-store")
	return e.JSON(http.StatusOK, map[string]any{"sessions": list})
}

// endSession ends a session of one's own, or anybody's as an owner.
func (d *Desk) endSession(e *core.RequestEvent) error {
	id := e.Request.PathValue("id")
	var staff string
	err := e.App.ConcurrentDB().NewQuery("SELECT [[staff]] FROM {{sessions}} WHERE [[id]] = {:id} AND [[ended]] = ''").
		Bind(dbx.Params{"id": id}).Row(&staff)
	if err != nil || staff != e.Auth.Id && Allowed(e, "owner") != nil {
		return Respond(e, fault.Wrap(fault.NotFound, err, "There is no such sign-in. It may have ended already."))
	}
	why := endedByOther
	if id == sessionIDOf(e) {
		why = endedByPerson
		clearCookie(e)
	}
	if err := d.end(e, id, why); err != nil {
		return Respond(e, err)
	}
	return e.NoContent(http.StatusNoContent)
}

// shopOf reads a store's settings; what was never set is as the rest of the
// program takes it. A setting that cannot be read must keep nobody out: they
// sign in to put it right.
func shopOf(app core.App, id string) (toldStore, error) {
	r, err := app.FindRecordById("stores", id)
	if err != nil {
		return toldStore{}, fault.Wrap(fault.NotFound, err, "The store of this person is not in the book. Ask the owner.")
	}
	return toldStore{
		ID: r.Id, Code: r.GetString("code"), Name: r.GetString("name"), Zone: r.GetString("time_zone"), Currency: r.GetString("currency"),
		Week: cmp.Or(r.GetString("week_start"), "monday"), Cutover: r.GetInt("day_cutover"), LeapDay: cmp.Or(r.GetString("leap_day"), "02-28"),
		Noon: cmp.Or(r.GetInt("noon"), 12*60), Evening: cmp.Or(r.GetInt("evening"), 17*60), Floor: cmp.Or(r.GetInt("floor"), 5),
		Paper: cmp.Or(r.GetString("paper"), "letter"), Language: cmp.Or(r.GetString("language"), "en"),
		Monogram: r.GetString("monogram"), Logo: logoAt(r.Id, r.GetString("logo")),
		Parts: parts{r.GetString("morning_name"), r.GetString("afternoon_name"), r.GetString("evening_name")},
	}, nil
}
