package browser

import (
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/chromedp/chromedp"
)

// update writes the pictures of docs/screens anew.
var update = flag.Bool("update", false, "write the pictures of docs/screens")

//go:embed testdata/axe-core/axe.min.js
var axe string

// axeSum is the SHA-256 of axe.min.js of axe-core 4.14.1, as its npm package
// has it.
const axeSum = "29348999450cdf2849a8e70b7912fc2da85a849da39c0d0d5394f51d4a9ed95c"

// axeRun looks for violations of WCAG 2.0 to 2.2, levels A and AA.
const axeRun = `axe.run(document, {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"], rules: {"target-size": {enabled: true}}, resultTypes: ["violations"]})
	.then((r) => r.violations.map((v) => v.id + ": " + v.help + "\n" + v.nodes.slice(0, 5).map((n) => "    " + n.html.slice(0, 200) + "\n      " + (n.failureSummary || "").replaceAll("\n", " ")).join("\n")))`

// Axe holds the page as it is against the rules of axe-core.
func (p *Page) Axe() {
	p.Helper()
	if !Ask[bool](p, `typeof axe !== "undefined"`) {
		p.Run(axe)
	}
	for _, f := range Ask[[]string](p, axeRun) {
		p.Errorf("%s: %s", p.View, f)
	}
}

// smallRun lists what can be pressed and is smaller than 48 by 48 px. Links in
// running text are as high as their line. A field in a label is as large as
// the label.
const smallRun = `[...document.querySelectorAll("a[href], button, input, select, textarea, summary, [role=button], [role=tab], [tabindex='0']")]
	.filter((e) => e.checkVisibility({visibilityProperty: true, opacityProperty: true}) && e.tabIndex >= 0 && !e.disabled)
	.filter((e) => !(e.matches("a") && getComputedStyle(e).display === "inline" && e.closest("p, li, td")))
	.filter((e) => !e.matches(".skip:not(:focus), .visually-hidden, .scroll"))
	.map((e) => ({ e, r: (e.matches("input[type=radio], input[type=checkbox]") && e.closest("label") || e).getBoundingClientRect() }))
	.filter(({ r }) => r.width < 47.5 || r.height < 47.5)
	.map(({ e, r }) => e.outerHTML.slice(0, 120) + " is " + Math.round(r.width) + " x " + Math.round(r.height))`

// Targets measures that nothing that can be pressed is smaller than 48 px.
func (p *Page) Targets() {
	p.Helper()
	for _, s := range Ask[[]string](p, smallRun) {
		p.Errorf("%s: %s", p.View, s)
	}
}

// wideRun says what stands out of the page at the right.
const wideRun = `(() => {
	const room = document.documentElement.clientWidth;
	if (document.documentElement.scrollWidth <= room) return [];
	const out = [...document.querySelectorAll("body *")].filter((e) => e.getBoundingClientRect().right > room + 1 && !e.closest(".scroll, .tabs"));
	return ["the page is " + document.documentElement.scrollWidth + " wide", ...out.slice(0, 5).map((e) => e.outerHTML.slice(0, 120))];
})()`

// Reflow looks whether the page fits a screen of 320 px without sideways
// scrolling (WCAG 2.2, 1.4.10), and goes back to its own size.
func (p *Page) Reflow() {
	p.Helper()
	p.Do(chromedp.EmulateViewport(320, 640))
	wide := Ask[[]string](p, wideRun)
	p.Targets()
	p.Do(chromedp.EmulateViewport(p.View.Width, p.View.Height))
	if len(wide) > 0 {
		p.Errorf("%s at 320 px: %s", p.View, strings.Join(wide, "\n    "))
	}
}

// Holds is what every screen and every state of it has to hold, and its
// picture.
func (p *Page) Holds(name string) {
	p.Helper()
	p.Settled()
	wide := Ask[[]string](p, wideRun)
	if len(wide) > 0 {
		p.Errorf("%s: %s", p.View, strings.Join(wide, "\n    "))
	}
	p.Axe()
	p.Targets()
	p.Reflow()
	p.Shot(name)
}

// Shot writes the picture docs/screens/NAME-WIDTH-THEME.png when the tests run
// with -update.
func (p *Page) Shot(name string) {
	p.Helper()
	if !*update {
		return
	}
	p.Until("a drawn page", `new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))`)
	picture, err := chromedp.Run(p.ctx, chromedp.CaptureScreenshot())
	if err != nil {
		p.Fatal(err)
	}
	file := filepath.Join(root(), "docs", "screens", fmt.Sprintf("%s-%s.png", name, p.View))
	if err := os.WriteFile(file, picture, 0o644); err != nil { //nolint:gosec // a picture for everybody
		p.Fatal(err)
	}
}

// root is the folder of the repository.
func root() string {
	_, file, _, _ := runtime.Caller(0)
	return filepath.Join(filepath.Dir(file), "..", "..", "..")
}

func sum(body []byte) string {
	s := sha256.Sum256(body)
	return hex.EncodeToString(s[:])
}
