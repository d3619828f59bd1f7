package browser

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// unissued goes back to a week that is not issued yet and names its first day.
func (p *Page) unissued() time.Time {
	p.Helper()
	p.Click("Scorecards")
	p.Click("Cards of the week")
	p.Until("the cards", `document.querySelector(".scorecards .notice")`)
	for range 9 {
		if strings.Contains(p.Says(), "This week is not issued yet") {
			break
		}
		week := Ask[string](p, `document.querySelector(".weeks p").innerText`)
		p.Click("Earlier")
		p.Until("the week before", `document.querySelector(".weeks p").innerText !== `+quote(week)+` && document.querySelector(".scorecards .notice")`)
	}
	p.Sees("This week is not issued yet")
	day, _, _ := strings.Cut(Ask[string](p, `document.querySelector(".page > header .quiet").innerText`), " to ")
	first, err := time.Parse("January 2, 2006", day)
	if err != nil {
		p.Fatal(err)
	}
	return first
}

// again reads the cards anew, as somebody who comes back to them.
func (p *Page) again() {
	p.Helper()
	p.at("/scorecards")
	p.at("/scorecards/cards")
	p.Until("the cards", `document.querySelector(".scorecards .notice")`)
}

// A week is issued; an import that comes later is told beside the kept numbers,
// on the team's card and on the card of whom it touches; taking the import back
// takes the telling back; issuing anew takes the new numbers.
func TestChangedSinceIssue(t *testing.T) {
	h := Start(t)
	who := h.Of("associate")
	Each(t, func(t *testing.T, v View) {
		p := Open(t, v)
		p.SignIn(h, h.Of("owner"))
		day := p.unissued().AddDate(0, 0, 2).Format(time.DateOnly)
		p.Click("Issue the week")
		p.Sees("The numbers of the week are kept.")
		p.Sees("The book still says the same.")
		before := Ask[string](p, `document.querySelector(".cards .small").innerText`)
		file := fmt.Sprintf("late-%s.csv", v)
		late := fmt.Sprintf("Sale #,Date,Department,Description,Qty,Amount,Salesperson\r\nL%d%c,%s,Rings,Gold ring,1,1234.56,%s\r\n", v.Width, v.Theme[0], day, who.Code)
		if err := os.WriteFile(filepath.Join(h.Work, file), []byte(late), 0o600); err != nil {
			t.Fatal(err)
		}
		var made struct{ Import string }
		h.Read(&made, "import", filepath.Join(h.Work, file))
		p.again()
		p.Sees("The book has changed since issue")
		p.Until("what differs", `document.querySelectorAll(".changed tbody tr").length > 3`)
		for _, name := range []string{"The team", who.Name} {
			row := Ask[string](p, `[...document.querySelectorAll(".changed tbody tr")].find((r) => r.innerText.startsWith(`+quote(name)+`) && /sales, the week/i.test(r.innerText))?.innerText || ""`)
			if cells := strings.Split(row, "\t"); len(cells) != 4 || cells[2] == cells[3] {
				t.Errorf("of %s it says %q", name, row)
			}
		}
		if after := Ask[string](p, `document.querySelector(".cards .small").innerText`); after != before+" Changed since issue." {
			t.Errorf("the kept numbers were %q and are %q", before, after)
		}
		p.Holds("cards-changed")
		h.Must("imports", "undo", made.Import)
		p.again()
		p.Sees("The book still says the same.")
		h.Read(&made, "import", filepath.Join(h.Work, file))
		p.again()
		p.Click("Issue it anew")
		p.Sees("The book still says the same.")
		if after := Ask[string](p, `document.querySelector(".cards .small").innerText`); after == before {
			t.Errorf("issued anew the team's card still says %q", after)
		}
	})
}

// paper is the last file that was made, and its pages as poppler counts them.
func (p *Page) paper() (pages int, text string) {
	p.Helper()
	raw, err := base64.StdEncoding.DecodeString(Ask[string](p, `window.made.at(-1).arrayBuffer().then((b) => btoa(Array.from(new Uint8Array(b), (c) => String.fromCharCode(c)).join("")))`))
	if err != nil {
		p.Fatal(err)
	}
	return sheets(p, raw)
}

