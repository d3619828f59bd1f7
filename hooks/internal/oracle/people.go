package oracle

import "strings"

// personal reports a numbered column of people: person 1 to 4, pct 1 to 4.
func personal(what field) bool {
	return strings.HasPrefix(string(what), "person ") || strings.HasPrefix(string(what), "pct ")
}

// person fills a numbered column.
func (w writing) person(shares []Share, what field) string {
	at := int(what[len(what)-1] - '1')
	if at >= len(shares) {
		return ""
	}
	if strings.HasPrefix(string(what), "person ") {
		return w.called(shares[at].Staff)
	}
	if shares[at].Percent == 0 {
		return ""
	}
	return w.decimal(shares[at].Percent*10, 0)
}

// called is how the layout names a member of staff.
func (w writing) called(code string) string {
	for _, p := range w.b.Staff {
		if p.Code == code && w.codeAndName {
			return p.Code + "-" + p.Name
		}
		if p.Code == code && w.names {
			return p.Name
		}
	}
	return code
}

func (w writing) staff(shares []Share) string {
	if len(shares) == 0 {
		return w.house
	}
	var out []string
	for _, s := range shares {
		name := w.called(s.Staff)
		if w.many == inline && len(shares) > 1 && s.Percent > 0 {
			name += w.decimal(s.Percent*10, 0)
		}
		out = append(out, name)
	}
	return strings.Join(out, "/")
}

// percentages go beside a list of people; even shares are left blank.
func (w writing) percentages(shares []Share) string {
	var out []string
	for _, s := range shares {
		if s.Percent == 0 {
			return ""
		}
		out = append(out, w.decimal(s.Percent*10, 0))
	}
	return strings.Join(out, "/")
}
