package mapping

import (
	"strings"
	"sync"

	"touchstone/hooks/internal/pattern"
	"touchstone/hooks/pos/table"
)

// words are the headers of the trade for each field, best first: where two
// columns claim one field, the earlier word wins. A # stands for a trailing
// number sign, No, ID, Number or Code, which means the key and not the thing.
var words = map[Field][]string{
	Number: {"sale #", "receipt #", "ticket #", "invoice #", "transaction #", "order #", "sales receipt #", "trans #", "doc #", "document #",
		"slip #", "bill #", "sale", "ticket", "receipt", "invoice", "transaction", "slip", "stamp", "order", "order name", "job #"},
	Date: {"sale date", "sold at", "sold on", "sold date", "date sold", "date of sale", "transaction date", "trans date", "txn date", "invoice date", "receipt date",
		"ticket date", "order date", "created at", "line item date", "sent date", "business date", "date", "date time", "timestamp", "day"},
	Time:      {"sale time", "time of sale", "transaction time", "trans time", "time", "time sold"},
	Zone:      {"time zone"},
	Kind:      {"sale type", "transaction type", "trans type", "receipt type", "operation type", "event type", "document type", "doc type", "ticket type", "invoice type", "kind", "type", "sale kind"},
	Status:    {"financial status", "status", "sale status", "receipt status", "transaction status", "order status", "ticket status", "state"},
	Void:      {"void", "voided", "is void", "void flag"},
	Cancelled: {"cancelled at", "canceled at", "cancelled on", "canceled on"},
	Original: {"original sale #", "orig sale #", "original receipt #", "orig receipt #", "original ticket #", "orig ticket #", "original invoice #", "orig invoice #",
		"original transaction #", "orig trans #", "original #", "orig #", "original sale", "orig sale", "original receipt", "orig receipt", "original ticket", "orig ticket", "original invoice",
		"original transaction", "return of", "returned from", "refund of", "linked sale", "ref #", "reference #", "original"},
	Store:           {"store #", "store", "location", "store name", "shop", "branch", "outlet", "site"},
	Currency:        {"currency #", "currency", "ccy"},
	CustomerKey:     {"customer #", "cust #", "client #", "account #", "acct #"},
	CustomerName:    {"customer name", "customer", "client name", "client", "cust name", "cust", "customer full name", "billing name", "bill to name", "bill to", "sold to", "buyer", "full name", "guest"},
	CustomerGiven:   {"first name", "customer first name", "client first name", "given name", "billing first name", "first name billing"},
	CustomerFamily:  {"last name", "customer last name", "client last name", "surname", "family name", "billing last name", "last name billing"},
	Email:           {"email", "e mail", "email address", "customer email", "client email", "e mail address", "cust email", "email billing"},
	Phone:           {"phone", "phone #", "mobile", "cell", "telephone", "customer phone", "client phone", "cell phone", "mobile phone", "home phone", "billing phone", "cust phone", "tel", "phone billing"},
	ReceiptDiscount: {"sale discount", "receipt discount", "order discount", "ticket discount", "invoice discount", "transaction discount", "bill discount", "sale disc", "receipt disc", "ticket disc", "cart discount amount", "cart discount", "overall discount", "whole sale discount", "header discount"},
	ReceiptSubtotal: {"receipt subtotal", "sale subtotal", "ticket subtotal", "order subtotal", "invoice subtotal"},
	ReceiptTotal:    {"receipt total", "sale total", "ticket total", "invoice total", "order total", "transaction total", "grand total", "total due", "amount due", "total collected", "order total amount", "total with tax", "total incl tax"},
	Shipping:        {"shipping", "shipping amount", "order shipping amount", "delivery"},
	Tip:             {"tip", "gratuity", "tips"},
	Refunded:        {"refunded amount", "amount refunded", "refund amount", "refunds total", "refund total"},
	RefundedOn:      {"refund date", "refunded at", "refunded on", "date refunded"},
	Note:            {"note", "notes", "comment", "comments", "memo", "remarks", "sale note"},
	SKU:             {"sku", "lineitem sku", "item sku", "item #", "stock #", "inventory #", "product #", "custom sku", "manufact sku", "store sku", "style #", "style", "alu", "part #", "plu", "tag #", "upc", "barcode", "stock", "product sku"},
	Description: {"description", "item description", "lineitem name", "item name", "product description", "product name", "line item", "menu item", "product", "products", "product s", "desc", "item desc",
		"line description", "item", "details", "title"},
	Category: {"category", "department", "dept", "category name", "department name", "item category", "product category", "product type", "item type", "class", "item class", "merch class", "merchandise class", "item group",
		"product group", "menu group", "group", "division"},
	Brand:        {"brand", "brand name", "designer", "manufacturer", "maker", "make", "vendor", "vendor name", "supplier"},
	Quantity:     {"qty", "quantity", "lineitem quantity", "qty sold", "quantity sold", "qty ordered", "items sold", "units", "units sold", "pieces", "pcs", "count"},
	UnitPrice:    {"unit price", "price each", "price per unit", "unit retail", "lineitem price", "each", "item price", "selling price", "list price", "retail price", "price", "retail", "rate", "unit"},
	LineDiscount: {"line discount", "item discount", "lineitem discount", "line disc", "item disc", "disc amt", "disc amount", "discount amt", "discount amount", "discount", "discounts", "disc", "discnt", "markdown", "total discount", "discount %", "disc %", "line discount %", "disc pct %"},
	Gross:        {"gross sales", "gross", "gross amount", "line gross", "product sales", "gross price"},
	Net:          {"net sales", "net amount", "net total", "net sale", "line net", "net line", "net line amount", "net price", "net", "item total", "net value", "net revenue", "net extended", "net ext"},
	Extended:     {"ext price", "extended price", "extended", "line total", "ext amount", "extended amount", "line amount", "ext", "ext sell", "total price", "amount", "subtotal", "sub total", "total"},
	Tax:          {"tax", "sales tax", "tax amount", "tax amt", "taxes", "total tax", "line tax", "item tax", "vat", "gst", "mwst", "mw st", "ust", "tva", "iva", "btw", "order tax amount"},
	Staff: {"salesperson", "sales person", "salesperson name", "sales associate", "associate", "associate name", "sold by", "sales rep", "salesrep", "rep", "seller", "consultant", "sales consultant", "salesman",
		"salesperson #", "associate #", "sales rep #", "employee", "employee name", "order employee name", "staff", "staff name", "employee #", "staff #", "sales staff", "sls", "slsp", "assoc", "server"},
	Cashier:     {"cashier", "cashier name", "clerk", "user", "rung by", "entered by", "register user", "clerk #", "cashier #", "operator"},
	Split:       {"split", "split %", "split pct", "split percent", "splits", "commission split", "commission split percentage", "comm split", "share", "shares", "share %", "sales split", "commission split %", "credit %", "credit split"},
	LineType:    {"line type"},
	Serial:      {"serial #", "serial"},
	Certificate: {"certificate #", "certificate", "cert #", "cert", "report #", "gia #", "gia"},
	Metal:       {"metal", "metal type"},
	Stone:       {"stone", "stone type", "center stone", "gemstone"},
	Carat:       {"carat", "carats", "carat weight", "ct", "ctw", "total carat weight"},
	CardData:    {"card #", "credit card #", "cc #", "pan suffix", "card brand", "auth code", "authorization #", "approval #", "credit card auth #", "credit card transaction #", "card", "cvv", "card last 4", "last 4", "card holder", "cardholder", "cardholder name"},
}

