package oracle

import (
	"reflect"
	"slices"
	"strings"

	"touchstone/hooks/internal/civil"
)

// field names what a column says.
type field string

const (
	fNumber     field = "number"
	fDate       field = "date"
	fTime       field = "time"
	fZone       field = "zone"
	fKind       field = "kind"
	fOriginal   field = "original"
	fStore      field = "store"
	fSKU        field = "sku"
	fWords      field = "words"
	fCategory   field = "category"
	fBrand      field = "brand"
	fQuantity   field = "quantity"
	fPrice      field = "price"
	fDiscount   field = "discount" // of the line
	fGross      field = "gross"
	fNet        field = "net"
	fReceiptOff field = "receipt discount"
	fTax        field = "tax"
	fTaxInside  field = "tax inside" // the prices hold it
	fStaff      field = "staff"
	fSplit      field = "split"
	fPerson     field = "person 1" // to person 4, with pct 1 to pct 4
	fClientID   field = "client id"
	fClient     field = "client"
	fPhone      field = "phone"
	fEmail      field = "email"
	fStatus     field = "status"
	fSubtotal   field = "subtotal"
	fTotal      field = "total"
	fRefunded   field = "refunded"
	fTaxes      field = "taxes"
	fFill       field = "fill"      // says the same on every row
	fOnce       field = "fill once" // the same on every receipt's first row
	fBlank      field = "blank"
)

// column is a header and what stands under it.
type column struct {
	head string
	what field
	fill string
}

// sums is how amounts and numbers are written.
type sums struct {
	comma    bool // decimal comma, points between thousands
	grouped  bool
	symbol   string
	after    bool // symbol behind the number
	brackets bool // negatives in parentheses
	trailing bool // minus behind the number
	negZero  bool // zero discounts as -0.00
	places   int  // of quantities, at least
}

// Ways of naming several people.
const (
	oneName  = iota // one person a line
	evenly          // AB/CD
	parallel        // AB/CD beside 60/40
	inline          // AB60/CD40
	numbered        // four columns, four percentages
)

// Layout is one way in which a system could export a book.
type Layout struct {
	Name, Extension string
	TwoStores       bool
	columns         []column
	delimiter       rune
	newline         string
	encoding        string // utf-8, utf-8-bom, utf-16le or windows-1252
	form            string // csv or html
	date, clock     string // as package time writes them; a date may hold the clock
	money           sums
	currency        string
	firstRowOnly    bool // columns of the receipt are blank from its second row on
	dateAlways      bool // but the date stands on every row
	numberOnce      bool // even the number is blank below
	offOnce         bool // the receipt's discount stands on the first row only
	positive        bool // documents of type return have positive quantities
	netBefore       bool // the net does not hold its part of the receipt's discount
	negativeOff     bool // line discounts are written with the opposite sign
	names           bool // people by name, else by code
	codeAndName     bool // AB-Ada Berg
	many            int
	house           string // what stands for nobody
	walkIn          string // what stands for no client
	prefix          string // of receipt numbers
	kinds           map[Kind]string
	title           bool // title lines above, a grand total below
	newestFirst     bool
	fits            func(*Receipt) bool // a layout's own limits
	trim            func(*Receipt)
}

func (l Layout) has(what field) bool {
	return slices.ContainsFunc(l.columns, func(c column) bool { return c.what == what })
}

// withClock reports that date and time share a column.
func (l Layout) withClock() bool { return strings.Contains(l.date, "04") }

// Restrict returns the part of a book that the layout can say; what it says is
// then exactly the book returned. The book given is left alone.
func (l Layout) Restrict(b Book) Book {
	out := copyOf(b)
	out.Currency = l.currency
	if !l.TwoStores {
		out.Stores = out.Stores[:1]
	}
	for i := range out.Clients {
		out.Clients[i].Household = ""
	}
	out.Receipts = out.Receipts[:0]
	for _, r := range copyOf(b).Receipts {
		if l.keeps(&r, out.Stores) {
			l.restrictReceipt(&r, out.Clients)
			out.Receipts = append(out.Receipts, r)
		}
	}
	settle(&out)
	return out
}

