// Package ticket turns the rows of a POS export, once every column has a
// meaning, into receipts of plain values: who sold what to whom, when, for how
// much net. It follows METRICS to the cent and knows no database.
package ticket

import (
	"time"

	"touchstone/hooks/internal/civil"
	"touchstone/hooks/internal/store"
	"touchstone/hooks/pos/category"
	"touchstone/hooks/pos/credit"
	"touchstone/hooks/pos/mapping"
	"touchstone/hooks/pos/table"
)

// Ticket is one receipt as the file has it. Money is minor units.
type Ticket struct {
	Number   string
	Row      int    // the physical record it begins on
	Kind     string // what the POS says; empty: derived from the lines
	Date     civil.Date
	Clock    int       // minutes after midnight in the store's zone, -1 unknown
	SoldAt   time.Time // zero without a time of day
	Instant  bool      // the file gives SoldAt by a zone or an offset, not by the store's clock
	Store    string    // the store cell, as given
	Original string    // number of the receipt this one returns to
	Customer *Customer // never nil; receipts of one customer share it

	Discount, Tax, Tip, Total int64
	Refunded                  int64 // an order-level refund without lines
	RefundedOn                civil.Date
	Note                      string
	Lines                     []Line

	rows *gathered // while the file is read
}

// Customer is what a row says about the person.
type Customer struct {
	Key, Name, Given, Family, Emails, Phones string
}

// Nobody is the customer of a receipt that names none.
var Nobody = &Customer{}

// Class is what a line is to the shop, and the rule that decided it.
type Class struct{ Role, ProductLine, Rule string }

// Line is one sold, returned or charged thing. A file may have a million of
// them in memory at once, so what few words can say stands once for all lines.
type Line struct {
	Row                               int
	SKU, Description, Category, Brand string
	Extra                             *Extra // nil where the file says nothing of it
	*Class                                   // never nil once the file is read
	Quantity                          int64  // thousandths
	UnitPrice, Discount               int64
	ReceiptDiscount                   int64 // this line's part
	Net, Tax                          int64
	Shares                            []credit.Share // none: unassigned

	*sold           // never nil
	voided          bool
	returned        bool  // its row says return
	given, hasPlain bool  // the file gives the net amount; plain could be worked out
	plain           int64 // quantity x price - line discount
	once            int64 // its own part of the receipt's discount, where the file splits it
}

// sold is a row's cells about who sold it.
type sold struct{ staff, split string }

// Extra is what few files say of a piece.
type Extra struct{ Serial, Certificate, Metal, Stone, Carat string }

// Piece returns what the file says of the piece beyond its description.
func (l Line) Piece() Extra {
	if l.Extra == nil {
		return Extra{}
	}
	return *l.Extra
}

// Reject is a row that could not be read; it is kept and never becomes zero.
type Reject struct {
	File   string `json:"file"`
	Row    int    `json:"row"`
	Column string `json:"column"`
	Value  string `json:"value"`
	Reason string `json:"reason"`
}

// Env is what the builder needs to know of the shop.
type Env struct {
	Store      store.Store
	Currency   string // empty: the file decides
	Rules      *category.Rules
	KnownStaff func(code string) bool
	Now        time.Time
	OnlyStore  []string // read only rows of these store cells; none: all
}

// Batch is a file read to the end.
type Batch struct {
	Tickets      []*Ticket
	Rejected     []Reject
	Aside        Aside // what the rejected rows hold of columns with totals
	Skipped      int
	SkippedWhy   map[string]int // rows by reason
	Uncounted    map[string]int // receipts that are in no figure, by kind
	Warnings     []string
	Questions    []mapping.Question
	Currency     string
	FileCurrency string            // what the file itself says, empty when it does not
	Stores       []string          // distinct store cells in order of appearance
	StaffNames   map[string]string // names that stood beside codes, by folded code
	Unknown      map[string]int    // categories no rule knows, by how many lines
	First        civil.Date
	Last         civil.Date
}

// RawRow is one row as kept with the import: its cells after card numbers were
// taken out, and what became of it.
type RawRow struct {
	Number int
	Cells  []string
	State  string // kept, rejected, skipped
	Column string
	Reason string
}

// Build reads every row of a file. keep, when not nil, is given each row in
// order; it may write it down.
func Build(f *table.File, m mapping.Mapping, env Env, keep func(RawRow) error) (*Batch, error) {
	return Rebuild(f, f.Rows, m, env, keep)
}

// Rebuild is Build for rows that were kept earlier; f then carries the columns
// only.
func Rebuild(f *table.File, each func(func(table.Row) bool) error, m mapping.Mapping, env Env, keep func(RawRow) error) (*Batch, error) {
	b := newBuilder(f, m, env)
	var failed error
	err := each(func(r table.Row) bool {
		raw := b.row(r)
		if keep != nil {
			failed = keep(raw)
		}
		return failed == nil
	})
	if err == nil {
		err = failed
	}
	if err != nil {
		return nil, err
	}
	return b.finish(), nil
}
