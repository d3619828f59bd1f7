package browser

import (
	"fmt"
	"net/http"
	"testing"

	"touchstone/hooks/internal/outside"
)

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

// Somebody changes one of the two between the preview and the merge: nothing is
// merged, and the page shows the two as they are by now.
func TestAMergeThatIsNotWhatThePreviewSaid(t *testing.T) {
	h := Start(t)
	d := h.desk(h.Of("manager"))
	Each(t, func(t *testing.T, v View) {
		keep, drop := d.client(`{"name":"Ambrose Tindall"}`), d.client(`{"name":"Ambrose Tindal"}`)
		p := Open(t, v)
		p.SignIn(h, h.Of("manager"))
		p.at("/clients/" + keep.ID + "/merge/" + drop.ID)
		p.Sees("Nothing is lost and nothing counted twice.")
		d.ask(http.MethodPatch, "/api/clients/"+drop.ID, `{"name":"Ambrose Tyndall"}`, drop.Rev, nil)
		p.Click("Merge the two records")
		p.Sees("Someone changed one of the two meanwhile.")
		p.Until("the name as it is now", `document.querySelector(".choices")?.innerText.includes("Ambrose Tyndall")`)
		p.Holds("merge-changed")
		if now := d.card(drop.ID); now.Name != "Ambrose Tyndall" {
			t.Errorf("the record that was to go is %+v", now)
		}
		p.Run(`document.querySelectorAll("[name=of-name]")[1].click()`)
		p.Until("the choice in the preview", `document.querySelector(".after .lead").innerText === "Ambrose Tyndall" && document.querySelector(".after").getAttribute("aria-busy") === "false"`)
		p.Click("Merge the two records")
		p.Sees("The two records are one now.")
		if now := d.card(keep.ID); now.Name != "Ambrose Tyndall" {
			t.Errorf("the merge made %+v", now)
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
