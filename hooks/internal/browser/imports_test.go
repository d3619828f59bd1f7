package browser

import (
	"fmt"
	"strings"
	"testing"
)

// unseen is an export whose header nobody has seen: what it means has to be
// said. One amount cannot be read, dates can be read both ways, and a name and
// a description carry what must not run.
const unseen = "Bon Nr;Verkauft am;Wer;Kunde;Fon;Was;Gruppe;Menge;Betrag\n" +
	"88001;03/04/2026;ZQ;Ottilie Brandauer;212-555-0191;<img src=x onerror=window.ran=1>;Halsketten;1;1200.00\n" +
	"88002;05/06/2026;ZQ;<script>window.ran=1</script>;212-555-0192;Ring;Ringe;1;800.00\n" +
	"88003;07/08/2026;ZQ;;;Watch strap;Straps;1;eighty\n"

// give hands files in as the browser's own chooser does, which no test can
// press. The button that opens it is pressed by keyboard.
func (p *Page) give(files ...string) {
	p.Helper()
	p.Run(`window.chooser = 0; document.querySelector("input[type=file]").click = () => { window.chooser++; }`)
	p.tabTo("Choose files")
	p.Press(Enter)
	p.Until("the chooser to open", "window.chooser === 1")
	var add strings.Builder
	for i := 0; i < len(files); i += 2 {
		fmt.Fprintf(&add, "all.items.add(new File([%s], %s, {type: 'text/csv'}));", quote(files[i+1]), quote(files[i]))
	}
	p.Run(`(() => { const input = document.querySelector("input[type=file]"); const all = new DataTransfer(); ` + add.String() + ` input.files = all.files; input.dispatchEvent(new Event("change", {bubbles: true})); })()`)
}

// tabTo presses Tab until what is called so has the focus.
func (p *Page) tabTo(name string) {
	p.Helper()
	p.Until(fmt.Sprintf("%q to go to", name), `[...document.querySelectorAll("a[href], button, input, select")].some((e) => !e.disabled && (e.getAttribute("aria-label") || e.labels?.[0]?.innerText || e.innerText || "").trim().startsWith(`+quote(name)+`))`)
	for range 90 {
		if strings.HasPrefix(p.Focus(), name) {
			return
		}
		p.Press(Tab)
	}
	p.Fatalf("no Tab leads to %q; the focus is on %q\n%s", name, p.Focus(), p.snapshot())
}

// mean says by keyboard what a column is: typing the first letters chooses.
func (p *Page) mean(column, field string) {
	p.Helper()
	p.tabTo(column + " becomes")
	p.Type(field)
	p.Until(column+" to become "+field, fmt.Sprintf(`(() => { const s = document.querySelector("select[aria-label=" + CSS.escape(%s) + "]"); return s && s.selectedOptions[0].text === %s; })()`, quote(column+" becomes"), quote(field)))
	p.lookedAt()
}

// lookedAt waits until what would happen is up to date.
func (p *Page) lookedAt() {
	p.Helper()
	p.Until("the look to end", `document.querySelector("aside[aria-busy=false]")`)
}