// sheets counts a PDF's pages and reads their words.
func sheets(t testing.TB, raw []byte) (pages int, text string) {
	t.Helper()
	if !strings.HasPrefix(string(raw), "%PDF-") {
		t.Fatalf("the file begins with %.20q", raw)
	}
	file := filepath.Join(t.TempDir(), "page.pdf")
	if err := os.WriteFile(file, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	tool := func(name string, args ...string) string {
		if _, err := exec.LookPath(name); err != nil {
			t.Skipf("%s is not installed, so pages are not counted", name)
		}
		out, err := exec.Command(name, args...).Output()
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		return string(out)
	}
	_, after, _ := strings.Cut(tool("pdfinfo", file), "Pages:")
	if pages, err := strconv.Atoi(strings.TrimSpace(strings.SplitN(after, "\n", 2)[0])); err != nil || pages < 1 {
		t.Fatalf("pdfinfo counts %q", after)
	}
	pages, _ = strconv.Atoi(strings.TrimSpace(strings.SplitN(after, "\n", 2)[0]))
	return pages, strings.Join(strings.Fields(tool("pdftotext", "-layout", file, "-")), " ")
}

// One card is one page, two are two, all are everybody's and the team's; each
// page is of the person chosen.
func TestPrintOneSomeAll(t *testing.T) {
	h := Start(t)
	p := Open(t, Views[2])
	p.SignIn(h, h.Of("owner"))
	p.unissued()
	people := Ask[[]string](p, `[...document.querySelectorAll(".cards .name")].slice(1).map((e) => e.innerText)`)
	if len(people) < 3 {
		t.Fatalf("the week has cards of %v", people)
	}
	p.Run(`window.made = []; const make = URL.createObjectURL; URL.createObjectURL = (b) => (window.made.push(b), make(b))`)
	made := func(n int) string { return fmt.Sprintf("window.made.length === %d", n) }
	p.Click("Print the card of " + people[0])
	p.Until("one card", made(1))
	if pages, text := p.paper(); pages != 1 || !strings.Contains(text, people[0]) || strings.Contains(text, people[1]) {
		t.Errorf("the card of %s has %d pages: %s", people[0], pages, text)
	}
	p.Until("the card issued", `document.body.innerText.includes("Print the chosen")`)
	for _, name := range people[:2] {
		p.Run(`[...document.querySelectorAll(".cards label")].find((l) => l.innerText.includes(` + quote(name) + `)).control.click()`)
	}
	p.Click("Print the 2 chosen")
	p.Until("two cards", made(2))
	if pages, text := p.paper(); pages != 2 || !strings.Contains(text, people[0]) || !strings.Contains(text, people[1]) || strings.Contains(text, "The team") {
		t.Errorf("two cards have %d pages: %s", pages, text)
	}
	p.Until("the print to end", `!document.querySelector("[aria-busy=true]")`)
	p.Click("Print the team and everyone")
	p.Until("all cards", made(3))
	pages, text := p.paper()
	if pages != len(people)+1 || !strings.Contains(text, "The team") {
		t.Errorf("all cards have %d pages, want the team's and %d: %s", pages, len(people), text)
	}
	for _, name := range people {
		if !strings.Contains(text, name) {
			t.Errorf("no page is of %s", name)
		}
	}
}

// amounts reads the rows behind the figure that is open, all of them: what each
// adds in cents, and how many of them count.
func (p *Page) behind() (sum int64, rows, counted int) {
	p.Helper()
	p.Until("its receipts", `document.querySelector(".behind > li")`)
	for range 20 {
		if !Ask[bool](p, `Boolean([...document.querySelectorAll("dialog button")].find((b) => b.innerText === "Show more"))`) {
			break
		}
		n := Ask[int](p, `document.querySelectorAll(".behind > li").length`)
		p.Click("Show more")
		p.Until("more of them", fmt.Sprintf(`document.querySelectorAll(".behind > li").length > %d`, n))
	}
	for _, text := range Ask[[]string](p, `[...document.querySelectorAll(".behind > li > .head .sum")].map((e) => e.innerText)`) {
		sum += cents(p, text)
	}
	all := Ask[[]int](p, `[document.querySelectorAll(".behind > li").length, document.querySelectorAll(".behind > li:not(.out)").length]`)
	return sum, all[0], all[1]
}

// cents reads $1,234.56 and −$7.
func cents(t testing.TB, text string) int64 {
	t.Helper()
	digits := strings.NewReplacer("$", "", ",", "", "−", "-", "-", "-").Replace(strings.TrimSpace(text))
	if !strings.Contains(digits, ".") {
		digits += ".00"
	}
	n, err := strconv.ParseInt(strings.Replace(digits, ".", "", 1), 10, 64)
	if err != nil {
		t.Fatalf("reading the amount %q: %v", text, err)
	}
	return n
}

// The rows behind a figure add up to it, as a person with a pencil would find:
// net sales are the sum of the rows, a rate the rows that count of all rows, a
// mean the sum over their number; and all agree with the command line.
func TestTheRowsAddUp(t *testing.T) {
	h := Start(t)
	p := Open(t, Views[2])
	p.SignIn(h, h.Of("owner"))
	p.figures()
	first := lastWednesday().AddDate(0, 0, -2)
	var out struct {
		Rows []struct {
			Figures struct {
				Net     int64                  `json:"net_sales"`
				Sales   int                    `json:"sales_count"`
				AddOn   struct{ N, Of int }    `json:"secondary_sales_rate"`
				Average struct{ Sum, N int64 } `json:"average_sale"`
			}
		}
	}
	for _, cut := range []struct{ label, value, flag string }{{"", "", ""}, {"Product line", "watch", "product_line"}} {
		if cut.label != "" {
			p.Run(`document.querySelector(".cuts").open = true`)
			p.choose(cut.label, cut.value)
		}
		p.Click("The week")
		body := fmt.Sprintf(`{"from":%q,"to":%q}`, first.Format(time.DateOnly), first.AddDate(0, 0, 6).Format(time.DateOnly))
		if cut.flag != "" {
			body = fmt.Sprintf(`{"from":%q,"to":%q,%q:%q}`, first.Format(time.DateOnly), first.AddDate(0, 0, 6).Format(time.DateOnly), cut.flag, cut.value)
		}
		raw := Ask[string](p, `import("/app/http.js").then((m) => m.request("POST", "/api/figures", `+body+`)).then((r) => JSON.stringify(r.data))`)
		if err := json.Unmarshal([]byte(raw), &out); err != nil {
			t.Fatal(err)
		}
		want := out.Rows[0].Figures
		p.Until("the week's figures", fmt.Sprintf(`[...document.querySelectorAll(".scorecards tbody tr")].some((r) => r.innerText.startsWith("Sales\t") && r.innerText.includes(%q))`, fmt.Sprint(want.Sales)))
		open := func(name string) (int64, int, int) {
			p.Click(name + ": formula and receipts")
			sum, rows, counted := p.behind()
			p.Press(Escape)
			p.Until("the figures again", `!document.querySelector("dialog[open]")`)
			return sum, rows, counted
		}
		if sum, rows, _ := open("Net sales"); sum != want.Net || rows < 2 {
			t.Errorf("%s: %d rows make %d, the net sales are %d", cut.value, rows, sum, want.Net)
		}
		if _, rows, counted := open("Add-on rate"); counted != want.AddOn.N || rows != want.AddOn.Of {
			t.Errorf("%s: %d of %d rows count, the rate is %+v", cut.value, counted, rows, want.AddOn)
		}
		if sum, rows, _ := open("Average sale"); sum != want.Average.Sum || int64(rows) != want.Average.N {
			t.Errorf("%s: %d rows make %d, the mean is of %+v", cut.value, rows, sum, want.Average)
		}
		if _, rows, _ := open("Sales"); rows != want.Sales {
			t.Errorf("%s: %d rows for %d sales", cut.value, rows, want.Sales)
		}
	}
}

// Every period and every cut that the issue names can be chosen, and shows the
// days and the rows that the command line counts for them.
func TestEveryPeriodAndCut(t *testing.T) {
	h := Start(t)
	p := Open(t, Views[2])
	p.SignIn(h, h.Of("owner"))
	p.figures()
	p.Run(`document.querySelector(".cuts").open = true`)
	for _, period := range []string{"The week", "13 weeks", "13 months", "Same week last year"} {
		p.Click(period)
		days := strings.Split(strings.TrimSuffix(Ask[string](p, `document.querySelector(".page > header .quiet").innerText.split(". ").at(-1)`), "."), " to ")
		from, err := time.Parse("January 2, 2006", days[0])
		to, wrong := time.Parse("January 2, 2006", days[1])
		if err != nil || wrong != nil {
			t.Fatalf("%s says its days as %q", period, days)
		}
		for _, by := range []string{"associate", "product_line", "brand", "shift", "weekday"} {
			p.Run(`document.querySelector(".cuts").open = true`)
			p.choose("Side by side", by)
			var want struct {
				Rows []struct {
					Label   string
					Figures struct {
						Sales int `json:"sales_count"`
					}
				}
			}
			h.Read(&want, "metrics", "--from", from.Format(time.DateOnly), "--to", to.Format(time.DateOnly), "--by", by)
			rows := fmt.Sprintf(`document.querySelector(".scorecards table tbody").rows.length === %d`, len(want.Rows))
			if len(want.Rows) == 0 {
				continue
			}
			p.Until(fmt.Sprintf("%d rows by %s of %s", len(want.Rows), by, period), rows)
			says := Ask[[]string](p, `[...document.querySelector(".scorecards table tbody").rows].map((r) => r.cells[0].innerText + ": " + r.cells[3].innerText.replace(",", ""))`)
			for _, r := range want.Rows {
				if line := fmt.Sprintf("%s: %d", r.Label, r.Figures.Sales); !strings.Contains("\n"+strings.Join(says, "\n")+"\n", "\n"+line+"\n") {
					t.Errorf("%s by %s: no row %q in %q", period, by, line, says)
				}
			}
		}
	}
}
