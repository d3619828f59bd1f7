package browser

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// sheetsKept is a folder for the printed pages, to be looked at.
var sheetsKept = flag.String("sheets", "", "keep the printed pages in this folder")

// onPaper shows the page as it prints: black on white, as wide as the type area
// of a Letter page with the browser's own margins.
func onPaper(ctx context.Context, t *chromedp.Target) (chromedp.Void, error) {
	_, err := cdp.Call(ctx, t, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"})
	return chromedp.Void{}, err
}

// printRun lists what has no place on paper: what is pressed, what is cut, and
// what is not dark on white.
const printRun = `(() => {
	const out = [], seen = (e) => e.checkVisibility({visibilityProperty: true}) && e.getClientRects().length > 0;
	const dark = (c) => { const [r, g, b, a = 1] = c.match(/[\d.]+/g).map(Number); return a > 0 && .299 * r + .587 * g + .114 * b < 120; };
	for (const e of document.querySelectorAll(".rail, .skip, .toasts, button:not(.opens):not(.line), .scorecards select, .btn, .chip, .tabs, input[type=search], input[type=checkbox]:not([data-keep])")) if (seen(e) && !e.closest(".visually-hidden")) out.push("stands on paper: " + e.outerHTML.slice(0, 120));
	for (const e of document.querySelectorAll("main *")) {
		if (!seen(e) || e.closest("svg, .visually-hidden")) continue;
		const style = getComputedStyle(e);
		if ([...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim()) && !dark(style.color)) out.push("is pale: " + e.outerHTML.slice(0, 120));
		if (dark(style.backgroundColor) && !e.matches("i")) out.push("is dark: " + e.outerHTML.slice(0, 120));
		if (e.scrollWidth > e.clientWidth + 1 && !["visible", "clip"].includes(style.overflowX)) out.push("is cut: " + e.outerHTML.slice(0, 120));
		if (e.getBoundingClientRect().right > document.documentElement.clientWidth + 1) out.push("stands out at the right: " + e.outerHTML.slice(0, 120));
	}
	return out.slice(0, 6);
})()`

// Each screen prints as a clean page, from a dark tablet as well: no rail, no
// button, black on white, no table cut.
func TestScreensOnPaper(t *testing.T) {
	h := Start(t)
	d := h.desk(h.Of("owner"))
	client := d.buyers(1)[0].ID
	var list struct{ Imports []struct{ ID string } }
	d.ask("GET", "/api/imports", "", 0, &list)
	p := Open(t, Views[1])
	p.SignIn(h, h.Of("owner"))
	for _, one := range []struct{ name, at, ready string }{
		{"home", "/", `document.querySelector(".weeks-now tbody tr") && document.querySelector(".todo .rows, .todo .empty")`},
		{"clients", "/clients", `true`},
		{"client", "/clients/" + client, `document.querySelector(".bought")`},
		{"client-history", "/clients/" + client + "/history", `true`},
		{"duplicates", "/clients/duplicates", `true`},
		{"imports", "/imports", `document.querySelector("main .rows > li, main table")`},
		{"import", "/imports/" + list.Imports[0].ID, `document.querySelector("aside section")`},
		{"figures", "/scorecards", `document.querySelector(".chart .own")`},
		{"figures-associates", "", `document.querySelector(".scorecards table tbody").rows.length > 3 && !document.querySelector(".trio")`},
		{"cards", "/scorecards/cards", `document.querySelector(".cards .name")`},
		{"people", "/settings/people", `document.querySelector("main .rows > li")`},
		{"departments", "/settings/departments", `document.querySelector("main h2")`},
	} {
		switch one.at {
		case "":
			p.Run(`document.querySelector(".cuts").open = true`)
			p.choose("Side by side", "associate")
		case "/":
		default:
			p.at(one.at)
		}
		p.Until(one.name, one.ready)
		p.Settled()
		title := Ask[string](p, `document.querySelector("h1").innerText`)
		p.Do(onPaper, chromedp.EmulateViewport(740, 980))
		for _, w := range Ask[[]string](p, printRun) {
			t.Errorf("%s %s", one.name, w)
		}
		raw, err := chromedp.Run(p.ctx, chromedp.PrintToPDF())
		if err != nil {
			t.Fatal(err)
		}
		p.Do(theme(p.View.Theme), chromedp.EmulateViewport(p.View.Width, p.View.Height))
		pages, text := sheets(t, raw)
		if !strings.Contains(text, title) || pages > 6 {
			t.Errorf("%s has %d pages: %.200s", one.name, pages, text)
		}
		if strings.Contains(text, "Sign out") || strings.Contains(text, "Skip to the page") {
			t.Errorf("%s prints the rail: %.200s", one.name, text)
		}
		if *sheetsKept != "" {
			if err := os.WriteFile(filepath.Join(*sheetsKept, fmt.Sprintf("%s.pdf", one.name)), raw, 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
}