// keeps says whether the layout can say a receipt at all.
func (l Layout) keeps(r *Receipt, stores []Store) bool {
	if !slices.ContainsFunc(stores, func(s Store) bool { return s.Code == r.Store }) {
		return false
	}
	switch r.Stated {
	case Unsaid, Sale, Return, Exchange:
	default:
		if l.kinds[r.Stated] == "" {
			return false
		}
	}
	if l.fits != nil && !l.fits(r) {
		return false
	}
	if l.positive && r.Stated == Return {
		r.Lines = slices.DeleteFunc(r.Lines, func(x Line) bool { return x.Quantity > 0 })
	}
	return len(r.Lines) > 0
}

func (l Layout) restrictReceipt(r *Receipt, clients []Client) {
	if l.trim != nil {
		l.trim(r)
	}
	if l.kinds[r.Stated] == "" {
		r.Stated = Unsaid
	}
	if !l.has(fOriginal) {
		r.Original = ""
	}
	if !l.has(fRefunded) {
		r.Refunded = 0
	}
	r.RefundedOn = civil.Date{} // no layout says the day
	if l.withClock() && r.Clock < 0 {
		r.Clock = 725
	}
	if l.clock == "" && !l.withClock() {
		r.Clock = -1
	}
	l.restrictClient(r, clients)
	l.restrictPeople(r)
	l.restrictLines(r)
	if !l.has(fReceiptOff) {
		r.Discount = 0
	}
}

// restrictClient forgets clients whom the layout cannot tell from others.
func (l Layout) restrictClient(r *Receipt, clients []Client) {
	if r.Client == "" || l.has(fClientID) {
		return
	}
	at := slices.IndexFunc(clients, func(c Client) bool { return c.ID == r.Client })
	if at < 0 || !(l.has(fEmail) && clients[at].Email != "" || l.has(fPhone) && clients[at].Phone != "") {
		r.Client = ""
	}
}

func (l Layout) restrictPeople(r *Receipt) {
	for i := range r.Lines {
		s := r.Lines[i].Shares
		switch {
		case !l.has(fStaff) && !l.has(fPerson):
			s = nil
		case l.firstRowOnly:
			s = r.Lines[0].Shares
		}
		if len(s) > 0 && l.many == oneName {
			s = []Share{{s[0].Staff, 10000}}
		}
		s = slices.Clone(s)
		for k := range s {
			switch l.many {
			case evenly:
				s[k].Percent = 0
			case inline:
				s[k].Percent = s[k].Percent / 100 * 100
			}
		}
		r.Lines[i].Shares = s
	}
}

func (l Layout) restrictLines(r *Receipt) {
	for i := range r.Lines {
		x := &r.Lines[i]
		if !l.has(fSKU) {
			x.SKU = ""
		}
		if !l.has(fBrand) {
			x.Brand = ""
		}
		if !l.has(fCategory) {
			x.Category = ""
		}
		if !l.has(fDiscount) {
			x.Discount = 0
		}
		if !l.has(fNet) {
			x.Net = nil
		}
		if !l.has(fPrice) && !l.has(fGross) {
			if x.Net == nil {
				net := round(x.Quantity, x.UnitPrice, 1000) - x.Discount
				x.Net = &net
			}
			x.UnitPrice, x.Discount = 0, 0
		}
	}
}

func copyOf(b Book) Book {
	b.Stores, b.Staff, b.Clients = slices.Clone(b.Stores), slices.Clone(b.Staff), slices.Clone(b.Clients)
	b.Receipts = slices.Clone(b.Receipts)
	for i := range b.Receipts {
		b.Receipts[i].Lines = slices.Clone(b.Receipts[i].Lines)
		for k := range b.Receipts[i].Lines {
			x := &b.Receipts[i].Lines[k]
			x.Shares = slices.Clone(x.Shares)
			if x.Net != nil {
				net := *x.Net
				x.Net = &net
			}
		}
	}
	return b
}

// Write gives the file that the layout makes of a book. It is not ok when the
// book holds something the layout cannot say; Restrict takes that out.
func (l Layout) Write(b Book) (name string, body []byte, ok bool) {
	if !reflect.DeepEqual(l.Restrict(b), copyOf(b)) {
		return "", nil, false
	}
	rows := l.rows(b)
	text := l.csv(rows)
	if l.form == "html" {
		text = html(rows)
	}
	return l.Name + "." + l.Extension, encode(text, l.encoding), true
}
