package access

import (
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// How long a sign-in lasts: absolute from its start, idle from the last
// request. Who may see and change more is asked again sooner.
const (
	sessionLasts     = 30 * 24 * time.Hour
	idleForAssociate = 12 * time.Hour
	idleForManager   = 2 * time.Hour
	touchEvery       = time.Minute // last_seen is written no more often
)

// Why a session ended.
const (
	endedByPerson   = "signed out"
	endedByOther    = "ended from another device"
	endedByReplaced = "signed in anew"
	endedBySwitch   = "switched off"
	endedByPassword = "password changed"
	endedByIdle     = "not used"
	endedByAge      = "too old"
)

// session is one sign-in of one person on one browser. Only the hash of its
// token is stored, so that whoever reads the book cannot take it over.
type session struct {
	ID       string `db:"id"`
	Staff    string `db:"staff"`
	Device   string `db:"device"`
	Started  string `db:"started"`
	LastSeen string `db:"last_seen"`
	Expires  string `db:"expires"`
}

// sessionKey is under what name the session stands in a request's store.
const sessionKey = "accessSession"

func sessionOf(e *core.RequestEvent) *session {
	s, _ := e.Get(sessionKey).(*session)
	return s
}

func sessionIDOf(e *core.RequestEvent) string {
	if s := sessionOf(e); s != nil {
		return s.ID
	}
	return ""
}

// stamp writes an instant so that the order of the texts is that of time.
func stamp(t time.Time) string { return t.UTC().Format("2006-01-02 15:04:05.000Z") }

func parseStamp(s string) time.Time {
	t, _ := time.Parse("2006-01-02 15:04:05.000Z", s) // the zero time is long over
	return t
}

func idleLimit(role string) time.Duration {
	if role == "owner" || role == "manager" {
		return idleForManager
	}
	return idleForAssociate
}

func hashToken(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// drawToken makes 128 random bits.
func drawToken() string {
	var raw [16]byte
	_, _ = rand.Read(raw[:]) // crypto/rand never fails on supported systems
	return base64.RawURLEncoding.EncodeToString(raw[:])
}

// startSession writes a new session of a person and returns its token, which
// is told once and never stored.
func (d *Desk) startSession(tx core.App, staff *core.Record, device string) (*session, string, error) {
	now := d.now()
	token := drawToken()
	s := &session{
		ID: core.GenerateDefaultRandomId(), Staff: staff.Id, Device: device,
		Started: stamp(now), LastSeen: stamp(now), Expires: stamp(now.Add(sessionLasts)),
	}
	_, err := tx.NonconcurrentDB().NewQuery(`
		INSERT INTO {{sessions}} ([[id]], [[staff]], [[device]], [[token_hash]], [[started]], [[last_seen]], [[expires]], [[ended]], [[ended_why]])
		VALUES ({:id}, {:staff}, {:device}, {:hash}, {:started}, {:started}, {:expires}, '', '')`).
		Bind(dbx.Params{
			"id": s.ID, "staff": s.Staff, "device": s.Device, "hash": hashToken(token), "started": s.Started, "expires": s.Expires,
		}).Execute()
	if err != nil {
		return nil, "", fmt.Errorf("starting a session: %w", err)
	}
	return s, token, nil
}

// findSession returns the living session of a token and its person, nothing
// where there is none.
func (d *Desk) findSession(app core.App, token string) (*session, *core.Record, error) {
	s := &session{}
	err := app.ConcurrentDB().NewQuery(`
		SELECT [[id]], [[staff]], [[device]], [[started]], [[last_seen]], [[expires]]
		FROM {{sessions}} WHERE [[token_hash]] = {:hash} AND [[ended]] = ''`).
		Bind(dbx.Params{"hash": hashToken(token)}).One(s)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil, nil
	}
	if err != nil {
		return nil, nil, fmt.Errorf("looking for a session: %w", err)
	}
	person, err := app.FindRecordById("staff", s.Staff)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil, nil
	}
	if err != nil {
		return nil, nil, fmt.Errorf("looking for the person of a session: %w", err)
	}
	if !person.GetBool("active") || s.over(person.GetString("role"), d.now()) != "" {
		return nil, nil, nil
	}
	return s, person, nil
}

// over says why a session is over by the clock; nothing while it is not.
func (s *session) over(role string, now time.Time) string {
	switch {
	case !now.Before(parseStamp(s.Expires)):
		return endedByAge
	case !now.Before(parseStamp(s.LastSeen).Add(idleLimit(role))):
		return endedByIdle
	}
	return ""
}

// isLive tells whether a session has not been ended.
func isLive(app core.App, id string) bool {
	var live bool
	err := app.ConcurrentDB().NewQuery("SELECT EXISTS (SELECT 1 FROM {{sessions}} WHERE [[id]] = {:id} AND [[ended]] = '')").
		Bind(dbx.Params{"id": id}).Row(&live)
	return err == nil && live
}

// endSessions ends the living sessions that meet a condition, and their
// streams once that is certain.
func (d *Desk) endSessions(app core.App, why, where string, params dbx.Params) (int, error) {
	bound := dbx.Params{"now": stamp(d.now()), "why": why}
	for name, value := range params {
		bound[name] = value
	}
	var ids []string
	err := app.NonconcurrentDB().NewQuery(
		"UPDATE {{sessions}} SET [[ended]] = {:now}, [[ended_why]] = {:why} WHERE [[ended]] = '' AND (" + where + ") RETURNING [[id]]").
		Bind(bound).Column(&ids)
	if err != nil {
		return 0, fmt.Errorf("ending sessions: %w", err)
	}
	for _, id := range ids {
		d.touched.Delete(id)
	}
	if len(ids) > 0 {
		afterCommit(app, func() { closeStreams(app, ofSessions(ids)) })
	}
	return len(ids), nil
}

// afterCommit runs fn when the open transaction is through, or now where none
// is open.
func afterCommit(app core.App, fn func()) {
	info := app.TxInfo()
	if info == nil {
		fn()
		return
	}
	info.OnComplete(func(err error) error {
		if err == nil {
			fn()
		}
		return nil
	})
}

// EndIdle ends the sessions that are over by the clock, so that their streams
// end too. A desk does it every minute.
func (d *Desk) EndIdle(app core.App) error {
	now := d.now()
	if _, err := d.endSessions(app, endedByAge, "[[expires]] <= {:at}", dbx.Params{"at": stamp(now)}); err != nil {
		return err
	}
	idle := `[[last_seen]] <= CASE WHEN (SELECT [[role]] FROM {{staff}} WHERE {{staff}}.[[id]] = {{sessions}}.[[staff]]) IN ('owner', 'manager')
		THEN {:strict} ELSE {:loose} END`
	_, err := d.endSessions(app, endedByIdle, idle, dbx.Params{
		"strict": stamp(now.Add(-idleForManager)), "loose": stamp(now.Add(-idleForAssociate)),
	})
	return err
}

// ClearSessions forgets sessions that ended long ago; the chain still says who
// signed in when.
func (d *Desk) ClearSessions(app core.App) error {
	before := stamp(d.now().Add(-90 * 24 * time.Hour))
	_, err := app.NonconcurrentDB().NewQuery("DELETE FROM {{sessions}} WHERE [[ended]] != '' AND [[ended]] < {:before}").
		Bind(dbx.Params{"before": before}).Execute()
	if err != nil {
		return fmt.Errorf("clearing sessions that ended long ago: %w", err)
	}
	return nil
}
