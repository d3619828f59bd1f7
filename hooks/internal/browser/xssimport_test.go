package browser

import (
	"encoding/csv"
	"fmt"
	"strings"
	"time"
)

// sound is what a row of an export holds where no payload stands.
var sound = map[string]string{
	"receipt_number": "", "date": lastWednesday().Format(time.DateOnly), "quantity": "1", "unit_price": "900.00", "net": "900.00",
	"description": "Ring", "category": "Rings", "salesperson": "AB", "customer_name": "Ida Falk",
}

// answering answers the first open question of the look before.
const answering = `(async () => {
	const give = (e, value) => { e.focus(); e.value = value; for (const kind of ["input", "change"]) e.dispatchEvent(new Event(kind, {bubbles: true})); e.blur(); };
	for (const ask of document.querySelectorAll(".asks .ask")) {
		const e = ask.querySelector("input, select");
		if (e.type === "radio" ? ask.querySelector(":checked") : e.value) continue;
		if (e.type === "radio") e.click();
		else if (e.localName === "select") give(e, e.options[1].value);
		else give(e, "100");
		await new Promise((d) => setTimeout(d, 300));
		return true;
	}
	return false;
})()`

// export hands in a file with a column for everything that a column can be,
// and a payload in each of them once, beside rows that can be read; and follows
// it through every state to its result.
func (f *fill) export(p *Page) {
	p.Helper()
	p.at("/imports")
	p.give("first.csv", "Bon,Wann,Was,Betrag\n77001,2026-01-05,Ring,1.00\n")
	p.Sees("Before anything is saved")
	p.lookedAt()
	fields := Ask[[]string](p, `[...document.querySelector(".map select").options].map((o) => o.value).filter(Boolean)`)
	p.Click("Leave this file")
	if len(fields) < 40 {
		p.Fatalf("a column can be %d things only: %v", len(fields), fields)
	}
	var body strings.Builder
	w := csv.NewWriter(&body)
	header, rows := []string{}, [][]string{}
	for _, field := range fields {
		header = append(header, "QhZ"+field+payloads[1])
	}
	rows = append(rows, header)
	for i := range fields {
		row := make([]string, len(fields))
		for k, other := range fields {
			row[k] = sound[other]
			if other == "receipt_number" {
				row[k] = fmt.Sprint(77100 + i)
			}
		}
		word := fmt.Sprintf("Qexport%s%dZ", strings.ReplaceAll(fields[i], "_", ""), i)
		row[i] = word + payloads[i%len(payloads)]
		f.texts[word] = row[i]
		rows = append(rows, row)
	}
	if err := w.WriteAll(rows); err != nil {
		p.Fatal(err)
	}
	f.watch(p, 3)
	p.give(`Q"'><img src=x onerror=window.ran=1>.csv`, body.String())
	p.Sees("Before anything is saved")
	p.lookedAt()
	p.crawl("the look before, unmapped")
	p.become(fields)
	p.lookedAt()
	p.crawl("the look before")
	for i, field := range fields {
		if strings.HasPrefix(field, "percent") { // a part nobody can read is asked about, by a number
			fields[i] = ""
		}
	}
	p.become(fields)
	p.lookedAt()
	for range 12 { // whatever is asked gets the first answer there is
		if !Ask[bool](p, answering) {
			break
		}
		p.lookedAt()
	}
	p.crawl("the look before, answered")
	p.Click("Apply")
	p.Sees("In the book")
	p.crawl("the result")
}

// become says of each column of the look before what it is.
func (p *Page) become(fields []string) {
	p.Helper()
	Ask[bool](p, `(async () => {
		const want = `+quote(strings.Join(fields, ","))+`.split(",");
		for (let i = 0; i < want.length; i++) {
			const s = document.querySelectorAll(".map select")[i];
			if (s.value === want[i]) continue;
			s.value = want[i];
			s.dispatchEvent(new Event("change", {bubbles: true}));
			await new Promise((d) => setTimeout(d, 40));
		}
		return true;
	})()`)
}
