package export

// unit says in what a number counts, and how its decimal column is written.
type unit struct {
	typ     string // of the column as it stands in the book
	decimal string // type of the column beside it; empty: there is none
	places  int
}

func amount() unit {
	return unit{"money, minor units", "money, decimal", currencyPlaces}
}

func quantity() unit { return unit{"quantity, thousandths", "quantity, decimal", 3} }

// unitOf knows the fields that count in smaller units than people do.
func unitOf(collection, field string) unit {
	switch collection + "." + field {
	case "receipts.discount", "receipts.tax", "receipts.tip", "receipts.total", "receipts.net", "receipts.net_sold",
		"receipts.net_returned", "receipts.secondary_net", "receipts.refunded",
		"lines.unit_price", "lines.discount", "lines.receipt_discount", "lines.net", "lines.tax", "shares.amount":
		return amount()
	case "receipts.units", "lines.quantity", "lines.returned":
		return quantity()
	case "shares.basis_points":
		return unit{"basis points", "share of 1, decimal", 4}
	case "stores.day_cutover", "stores.noon", "stores.evening", "receipts.clock":
		return unit{typ: "minutes after midnight"}
	}
	if isDay(field) {
		return unit{typ: "date"}
	}
	if isMoment(field) {
		return unit{typ: "moment (UTC)"}
	}
	return unit{}
}

func isDay(field string) bool {
	switch field {
	case "date", "first", "last", "first_date", "last_date", "started", "ended", "since", "from", "until", "refunded_on":
		return true
	}
	return false
}

func isMoment(field string) bool {
	switch field {
	case "at", "sold_at", "applied_at", "undone_at", "issued_at":
		return true
	}
	return false
}

// storeOf is how the store of a row of a collection with money is found.
func storeOf(collection string) string {
	switch collection {
	case "lines":
		return `(SELECT store FROM receipts WHERE id = t.receipt)`
	case "shares":
		return `(SELECT r.store FROM lines l JOIN receipts r ON r.id = l.receipt WHERE l.id = t.line)`
	}
	return `t.store`
}
