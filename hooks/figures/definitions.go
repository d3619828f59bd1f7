package figures

// Definition is one figure, what it is to who owns the shop, and its formula.
type Definition struct {
	Name    string // key in `figures`
	Label   string // what screens and paper call it
	Plain   string // in words of the shop
	Formula string // exactly, in words of these definitions
}

// Definitions lists every figure that Query answers, in the order in which they
// are shown. docs/figures.md is made from it, and a screen or a page that shows
// a figure can show its formula.
func Definitions() []Definition {
	return []Definition{
		{"net_sales", "Net sales", "Everything you sold, before tax, less what was brought back. Something brought back comes off on the day it comes back. Where a sale was shared, each associate gets their share.",
			"Sum of net over merchandise lines of sales, exchanges and returns; a return is negative on its own date. A refund without lines is taken off on its date. In the rows of associates it is the sum of their shares."},
		{"sales_count", "Sales", "How many times someone bought a piece, an accessory or a care plan. A visit only for a repair is not a sale here; it stands under service tickets.",
			"Receipts of kind sale or exchange with at least one primary, accessory or care plan line of quantity > 0 and net > 0, whose net over merchandise lines is > 0."},
		{"service_tickets", "Service tickets", "Visits that brought in only service, such as a battery, a sizing or a repair.",
			"Receipts of kind sale or exchange that are not in sales_count and have a service line of net > 0. They are in net sales and in no average, unit, repeat or identified figure."},
		{"average_sale", "Average sale", "What a sale comes to: the money of all sales divided by how many there were.",
			"Net over merchandise lines of the receipts in sales_count / sales_count."},
		{"units_per_transaction", "Units per sale", "How many things a sale holds: everything sold, services too, divided by the number of sales.",
			"Quantity over merchandise lines with quantity > 0 and net > 0 of the receipts in sales_count / sales_count."},
		{"qualifying_sales", "Sales with a watch or piece", "Sales of a watch or a piece of jewelry that was not brought back. The add-on rate and care plan rate are counted among these.",
			"Receipts in sales_count with a live primary line: quantity > 0, net > 0, not fully returned."},
		{"secondary_sales_rate", "Add-on rate", "Of the sales of a watch or a piece, how many left with something more: a strap, a care plan, an engraving. What was brought back does not count.",
			"Qualifying sales with a live add-on line (accessory, care plan or service; quantity > 0, net > 0, not fully returned) / qualifying sales."},
		{"secondary_revenue_per_qualifying_sale", "Add-on revenue per sale", "What the add-ons bring: their money divided by all sales of a watch or a piece, those without an add-on included.",
			"Live net of the live add-on lines of qualifying sales / qualifying sales. The live net of a partly returned line is net x unreturned / quantity, rounded half away from zero."},
		{"care_plan_rate", "Care plan rate", "Of the sales of a watch or a piece, how many left with a care plan.",
			"Qualifying sales with a live care plan line / qualifying sales."},
		{"return_rate", "Returned", "Of each hundred in money sold in these days, how much came back in these days.",
			"Absolute net of merchandise lines with net < 0 / net of merchandise lines with net > 0, both in the period. A ratio of money, without an interval."},
		{"identified_rate", "Sales with a client", "Of all sales, how many have the client’s name in the book.",
			"Receipts in sales_count with a client / sales_count."},
		{"repeat_client_rate", "Repeat clients", "Of the clients who bought in these days, how many had bought before, on an earlier day of the two years until then. For an associate, both times from them.",
			"Distinct clients with a receipt in sales_count in the period and another on an earlier business date, at most 24 calendar months before it / distinct clients with a receipt in sales_count in the period. For an associate both receipts count for the same associate."},
		{"repeat_household_rate", "Repeat households", "The same, counting a household once, whoever of it came.",
			"The same for households."},
		{"clients_brought", "Clients brought", "Clients whose very first purchase falls in these days.",
			"Clients whose first purchase ever lies in the period and counts for the row; of two on one day the earlier by the clock, then by receipt number."},
		{"rung_sales", "Rung sales", "What was sold by this associate, less what was brought back; of a shared sale, their share.",
			"The associate's net sales."},
	}
}

// conventions are what the formulas take for granted.
const conventions = `Money is whole cents (minor units) of the store's currency. Merchandise lines are primary (a watch or a piece of jewelry), accessory, care plan and
service lines; a line whose category the store's rules do not know yet is merchandise that is neither primary nor an add-on. Gift cards, deposits,
trade-ins, shipping and fees are in no figure, nor are voids, quotes, deposits, layaway payments, repair intakes and buy-ins.
A receipt counts for the associate with the largest share of its leading line. Returns apply as known when the figure is calculated; ` + "`--as-of`" + `
leaves out what later returns brought back. It does not move revenue: a return's revenue falls on its own date.
Intervals are at 90 %: Wilson's score for rates, Student's t for means, shown from n = 100; a rate below the store's floor (5) stands as counts.
`
