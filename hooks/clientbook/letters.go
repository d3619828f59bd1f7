package clientbook

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// letters that no decomposition takes apart.
var plain = strings.NewReplacer("ß", "ss", "ø", "o", "ł", "l", "đ", "d", "æ", "ae", "œ", "oe", "þ", "th", "ı", "i", "ς", "σ")

// fold makes a text findable: small letters without accents, words of letters
// and digits parted by one space. Apostrophes vanish (O'Brien = OBrien). A part
// of a text folds to a part of the folded text.
func fold(text string) string {
	if isPlain(text) {
		return foldPlain(text)
	}
	var b strings.Builder
	gap := false
	for _, r := range norm.NFKD.String(text) {
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

func isPlain(text string) bool {
	for i := 0; i < len(text); i++ {
		if text[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// foldPlain is fold for ASCII, which nearly all of a book is.
func foldPlain(text string) string {
	out := make([]byte, 0, len(text))
	gap := false
	for _, c := range []byte(text) {
		switch {
		case 'a' <= c && c <= 'z', '0' <= c && c <= '9':
		case 'A' <= c && c <= 'Z':
			c += 'a' - 'A'
		case c == '\'' || c == '`':
			continue
		default:
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

// digits keeps the digits 0 to 9.
func digits(text string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, text)
}

// letters counts the characters of a folded text.
func letters(text string) int { return utf8.RuneCountInString(text) }

// grams are the three-letter pieces of a word, one blank on either side.
func grams(word string) []string {
	runes := []rune(" " + word + " ")
	if len(runes) < 4 {
		return nil
	}
	seen := map[string]bool{}
	var all []string
	for i := 0; i+3 <= len(runes); i++ {
		g := string(runes[i : i+3])
		if !seen[g] {
			seen[g] = true
			all = append(all, g)
		}
	}
	return all
}
