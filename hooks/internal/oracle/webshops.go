package oracle

import "strings"

// The headers as those systems write them (POS-FORMATS 3.1 and 3.3).
const (
	shopifyHead = "Name,Email,Financial Status,Paid at,Fulfillment Status,Fulfilled at,Accepts Marketing,Currency,Subtotal,Shipping,Taxes,Total,Discount Code,Discount Amount," +
		"Shipping Method,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem compare at price,Lineitem sku,Lineitem requires shipping,Lineitem taxable," +
		"Lineitem fulfillment status,Billing Name,Billing Street,Billing Address1,Billing Address2,Billing Company,Billing City,Billing Zip,Billing Province,Billing Country," +
		"Billing Phone,Shipping Name,Shipping Street,Shipping Address1,Shipping Address2,Shipping Company,Shipping City,Shipping Zip,Shipping Province,Shipping Country," +
		"Shipping Phone,Notes,Note Attributes,Cancelled at,Payment Method,Payment Reference,Refunded Amount,Vendor,Outstanding Balance,Employee,Location,Device ID,Id,Tags," +
		"Risk Level,Source,Lineitem discount,Tax 1 Name,Tax 1 Value,Tax 2 Name,Tax 2 Value,Tax 3 Name,Tax 3 Value,Tax 4 Name,Tax 4 Value,Tax 5 Name,Tax 5 Value,Phone," +
		"Receipt Number,Duties,Billing Province Name,Shipping Province Name,Payment ID,Payment Terms Name,Next Payment Due At,Payment References"
	squareHead = "Date,Time,Time Zone,Category,Item,Qty,Price Point Name,SKU,Modifiers Applied,Gross Sales,Discounts,Net Sales,Tax,Transaction ID,Payment ID,Device Name,Notes," +
		"Details,Event Type,Location,Dining Option,Customer ID,Customer Name,Customer Reference ID,Unit,Count,GTIN,Itemization Type,Commission,Employee,Fulfillment Note," +
		"Channel,Token,Card Brand,PAN Suffix"
	squareHeadShort = "Date,Time,Time Zone,Category,Item,Qty,Price Point Name,SKU,Modifiers Applied,Gross Sales,Discounts,Net Sales,Tax,Transaction ID,Payment ID,Device Name,Notes," +
		"Details,Event Type,Location,Dining Option,Customer ID,Customer Name,Customer Reference ID,Unit,Count,GTIN,Itemization Type,Fulfillment Note," +
		"Channel,Token,Card Brand,PAN Suffix"
)

var shopifyFields = map[string]column{
	"Name": {what: fNumber}, "Email": {what: fEmail}, "Financial Status": {what: fStatus}, "Subtotal": {what: fSubtotal}, "Taxes": {what: fTaxes}, "Total": {what: fTotal},
	"Discount Amount": {what: fReceiptOff}, "Created at": {what: fDate}, "Lineitem quantity": {what: fQuantity}, "Lineitem name": {what: fWords}, "Lineitem price": {what: fPrice},
	"Lineitem sku": {what: fSKU}, "Billing Name": {what: fClient}, "Refunded Amount": {what: fRefunded}, "Vendor": {what: fBrand}, "Employee": {what: fStaff},
	"Lineitem discount": {what: fDiscount}, "Phone": {what: fPhone}, "Lineitem requires shipping": {what: fFill, fill: "false"}, "Lineitem taxable": {what: fFill, fill: "true"},
	"Currency": {what: fOnce, fill: "USD"}, "Shipping": {what: fOnce, fill: "0.00"}, "Source": {what: fOnce, fill: "pos"},
	"Lineitem fulfillment status": {what: fFill, fill: "fulfilled"},
}

var squareFields = map[string]column{
	"Date": {what: fDate}, "Time": {what: fTime}, "Time Zone": {what: fZone}, "Category": {what: fCategory}, "Item": {what: fWords}, "Qty": {what: fQuantity},
	"Price Point Name": {what: fFill, fill: "Regular"}, "SKU": {what: fSKU}, "Gross Sales": {what: fGross}, "Discounts": {what: fDiscount}, "Net Sales": {what: fNet},
	"Tax": {what: fTax}, "Transaction ID": {what: fNumber}, "Event Type": {what: fKind}, "Customer ID": {what: fClientID}, "Customer Name": {what: fClient},
	"Unit": {what: fFill, fill: "ea"}, "Itemization Type": {what: fFill, fill: "Physical Good"}, "Employee": {what: fStaff},
}

// under gives a header the columns that the fields know; the others are blank.
func under(head string, known map[string]column) []column {
	var out []column
	for _, h := range strings.Split(head, ",") {
		c, ok := known[h]
		if !ok {
			c.what = fBlank
		}
		c.head = h
		out = append(out, c)
	}
	return out
}

// shopify: one member of staff an order, refunds as a bare amount, no minus.
func shopify() Layout {
	return Layout{
		Name: "shopify", date: "2006-01-02 15:04:05 -0700", names: true, firstRowOnly: true, dateAlways: true, prefix: "#", columns: under(shopifyHead, shopifyFields),
		kinds: map[Kind]string{Void: "voided"}, newestFirst: true,
		fits: func(r *Receipt) bool {
			for _, l := range r.Lines {
				if l.Quantity <= 0 || l.Quantity%1000 != 0 {
					return false
				}
			}
			return r.Stated == Sale || r.Stated == Void || r.Stated == Unsaid
		},
		trim: func(r *Receipt) {
			for i := range r.Lines {
				if r.Discount > 0 {
					r.Lines[i].Discount = 0 // the order's discount is the sum of both there
				}
			}
		},
	}
}

// square: a refund is a document of its own that names no sale.
func square(name, head string) Layout {
	return Layout{
		Name: name, date: "2006-01-02", clock: "15:04:05", names: true, columns: under(head, squareFields), negativeOff: true, newestFirst: true,
		money: sums{symbol: "$", grouped: true, places: 1}, kinds: map[Kind]string{Sale: "Payment", Return: "Refund"},
		fits: func(r *Receipt) bool {
			for _, l := range r.Lines {
				if l.Quantity > 0 != (r.Lines[0].Quantity > 0) {
					return false
				}
			}
			return true
		},
		trim: func(r *Receipt) {
			r.Stated = Sale
			if r.Clock < 0 {
				r.Clock = 725
			}
			if r.Lines[0].Quantity < 0 {
				r.Stated = Return
			}
			for i := range r.Lines {
				r.Lines[i].Net = nil
			}
		},
	}
}