// numbered columns: SalesPerson 1..4 beside Pct 1..4.
var (
	numberedStaff   = pattern.New(`^(?:sales ?persons?|sales ?person name|associates?|sales associate|sales ?rep|rep|staff|employee|sold by|assoc|slsp|sls|sp|seller|clerk) ?#? ?([1-4])(?: #| name)?$`)
	numberedPercent = pattern.New(`^(?:(?:sales ?person|associate|sales ?rep|rep|staff|employee|assoc|slsp|sls|sp|seller) ?)?(?:pct|percent|percentage|split|share|comm|commission|comm pct|comm %|commission %|split %|credit)?(?: %)? ?([1-4])(?: ?(?:%|pct|percent|split|share|split %))?$`)
)

// keyWords are the last words of a header that mean the key of a thing.
var keyWords = map[string]bool{"no": true, "id": true, "number": true, "code": true, "num": true, "nbr": true, "nr": true, "key": true}

// Fold brings a header into the form of the word list: folded words, and one
// trailing # for every way to write number.
func Fold(header string) string {
	var parts []string
	hash, percent := false, false
	for _, p := range strings.Fields(table.Fold(header)) {
		switch p {
		case "#", "\u2116":
			hash = true
		case "%":
			percent = true
		default:
			parts = append(parts, p)
		}
	}
	n := len(parts)
	if n > 1 && keyWords[parts[n-1]] {
		parts, hash = parts[:n-1], true
	} else if n > 0 {
		if end, ok := joined[parts[n-1]]; ok {
			parts[n-1], hash = strings.TrimSuffix(parts[n-1], end), true
		}
	}
	if percent {
		parts = append(parts, "%")
	}
	if hash {
		parts = append(parts, "#")
	}
	return strings.Join(parts, " ")
}

// joined are keys that some files write as one lower-case word.
var joined = map[string]string{"customerid": "id", "custid": "id", "custno": "no", "customerno": "no", "invoiceno": "no", "receiptno": "no", "saleno": "no", "itemno": "no",
	"ticketno": "no", "orderid": "id", "saleid": "id", "transactionid": "id", "customernumber": "number", "invoicenumber": "number", "receiptnumber": "number"}

// claim is a field that a header could mean; rank 0 is its best word.
type claim struct {
	field Field
	rank  int
}

var claims = sync.OnceValue(func() map[string][]claim {
	all := map[string][]claim{}
	for field, list := range words {
		for rank, word := range list {
			all[word] = append(all[word], claim{field, rank})
		}
	}
	return all
})

// Known reports whether a folded header is a word of the trade; the reader
// uses it to tell a header row from data.
func Known(header string) bool {
	folded := Fold(header)
	if _, ok := claims()[folded]; ok {
		return true
	}
	return numberedStaff.MatchString(folded)
}
