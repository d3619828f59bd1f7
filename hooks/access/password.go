package access

import (
	"crypto/rand"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/pocketbase/pocketbase/core"

	"touchstone/hooks/internal/fault"
)

// The bounds of a password: letters at least, bytes at most (bcrypt reads no
// more than 72).
const (
	shortestPassword = 10
	longestPassword  = 70
)

// CheckPassword says what is wrong with a password for a person of this name
// and code; nil where it will do.
func CheckPassword(password, name, code string) error {
	if n := utf8.RuneCountInString(password); n < shortestPassword || len(password) > longestPassword {
		return fault.New(fault.Invalid, "Choose a password of %d to %d letters.", shortestPassword, longestPassword)
	}
	for _, taken := range []string{name, code} {
		if plain(password) == plain(taken) {
			return fault.New(fault.Invalid, "A name is not a password. Choose something that only this person knows.")
		}
	}
	return nil
}

// plain is a text without spaces and case.
func plain(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), "")) }

// DrawPassword makes a password that can be read aloud and typed: 80 random
// bits in four groups.
func DrawPassword() string {
	text := strings.ToLower(rand.Text())[:16]
	return text[:4] + "-" + text[4:8] + "-" + text[8:12] + "-" + text[12:]
}

// standIn stands in for a person who does not exist, so that a wrong name costs
// what a wrong password costs.
type standIn struct {
	once   sync.Once
	record *core.Record
}

func (n *standIn) get(staff *core.Collection) *core.Record {
	n.once.Do(func() {
		n.record = core.NewRecord(staff)
		n.record.SetRandomPassword()
	})
	return n.record
}

// right compares a password, once, whether there is such a person or not.
func (d *Desk) right(app core.App, person *core.Record, password string) (bool, error) {
	staff, err := app.FindCachedCollectionByNameOrId("staff")
	if err != nil {
		return false, fmt.Errorf("comparing a password: %w", err)
	}
	stand := d.stand.get(staff)
	if person == nil {
		d.compare(stand, password)
		return false, nil
	}
	return d.compare(person, password), nil
}

// bindPasswords keeps signs_in true to whether somebody chose a password, and
// closes the record API to passwords: there nobody is asked for the present one.
func (d *Desk) bindPasswords(app core.App) {
	mark := func(e *core.RecordEvent) error {
		e.Record.Set("signs_in", choseOne(e.Record))
		return e.Next()
	}
	app.OnRecordCreate("staff").BindFunc(mark)
	app.OnRecordUpdate("staff").BindFunc(mark)
	app.OnRecordCreateRequest("staff").BindFunc(func(e *core.RecordRequestEvent) error {
		password := e.Record.GetString("password")
		if password == "" {
			e.Record.SetRandomPassword() // nobody knows it: this person does not sign in yet
			return e.Next()
		}
		if err := CheckPassword(password, e.Record.GetString("name"), e.Record.GetString("code")); err != nil {
			return Respond(e.RequestEvent, err)
		}
		return e.Next()
	})
	app.OnRecordUpdateRequest("staff").BindFunc(func(e *core.RecordRequestEvent) error {
		if e.Record.GetString("password") != "" && !e.HasSuperuserAuth() {
			return Respond(e.RequestEvent, fault.New(fault.Forbidden, "A password is changed by itself, not with the other fields."))
		}
		return e.Next()
	})
	app.OnRecordAuthRequest("staff").BindFunc(func(e *core.RecordAuthRequestEvent) error {
		return Respond(e.RequestEvent, fault.New(fault.Forbidden, "Staff sign in on Touchstone's own page."))
	})
}

// choseOne tells whether a person has a password that somebody knows. A random
// one takes it away.
func choseOne(r *core.Record) bool {
	before := r.Original()
	switch {
	case r.GetString("password") != "":
		return true
	case r.GetString("password:hash") != before.GetString("password:hash"):
		return false
	}
	return before.GetBool("signs_in")
}

type passwordForm struct {
	Password string `json:"password"`
	Current  string `json:"current"`
}

