package browser

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"touchstone/hooks/internal/outside"
)

// unnamed is an export with a code and a department that nobody knows.
const unnamed = "Sale #,Date,Department,Description,Qty,Amount,Salesperson\r\n" +
	"9901,11/16/2026,Zibbles,Fine zibble,1,1000.00,QX\r\n" +
	"9902,11/16/2026,Zibbles,Plain zibble,1,250.00,QX\r\n"

// brings imports a file from the back office.
func (h *House) brings(t *testing.T, name, body string) {
	t.Helper()
	file := filepath.Join(h.Work, name)
	if err := os.WriteFile(file, []byte(body), 0o600); err != nil {
		t.Fatal(err)
	}
	h.Must("import", file)
}

// figures are those of the day of unnamed.
func (h *House) figures() string {
	h.Helper()
	return h.Must("metrics", "--from", "2026-11-16", "--to", "2026-11-16", "--by", "associate", "--json")
}

// goTo opens a page of the app without loading it anew.
func (p *Page) goTo(path, sees string) {
	p.Helper()
	p.Run(`location.hash = ` + quote(path))
	p.Sees(sees)
	p.Settled()
}

// A code that the POS brought gets a name, and the figures are that person's.
func TestACodeGetsAName(t *testing.T) {
	h := Start(t)
	Each(t, func(t *testing.T, v View) {
		code := fmt.Sprintf("Q%d%c", v.Width%97, v.Theme[0])
		h.brings(t, code+".csv", strings.ReplaceAll(strings.ReplaceAll(unnamed, "QX", code), "990", fmt.Sprintf("%d%d", v.Width, v.Theme[0])))
		p := Open(t, v)
		p.SignIn(h, h.Of("owner"))
		p.goTo("/settings/people", "Who is "+code+"?")
		p.Holds("settings-people")
		p.Click("Save the name")
		p.Sees("A person needs a name.")
		p.Fill("Who is "+code+"?", "Quill Ash "+v.String())
		p.Click("Save the name")
		p.Sees(code + " is Quill Ash " + v.String() + " now.")
		if got := h.figures(); !strings.Contains(got, "Quill Ash "+v.String()) {
			t.Errorf("the figures do not know the name: %s", got)
		}
		p.Click("Quill Ash " + v.String())
		p.Sees("has no password")
		p.Fill("Code", code+"2")
		p.Holds("settings-person")
		p.Click("Save the person")
		p.Sees("Quill Ash " + v.String() + " is saved.")
		if got := h.figures(); !strings.Contains(got, `"`+code+`2"`) {
			t.Errorf("the figures do not know the code: %s", got)
		}
		// the next export still writes the old code, and means the same person
		h.brings(t, code+"b.csv", strings.ReplaceAll(strings.ReplaceAll(unnamed, "QX", code), "990", fmt.Sprintf("8%d%d", v.Width, v.Theme[0])))
		p.goTo("/settings", "Name of the store")
		p.goTo("/settings/people", "Quill Ash "+v.String())
		if strings.Contains(p.Says(), "Who is "+code) {
			t.Error("the code that the person had before is nobody's again")
		}
		p.Click("Quill Ash " + v.String())
		p.Sees("has no password")
		p.Fill("New password", "plum window kettle")
		p.Click("Give a password")
		p.Sees("Quill Ash " + v.String() + " has a new password.")
		in := h.Post("/api/session", fmt.Sprintf(`{"name":"Quill Ash %s","password":"plum window kettle"}`, v))
		if in.Status != http.StatusOK {
			t.Errorf("signing in with it: %d %s", in.Status, in.Body)
		}
	})
}

