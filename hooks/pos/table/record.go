package table

import (
	"bytes"
	"fmt"
)

// record is one physical record: usually a line, several where a quoted cell
// holds line ends.
type record struct {
	Number  int
	Byte    int64
	Cells   []string // valid after the next record too; the slice is reused
	Problem string
}

// rawLine is a line read ahead.
type rawLine struct {
	text []byte
	off  int64
}

// splitter cuts lines into records. Quotes are honoured where they make sense;
// a quote that never closes spoils its own line and no other.
type splitter struct {
	lines *lineReader
	delim byte
	width int // cells a row should have, 0 while unknown
	ahead []rawLine
	rec   record
	out   []byte
	ends  []int
	err   error
}

func newSplitter(in source, delim byte, width int) *splitter {
	return &splitter{lines: newLines(in), delim: delim, width: width}
}

// next reads a record; it returns nil at the end of the file or on s.err.
func (s *splitter) next() *record {
	line, off, ok := s.line()
	if !ok {
		s.err = s.lines.err
		return nil
	}
	s.rec.Number++
	s.rec.Byte, s.rec.Problem = off, ""
	if s.split(line, strict) {
		s.recover(line)
	}
	if s.err = s.limits(); s.err != nil {
		return nil
	}
	s.cut()
	return &s.rec
}

func (s *splitter) line() ([]byte, int64, bool) {
	if len(s.ahead) > 0 {
		l := s.ahead[0]
		s.ahead = s.ahead[1:]
		return l.text, l.off, true
	}
	return s.lines.next()
}

// peek returns the k-th line ahead, from 0.
func (s *splitter) peek(k int) ([]byte, bool) {
	for len(s.ahead) <= k {
		text, off, ok := s.lines.next()
		if !ok {
			return nil, false
		}
		s.ahead = append(s.ahead, rawLine{append([]byte(nil), text...), off})
	}
	return s.ahead[k].text, true
}

func (s *splitter) limits() error {
	if len(s.ends) > maxCols {
		return &Error{Kind: ErrColumns, Row: s.rec.Number,
			Say: fmt.Sprintf("the row has %d columns and the limit is %d; export fewer columns", len(s.ends), maxCols)}
	}
	from := 0
	for i, end := range s.ends {
		if end-from > maxCell {
			return &Error{Kind: ErrCellSize, Row: s.rec.Number,
				Say: fmt.Sprintf("the cell in column %d is larger than 1 MiB; that is no POS export, or a quote is missing", i+1)}
		}
		from = end
	}
	return nil
}

// cut makes one string of the record and slices it into cells.
func (s *splitter) cut() {
	text := string(s.out)
	cells := s.rec.Cells[:0]
	from := 0
	for _, end := range s.ends {
		cells = append(cells, text[from:end])
		from = end
	}
	s.rec.Cells = cells
}

// How split reads quotes.
type quoting uint8

const (
	strict  quoting = iota
	inch            // "" before a delimiter is an inch mark and the end: "Box 18"",99
	lenient         // a quote that does not close is an ordinary character
)

// split cuts text into s.out and s.ends; open is true where a quote is not closed.
func (s *splitter) split(text []byte, how quoting) (open bool) {
	s.out, s.ends = s.out[:0], s.ends[:0]
	if bytes.IndexByte(text, '"') < 0 {
		s.plain(text)
		return false
	}
	i := 0
	for {
		next := -1
		if q := s.opening(text, i); q >= 0 {
			mark := len(s.out)
			if next = s.quoted(text, q, how); next < 0 {
				if how != lenient {
					return true
				}
				s.out = s.out[:mark]
			}
		}
		if next < 0 {
			next = s.bare(text, i)
		}
		s.ends = append(s.ends, len(s.out))
		if next >= len(text) {
			return false
		}
		i = next + 1
	}
}

func (s *splitter) plain(text []byte) {
	for {
		j := bytes.IndexByte(text, s.delim)
		if j < 0 {
			s.out = append(s.out, text...)
			s.ends = append(s.ends, len(s.out))
			return
		}
		s.out = append(s.out, text[:j]...)
		s.ends = append(s.ends, len(s.out))
		text = text[j+1:]
	}
}

// bare copies an unquoted cell. ="..." is kept whole even around a delimiter.
func (s *splitter) bare(text []byte, i int) (next int) {
	if i+2 < len(text) && text[i] == '=' && text[i+1] == '"' {
		for j := i + 2; j < len(text); j++ {
			if text[j] == '"' && (j+1 == len(text) || text[j+1] == s.delim) {
				s.out = append(s.out, text[i:j+1]...)
				return j + 1
			}
		}
	}
	j := bytes.IndexByte(text[i:], s.delim)
	if j < 0 {
		s.out = append(s.out, text[i:]...)
		return len(text)
	}
	s.out = append(s.out, text[i:i+j]...)
	return i + j
}

// opening finds the quote that opens the cell at i, also behind spaces, or -1.
func (s *splitter) opening(text []byte, i int) int {
	for i < len(text) && text[i] == ' ' {
		i++
	}
	if i < len(text) && text[i] == '"' {
		return i
	}
	return -1
}

// quoted copies the cell whose quote opens at q and returns the place of the
// delimiter behind it, or -1 where it never closes.
func (s *splitter) quoted(text []byte, q int, how quoting) int {
	i := q + 1
	for {
		j := bytes.IndexByte(text[i:], '"')
		if j < 0 {
			return -1
		}
		s.out = append(s.out, text[i:i+j]...)
		i += j + 1
		if i < len(text) && text[i] == '"' {
			s.out = append(s.out, '"')
			i++
			if how == inch && (i == len(text) || text[i] == s.delim) {
				return i
			}
			continue
		}
		if end := s.closes(text, i); end >= 0 {
			return end
		}
		s.out = append(s.out, '"') // a stray quote inside is text
	}
}

// closes tells whether only spaces stand between i and the cell's end.
func (s *splitter) closes(text []byte, i int) int {
	for i < len(text) && text[i] == ' ' {
		i++
	}
	if i == len(text) || text[i] == s.delim {
		return i
	}
	return -1
}
