package browser

import (
	"fmt"
	"strings"
	"testing"
)

// figures opens the screen and waits for its numbers.
func (p *Page) figures() {
	p.Helper()
	p.Click("Scorecards")
	p.Sees("Every figure")
	p.Until("the chart", `document.querySelector(".chart .own")`)
	p.Settled()
}

// One figure to its formula, its rows, and the card on paper.
func TestScorecards(t *testing.T) {
	h := Start(t)
	Each(t, func(t *testing.T, v View) {
		p := Open(t, v)
		p.SignIn(h, h.Of("owner"))
		p.figures()
		p.Holds("figures")
		p.Run(`document.querySelector(".trend").scrollIntoView({block: "end", behavior: "instant"})`)
		p.Shot("figures-trend")
		p.Click("Add-on rate: formula and receipts")
		p.Sees("how many left with something more")
		p.Sees("/ qualifying sales.")
		p.Until("its receipts", `document.querySelectorAll(".behind > li").length > 3`)
		p.Holds("figure-rows")
		p.Press(Escape)
		p.Click("Store, associate, brand and more")
		p.choose("Side by side", "associate")
		p.Sees("By associate")
		p.Until("the rows of people", `document.querySelectorAll(".scorecards tbody tr").length > 2 && !document.querySelector(".trio")`)
		p.Holds("figures-associates")
		p.Click("Cards of the week")
		p.Sees("Issued on")
		for range 9 { // each view issues one week more
			week := Ask[string](p, `document.querySelector(".weeks p").innerText`)
			p.Click("Earlier")
			p.Until("the week before", `document.querySelector(".weeks p").innerText !== `+quote(week)+` && document.querySelector(".scorecards .notice")`)
			if strings.Contains(p.Says(), "This week is not issued yet") {
				break
			}
		}
		p.Sees("This week is not issued yet")
		p.Holds("cards")
		p.Run(`window.made = []; const make = URL.createObjectURL; URL.createObjectURL = (b) => (window.made.push(b), make(b))`)
		p.Click("Print the team and everyone")
		p.Sees("The PDF is in the downloads.")
		if head := p.pdf(); !strings.HasPrefix(head, "%PDF-") {
			t.Errorf("the file begins with %q", head)
		}
		p.Sees("Issued on")
		p.Sees("The book still says the same.")
		p.Holds("cards-issued")
	})
}

// An associate sees own figures and the store's, opens them, and prints the own
// card; of a colleague the server tells nothing.
func TestScorecardsOfAnAssociate(t *testing.T) {
	h := Start(t)
	who, colleague := h.Of("associate"), h.Of("manager")
	p := Open(t, Views[0])
	p.SignIn(h, who)
	p.figures()
	p.Click("Store, associate, brand and more")
	p.Until("the own name to choose", Named("Associate")+`.options.length === 2`)
	p.choose("Associate", who.Code)
	p.Sees(who.Name + " (you).")
	p.Until("the own figures", `document.querySelector(".scorecards table").innerText.includes("Rung sales")`)
	p.Holds("figures-own")
	p.Click("Rung sales: formula and receipts")
	p.Sees("What was sold by this associate")
	p.Until("its receipts", `document.querySelectorAll(".behind > li").length > 3`)
	p.Press(Escape)
	asked := `import("/app/http.js").then((m) => m.request("POST", "/api/figures/rows", {figure: "net_sales", scope: {from: "2026-01-01", to: "2026-12-31", associate: ` + quote(colleague.Code) + `}})).then(() => "told", (e) => e.status + " " + e.message)`
	if got := Ask[string](p, asked); got != "403 You see your own figures and the store’s, not those of a colleague." {
		t.Errorf("of a colleague: %s", got)
	}
	p.Click("Cards of the week")
	p.Sees("Issued on")
	if says := p.Says(); strings.Contains(says, colleague.Name) || !strings.Contains(says, "The team") || strings.Contains(says, "Print the team") {
		t.Errorf("the cards of an associate: %s", says)
	}
	p.Holds("cards-own")
	p.Run(`window.made = []; const make = URL.createObjectURL; URL.createObjectURL = (b) => (window.made.push(b), make(b))`)
	p.Click("Print the card of " + who.Name)
	p.Sees("The PDF is in the downloads.")
	if head := p.pdf(); !strings.HasPrefix(head, "%PDF-") {
		t.Errorf("the file begins with %q", head)
	}
}

// pdf is the head of the last file that was made.
func (p *Page) pdf() string {
	p.Helper()
	return Ask[string](p, `window.made.at(-1).arrayBuffer().then((b) => new TextDecoder("latin1").decode(b.slice(0, 8)))`)
}

// choose takes an option of a list by its value.
func (p *Page) choose(label, value string) {
	p.Helper()
	p.Until(fmt.Sprintf("the list %q", label), Named(label))
	p.Run(`(() => { const e = ` + Named(label) + `; e.value = ` + quote(value) + `; e.dispatchEvent(new Event("change", {bubbles: true})); })()`)
}
