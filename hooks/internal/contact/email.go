package contact

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"touchstone/hooks/internal/pattern"
)

var joints = strings.NewReplacer(".", "", "-", "", "_", "")

// maxCell bounds how much of a cell is read for contact data, in bytes.
const maxCell = 2000

var (
	address     = pattern.New(`^[^\s@<>()\[\],;:"\\]{1,64}@[\pL\d](?:[\pL\d-]*[\pL\d])?(?:\.[\pL\d](?:[\pL\d-]*[\pL\d])?)*\.\pL[\pL\d-]*$`)
	notAddress  = set("none, no, na, n/a, n.a., null, nil, declined, refused, unknown, no email, no e-mail, noemail, no mail, not given, not provided, x, xx, xxx, -, --, ., ?, 0, tbd, no thanks, no thank you, does not have, doesnt have, dont have")
	emptyLocals = set("none, no, na, nil, null, noemail, nomail, nonegiven, notgiven, notprovided, noaddress, unknown, test, testing, tester, declined, refused, decline, nobody, nothing, noone, noname, noreply, donotreply, nothanks, fake, dummy, asdf, qwerty, cash, cashsale, cashcustomer, walkin, customer, guest, email, noemailaddress, donthave, doesnthave, tbd, anonymous")
	emptyHosts  = set("none, no, na, noemail, nomail, nowhere, nothing, fake, test, noname, notprovided, notgiven, declined, xxx, xx, x, asdf, domain, unknown, nobody, invalid")
)

// Emails reads the addresses of a cell, several parted by ; , / | or space, with
// or without names around them (Avery <avery@example.com>). A cell without any
// address gives one Point without a key; an empty cell, or one of more than
// 2,000 bytes, none.
func Emails(cell string) []Point {
	text := tidy(cell)
	if text == "" || len(text) > maxCell {
		return nil
	}
	var points []Point
	seen := map[string]bool{}
	for _, piece := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(";,/|<> \"", r) }) {
		if !strings.Contains(piece, "@") {
			continue
		}
		p := email(piece)
		if p.Key != "" && seen[p.Key] {
			continue
		}
		seen[p.Key] = true
		points = append(points, p)
	}
	if points == nil {
		return []Point{{Raw: text, Placeholder: notAddress()[strings.ToLower(text)]}}
	}
	return points
}

func email(piece string) Point {
	p := Point{Raw: piece}
	key := strings.ToLower(norm.NFKC.String(strings.Trim(piece, ".'()[]{}")))
	key = strings.TrimPrefix(key, "mailto:")
	if isEmptyAddress(key) {
		p.Placeholder = true
		return p
	}
	if address.MatchString(key) && !strings.Contains(key, "..") {
		p.Key = key
	}
	return p
}

// isEmptyAddress recognizes what is typed where the POS insists on an address:
// none@none.com, noemail@..., a@a.com, xxx@..., anything at .invalid.
func isEmptyAddress(key string) bool {
	local, host, _ := strings.Cut(key, "@")
	bare := joints.Replace(local)
	label, _, _ := strings.Cut(host, ".")
	switch {
	case bare == "", emptyLocals()[bare], emptyHosts()[label]:
		return true
	case utf8.RuneCountInString(bare) > 2 && strings.Count(bare, string([]rune(bare)[0])) == utf8.RuneCountInString(bare):
		return true
	case len(bare) <= 2 && bare == label:
		return true
	}
	return strings.HasSuffix(host, ".invalid")
}
