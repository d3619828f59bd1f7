package browser

import (
	"strings"
	"testing"
)

// A store that nobody named yet is called so, and its owner is led to name it.
func TestAStoreWithoutAName(t *testing.T) {
	h := Fresh(t)
	p := Open(t, Views[0])
	p.Go(h.URL + "/")
	p.Sees("Nobody can sign in yet.")
	p.owner(h, "Ottilie Vane", Password)
	p.Sees("Your store has no name yet")
	if says := p.Says(); strings.Contains(says, "MAIN") || !strings.Contains(says, "Your store.") {
		t.Errorf("the start calls the store by the program's word: %s", says)
	}
	p.Holds("home-unnamed")
	p.at("/scorecards")
	if strings.Contains(p.Says(), "MAIN") {
		t.Error("the scorecards call the store by the program's word")
	}
	p.at("/")
	p.Click("Your store has no name yet")
	p.Sees("Name of the store")
}

// Zones stand under their names of today; one that was set under an old name
// stays what it is, and the store can be saved with it.
func TestZonesHaveTheirNamesOfToday(t *testing.T) {
	h := Start(t)
	h.otherHand(t, workshop(h.Service), `{"time_zone":"Asia/Calcutta"}`)
	p := Open(t, Views[0])
	p.SignIn(h, h.Of("owner"))
	p.goTo("/settings", "Time zone")
	got := Ask[map[string]string](p, `Object.fromEntries([...document.querySelector("[name=time_zone]").options].map((o) => [o.innerText, o.value]))`)
	for _, old := range []string{"Europe / Kiev", "Asia / Calcutta", "Asia / Saigon", "America / Godthab", "Asia / Rangoon"} {
		if _, there := got[old]; there {
			t.Errorf("%s is still offered", old)
		}
	}
	for name, want := range map[string]string{"Europe / Kyiv": "Europe/Kyiv", "Asia / Kolkata": "Asia/Calcutta", "America / Nuuk": "America/Nuuk", "America / New York": "America/New_York"} {
		if got[name] != want {
			t.Errorf("%s is %q, want %q", name, got[name], want)
		}
	}
	if now := Ask[string](p, `document.querySelector("[name=time_zone]").value`); now != "Asia/Calcutta" {
		t.Errorf("the zone that is set is %q", now)
	}
	p.Fill("Phone", "1 555 0100")
	p.Click("Save the store")
	p.Sees("The store is saved.")
	p.choose("Time zone", "Europe/Kyiv")
	p.Click("Save the store")
	p.Until("the new zone", `fetch("/api/session").then((r) => r.json()).then((s) => s.store.zone === "Europe/Kyiv")`)
}
