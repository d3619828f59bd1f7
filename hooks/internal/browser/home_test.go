package browser

import (
	"fmt"
	"strings"
	"testing"
)

// kept is an export with a row that cannot be read, of today's last week.
const keptAside = "Sale #,Date,Department,Description,Qty,Amount,Salesperson\r\n" +
	"7701,%s,Zibbles,Fine zibble,1,1000.00,QX\r\n7702,%s,Rings,Gold ring,1,eighty,QX\r\n"

// The start says what waits, each with the way to settle it, and nothing that
// is settled; beside it the weeks as they stand. An associate sees the own
// week and the store's, and nothing of the back office.
func TestTheStartSaysWhatWaits(t *testing.T) {
	h := Start(t)
	day := lastWednesday().Format("01/02/2006")
	h.brings(t, "kept.csv", fmt.Sprintf(keptAside, day, day))
	Each(t, func(t *testing.T, v View) {
		p := Open(t, v)
		p.SignIn(h, h.Of("owner"))
		p.Until("what waits", `document.querySelectorAll(".todo .rows > li").length > 2`)
		p.Until("the weeks", `document.querySelectorAll(".weeks-now tbody tr").length === 3`)
		for _, want := range []string{"One row was kept aside", "A code sold, and nobody knows who it is", "QX.", "A department nobody knows", "Zibbles.", "The book holds the sales up to"} {
			p.Sees(want)
		}
		p.Holds("home-waits")
		p.Run(`document.querySelector("aside").scrollIntoView({block: "end", behavior: "instant"})`)
		p.Shot("home-waits-below")
		p.Click("One row was kept aside")
		p.Sees("Download the row kept aside")
		p.Click("Start")
		p.Click("A code sold, and nobody knows who it is")
		p.Sees("Who is QX?")
	})
	p := Open(t, Views[0])
	p.SignIn(h, h.Of("associate"))
	p.Until("the own weeks", `document.querySelectorAll(".weeks-now tbody tr").length === 6`)
	p.Holds("home-associate")
	if says := p.Says(); strings.Contains(says, "kept aside") || strings.Contains(says, "Zibbles") || strings.Contains(says, "Last import") {
		t.Errorf("an associate is told of the back office: %s", says)
	}
	m := Open(t, Views[2])
	m.SignIn(h, h.Of("manager"))
	m.Sees("A department nobody knows")
	if says := m.Says(); strings.Contains(says, "nobody knows who it is") {
		t.Errorf("a manager, who names nobody, is asked for a name: %s", says)
	}
}

// What came while a tablet lay aside or without Wi-Fi is there when it is taken
// up again, also on a screen that no stream tells.
func TestTheStartAsksAnew(t *testing.T) {
	h := Start(t)
	p := Open(t, Views[2])
	p.SignIn(h, h.Of("owner"))
	p.Until("the weeks", `document.querySelectorAll(".weeks-now tbody tr").length === 3`)
	day := lastWednesday().Format("01/02/2006")
	h.brings(t, "kept.csv", fmt.Sprintf(keptAside, day, day))
	if strings.Contains(p.Says(), "kept aside") {
		t.Fatal("it is there before anybody asked: the test shows nothing")
	}
	p.Run(`window.dispatchEvent(new Event("online"))`)
	p.Sees("One row was kept aside")
}

// A figure on the start is the one of the scorecards.
func TestTheStartCountsAsTheFiguresDo(t *testing.T) {
	h := Start(t)
	p := Open(t, Views[2])
	p.SignIn(h, h.Of("owner"))
	p.Until("the weeks", `document.querySelectorAll(".weeks-now tbody tr").length === 3`)
	cell := Ask[string](p, `document.querySelector(".weeks-now tbody tr td:nth-child(3)").innerText`)
	p.figures()
	p.Click("The week")
	p.Until("the week's net sales", `[...document.querySelectorAll(".scorecards tbody tr")].some((r) => r.innerText.startsWith("Net sales") && r.innerText.includes(`+quote(cell)+`))`)
}

// A book without any import asks for the first one, and says where things are.
func TestTheStartOfAnEmptyBook(t *testing.T) {
	h := Start(t)
	Each(t, func(t *testing.T, v View) {
		p := Open(t, v)
		p.SignIn(h, h.Of("owner"))
		p.Run(`(() => { const real = window.fetch; window.fetch = (path, init) => String(path).startsWith("/api/imports") ? Promise.resolve(new Response('{"imports":[]}', {status: 200, headers: {"Content-Type": "application/json"}})) : real(path, init); })()`)
		p.at("/clients")
		p.at("/")
		p.Sees("Import the first export")
		p.Sees("Find anyone by a part of the name")
		p.Holds("home-first")
		if strings.Contains(p.Says(), "so far") {
			t.Error("a book without sales shows weeks")
		}
	})
}
