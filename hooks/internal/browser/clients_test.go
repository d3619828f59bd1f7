package browser

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"touchstone/hooks/internal/outside"
)

// desk is one signed-in person who asks the program without a browser.
type desk struct {
	*House
	cookie string
	asked  int
}

// desk signs somebody in beside the browser.
func (h *House) desk(who Person) *desk {
	h.Helper()
	in := h.Post("/api/session", fmt.Sprintf(`{"id":%q,"name":%q,"password":%q}`, who.ID, who.Name, Password))
	cookie, _, _ := strings.Cut(in.Header.Get("Set-Cookie"), ";")
	if in.Status != http.StatusOK || cookie == "" {
		h.Fatalf("signing %s in: %d %s", who.Name, in.Status, in.Body)
	}
	return &desk{House: h, cookie: cookie}
}

// ask sends and reads the answer; rev is of the record that is changed, if any.
func (d *desk) ask(method, path, body string, rev int, into any) {
	d.Helper()
	d.asked++
	header := map[string]string{"Cookie": d.cookie, "Idempotency-Key": fmt.Sprintf("%s-%d", sum([]byte(d.Name()+path+body)), d.asked)}
	if rev > 0 {
		header["If-Match"] = fmt.Sprintf(`"%d"`, rev)
	}
	got := d.Call(outside.Request{Method: method, Path: path, Body: body, Header: header})
	if got.Status >= 300 {
		d.Fatalf("%s %s answered %d %s", method, path, got.Status, got.Body)
	}
	if into == nil {
		return
	}
	if err := outside.Decode([]byte(got.Body), into, false); err != nil {
		d.Fatalf("reading the answer of %s: %v", path, err)
	}
}

// carded is what the tests read of a client's card.
type carded struct {
	ID        string
	Rev       int
	Name      string
	Notes     string
	Receipts  int
	Value     struct{ All int64 }
	Purchases []struct {
		Lines []struct{ ID, Description string }
	}
	Contacts, Milestones, Preferences, Relations []struct{ ID string }
}

func (d *desk) card(id string) (c carded) {
	d.Helper()
	d.ask(http.MethodGet, "/api/clients/"+id, "", 0, &c)
	return c
}

// client makes a client.
func (d *desk) client(body string) (c carded) {
	d.Helper()
	d.ask(http.MethodPost, "/api/clients", body, 0, &c)
	return c
}

// buyers finds clients of the sample who bought more than once.
func (d *desk) buyers(n int) (all []carded) {
	d.Helper()
	for _, q := range []string{"a", "e", "o", "i"} {
		var found struct{ Clients []struct{ ID, Last string } }
		d.ask(http.MethodPost, "/api/search", fmt.Sprintf(`{"q":%q,"limit":50}`, q), 0, &found)
		for _, f := range found.Clients {
			if f.Last == "" || len(all) == n {
				continue
			}
			if c := d.card(f.ID); c.Receipts > 1 && !known(all, c.ID) {
				all = append(all, c)
			}
		}
	}
	if len(all) < n {
		d.Fatalf("the sample has %d clients who bought, %d are needed", len(all), n)
	}
	return all
}

func known(all []carded, id string) bool {
	for _, c := range all {
		if c.ID == id {
			return true
		}
	}
	return false
}

