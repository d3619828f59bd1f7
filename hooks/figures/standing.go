package figures

// Visit is one receipt in the history of a person or household, as far as
// repeats need it.
type Visit struct {
	Who       string // record id of the client or household
	Date      string // YYYY-MM-DD
	Clock     int64  // minutes after midnight, -1 unknown
	Number    string
	CountsFor string // staff record id, "" = unassigned
}

// Standing says what a sale's history makes of it: a repeat purchase, one with
// the same associate, the first purchase ever. They are the columns repeat,
// repeat_same and first_purchase of a receipt (repeat_household and
// repeat_household_same for households).
type Standing struct{ Repeat, Same, First bool }

// Standings judges sales whose whole history is given, each of sales_count. An
// importer that fills an empty book writes them with the receipts; everywhere
// else SettleDirty finds them. The result is parallel to sales.
func Standings(sales []Visit) []Standing {
	byWho := map[string]history{}
	for i, v := range sales {
		byWho[v.Who] = append(byWho[v.Who], visitOnce{rowid: int64(i), date: v.Date, clock: v.Clock, number: v.Number, countsFor: v.CountsFor, sale: true})
	}
	out := make([]Standing, len(sales))
	for _, h := range byWho {
		for i, s := range standings(h) {
			out[h[i].rowid] = Standing{s.repeat, s.same, s.first}
		}
	}
	return out
}
