package table

import (
	"bytes"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

var charmaps = map[string]*charmap.Charmap{
	"windows-1252": charmap.Windows1252, "macintosh": charmap.Macintosh, "cp437": charmap.CodePage437,
}

// decode turns the bytes of one line into UTF-8 without NUL bytes. Plain ASCII
// and UTF-8 pass through uncopied.
func (l *lineReader) decode(line []byte) []byte {
	if l.wide() {
		return l.decodeWide(line)
	}
	if cm := charmaps[l.in.enc]; cm != nil && !ascii(line) {
		out := l.dec[:0]
		for _, c := range line {
			if c != 0 {
				out = utf8.AppendRune(out, cm.DecodeByte(c))
			}
		}
		l.dec = out
		return out
	}
	if bytes.IndexByte(line, 0) >= 0 {
		l.dec = append(l.dec[:0], bytes.ReplaceAll(line, []byte{0}, nil)...)
		return l.dec
	}
	return line
}

func ascii(b []byte) bool {
	for _, c := range b {
		if c >= 0x80 {
			return false
		}
	}
	return true
}

func (l *lineReader) decodeWide(line []byte) []byte {
	out := l.dec[:0]
	big := l.in.enc == "utf-16be"
	at := func(i int) rune {
		if big {
			return rune(line[i])<<8 | rune(line[i+1])
		}
		return rune(line[i]) | rune(line[i+1])<<8
	}
	for i := 0; i+1 < len(line); i += 2 {
		r := at(i)
		if utf16.IsSurrogate(r) && i+3 < len(line) {
			if pair := utf16.DecodeRune(r, at(i+2)); pair != utf8.RuneError {
				r = pair
				i += 2
			}
		}
		if r != 0 {
			out = utf8.AppendRune(out, r)
		}
	}
	if len(line)%2 == 1 { // the file ends in the middle of a character
		out = utf8.AppendRune(out, utf8.RuneError)
	}
	l.dec = out
	return out
}
