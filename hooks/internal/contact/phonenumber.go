package contact

import "strings"

// Limits of a text and of a number without its calling code. E.164 allows 15
// digits in all; Germany has longer ones.
const (
	longestPhoneText = 250
	shortestNational = 2
	longestNational  = 17
)

// international reads a text of digits and the marks between them as a number
// in the plan of a region: its calling code and its digits after that. ok is
// false where no number has that length. The rules, and their order, are those
// of libphonenumber's parse and isPossibleNumber.
func international(text, region string) (code, national string, ok bool) {
	if len(text) > longestPhoneText {
		return "", "", false
	}
	text = text[max(0, strings.IndexAny(text, "+0123456789")):]
	number, plus := onlyDigits(text), strings.HasPrefix(text, "+")
	if !isPhoneText(text, number) {
		return "", "", false
	}
	all := numbering()
	home := all.regions[region]
	if home == nil && !plus {
		return "", "", false
	}
	p, national, ok := all.split(number, plus, home)
	if !ok || len(national) < shortestNational {
		return "", "", false
	}
	stripped := p.withoutPrefix(national)
	if f := p.fit(stripped); f == fits || f == tooLong {
		national = stripped
	}
	if len(national) < shortestNational || len(national) > longestNational {
		return "", "", false
	}
	return p.code, national, all.codes[p.code].fit(national) == fits
}

// isPhoneText says whether a text can be one number at all.
func isPhoneText(text, number string) bool {
	return (len(number) >= 3 || len(text) == 2 && len(number) == 2) && !strings.ContainsAny(text, "·•_")
}

// split parts a number into the plan it belongs to and what follows the calling
// code. A plus that no calling code follows is a slip: without it the number
// may still begin with the prefix for calls abroad.
func (all plans) split(number string, plus bool, home *plan) (p *plan, national string, ok bool) {
	if plus {
		if len(number) <= shortestNational {
			return nil, "", false
		}
		if p, national = all.byCode(number); p != nil {
			return p, national, true
		}
	}
	if home == nil {
		return nil, "", false
	}
	if rest, abroad := home.fromAbroad(number); abroad {
		if len(rest) <= shortestNational {
			return nil, "", false
		}
		p, national = all.byCode(rest)
		return p, national, p != nil
	}
	if rest, own := home.ownCode(number); own {
		return all.codes[home.code], rest, true
	}
	return home, number, !plus
}

// byCode takes the calling code off the front of a number.
func (all plans) byCode(number string) (*plan, string) {
	for n := 1; n <= 3 && n <= len(number); n++ {
		if p := all.codes[number[:n]]; p != nil {
			return p, number[n:]
		}
	}
	return nil, ""
}

// fromAbroad takes off the prefix for calls abroad. No calling code begins with
// 0, so what leaves a 0 behind was no such prefix.
func (p *plan) fromAbroad(number string) (string, bool) {
	at := p.abroad.FindStringIndex(number)
	if at == nil || strings.HasPrefix(number[at[1]:], "0") {
		return number, false
	}
	return number[at[1]:], true
}

// ownCode takes off the home country's calling code written without a plus,
// where the number makes better sense without it.
func (p *plan) ownCode(number string) (string, bool) {
	rest, found := strings.CutPrefix(number, p.code)
	if !found {
		return number, false
	}
	rest = p.withoutPrefix(rest)
	if p.fit(number) == tooLong || (!p.whole.MatchString(number) && p.whole.MatchString(rest)) {
		return rest, true
	}
	return number, false
}
