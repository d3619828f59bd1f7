package contact

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// letters that no decomposition takes apart.
var plain = strings.NewReplacer("ß", "ss", "ø", "o", "ł", "l", "đ", "d", "æ", "ae", "œ", "oe", "þ", "th", "ı", "i", "ς", "σ")

// Fold makes a text comparable and findable: small letters without accents,
// words of letters and digits parted by one space. Apostrophes vanish (O'Brien =
// OBrien), all else parts words. A part of a text folds to a part of the folded
// text.
func Fold(text string) string {
	if isASCII(text) {
		return foldASCII(text)
	}
	var b strings.Builder
	gap := false
	for _, r := range norm.NFKD.String(strings.ToLower(text)) {
		switch {
		case unicode.Is(unicode.Mn, r), strings.ContainsRune("'’‘`´", r):
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			if gap && b.Len() > 0 {
				b.WriteByte(' ')
			}
			gap = false
			b.WriteRune(unicode.ToLower(r))
		default:
			gap = true
		}
	}
	return plain.Replace(b.String())
}

// foldASCII is Fold for plain text, which nearly all of a book is.
func foldASCII(text string) string {
	out := make([]byte, 0, len(text))
	gap := false
	for _, c := range []byte(text) {
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		if c == '\'' || c == '`' {
			continue
		}
		if !isWordByte(c) {
			gap = len(out) > 0
			continue
		}
		if gap {
			out, gap = append(out, ' '), false
		}
		out = append(out, c)
	}
	return string(out)
}

func isWordByte(c byte) bool { return 'a' <= c && c <= 'z' || '0' <= c && c <= '9' }

func isASCII(text string) bool {
	for i := 0; i < len(text); i++ {
		if text[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