// A new person, and the sign-ins of somebody from where they are ended.
func TestPeopleComeAndAreSignedOut(t *testing.T) {
	h := Start(t)
	who := h.Of("associate")
	h.Post("/api/session", fmt.Sprintf(`{"id":%q,"name":%q,"password":%q}`, who.ID, who.Name, Password))
	p := Open(t, Views[2])
	p.SignIn(h, h.Of("owner"))
	p.goTo("/settings/people/new", "Code")
	p.Click("Add a person")
	p.Sees("A person needs a code")
	p.Sees("Also sets the store, the people and their passwords")
	p.Holds("settings-person-new")
	p.Fill("Name", "Perpetua Lind")
	p.Fill("Code", who.Code)
	p.Click("Add a person")
	p.Sees(who.Code + " is the code of " + who.Name + ".")
	if strings.Contains(p.Says(), "Once you save it is here") {
		t.Error("a code that is taken is promised as well")
	}
	p.Fill("Code", "PL")
	p.Run(`window.followings = []; new MutationObserver(() => document.body.innerText.includes("Past receipts") && window.followings.push(1)).observe(document.body, {childList: true, subtree: true})`)
	p.Click("Add a person")
	p.Sees("Perpetua Lind is on the staff now.")
	p.Sees("has no password")
	p.Until("the page to have been looked at for a while", `new Promise((done) => setTimeout(() => done(true), 2500))`)
	if Ask[int](p, `window.followings.length`) > 0 {
		t.Error("receipts follow somebody under whom nothing was sold")
	}
	p.goTo("/settings/people/"+who.ID, "Last used")
	p.Click("End")
	p.Sees("Nowhere at the moment.")
	owner := h.Of("owner")
	p.goTo("/settings/people/"+owner.ID, "This one")
	p.Click("Associate")
	p.Click("Save the person")
	p.Sees("This is the last owner who can sign in.")
}

// A department that nobody knows gets its meaning by one tap, and the figures
// follow; a box shows which rule caught a line and how often.
func TestADepartmentGetsAMeaning(t *testing.T) {
	Each(t, func(t *testing.T, v View) {
		h := Start(t)
		h.brings(t, "zibbles.csv", unnamed)
		before := h.figures()
		p := Open(t, v)
		p.SignIn(h, h.Of("manager"))
		p.goTo("/settings", "Departments nobody knows")
		p.Sees("Such as: Fine zibble; Plain zibble")
		p.Holds("settings-departments")
		p.Fill("Department", "Zibbles")
		p.Click("Try it")
		p.Sees("No rule catches this")
		p.Click(`.unknown .chip:first-child`)
		p.Sees("Zibbles: Jewelry.")
		p.Until("the figures to follow", `document.body.innerText.includes("It caught 2 lines so far, $1,250.")`)
		if after := h.figures(); after == before {
			t.Errorf("the figures did not follow: %s", after)
		}
		p.Click("Try it")
		p.Sees("By your rule “Zibbles”, found in the department. It caught 2 lines so far, $1,250.")
		p.Holds("settings-rules")
		p.Click("Change Zibbles")
		p.Sees("Where it looks")
		p.Holds("settings-rule")
		p.Press(Escape)
		p.Click("Remove Zibbles")
		p.Sees("Departments nobody knows")
		p.Sees("Such as: Fine zibble; Plain zibble")
		p.Until("the figures to go back", `!document.body.innerText.includes("Zibbles: Jewelry")`)
	})
}

// The store is saved with its logo; two who change it choose field by field.
func TestTheStoreIsSaved(t *testing.T) {
	h := Start(t)
	Each(t, func(t *testing.T, v View) {
		p, q := Open(t, v), Open(t, Views[2])
		for _, each := range []*Page{p, q} {
			each.SignIn(h, h.Of("owner"))
			each.goTo("/settings", "Name of the store")
		}
		p.Holds("settings-store")
		p.Fill("Phone", "1 "+v.String())
		p.Fill("Monogram", "TM")
		p.Run(`(() => { const e = document.querySelector("[name=floor]"); e.focus(); e.select(); })()`)
		p.Type("0")
		p.Click("Save the store")
		p.Sees("Give a number from 1 to 100.")
		p.Fill("Fewest cases for a rate", "7")
		p.logo()
		p.Click("Save the store")
		p.Sees("The store is saved.")
		p.Fill("Phone", "2 "+v.String())
		p.Click("Save the store")
		p.Until("the second save", `fetch("/api/session").then((r) => r.json()).then((s) => s.store.floor === 7)`)
		p.Holds("settings-store-saved")
		q.Fill("Phone", "3 "+v.String())
		q.Fill("Name of the store", "Marsh & Daughters")
		q.Click("Save the store")
		q.Sees("changed this meanwhile")
		q.Holds("settings-conflict")
		q.Click("Keep what is chosen")
		q.Sees("The store is saved.")
		q.Until("the new name in the rail", `document.querySelector(".rail .mark").innerText.includes("Daughters")`)
		got := Ask[string](q, `fetch("/api/collections/stores/records").then((r) => r.text())`)
		for _, want := range []string{`"phone":"3 ` + v.String() + `"`, `"monogram":"TM"`, `"floor":7`, `"logo":"mark_`} {
			if !strings.Contains(got, want) {
				t.Errorf("the store has no %s: %s", want, got)
			}
		}
	})
}

