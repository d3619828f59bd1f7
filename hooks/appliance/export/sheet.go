package export

import (
	"bufio"
	"io"
	"strings"

	"touchstone/hooks/internal/money"
)

// mark tells a spreadsheet that the file is UTF-8.
const mark = "\ufeff"

// sheet writes a CSV file by RFC 4180: commas, CRLF after every row, quotes
// where they are needed. Unlike the standard writer it leaves the line breaks
// inside a cell as they are.
type sheet struct {
	out   *bufio.Writer
	row   []byte
	cells int
	first bool
}

func newSheet(w io.Writer) *sheet {
	return &sheet{out: bufio.NewWriterSize(w, 64<<10), first: true}
}

// text adds a cell of words, made harmless.
func (s *sheet) text(v string) { s.cell(harmless(v)) }

// number adds a cell that a spreadsheet may count with. What is no number
// after all is written as words.
func (s *sheet) number(v any) {
	switch v.(type) {
	case int64, float64, nil:
		s.cell(textOf(v))
	default:
		s.text(textOf(v))
	}
}

// decimal adds a whole number of smaller units as people write it: 129500 with
// two places is 1295.00.
func (s *sheet) decimal(v any, places int) {
	n, ok := v.(int64)
	if !ok {
		s.cell("")
		return
	}
	s.cell(money.Decimal{Coef: n, Scale: places}.String())
}

// truth adds a yes or no.
func (s *sheet) truth(v any) {
	switch textOf(v) {
	case "1", "true":
		s.cell("true")
	default:
		s.cell("false")
	}
}

func (s *sheet) cell(v string) {
	if s.cells > 0 {
		s.row = append(s.row, ',')
	}
	s.cells++
	if !strings.ContainsAny(v, "\",\r\n") && strings.TrimSpace(v) == v {
		s.row = append(s.row, v...)
		return
	}
	s.row = append(s.row, '"')
	for i := range len(v) {
		if v[i] == '"' {
			s.row = append(s.row, '"')
		}
		s.row = append(s.row, v[i])
	}
	s.row = append(s.row, '"')
}

// end ends the row.
func (s *sheet) end() error {
	if s.first {
		s.first = false
		if _, err := s.out.WriteString(mark); err != nil {
			return err
		}
	}
	s.row = append(s.row, '\r', '\n')
	_, err := s.out.Write(s.row)
	s.row, s.cells = s.row[:0], 0
	return err
}

func (s *sheet) flush() error { return s.out.Flush() }

// formulaSigns are the characters with which a spreadsheet takes a cell for a
// formula (OWASP, "CSV injection"), the wide ones of Japanese keyboards and a
// line break included.
const formulaSigns = "=+-@\t\r\n＝＋－＠"

// harmless puts an apostrophe before words that a spreadsheet would take for a
// formula, and before those that look as if that had been done, so that taking
// one apostrophe away gives every text back.
func harmless(v string) string {
	rest := strings.TrimLeft(v, "'")
	for _, r := range rest {
		if strings.ContainsRune(formulaSigns, r) {
			return "'" + v
		}
		break
	}
	return v
}
