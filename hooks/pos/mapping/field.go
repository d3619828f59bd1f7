// Package mapping decides what each column of a POS export means. A header is
// looked up in the words of the trade, columns that could mean several things
// are settled by the file's own arithmetic, and what stays open becomes a
// question for a person; nothing is guessed silently (DESIGN, section 7).
package mapping

// Field is what a column means to Touchstone. The empty Field is a column that
// is kept with the raw row and otherwise not used.
type Field string

// The fields of a receipt.
const (
	Number          Field = "receipt_number"
	Date            Field = "date"
	Time            Field = "time"
	Zone            Field = "time_zone"
	Kind            Field = "kind"
	Status          Field = "status"
	Void            Field = "void"
	Cancelled       Field = "cancelled_on"
	Original        Field = "original_number"
	Store           Field = "store"
	Currency        Field = "currency"
	CustomerKey     Field = "customer_number"
	CustomerName    Field = "customer_name"
	CustomerGiven   Field = "customer_given_name"
	CustomerFamily  Field = "customer_family_name"
	Email           Field = "customer_email"
	Phone           Field = "customer_phone"
	ReceiptDiscount Field = "receipt_discount"
	ReceiptSubtotal Field = "receipt_subtotal"
	ReceiptTotal    Field = "receipt_total"
	Shipping        Field = "shipping"
	Tip             Field = "tip"
	Refunded        Field = "refunded"
	RefundedOn      Field = "refunded_on"
	Note            Field = "note"
)

// The fields of a line.
const (
	SKU          Field = "sku"
	Description  Field = "description"
	Category     Field = "category"
	Brand        Field = "brand"
	Quantity     Field = "quantity"
	UnitPrice    Field = "unit_price"
	LineDiscount Field = "line_discount"
	Gross        Field = "gross"
	Net          Field = "net"
	Extended     Field = "extended"
	Tax          Field = "tax"
	Staff        Field = "salesperson"
	Cashier      Field = "cashier"
	Split        Field = "split"
	Staff1       Field = "salesperson_1"
	Staff2       Field = "salesperson_2"
	Staff3       Field = "salesperson_3"
	Staff4       Field = "salesperson_4"
	Percent1     Field = "percent_1"
	Percent2     Field = "percent_2"
	Percent3     Field = "percent_3"
	Percent4     Field = "percent_4"
	LineType     Field = "line_type"
	Serial       Field = "serial"
	Certificate  Field = "certificate"
	Metal        Field = "metal"
	Stone        Field = "stone"
	Carat        Field = "carat"
	CardData     Field = "card_data" // dropped before anything is stored
)

// several fields may be fed by more than one column.
var several = map[Field]bool{Email: true, Phone: true, Note: true, CardData: true}

// label is how a field is called in a question.
var label = map[Field]string{
	Number: "the receipt number", Date: "the date of the sale", Net: "the amount of the line", UnitPrice: "the price of one piece",
	Quantity: "the quantity", Staff: "the salesperson", Kind: "the kind of receipt (sale, return, void)", Category: "the department",
	Description: "the description", Original: "the number of the original sale", ReceiptDiscount: "the discount on the whole receipt",
	LineDiscount: "the discount on the line",
}

// All lists every field a column can be given, for help texts and screens.
func All() []Field {
	return []Field{Number, Date, Time, Zone, Kind, Status, Void, Cancelled, Original, Store, Currency, CustomerKey, CustomerName,
		CustomerGiven, CustomerFamily, Email, Phone, ReceiptDiscount, ReceiptSubtotal, ReceiptTotal, Shipping, Tip, Refunded, RefundedOn,
		Note, SKU, Description, Category, Brand, Quantity, UnitPrice, LineDiscount, Gross, Net, Extended, Tax, Staff, Cashier, Split,
		Staff1, Staff2, Staff3, Staff4, Percent1, Percent2, Percent3, Percent4, LineType, Serial, Certificate, Metal, Stone, Carat, CardData}
}

func known(f Field) bool {
	for _, k := range All() {
		if k == f {
			return true
		}
	}
	return f == ""
}
