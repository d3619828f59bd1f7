package browser

import (
	"strings"
	"testing"
	"time"
)

// TestImportTakenBackAfterAMerge: who stays of an import that is taken back is
// listed by name, with the reason.
func TestImportTakenBackAfterAMerge(t *testing.T) {
	h := Start(t)
	p := imports(t, h, "owner", Views[0])
	p.Sees("Drop the export here")
	p.give("pair.csv", "Receipt #,Date,Salesperson,Customer,Phone,Description,Department,Qty,Net\n"+
		"97001,2026-03-14,AB,Odalys Fenwick,212-555-0151,Gold ring,Rings,1,500.00\n"+
		"97002,2026-03-15,AB,Odalis Fenwick,212-555-0152,Pendant,Necklaces,1,300.00\n")
	p.Sees("Apply 2 receipts")
	p.lookedAt()
	p.Click("Apply 2 receipts")
	p.arrives()
	if got := Ask[float64](p, `(async () => {
		const {request} = await import("/app/http.js");
		const id = async (name) => {
			for (let i = 0; i < 100; i++) { // the search follows a moment later
				const found = (await request("POST", "/api/search", {q: name, limit: 5})).data.clients.find((c) => c.name === name);
				if (found) return found.id;
				await new Promise((done) => setTimeout(done, 200));
			}
		};
		return (await request("POST", "/api/merges", {keep: await id("Odalys Fenwick"), drop: await id("Odalis Fenwick")})).status;
	})()`); got != 200 {
		t.Fatalf("the merge was answered with %v", got)
	}
	p.Click("Take this import back")
	p.Click("Take it back")
	p.Sees("2 receipts left the book.")
	p.Sees("2 records stay")
	for _, say := range []string{"Made one with Odalys Fenwick after the import", "Took up Odalis Fenwick after the import"} {
		p.Sees(say)
	}
	p.Holds("imports-undone-kept")
	p.Run("location.reload()")
	p.Until("the page to be read anew", `performance.getEntriesByType("navigation")[0]?.type === "reload"`)
	p.Sees("2 receipts left the book.")
	p.Sees("Took up Odalis Fenwick after the import")
	p.Click("Import another file")
	p.Sees("Taken back, 2 records stay")
}

// TestImportTakenBackWhileThePageIsAway: a large import is taken back with its
// progress on the page, whoever looks at it, and the page ends with what it did.
func TestImportTakenBackWhileThePageIsAway(t *testing.T) {
	h := Start(t)
	p := imports(t, h, "owner", Views[0])
	p.starts("years.csv", years(200001, 9000))
	p.arrives()
	p.Click("Take this import back")
	p.Sees("9,000 receipts of years.csv leave the book.")
	p.Run(`window.pressed = () => [...document.querySelectorAll("dialog .acts button")].every((b) => b.disabled || b.getAttribute("aria-disabled") === "true")`)
	p.Click("Take it back")
	p.Until("nothing to be pressed twice", `!document.querySelector("dialog[open]") || window.pressed()`)
	p.Until("how far it is", `/ of 9,000 receipts taken out/.test(document.querySelector(".running .note")?.innerText)`)
	p.Run("location.reload()")
	p.Until("the page to be read anew", `performance.getEntriesByType("navigation")[0]?.type === "reload"`)
	p.Sees("of 9,000 receipts taken out")
	p.Holds("imports-undoing")
	if !within(80*time.Second, func() bool { return strings.Contains(p.Says(), "9,000 receipts left the book.") }) {
		p.Fatalf("it was not taken back\n%s", p.snapshot())
	}
}

// TestCorrectionTakenBack: a file that only corrected says so before it is taken
// back, and after.
func TestCorrectionTakenBack(t *testing.T) {
	h := Start(t)
	p := imports(t, h, "owner", Views[2])
	p.Sees("Drop the export here")
	p.give("one.csv", summed("800.00"))
	p.Click("Apply 2 receipts")
	p.arrives()
	p.Click("Import another file")
	p.Sees("Drop the export here")
	p.give("two.csv", strings.NewReplacer("500.00", "450.00", "800.00", "750.00").Replace(summed("800.00")))
	p.Click("Correct one receipt")
	p.arrives()
	p.Click("Take this import back")
	p.Sees("One receipt that it corrected is again as it was before.")
	if says := p.Says(); strings.Contains(says, "leave the book") {
		t.Errorf("it says %s", says)
	}
	p.Click("Take it back")
	p.Sees("One receipt is again what another file says.")
}
