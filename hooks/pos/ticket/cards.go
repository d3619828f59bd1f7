package ticket

import "strings"

// card takes payment card numbers out of free text: 13 to 19 digits in a row
// (single spaces or dashes between them) that begin as cards do and pass the
// check digit, unless the words before say certificate, report or serial.
func card(s string) (clean string, found bool) {
	if len(s) < 13 {
		return s, false
	}
	var out strings.Builder
	last := 0
	for i := 0; i < len(s); {
		if !isDigit(s[i]) {
			i++
			continue
		}
		end, digits := run(s, i)
		if len(digits) >= 13 && len(digits) <= 19 && cardStart(digits) && luhn(digits) && !named(s[:i]) {
			out.WriteString(s[last:i])
			out.WriteString("[card number removed]")
			last, found = end, true
		}
		i = end
	}
	if !found {
		return s, false
	}
	out.WriteString(s[last:])
	return out.String(), true
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// run collects the digits from i on, over single spaces and dashes.
func run(s string, i int) (end int, digits string) {
	var d []byte
	for i < len(s) {
		switch {
		case isDigit(s[i]):
			d = append(d, s[i])
			i++
		case (s[i] == ' ' || s[i] == '-') && i+1 < len(s) && isDigit(s[i+1]):
			i++
		default:
			return i, string(d)
		}
	}
	return i, string(d)
}

// cardStart: the leading digits of the card networks (ISO/IEC 7812).
func cardStart(d string) bool {
	switch d[0] {
	case '4':
		return len(d) == 13 || len(d) == 16 || len(d) == 19
	case '3':
		return d[1] == '4' || d[1] == '7' || d[1] == '5' || d[1] == '0' || d[1] == '6' || d[1] == '8'
	case '5':
		return d[1] >= '0' && d[1] <= '9' && len(d) == 16
	case '6':
		return len(d) >= 16
	case '2':
		return len(d) == 16 && d[:4] >= "2221" && d[:4] <= "2720"
	}
	return false
}

// luhn is the check digit of payment cards (ISO/IEC 7812-1, annex B).
func luhn(d string) bool {
	sum := 0
	for i := range len(d) {
		n := int(d[len(d)-1-i] - '0')
		if i%2 == 1 {
			if n *= 2; n > 9 {
				n -= 9
			}
		}
		sum += n
	}
	return sum%10 == 0
}

var paperNames = []string{"cert", "gia", "igi", "ags", "hrd", "egl", "gcal", "report", "serial", "s/n", "sn", "ref", "lab", "laser", "insc"}

// named reports whether the last words before a number say that it is a
// certificate, a report or a serial number.
func named(before string) bool {
	words := strings.ToLower(before)
	if len(words) > 24 {
		words = words[len(words)-24:]
	}
	for _, w := range paperNames {
		if strings.Contains(words, w) {
			return true
		}
	}
	return false
}
