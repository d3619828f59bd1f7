package oracle

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	stdhtml "html"
	"math"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"touchstone/hooks/internal/civil"
)

// reader reads a layout's file back into a book, by what the layout says of
// itself; roles come from the catalog.
type reader struct {
	Layout
	t     *testing.T
	codes map[string]string
	roles map[string]piece
}

func reread(t *testing.T, l Layout, b Book, body []byte) Book {
	t.Helper()
	r := reader{l, t, map[string]string{}, map[string]piece{}}
	for _, p := range b.Staff {
		r.codes[p.Name], r.codes[p.Code], r.codes[p.Code+"-"+p.Name] = p.Code, p.Code, p.Code
	}
	for _, list := range [][]piece{primaries, secondaries, aparts} {
		for _, p := range list {
			r.roles[p.words] = p
		}
	}
	out := Book{Currency: l.currency, Stores: b.Stores, Staff: b.Staff, Clients: b.Clients}
	at, above := map[string]int{}, ""
	for _, row := range r.table(body)[1:] {
		cells := r.cells(row, above)
		if cells[fNumber] == "" {
			continue // a page break or the grand total
		}
		above = cells[fNumber]
		key := cells[fStore] + "/" + cells[fNumber]
		if _, seen := at[key]; !seen {
			at[key] = len(out.Receipts)
			out.Receipts = append(out.Receipts, r.receipt(cells, b))
		}
		rec := &out.Receipts[at[key]]
		rec.Lines = append(rec.Lines, r.line(cells, rec))
	}
	return out
}

// cells names the cells of a row; a page break has none.
func (r reader) cells(row []string, above string) map[field]string {
	out := map[field]string{}
	if len(row) < len(r.columns) || row[0] == r.columns[0].head {
		return out
	}
	for i, c := range r.columns {
		out[c.what] = row[i]
	}
	if r.numberOnce && out[fNumber] == "" {
		out[fNumber] = above
	}
	return out
}

func (r reader) table(body []byte) [][]string {
	text := r.decode(body)
	if r.form == "html" {
		return fromHTML(text)
	}
	if r.title {
		text = strings.SplitN(text, r.newline, 4)[3]
	}
	c := csv.NewReader(strings.NewReader(text))
	c.Comma, c.FieldsPerRecord = r.delimiter, -1
	out, err := c.ReadAll()
	if err != nil {
		r.t.Fatal(err)
	}
	return out
}

func (r reader) decode(body []byte) string {
	switch r.encoding {
	case "utf-16le":
		var units []uint16
		for i := 2; i < len(body); i += 2 {
			units = append(units, uint16(body[i])|uint16(body[i+1])<<8)
		}
		return string(utf16.Decode(units))
	case "windows-1252":
		var runes []rune
		for _, c := range body {
			runes = append(runes, rune(c))
		}
		return strings.ReplaceAll(string(runes), "\u0080", "€")
	}
	return string(bytes.TrimPrefix(body, []byte{0xEF, 0xBB, 0xBF}))
}

func fromHTML(text string) [][]string {
	var out [][]string
	for _, tr := range regexp.MustCompile(`<tr>(.*)</tr>`).FindAllStringSubmatch(text, -1) {
		var row []string
		for _, td := range regexp.MustCompile(`<t[dh]>(.*?)</t[dh]>`).FindAllStringSubmatch(tr[1], -1) {
			row = append(row, stdhtml.UnescapeString(td[1]))
		}
		out = append(out, row)
	}
	return out
}

func (r reader) receipt(cells map[field]string, b Book) Receipt {
	out := Receipt{Store: b.Stores[0].Code, Number: strings.TrimPrefix(cells[fNumber], r.prefix)}
	if r.has(fStore) {
		out.Store = cells[fStore]
	}
	out.Original = strings.TrimPrefix(cells[fOriginal], r.prefix)
	out.Date, out.Clock = r.moment(cells)
	for kind, words := range r.kinds {
		if words == cells[fKind] || words == cells[fStatus] {
			out.Stated = kind
		}
	}
	for _, c := range b.Clients {
		if c.ID == cells[fClientID] || !r.has(fClientID) && c.Name == cells[fClient] {
			out.Client = c.ID
		}
	}
	out.Discount = size(r.cents(cells[fReceiptOff]))
	out.Refunded = r.cents(cells[fRefunded])
	return out
}

func (r reader) moment(cells map[field]string) (civil.Date, int) {
	when, err := time.Parse(r.date, cells[fDate])
	if err != nil {
		r.t.Fatal(err)
	}
	day := civil.Of(when)
	if cells[fTime] != "" {
		if when, err = time.Parse(r.clock, cells[fTime]); err != nil {
			r.t.Fatal(err)
		}
	}
	if cells[fTime] == "" && !r.withClock() {
		return day, -1
	}
	return day, when.Hour()*60 + when.Minute()
}

