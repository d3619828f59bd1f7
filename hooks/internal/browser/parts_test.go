package browser

import (
	"compress/gzip"
	_ "embed"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"touchstone/hooks/internal/outside"
)

//go:embed testdata/parts.js
var parts string

// sheet shows one of each part in the place of the start.
func (p *Page) sheet(h *House, who Person) {
	p.Helper()
	p.SignIn(h, who)
	p.Run("(async () => {\n" + parts + "\n})()")
	p.Sees("Keep the store")
}

// otherHand changes the store in the workshop, as somebody else would.
func (h *House) otherHand(t *testing.T, token, body string) {
	t.Helper()
	var list struct {
		Items []struct {
			ID  string `json:"id"`
			Rev int    `json:"rev"`
		} `json:"items"`
	}
	answer(h.Service, h.Call(outside.Request{Path: "/api/collections/stores/records", Token: token}), &list)
	got := h.Call(outside.Request{
		Method: http.MethodPatch, Path: "/api/collections/stores/records/" + list.Items[0].ID, Token: token, Body: body,
		Header: map[string]string{"If-Match": fmt.Sprintf(`"%d"`, list.Items[0].Rev), "Idempotency-Key": sum([]byte(body))},
	})
	if got.Status != http.StatusOK {
		t.Fatalf("changing the store: %d %s", got.Status, got.Body)
	}
}

func TestParts(t *testing.T) {
	h := Start(t)
	Each(t, func(t *testing.T, v View) {
		p := Open(t, v)
		p.sheet(h, h.Of("owner"))
		p.Holds("parts")
	})
}

// Two people change one record: what both changed is chosen field by field,
// what only one changed stays, and the toast takes it back.
func TestAConflictIsChosenFieldByField(t *testing.T) {
	h := Start(t)
	token := workshop(h.Service)
	Each(t, func(t *testing.T, v View) {
		h.otherHand(t, token, fmt.Sprintf(`{"phone":"before %s","address":"before"}`, v))
		p := Open(t, v)
		p.sheet(h, h.Of("owner"))
		h.otherHand(t, token, fmt.Sprintf(`{"phone":"theirs %s","address":"theirs %s"}`, v, v))
		p.Fill("Phone", "mine, and longer than a phone can be")
		p.Press(Enter)
		p.Sees("That is too long for a phone.")
		p.Fill("Phone", "mine")
		p.Click("Keep the store")
		p.Sees("Someone else changed this meanwhile")
		says := p.Says()
		if !strings.Contains(says, "theirs "+v.String()) || strings.Count(says, "Yours") != 1 {
			t.Errorf("the choice is about more or less than the phone: %s", says)
		}
		p.Holds("conflict")
		p.Press(Escape)
		p.Click("Keep the store")
		p.Sees("Someone else changed this meanwhile")
		p.Click("Keep what is chosen")
		p.Sees("The store is kept.")
		p.Holds("toast")
		p.Click("Undo")
		p.Until("the undo", "window.undone")
		got := h.Call(outside.Request{Path: "/api/collections/stores/records", Token: token}).Body
		if !strings.Contains(got, `"phone":"mine"`) || !strings.Contains(got, fmt.Sprintf(`"address":"theirs %s"`, v)) {
			t.Errorf("the store is %s", got)
		}
	})
}

// A stream tells what changes, and a screen is told to ask anew when it was
// cut: by a session that ended, and by a tablet that lay aside.
func TestNewsAndGaps(t *testing.T) {
	h := Start(t)
	token := workshop(h.Service)
	who := h.Of("owner")
	p := Open(t, Views[2])
	p.sheet(h, who)
	has := func(kind string, n int) string {
		return fmt.Sprintf(`document.getElementById("news").textContent.split(" ").filter((k) => k === %q).length >= %d`, kind, n)
	}
	count := 0
	p.Until("the first news", `(async () => { await new Promise((d) => setTimeout(d, 200)); return performance.getEntriesByType("resource").some((e) => e.name.endsWith("/api/realtime")); })()`)
	ok := within(patience/6, func() bool {
		count++
		h.otherHand(t, token, fmt.Sprintf(`{"phone":"%d"}`, count))
		return Ask[bool](p, has("changed", 1))
	})
	if !ok {
		t.Fatal("no news came")
	}
	h.endSessions(t, who)
	p.Run(`import("/app/http.js").then((m) => m.request("GET", "/api/sessions"))`)
	p.Sees("You were signed out")
	p.Fill("Password", Password)
	p.Press(Enter)
	p.Until("to be told to ask anew", has("again", 1))
	p.Run(`(() => { let hidden = true; const real = Date.now; Object.defineProperty(document, "hidden", { get: () => hidden, configurable: true });
		document.dispatchEvent(new Event("visibilitychange")); Date.now = () => real() + 60000; hidden = false; document.dispatchEvent(new Event("visibilitychange")); Date.now = real; })()`)
	p.Until("to be told to ask anew after a pause", has("again", 2))
}

// The first screen has to be there soon on an old tablet: its scripts weigh
// less than 60 KB as a server packs them.
func TestTheFirstScreenIsLight(t *testing.T) {
	h := Start(t)
	p := Open(t, Views[0])
	p.Go(h.URL + "/")
	p.Sees("Who is at the counter?")
	total := 0
	for _, name := range Ask[[]string](p, `performance.getEntriesByType("resource").map((e) => e.name).filter((n) => /\.m?js$/.test(n))`) {
		u, err := url.Parse(name)
		if err != nil {
			t.Fatal(err)
		}
		total += packed(t, filepath.Join(root(), "pb_public", filepath.FromSlash(u.Path)))
	}
	if total < 5000 || total > 60000 {
		t.Errorf("the scripts of the first screen weigh %d bytes", total)
	}
	t.Logf("the scripts of the first screen weigh %d bytes", total)
}

// counter counts what is written.
type counter int

func (c *counter) Write(p []byte) (int, error) { *c += counter(len(p)); return len(p), nil }

func packed(t *testing.T, file string) int {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var n counter
	z := gzip.NewWriter(&n)
	if _, err := io.Copy(z, f); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return int(n)
}

// A form that was half filled when the session ended keeps what was typed, and
// is saved once, by the same tap, after the sign-in over it. The rules of
// records do not say that a session ended; the app finds out.
func TestNothingTypedIsLost(t *testing.T) {
	h := Start(t)
	token := workshop(h.Service)
	who := h.Of("owner")
	p := Open(t, Views[0])
	p.sheet(h, who)
	p.Fill("Phone", "typed before")
	h.endSessions(t, who)
	p.Fill("Address", "typed after")
	p.Click("Keep the store")
	p.Sees("You were signed out")
	p.Fill("Password", Password)
	p.Press(Enter)
	p.Sees("The store is kept.")
	if got := Ask[string](p, `document.querySelector("[name=phone]").value + " | " + document.querySelector("[name=address]").value`); got != "typed before | typed after" {
		t.Errorf("the form holds %q", got)
	}
	got := h.Call(outside.Request{Path: "/api/collections/stores/records", Token: token}).Body
	if !strings.Contains(got, `"phone":"typed before"`) || !strings.Contains(got, `"address":"typed after"`) {
		t.Errorf("the store is %s", got)
	}
}
