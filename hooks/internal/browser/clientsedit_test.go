package browser

import (
	"fmt"
	"strings"
	"testing"
)

// Two people live together, with an address, and go apart again.
func TestAHousehold(t *testing.T) {
	h := Start(t)
	d := h.desk(h.Of("manager"))
	Each(t, func(t *testing.T, v View) {
		one := d.client(fmt.Sprintf(`{"name":"Isolde Fennimore %s"}`, v))
		two := d.client(fmt.Sprintf(`{"name":"Caspian Dunmore %s"}`, v))
		p := Open(t, v)
		p.SignIn(h, h.Of("manager"))
		p.at("/clients/" + one.ID)
		p.Click("Change: Household")
		p.Fill("Street", "18 Lindqvist Street")
		if got := Ask[string](p, `[...document.querySelector("[name=country]").options].find((o) => o.value === "CH").innerText`); got != "Switzerland" {
			t.Errorf("CH is %q", got)
		}
		p.choose("Country", "CH")
		p.Holds("household")
		p.Click("Save")
		p.Until("the address", `document.querySelector(".facts").innerText.includes("18 Lindqvist Street")`)
		p.Click("Change: Household")
		p.Click("Someone else lives here too")
		p.Holds("household-join")
		p.Fill("Find a client", two.Name)
		p.Click(two.Name)
		p.Click("Lives with")
		p.Until("both", `document.querySelector(".facts").innerText.includes(`+quote(two.Name)+`)`)
		if c := d.card(one.ID); c.Household.Country != "CH" {
			t.Errorf("the household is kept in %q", c.Household.Country)
		}

		// the open card of the other one follows what is changed here
		q := Open(t, v)
		q.SignIn(h, h.Of("manager"))
		q.at("/clients/" + two.ID)
		q.Sees("18 Lindqvist Street")
		q.Until("its stream", `performance.getEntriesByType("resource").some((e) => e.name.endsWith("/api/realtime")) && new Promise((done) => setTimeout(() => done(true), 1000))`)
		p.Click("Change: Household")
		p.Fill("Street", "20 Lindqvist Street")
		p.Click("Save")
		q.Sees("20 Lindqvist Street")
		p.Until("the dialog to go", `!document.querySelector("dialog[open]")`)

		p.Click("Change: Household")
		p.Click("Split the household")
		p.Holds("household-split")
		p.Click(two.Name)
		p.Click("Let them leave")
		p.Sees("The household is split.")
		p.Until("one alone", `!document.querySelector(".facts").innerText.includes(`+quote(two.Name)+`)`)
	})
}

// A client is added, and who may be the same person is shown while one types.
func TestAddAClient(t *testing.T) {
	h := Start(t)
	d := h.desk(h.Of("associate"))
	d.client(`{"name":"Rosamund Teasdale","contacts":[{"kind":"phone","raw":"212 555 0177"}]}`)
	Each(t, func(t *testing.T, v View) {
		p := Open(t, v)
		p.SignIn(h, h.Of("associate"))
		p.at("/clients/new")
		p.Click("Save the client")
		p.Sees("A client needs a name.")
		p.Until("the name to have the focus", `document.activeElement.name === "name"`)
		p.Fill("Phone", "(212) 555-0177")
		p.Sees("Perhaps already in the book")
		p.Sees("Rosamund Teasdale")
		p.Holds("client-new")
		p.Fill("Phone", "")
		name := "Barnaby Wexcombe " + v.String()
		p.Fill("Name", name)
		p.Click("Save the client")
		p.Until("the card", `document.querySelector("h1").innerText === `+quote(name))
	})
}

// Two browsers change one client: what both changed is chosen field by field,
// what one changed stays, and a manager puts a field back from the history.
func TestEditConflictAndHistory(t *testing.T) {
	h := Start(t)
	d := h.desk(h.Of("manager"))
	Each(t, func(t *testing.T, v View) {
		c := d.client(`{"name":"Leopold Marchbank","notes":"first"}`)
		one, two := Open(t, v), Open(t, v)
		one.SignIn(h, h.Of("manager"))
		two.SignIn(h, h.Of("associate"))
		one.at("/clients/" + c.ID)
		two.at("/clients/" + c.ID + "/edit")
		one.Click("Edit")
		one.Fill("Name", "Leopold Marchbanks")
		two.Holds("client-edit")
		two.Fill("Notes", "theirs")
		two.Fill("Family name", "Marchbank-Hale")
		two.Click("Save the client")
		two.Sees("Leopold Marchbank is saved.")
		one.Fill("Notes", "mine")
		one.Click("Save the client")
		one.Sees(h.Of("associate").Name + " changed this meanwhile")
		one.Sees("Saved on ")
		if says := one.Says(); !strings.Contains(says, "theirs") || strings.Count(says, "Yours") != 1 {
			t.Errorf("the choice is about more or less than the notes: %s", says)
		}
		one.Holds("client-conflict")
		one.Run(`document.querySelectorAll("[name=choice-notes]")[1].click()`)
		one.Click("Keep what is chosen")
		one.Sees("Leopold Marchbanks is saved.")
		if now := d.card(c.ID); now.Name != "Leopold Marchbanks" || now.Notes != "theirs" {
			t.Errorf("the client is %+v", now)
		}
		two.Until("the name on the other's open card", `document.querySelector("h1").innerText === "Leopold Marchbanks"`)
		one.Click("History")
		one.Sees("History of Leopold Marchbanks")
		one.Holds("client-history")
		one.Click("Put back Name")
		one.Sees("Name is as it was.")
		if now := d.card(c.ID); now.Name != "Leopold Marchbank" {
			t.Errorf("the client is %+v", now)
		}
		two.at("/clients/" + c.ID + "/history")
		two.Sees("What you changed yourself")
		if strings.Contains(two.Says(), "Put back") {
			t.Error("an associate is offered to put back what others changed")
		}
	})
}

// Two people change one entry of a card: the same choice stands over its form.
func TestEntryConflict(t *testing.T) {
	h := Start(t)
	d := h.desk(h.Of("manager"))
	Each(t, func(t *testing.T, v View) {
		c := d.client(`{"name":"Hesper Langdale","preferences":[{"kind":"size","value":"6"}]}`)
		p := Open(t, v)
		p.SignIn(h, h.Of("manager"))
		p.at("/clients/" + c.ID)
		p.Click("Change: Sizes and tastes")
		p.Click("6")
		p.Fill("What exactly", "6¼")
		path := "/api/collections/preferences/records/" + c.Preferences[0].ID
		var was struct{ Rev int }
		d.ask("GET", path, "", 0, &was)
		d.ask("PATCH", path, `{"value":"6½"}`, was.Rev, nil)
		p.Click("Save")
		p.Sees(h.Of("manager").Name + " changed this meanwhile")
		p.Sees("6½")
		p.Holds("client-entry-conflict")
		p.Run(`[...document.querySelectorAll("button")].find((b) => b.innerText === "Keep what is chosen").click()`)
		p.Until("the entry in the list", `document.querySelector("dialog .rows")?.innerText.includes("6¼")`)
	})
}
