package browser

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// Page is one open page. Its methods fail the test by themselves.
type Page struct {
	testing.TB
	View View

	ctx      context.Context
	mu       sync.Mutex
	mistakes []string
}

// Keys that have no letter, for Press.
const (
	Tab, Enter, Escape, Down, Up = kb.Tab, kb.Enter, kb.Escape, kb.ArrowDown, kb.ArrowUp
)

// Do carries out actions of chromedp.
func (p *Page) Do(actions ...chromedp.Action[chromedp.Void]) {
	p.Helper()
	if err := chromedp.Do(p.ctx, actions...); err != nil {
		p.Fatalf("in the browser: %v\n%s", err, p.snapshot())
	}
}

// snapshot is what the page says, for a report.
func (p *Page) snapshot() string {
	ctx, cancel := context.WithTimeout(p.ctx, 2*time.Second)
	defer cancel()
	text, err := chromedp.Run(ctx, chromedp.Evaluate[string](`location.href + "\n" + document.body.innerText`))
	if err != nil {
		return err.Error()
	}
	if len(text) > 1500 {
		text = text[:1500] + " ..."
	}
	return text
}

// Go opens an address and waits until its first view stands.
func (p *Page) Go(address string) {
	p.Helper()
	p.Do(chromedp.Navigate(address))
	p.Settled()
}

// Run carries out JavaScript that answers nothing. Ours runs beside the page's
// policy. A promise is waited for.
func (p *Page) Run(script string) {
	p.Helper()
	Ask[any](p, script+"\n;0")
}

// Ask evaluates an expression of JavaScript; a promise is waited for.
func Ask[T any](p *Page, expression string) T {
	p.Helper()
	value, err := chromedp.Run(p.ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		p.Fatalf("in the browser: %v\n%s", err, p.snapshot())
	}
	return value
}

// Until waits until an expression of JavaScript is true.
func (p *Page) Until(what, script string) {
	p.Helper()
	ok := within(20*time.Second, func() bool {
		holds, err := chromedp.Run(p.ctx, chromedp.Evaluate[bool]("(async () => Boolean(await ("+script+")))()", chromedp.EvalAwaitPromise))
		return err == nil && holds
	})
	if !ok {
		p.Fatalf("waited in vain for %s\n%s", what, p.snapshot())
	}
}

// Settled waits until nothing is loading and the fonts are there.
func (p *Page) Settled() {
	p.Helper()
	p.Until("a settled page", `document.readyState === "complete" && document.fonts.status === "loaded" && document.querySelector("h1") && !document.querySelector(".wait")`)
}

// Sees waits until a text stands on the page.
func (p *Page) Sees(text string) {
	p.Helper()
	p.Until(fmt.Sprintf("%q", text), "document.body.innerText.includes("+quote(text)+")")
}

// Says is the visible text of the page.
func (p *Page) Says() string {
	p.Helper()
	return Ask[string](p, "document.body.innerText")
}

// Named is a selector's first element, or the button, link, tab or field that a
// person knows by this name: an expression of JavaScript.
func Named(name string) string {
	return `((name) => {
		const shown = (e) => e.checkVisibility({visibilityProperty: true});
		const said = (e) => (e.getAttribute("aria-label") || e.innerText || e.value || "").trim();
		const all = [...document.querySelectorAll("button, a[href], summary, [role=button], [role=tab], input[type=submit]")].filter(shown);
		const label = [...document.querySelectorAll("label")].filter(shown);
		const open = document.querySelector("dialog[open]");
		const inside = (e) => !open || open.contains(e);
		return all.find((e) => inside(e) && said(e) === name) ||
			label.filter(inside).filter((l) => l.innerText.trim() === name).map((l) => l.control)[0] ||
			all.find((e) => inside(e) && said(e).startsWith(name)) ||
			(/^[.#\[a-z][^ ]*[.#\[>:]/.test(name) || /^[.#\[]/.test(name) ? document.querySelector(name) : null) || null;
	})(` + quote(name) + `)`
}

