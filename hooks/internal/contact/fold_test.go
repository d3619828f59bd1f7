package contact

import (
	"strings"
	"testing"
)

func TestFold(t *testing.T) {
	for text, want := range map[string]string{
		"": "", "  ": "", "Avery  Ashford": "avery ashford", "O'Brien": "obrien", "O’Brien": "obrien", "García-Münster": "garcia munster",
		"STRAẞE": "strasse", "Łódź": "lodz", "Ærø": "aero", "İnci": "inci", "ΟΔΟΣ": "οδοσ", "K-12/7": "k 12 7", "-a-": "a", "ﬁne": "fine", "日本 語": "日本 語",
	} {
		if got := Fold(text); got != want {
			t.Errorf("Fold(%q) = %q, want %q", text, got, want)
		}
	}
}

// FuzzFold holds that folding twice changes nothing, that plain text folds by
// either way alike, and that a word of a text is found in the folded text.
func FuzzFold(f *testing.F) {
	for _, seed := range []string{"Avery Ashford", "O'Brien", "Größe 54", "ΟΔΟΣ", "\u0307i", "a\x00b", "\xff", "ß'ß", "İ", "日本"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		folded := Fold(text)
		if again := Fold(folded); again != folded {
			t.Errorf("%q folds to %q, and that to %q", text, folded, again)
		}
		for word := range strings.FieldsSeq(text) {
			if w := Fold(word); !strings.Contains(folded, w) {
				t.Errorf("%q folds to %q, which does not hold %q of its word %q", text, folded, w, word)
			}
		}
	})
}
