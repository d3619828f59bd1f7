package browser

import (
	"fmt"
	"testing"
)

// The parts of the day carry the names that the store gave them: where one
// chooses, in the line that says what is counted, and in the rows.
func TestPartsOfTheDayByTheirOwnNames(t *testing.T) {
	h := Start(t)
	h.otherHand(t, workshop(h.Service), `{"morning_name":"Before noon","afternoon_name":"Tea time","evening_name":"Late <b>shift</b>"}`)
	p := Open(t, Views[2])
	p.SignIn(h, h.Of("associate"))
	p.figures()
	p.Run(`document.querySelector(".cuts").open = true`)
	p.choose("Side by side", "shift")
	for i, want := range []string{"Before noon", "Tea time", "Late <b>shift</b>", "Time unknown"} {
		p.Until("the row "+want, fmt.Sprintf(`document.querySelector(".scorecards table tbody").rows[%d]?.cells[0].innerText === %q`, i, want))
	}
	p.choose("Part of the day", "afternoon")
	p.Until("the choice in words", `document.querySelector(".page > header .quiet").innerText.includes("Tea time")`)
	p.Holds("figures-parts")
}
