package oracle

import (
	"time"
)

// writing is a book being written: its layout, its receipts, who is who.
type writing struct {
	Layout
	b       Book
	clients map[string]Client
	zone    *time.Location
}

// rows are the cells of the whole file, header first.
func (l Layout) rows(b Book) [][]string {
	w := writing{Layout: l, b: b, clients: map[string]Client{}}
	for _, c := range b.Clients {
		w.clients[c.ID] = c
	}
	var err error
	if w.zone, err = time.LoadLocation(b.Stores[0].Zone); err != nil {
		w.zone = time.UTC
	}
	var head []string
	for _, c := range l.columns {
		head = append(head, c.head)
	}
	out, total := [][]string{head}, int64(0)
	for k := range b.Receipts {
		at := k
		if l.newestFirst {
			at = len(b.Receipts) - 1 - k
		}
		rows, sum := w.receipt(&b.Receipts[at])
		out, total = append(out, rows...), total+sum
		if l.title && k == len(b.Receipts)/2 {
			out = append(out, nil, []string{"Page 2 of 2"}, head)
		}
	}
	if l.title {
		out = append(out, w.grandTotal(total))
	}
	return out
}

// receipt gives the rows of one receipt and the sum of their nets.
func (w writing) receipt(r *Receipt) (rows [][]string, sum int64) {
	f := derive(r, storeOf(w.b, r.Store))
	for i := range f.Lines {
		row := make([]string, len(w.columns))
		for n, c := range w.columns {
			row[n] = w.cell(f, i, c)
		}
		rows, sum = append(rows, row), sum+w.net(f, i)
	}
	return rows, sum
}

func (w writing) grandTotal(total int64) []string {
	row := make([]string, len(w.columns))
	row[0] = "Grand Total"
	for k, c := range w.columns {
		if c.what == fNet {
			row[k] = w.amount(total)
		}
	}
	return row
}

// ofReceipt are the columns that belong to the receipt, not to its lines.
var ofReceipt = map[field]bool{
	fDate: true, fTime: true, fKind: true, fOriginal: true, fStore: true, fReceiptOff: true, fStaff: true, fSplit: true, fClientID: true,
	fClient: true, fPhone: true, fEmail: true, fStatus: true, fSubtotal: true, fTotal: true, fRefunded: true, fTaxes: true,
	fOnce: true,
}

func (w writing) cell(f *fact, i int, c column) string {
	if i > 0 && w.blankBelow(c.what) {
		return ""
	}
	if c.fill != "" {
		return c.fill
	}
	if personal(c.what) {
		return w.person(f.Lines[i].Shares, c.what)
	}
	for _, about := range []func(*fact, int, field) (string, bool){w.aboutReceipt, w.aboutClient, w.aboutMoney, w.aboutOrder} {
		if s, ok := about(f, i, c.what); ok {
			return s
		}
	}
	return w.aboutLine(f, i, c.what)
}

// blankBelow reports a column that only a receipt's first row fills.
func (w writing) blankBelow(what field) bool {
	switch {
	case what == fReceiptOff && w.offOnce, what == fNumber && w.numberOnce:
		return true
	case what == fDate && w.dateAlways:
		return false
	}
	return w.firstRowOnly && (ofReceipt[what] || personal(what))
}

func (w writing) aboutReceipt(f *fact, _ int, what field) (string, bool) {
	switch what {
	case fNumber:
		return w.prefix + f.Number, true
	case fDate:
		return w.moment(f).Format(w.date), true
	case fTime:
		return w.time(f), true
	case fZone:
		return "Eastern Time (US & Canada)", true
	case fKind:
		return w.kinds[f.Stated], true
	case fOriginal:
		return w.original(f), true
	case fStore:
		return f.Store, true
	case fStatus:
		return w.status(f), true
	}
	return "", false
}

func (w writing) original(f *fact) string {
	if f.Original == "" {
		return ""
	}
	return w.prefix + f.Original
}

func (w writing) time(f *fact) string {
	if f.Clock < 0 {
		return ""
	}
	return w.moment(f).Format(w.clock)
}

func (w writing) moment(f *fact) time.Time {
	clock := max(f.Clock, 0)
	return time.Date(f.Date.Year, f.Date.Month, f.Date.Day, clock/60, clock%60, 0, 0, w.zone)
}

func (w writing) aboutClient(f *fact, _ int, what field) (string, bool) {
	c := w.clients[f.Client]
	switch what {
	case fClientID:
		return c.ID, true
	case fClient:
		if f.Client == "" {
			return w.walkIn, true
		}
		return c.Name, true
	case fPhone:
		return c.Phone, true
	case fEmail:
		return c.Email, true
	}
	return "", false
}

// status is the payment's state as a web shop says it.
func (w writing) status(f *fact) string {
	switch {
	case f.Stated == Void:
		return "voided"
	case f.Refunded == 0:
		return "paid"
	case f.Refunded >= f.goods:
		return "refunded"
	}
	return "partially_refunded"
}

// sign is -1 on documents whose quantities are turned.
func (w writing) sign(f *fact) int64 {
	if w.positive && f.Stated == Return {
		return -1
	}
	return 1
}

func (w writing) net(f *fact, i int) int64 {
	if w.netBefore && f.Lines[i].Net == nil {
		return w.sign(f) * plain(f.Receipt, f.Lines[i])
	}
	return w.sign(f) * f.net[i]
}

func (w writing) aboutMoney(f *fact, i int, what field) (string, bool) {
	x, sign := f.Lines[i], w.sign(f)
	switch what {
	case fPrice:
		return w.amount(x.UnitPrice), true
	case fDiscount:
		return w.lineDiscount(sign*x.Discount, i), true
	case fGross:
		return w.amount(sign * round(x.Quantity, x.UnitPrice, 1000)), true
	case fNet:
		return w.amount(w.net(f, i)), true
	case fReceiptOff:
		if f.kind == Return {
			sign = -sign
		}
		return w.amount(sign * f.Discount), true
	case fTaxInside:
		return w.amount(plain(f.Receipt, x) - f.net[i]), true
	case fTax:
		return w.amount(sign * round(f.net[i], 8, 100)), true
	}
	return "", false
}

func (w writing) lineDiscount(v int64, i int) string {
	if w.money.negZero && v == 0 && i%2 == 1 {
		return "-" + w.amount(0)
	}
	if w.negativeOff {
		v = -v
	}
	return w.amount(v)
}

// aboutOrder writes the sums of a whole order; tax comes on top, but not where
// money went back, so that a refund is of goods alone.
func (w writing) aboutOrder(f *fact, _ int, what field) (string, bool) {
	sub := int64(0)
	for _, v := range f.net {
		sub += v
	}
	taxes := round(sub, 8, 100)
	if f.Refunded > 0 {
		taxes = 0
	}
	switch what {
	case fSubtotal:
		return w.amount(sub), true
	case fTaxes:
		return w.amount(taxes), true
	case fTotal:
		return w.amount(sub + taxes), true
	case fRefunded:
		return w.amount(f.Refunded), true
	}
	return "", false
}

func (w writing) aboutLine(f *fact, i int, what field) string {
	x := f.Lines[i]
	switch what {
	case fSKU:
		return x.SKU
	case fWords:
		return x.Description
	case fCategory:
		return x.Category
	case fBrand:
		return x.Brand
	case fQuantity:
		return w.decimal(w.sign(f)*x.Quantity, w.money.places)
	case fStaff:
		return w.staff(x.Shares)
	case fSplit:
		return w.percentages(x.Shares)
	}
	return ""
}
