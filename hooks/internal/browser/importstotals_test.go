package browser

import (
	"strings"
	"testing"
)

// summed is an export with a total of its own.
func summed(total string) string {
	return "Receipt #,Date,Salesperson,Customer,Phone,Description,Department,Qty,Net\n" +
		"95001,2026-03-14,AB,Odette Larkspur,212-555-0161,Gold ring,Rings,1,500.00\n" +
		"95002,2026-03-15,AB,Tamsin Reeve,212-555-0162,Pendant,Necklaces,1,300.00\n" +
		"Total,,,,,,,," + total + "\n"
}

// ledger is a figure beside the preview.
func (p *Page) ledger(label string) string {
	p.Helper()
	return Ask[string](p, `[...document.querySelectorAll("aside .ledger dt")].find((e) => e.innerText === `+quote(label)+`)?.nextElementSibling.innerText || ""`)
}

// TestImportForeseen: whether the file adds up, and which clients are new, known
// or perhaps the same, is said before anything is saved.
func TestImportForeseen(t *testing.T) {
	h := Start(t)
	Each(t, func(t *testing.T, v View) {
		if v != Views[0] {
			h = Start(t)
		}
		p := imports(t, h, "owner", v)
		p.Sees("Drop the export here")
		p.give("agrees.csv", summed("800.00"))
		p.Sees("The file’s total is the sum of its rows.")
		p.lookedAt()
		if got := p.ledger("New clients"); got != "2" {
			t.Errorf("%q new clients, want 2", got)
		}
		p.Holds("imports-agrees")
		p.Click("Apply 2 receipts")
		p.Sees("In the book")
		p.Click("Import another file")
		p.Sees("Drop the export here")
		more := strings.NewReplacer("9500", "9600", "Tamsin Reeve,212-555-0162", "Odette Larkspur,212-555-0169").Replace(summed("812.50"))
		more = strings.Replace(more, "Total,", "96003,2026-03-15,AB,Wanda Birch,212-555-0163,Pendant,Necklaces,1,300.00\n96004,2026-03-15,AB,,,Pendant,Necklaces,1,eighty\nTotal,", 1)
		p.give("apart.csv", more)
		p.Sees("The file’s total is not the sum of its rows.")
		p.Sees("One row kept aside has no amount that could be added. That may explain it.")
		p.Until("the bar to say it", `document.querySelector(".apply").innerText.includes("A total of the file is not the sum of its rows.")`)
		p.lookedAt()
		for label, want := range map[string]string{"Clients already here": "1", "New clients": "2", "Perhaps the same person": "1", "Rows kept aside": "1", "Sum of the rows": "$1,100.00", "Apart by": "$287.50"} {
			if got := p.ledger(label); got != want {
				t.Errorf("%s: %q, want %s", label, got, want)
			}
		}
		p.Sees("One row of apart.csv cannot be read")
		p.Sees("One client may be somebody already known")
		p.Sees("The same name, and nothing else to tell them apart.")
		if got := Ask[string](p, `document.querySelector(".maybe a[href^='#/clients/']").innerText`); got != "Odette Larkspur" {
			t.Errorf("the client may be %q", got)
		}
		p.Sees("This is no number. Write it in figures, such as 1250.00.")
		p.Holds("imports-apart")
		p.Click("Look at it")
		if got := Ask[string](p, `document.activeElement.innerText`); got != "Does it add up?" {
			t.Errorf("the focus is on %q", got)
		}
		p.Click("Apply 3 receipts")
		p.Sees("In the book")
		p.Sees("Does not agree")
		p.Click("Import another file")
		p.Sees("Drop the export here")
	})
}
