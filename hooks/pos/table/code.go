package table

// unguard takes off what spreadsheets need to leave a code alone: ="00123" and,
// where apostrophe is true, a leading '.
func unguard(s string, apostrophe bool) string {
	if len(s) < 2 {
		return s
	}
	if s[0] == '=' && s[1] == '"' && len(s) > 2 && s[len(s)-1] == '"' && noQuote(s[2:len(s)-1]) {
		return s[2 : len(s)-1]
	}
	if apostrophe && s[0] == '\'' {
		return s[1:]
	}
	return s
}

func noQuote(s string) bool {
	for i := range len(s) {
		if s[i] == '"' {
			return false
		}
	}
	return true
}

// DamagedCode reports whether a spreadsheet turned a long code into a rounded
// number (1.23457E+11): its digits are lost and it must never be a key. 3E5 has
// no sign and may be a real style number.
func DamagedCode(s string) bool {
	s = trim(s)
	i := 0
	for i < len(s) && (digit(s[i]) || s[i] == '.' || s[i] == ',') {
		i++
	}
	if i == 0 || i+2 >= len(s) || s[i]|0x20 != 'e' || s[i+1] != '+' || !digit(s[0]) {
		return false
	}
	for _, c := range []byte(s[i+2:]) {
		if !digit(c) {
			return false
		}
	}
	return true
}

// datedCode reports whether a code looks like one that a spreadsheet turned into
// a date: Mar-20, 20-Mar.
func datedCode(s string) bool {
	if len(s) < 5 || len(s) > 6 {
		return false
	}
	if _, ok := monthNames[lower3(s)]; ok && s[3] == '-' && allDigits(s[4:]) {
		return s[1] >= 'a'
	}
	m := s[len(s)-3:]
	_, ok := monthNames[lower3(m)]
	return ok && m[1] >= 'a' && s[len(s)-4] == '-' && allDigits(s[:len(s)-4])
}

func allDigits(s string) bool {
	for i := range len(s) {
		if !digit(s[i]) {
			return false
		}
	}
	return s != ""
}

// dotZero reports whether a cell is an integer with .0 behind it.
func dotZero(s string) bool {
	return len(s) > 2 && s[len(s)-2:] == ".0" && allDigits(s[:len(s)-2])
}

// PadUPC gives an 11 digit UPC its lost leading zero back when the check digit
// proves that one was lost (GS1 General Specifications, 7.9), else the code as
// it is and false.
func PadUPC(s string) (string, bool) {
	if len(s) != 11 || !allDigits(s) {
		return s, false
	}
	sum := 0
	for i := range 10 { // with the zero in front, positions 2..11 of 12
		weight := 1
		if i%2 == 1 {
			weight = 3
		}
		sum += int(s[i]-'0') * weight
	}
	if (10-sum%10)%10 != int(s[10]-'0') {
		return s, false
	}
	return "0" + s, true
}
