package browser

import (
	"testing"
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
}