// at opens a place of the app by its address behind #. What it shows is waited
// for by whoever looks at it.
func (p *Page) at(path string) {
	p.Helper()
	p.Run(`document.querySelector("main h1").dataset.old = "1"; location.hash = ` + quote(path))
	p.Until("the page of "+path, `document.querySelector("main h1:not([data-old])")`)
	p.Settled()
}

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
	if n := len(Views); len(now.Preferences) != n+len(c.Preferences) || len(now.Milestones) != n+len(c.Milestones) || len(now.Contacts) != n+len(c.Contacts) || len(now.Relations) != len(c.Relations) {
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
	p.Click("Add: Contact")
	p.Fill("Number or address", fmt.Sprintf("(646) 555-%d", 1000+p.View.Width+int64(len(p.View.Theme))))
	p.Click("Save")
	p.Until("the number in the list", `document.querySelector("dialog .rows")?.innerText.includes("(646)")`)
	p.Click("Add: Consent")
	p.Click("Save")
	p.Until("the consent in the list", `document.querySelector("dialog .say").innerText.includes("Letter: yes")`)
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
		p.Holds("household")
		p.Click("Save")
		p.Until("the address", `document.querySelector(".facts").innerText.includes("18 Lindqvist Street")`)
		p.Click("Change: Household")
		p.Click("Someone else lives here too")
		p.Fill("Find a client", two.Name)
		p.Click(two.Name)
		p.Click("Lives with")
		p.Until("both", `document.querySelector(".facts").innerText.includes(`+quote(two.Name)+`)`)
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
		one.Sees("Someone else changed this meanwhile")
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

// Two records are merged as the preview said, and taken apart again.
func TestMergeAndApart(t *testing.T) {
	h := Start(t)
	d := h.desk(h.Of("owner"))
	pairs := d.buyers(2)
	keep, drop := pairs[0], pairs[1]
	Each(t, func(t *testing.T, v View) {
		p := Open(t, v)
		p.SignIn(h, h.Of("owner"))
		p.at("/clients/" + keep.ID)
		p.Click("Merge with another record")
		p.Sees("With whom?")
		p.Holds("merge-with")
		p.at("/clients/" + keep.ID + "/merge/" + drop.ID)
		p.Sees("Nothing is lost and nothing counted twice.")
		said := Ask[string](p, `document.querySelector(".after .sums").innerText`)
		facts := Ask[int](p, `document.querySelectorAll(".after .facts dt").length`)
		p.Holds("merge")
		p.Click("Merge the two records")
		p.Sees("The two records are one now.")
		p.Until("the card", `document.querySelector(".bought")`)
		if got := Ask[string](p, `document.querySelector(".sums").innerText`); got != said {
			t.Errorf("the merge made %q, its preview said %q", got, said)
		}
		if got := Ask[int](p, `document.querySelectorAll(".facts dt").length`); got != facts {
			t.Errorf("the merge made %d facts, its preview said %d", got, facts)
		}
		if now := d.card(keep.ID); now.Receipts != keep.Receipts+drop.Receipts || now.Value.All != keep.Value.All+drop.Value.All {
			t.Errorf("the merge made %d receipts and %d of %+v and %+v", now.Receipts, now.Value.All, keep, drop)
		}
		p.Holds("client-merged")
		p.Click("Take apart")
		p.Sees("The record that went comes back")
		p.Holds("apart")
		p.Click("Take them apart")
		p.Sees("They are two clients again")
		p.Sees("Everything is where it was before the merge.")
		p.Holds("apart-done")
		for _, was := range pairs {
			if now := d.card(was.ID); now.Receipts != was.Receipts || now.Value.All != was.Value.All || now.Name != was.Name {
				t.Errorf("%+v came back as %+v", was, now)
			}
		}
	})
}

// What cannot move back is listed with why.
func TestApartTellsWhatStays(t *testing.T) {
	h := Start(t)
	d := h.desk(h.Of("manager"))
	Each(t, func(t *testing.T, v View) {
		keep, drop := d.client(`{"name":"Ottoline Vickery"}`), d.client(`{"name":"Ottoline Vickery","notes":"of the other","contacts":[{"kind":"email","raw":"ottoline@vickery.example"}]}`)
		var merged struct {
			Merge  string
			Client carded
		}
		d.ask(http.MethodPost, "/api/merges", fmt.Sprintf(`{"keep":%q,"drop":%q}`, keep.ID, drop.ID), 0, &merged)
		d.ask(http.MethodPatch, "/api/clients/"+keep.ID, `{"notes":"written since"}`, merged.Client.Rev, nil)
		p := Open(t, v)
		p.SignIn(h, h.Of("manager"))
		p.at("/clients/" + keep.ID + "/apart/" + merged.Merge)
		p.Click("Take them apart")
		p.Sees("One thing could not move back:")
		p.Sees("somebody changed it since the merge")
		p.Holds("apart-stayed")
	})
}

// Pairs side by side with the reason; that they are two people can be taken
// back; the preview of the merge is one tap away, and an associate sees it.
func TestDuplicates(t *testing.T) {
	h := Start(t)
	token := workshop(h.Service)
	d := h.desk(h.Of("associate"))
	Each(t, func(t *testing.T, v View) {
		a := d.client(`{"name":"Clementine Ashgrove","contacts":[{"kind":"phone","raw":"212 555 0161"}]}`)
		b := d.client(`{"name":"Clementine Ashgrove-Pell","contacts":[{"kind":"phone","raw":"(212) 555-0161"}]}`)
		got := h.Call(outside.Request{Method: http.MethodPost, Path: "/api/collections/duplicates/records", Token: token,
			Header: map[string]string{"Idempotency-Key": "pair-" + a.ID},
			Body:   fmt.Sprintf(`{"client":%q,"other":%q,"reason":"same phone, similar name","state":"open"}`, a.ID, b.ID)})
		if got.Status != http.StatusOK {
			t.Fatalf("making a pair: %d %s", got.Status, got.Body)
		}
		p := Open(t, v)
		p.SignIn(h, h.Of("associate"))
		p.at("/clients/" + a.ID)
		p.Click("Look at them side by side")
		p.Sees("The same phone, and a similar name.")
		p.Sees("Clementine Ashgrove-Pell")
		p.Holds("duplicates")
		p.Click("Different people")
		p.Sees("They stay two clients.")
		p.Click("Undo")
		p.Sees("Clementine Ashgrove-Pell")
		p.Click("Same person: look at the merge")
		p.Sees("A manager or the owner carries out a merge.")
		p.Holds("merge-associate")
		p.at("/clients/duplicates")
		p.Click("Different people")
		p.Sees("They stay two clients.")
	})
}

// What looks like a script or a tag stands there as text, wherever it came in.
func TestTextOfClientsIsNeverRun(t *testing.T) {
	const bad = `<img src=x onerror=window.ran=1><script>window.ran=1</script>`
	h := Start(t)
	token := workshop(h.Service)
	d := h.desk(h.Of("owner"))
	c := d.buyers(1)[0]
	d.ask(http.MethodPatch, "/api/clients/"+c.ID, fmt.Sprintf(`{"name":"Zebulon %s","notes":%q}`, bad, bad), c.Rev, nil)
	line := c.Purchases[0].Lines[0].ID
	var was struct{ Rev int }
	path := "/api/collections/lines/records/" + line
	answer(h.Service, h.Call(outside.Request{Path: path, Token: token}), &was)
	header := map[string]string{"If-Match": fmt.Sprintf(`"%d"`, was.Rev), "Idempotency-Key": "bad-line"}
	got := h.Call(outside.Request{Method: http.MethodPatch, Path: path, Token: token, Header: header, Body: fmt.Sprintf(`{"description":%q}`, bad)})
	if got.Status != http.StatusOK {
		t.Fatalf("changing the line: %d %s", got.Status, got.Body)
	}
	for field, body := range map[string]string{
		"contact_points": fmt.Sprintf(`{"client":%q,"kind":"email","raw":%q,"label":"<b>x</b>"}`, c.ID, bad),
		"preferences":    fmt.Sprintf(`{"client":%q,"kind":"size","value":%q}`, c.ID, bad),
		"milestones":     fmt.Sprintf(`{"client":%q,"kind":"<i>y</i>","label":%q,"month":5,"day":6}`, c.ID, bad),
	} {
		d.ask(http.MethodPost, "/api/collections/"+field+"/records", body, 0, nil)
	}
	p := Open(t, Views[2])
	p.SignIn(h, h.Of("owner"))
	for _, at := range []string{"", "/edit", "/history"} {
		p.at("/clients/" + c.ID + at)
		p.Until("the text as text", `(document.body.innerText + [...document.querySelectorAll("input, textarea")].map((e) => e.value).join()).includes(`+quote(bad)+`)`)
	}
	p.at("/clients/" + c.ID)
	p.Until("the card again", `document.querySelector(".buys")`)
	p.Until("the line's text", `document.querySelector(".buys").innerText.includes(`+quote(bad)+`)`)
	p.at("/clients")
	p.Fill("Find a client", "Zebulon")
	p.Until("the name as text", `document.querySelector(".found .name")?.innerText.includes(`+quote(bad)+`)`)
	if Ask[bool](p, `window.ran === 1 || Boolean(document.querySelector("main img, main script"))`) {
		t.Error("text of a client was run")
	}
}
