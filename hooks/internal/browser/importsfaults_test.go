package browser

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"touchstone/hooks/internal/outside"
)

// years is an export that takes a while to come into the book.
func years(first, receipts int) string {
	return string(outside.Till{Seed: uint64(first), Receipts: receipts, From: time.Date(2019, 3, 13, 0, 0, 0, 0, time.UTC), First: first}.Export())
}

// starts hands a file in and begins its import.
func (p *Page) starts(name, body string) {
	p.Helper()
	p.Sees("Drop the export here")
	p.give(name, body)
	p.Sees("Before anything is saved")
	p.lookedAt()
	p.Click("Apply ")
	p.Until("the import to begin", `location.hash.startsWith("#/imports/")`)
}

// arrives waits until the import is in the book; other tests may keep the
// machine busy.
func (p *Page) arrives() {
	p.Helper()
	if !within(80*time.Second, func() bool { return strings.Contains(p.Says(), "In the book") }) {
		p.Fatalf("the import did not end\n%s", p.snapshot())
	}
}

// imports signs somebody in and goes to the imports.
func imports(t *testing.T, h *House, role string, v View) *Page {
	t.Helper()
	p := Open(t, v)
	p.SignIn(h, h.Of(role))
	p.Go(h.URL + "/#/imports")
	return p
}

// The browser is closed in the middle: the import goes on, and another one
// finds it in the list and watches its end.
func TestImportOutlivesItsBrowser(t *testing.T) {
	h := Start(t)
	p := imports(t, h, "manager", Views[0])
	p.starts("years.csv", years(200001, 15000))
	p.Sees("It goes on by itself")
	p.Do(chromedp.Navigate("about:blank"))
	p = imports(t, h, "owner", Views[2])
	p.Sees("years.csv")
	p.Click("years.csv")
	p.arrives()
	p.Sees("15,000 receipts with")
}

// The server is killed in the middle and started again: the page says that the
// PC does not answer, then goes on where it was, to the end.
func TestImportOnAScreenThroughARestart(t *testing.T) {
	h := Start(t)
	p := imports(t, h, "owner", Views[0])
	p.starts("years.csv", years(200001, 4000))
	p.Until("receipts to come in", `/^[1-9][0-9,]* of/.test(document.querySelector(".running .note")?.innerText)`)
	h.Kill()
	p.Sees("The PC does not answer")
	p.Holds("imports-away")
	h.Service = h.Started(h.Command("serve", "--http", strings.TrimPrefix(h.URL, "http://"), "--json"))
	p.arrives()
	p.Sees("4,000 receipts with")
	if says := p.Says(); strings.Contains(says, "does not answer") {
		t.Errorf("the page still says %s", says)
	}
	p.Mistakes() // the browser logs that nobody answered
}

// Killed while it still reads the file, nothing came into the book: the page
// says so and how to go on.
func TestImportForgottenByARestart(t *testing.T) {
	h := Start(t)
	p := imports(t, h, "owner", Views[0])
	p.Run(`(() => { const f = window.fetch; window.fetch = (u, o) => /imports\/[a-z0-9]{15}$/.test(u) && window.restarted ? f("/api/imports/nothere00000000", o) : f(u, o); })()`)
	p.starts("years.csv", years(200001, 4000))
	p.Sees("It goes on by itself")
	p.Run("window.restarted = true")
	p.Sees("Nothing of years.csv came into the book")
	p.Holds("imports-forgotten")
	p.Click("Back to the imports")
	p.Sees("Drop the export here")
}

// Two people import at once: the second is told to wait, and both end well. The
// first file is large enough to be at work while the second is asked for.
func TestImportsOnTwoScreens(t *testing.T) {
	h := Start(t)
	p, other := imports(t, h, "owner", Views[0]), imports(t, h, "manager", Views[2])
	other.Sees("Drop the export here")
	other.give("week.csv", years(900001, 30))
	other.Sees("Apply 30 receipts")
	other.lookedAt()
	p.starts("years.csv", years(200001, 18000))
	other.Click("Apply 30 receipts")
	other.Sees("Another import is being finished first.")
	other.Holds("imports-waiting")
	other.arrives()
	other.Sees("30 receipts with")
	p.arrives()
	p.Sees("18,000 receipts with")
}

