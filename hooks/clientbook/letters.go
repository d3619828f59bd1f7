package clientbook

import (
	"strings"
	"unicode/utf8"
)

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
