package table

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// confusables maps Cyrillic and Greek letters that look like Latin ones; some
// exporters write them into their labels (POS-FORMATS 3.7).
var confusables = map[rune]rune{
	'\u0410': 'A', '\u0412': 'B', '\u0415': 'E', '\u041a': 'K', '\u041c': 'M', '\u041d': 'H', '\u041e': 'O', '\u0420': 'P',
	'\u0421': 'C', '\u0422': 'T', '\u0423': 'Y', '\u0425': 'X', '\u0405': 'S', '\u0406': 'I', '\u0408': 'J',
	'\u0430': 'a', '\u0435': 'e', '\u043e': 'o', '\u0440': 'p', '\u0441': 'c', '\u0443': 'y', '\u0445': 'x', '\u0455': 's',
	'\u0456': 'i', '\u0458': 'j', '\u0391': 'A', '\u0392': 'B', '\u0395': 'E', '\u0396': 'Z', '\u0397': 'H', '\u0399': 'I',
	'\u039a': 'K', '\u039c': 'M', '\u039d': 'N', '\u039f': 'O', '\u03a1': 'P', '\u03a4': 'T', '\u03a5': 'Y', '\u03a7': 'X',
	'\u03bf': 'o', '\u03b1': 'a', '\u03bd': 'v', '\u03c1': 'p',
}

// Fold brings a header to the form in which names are compared: NFKC, letters
// that look Latin made Latin, no invisible characters, camel case and
// punctuation to single spaces, lower case. The signs # and % stay as words of
// their own ("Customer #" -> "customer #"), for they tell a key from a name and
// a share from an amount.
func Fold(header string) string {
	runes := []rune(norm.NFKC.String(header))
	latin := hasLatin(runes)
	var b strings.Builder
	var prev rune
	for i, r := range runes {
		if c, ok := confusables[r]; ok && latin {
			r = c
		}
		if invisible(r) || r == '\'' || r == '\u2019' {
			continue
		}
		if camelStart(prev, r, runes[i+1:]) {
			b.WriteByte(' ')
		}
		prev = r
		b.WriteString(folded(r))
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// hasLatin: a header in Latin letters; wholly Cyrillic or Greek ones stay as they are.
func hasLatin(runes []rune) bool {
	for _, r := range runes {
		if r < 0x250 && unicode.IsLetter(r) {
			return true
		}
	}
	return false
}

func folded(r rune) string {
	switch {
	case r == '#' || r == '%' || r == '\u2116':
		return " " + string(r) + " "
	case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r):
		return string(unicode.ToLower(r))
	}
	return " "
}

func invisible(r rune) bool {
	return unicode.Is(unicode.Cf, r) || (unicode.IsControl(r) && !unicode.IsSpace(r))
}

// camelStart tells whether a word begins at r: InvoiceNo, UPCCode.
func camelStart(prev, r rune, rest []rune) bool {
	if !unicode.IsUpper(r) {
		return false
	}
	if unicode.IsLower(prev) {
		return true
	}
	return unicode.IsUpper(prev) && len(rest) > 1 && unicode.IsLower(rest[0]) && unicode.IsLower(rest[1])
}

// nameKind is what a header's words say about its cells.
type nameKind uint8

const (
	nameOpen nameKind = iota
	nameCode
	nameMoney
	nameCount
	nameDate
)

var codeNames = words("sku|upc|ean|gtin|barcode|plu|alu|isbn|phone|mobile|cell|telephone|tel|fax|zip|postal|postcode|serial|token|pan suffix|" +
	"invoice no|invoiceno|ticket|receipt|slip|invoice|stock code|store code|item code|style|rma|employer id|name")

var moneyNames = words("total|totals|amount|price|subtotal|net|gross|tax|taxes|discount|discounts|discnt|disc|tip|tips|cost|retail|msrp|fee|fees|" +
	"balance|due|ext|extended|sales|revenue|paid|tendered|refund|deposit|shipping|duties|value|cash|profit|margin amt|disc amt|amt|spent|collected|vat|gst")

var firstMoney = words("total|net|gross|subtotal|amount|price|revenue|discount|tax")

var notMoney = words("rep|associate|person|employee|clerk|staff|type|method|status|level|reason|note|notes|category|group|tier|exempt|by|class")

var countNames = words("qty|quantity|count|units|pieces|pcs|hours|carat|carats|ct|ctw|weight|wt|grams|percent|pct|percentage|rate|%|age|days|visits|" +
	"orders|refunds|sold|split|share|size|points|line|line no")

var dateNames = words("date|dated|dob|birthday|birthdate|birth|anniversary|anniv|at|on|visit|datetime|timestamp|created|stamp|day|bday")

func words(list string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Split(list, "|") {
		m[w] = true
	}
	return m
}

// kindOfName reads a folded header. "name" is never a code by itself; it is
// listed so that Order Name and the like end there.
func kindOfName(folded string) nameKind {
	f := strings.Fields(folded)
	if len(f) == 0 {
		return nameOpen
	}
	last := f[len(f)-1]
	if len(f) > 1 && allDigits(last) { // Phone 2, Tax 1
		last = f[len(f)-2]
	}
	switch {
	case last == "name":
		return nameOpen
	case keyWords[last]:
		return nameCode
	case dateNames[last] || strings.Contains(folded, "date"):
		return nameDate
	case codeNames[folded] || codeNames[last]:
		return nameCode
	}
	return countOrMoney(f[0], last)
}

func countOrMoney(first, last string) nameKind {
	switch {
	case countNames[last] || first == "#" || first == "%":
		return nameCount
	case moneyNames[last] || (firstMoney[first] && !notMoney[last]):
		return nameMoney
	}
	return nameOpen
}

var keyWords = words("#|\u2116|id|ids|no|number|code")
