package browser

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"touchstone/hooks/internal/outside"
)

// nightly is an export with the times of the clock on the wall, one of them
// shortly after midnight, of two codes that nobody has yet.
const nightly = "Sale #,Date,Time,Department,Description,Qty,Amount,Salesperson\r\n" +
	"9911,11/16/2026,23:10,Rings,Late ring,1,1000.00,NX\r\n" +
	"9912,11/17/2026,00:40,Rings,Later ring,1,500.00,NX\r\n" +
	"9913,11/17/2026,11:20,Rings,Morning ring,1,250.00,NY\r\n"

// dayBy is one day's figures in a cut.
func (h *House) dayBy(day, by string) string {
	h.Helper()
	return h.Must("metrics", "--from", day, "--to", day, "--by", by, "--json")
}

// The business day ends later than it did: what was sold after midnight goes to
// the day before, and the parts of the day go by other hours and names.
func TestPastReceiptsFollowTheStore(t *testing.T) {
	Each(t, func(t *testing.T, v View) {
		h := Start(t)
		h.brings(t, "nightly.csv", nightly)
		before := h.dayBy("2026-11-16", "store")
		p := Open(t, v)
		p.SignIn(h, h.Of("owner"))
		p.goTo("/settings", "Past receipts follow what you change here")
		p.choose("The business day ends at", "180")
		p.Fill("First part", " ")
		p.Click("Save the store")
		p.Sees("Each part of the day needs a name.")
		p.Fill("First part", "Opening hours")
		p.choose("The second part begins at", "660")
		p.Click("Save the store")
		p.Sees("Past receipts follow the change.")
		p.Holds("settings-store-followed")
		if after := h.dayBy("2026-11-16", "store"); after == before {
			t.Errorf("the figures of the day before did not follow: %s", after)
		}
		parts := h.dayBy("2026-11-17", "shift")
		if !strings.Contains(parts, `"key":"morning","label":"Opening hours"`) {
			t.Errorf("the parts of the day are not called as the store does: %s", parts)
		}
		if got := h.dayBy("2026-11-17", "associate"); strings.Contains(got, `"sum":50000`) {
			t.Errorf("the sale after midnight is still of its own date: %s", got)
		}
	})
}

// A code of the POS goes from one person to another, with what was sold under
// it; one that somebody is named by does not; and two entries become one.
func TestCodesOfThePOSMove(t *testing.T) {
	h := Start(t)
	Each(t, func(t *testing.T, v View) {
		mark := fmt.Sprintf("%d%c", v.Width%97, v.Theme[0])
		nx, ny := "NX"+mark, "NY"+mark
		h.brings(t, "nightly"+mark+".csv", strings.NewReplacer("NX", nx, "NY", ny, "991", "99"+fmt.Sprint(v.Width, v.Theme[0])).Replace(nightly))
		p := Open(t, v)
		p.SignIn(h, h.Of("owner"))
		p.goTo("/settings/people", "Who is "+nx+"?")
		p.Fill("Who is "+nx+"?", "Nola Field "+mark)
		p.Press(Enter)
		p.Sees(nx + " is Nola Field " + mark + " now.")
		p.Click("Nola Field " + mark)
		p.Sees("has no password")
		p.Fill("Codes in the POS", nx+", "+ny)
		p.Click("Save the person")
		p.Sees(ny + " is the code of " + ny + ".")
		p.Fill("Codes in the POS", nx)
		p.Click("Save the person")
		p.Sees("Nola Field " + mark + " is saved.")

		// the other code is hers, too: two entries become one
		p.goTo("/settings/people", "Or "+ny+" is already here as")
		p.Click("It is them")
		p.Sees("Choose who it is.")
		p.Holds("settings-people-codes")
		p.take("Or "+ny+" is already here as", "Nola Field "+mark+" ("+nx+")")
		p.Click("It is them")
		p.Sees(ny + " is Nola Field " + mark + ".")
		if got := h.dayBy("2026-11-17", "associate"); !strings.Contains(got, "Nola Field "+mark) || strings.Contains(got, `"`+ny+`"`) {
			t.Errorf("the figures do not know that they are one: %s", got)
		}

		// and goes on to somebody else, with what was sold under it
		heir := h.Of("associate")
		p.goTo("/settings/people/"+heir.ID, "Codes in the POS")
		p.Fill("Codes in the POS", heir.Code+", "+ny)
		p.Sees(ny + " is one of Nola Field " + mark + "’s codes.")
		p.Holds("settings-person-code")
		before := h.dayBy("2026-11-17", "associate")
		p.Click("Save the person")
		p.Sees("Past receipts follow the change.")
		if after := h.dayBy("2026-11-17", "associate"); after == before {
			t.Errorf("the sales did not follow the code: %s", after)
		}
	})
}

// Each store has its own settings; the owner of several chooses at the top.
func TestSettingsOfSeveralStores(t *testing.T) {
	h := Start(t)
	file := filepath.Join(h.Work, "north.csv")
	if err := os.WriteFile(file, []byte("Sale #,Store,Date,Time,Department,Description,Qty,Amount,Salesperson\r\n"+
		"9921,North,11/16/2026,23:10,Zibbles,Fine zibble,1,1000.00,NN\r\n9922,North,11/17/2026,10:10,Rings,Ring,1,100.00,NN\r\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	h.Must("import", file, "--store", "North")
	Each(t, func(t *testing.T, v View) {
		p := Open(t, v)
		p.SignIn(h, h.Of("owner"))
		p.goTo("/settings", "Names in the POS")
		first := Ask[string](p, `document.querySelector("[name=name]").value`)
		p.Until("the stores", `document.querySelector(".switch select")`)
		p.Run(`(() => { const e = document.querySelector(".switch select"); e.value = [...e.options].find((o) => o.text.startsWith("North")).value; e.dispatchEvent(new Event("change", {bubbles: true})); })()`)
		p.Until("the other store", `document.querySelector("[name=name]").value.startsWith("North")`)
		p.Fill("Name of the store", "North "+v.String())
		p.Fill("Names in the POS", "North, 02")
		p.Holds("settings-store-other")
		p.Click("Save the store")
		p.Sees("The store is saved.")
		p.Click("People")
		p.Sees("Who is NN?")
		p.Click("Departments")
		p.Sees("Such as: Fine zibble")
		p.Fill("Department", "Zibbles")
		p.Click("Try it")
		p.Sees("No rule catches this")
		got := Ask[string](p, `fetch("/api/collections/stores/records").then((r) => r.text())`)
		for _, want := range []string{`"name":"North ` + v.String() + `"`, `"pos_codes":["North","02"]`, strings.Fields(first)[0]} {
			if !strings.Contains(got, want) {
				t.Errorf("no %s among the stores: %s", want, got)
			}
		}
	})
	m := Open(t, Views[0])
	m.SignIn(h, h.Of("manager"))
	m.goTo("/settings", "Departments nobody knows")
	if strings.Contains(m.Says(), "Fine zibble") || Ask[bool](m, `Boolean(document.querySelector(".switch"))`) {
		t.Error("a manager of one store sees the other")
	}
	if got := h.Call(outside.Request{Path: "/api/settings/following"}); got.Status != http.StatusUnauthorized {
		t.Errorf("whether receipts follow, for nobody: %d", got.Status)
	}
}
