package browser

import "testing"

// States that are met seldom hold what every screen holds: nothing to show yet,
// and the PC that does not answer.

func TestNothingToShowYet(t *testing.T) {
	h := Start(t)
	d := h.desk(h.Of("manager"))
	one := d.client(`{"name":"Philippa Quenby"}`)
	Each(t, func(t *testing.T, v View) {
		p := Open(t, v)
		p.SignIn(h, h.Of("manager"))
		p.at("/clients/" + one.ID)
		p.Sees("Nothing was bought yet.")
		p.Holds("client-bare")
		p.Run(standsFor("/history", `{"changes":[]}`))
		p.at("/clients/" + one.ID + "/history")
		p.Sees("Back to the card")
		p.Holds("history-empty")
		p.Run(standsFor("/api/duplicates", `{"pairs":[],"total":0}`))
		p.at("/clients/duplicates")
		p.Until("an empty list", `document.querySelector(".empty")`)
		p.Holds("duplicates-none")
		p.goTo("/settings/people", "This part of the settings is the owner’s.")
		p.Holds("settings-owner-only")
		p.goTo("/settings/departments", "Try a line")
		p.Fill("Department", "Rings")
		p.Click("Try it")
		p.Sees("By the built-in rule")
		p.Holds("settings-tried")
	})
}

func TestThePCIsAwayFromEveryScreen(t *testing.T) {
	h := Start(t)
	one := h.desk(h.Of("manager")).client(`{"name":"Philippa Quenby"}`)
	Each(t, func(t *testing.T, v View) {
		p := Open(t, v)
		p.SignIn(h, h.Of("owner"))
		for _, path := range []string{"/clients/" + one.ID, "/clients/" + one.ID + "/history", "/clients/duplicates", "/settings", "/settings/people", "/settings/departments", "/me"} {
			p.at(path) // the code of the screen is there, its data is not
			p.at("/")
		}
		p.Run(`(() => { const real = window.fetch; window.fetch = (path, init) => String(path).startsWith("/api/") ? Promise.reject(new TypeError("Failed to fetch")) : real(path, init); window.back = () => { window.fetch = real; }; })()`)
		for name, path := range map[string]string{
			"client-away": "/clients/" + one.ID, "history-away": "/clients/" + one.ID + "/history", "duplicates-away": "/clients/duplicates",
			"settings-away": "/settings", "people-away": "/settings/people", "departments-away": "/settings/departments", "own-away": "/me",
		} {
			p.at(path)
			p.Sees("The PC does not answer")
			p.Holds(name)
		}
		p.Run("window.back()")
		p.at("/clients/" + one.ID)
		p.Sees("Philippa Quenby")
	})
}

// standsFor answers GET requests to addresses that end so, for the rest of the page.
func standsFor(path, body string) string {
	return `(() => { const real = window.fetch; window.fetch = (at, init) => String(at).split("?")[0].endsWith(` + quote(path) + `) && init?.method === "GET"
		? Promise.resolve(new Response(` + quote(body) + `, {status: 200, headers: {"Content-Type": "application/json"}})) : real(at, init); })()`
}
