package access

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/hook"

	"touchstone/hooks/internal/fault"
)

// CookieName is the cookie that carries a session's token.
const CookieName = "touchstone"

// streamPath is where streams are opened. A page does that by itself, over and
// over, so it does not show that anybody is there.
const streamPath = "/api/realtime"

// loadSession turns the cookie into the person that API rules and realtime
// know, before PocketBase looks for a token of its own. An ended session is a
// guest. The Data workshop's token goes before the cookie: its dashboard runs
// in the browser in which the owner is signed in.
func (d *Desk) loadSession() *hook.Handler[*core.RequestEvent] {
	cross := http.NewCrossOriginProtection()
	return &hook.Handler[*core.RequestEvent]{
		Id: "accessSession", Priority: apis.DefaultLoadAuthTokenMiddlewarePriority - 1,
		Func: func(e *core.RequestEvent) error {
			cookie, err := e.Request.Cookie(CookieName)
			if err != nil || !strings.HasPrefix(e.Request.URL.Path, "/api/") || workshopToken(e) {
				return e.Next()
			}
			// SameSite keeps the cookie from other sites, but not from another
			// port of this PC, nor in a browser that does not know of it.
			if cross.Check(e.Request) != nil {
				return Respond(e, fault.New(fault.Forbidden, "Another web site asked for this. Open Touchstone itself and do it there."))
			}
			s, person, err := d.findSession(e.App, cookie.Value)
			if err != nil {
				return Respond(e, err)
			}
			if s == nil {
				clearCookie(e)
				return e.Next()
			}
			if e.Request.URL.Path != streamPath {
				d.touch(e.App, s)
			}
			e.Auth = person
			e.Set(sessionKey, s)
			return e.Next()
		},
	}
}

// workshopToken loads the sign-in of a request that carries a superuser's token.
func workshopToken(e *core.RequestEvent) bool {
	token := e.Request.Header.Get("Authorization")
	if len(token) > 7 && strings.EqualFold(token[:7], "Bearer ") {
		token = token[7:]
	}
	if token == "" {
		return false
	}
	record, err := e.App.FindAuthRecordByToken(token, core.TokenTypeAuth)
	if err != nil || !record.IsSuperuser() {
		return false
	}
	e.Auth = record
	return true
}

// cookieOnly takes a token of staff for none at all: it could not be ended.
func cookieOnly() *hook.Handler[*core.RequestEvent] {
	return &hook.Handler[*core.RequestEvent]{
		Id: "accessCookieOnly", Priority: apis.DefaultLoadAuthTokenMiddlewarePriority + 1,
		Func: func(e *core.RequestEvent) error {
			if e.Auth != nil && e.Auth.Collection().Name == "staff" && sessionOf(e) == nil {
				e.Auth = nil
			}
			return e.Next()
		},
	}
}

// knownOnly tells nobody signed in so, whatever they want of the records. The
// rules would answer in riddles: an empty list, no such record, a field that is
// wrong. A page whose session has ended has to learn that it has.
func knownOnly() *hook.Handler[*core.RequestEvent] {
	return &hook.Handler[*core.RequestEvent]{
		Id: "accessKnownOnly", Priority: apis.DefaultLoadAuthTokenMiddlewarePriority + 2,
		Func: func(e *core.RequestEvent) error {
			name := e.Request.PathValue("collection")
			if e.Auth == nil && name != "" && strings.HasPrefix(e.Request.URL.Path, "/api/collections/"+name+"/records") {
				return Respond(e, errSignIn)
			}
			return e.Next()
		},
	}
}

// touch notes that a session is in use, at most once a minute. It does not
// wait for a long import: the next minute comes.
func (d *Desk) touch(app core.App, s *session) {
	now := d.now()
	if now.Sub(parseStamp(s.LastSeen)) < touchEvery {
		return
	}
	last, tried := d.touched.Load(s.ID)
	if at, ok := last.(time.Time); tried && ok && now.Sub(at) < touchEvery && !now.Before(at) {
		return
	}
	d.touched.Store(s.ID, now)
	ctx, cancel := context.WithTimeout(context.Background(), 100*time.Millisecond)
	defer cancel()
	_, err := app.NonconcurrentDB().NewQuery("UPDATE {{sessions}} SET [[last_seen]] = {:now} WHERE [[id]] = {:id} AND [[ended]] = ''").
		Bind(dbx.Params{"now": stamp(now), "id": s.ID}).WithContext(ctx).Execute()
	if err != nil {
		app.Logger().Debug("noting a session in use", "session", s.ID, "error", err)
	}
}

// setCookie gives the browser the token of its session.
func setCookie(e *core.RequestEvent, token string) {
	writeCookie(e, token, int(sessionLasts/time.Second))
}

// clearCookie takes it away.
func clearCookie(e *core.RequestEvent) { writeCookie(e, "", -1) }

func writeCookie(e *core.RequestEvent, value string, age int) {
	header := e.Response.Header()
	header.Del("Set-Cookie") // the newest word stands: an ended session's is cleared, then a new one starts
	header.Set("Cache-Control", "no-store")
	http.SetCookie(e.Response, &http.Cookie{
		Name: CookieName, Value: value, Path: "/", MaxAge: age,
		HttpOnly: true, SameSite: http.SameSiteStrictMode, Secure: e.Request.TLS != nil,
	})
}
