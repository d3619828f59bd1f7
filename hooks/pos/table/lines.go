package table

import (
	"bytes"
	"errors"
	"io"
)

const (
	chunk    = 256 << 10
	maxLine  = 16 << 20 // 1,000 cells of ordinary size; a cell is refused at 1 MiB
	maxCell  = 1 << 20
	maxCols  = 1000
	maxBytes = 200 << 20
)

var errLongLine = errors.New("a line is longer than 16 MiB")

// source is the text part of a file: between its byte order mark and any
// end-of-file filler.
type source struct {
	src        io.ReaderAt
	start, end int64
	enc        string
}

// lineReader gives a file's lines as UTF-8 with their byte offsets. Lines end
// at CRLF, LF or CR, mixed as they come.
type lineReader struct {
	in     source
	buf    []byte
	pos    int // next unread byte in buf
	base   int64
	read   int64 // file offset after buf
	lf, cr int   // next LF and CR at or after pos; len(buf) = none in buf
	dec    []byte
	err    error
}

func newLines(in source) *lineReader {
	return &lineReader{in: in, base: in.start, read: in.start}
}

// next returns a line without its end; it is valid until the next call.
func (l *lineReader) next() (line []byte, off int64, ok bool) {
	for {
		if at, width := l.lineEnd(); at >= 0 {
			line, off = l.buf[l.pos:at], l.base+int64(l.pos)
			l.pos = at + width
			return l.decode(line), off, true
		}
		if l.read >= l.in.end {
			if l.pos == len(l.buf) {
				return nil, 0, false
			}
			line, off = l.buf[l.pos:], l.base+int64(l.pos)
			l.pos = len(l.buf)
			return l.decode(line), off, true
		}
		if len(l.buf)-l.pos > maxLine {
			l.err = errLongLine
			return nil, 0, false
		}
		if l.err = l.more(); l.err != nil {
			return nil, 0, false
		}
	}
}

func (l *lineReader) wide() bool { return l.in.enc == "utf-16le" || l.in.enc == "utf-16be" }

// lineEnd finds the next line end in the buffer: its place and width, or -1.
func (l *lineReader) lineEnd() (at, width int) {
	if l.wide() {
		return l.wideEnd()
	}
	if l.lf < l.pos {
		l.lf = l.find(l.pos, '\n')
	}
	if l.cr < l.pos {
		l.cr = l.find(l.pos, '\r')
	}
	n := len(l.buf)
	switch {
	case l.lf == n && l.cr == n:
		return -1, 0
	case l.lf < l.cr:
		return l.lf, 1
	case l.cr+1 < n && l.buf[l.cr+1] == '\n':
		return l.cr, 2
	case l.cr+1 == n && l.read < l.in.end:
		return -1, 0 // an LF may follow
	}
	return l.cr, 1
}

func (l *lineReader) find(from int, c byte) int {
	if i := bytes.IndexByte(l.buf[from:], c); i >= 0 {
		return from + i
	}
	return len(l.buf)
}

func (l *lineReader) unit(i int) uint16 {
	if l.in.enc == "utf-16le" {
		return uint16(l.buf[i]) | uint16(l.buf[i+1])<<8
	}
	return uint16(l.buf[i])<<8 | uint16(l.buf[i+1])
}

func (l *lineReader) wideEnd() (at, width int) {
	i := l.pos
	if l.lf > i { // everything before lf was looked at already
		i = l.lf
	}
	for ; i+1 < len(l.buf); i += 2 {
		switch l.unit(i) {
		case '\n':
			l.lf = 0
			return i, 2
		case '\r':
			if i+3 < len(l.buf) {
				l.lf = 0
				if l.unit(i+2) == '\n' {
					return i, 4
				}
				return i, 2
			}
			if l.read >= l.in.end {
				return i, 2
			}
			l.lf = i
			return -1, 0
		}
	}
	l.lf = i
	return -1, 0
}

// more moves the unread rest to the front and reads the next chunk behind it.
func (l *lineReader) more() error {
	rest := len(l.buf) - l.pos
	want := min(int64(chunk), l.in.end-l.read)
	if l.wide() && want > 1 {
		want &^= 1
	}
	if cap(l.buf) < rest+int(want) {
		grown := make([]byte, rest, rest*2+int(want))
		copy(grown, l.buf[l.pos:])
		l.buf = grown
	} else {
		copy(l.buf[:rest], l.buf[l.pos:])
		l.buf = l.buf[:rest]
	}
	l.base += int64(l.pos)
	l.lf, l.cr = l.shift(l.lf, rest), l.shift(l.cr, rest)
	l.pos = 0
	n, err := l.in.src.ReadAt(l.buf[rest:rest+int(want)], l.read)
	if n < int(want) && err != nil && err != io.EOF {
		return err
	}
	if n < int(want) {
		return io.ErrUnexpectedEOF
	}
	l.buf = l.buf[:rest+n]
	l.read += int64(n)
	if !l.wide() {
		if l.lf == rest {
			l.lf = l.find(rest, '\n')
		}
		if l.cr == rest {
			l.cr = l.find(rest, '\r')
		}
	}
	return nil
}

// shift moves a mark along with the buffer; a mark behind the unread part is
// searched again.
func (l *lineReader) shift(mark, rest int) int {
	if mark < l.pos {
		return -1
	}
	return min(mark-l.pos, rest)
}
