package browser

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// overlaps tells whether what was just said lies over a main button.
const overlaps = `(() => { const box = document.querySelector(".toast")?.getBoundingClientRect();
	return !box || [...document.querySelectorAll(".btn.main")].some((b) => { const r = b.getBoundingClientRect(); return r.left < box.right && r.right > box.left && r.top < box.bottom && r.bottom > box.top; }); })()`

// What was just said never lies over what is pressed next, in no size.
func TestAToastLeavesTheMainButtonFree(t *testing.T) {
	h := Start(t)
	p := Open(t, Views[0])
	p.SignIn(h, h.Of("owner"))
	for _, size := range [][2]int64{{768, 1024}, {1280, 800}, {320, 640}} {
		p.Do(chromedp.EmulateViewport(size[0], size[1]))
		p.goTo("/settings", "Save the store")
		for _, block := range []string{"end", "start", "center"} {
			p.Run(`document.querySelector(".btn.main").scrollIntoView({block: ` + quote(block) + `})`)
			p.Run(`import("/app/ui/toast.js").then((m) => m.toast("Something was done, and it is told in a line that is not short."))`)
			p.Until("the toast", `document.querySelector(".toast") && document.querySelector(".toasts[role=status]")`)
			p.Until("the main button to be free", "!"+overlaps)
			if Ask[bool](p, `(() => { const s = document.querySelector(".toast"), w = s.firstElementChild.getBoundingClientRect(), r = s.getBoundingClientRect(); return Math.abs((w.left - r.left) - (r.right - w.right)) > 1; })()`) {
				t.Errorf("%v: what is said does not stand in the middle", size)
			}
		}
	}
}

// A long name of a store and of a person leave room for each other and for the
// way out; the tabs of the settings stand beside each other.
func TestLongNamesLeaveRoom(t *testing.T) {
	h := Start(t)
	token := workshop(h.Service)
	h.otherHand(t, token, `{"name":"Thistledown, Marsh & Daughters Fine Jewelers and Watchmakers"}`)
	p := Open(t, Views[0])
	p.SignIn(h, h.Of("owner"))
	p.goTo("/settings", "Name of the store")
	for _, size := range [][2]int64{{320, 640}, {768, 1024}, {1280, 800}} {
		p.Do(chromedp.EmulateViewport(size[0], size[1]))
		p.Until("a drawn page", `new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))`)
		if wide := Ask[[]string](p, wideRun); len(wide) > 0 {
			t.Errorf("%v: %s", size, strings.Join(wide, "\n    "))
		}
		lines := Ask[map[string]float64](p, `Object.fromEntries([".rail .mark > span", ".own > span:not([hidden])", ".who .btn"].map((s) => [s, [...document.querySelectorAll(s)].map((e) => e.getBoundingClientRect().height / parseFloat(getComputedStyle(e).lineHeight)).find((n) => n > 0)]))`)
		if lines[".rail .mark > span"] > 3.1 || lines[".own > span:not([hidden])"] > 1.1 && size[0] < 900 {
			t.Errorf("%v: %v lines", size, lines)
		}
		if size[0] < 900 && Ask[float64](p, `document.querySelector(".rail").getBoundingClientRect().height`) > 80 {
			t.Errorf("%v: the head of the page is high", size)
		}
		if over := Ask[string](p, `[...document.querySelectorAll(".tabs a")].filter((a, i, all) => i && a.getBoundingClientRect().left < all[i - 1].getBoundingClientRect().right - 0.5 || a.scrollWidth > a.clientWidth + 1).map((a) => a.innerText).join()`); over != "" {
			t.Errorf("%v: the tab %s lies over another", size, over)
		}
	}
}

// A logo that paper could not take is refused when it is chosen; the others lie
// on paper, in the dark as well.
func TestALogoLiesOnPaper(t *testing.T) {
	h := Start(t)
	p := Open(t, View{Width: 768, Height: 1024, Theme: "dark"})
	p.SignIn(h, h.Of("owner"))
	p.goTo("/settings", "Choose a logo")
	choose := func(wide, high string) {
		p.Run(`(async () => { const c = new OffscreenCanvas(` + wide + `, ` + high + `); c.getContext("2d").fillRect(0, 0, 9, 9); const d = new DataTransfer();
			d.items.add(new File([await c.convertToBlob({type: "image/png"})], "mark.png", {type: "image/png"})); const e = document.querySelector("input[type=file]"); e.files = d.files;
			e.dispatchEvent(new Event("change", {bubbles: true})); })()`)
	}
	choose("4000", "3001")
	p.Sees("more dots than a printer can show")
	if Ask[bool](p, `Boolean(document.querySelector(".stamp img"))`) {
		t.Error("the picture was taken all the same")
	}
	choose("64", "64")
	p.Until("the picture", `document.querySelector(".stamp img")?.complete`)
	p.Click("Save the store")
	p.Sees("The store is saved.")
	p.Until("the logo on the rail", `document.querySelector(".rail .logo")`)
	for _, plate := range []string{".stamp", ".rail .logo"} {
		if got := Ask[string](p, `getComputedStyle(document.querySelector(`+quote(plate)+`)).backgroundColor`); got != "rgb(250, 247, 241)" {
			t.Errorf("%s lies on %s", plate, got)
		}
	}
}

// The words of plain links stand in their column.
func TestPlainLinksStandInTheirColumn(t *testing.T) {
	h := Start(t)
	p := Open(t, Views[0])
	p.SignIn(h, h.Of("manager"))
	words := func(name string) float64 {
		return Ask[float64](p, `(() => { const e = `+Named(name)+`; const r = document.createRange(); r.selectNodeContents(e); return r.getBoundingClientRect().left - document.querySelector("h1").getBoundingClientRect().left; })()`)
	}
	p.Do(chromedp.EmulateViewport(320, 640))
	p.goTo("/clients", "Possible duplicates")
	if got := words("Possible duplicates"); got < -1 || got > 1 {
		t.Errorf("Possible duplicates stands %v px beside the column", got)
	}
	p.Targets()
}
