package browser

import (
	"strings"
	"testing"
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
		p.Sees(strings.Fields(who.Name)[0])
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

// A store into which nobody can sign in says what to do.
func TestNobodyHasAPassword(t *testing.T) {
	h := Fresh(t)
	Each(t, func(t *testing.T, v View) {
		p := Open(t, v)
		p.Go(h.URL + "/")
		p.Sees("Nobody has a password yet")
		p.Holds("signin-nobody")
	})
}
