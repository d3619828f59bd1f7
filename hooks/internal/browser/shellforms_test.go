package browser

import (
	"fmt"
	"io/fs"
	"os"
	"strings"
	"testing"
)

// half is a form that somebody has begun to fill when the session ends.
type half struct {
	file  string // of pb_public/app
	name  string
	open  func(p *Page)
	fill  func(p *Page)
	save  string // the button
	saved string // JavaScript that is true when it is saved
}

// sees is JavaScript for a text on the page.
func sees(text string) string { return "document.body.innerText.includes(" + quote(text) + ")" }

// halves are all forms of the app in which somebody is signed in.
func halves(client, colleague, other Person) []half {
	opens := func(path, shows string) func(*Page) { return func(p *Page) { p.goTo(path, shows) } }
	card := func(part string) func(*Page) {
		return func(p *Page) {
			p.at("/clients/" + client.ID)
			p.Click("Change: " + part)
		}
	}
	fills := func(pairs ...string) func(*Page) {
		return func(p *Page) {
			for i := 0; i+1 < len(pairs); i += 2 {
				p.Fill(pairs[i], pairs[i+1])
			}
		}
	}
	return []half{
		{"clients/edit.js", "a new client", func(p *Page) { p.at("/clients/new") }, fills("Name", "Tamsin Orchard", "Phone", "(212) 555-0147", "Notes", "likes jade"),
			"Save the client", `document.querySelector("h1").innerText === "Tamsin Orchard"`},
		{"clients/edit.js", "a client", func(p *Page) { p.at("/clients/" + client.ID + "/edit") }, fills("Notes", "comes on Fridays", "Family name", "Hollis-Wren"),
			"Save the client", sees(client.Name + " is saved.")},
		{"clients/household.js", "a household", card("Household"), fills("Street", "18 Lindqvist Street"), "Save", `!document.querySelector("dialog[open]") && ` + sees("18 Lindqvist Street")},
		{"clients/part.js", "an entry of a card", func(p *Page) { card("Sizes and tastes")(p); p.Click("Add: Size or taste") }, fills("What exactly", "6¼ on the left"),
			"Save", sees("6¼ on the left")},
		{"settings/store.js", "the store", opens("/settings", "Name of the store"), fills("Phone", "212 555 0100", "Monogram", "QV"), "Save the store", sees("The store is saved.")},
		{"settings/person.js", "a person", opens("/settings/people/"+colleague.ID, "Save the person"), fills("Name", colleague.Name+" Ash"), "Save the person", sees(colleague.Name + " Ash is saved.")},
		{"session/password.js", "a password", opens("/settings/people/"+colleague.ID, "New password"), fills("New password", "plum window kettle"), "Change the password", sees("has a new password.")},
		{"settings/person.js", "a new person", opens("/settings/people/new", "Add a person"), fills("Name", "Perpetua Lind", "Code", "PLX"), "Add a person", sees("Perpetua Lind is on the staff now.")},
		{"settings/people.js", "the name of a code", opens("/settings/people", "Who is QX?"), fills("Who is QX?", "Quill Ashby"), "Save the name", sees("QX is Quill Ashby now.")},
		{"settings/join.js", "whose code it is", opens("/settings/people", "Who is QY?"), func(p *Page) { p.choose("Or QY is already here as", other.ID) }, "It is them", sees("QY is " + other.Name + ".")},
		{"settings/join.js", "two who are one", func(p *Page) {
			p.goTo("/settings/people", "Quill Ashby")
			p.Click("Quill Ashby")
			p.Sees("Make one person of both")
		},
			func(p *Page) { p.choose("Quill Ashby is the same person as", other.ID) }, "Make one person of both", sees(other.Name) + ` && !` + sees("Make one person of both")},
		{"settings/rule.js", "a rule", func(p *Page) {
			p.goTo("/settings/departments", "Departments nobody knows")
			p.Click("Add a rule")
			p.Sees("Where it looks")
		},
			func(p *Page) { p.Fill("Words", "opal bangle"); p.choose("Counts as", "accessory") }, "Save the rule", sees("“opal bangle” is saved.")},
		{"settings/rules.js", "the box to try", opens("/settings/departments", "Departments nobody knows"), fills("Department", "Zibbles", "Description", "half typed"), "Try it", sees("No rule catches this")},
		{"imports/codes.js", "who a code is, before an import", func(p *Page) {
			p.goTo("/imports", "Drop the export here")
			p.give("strangers.csv", strangers)
			p.Sees("Who is KL?")
		}, fills("Name of KL", "Kiran Lowe"), "Save who KL is", `!` + sees("Who is KL?")},
		{"settings/workshop.js", "the door of the workshop", opens("/settings/workshop", "Here lies every table"), fills("Your password", Password), "Unlock the workshop", sees("The workshop is unlocked for an hour")},
	}
}

// typed is all that stands in the forms of the page.
const typed = `JSON.stringify([...document.querySelectorAll("form:not(.password)")].flatMap((f) => [...f.elements]).filter((e) => e.matches("input, select, textarea"))
	.map((e) => [e.labels?.[0]?.innerText || e.name, e.type === "checkbox" || e.type === "radio" ? e.checked : e.value]))`

// Whatever form somebody is in when the session ends: what was typed stands
// while they sign in over it, and is saved with the same tap.
func TestEveryFormOutlivesItsSession(t *testing.T) {
	h := Start(t)
	owner, colleague, manager := h.Of("owner"), h.Of("associate"), h.Of("manager")
	h.brings(t, "unnamed.csv", unnamed+"9903,11/16/2026,Rings,Gold ring,1,250.00,QY\r\n")
	d := h.desk(h.Of("manager"))
	c := d.client(`{"name":"Isolde Hollis"}`)
	forms := halves(Person{ID: c.ID, Name: c.Name}, colleague, manager)
	everyFormIsThere(t, forms)
	for _, f := range forms {
		t.Run(f.name, func(t *testing.T) {
			p := Open(t, Views[0])
			p.SignIn(h, owner)
			f.open(p)
			f.fill(p)
			before := Ask[string](p, typed)
			h.endSessions(t, owner)
			p.Click(f.save)
			p.Until("to be asked to sign in", `document.activeElement?.closest("dialog form.password") && `+sees("You were signed out"))
			if now := Ask[string](p, typed); now != before || before == "[]" {
				t.Errorf("before the end %s\nafter it %s", before, now)
			}
			p.Type(Password)
			p.Press(Enter)
			p.Until("the form to be saved", f.saved)
		})
	}
}

// everyFormIsThere holds the table against the files of the app.
func everyFormIsThere(t *testing.T, forms []half) {
	t.Helper()
	tested := map[string]int{"session/form.js": 1, "session/owner.js": 1} // nobody is signed in there
	for _, f := range forms {
		tested[f.file]++
	}
	app := os.DirFS("../../../pb_public/app")
	err := fs.WalkDir(app, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(name, ".js") {
			return err
		}
		body, err := fs.ReadFile(app, name)
		if err != nil {
			return err
		}
		if n := strings.Count(string(body), "<form"); n != tested[name] {
			return fmt.Errorf("%s has %d forms, of which %d are tried: add a line to halves", name, n, tested[name])
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}
