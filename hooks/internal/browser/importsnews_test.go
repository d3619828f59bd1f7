package browser

import (
	"encoding/json"
	"testing"
)

// strangers is an export with codes that nobody has and departments that no
// rule knows.
const strangers = "Receipt #,Date,Salesperson,Customer,Phone,Description,Department,Qty,Unit Price,Net\n" +
	"91001,2026-03-14,KL,Ida Falk,212-555-0181,Fine zibble,Zibbles,1,450.00,450.00\n" +
	"91001,2026-03-14,KL,Ida Falk,212-555-0181,Fine zibble,Zibbles,1,50.00,50.00\n" +
	"91002,2026-03-15,KL,Jon Mark,212-555-0182,Gold ring,Rings,1,300.00,300.00\n" +
	"91003,2026-03-16,QT,,,Gold ring,Rings,1,200.00,200.00\n" +
	"91004,2026-03-16,XO,,,Little nim,Nims,1,40.00,40.00\n"

// figure asks the program for a figure of the days of strangers.
func (p *Page) figure(by, key, figure string) string {
	p.Helper()
	raw := Ask[string](p, `fetch("/api/figures", {method: "POST", headers: {"Content-Type": "application/json", "Idempotency-Key": String(Math.random())}, body: JSON.stringify({from: "2026-03-14", to: "2026-03-16", by: `+quote(by)+`})}).then((r) => r.text())`)
	var said struct {
		Rows []struct {
			Key     string                     `json:"key"`
			Label   string                     `json:"label"`
			Figures map[string]json.RawMessage `json:"figures"`
		} `json:"rows"`
	}
	if err := json.Unmarshal([]byte(raw), &said); err != nil {
		p.Fatalf("the figures are %s", raw)
	}
	for _, r := range said.Rows {
		if r.Key == key || r.Label == key {
			return string(r.Figures[figure])
		}
	}
	p.Fatalf("no row %s in %s", key, raw)
	return ""
}

// take chooses an option of a field by its text.
func (p *Page) take(label, option string) {
	p.Helper()
	p.Until(option+" of "+label, `[...(`+Named(label)+`)?.options || []].some((o) => o.text === `+quote(option)+`)`)
	p.Run(`(() => { const e = ` + Named(label) + `; e.value = [...e.options].find((o) => o.text === ` + quote(option) + `).value; e.dispatchEvent(new Event("change", {bubbles: true})); })()`)
}

// TestImportOfStrangers says before the import who one code is and what one
// department is, and after it the others; the figures follow each time.
func TestImportOfStrangers(t *testing.T) {
	h := Start(t)
	Each(t, func(t *testing.T, v View) {
		if v != Views[0] {
			h = Start(t) // a book that knows nobody of it
		}
		p := Open(t, v)
		p.SignIn(h, h.Of("owner"))
		p.Go(h.URL + "/#/imports")
		p.Sees("Drop the export here")
		p.give("strangers.csv", strangers)
		p.Sees("Who is KL?")
		p.Sees("3 lines, $800.00, first on row 2.")
		p.Sees("What is Zibbles?")
		p.Sees("2 lines, $500.00. Such as: Fine zibble")
		p.lookedAt()
		p.Holds("imports-news")
		colleague := h.Of("associate").Name
		p.take("KL is", colleague)
		p.Click("Save who KL is")
		p.Sees("KL is " + colleague + " now.")
		p.Until("KL to be known", `!document.body.innerText.includes("Who is KL?")`)
		p.Click("Save who QT is")
		p.Sees("Give the name, or choose who it is.")
		p.Fill("Name of QT", "Quentin Thorne")
		p.Press(Enter)
		p.Until("QT to be known", `!document.body.innerText.includes("Who is QT?")`)
		p.Click("Jewelry") // the first department's
		p.Sees("Zibbles: Jewelry.")
		p.Until("Zibbles to be known", `!document.body.innerText.includes("What is Zibbles?")`)
		p.lookedAt()
		p.Click("Apply 4 receipts")
		p.Sees("In the book")
		p.Sees("Who is XO?")
		p.Sees("What is Nims?")
		p.Holds("imports-news-done")
		if got := p.figure("associate", "QT", "net_sales"); got != "20000" {
			t.Errorf("Quentin Thorne has net sales of %s", got)
		}
		hers := p.figure("associate", h.Of("associate").Code, "net_sales")
		sales := p.figure("store", "MAIN", "qualifying_sales")
		p.take("XO is", colleague)
		p.Click("Save who XO is")
		p.Until("XO to be known", `!document.body.innerText.includes("Who is XO?")`)
		p.Click("Watch")
		p.Until("Nims to be known", `!document.body.innerText.includes("What is Nims?")`)
		if got := p.figure("associate", h.Of("associate").Code, "net_sales"); number(t, got) != number(t, hers)+4000 {
			t.Errorf("%s has net sales of %s after %s, want 4000 more", colleague, got, hers)
		}
		if got := p.figure("store", "MAIN", "qualifying_sales"); number(t, got) != number(t, sales)+1 {
			t.Errorf("%s qualifying sales after %s, want one more", got, sales)
		}
	})
}

func number(t *testing.T, raw string) (n int) {
	t.Helper()
	if err := json.Unmarshal([]byte(raw), &n); err != nil {
		t.Errorf("%q is no number", raw)
	}
	return n
}

// TestImportOfStrangersByAManager: a manager says what departments are; people
// are the owner's.
func TestImportOfStrangersByAManager(t *testing.T) {
	h := Start(t)
	p := Open(t, Views[2])
	p.SignIn(h, h.Of("manager"))
	p.Go(h.URL + "/#/imports")
	p.Sees("Drop the export here")
	p.give("strangers.csv", strangers)
	p.Sees("Who is KL?")
	p.Sees("An owner says here whose they are.")
	p.lookedAt()
	if Ask[bool](p, `Boolean(document.querySelector(".say-row"))`) {
		t.Error("a manager is offered what only an owner may do")
	}
	p.Click("Jewelry")
	p.Until("Zibbles to be known", `!document.body.innerText.includes("What is Zibbles?")`)
	p.Click("All rules for departments")
	p.Sees("Your own rules")
	p.Sees("Zibbles: Jewelry")
	p.Run("history.back()")
	p.Sees("Who is KL?")
}
