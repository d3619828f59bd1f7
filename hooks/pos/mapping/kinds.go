package mapping

import (
	"strings"
	"sync"

	"touchstone/hooks/pos/table"
)

// The kinds that a POS can say, beside those of METRICS: Skip is a row that is
// no receipt at all, such as a till movement.
const Skip = "skip"

// kindWords are what systems write in their type and status columns.
var kindWords = map[string][]string{
	"sale": {"sale", "sales", "s", "sold", "payment", "paid", "complete", "completed", "closed", "purchase", "cash sale", "charge", "charge sale", "regular",
		"regular sale", "normal", "normal sale", "invoice", "pos sale", "order", "sales receipt", "retail", "retail sale", "confirmed", "fulfilled", "finalized", "final", "tendered",
		"pending", "authorized", "partially paid", "partially refunded", "refunded order", "online order", "web order", "cash and carry", "service", "service sale", "repair", "repair sale",
		"layaway complete", "layaway completed", "layaway completion", "layaway pickup", "layaway pick up", "layaway final", "layaway final payment", "layaway paid", "layaway paid in full", "layaway payoff",
		"special order pickup", "special order pick up", "special order complete", "special order completed", "custom order pickup", "custom order complete", "repair pickup", "repair pick up", "pickup", "pick up"},
	"return":          {"return", "returns", "refund", "r", "ret", "credit", "credit memo", "returned", "sale return", "sales return", "return sale", "merchandise return", "customer return", "refunded", "rtn", "credit note"},
	"exchange":        {"exchange", "exch", "even exchange", "swap", "x"},
	"void":            {"void", "voided", "v", "cancelled", "canceled", "cancel", "deleted", "expired", "reversed", "post void", "postvoid", "voided sale", "void sale"},
	"quote":           {"quote", "quotation", "estimate", "proposal", "q", "price quote", "parked", "saved", "hold", "on hold", "draft", "memo", "on approval", "approval"},
	"deposit":         {"deposit", "customer deposit", "special order deposit", "custom order deposit", "order deposit", "prepayment", "pre payment", "down payment", "special order", "custom order", "deposit payment"},
	"layaway_payment": {"layaway", "lay away", "layaway payment", "lay away payment", "layaway start", "layaway new", "new layaway", "layaway deposit", "layaway pmt", "layaway open", "layaway installment", "layby", "lay by"},
	"repair_intake":   {"repair intake", "repair in", "repair take in", "take in", "intake", "repair ticket", "repair order", "job in"},
	"buy_in":          {"buy in", "buy", "gold buy", "gold buying", "scrap", "scrap buy", "scrap purchase", "buyback", "buy back", "bought in", "trade in", "over the counter buy"},
	"other":           {"gift card", "gift card sale", "gift certificate", "gift certificate sale"},
	Skip: {"payout", "paid out", "pay out", "payin", "paid in", "pay in", "no sale", "nosale", "drawer", "till", "cash drop", "drop", "bank drop", "house payment", "account payment", "payment on account",
		"on account payment", "open drawer", "tip out", "clock in", "clock out"},
}

var kinds = sync.OnceValue(func() map[string]string {
	all := map[string]string{}
	for kind, list := range kindWords {
		for _, w := range list {
			all[w] = kind
		}
	}
	return all
})

// KindOf reads a cell of a type or status column; ok is false for words nobody
// taught us.
func KindOf(cell string) (kind string, ok bool) {
	kind, ok = kinds()[foldKind(cell)]
	return kind, ok
}

var between = strings.NewReplacer("-", " ", "_", " ", "/", " ", ".", "")

func foldKind(cell string) string {
	return strings.Join(strings.Fields(between.Replace(strings.ToLower(cell))), " ")
}

// IsKind reports whether a string is one of the kinds an answer may give.
func IsKind(kind string) bool { _, ok := kindWords[kind]; return ok }

// looksLikeKinds compares a type column's values with the words we know: at
// least half of them, and one that can only be a kind of receipt. A column of
// Stock, Service and Repair tells kinds of goods.
func looksLikeKinds(c table.Column) bool {
	hits, all, sure := 0, 0, false
	for _, s := range c.Samples {
		if strings.TrimSpace(s) == "" {
			continue
		}
		all++
		if _, ok := KindOf(s); ok {
			hits++
			sure = sure || !goodsWords[foldKind(s)]
		}
	}
	return all == 0 || (sure && hits*2 >= all)
}

// goodsWords are kinds of receipts that may as well be kinds of goods.
var goodsWords = map[string]bool{"service": true, "repair": true, "retail": true, "gift card": true, "gift certificate": true, "scrap": true, "regular": true, "s": true, "r": true, "memo": true}
