package table

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"
)

// byteScan is what one pass over the raw bytes tells.
type byteScan struct {
	sha      string
	size     int64
	head     []byte // the first bytes
	nul      [2]int64
	control  int64
	high     [128][classes][classes]int32 // bytes from 0x80 between classes of neighbours
	anyHigh  bool
	badUTF8  bool
	mojibake int
	tail     []byte // up to 4 bytes of an unfinished UTF-8 character
	last     []byte // the last bytes of the file
	lf, cr   int64
	before   byte
}

const classes = 4 // lower case, upper case, digit, other

func classOf(c byte) int {
	switch {
	case c >= 'a' && c <= 'z':
		return 0
	case c >= 'A' && c <= 'Z':
		return 1
	case c >= '0' && c <= '9':
		return 2
	}
	return 3
}

func scanBytes(src io.ReaderAt, size int64) (*byteScan, error) {
	b := &byteScan{size: size}
	h := sha256.New()
	buf := make([]byte, chunk)
	for off := int64(0); off < size; {
		n, err := src.ReadAt(buf[:min(int64(chunk), size-off)], off)
		if n == 0 {
			if err == nil || err == io.EOF {
				err = io.ErrUnexpectedEOF
			}
			return nil, err
		}
		h.Write(buf[:n])
		if off == 0 {
			b.head = append(b.head, buf[:min(n, 4096)]...)
		}
		b.count(buf[:n], off)
		b.last = append(b.last[:0], buf[max(0, n-64):n]...)
		off += int64(n)
	}
	b.badUTF8 = b.badUTF8 || len(b.tail) > 0
	b.sha = hex.EncodeToString(h.Sum(nil))
	return b, nil
}

func (b *byteScan) count(p []byte, off int64) {
	high := false
	for i, c := range p {
		switch {
		case c >= 0x80:
			high = true
		case c == 0:
			b.nul[(off+int64(i))&1]++
		case c == '\n':
			b.lf++
		case c == '\r':
			b.cr++
		case c < ' ' && c != '\t' && c != '\f' && c != '\v' && c != 0x1a:
			b.control++
		}
	}
	if high {
		b.anyHigh = true
		b.neighbours(p)
		b.mojibake += bytes.Count(p, []byte("\u00c3\u00a9")) + bytes.Count(p, []byte("\u00e2\u20ac")) + bytes.Count(p, []byte("\u00c3\u00b1"))
	}
	b.utf8(p, high)
	b.before = p[len(p)-1]
}

func (b *byteScan) neighbours(p []byte) {
	prev := b.before
	for i, c := range p {
		if c >= 0x80 {
			next := byte(' ')
			if i+1 < len(p) {
				next = p[i+1]
			}
			b.high[c-0x80][classOf(prev)][classOf(next)]++
		}
		prev = c
	}
}

// utf8 checks the bytes, carrying a character cut by the chunk over.
func (b *byteScan) utf8(p []byte, high bool) {
	if b.badUTF8 || (!high && len(b.tail) == 0) {
		return
	}
	for len(b.tail) > 0 && len(p) > 0 {
		b.tail = append(b.tail, p[0])
		p = p[1:]
		if utf8.FullRune(b.tail) {
			b.badUTF8 = !utf8.Valid(b.tail)
			b.tail = b.tail[:0]
		}
	}
	end := len(p)
	for k := 1; k <= 3 && k <= len(p); k++ {
		if c := p[len(p)-k]; c >= 0xc0 {
			if !utf8.FullRune(p[len(p)-k:]) {
				end = len(p) - k
			}
			break
		}
	}
	b.tail = append(b.tail, p[end:]...)
	b.badUTF8 = b.badUTF8 || !utf8.Valid(p[:end])
}

// encoding names the file's encoding and where its text starts (POS-FORMATS 5.1).
func (b *byteScan) encoding() (enc string, start int64) {
	switch {
	case bytes.HasPrefix(b.head, []byte("\xef\xbb\xbf")):
		return "utf-8-bom", 3
	case bytes.HasPrefix(b.head, []byte("\xff\xfe")):
		return "utf-16le", 2
	case bytes.HasPrefix(b.head, []byte("\xfe\xff")):
		return "utf-16be", 2
	}
	units := b.size / 2
	switch {
	case units > 0 && b.nul[1]*10 > units*3 && b.nul[0]*10 < b.nul[1]:
		return "utf-16le", 0
	case units > 0 && b.nul[0]*10 > units*3 && b.nul[1]*10 < b.nul[0]:
		return "utf-16be", 0
	case !b.badUTF8:
		return "utf-8", 0
	}
	return b.eightBit(), 0
}

// eightBit weighs how natural the high bytes are under each charset.
func (b *byteScan) eightBit() string {
	best, score := "windows-1252", b.weigh("windows-1252")
	mac := b.weigh("macintosh")
	if b.cr > 0 && b.lf == 0 { // only old Macs end lines with CR alone
		mac += 2
	}
	if mac > score {
		best, score = "macintosh", mac
	}
	if dos := b.weigh("cp437"); dos > score {
		best = "cp437"
	}
	return best
}

func (b *byteScan) weigh(enc string) int64 {
	cm := charmaps[enc]
	var total int64
	for c := range b.high {
		r := cm.DecodeByte(byte(c + 0x80))
		for prev := range classes {
			for next := range classes {
				if n := b.high[c][prev][next]; n > 0 {
					total += int64(n) * natural(r, prev, next)
				}
			}
		}
	}
	return total
}

const usualLower = "\u00e9\u00e8\u00ea\u00eb\u00e1\u00e0\u00e2\u00e4\u00e5\u00e3\u00ed\u00ee\u00ef\u00ec\u00f3\u00f4\u00f6\u00f2\u00f5\u00f8\u00fa\u00fc\u00fb\u00f9\u00f1\u00e7\u00df\u00e6\u0153"

// natural says how well a character stands between its neighbours.
func natural(r rune, prev, next int) int64 {
	inWord := prev <= 1 || next <= 1
	between := prev <= 1 && next <= 1
	switch {
	case broken(r):
		return -6
	case unicode.IsLetter(r):
		return naturalLetter(r, prev, next)
	case inWord && !between && strings.ContainsRune(edgeMarks, r):
		return 4
	case inWord && r == '\u2019':
		return 3
	case between:
		return -3
	case strings.ContainsRune(usualSigns, r):
		return 2
	}
	return -1
}

const (
	edgeMarks  = "\u2018\u2019\u201c\u201d\u2122\u00ae" // quotation and trade marks stand at the edge of a word
	usualSigns = edgeMarks + "\u20ac\u00a3\u2013\u2014\u00a0\u00b0\u2026\u00d7\u00bd\u00bc"
)

// broken: no character at all, a control, or a piece of a drawn box.
func broken(r rune) bool {
	return r == unicode.ReplacementChar || (r >= 0x80 && r < 0xa0) || (r >= 0x2500 && r < 0x2600)
}

func naturalLetter(r rune, prev, next int) int64 {
	inWord := prev <= 1 || next <= 1
	if strings.ContainsRune(usualLower, r) {
		switch {
		case next == 1:
			return -1
		case inWord:
			return 3
		}
		return 0
	}
	switch {
	case unicode.IsUpper(r) && prev == 0:
		return -2
	case unicode.IsUpper(r) && inWord && r < 0x100:
		return 3
	case prev <= 1 && next <= 1:
		return -3
	case r == '\u00ba':
		return 2
	}
	return -1
}
