package browser

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"touchstone/hooks/internal/outside"
)

func TestSignIn(t *testing.T) {
	h := Start(t)
	Each(t, func(t *testing.T, v View) {
		p := Open(t, v)
		p.Go(h.URL + "/")
		p.Sees("Who is at the counter?")
		p.Holds("signin-names")
		who := h.Of("owner")
		p.Click(who.Name)
		p.Sees(", " + strings.Fields(who.Name)[0])
		p.Holds("signin")
		p.Press(Enter)
		p.Sees("Type your password first.")
		p.Fill("Password", "not the password")
		p.Press(Enter)
		p.Sees("The name or the password is not right.")
		p.Holds("signin-wrong")
		p.Fill("Password", Password)
		p.Click("Sign in")
		p.Until("the start", `document.querySelector(".rail nav")`)
		p.Holds("home")
		p.Click("Sign out")
		p.Sees("Who is at the counter?")
		p.Go(h.URL + "/#/")
		p.Sees("Who is at the counter?")
	})
}

// The first owner takes the code of the PC; so does one who forgot the password.
func TestTheFirstOwner(t *testing.T) {
	Each(t, func(t *testing.T, v View) {
		h := Fresh(t)
		p := Open(t, v)
		p.Go(h.URL + "/")
		p.Sees("Nobody can sign in yet.")
		p.Holds("signin-first")
		p.Click("Begin")
		p.Sees("Type the code that the command printed.")
		p.Holds("signin-first-wrong")
		h.Must("setup-code")
		p.Fill("Code", "AAAAAAAA")
		p.Fill("Your name", "Ottilie Vane")
		p.Fill("New password", Password)
		p.Press(Enter)
		p.Sees("That is not the code.")
		p.Until("the code to be marked and described", `(() => { const e = document.activeElement; return e.name === "code" && e.getAttribute("aria-invalid") === "true" && document.getElementById(e.getAttribute("aria-describedby")).innerText.startsWith("That is not the code."); })()`)
		p.Holds("signin-code-wrong")
		p.owner(h, "Ottilie Vane", Password)
		p.Click("Sign out")
		p.Until("the one name to be chosen", `document.querySelector(".names [aria-pressed=true]")`)
		p.Click("I forgot my password")
		p.Holds("signin-forgot")
		p.Click("I am an owner")
		p.Sees("an owner chooses a new password")
		p.Holds("signin-owner")
		p.owner(h, "Ottilie Vane", Password+" anew")
	})
}

// owner fills in the form of the setup code and is at the start afterwards.
func (p *Page) owner(h *House, name, password string) {
	p.Helper()
	var said struct{ Code string }
	h.Read(&said, "setup-code")
	p.Fill("Code", said.Code)
	p.Fill("Your name", name)
	p.Fill("New password", password)
	p.Press(Enter)
	p.Until("the start", `document.querySelector(".rail nav")`)
	p.Sees(name)
}

// A sign-in, a look around and the way out without a mouse. Focus goes where
// the work is, and to the title of a new page.
func TestKeyboardAlone(t *testing.T) {
	h := Start(t)
	who := h.Of("associate")
	p := Open(t, Views[2])
	p.Go(h.URL + "/")
	for range 20 {
		if p.Press(Tab); p.Focus() == who.Name {
			break
		}
	}
	p.Press(Enter)
	p.Until("the password to have the focus", `document.activeElement.name === "password"`)
	p.Type(Password)
	p.Press(Enter)
	p.Until("the heading of the start to have the focus", `document.activeElement.tagName === "H1" && document.querySelector(".rail nav")`)
	p.Run(`window.gone = true; location.reload()`)
	p.Until("the page anew", `!window.gone && document.querySelector(".rail nav")`)
	p.Settled()
	p.Press(Tab)
	if got := p.Focus(); got != "Skip to the page" {
		t.Errorf("first comes %q", got)
	}
	p.Press(Enter)
	p.Until("the page to have the focus", `document.activeElement.id === "main"`)
	p.Run(`location.hash = "/nowhere"`)
	p.Sees("Nothing lies here")
	p.Until("the title to have the focus", `document.activeElement.tagName === "H1" && document.title.startsWith("Nothing lies here")`)
	p.Holds("unknown")
	p.Click("Go to the start")
	p.Until("the start to have the focus", `document.activeElement.tagName === "H1" && document.title.startsWith("Start")`)
}

