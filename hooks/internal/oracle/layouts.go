package oracle

// words of the kinds as counters write them.
var (
	plainKinds = map[Kind]string{
		Sale: "Sale", Return: "Return", Exchange: "Exchange", Void: "Void", Quote: "Quote", Layaway: "Layaway Payment", Deposit: "Deposit",
	}
	loudKinds = map[Kind]string{Sale: "SALE", Return: "RETURN", Exchange: "EXCHANGE", Void: "VOID", Quote: "QUOTE", Deposit: "DEPOSIT"}
)

func col(head string, what field) column { return column{head: head, what: what} }

func fill(head, words string) column { return column{head, fFill, words} }

// Layouts lists exports in words of the usual systems, none of them any
// system's own; the last three copy Shopify's and Square's headers.
func Layouts() []Layout {
	out := []Layout{
		counter(), ticket(), invoice(), clerk(), piped(), report(), saved(), bare(), before(), signed(), down(), inside(), twoStores(),
		shopify(), square("square-35", squareHead), square("square-33", squareHeadShort),
	}
	for i := range out {
		l := &out[i]
		if l.newline == "" {
			l.newline = "\n"
		}
		if l.delimiter == 0 {
			l.delimiter = ','
		}
		if l.Extension == "" {
			l.Extension = "csv"
		}
		if l.currency == "" {
			l.currency = "USD"
		}
	}
	return out
}

// counter: people and shares in parallel lists, dollars, parentheses.
func counter() Layout {
	return Layout{
		Name: "counter", date: "1/2/2006", clock: "3:04 PM", kinds: plainKinds, many: parallel, offOnce: true, walkIn: "WALK-IN", prefix: "S-",
		money: sums{symbol: "$", grouped: true, brackets: true},
		columns: []column{
			col("Sale #", fNumber), col("Sale Date", fDate), col("Sale Time", fTime), col("Type", fKind), col("Original Sale #", fOriginal), fill("Register", "2"),
			col("Customer #", fClientID), col("Customer Name", fClient), col("Phone", fPhone), col("Email", fEmail), col("Item #", fSKU), col("Description", fWords),
			col("Department", fCategory), col("Brand", fBrand), col("Qty", fQuantity), col("Unit Price", fPrice), col("Line Discount", fDiscount),
			col("Sale Discount", fReceiptOff), col("Ext. Price", fNet), col("Salesperson", fStaff), col("Split %", fSplit), col("Sales Tax", fTax),
		},
	}
}

// ticket: UTF-16, tabs, one name a line, no discounts over the whole.
func ticket() Layout {
	return Layout{
		Name: "ticket", Extension: "txt", delimiter: '\t', newline: "\r\n", encoding: "utf-16le", date: "2006-01-02", clock: "15:04", names: true,
		money: sums{places: 1}, walkIn: "CASH CUSTOMER",
		columns: []column{
			col("Ticket", fNumber), col("Date", fDate), col("Time", fTime), col("Associate", fStaff), col("SKU", fSKU), col("Item", fWords), col("Category", fCategory),
			col("Brand", fBrand), col("Quantity", fQuantity), col("Unit Price", fPrice), col("Discounts", fDiscount), col("Net Sales", fNet), col("Customer Name", fClient), col("E-mail", fEmail),
		},
	}
}

// invoice: euros with a decimal comma, days first, four numbered people.
func invoice() Layout {
	out := Layout{
		Name: "invoice", delimiter: ';', newline: "\r\n", encoding: "windows-1252", date: "02.01.2006", clock: "15:04:05", kinds: loudKinds, many: numbered,
		money: sums{comma: true, grouped: true, symbol: " €", after: true}, currency: "EUR", walkIn: "WALK-IN", offOnce: true,
		columns: []column{
			col("Invoice No", fNumber), col("InvoiceDate", fDate), col("Trans Time", fTime), col("Sale Type", fKind), col("Return Of", fOriginal), col("Customer No", fClientID),
			col("Customer Full Name", fClient), col("Style", fSKU), col("Item Name", fWords), col("Class", fCategory), col("Brand", fBrand), col("Qty", fQuantity),
			col("Unit Price", fPrice), col("Disc", fDiscount), col("Invoice Discount", fReceiptOff), col("Net Price", fNet),
		},
	}
	for _, n := range []string{"1", "2", "3", "4"} {
		out.columns = append(out.columns, col("SalesPerson "+n, field("person "+n)), col("Pct "+n, field("pct "+n)))
	}
	return out
}

