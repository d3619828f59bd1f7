package browser

import (
	"fmt"
	"net/http"
	"testing"
)

// Everybody changes their own password behind their own name, and sees and ends
// where they are signed in.
func TestEverybodyHasAPageOfTheirOwn(t *testing.T) {
	h := Start(t)
	for i, role := range []string{"associate", "manager", "owner"} {
		t.Run(role, func(t *testing.T) {
			who := h.Of(role)
			enter := func(password string) int {
				return h.Post("/api/session", fmt.Sprintf(`{"id":%q,"name":%q,"password":%q,"device":"Lost tablet"}`, who.ID, who.Name, password)).Status
			}
			if got := enter(Password); got != http.StatusOK {
				t.Fatalf("signing in elsewhere: %d", got)
			}
			p := Open(t, Views[i%len(Views)])
			p.SignIn(h, who)
			p.Click(".rail .own")
			p.Sees("Signed in on")
			p.Sees("Lost tablet")
			p.Sees("Chrome, Linux")
			p.Holds("own")
			p.Click("End")
			p.Sees("That sign-in has ended.")
			p.Until("the list without it", `!document.querySelector(".rows").innerText.includes("Lost tablet")`)
			if got := enter(Password); got != http.StatusOK {
				t.Fatalf("signing in elsewhere once more: %d", got)
			}

			fresh := Password + " of " + role
			p.Fill("New password", fresh)
			p.Click("Change the password")
			p.Sees("Type your password first.")
			p.Fill("Present password", "not the present one")
			p.Click("Change the password")
			p.Sees("That is not your present password. Nothing was changed.")
			p.Until("the field to be marked", `document.activeElement === document.querySelector("[name=current][aria-invalid=true]")`)
			p.Holds("own-wrong")
			p.Fill("Present password", Password)
			p.Click("Change the password")
			p.Sees("Your password is changed.")
			p.Until("the other sign-in to be gone", `!document.querySelector(".rows").innerText.includes("Lost tablet")`)
			if was, is := enter(Password), enter(fresh); was != http.StatusUnauthorized || is != http.StatusOK {
				t.Errorf("the old password answers %d, the new one %d", was, is)
			}
		})
	}
}

// A list of sign-ins tells devices apart.
func TestDevicesHaveNames(t *testing.T) {
	h := Fresh(t)
	p := Open(t, Views[0])
	p.Go(h.URL + "/")
	for agent, want := range map[string]string{
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0": "Edge, Windows",
		"Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:133.0) Gecko/20100101 Firefox/133.0":                                          "Firefox, Mac",
		"Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36":                      "Chrome, Android",
		"Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile Safari":    "Safari, iPhone",
		"curl/8.5": "",
	} {
		if got := Ask[string](p, `import("/app/session/device.js").then((m) => m.deviceName(`+quote(agent)+`, 0))`); got != want {
			t.Errorf("%s is %q, want %q", agent, got, want)
		}
	}
	ipad := "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15"
	if got := Ask[string](p, `import("/app/session/device.js").then((m) => m.deviceName(`+quote(ipad)+`, 5))`); got != "Safari, iPad" {
		t.Errorf("an iPad is %q", got)
	}
}