func (r reader) line(cells map[field]string, rec *Receipt) Line {
	p := r.roles[cells[fWords]]
	out := Line{SKU: cells[fSKU], Description: p.words, Category: cells[fCategory], Role: p.role, ProductLine: p.line, Brand: cells[fBrand]}
	out.UnitPrice, out.Discount = r.cents(cells[fPrice]), r.cents(cells[fDiscount])
	q, err := strconv.ParseFloat(strings.ReplaceAll(cells[fQuantity], ",", "."), 64)
	if err != nil {
		r.t.Fatal(err)
	}
	out.Quantity = int64(math.Round(q * 1000))
	if r.negativeOff {
		out.Discount = -out.Discount
	}
	if r.has(fGross) {
		out.UnitPrice = int64(math.Round(float64(r.cents(cells[fGross])) / q))
	}
	if r.has(fNet) {
		net := r.cents(cells[fNet])
		out.Net, out.BeforeReceiptDiscount = &net, r.netBefore
	}
	out.Shares = r.shares(cells)
	if r.firstRowOnly && len(rec.Lines) > 0 {
		out.Shares = rec.Lines[0].Shares
	}
	return out
}

func (r reader) shares(cells map[field]string) []Share {
	var out []Share
	pcts := strings.Split(cells[fSplit], "/")
	for i, word := range strings.Split(cells[fStaff], "/") {
		name := strings.TrimRight(word, "0123456789.,")
		s := Share{Staff: r.codes[name]}
		if s.Staff == "" {
			continue
		}
		if cells[fSplit] != "" {
			s.Percent = r.hundredths(pcts[i])
		} else if name != word {
			s.Percent = r.hundredths(word[len(name):])
		}
		out = append(out, s)
	}
	for n := 1; n <= 4; n++ {
		if code := r.codes[cells[field(fmt.Sprintf("person %d", n))]]; code != "" {
			out = append(out, Share{code, r.hundredths(cells[field(fmt.Sprintf("pct %d", n))])})
		}
	}
	return out
}

func (r reader) hundredths(s string) int64 {
	v, _ := strconv.ParseFloat(strings.ReplaceAll(s, ",", "."), 64)
	return int64(math.Round(v * 100))
}

func (r reader) cents(s string) int64 {
	digits := strings.Map(func(c rune) rune {
		if c >= '0' && c <= '9' {
			return c
		}
		return -1
	}, s)
	v, _ := strconv.ParseInt(digits, 10, 64)
	if strings.ContainsAny(s, "(-") {
		return -v
	}
	return v
}

// TestEveryFileSaysItsBook writes random books in every layout, reads them
// back, and holds all figures of both against each other.
func TestEveryFileSaysItsBook(t *testing.T) {
	for _, l := range Layouts() {
		t.Run(l.Name, func(t *testing.T) {
			for seed := int64(1); seed <= 3; seed++ {
				whole := Random(seed)
				if l.TwoStores {
					whole = RandomStores(seed)
				}
				b := l.Restrict(whole)
				if !reflect.DeepEqual(l.Restrict(b), b) {
					t.Fatalf("seed %d: restricting twice is not restricting once", seed)
				}
				if len(b.Receipts) < 10 {
					t.Fatalf("seed %d: only %d receipts are left", seed, len(b.Receipts))
				}
				_, body, ok := l.Write(b)
				if !ok {
					t.Fatalf("seed %d: does not fit its own layout", seed)
				}
				sameFigures(t, b, reread(t, l, b, body), seed)
			}
		})
	}
}

// sameFigures asks a third of the questions of a seed.
func sameFigures(t *testing.T, b, back Book, seed int64) {
	t.Helper()
	if len(back.Receipts) != len(b.Receipts) {
		t.Fatalf("seed %d: %d receipts, want %d", seed, len(back.Receipts), len(b.Receipts))
	}
	for i, s := range Scopes(seed) {
		if i%3 != int(seed)%3 {
			continue
		}
		answer, err := json.Marshal(Calculate(back, s))
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range Compare(b, answer, s) {
			t.Errorf("seed %d %v: %s", seed, s.Args(), d)
		}
	}
}

func TestWriteRefusesWhatTheLayoutCannotSay(t *testing.T) {
	b := Random(1)
	for _, l := range Layouts() {
		if _, _, ok := l.Write(b); ok && !l.TwoStores {
			t.Errorf("%s says it can write households and refunds without lines", l.Name)
		}
	}
}