// clerk: date and time in one column, columns of the receipt on its first row
// only, even shares, nothing but quantity, price and discounts.
func clerk() Layout {
	return Layout{
		Name: "receipt-number", encoding: "utf-8-bom", newline: "\r\n", date: "01/02/2006 03:04 PM", kinds: plainKinds, many: evenly, firstRowOnly: true, newestFirst: true,
		columns: []column{
			col("Receipt Number", fNumber), col("Sale Date", fDate), col("Type", fKind), col("Original Receipt", fOriginal), col("Sold By", fStaff), col("Cust #", fClientID),
			col("Customer", fClient), col("Mobile", fPhone), col("Ticket Discount", fReceiptOff), col("Item SKU", fSKU), col("Line Item", fWords), col("Dept", fCategory),
			col("Brand", fBrand), col("Quantity", fQuantity), col("Unit Price", fPrice), col("Disc Amt", fDiscount),
		},
	}
}

// piped: descriptions without categories, percentages inside the names of a
// list, documents of type return with positive quantities.
func piped() Layout {
	return Layout{
		Name: "piped", Extension: "txt", delimiter: '|', date: "2006-01-02T15:04:05", kinds: loudKinds, many: inline, positive: true, house: "HOUSE",
		money: sums{places: 2, trailing: true},
		columns: []column{
			col("Order #", fNumber), col("Order Date", fDate), col("Trans Type", fKind), col("Ref #", fOriginal), col("Sales Rep", fStaff), col("Customer ID", fClientID),
			col("Customer Name", fClient), col("Custom SKU", fSKU), col("Description", fWords), col("Brand", fBrand), col("Qty", fQuantity), col("Unit Price", fPrice),
			col("Item Discount", fDiscount), col("Net Total", fNet), col("Tax", fTax),
		},
	}
}

// report: title lines, a grand total, codes beside names.
func report() Layout {
	return Layout{
		Name: "report", newline: "\r\n", date: "1/2/06 3:04 PM", kinds: plainKinds, title: true, firstRowOnly: true, codeAndName: true, many: oneName,
		money: sums{symbol: "$", grouped: true, negZero: true},
		columns: []column{
			col("Description", fWords), col("Slip", fNumber), col("Sale Date", fDate), col("Type", fKind), col("Orig Sale", fOriginal), col("Clerk", fStaff), col("Customer #", fClientID),
			col("Customer Name", fClient), col("Item #", fSKU), col("Department", fCategory), col("Qty", fQuantity), col("Retail", fPrice), col("Discount", fDiscount), col("Net Total", fNet),
		},
	}
}

// saved: an HTML table under the name .xls, kinds left to the signs.
func saved() Layout {
	return Layout{
		Name: "saved", Extension: "xls", form: "html", date: "02-Jan-2006", clock: "3:04 PM", many: parallel, names: true,
		money: sums{symbol: "$"},
		columns: []column{
			col("Transaction ID", fNumber), col("Txn Date", fDate), col("Time", fTime), col("Original Receipt", fOriginal), col("Salesperson", fStaff), col("Commission Split", fSplit),
			col("Customer Code", fClientID), col("Customer Name", fClient), col("SKU", fSKU), col("Item", fWords), col("Department", fCategory), col("Brand", fBrand), col("Quantity", fQuantity),
			col("Unit Price", fPrice), col("Discount", fDiscount), col("Extended", fNet),
		},
	}
}

// bare: quantity and net, no kinds, no clients, no clock.
func bare() Layout {
	return Layout{
		Name: "bare", date: "02/01/2006", newline: "\r\n",
		columns: []column{
			col("Invoice Number", fNumber), col("Sale Date", fDate), col("Item SKU", fSKU), col("Item Name", fWords), col("Category", fCategory), col("Qty", fQuantity),
			col("Net Price", fNet), col("Staff", fStaff),
		},
	}
}

