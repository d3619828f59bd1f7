package contact

import (
	"strings"
	"unicode"

	"touchstone/hooks/internal/pattern"
)

var (
	phoneBetween = pattern.New(`[;,|&\n]|\s+(?i:or|and)\s+`)
	extension    = pattern.New(`(?i)[\s,]*(?:extension|extn|ext\.?|x|#)\s*:?\s*(\d{1,7})\b.*$`)
	onlyExt      = pattern.New(`(?i)^\s*(?:extension|extn|ext\.?|x|#)\s*:?\s*\d{1,7}\b`)
	candidate    = pattern.New(`\+?[\d(][\d\s().\-–—·•/_]*\d`)
	floatTail    = pattern.New(`(\d{7,})\.0+$`)
)

// Phones reads the numbers of a cell. region is the store's country (ISO 3166,
// US), for numbers without a country code. A number of a possible length gets a
// key even if no exchange has it, so that a slip of the pen still finds itself;
// one without its area code does not, for it could be anybody's.
func Phones(cell, region string) []Point {
	text := strings.TrimSpace(cell)
	if tidy(text) == "" || len(text) > maxCell {
		return nil
	}
	if key := plainNumber(text, region); key != "" {
		return []Point{{Raw: text, Key: key}}
	}
	var points []Point
	seen := map[string]bool{}
	for _, piece := range phonePieces(floatTail.ReplaceAllString(text, "$1")) {
		p := phone(tidy(piece), strings.ToUpper(region))
		if p.Raw == "" || (p.Key != "" && seen[p.Key]) {
			continue
		}
		seen[p.Key] = true
		points = append(points, p)
	}
	return points
}

// plainNumber reads the common case without the machinery: one ten-digit number
// of the North American plan in the usual punctuation. "" sends it the long way.
func plainNumber(text, region string) string {
	if !strings.EqualFold(region, "US") && !strings.EqualFold(region, "CA") {
		return ""
	}
	if strings.ContainsFunc(text, func(r rune) bool { return (r < '0' || r > '9') && !strings.ContainsRune(" ()-.", r) }) {
		return ""
	}
	number := onlyDigits(text)
	if len(number) != 10 || number[0] < '2' || isEmptyNumber(number) {
		return ""
	}
	return "+1" + number
}

// phonePieces parts a cell into numbers. An extension after a comma stays with
// its number; a slash parts numbers only where both sides are long enough, since
// some write 555/010-0101.
func phonePieces(text string) []string {
	var pieces []string
	for _, piece := range phoneBetween.Split(text, -1) {
		if onlyExt.MatchString(piece) && len(pieces) > 0 {
			pieces[len(pieces)-1] += " " + piece
			continue
		}
		for _, part := range slashes(piece) {
			pieces = append(pieces, sideBySide(part)...)
		}
	}
	return pieces
}

func slashes(piece string) []string {
	parts := strings.Split(piece, "/")
	for _, part := range parts {
		if digits(part) < 7 && digits(piece) <= 13 {
			return []string{piece}
		}
	}
	return parts
}

// sideBySide parts two full numbers with only a space between them.
func sideBySide(piece string) []string {
	if digits(piece) < 18 {
		return []string{piece}
	}
	words := strings.Fields(piece)
	for i := 1; i < len(words); i++ {
		left, right := strings.Join(words[:i], " "), strings.Join(words[i:], " ")
		if digits(left) >= 9 && digits(right) >= 9 && !onlyExt.MatchString(right) {
			return []string{left, right}
		}
	}
	return []string{piece}
}

func digits(text string) (n int) {
	for _, r := range text {
		if unicode.IsDigit(r) {
			n++
		}
	}
	return n
}

func phone(raw, region string) Point {
	p := Point{Raw: raw}
	body := raw
	if m := extension.FindStringSubmatchIndex(raw); m != nil && digits(raw[:m[0]]) >= 7 {
		body, p.Extension = raw[:m[0]], raw[m[2]:m[3]]
	}
	text := candidate.FindString(body)
	if digits(text) == 0 {
		p.Placeholder = !strings.ContainsFunc(raw, unicode.IsDigit)
		return p
	}
	if isEmptyNumber(onlyDigits(text)) {
		p.Placeholder, p.Extension = true, ""
		return p
	}
	code, national, ok := international(text, region)
	if rest, abroad := strings.CutPrefix(onlyDigits(text), "00"); !ok && abroad {
		// how most of the world writes the plus, whatever this country dials
		code, national, ok = international("+"+rest, region)
	}
	if !ok {
		return p
	}
	if isEmptyNumber(national) {
		p.Placeholder, p.Extension = true, ""
		return p
	}
	p.Key = "+" + code + national
	return p
}

func onlyDigits(text string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, text)
}

// isEmptyNumber recognizes what is typed to get past the field: one digit over
// and over (also as the last seven: 312-555-5555), counting up or down. Numbers
// of the form 555-01xx are fiction too, but each is only itself: they stay.
func isEmptyNumber(number string) bool {
	if len(number) < 4 {
		return false
	}
	last := number[max(0, len(number)-7):]
	if strings.Count(last, last[:1]) == len(last) {
		return true
	}
	for _, row := range []string{"12345678901234567890", "01234567890123456789", "98765432109876543210"} {
		if strings.HasPrefix(row, number) || (len(number) == 11 && number[0] == '1' && strings.HasPrefix(row, number[1:])) {
			return true
		}
	}
	return last == "1234567" || last == "5551212"
}
