// Package contact reads what sales rows say about people: emails, phones and
// names. What it makes of them are keys to find the same person again, never a
// new spelling: what the file says stays what people see. Placeholders (CASH,
// 000-0000, none@none.com) identify nobody and so have no key. Values in, values
// out: it knows no database.
package contact

import (
	"strings"
	"sync"

	"golang.org/x/text/unicode/norm"
)

// Point is one email address or phone number of a cell. Raw is its text as
// given. Key is what to match by: a lower-case address, a number in E.164; it is
// empty for a placeholder and for what cannot be read. Extension is a phone's.
// A key alone is not a person: couples and offices share phones and mailboxes,
// so match by key and Compatible name together.
type Point struct {
	Raw, Key, Extension string
	Placeholder         bool
}

// tidy trims and joins runs of space, no-break and zero-width ones included.
func tidy(text string) string {
	if isASCII(text) {
		return strings.Join(strings.Fields(text), " ")
	}
	text = strings.Map(func(r rune) rune {
		if r == '\u200b' || r == '\ufeff' || r == '\u200e' || r == '\u200f' {
			return -1
		}
		return r
	}, text)
	return strings.Join(strings.Fields(text), " ")
}

var umlauts = strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue", "å", "aa", "ø", "oe")

// foldWide is Fold with umlauts written out, so that Müller is also Mueller.
func foldWide(text string) string {
	return Fold(umlauts.Replace(norm.NFC.String(strings.ToLower(text))))
}

// set is a list of words, read when the first name or address needs it.
func set(words string) func() map[string]bool {
	return sync.OnceValue(func() map[string]bool {
		found := map[string]bool{}
		for _, w := range strings.Split(words, ",") {
			found[strings.TrimSpace(w)] = true
		}
		return found
	})
}