// logo chooses a picture, as the dialog of the browser would.
func (p *Page) logo() {
	p.Helper()
	m := image.NewRGBA(image.Rect(0, 0, 64, 64))
	for i := range 64 {
		m.Set(i, 63-i, color.RGBA{28, 95, 82, 255})
	}
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		p.Fatal(err)
	}
	p.Run(fmt.Sprintf(`(() => { const bytes = Uint8Array.from(atob(%q), (c) => c.charCodeAt(0)); const d = new DataTransfer();
		d.items.add(new File([bytes], "mark.png", {type: "image/png"})); const e = document.querySelector("input[type=file]"); e.files = d.files;
		e.dispatchEvent(new Event("change", {bubbles: true})); })()`, base64.StdEncoding.EncodeToString(b.Bytes())))
	p.Until("the picture", `document.querySelector(".stamp img")?.complete`)
}

// The workshop opens for the owner on the PC itself; elsewhere the page says so.
func TestTheWayIntoTheWorkshop(t *testing.T) {
	h := Start(t)
	Each(t, func(t *testing.T, v View) {
		p := Open(t, v)
		p.SignIn(h, h.Of("owner"))
		p.goTo("/settings/workshop", "Here lies every table")
		p.Fill("Your password", "not the password")
		p.Click("Unlock the workshop")
		p.Sees("That is not your password.")
		p.Holds("settings-workshop")
		p.Fill("Your password", Password)
		p.Click("Unlock the workshop")
		p.Sees("It opens in a tab of its own")
		p.Until("the way in, in a tab of its own", `document.activeElement.matches("a[href='/_/'][target=_blank][rel=noopener]")`)
		p.Holds("settings-workshop-unlocked")
		p.Run(`location.assign("/_/")`)
		p.Until("the workshop", `location.pathname === "/_/" && document.readyState === "complete" && document.body.innerText.includes("Total: ")`)
		p.Mistakes() // the dashboard is not ours
	})
	p := Open(t, Views[0])
	p.SignIn(h, h.Of("owner"))
	p.Run(`(() => { const real = window.fetch; window.fetch = (path, init) => path === "/api/workshop" ? Promise.resolve(new Response("{}", {status: 404})) : real(path, init); })()`)
	p.goTo("/settings/workshop", "Here lies every table")
	p.Fill("Your password", Password)
	p.Click("Unlock the workshop")
	p.Sees("The workshop opens on the PC itself")
	p.Holds("settings-workshop-away")
}

// An associate has no settings; a manager only the departments.
func TestSettingsByRole(t *testing.T) {
	h := Start(t)
	p := Open(t, Views[0])
	p.SignIn(h, h.Of("associate"))
	p.goTo("/settings", "Nothing lies here")
	m := Open(t, Views[0])
	m.SignIn(h, h.Of("manager"))
	m.goTo("/settings/people", "This part of the settings is the owner’s.")
	if got := h.Call(outside.Request{Path: "/api/rules/coverage"}); got.Status != http.StatusUnauthorized {
		t.Errorf("what the rules caught, for nobody: %d", got.Status)
	}
}
