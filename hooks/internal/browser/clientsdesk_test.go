package browser

import (
	"fmt"
	"net/http"
	"strings"

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
	Household                                    struct{ Country string }
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
