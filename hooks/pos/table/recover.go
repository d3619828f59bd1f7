package table

import "bytes"

const (
	maxJoin     = 500      // lines one quoted cell may span
	maxJoinWork = 32 << 20 // bytes looked at again while joining
)

// recover handles a line whose quote is still open at its end: a cell with line
// ends in it, an inch mark, or a quote that somebody forgot.
func (s *splitter) recover(line []byte) {
	first := append([]byte(nil), line...)
	joined, used, whole := s.join(first)
	if whole {
		s.drop(used)
		s.split(joined, strict)
		return
	}
	if !s.split(first, inch) && (s.width == 0 || len(s.ends) == s.width) {
		return
	}
	s.rec.Problem = "a quote opens in this row and never closes"
	if _, more := s.peek(used); !more {
		s.rec.Problem = "the file ends inside a quoted cell"
	}
	if used > 0 { // what follows are no rows of their own: they belong to the cell
		s.drop(used)
		first = joined
	}
	s.split(first, lenient)
}

func (s *splitter) drop(lines int) { s.ahead = s.ahead[lines:] }

// join looks for the lines that complete an open quoted cell. whole is true when
// they do; used > 0 with whole false when the file ends first and the lines
// belong to the cell all the same.
func (s *splitter) join(first []byte) (joined []byte, used int, whole bool) {
	joined = append(joined, first...)
	work, rows := 0, 0
	for k := range maxJoin {
		line, ok := s.peek(k)
		if !ok {
			return joined, s.cutOff(first, rows, k), false
		}
		state := s.scanOpen(line)
		if state == looksOpening || len(joined)+len(line) > 2*maxCell {
			return joined, 0, false
		}
		alone := s.width > 1 && bytes.Count(line, []byte{s.delim}) == s.width-1
		joined = append(append(joined, '\n'), line...)
		rows += one(alone)
		if state == stillOpen {
			continue
		}
		if work += len(joined); work > maxJoinWork {
			return joined, 0, false
		}
		if !s.split(joined, strict) {
			if s.standAlone(first, rows, k+1, alone) {
				return joined, 0, false
			}
			return joined, k + 1, true
		}
	}
	return joined, 0, false
}

// cutOff tells how many lines belong to a cell that the file's end cuts off.
func (s *splitter) cutOff(first []byte, rows, lines int) int {
	if rows > 0 || s.lines.err != nil || bytes.Count(first, []byte{s.delim}) >= s.width-1 {
		return 0
	}
	return lines
}

// standAlone tells whether the lines of a joined cell are rather rows of their
// own that a forgotten quote would swallow.
func (s *splitter) standAlone(first []byte, rows, lines int, last bool) bool {
	if rows == 0 {
		return false
	}
	if s.width >= 3 && (rows > 1 || !last) {
		return true
	}
	return rows == lines && bytes.Count(first, []byte{s.delim}) == s.width-1
}

type openState uint8

const (
	stillOpen openState = iota
	closedHere
	looksOpening // a quote that clearly opens a cell: the one before was forgotten
)

// scanOpen reads a line that begins inside a quoted cell.
func (s *splitter) scanOpen(line []byte) openState {
	for i := 0; i < len(line); i++ {
		if line[i] != '"' {
			continue
		}
		opens := i == 0 || line[i-1] == s.delim
		if i+1 < len(line) && line[i+1] == '"' {
			if opens && s.closes(line, i+2) >= 0 {
				return looksOpening
			}
			i++
			continue
		}
		if s.closes(line, i+1) >= 0 {
			return closedHere
		}
		if opens {
			return looksOpening
		}
	}
	return stillOpen
}
