package contact

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"touchstone/hooks/internal/pattern"
)

// stripTitles takes Mr., Dr. and the like off the front; a title alone leaves
// nothing.
func stripTitles(part string) string {
	words := strings.Fields(part)
	for len(words) > 0 && titles()[Fold(words[0])] && (len(words) > 1 || isSpouse(words[0])) {
		words = words[1:]
	}
	return strings.Join(words, " ")
}

// IsTitle says whether a folded word is a form of address, such as mrs or dr,
// which tells nobody from anybody.
func IsTitle(folded string) bool { return titles()[folded] }

// isSpouse says that a part is nothing but a title that stands for a person.
func isSpouse(part string) bool {
	words := strings.Fields(part)
	for _, w := range words {
		if !titles()[Fold(w)] {
			return false
		}
	}
	return len(words) > 0
}

// foldTitles writes Mr/Mrs and Mr.&Mrs. so that a slash parts them like an &.
func foldTitles(text string) string {
	if lower := strings.ToLower(text); !strings.Contains(lower, "mr") && !strings.Contains(lower, "dr") {
		return text
	}
	return titlePair.ReplaceAllString(text, "$1 & $2")
}

var titlePair = pattern.New(`(?i)\b(mr|dr)\.?\s*(?:&|/|\+|and|-)?\s*(mrs|ms|dr)\b\.?`)

// cutSuffix takes a generation and professional letters off the end of a name.
func cutSuffix(name string) (rest, suffix string) {
	words := strings.Fields(name)
	for len(words) > 1 {
		last := strings.Trim(words[len(words)-1], ",")
		gen := generation(last)
		if gen == "" && !honors()[Fold(last)] {
			break
		}
		if gen != "" {
			suffix = gen
		}
		words = words[:len(words)-1]
	}
	return strings.TrimRight(strings.Join(words, " "), " ,"), suffix
}

func generation(word string) string {
	switch folded := Fold(word); folded {
	case "jr", "sr", "ii", "iii", "iv":
		return folded
	case "junior", "senior":
		return folded[:1] + "r"
	case "2nd":
		return "ii"
	case "3rd":
		return "iii"
	}
	return ""
}

// isInitial says whether a given name is one letter: A. or A.
func isInitial(word string) bool { return utf8.RuneCountInString(word) == 1 }

func hasLetter(text string) bool { return strings.ContainsFunc(text, unicode.IsLetter) }
