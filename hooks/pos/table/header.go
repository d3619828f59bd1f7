package table

import (
	"strconv"
	"strings"
)

const headerWithin = 40

// isTyped tells whether a cell is an amount, a date or a code, not a word.
func isTyped(c string) bool {
	c = trim(c)
	if c == "" || len(c) > 48 {
		return false
	}
	if _, ok := scanNumber(unguard(c, true)); ok {
		return true
	}
	if d, ok := scanDate(c); ok && d.form != formPair {
		return true
	}
	return digit(c[0]) && digit(c[len(c)-1]) || strings.Contains(c, "@") || c[0] == '\''
}

// findHeader returns the index of the header among the first rows, or -1
// (POS-FORMATS 5.4).
func findHeader(s sample, skip int, known func(string) bool) int {
	for i := skip; i < len(s.recs) && i < headerWithin; i++ {
		if !headerLike(s.recs[i], s.modal) {
			if fullRow(s.recs[i], s.modal) {
				return -1 // data came first
			}
			continue
		}
		if knows(s.recs[i], known) || followed(s, i) {
			return betterBelow(s, i, known)
		}
	}
	return -1
}

// betterBelow prefers a fuller row of known names close under a title line that
// could pass for a header.
func betterBelow(s sample, i int, known func(string) bool) int {
	best := i
	for j := i + 1; j <= i+6 && j < len(s.recs) && j < headerWithin; j++ {
		if !headerLike(s.recs[j], s.modal) {
			continue
		}
		if filled(s.recs[j]) >= filled(s.recs[best]) && hits(s.recs[j], known) > hits(s.recs[best], known) {
			best = j
		}
	}
	return best
}

func filled(cells []string) int {
	n := 0
	for _, c := range cells {
		if trim(c) != "" {
			n++
		}
	}
	return n
}

// headerLike: mostly distinct words, few of them numbers, nearly as wide as the rows.
func headerLike(cells []string, modal int) bool {
	n, typed := 0, 0
	seen := map[string]bool{}
	for i, c := range cells {
		c = trim(c)
		if c == "" {
			continue
		}
		n++
		if isTyped(c) || len(c) > 120 {
			typed++
		}
		if strings.HasSuffix(c, ":") && i+1 < len(cells) && n <= 3 && !strings.HasSuffix(trim(cells[i+1]), ":") {
			return false // a label and its value
		}
		seen[strings.ToLower(c)] = true
	}
	if n == 0 || n*10 < modal*6 || typed*5 > n {
		return false
	}
	return len(seen)*10 >= n*7 || len(seen) >= 4
}

// fullRow is a row as wide as the others that holds numbers or dates.
func fullRow(cells []string, modal int) bool {
	n, typed := filled(cells), 0
	for _, c := range cells {
		if isTyped(c) {
			typed++
		}
	}
	return modal > 1 && len(cells) == modal && n*10 >= modal*6 && typed*5 > n
}

func knows(cells []string, known func(string) bool) bool {
	n := hits(cells, known)
	return n > 0 && (n > 1 || len(cells) <= 3 || n*4 >= filled(cells))
}

func hits(cells []string, known func(string) bool) int {
	n := 0
	for _, c := range cells {
		if folded := Fold(c); folded != "" && (kindOfName(folded) != nameOpen || (known != nil && known(folded))) {
			n++
		}
	}
	return n
}

// followed tells whether the rows below hold what a header's would: cells of
// another sort than its words, or nothing at all.
func followed(s sample, i int) bool {
	rows := 0
	for _, r := range s.recs[i+1:] {
		if filled(r) < 2 && s.modal > 1 {
			continue
		}
		if rows++; rows > 20 {
			break
		}
		for _, c := range r {
			if isTyped(c) {
				return true
			}
		}
	}
	if s.modal == 1 {
		return rows == 0 || len(s.recs[i][0]) <= 40
	}
	return true
}

// shape makes the columns from the header row.
func (f *File) shape(s sample, skip int) error {
	var cells []string
	if f.HeaderRow > 0 {
		cells = s.recs[f.HeaderRow-1]
	}
	width := len(cells)
	for width > 0 && trim(cells[width-1]) == "" {
		width--
	}
	used := usedWidth(s.recs[max(f.HeaderRow, skip):], width)
	if f.HeaderRow == 0 {
		used = max(s.modal, 1)
	}
	if width < used {
		width = used
	}
	if f.HeaderRow == 0 && filledRows(s.recs) == 0 {
		return &Error{Kind: ErrNoHeader, Say: "no row of column names was found; export the report as CSV with its headings"}
	}
	f.width = width
	f.name(cells)
	return nil
}

// name makes the columns of the header's cells; blank ones get a number.
func (f *File) name(cells []string) {
	seen := map[string]int{}
	for i := range f.width {
		name := ""
		if i < len(cells) {
			name = clean(cells[i])
		}
		col := Column{Name: name, Folded: Fold(name), position: i}
		if name == "" {
			col.Name = "Column " + strconv.Itoa(i+1)
		}
		if seen[col.Name]++; seen[col.Name] > 1 {
			f.warn("the column " + col.Name + " comes more than once; the later ones are numbered")
			col.Name += " #" + strconv.Itoa(seen[col.Name])
		}
		f.Columns = append(f.Columns, col)
	}
	for _, c := range cells[:min(f.width, len(cells))] {
		f.head = append(f.head, trim(c))
	}
}

func filledRows(recs [][]string) int {
	n := 0
	for _, r := range recs {
		if !blank(r) {
			n++
		}
	}
	return n
}

// usedWidth finds columns without a heading that most rows fill.
func usedWidth(recs [][]string, header int) int {
	rows, counts, best := 0, map[int]int{}, 0
	for _, r := range recs {
		n := len(r)
		for n > 0 && trim(r[n-1]) == "" {
			n--
		}
		if n > 1 {
			rows++
			counts[n]++
		}
	}
	for n, c := range counts {
		if n > header && c*2 > rows && rows >= 2 {
			best = n
		}
	}
	return best
}

func clean(s string) string { return strings.Join(strings.Fields(trim(unguard(s, true))), " ") }