// A whole import by keyboard alone: an unseen header is mapped, a question
// answered, the file applied, the rejected row offered, and all taken back.
func TestImportByKeyboard(t *testing.T) {
	h := Start(t)
	Each(t, func(t *testing.T, v View) {
		p := Open(t, v)
		p.SignIn(h, h.Of("owner"))
		p.Go(h.URL + "/#/imports")
		p.Sees("Drop the export here")
		p.Holds("imports")
		p.give("verkauf.csv", unseen)
		p.Sees("Before anything is saved")
		p.lookedAt()
		for _, m := range [][2]string{{"Bon Nr", "Receipt number"}, {"Verkauft am", "Business date"}, {"Wer", "Who sold"}, {"Kunde", "Client name"}, {"Fon", "Phone"},
			{"Was", "Description"}, {"Gruppe", "Category"}, {"Menge", "Quantity"}, {"Betrag", "Line amount, before tax"}} {
			if !Ask[bool](p, fmt.Sprintf(`document.querySelector("select[aria-label=" + CSS.escape(%s) + "]").selectedOptions[0].text === %s`, quote(m[0]+" becomes"), quote(m[1]))) {
				p.mean(m[0], m[1])
			}
		}
		p.Holds("imports-questions")
		if Ask[bool](p, `Boolean(document.querySelector(".asks input[type=radio]"))`) {
			p.Sees("July 8, 2026")
			p.Run(`document.querySelector(".asks input[type=radio]").focus()`)
			p.Press(" ")
			p.lookedAt()
		}
		p.Sees("Apply 2 receipts")
		p.Holds("imports-preview")
		p.tabTo("Apply 2 receipts")
		p.Press(Enter)
		p.Sees("In the book")
		p.Sees("Download the row kept aside")
		p.Holds("imports-done")
		if csv := Ask[string](p, `fetch(document.querySelector("a[download]").href).then((r) => r.text())`); !strings.Contains(csv, "eighty") || strings.Contains(csv, "88001") {
			t.Errorf("the rejected rows are %q", csv)
		}
		p.tabTo("Take this import back")
		p.Press(Enter)
		p.Sees("2 receipts of verkauf.csv leave the book.")
		p.Holds("imports-takeback")
		p.tabTo("Take it back")
		p.Press(Enter)
		p.Sees("2 receipts left the book.")
		p.Holds("imports-undone")
		p.tabTo("Import another file")
		p.Press(Enter)
		p.Sees("Taken back")
		if Ask[bool](p, "Boolean(window.ran)") {
			t.Error("a cell of the file was run")
		}
	})
}

// What cannot be read says why, beside the others of the same drop.
func TestFilesThatAreRefused(t *testing.T) {
	h := Start(t)
	p := Open(t, Views[0])
	p.SignIn(h, h.Of("manager"))
	p.Go(h.URL + "/#/imports")
	p.Sees("Drop the export here")
	p.give("book.xlsx", "PK\x03\x04junk", "verkauf.csv", unseen, "empty.csv", "")
	p.Sees("book.xlsx was not taken")
	p.Sees("empty.csv was not taken")
	p.Holds("imports-refused")
	p.Click("Go on with the other file")
	p.Sees("Before anything is saved")
	p.Click("Leave this file")
	p.Sees("Drop the export here")
}

// Several files are looked at one after the other, and the history lists them.
func TestSeveralFiles(t *testing.T) {
	h := Start(t)
	p := Open(t, Views[2])
	p.SignIn(h, h.Of("manager"))
	p.Go(h.URL + "/#/imports")
	p.Sees("Drop the export here")
	const head = "Receipt #,Date,Salesperson,Customer,Phone,Description,Department,Qty,Unit Price,Net\n"
	p.give("one.csv", head+"90001,2026-03-14,AB,Ida Falk,212-555-0181,Gold ring,Rings,1,500.00,500.00\n",
		"two.csv", head+"90002,2026-03-15,AB,Jon Mark,212-555-0182,Pendant,Necklaces,1,300.00,300.00\n")
	p.Sees("One more file waits.")
	p.Click("Apply one receipt")
	p.Sees("Next file: two.csv")
	p.Click("Next file: two.csv")
	p.Sees("two.csv, one row")
	p.Click("Apply one receipt")
	p.Sees("Import another file")
	p.Click("Import another file")
	p.Sees("What was imported")
	p.Sees("two.csv")
	if says := p.Says(); strings.Index(says, "two.csv") > strings.Index(says, "one.csv") {
		t.Errorf("the newest import is not first: %s", says)
	}
}

// The open list of imports follows: what somebody else brought in is there
// without anything being pressed.
func TestListFollowsOthers(t *testing.T) {
	h := Start(t)
	p, other := imports(t, h, "owner", Views[0]), imports(t, h, "manager", Views[2])
	p.Sees("Drop the export here")
	p.Until("the list to listen", `performance.getEntriesByType("resource").some((r) => r.name.includes("/api/realtime"))`)
	other.Sees("Drop the export here")
	other.give("theirs.csv", summed("800.00"))
	other.Click("Apply 2 receipts")
	other.arrives()
	p.Sees("theirs.csv")
	p.Sees("2 receipts with 2 lines, net sales $800.00")
}