// The stream is cut without a word in the middle: the progress still ends right.
func TestImportWithoutItsStream(t *testing.T) {
	h := Start(t)
	p := imports(t, h, "owner", Views[0])
	p.Run(`(() => { const E = window.EventSource; window.streams = []; window.EventSource = class extends E { constructor(...a) { super(...a); window.streams.push(this); } }; })()`)
	p.starts("years.csv", years(200001, 5000))
	p.Until("receipts to come in", `window.streams.length > 0 && /^[1-9][0-9,]* of/.test(document.querySelector(".running .note")?.innerText)`)
	p.Run(`window.streams.forEach((s) => s.close())`)
	p.arrives()
	p.Sees("5,000 receipts with")
}

// The session ends in the middle of the questions: what was answered stays, for
// the same person.
func TestSessionEndsAmongQuestions(t *testing.T) {
	h := Start(t)
	who := h.Of("owner")
	p := imports(t, h, "owner", Views[0])
	p.Sees("Drop the export here")
	p.give("verkauf.csv", unseen)
	p.Sees("Before anything is saved")
	p.lookedAt()
	p.choose(`select[aria-label="Fon becomes"]`, "note")
	p.lookedAt()
	h.endSessions(t, who)
	p.choose(`select[aria-label="Wer becomes"]`, "cashier")
	p.Sees("You were signed out")
	p.Fill("Password", Password)
	p.Press(Enter)
	p.Until("the dialog to go", `!document.querySelector("dialog[open]")`)
	p.lookedAt()
	p.Click("Clients")
	p.Until("the clients", `!document.querySelector(".review")`)
	p.Click("Import")
	p.Sees("Before anything is saved")
	p.lookedAt()
	for column, field := range map[string]string{"Fon": "note", "Wer": "cashier"} {
		p.Until(column+" to be what was answered", fmt.Sprintf(`document.querySelector("select[aria-label=" + CSS.escape(%s) + "]")?.value === %s`, quote(column+" becomes"), quote(field)))
	}
}

// Files that cannot be taken as they are: the mark of a file that is open in
// Excel, one that another program writes while it is picked, one too large, one
// whose way was cut. Each says what to do, and the next try works.
func TestFilesThatCannotBeTaken(t *testing.T) {
	h := Start(t)
	p := imports(t, h, "owner", Views[0])
	p.Sees("Drop the export here")
	p.give("~$sales.xlsx", "lock")
	p.Sees("This is only the mark that Excel leaves while sales.xlsx is open.")

	name := filepath.Join(t.TempDir(), "open.csv")
	write := func(body string, at time.Time) {
		t.Helper()
		if err := os.WriteFile(name, []byte(body), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(name, at, at); err != nil {
			t.Fatal(err)
		}
	}
	write(strangers, time.Now().Add(-time.Hour))
	p.Run(`document.body.append(Object.assign(document.createElement("input"), {type: "file", id: "picker"}))`)
	p.Do(func(ctx context.Context, target *chromedp.Target) (chromedp.Void, error) {
		return chromedp.SetUploadFiles("#picker", []string{name})(ctx, target)
	})
	p.Run(`(() => { const e = document.querySelector("#picker"); window.picked = e.files[0]; e.remove(); })()`)
	write(strangers+"91009,2026-03-16,XO,,,Little nim,Nims,1,40.00,40.00\n", time.Now())
	p.picks("picked")
	p.Sees("If it is open in Excel or still being exported, close it there")
	p.Holds("imports-unreadable")

	p.Run(`window.big = new File([new Uint8Array(200 * 1024 * 1024 + 1)], "big.csv")`)
	p.picks("big")
	p.Sees("The file is larger than 200 MB.")

	p.Run(`(() => { const f = window.fetch; window.fetch = (u, o) => u === "/api/imports/files" ? (window.fetch = f, Promise.reject(new TypeError("cut"))) : f(u, o); })()`)
	p.give("strangers.csv", strangers)
	p.Sees("The PC did not answer. Nothing was lost here")
	p.give("strangers.csv", strangers)
	p.Sees("Before anything is saved")
	p.Sees("Who is KL?")
}

// picks hands in a file that the page holds under a name.
func (p *Page) picks(name string) {
	p.Helper()
	p.Run(`(() => { const input = document.querySelector("input[type=file]"); const all = new DataTransfer(); all.items.add(window.` + name + `); delete window.` + name + `; input.files = all.files; input.dispatchEvent(new Event("change", {bubbles: true})); })()`)
}
