package credit

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"touchstone/hooks/internal/pattern"
)

var suffix = pattern.New(`(?i)^(jr|sr|ii|iii|iv)\.?$`)

// turn makes Dana Whitlock of Whitlock, Dana; ok is false without one comma
// (a second one may hold a suffix).
func turn(name string) (turned string, ok bool) {
	pieces := strings.Split(name, ",")
	if len(pieces) == 3 && suffix.MatchString(strings.TrimSpace(pieces[2])) {
		pieces = []string{pieces[0] + " " + strings.TrimSpace(pieces[2]), pieces[1]}
	}
	if len(pieces) != 2 {
		return "", false
	}
	last, first := tidy(pieces[0]), tidy(pieces[1])
	if last == "" || first == "" {
		return "", false
	}
	return first + " " + last, true
}

// turnBack makes Whitlock, Dana of Dana Whitlock, to find a store's spelling.
func turnBack(name string) string {
	words := strings.Fields(name)
	if len(words) != 2 {
		return ""
	}
	return words[1] + ", " + words[0]
}

var (
	codeDashName = pattern.New(`^([\pL\d]{1,8})\s*[-–—:]\s*(\pL[\pL .,'’-]*)$`)
	codeThenName = pattern.New(`^(\d{1,6})\s+(\pL[\pL .,'’-]*)$`)
	nameThenCode = pattern.New(`^(\pL[\pL .,'’-]*?)\s*[(\[#]\s*([\pL\d]{1,8})\s*[)\]]?$`)
)

// codeAndName parts 101-Dana Whitlock, 101 Dana Whitlock and Dana Whitlock
// (101). A hyphen inside a name (Anne-Marie) parts nothing: the code must have a
// digit, or be at most three capitals before a written-out name.
func codeAndName(part string) (code, name string) {
	part = tidy(part)
	if m := codeDashName.FindStringSubmatch(part); m != nil && isCode(m[1]) && len(m[2]) > 1 {
		return m[1], readable(m[2])
	}
	if m := codeThenName.FindStringSubmatch(part); m != nil {
		return m[1], readable(m[2])
	}
	if m := nameThenCode.FindStringSubmatch(part); m != nil && isCode(m[2]) {
		return m[2], readable(m[1])
	}
	return upperInitials(part), ""
}

func readable(name string) string {
	if turned, ok := turn(name); ok {
		return turned
	}
	return tidy(name)
}

func isCode(text string) bool {
	return strings.ContainsFunc(text, unicode.IsDigit) ||
		(utf8.RuneCountInString(text) <= 3 && !strings.ContainsFunc(text, unicode.IsLower))
}

// upperInitials writes initials typed in small letters (dw) as everybody else
// does; longer words are names and stay as given.
func upperInitials(code string) string {
	if utf8.RuneCountInString(code) > 3 || strings.ContainsFunc(code, unicode.IsUpper) {
		return code
	}
	return strings.ToUpper(code)
}

func tidy(text string) string { return strings.Join(strings.Fields(text), " ") }

// concatenation finds two or more known codes of at least two letters each that
// make up a token without a space. Codes of one letter prove nothing (DL may be
// a third person), nor does a code twice.
func concatenation(token string, known func(string) bool) ([]string, bool) {
	if known == nil || len(token) < 4 || len(token) > 16 || strings.ContainsAny(token, " ,.'") {
		return nil, false
	}
	return join(token, known, 0)
}

func join(rest string, known func(string) bool, depth int) ([]string, bool) {
	if depth > 0 && known(rest) {
		return []string{rest}, true
	}
	for i := 2; i <= len(rest)-2 && i <= 6; i++ {
		if !utf8.RuneStart(rest[i]) || !known(rest[:i]) {
			continue
		}
		if more, ok := join(rest[i:], known, depth+1); ok && Key(more[0]) != Key(rest[:i]) {
			return append([]string{rest[:i]}, more...), true
		}
	}
	return nil, false
}
