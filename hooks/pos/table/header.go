package table

import (
	"bytes"
	"strconv"
	"strings"
)

const (
	sampleRows   = 300
	headerWithin = 40
)

// sample is the beginning of a file cut with one delimiter.
type sample struct {
	delim byte
	recs  [][]string
	modal int // the usual number of cells of rows with more than one
	share float64
	typed float64
	err   error
}

// dialect finds delimiter, header row and width.
func (f *File) dialect() error {
	best, skip := f.declared()
	if best == nil {
		best = f.sniffDelimiter()
	}
	if best.err != nil {
		return best.err
	}
	if best.modal < 2 {
		if err := fixedWidth(best.recs); err != nil {
			return err
		}
	}
	f.skip = skip
	f.delim, f.Delimiter = best.delim, string(best.delim)
	again := f.take(best.delim, best.modal)
	if again.err != nil {
		return again.err
	}
	f.HeaderRow = findHeader(again, skip, f.opt.Known) + 1
	return f.shape(again, skip)
}

// declared honours a first line sep=; as Excel does.
func (f *File) declared() (*sample, int) {
	lines := newLines(f.in)
	line, _, ok := lines.next()
	line = bytes.TrimSpace(line)
	line = bytes.Trim(line, `"`)
	if !ok || len(line) != 5 || !strings.EqualFold(string(line[:4]), "sep=") {
		return nil, 0
	}
	s := f.take(line[4], 0)
	return &s, 1
}

func (f *File) sniffDelimiter() *sample {
	var best *sample
	for _, d := range []byte{',', ';', '\t', '|'} {
		s := f.take(d, 0)
		if best == nil || s.better(best) {
			best = &s
		}
	}
	return best
}

// better compares by constancy of the cell count, then by typed cells.
func (s *sample) better(o *sample) bool {
	if (s.modal > 1) != (o.modal > 1) {
		return s.modal > 1
	}
	if d := s.share - o.share; d > 0.02 || d < -0.02 {
		return d > 0
	}
	if s.typed != o.typed {
		return s.typed > o.typed
	}
	return s.modal > o.modal
}

// take reads the beginning of the file with a delimiter.
func (f *File) take(delim byte, width int) sample {
	s := sample{delim: delim}
	sp := newSplitter(f.in, delim, width)
	bytesLeft := 1 << 20
	for len(s.recs) < sampleRows && bytesLeft > 0 {
		rec := sp.next()
		if rec == nil {
			break
		}
		bytesLeft -= len(sp.out)
		s.recs = append(s.recs, append([]string(nil), rec.Cells...))
	}
	s.err = f.readError(sp.err, sp.rec.Number)
	s.measure()
	return s
}

func (f *File) readError(err error, row int) error {
	if err == nil {
		return nil
	}
	if e, ok := err.(*Error); ok {
		e.File = f.Name
		return e
	}
	if err == errLongLine {
		return &Error{Kind: ErrCellSize, File: f.Name, Row: row + 1, Say: "a line is longer than 16 MiB; that is no POS export"}
	}
	return &Error{Kind: ErrDisk, File: f.Name, Row: row, Say: "the file cannot be read to its end", Err: err}
}

func (s *sample) measure() {
	counts, rows := map[int]int{}, 0
	for _, r := range s.recs {
		if blank(r) {
			continue
		}
		rows++
		if len(r) > 1 {
			counts[len(r)]++
		}
	}
	for n, c := range counts {
		if c > counts[s.modal] || (c == counts[s.modal] && n > s.modal) {
			s.modal = n
		}
	}
	if rows == 0 || s.modal == 0 {
		s.modal = 1
		return
	}
	s.share = float64(counts[s.modal]) / float64(rows)
	cells, typed := 0, 0
	for _, r := range s.recs {
		for _, c := range r {
			cells++
			if isTyped(c) {
				typed++
			}
		}
	}
	s.typed = float64(typed) / float64(cells)
}

func blank(cells []string) bool {
	for _, c := range cells {
		if trim(c) != "" {
			return false
		}
	}
	return true
}

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
			return i
		}
	}
	return -1
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
		if strings.HasSuffix(c, ":") && i+1 < len(cells) && isTyped(cells[i+1]) {
			return false
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
	hits := 0
	for _, c := range cells {
		if folded := Fold(c); folded != "" && (kindOfName(folded) != nameOpen || (known != nil && known(folded))) {
			hits++
		}
	}
	return hits > 0 && (hits > 1 || len(cells) <= 3 || hits*4 >= filled(cells))
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

// fixedWidth recognizes columns that are lined up by spaces only.
func fixedWidth(recs [][]string) error {
	rows, gaps, size := 0, 0, -1
	for _, r := range recs {
		line := r[0]
		if trim(line) == "" {
			continue
		}
		rows++
		if strings.Contains(trim(line), "  ") && (size < 0 || len(line) == size) {
			gaps++
		}
		size = len(line)
	}
	if rows >= 2 && gaps*10 >= rows*8 {
		return &Error{Kind: ErrFixedWidth, Say: "its columns are lined up by spaces; export it with commas or tabs between the columns"}
	}
	return nil
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
	seen := map[string]int{}
	for i := range width {
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
	f.width, f.modal = width, max(s.modal, 1)
	for _, c := range cells[:min(width, len(cells))] {
		f.head = append(f.head, trim(c))
	}
	return nil
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
