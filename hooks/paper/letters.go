package paper

import (
	"fmt"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// LetterError says that a text holds letters which no font here holds. Printing
// stops before the first page: a blank box on a card is worse than a sentence now.
type LetterError struct {
	Page    string // the person or the page's title
	Field   string // "headline", "row 3, this week"
	Text    string
	Letters []rune
}

func (e *LetterError) Error() string {
	codes := make([]string, len(e.Letters))
	for i, r := range e.Letters {
		codes[i] = fmt.Sprintf("%q (%U)", r, r)
	}
	return fmt.Sprintf("setting %s of %q: the fonts have no letter for %s; write it in Latin, Greek or Cyrillic letters, or give a code to print instead",
		e.Field, e.Page, strings.Join(codes, ", "))
}

// Missing lists the letters of text, each once, that can be printed in no face.
// Whoever fills a sheet asks before it puts a name into a sentence.
func (p *Press) Missing(text string) []rune {
	return newTypesetter(p).glyphs[sans].missing(printable(text))
}

// stand are characters that differ from a common one only in width or in where a
// line may break; fonts often lack them.
var stand = strings.NewReplacer(
	"\u202F", "\u00A0", "\u2007", "\u00A0", "\u2009", " ", "\u200A", " ", "\u2002", " ", "\u2003", " ",
	"\u2010", "-", "\u2011", "-", "\u02BC", "\u2019",
)

// printable composes letters and their accents (NFC), turns line ends and tabs into
// spaces, drops marks that have no shape (joiners, direction marks), and takes the
// outer spaces off. Broken UTF-8 becomes U+FFFD, which no face holds.
func printable(s string) string {
	plain := true
	for i := 0; i < len(s) && plain; i++ {
		plain = s[i] >= 0x20 && s[i] < 0x7F
	}
	if plain {
		return strings.TrimSpace(s)
	}
	s = stand.Replace(norm.NFC.String(strings.ToValidUTF8(s, "\uFFFD")))
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsControl(r):
			return ' '
		case unicode.Is(unicode.Cf, r):
			return -1
		}
		return r
	}, s)
	return strings.TrimSpace(s)
}

// setIn chooses the face for a whole text: the wished one, or Source Sans where the
// serif lacks a letter. Faces are never mixed inside one text.
func (t *typesetter) setIn(st style, text string) (style, []rune) {
	lost := t.glyphs[st.cut].missing(text)
	if len(lost) == 0 {
		return st, nil
	}
	if more := t.glyphs[sans].missing(text); len(more) > 0 {
		return st, more
	}
	st.cut = sans
	return st, nil
}