// changePassword gives a person a password: one's own with the present one,
// that of others as an owner. Every other session of the person ends.
func (d *Desk) changePassword(e *core.RequestEvent) error {
	id := e.Request.PathValue("id")
	self := id == e.Auth.Id
	if !self {
		if err := Allowed(e, "owner"); err != nil {
			return Respond(e, err)
		}
	}
	var form passwordForm
	if err := e.BindBody(&form); err != nil {
		return Respond(e, fault.Wrap(fault.Invalid, err, "The password could not be read."))
	}
	person, err := e.App.FindRecordById("staff", id)
	if err != nil {
		return Respond(e, fault.Wrap(fault.NotFound, err, "There is no such person."))
	}
	if err := CheckPassword(form.Password, person.GetString("name"), person.GetString("code")); err != nil {
		return Respond(e, err)
	}
	if self {
		if err := d.confirm(e, person, form.Current); err != nil {
			return refuse(e, err)
		}
	}
	err = d.Transact(e, func(tx core.App) error {
		return setPassword(tx, id, form.Password, nil, sessionIDOf(e))
	})
	if err != nil {
		return Respond(e, err)
	}
	return e.NoContent(http.StatusNoContent)
}

// confirm asks for the present password. Wrong ones count as at the door.
func (d *Desk) confirm(e *core.RequestEvent, person *core.Record, current string) error {
	ok, err := d.guess(e.App, triesOf("id "+person.Id, e.RemoteIP()), func() (bool, error) { return d.right(e.App, person, current) })
	if err != nil {
		return err
	}
	if !ok {
		return fault.New(fault.Forbidden, "That is not your present password. Nothing was changed.")
	}
	return nil
}

// GiveSignIn gives a person a password and, where it is not empty, a role. It
// is for the program itself, which asks nobody.
func (d *Desk) GiveSignIn(app core.App, staff, role, password string) error {
	values := map[string]any{"active": true}
	if role != "" {
		values["role"] = role
	}
	return setPassword(app, staff, password, values, "")
}

// MakeOwner gives the person of this name or code a password and the rights of
// an owner, making them in the first store where nobody is called so. It
// returns their id.
func (d *Desk) MakeOwner(app core.App, name, password string) (id string, err error) {
	name = strings.Join(strings.Fields(name), " ")
	if name == "" {
		return "", fault.New(fault.Invalid, "Type the owner's name.")
	}
	if err := CheckPassword(password, name, ""); err != nil {
		return "", err
	}
	err = app.RunInTransaction(func(tx core.App) error {
		d.As(tx, Actor{Who: "setup code"})
		all, err := tx.FindAllRecords("staff")
		if err != nil {
			return fmt.Errorf("looking for %s: %w", "the owner", err)
		}
		found, err := called(all, name)
		if err != nil {
			return err
		}
		if found != nil {
			id = found.Id
			return setPassword(tx, id, password, map[string]any{"active": true, "role": "owner"}, "")
		}
		id, err = addOwner(tx, all, name, password)
		return err
	})
	return id, err
}

func addOwner(tx core.App, all []*core.Record, name, password string) (string, error) {
	stores, err := tx.FindRecordsByFilter("stores", "id != ''", "created,code", 1, 0)
	if err != nil {
		return "", fmt.Errorf("looking for the store: %w", err)
	}
	if len(stores) == 0 {
		return "", fault.New(fault.Conflict, "There is no store yet, so nobody can own it. Start Touchstone once, then do this again.")
	}
	c, err := tx.FindCollectionByNameOrId("staff")
	if err != nil {
		return "", err
	}
	r := core.NewRecord(c)
	r.Load(map[string]any{"name": name, "code": freeCode(all, stores[0].Id, name), "role": "owner", "store": stores[0].Id, "active": true})
	r.SetPassword(password)
	if err := tx.Save(r); err != nil {
		return "", fmt.Errorf("making the owner: %w", err)
	}
	return r.Id, nil
}

// freeCode makes a short code of a name's first letters that nobody has yet.
func freeCode(all []*core.Record, store, name string) string {
	var first []rune
	for _, word := range strings.Fields(name) {
		r, _ := utf8.DecodeRuneInString(word)
		first = append(first, r)
	}
	initials := strings.ToUpper(string(first[:min(len(first), 20)]))
	code := initials
	for n := 2; taken(all, store, code); n++ {
		code = fmt.Sprintf("%s%d", initials, n)
	}
	return code
}

func taken(all []*core.Record, store, code string) bool {
	for _, r := range all {
		if r.GetString("store") == store && strings.EqualFold(r.GetString("code"), code) {
			return true
		}
	}
	return false
}

// setPassword saves a password with other values, and ends every session of
// the person but the kept one.
func setPassword(app core.App, id, password string, values map[string]any, kept string) error {
	return app.RunInTransaction(func(tx core.App) error {
		r, err := tx.FindRecordById("staff", id)
		if err != nil {
			return fmt.Errorf("finding the person: %w", err)
		}
		if err := CheckPassword(password, r.GetString("name"), r.GetString("code")); err != nil {
			return err
		}
		r.Load(values)
		r.SetPassword(password)
		return tx.SaveWithContext(keeping(kept), r)
	})
}
