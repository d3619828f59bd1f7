package outside

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"math/rand/v2"
	"strconv"
	"time"
)

// Till writes what the POS of an invented store would export: sales of two and
// three pieces, sales shared between two people, returns that name their
// receipt, voids, people with cards and people without. The same numbers give
// the same bytes.
type Till struct {
	Seed     uint64
	Receipts int
	From     time.Time // the first day; six receipts a day follow
	First    int       // the first receipt's number; 0 means 50001
	Currency string    // a column of its own when set
}

// Surnames of the till's clients; no other file of a book has them.
var Surnames = []string{"Quillfeather", "Brambleforth", "Ostrowicz", "Thistlewood", "Vanterpool", "Marchbanks", "Ickleford", "Dunnewold"}

var (
	givenNames = []string{"Adela", "Bastian", "Corisande", "Dorian", "Ezra", "Fenella", "Gideon", "Hestia", "Ignace", "Junia"}
	tillStaff  = []string{"AB", "CD", "EF", "GH"}
)

// piece is something a till sells.
type piece struct {
	sku, text, department, brand string
	cents                        int64
}

var tillPieces = []piece{
	{"W-100", "Automatic Watch 40 mm", "Watches", "Meridian", 249500},
	{"W-101", "Quartz Watch 34 mm", "Watches", "Halden", 42000},
	{"R-200", "Diamond Ring 0.50 ct", "Rings", "Casa Verde", 189999},
	{"N-300", "Pearl Necklace 18\"", "Necklaces", "", 61050},
	{"E-400", "Gold Earrings, Hoop", "Earrings", "Casa Verde", 33333},
	{"S-500", "Leather Strap 20 mm", "Watch Straps", "Meridian", 8999},
	{"C-600", "Care Plan 3 Years", "Care Plans", "", 14900},
	{"V-700", "Ring Sizing", "Repairs", "", 6500},
}

var tillHeader = []string{"Sale #", "Sale Date", "Sale Time", "Type", "Original Sale #", "Customer #", "Customer Name", "Phone", "Email",
	"Item #", "Description", "Department", "Brand", "Qty", "Unit Price", "Ext. Price", "Salesperson", "Split %"}

// Export is the file.
func (t Till) Export() []byte {
	if t.First == 0 {
		t.First = 50001
	}
	var body bytes.Buffer
	w := csv.NewWriter(&body)
	head := tillHeader
	if t.Currency != "" {
		head = append(append([]string{}, head...), "Currency")
	}
	_ = w.Write(head) // a buffer takes everything
	draw := rand.New(rand.NewPCG(t.Seed, 97))
	for i := range t.Receipts {
		for _, row := range t.receipt(draw, i) {
			if t.Currency != "" {
				row = append(row, t.Currency)
			}
			_ = w.Write(row)
		}
	}
	w.Flush()
	return body.Bytes()
}

// receipt is one ticket's rows. Every ninth gives back the first piece of the
// one before, every twenty-third is void.
func (t Till) receipt(draw *rand.Rand, i int) [][]string {
	day := t.From.AddDate(0, 0, i/6)
	number, kind, original, sign := t.First+i, "Sale", "", int64(1)
	first := draw.IntN(len(tillPieces) - 3)
	pieces := []piece{tillPieces[first], tillPieces[5+draw.IntN(3)]}
	staff, split := tillStaff[draw.IntN(4)], ""
	if draw.IntN(4) == 0 {
		pieces = append(pieces, tillPieces[draw.IntN(len(tillPieces))])
		staff, split = "AB/"+tillStaff[1+draw.IntN(3)], "60/40"
	}
	who := draw.IntN(len(Surnames) * len(givenNames) * 2)
	switch {
	case i%23 == 22:
		kind = "Void"
	case i%9 == 8:
		kind, original, sign = "Return", "S-"+strconv.Itoa(number-1), -1
		pieces = pieces[:1]
	}
	card, name, phone, email := person(who)
	var rows [][]string
	for _, p := range pieces {
		rows = append(rows, []string{
			"S-" + strconv.Itoa(number), day.Format("1/2/2006"), fmt.Sprintf("%d:%02d PM", 1+i%6, draw.IntN(60)), kind, original, card, name, phone, email,
			p.sku, p.text, p.department, p.brand, strconv.FormatInt(sign, 10), dollars(p.cents), dollars(sign * p.cents), staff, split,
		})
	}
	return rows
}

// person is one of the till's clients; the upper half of them left no card.
func person(who int) (card, name, phone, email string) {
	people := len(Surnames) * len(givenNames)
	if who >= people {
		return "", "", "", ""
	}
	given, family := givenNames[who%len(givenNames)], Surnames[who/len(givenNames)]
	return strconv.Itoa(7000 + who), given + " " + family, fmt.Sprintf("(212) 555-01%02d", who),
		fmt.Sprintf("%s.%s@example.com", given, family)
}

func dollars(cents int64) string {
	sign := ""
	if cents < 0 {
		sign, cents = "-", -cents
	}
	return fmt.Sprintf("%s$%d.%02d", sign, cents/100, cents%100)
}
