package browser

import (
	"strings"
	"testing"
)

// The store's sign stands on the rail, at the sign-in and on paper: the logo,
// else the monogram, else the stone. A picture that is gone gives way.
func TestTheStoreShowsItsSign(t *testing.T) {
	h := Start(t)
	token := workshop(h.Service)
	Each(t, func(t *testing.T, v View) {
		h.otherHand(t, token, `{"name":"Orrin & Vale","monogram":"","logo":"","phone":"1 `+v.String()+`"}`)
		p := Open(t, v)
		p.Go(h.URL + "/")
		p.Until("the stone", `document.querySelector(".gate .mark .stone")`)
		h.otherHand(t, token, `{"monogram":"O&V","phone":"2 `+v.String()+`"}`)
		p.SignIn(h, h.Of("owner"))
		p.Until("the monogram", `document.querySelector(".rail .mark .monogram")?.innerText === "O&V"`)
		p.Holds("home-monogram")
		p.goTo("/settings", "Name of the store")
		p.logo()
		p.Click("Save the store")
		p.Sees("The store is saved.")
		const shown = `(() => { const e = document.querySelector(".mark .logo"); return e && e.complete && e.naturalWidth > 0 && e.getBoundingClientRect().height > 20; })()`
		p.Until("the logo on the rail", shown)
		p.at("/")
		p.Holds("home-logo")
		p.Run(`document.querySelector(".rail .logo").dispatchEvent(new Event("error"))`)
		p.Until("the monogram in the place of a lost picture", `document.querySelector(".rail .mark .monogram")`)
		p.Click("Sign out")
		p.Sees("Who is at the counter?")
		p.Until("the logo at the sign-in", shown)
		p.Holds("signin-logo")
		if says := Ask[string](p, `document.querySelector(".gate .mark").innerText`); !strings.Contains(says, "Orrin & Vale") {
			t.Errorf("over the door stands %q", says)
		}
	})
}