// Click clicks, with the mouse, on what is called so.
func (p *Page) Click(name string) {
	p.Helper()
	p.Until(fmt.Sprintf("%q to click on", name), Named(name))
	at := Ask[struct{ X, Y float64 }](p, `(async () => {
		let last = "", e;
		for (let i = 0; i < 50; i++) { // until it stands still with nothing before it, as a person waits
			e = `+Named(name)+` || e;
			e.scrollIntoView({block: "center", behavior: "instant"});
			const r = e.getBoundingClientRect(), x = r.x + r.width / 2, y = r.y + r.height / 2;
			const hit = document.elementFromPoint(x, y), now = [r.x, r.y, r.width, r.height].join();
			if (now === last && hit && (e.contains(hit) || hit.contains(e))) return {x, y};
			last = now;
			await new Promise((done) => setTimeout(done, 40));
		}
		const r = e.getBoundingClientRect();
		return {x: r.x + r.width / 2, y: r.y + r.height / 2};
	})()`)
	p.Do(chromedp.MouseClickXY(at.X, at.Y))
}

// Fill puts a text into the field of this label, as typing does, in the place
// of what was there.
func (p *Page) Fill(label, text string) {
	p.Helper()
	p.Until(fmt.Sprintf("the field %q", label), Named(label))
	p.Run(`(() => { const e = ` + Named(label) + `; e.focus(); e.select?.(); })()`)
	p.Type(text)
}

// Type types on the keyboard, wherever the focus is.
func (p *Page) Type(text string) { p.Helper(); p.Do(chromedp.KeyEvent(text)) }

// Press presses keys one after the other.
func (p *Page) Press(keys ...string) {
	p.Helper()
	for _, k := range keys {
		p.Do(chromedp.KeyEvent(k))
	}
}

// Focus is the name of what has the focus.
func (p *Page) Focus() string {
	p.Helper()
	return Ask[string](p, `(() => { const e = document.activeElement; return (e.getAttribute("aria-label") || e.labels?.[0]?.innerText || e.innerText || e.tagName).trim(); })()`)
}

// SignIn signs a person in from the sign-in screen.
func (p *Page) SignIn(h *House, who Person) {
	p.Helper()
	p.Go(h.URL + "/")
	p.Click(who.Name)
	p.Fill("Password", Password)
	p.Press(Enter)
	p.Until("the start", `document.querySelector(".rail nav")`)
	p.Settled()
}

// hear collects what the page gets wrong. That nobody is signed in yet is an
// answer and no mistake; neither is a refusal that a test provokes, which the
// screen tells.
func (p *Page) hear(event any) {
	var said string
	switch e := event.(type) {
	case *runtime.EventExceptionThrown:
		said = (&chromedp.ExceptionError{ExceptionDetails: e.ExceptionDetails}).Error()
	case *runtime.EventConsoleAPICalled:
		if e.Type == runtime.ConsoleAPICalledTypeError || e.Type == runtime.ConsoleAPICalledTypeAssert {
			said = arguments(e.Args)
		}
	case *network.EventRequestWillBeSent:
		told.address(e.Request.URL)
		told.address(e.DocumentURL)
	case *page.EventNavigatedWithinDocument:
		told.address(e.URL)
	case *log.EventEntryAdded:
		refusal := e.Entry.Source == log.EntrySourceNetwork && strings.Contains(e.Entry.URL, "/api/")
		if e.Entry.Level == log.EntryLevelError && !refusal {
			said = fmt.Sprintf("%s: %s %s", e.Entry.Source, e.Entry.Text, e.Entry.URL)
		}
	}
	if said != "" {
		p.mu.Lock()
		p.mistakes = append(p.mistakes, said)
		p.mu.Unlock()
	}
}

func arguments(args []*runtime.RemoteObject) string {
	var all []string
	for _, a := range args {
		if a.Description != "" {
			all = append(all, a.Description)
		} else {
			all = append(all, string(a.Value))
		}
	}
	return strings.Join(all, " ")
}

// Mistakes takes what the console said so far, for a test that provokes it.
func (p *Page) Mistakes() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	taken := p.mistakes
	p.mistakes = nil
	return taken
}

func (p *Page) tellMistakes() {
	for _, m := range p.Mistakes() {
		p.Errorf("%s: the console says: %s", p.View, m)
	}
}

func quote(text string) string {
	raw, _ := json.Marshal(text) // a text is always JSON
	return string(raw)
}
