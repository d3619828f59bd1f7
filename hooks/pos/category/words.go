package category

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// barrier is the word that stands where a phrase must not reach across.
const barrier = ""

// maxWords bounds how much of a text is looked at; what a piece is stands in
// its first words, not in a page of notes.
const maxWords = 120

// spelled folds spellings of one word.
var spelled = map[string]string{"jewellery": "jewelry", "jewelery": "jewelry", "jewlery": "jewelry", "jeweller": "jeweler"}

// words cuts a text into lower-case singular words; punctuation that parts
// thoughts becomes a barrier. Apostrophes vanish (men's = mens), & reads as and,
// a hyphen between letters parts two words of one phrase (trade-in).
func words(buf []string, text string) []string {
	text = fold(text)
	start := -1
	for i := 0; i <= len(text) && len(buf) < maxWords; {
		r, size := rune(0), 1
		if i < len(text) {
			r, size = utf8.DecodeRuneInString(text[i:])
		}
		if isLetter(r) {
			if start < 0 {
				start = i
			}
			i += size
			continue
		}
		if start >= 0 {
			buf = append(buf, singular(text[start:i]))
			start = -1
		}
		buf = mark(buf, text, r, i)
		i += size
	}
	return buf
}

// mark adds what a character between words means.
func mark(buf []string, text string, r rune, i int) []string {
	switch r {
	case '&':
		return append(buf, "and")
	case ',', ';', ':', '/', '|', '(', ')', '[', ']', '\n', '\\', '>', '<', '+', '•', '·', '–', '—':
		return append(buf, barrier)
	case '-', '.':
		if i+1 < len(text) && text[i+1] == ' ' {
			return append(buf, barrier)
		}
	}
	return buf
}

func isLetter(r rune) bool {
	if r < utf8.RuneSelf {
		return 'a' <= r && r <= 'z' || '0' <= r && r <= '9'
	}
	return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r))
}

// fold lowers a text, takes apostrophes out and accents off. Plain text, which
// is nearly all of it, costs at most one copy.
func fold(text string) string {
	if isASCII(text) {
		text = strings.ToLower(text)
		if strings.IndexByte(text, '\'') < 0 && strings.IndexByte(text, '`') < 0 {
			return text
		}
		return apostrophes.Replace(text)
	}
	var b strings.Builder
	for _, r := range norm.NFKD.String(text) {
		if !unicode.Is(unicode.Mn, r) && !strings.ContainsRune("'’‘`", r) {
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return b.String()
}

var apostrophes = strings.NewReplacer("'", "", "`", "")

func isASCII(text string) bool {
	for i := 0; i < len(text); i++ {
		if text[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// singular makes one word of singular and plural. It need not be a dictionary
// form: rules and texts go through the same door.
func singular(w string) string {
	n := len(w)
	if n > 0 && w[0] == 'j' {
		if to, ok := spelled[w]; ok {
			return to
		}
	}
	if n < 4 || w[n-1] != 's' {
		return w
	}
	switch {
	case strings.HasSuffix(w, "ss"), strings.HasSuffix(w, "us"), strings.HasSuffix(w, "is"):
		return w
	case strings.HasSuffix(w, "ies") && n > 4:
		return w[:n-3] + "y"
	case strings.HasSuffix(w, "ches"), strings.HasSuffix(w, "shes"), strings.HasSuffix(w, "sses"), strings.HasSuffix(w, "xes"), strings.HasSuffix(w, "zzes"):
		return w[:n-2]
	}
	return w[:n-1]
}

// phraseWords are the words of a rule's phrase, without barriers.
func phraseWords(phrase string) []string {
	var kept []string
	for _, w := range words(nil, phrase) {
		if w != barrier {
			kept = append(kept, w)
		}
	}
	return kept
}
