// Package oracle is the second opinion on every figure: a plain model of a
// store's book, a slow calculator written from METRICS alone, a generator of
// awkward books, writers that turn a book into the exports of systems that the
// reading has never met, and a comparison cell by cell. Only tests use it. It
// owns no collection, and it never reads the code that it checks.
//
// A test of the whole program reads like this:
//
//	for _, layout := range oracle.Layouts() {
//		for seed := int64(1); seed <= 5; seed++ {
//			book := layout.Restrict(oracle.Random(seed)) // only what this layout can say
//			name, body, ok := layout.Write(book)
//			if !ok {
//				t.Fatalf("%s: the restricted book does not fit its own layout", layout.Name)
//			}
//			// write body to dir/name, set TZ to book.Stores[0].Zone, then run:
//			//	touchstone import dir/name --json --dir data
//			for _, scope := range oracle.Scopes(seed) {
//				// touchstone metrics --json --dir data, with scope.Args()
//				for _, difference := range oracle.Compare(book, answer, scope) {
//					t.Errorf("%s, seed %d, %v: %s", layout.Name, seed, scope.Args(), difference)
//				}
//			}
//		}
//	}
//
// A layout whose TwoStores is set writes a store column; give it
// oracle.RandomStores(seed) instead of Random.
package oracle

import (
	"time"

	"touchstone/hooks/internal/civil"
)

// Book is everything a store's sales can say.
type Book struct {
	Currency string
	Stores   []Store // the first is the one of a fresh data folder
	Staff    []Person
	Clients  []Client
	Receipts []Receipt // in the order of the file, which need not be that of time
}

// Store holds the settings that move figures. Minutes count from midnight.
type Store struct {
	Code, Zone             string
	Cutover, Noon, Evening int
	WeekStart              time.Weekday
}

// Person is a member of staff.
type Person struct{ Code, Name string }

// Client is a person; clients of one Household share an account. An empty
// Household means a household of one.
type Client struct{ ID, Name, Phone, Email, Household string }

// Kind is what a receipt is. The empty Kind means that the POS says nothing.
type Kind string

// The kinds of METRICS, "Kind of a receipt".
const (
	Unsaid   Kind = ""
	Sale     Kind = "sale"
	Return   Kind = "return"
	Exchange Kind = "exchange"
	Other    Kind = "other"
	Void     Kind = "void"
	Quote    Kind = "quote"
	Deposit  Kind = "deposit"
	Layaway  Kind = "layaway_payment"
	Intake   Kind = "repair_intake"
	BuyIn    Kind = "buy_in"
)

// Role is what a line sells.
type Role string

// The roles of METRICS, "Role of a line".
const (
	Primary   Role = "primary"
	Accessory Role = "accessory"
	CarePlan  Role = "care_plan"
	Service   Role = "service"
	Apart     Role = "other"
)

// Receipt is one POS ticket. Date and Clock are what the paper shows; Clock is
// -1 when there is no time of day.
type Receipt struct {
	Store, Number string
	Stated        Kind
	Original      string // number of the receipt that this one gives back, if it names one
	Date          civil.Date
	Clock         int
	Client        string // Client.ID, or nothing
	Discount      int64  // off the whole receipt, in cents; its size counts, the kind gives the sign
	Refunded      int64  // given back without lines, in cents, 0 or more
	RefundedOn    civil.Date
	Lines         []Line
}

// Line is one row of a receipt. Quantity is in thousandths and negative for a
// piece that comes back; Discount has the sign of the line.
type Line struct {
	SKU, Description, Category string
	Role                       Role
	ProductLine                string // watch or jewelry, for primary lines
	Brand                      string
	Quantity, UnitPrice        int64
	Discount                   int64
	Net                        *int64 // what the file says is the net; nil: it is calculated
	BeforeReceiptDiscount      bool   // Net does not hold its part of the receipt's discount yet
	Shares                     []Share
}

// Share is an associate's part in hundredths of a percent as the file says it;
// all zero means that the file names the people only.
type Share struct {
	Staff   string // Person.Code
	Percent int64
}
