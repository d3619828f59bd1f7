package browser

import (
	"fmt"
	"strings"
	"testing"
)

// Found by a phone in another format than it was written, by a name with a
// mistake in it, and nobody; with the keys alone.
func TestFindAClient(t *testing.T) {
	h := Start(t)
	owner := h.Of("owner")
	made := h.desk(owner).client(`{"name":"Thessaly Quarrington","contacts":[{"kind":"phone","raw":"+1 212 555 0142"}],"notes":"likes garnets from the river"}`)
	Each(t, func(t *testing.T, v View) {
		p := Open(t, v)
		p.SignIn(h, owner)
		p.Click("Clients")
		p.Until("the field to have the focus", `document.activeElement.name === "find"`)
		p.Holds("clients")
		for _, q := range []string{"(212) 555-0142", "5550142", "212.555.0142", "quarring", "Thessaly Quarington", "garnets river"} {
			p.Fill("Find a client", q)
			p.Until("the client for "+q, `[...document.querySelectorAll(".found .name")].some((e) => e.innerText === "Thessaly Quarrington")`)
		}
		p.Fill("Find a client", "a")
		p.Until("many clients", `document.querySelectorAll(".found li").length > 5`)
		p.Holds("clients-found")
		p.Fill("Find a client", "zzxxqqww")
		p.Sees("Nobody like that is in the book")
		p.Holds("clients-none")
		p.Fill("Find a client", "212 555 0142")
		p.Until("the client alone", `document.querySelectorAll(".found li").length === 1`)
		p.Press(Down, Down, Up)
		p.Until("the field again", `document.activeElement.name === "find"`)
		p.Press(Down, Enter)
		p.Until("the card", `document.querySelector("h1").innerText === "Thessaly Quarrington"`)
		if at := Ask[string](p, "location.href"); !strings.HasSuffix(at, "/#/clients/"+made.ID) {
			t.Errorf("the address is %s", at)
		}
		p.Run("history.back()")
		p.Until("what was typed", `document.querySelector("[name=find]")?.value === "212 555 0142"`)
	})
}

// The search has no answer: it says so where it happened, and goes on.
func TestFindWithoutThePC(t *testing.T) {
	h := Start(t)
	Each(t, func(t *testing.T, v View) {
		p := Open(t, v)
		p.SignIn(h, h.Of("associate"))
		p.Click("Clients")
		p.Sees("Find a client")
		p.Run(`(() => { const real = window.fetch; window.fetch = () => Promise.reject(new TypeError("Failed to fetch")); window.back = () => { window.fetch = real; }; })()`)
		p.Fill("Find a client", "a")
		p.Sees("The PC does not answer")
		p.Holds("clients-away")
		p.Run("window.back()")
		p.Click("Try again")
		p.Until("clients", `document.querySelector(".found li")`)
	})
}

// The card, its receipts with lines and source, and every kind of entry.
func TestTheCard(t *testing.T) {
	h := Start(t)
	d := h.desk(h.Of("owner"))
	c := d.buyers(1)[0]
	other := d.client(`{"name":"Peregrine Ashdown"}`)
	Each(t, func(t *testing.T, v View) {
		p := Open(t, v)
		p.SignIn(h, h.Of("owner"))
		p.at("/clients/" + c.ID)
		p.Sees("last 24 months")
		p.addEntries(other.Name)
		p.Run("location.reload()")
		p.Until("the card anew", `document.querySelector(".bought") && !document.querySelector(".toast")`)
		p.Holds("client")
		p.Run(`document.querySelector(".buys summary").click()`)
		p.Until("the lines of a receipt", `/, row \d/.test(document.querySelector(".buys details[open] .inside").innerText)`)
		p.Holds("client-receipt")
	})
	now := d.card(c.ID)
	if n := len(looked()); len(now.Preferences) != n+len(c.Preferences) || len(now.Milestones) != n+len(c.Milestones) || len(now.Contacts) != n+len(c.Contacts) || len(now.Relations) != len(c.Relations) {
		t.Errorf("the card has %d preferences, %d milestones, %d contacts, %d relations", len(now.Preferences), len(now.Milestones), len(now.Contacts), len(now.Relations))
	}
}

// addEntries adds one of each kind on an open card, and removes the relation.
func (p *Page) addEntries(other string) {
	p.Helper()
	p.Click("Change: Sizes and tastes")
	p.Click("Add: Size or taste")
	p.Click("Save")
	p.Sees("Type something here first.")
	p.Fill("What exactly", "6½, left hand "+p.View.String())
	p.Holds("client-entry")
	p.Click("Save")
	p.Until("the size in the list", `document.querySelector("dialog .rows")?.innerText.includes(`+quote(p.View.String())+`)`)
	p.Holds("client-entries")
	p.Click("Close")
	p.Click("Change: Dates")
	p.Click("Add: Date")
	p.Run(`(() => { const s = document.querySelector("dialog select[name=month]"); s.value = "12"; s.dispatchEvent(new Event("change", {bubbles: true})); })()`)
	p.Fill("Day", "31")
	p.Click("Save")
	p.Until("the date in the list", `document.querySelector("dialog .rows")?.innerText.includes("Dec 31")`)
	p.Click("Close")
	p.Click("Change: Contact")
	p.Click("Add: Phone or mail")
	p.Fill("Number or address", fmt.Sprintf("(646) 555-%d", 1000+p.View.Width+int64(len(p.View.Theme))))
	p.Click("Save")
	p.Until("the number in the list", `document.querySelector("dialog .rows")?.innerText.includes("(646)")`)
	p.Click("Add: Consent")
	p.Click("Save")
	p.Until("to be asked for way and answer", `(document.querySelector("dialog").innerText.match(/Choose one first/g) || []).length === 2`)
	p.Run(`document.querySelectorAll("dialog input[name=channel][value=paper], dialog input[name=state][value=yes]").forEach((e) => e.click())`)
	p.Fill("Said where", "the counter, on a card")
	p.Run(`(() => { const d = document.querySelector("dialog input[type=date]"); d.value = "2026-03-14"; d.dispatchEvent(new Event("input", {bubbles: true})); })()`)
	p.Holds("client-consent")
	p.Click("Save")
	p.Until("the consent in the list", `/Post: yes\s+Mar\w* 14, 2026, the counter, on a card/.test(document.querySelector("dialog").innerText)`)
	p.Click("Close")
	p.Click("Change: Family and friends")
	p.Click("Add: Relation")
	p.Fill("Find a client", other)
	p.Click(other)
	p.Fill("What it is", "spouse")
	p.Holds("client-relation")
	p.Click("Save")
	p.Until("the relation in the list", `document.querySelector("dialog .rows")?.innerText.includes("Spouse") || document.querySelector("dialog .rows")?.innerText.includes("spouse")`)
	p.Click(other)
	p.Click("Remove")
	p.Sees("Remove this?")
	p.Holds("client-remove")
	p.Click("Remove")
	p.Until("the relation to go", `document.querySelector("dialog .say")?.innerText.includes("Nothing noted yet.")`)
	p.Click("Close")
}
