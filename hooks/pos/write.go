package pos

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"time"

	"touchstone/hooks/figures"
	"touchstone/hooks/pos/ticket"
)

// stamp is how PocketBase writes the moments of its records.
const stamp = "2006-01-02 15:04:05.000Z"

// instant is how the book writes a moment of business.
func instant(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format("2006-01-02T15:04:05Z")
}

// hashOf names the content of a receipt: equal hashes are the same receipt,
// whatever file, layout or encoding it came in.
func hashOf(t *ticket.Ticket) string {
	b := make([]byte, 0, 1024)
	text := func(parts ...string) {
		for _, p := range parts {
			b = append(append(b, p...), 0x1f)
		}
	}
	whole := func(values ...int64) {
		for _, v := range values {
			b = append(strconv.AppendInt(b, v, 36), 0x1f)
		}
	}
	c := t.Customer
	text(t.Kind, t.Date.String(), t.Original, c.Key, c.Name, c.Given, c.Family, c.Emails, c.Phones, t.Note, t.RefundedOn.String())
	whole(int64(t.Clock), t.Discount, t.Tax, t.Tip, t.Total, t.Refunded)
	for i := range t.Lines {
		l := &t.Lines[i]
		x := l.Piece()
		text(l.SKU, l.Description, l.Category, l.Brand, x.Serial, x.Certificate, x.Metal, x.Stone, x.Carat)
		whole(l.Quantity, l.UnitPrice, l.Discount, l.ReceiptDiscount, l.Net, l.Tax)
		for _, s := range l.Shares {
			text(s.Code)
			whole(int64(s.BasisPoints))
		}
		b = append(b, 0x1e)
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:16])
}

// facts assesses a ticket with its shares resolved to people.
func (r *run) facts(t *ticket.Ticket, shares [][]figures.Share) figures.Facts {
	return figures.Assess(&figures.Receipt{StatedKind: t.Kind, Lines: r.figured(t, shares), NamesOriginal: t.Original != ""})
}

// figured are the lines of a ticket as the figures see them, until the next call.
func (r *run) figured(t *ticket.Ticket, shares [][]figures.Share) []figures.Line {
	r.lines = r.lines[:0]
	for i := range t.Lines {
		l := &t.Lines[i]
		r.lines = append(r.lines, figures.Line{Position: i + 1, SKU: l.SKU, Description: l.Description, Role: l.Role, ProductLine: l.ProductLine, Brand: l.Brand,
			Quantity: l.Quantity, UnitPrice: l.UnitPrice, Net: l.Net, Shares: shares[i]})
	}
	return r.lines
}

// shares resolves the staff of every line, until the next call. A line nobody
// sold has one share that belongs to nobody, so that shares always add to the
// whole.
func (r *run) shares(t *ticket.Ticket) [][]figures.Share {
	r.parts, r.byLine = r.parts[:0], r.byLine[:0]
	for i := range t.Lines {
		l, from := &t.Lines[i], len(r.parts)
		switch len(l.Shares) {
		case 0:
			r.parts = append(r.parts, figures.Share{BasisPoints: 10_000, Amount: l.Net})
		case 1:
			r.parts = append(r.parts, figures.Share{Staff: r.roster.find(l.Shares[0].Code), BasisPoints: l.Shares[0].BasisPoints, Amount: l.Net})
		default:
			points := make([]int64, len(l.Shares))
			for j, s := range l.Shares {
				points[j] = int64(s.BasisPoints)
			}
			for j, amount := range figures.ShareAmounts(l.Net, points) {
				s := l.Shares[j]
				r.parts = append(r.parts, figures.Share{Staff: r.roster.find(s.Code), BasisPoints: s.BasisPoints, Amount: amount})
			}
		}
		r.byLine = append(r.byLine, r.parts[from:len(r.parts):len(r.parts)])
	}
	return r.byLine
}

// rows are a planned receipt with its lines and shares as they are written,
// until the next call. lineIDs are those of a corrected receipt's lines, used
// again as far as they reach.
func (r *run) rows(p *planned, receiptID string, lineIDs []string) *rowsOf {
	t, x := p.ticket, &r.scratch
	shares := r.shares(t)
	client, household := "", ""
	if p.client != nil {
		client, household = p.client.id, p.client.home()
	}
	id := any(receiptID)
	x.receipt = append(x.receipt[:0], id, r.store.ID, r.source, t.Number, p.epoch, t.Kind, p.date, instant(t.SoldAt), t.Clock, r.store.Shift(t.Clock), client, household,
		t.Original, p.linked.original(), t.Discount, t.Tax, t.Tip, t.Total, t.Refunded, t.RefundedOn.String(), t.Refunded > 0, t.Customer.Name, t.Note, r.id, t.Row, p.hash, 1, r.stamp, r.stamp)
	facts := p.linked.facts()
	if facts == nil {
		found := r.facts(t, shares)
		facts = &found
	}
	x.receipt = facts.Append(p.stands.append(x.receipt))
	r.count(p, facts, client, household)
	x.lines, x.shares = x.lines[:0], x.shares[:0]
	for i, l := range t.Lines {
		var line any
		if i < len(lineIDs) {
			line = lineIDs[i]
		} else {
			line = r.ids.Next()
		}
		piece := l.Piece()
		x.lines = append(x.lines, line, id, i+1, l.SKU, l.Description, l.Category, l.Role, l.ProductLine, l.Rule, l.Brand, piece.Metal, piece.Stone, piece.Carat,
			piece.Serial, piece.Certificate, l.Quantity, l.UnitPrice, l.Discount, l.ReceiptDiscount, l.Net, l.Tax, strconv.Itoa(l.Row))
		x.lines = p.linked.append(x.lines, i)
		for j, s := range shares[i] {
			x.shares = append(x.shares, r.ids.Next(), line, s.Staff, j+1, s.BasisPoints, s.Amount)
		}
	}
	return x
}

// ref is what the figures need to know of a ticket.
func (r *run) ref(p *planned) figures.Ref {
	ref := figures.Ref{Store: r.store.ID, Source: r.source, Number: p.ticket.Number, Date: p.date, RefundedOn: p.ticket.RefundedOn.String()}
	if p.linked == nil {
		ref.OriginalNumber = p.ticket.Original
	}
	if p.client != nil && p.stands == nil {
		ref.Client, ref.Household = p.client.id, p.client.home()
	}
	return ref
}