// Nothing typed is lost when the session ends: the refused request goes out
// again, with its key, when the person has signed in over the page.
func TestSessionEndsUnderTheHands(t *testing.T) {
	h := Start(t)
	who := h.Of("owner")
	Each(t, func(t *testing.T, v View) {
		p := Open(t, v)
		p.SignIn(h, who)
		p.goTo("/nowhere", "Nothing lies here") // a page that waits for nothing
		h.endSessions(t, who)
		p.Run(`window.asked = import("/app/http.js").then((m) => m.request("GET", "/api/sessions")).then((r) => "answered " + r.status, (e) => "refused " + e.status)`)
		p.Sees("You were signed out")
		p.Until("the password to have the focus", `document.activeElement.name === "password"`)
		p.Holds("signin-again")
		p.Press(Escape, Escape)
		p.Sees("You were signed out")
		p.Fill("Password", Password)
		p.Press(Enter)
		if got := Ask[string](p, "window.asked"); got != "answered 200" {
			t.Errorf("the request that waited was %s", got)
		}
		p.Until("the dialog to go", `!document.querySelector("dialog[open]")`)

		h.endSessions(t, who)
		p.Run(`window.asked = import("/app/http.js").then((m) => m.request("GET", "/api/collections/staff/records/none")).then((r) => "answered " + r.status, (e) => "refused " + e.status)`)
		p.Sees("You were signed out")
		p.Click("Someone else")
		p.Sees("Who is at the counter?")
		if got := Ask[string](p, "window.asked"); got != "refused 401" {
			t.Errorf("what waited for somebody else was %s", got)
		}
	})
}

// endSessions ends every session of a person from another browser.
func (h *House) endSessions(t *testing.T, who Person) {
	t.Helper()
	in := h.Post("/api/session", fmt.Sprintf(`{"id":%q,"name":%q,"password":%q}`, who.ID, who.Name, Password))
	cookie, _, _ := strings.Cut(in.Header.Get("Set-Cookie"), ";")
	call := func(method, path string) string {
		return h.Call(outside.Request{Method: method, Path: path, Header: map[string]string{"Cookie": cookie}}).Body
	}
	var list struct {
		Sessions []struct {
			ID      string
			Current bool
		}
	}
	if err := outside.Decode([]byte(call(http.MethodGet, "/api/sessions")), &list, false); err != nil || len(list.Sessions) < 2 {
		t.Fatalf("sessions %+v: %v", list, err)
	}
	for _, s := range list.Sessions {
		if !s.Current {
			call(http.MethodDelete, "/api/sessions/"+s.ID)
		}
	}
	call(http.MethodDelete, "/api/session")
}

// A mistake in a script is told kindly and noted without what was in its quotes.
func TestMistakesAreShownAndNoted(t *testing.T) {
	h := Start(t)
	Each(t, func(t *testing.T, v View) {
		p := Open(t, v)
		p.SignIn(h, h.Of("owner"))
		p.Run(`window.sent = new Promise((done) => { const real = window.fetch; window.fetch = (path, init) => { if (path === "/api/errors") done(init.body); return real(path, init); }; })`)
		p.Run(`setTimeout(() => { throw new TypeError('cannot read "Annika Brandvold" of 212-555-0142') })`)
		p.Sees("Something went wrong here")
		sent := Ask[string](p, "window.sent")
		if !strings.Contains(sent, "TypeError: cannot read") || strings.Contains(sent, "Annika") || strings.Contains(sent, "555") {
			t.Errorf("%s was sent", sent)
		}
		if len(p.Mistakes()) == 0 {
			t.Error("the console was silent")
		}
		p.Holds("mistake")
		p.Click("Close")
	})
}

// The PC is away: the app says so, and goes on when it is back.
func TestThePCIsAway(t *testing.T) {
	h := Start(t)
	Each(t, func(t *testing.T, v View) {
		p := Open(t, v)
		p.Go(h.URL + "/")
		p.Run(`import("/app/store.js").then((m) => { const real = window.fetch; window.fetch = () => Promise.reject(new TypeError("Failed to fetch")); window.back = () => { window.fetch = real; }; return import("/app/http.js").then((x) => x.request("GET", "/api/people").catch((e) => { window.said = e.kind; })); })`)
		p.Until("the refusal", `window.said === "away"`)
		p.Run(`import("/app/store.js").then((m) => m.resume())`)
		p.Sees("The PC does not answer")
		p.Holds("away")
		p.Run("window.back()")
		p.Click("Try again")
		p.Sees("Who is at the counter?")
	})
}
