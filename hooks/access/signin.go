package access

import (
	"context"
	"errors"
	"fmt"
	"math"
	"net/http"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"

	"touchstone/hooks/internal/fault"
)

// signInForm names the person by the id of GET /api/people, by name or by
// code; the first that is given counts.
type signInForm struct {
	ID       string `json:"id"`
	Name     string `json:"name"`
	Code     string `json:"code"`
	Password string `json:"password"`
	Device   string `json:"device"`
}

func (f signInForm) who() string {
	for _, s := range []string{f.ID, f.Name, f.Code} {
		if s = strings.TrimSpace(s); s != "" {
			return s
		}
	}
	return ""
}

// errWrong is the one answer to a wrong name and to a wrong password.
var errWrong = fault.New(fault.SignIn, "The name or the password is not right.")

// signIn starts a session; whatever session the browser had before ends.
func (d *Desk) signIn(e *core.RequestEvent) error {
	var form signInForm
	if err := e.BindBody(&form); err != nil {
		return Respond(e, fault.Wrap(fault.Invalid, err, "The name and the password could not be read."))
	}
	who := form.who()
	if who == "" || form.Password == "" {
		return Respond(e, fault.New(fault.Invalid, "Type a name and a password."))
	}
	person, err := d.admit(e, who, form.Password)
	if err != nil {
		return refuse(e, err)
	}
	token, err := d.open(e, person, form.Device)
	if err != nil {
		return Respond(e, err)
	}
	setCookie(e, token)
	return d.tellSession(e, person)
}

// admit finds whose name and password these are. Each call that passes the
// count of tries does the same work: one look at the staff, one comparison.
func (d *Desk) admit(e *core.RequestEvent, who, password string) (*core.Record, error) {
	all, err := signers(e.App)
	if err != nil {
		return nil, err
	}
	person, err := called(all, who)
	if err != nil {
		return nil, err
	}
	key := "name " + plain(who)
	if person != nil {
		key = "id " + person.Id // a name and a code are one door
	}
	ok, err := d.guess(e.App, triesOf(key, e.RemoteIP()), func() (bool, error) { return d.right(e.App, person, password) })
	if err != nil {
		return nil, err
	}
	if !ok {
		return nil, errWrong
	}
	return person, nil
}

// signers are the people who can sign in, by name.
func signers(app core.App) ([]*core.Record, error) {
	all, err := app.FindAllRecords("staff", dbx.NewExp("[[active]] = TRUE AND [[signs_in]] = TRUE"))
	if err != nil {
		return nil, fmt.Errorf("reading who can sign in: %w", err)
	}
	return all, nil
}

// called finds the one person whom somebody means: by id, else name, else code.
func called(all []*core.Record, who string) (*core.Record, error) {
	for _, of := range []func(*core.Record) string{
		func(r *core.Record) string { return r.Id },
		func(r *core.Record) string { return r.GetString("name") },
		func(r *core.Record) string { return r.GetString("code") },
	} {
		var found []*core.Record
		for _, r := range all {
			if strings.EqualFold(squeeze(of(r)), squeeze(who)) {
				found = append(found, r)
			}
		}
		if len(found) > 1 {
			return nil, fault.New(fault.Conflict, "More than one person is called so. Choose the person from the list, or type the code.")
		}
		if len(found) == 1 {
			return found[0], nil
		}
	}
	return nil, nil //nolint:nilnil // nobody is an answer
}

func squeeze(s string) string { return strings.Join(strings.Fields(s), " ") }

// open starts the session, unless the person changed while the password was
// being compared, and ends the one that the browser had.
func (d *Desk) open(e *core.RequestEvent, person *core.Record, device string) (token string, err error) {
	err = e.App.RunInTransaction(func(tx core.App) error {
		now, err := tx.FindRecordById("staff", person.Id)
		if err != nil || !now.GetBool("active") || now.GetString("password:hash") != person.GetString("password:hash") {
			return errWrong
		}
		if id := sessionIDOf(e); id != "" {
			if _, err := d.endSessions(tx, endedByReplaced, "[[id]] = {:id}", dbx.Params{"id": id}); err != nil {
				return err
			}
		}
		s, fresh, err := d.startSession(tx, now, deviceText(device))
		if err != nil {
			return err
		}
		token = fresh
		return Append(tx, Entry{
			At: d.now(), Actor: Actor{Staff: now.Id, Who: now.GetString("code")},
			Action: "sign in", Collection: "sessions", Record: s.ID,
		})
	})
	return token, err
}

// deviceText is what a browser says of itself, cut to what a list can show.
func deviceText(s string) string {
	s = squeeze(strings.ToValidUTF8(s, ""))
	if utf8.RuneCountInString(s) > 100 {
		s = string([]rune(s)[:100])
	}
	return s
}

// refuse answers a refused sign-in; a closed door says when it opens.
func refuse(e *core.RequestEvent, err error) error {
	if c, ok := errors.AsType[*closedError](err); ok {
		e.Response.Header().Set("Retry-After", strconv.Itoa(int(math.Ceil(c.left.Seconds()))))
	}
	return Respond(e, err)
}

// signOut ends this browser's session. Signed out already is signed out.
func (d *Desk) signOut(e *core.RequestEvent) error {
	if id := sessionIDOf(e); id != "" {
		if err := d.end(e, id, endedByPerson); err != nil {
			return Respond(e, err)
		}
	}
	clearCookie(e)
	return e.NoContent(http.StatusNoContent)
}

// end ends one session in the caller's name.
func (d *Desk) end(e *core.RequestEvent, id, why string) error {
	return e.App.RunInTransaction(func(tx core.App) error {
		n, err := d.endSessions(tx, why, "[[id]] = {:id}", dbx.Params{"id": id})
		if err != nil || n == 0 {
			return err
		}
		return Append(tx, Entry{At: d.now(), Actor: ActorOf(e), Action: "sign out", Collection: "sessions", Record: id})
	})
}

// keeping names the session that outlives a save.
func keeping(session string) context.Context {
	return context.WithValue(context.Background(), keptSession{}, session)
}
