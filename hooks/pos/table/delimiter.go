package table

import (
	"bytes"
	"strings"
)

const sampleRows = 300

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
	f.modal = best.modal // every pass must cut records alike, so it never changes again
	again := f.take(best.delim, f.modal)
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
