package ticket

import (
	"strconv"
	"strings"

	"touchstone/hooks/pos/mapping"
)

// symbols that stand for one currency only. A bare dollar sign does not.
var symbolCurrency = map[string]string{"\u20ac": "EUR", "\u00a3": "GBP", "\u20b9": "INR", "C$": "CAD", "CA$": "CAD", "A$": "AUD", "AU$": "AUD", "NZ$": "NZD",
	"US$": "USD", "HK$": "HKD", "S$": "SGD", "MX$": "MXN", "R$": "BRL", "\u20aa": "ILS", "\u20a9": "KRW", "\u20ba": "TRY", "\u0e3f": "THB", "\u20b1": "PHP", "\u20ab": "VND", "SFr": "CHF"}

// fileCurrency reads which currency a file is in, empty when it does not say.
func (b *builder) fileCurrency() string {
	if i := b.at.one[mapping.Currency]; i >= 0 {
		for _, s := range b.f.Columns[i].Samples {
			if s = strings.ToUpper(strings.TrimSpace(s)); len(s) == 3 {
				return s
			}
		}
	}
	for _, field := range []mapping.Field{mapping.Net, mapping.Extended, mapping.UnitPrice, mapping.Gross} {
		i := b.at.one[field]
		if i < 0 {
			continue
		}
		for _, sign := range b.f.Columns[i].Money.Symbols {
			if code, ok := symbolCurrency[sign]; ok {
				return code
			}
			if len(sign) == 3 && strings.ToUpper(sign) == sign && !strings.Contains(sign, "$") && sign != "SFR" {
				return sign
			}
		}
	}
	return ""
}

// currency settles the file's currency: the store's, or on a new book the
// file's own, US dollars where it does not say.
func (b *builder) currency() {
	found := b.fileCurrency()
	b.batch.FileCurrency = found
	switch {
	case b.batch.Currency == "" && found != "":
		b.batch.Currency = found
	case b.batch.Currency == "":
		b.batch.Currency = "USD"
	}
}

// onePercent reads a cell that holds a single percentage.
func onePercent(cell string) (float64, bool) {
	p, err := strconv.ParseFloat(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(cell), "%")), 64)
	if err != nil || p < 0 {
		return 0, false
	}
	if p <= 1 && !strings.Contains(cell, "%") && strings.Contains(cell, ".") {
		p *= 100 // written as a fraction: 0.6
	}
	return p, true
}