// before: the net does not hold its part of the discount over the whole, which
// is repeated on every row.
func before() Layout {
	return Layout{
		Name: "before-discount", delimiter: ';', date: "2006-01-02", clock: "15:04:05", kinds: plainKinds, many: numbered, netBefore: true, offOnce: false,
		columns: []column{
			col("Sale ID", fNumber), col("Sale Date", fDate), col("Sale Time", fTime), col("Type", fKind), col("Orig Sale", fOriginal), col("Customer #", fClientID), col("Customer", fClient),
			col("Item #", fSKU), col("Description", fWords), col("Department", fCategory), col("Brand", fBrand), col("Qty", fQuantity), col("Unit Price", fPrice), col("Line Discount", fDiscount),
			col("Order Discount", fReceiptOff), col("Ext Price", fNet), col("SalesPerson 1", "person 1"), col("Pct 1", "pct 1"), col("SalesPerson 2", "person 2"), col("Pct 2", "pct 2"),
			col("SalesPerson 3", "person 3"), col("Pct 3", "pct 3"), col("SalesPerson 4", "person 4"), col("Pct 4", "pct 4"),
		},
	}
}

// signed: pieces without codes, found again by their words; amounts alone.
func signed() Layout {
	return Layout{
		Name: "signed", delimiter: '\t', Extension: "tsv", date: "Jan 2, 2006", clock: "15:04", kinds: plainKinds, many: evenly, codeAndName: false, house: "",
		money: sums{grouped: true, brackets: true}, walkIn: "CASH",
		columns: []column{
			col("Ticket", fNumber), col("Sale Date", fDate), col("Sale Time", fTime), col("Type", fKind), col("Return Of", fOriginal), col("Sold By", fStaff), col("Customer Name", fClient),
			col("Cell", fPhone), col("Email", fEmail), col("Description", fWords), col("Department", fCategory), col("Brand", fBrand), col("Qty", fQuantity), col("Unit Price", fPrice), col("Amount", fNet),
		},
	}
}

// down: everything of the receipt, its number too, on the first row only.
func down() Layout {
	return Layout{
		Name: "filled-down", date: "1/2/2006", clock: "15:04", kinds: plainKinds, many: parallel, firstRowOnly: true, numberOnce: true, offOnce: true,
		columns: []column{
			col("Receipt Number", fNumber), col("Sale Date", fDate), col("Sale Time", fTime), col("Type", fKind), col("Original Receipt", fOriginal), col("Customer #", fClientID),
			col("Customer Name", fClient), col("Associate", fStaff), col("Split", fSplit), col("SKU", fSKU), col("Item Name", fWords), col("Category", fCategory), col("Brand", fBrand),
			col("Qty", fQuantity), col("Unit Price", fPrice), col("Line Discount", fDiscount), col("Ticket Discount", fReceiptOff), col("Net Sales", fNet),
		},
	}
}

// inside: prices hold the tax, the net does not.
func inside() Layout {
	return Layout{
		Name: "tax-inside", date: "2006-01-02 15:04", kinds: plainKinds, many: evenly, walkIn: "Walk-in",
		columns: []column{
			col("Transaction ID", fNumber), col("Sale Date", fDate), col("Type", fKind), col("Orig Sale", fOriginal), col("Sales Rep", fStaff), col("Customer ID", fClientID),
			col("Customer Name", fClient), col("SKU", fSKU), col("Description", fWords), col("Department", fCategory), col("Brand", fBrand), col("Qty", fQuantity),
			col("Unit Price", fPrice), col("Line Discount", fDiscount), col("Tax", fTaxInside), col("Net Sales", fNet),
		},
		trim: func(r *Receipt) {
			for i, x := range r.Lines {
				net := round(plain(&Receipt{}, x), 100, 108)
				r.Lines[i].Net = &net
			}
		},
	}
}

// twoStores: counter, for two stores that use the same numbers.
func twoStores() Layout {
	out := counter()
	out.Name, out.TwoStores = "two-stores", true
	out.columns = append([]column{col("Store", fStore)}, out.columns...)
	return out
}
