package outside

import (
	"encoding/binary"
	"unicode/utf16"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
)

// encodings are the ways in which a POS writes its letters, by the names of
// the contract.
var encodings = []struct {
	name  string
	write func(string) []byte
}{
	{"utf-8", func(s string) []byte { return []byte(s) }},
	{"utf-8-bom", func(s string) []byte { return []byte("\ufeff" + s) }},
	{"utf-16le", func(s string) []byte { return wide("\ufeff"+s, binary.LittleEndian) }},
	{"utf-16be", func(s string) []byte { return wide("\ufeff"+s, binary.BigEndian) }},
	{"windows-1252", func(s string) []byte { return narrow(s, charmap.Windows1252) }},
	{"macintosh", func(s string) []byte { return narrow(s, charmap.Macintosh) }},
	{"cp437", func(s string) []byte { return narrow(s, charmap.CodePage437) }},
}

func wide(s string, order binary.AppendByteOrder) []byte {
	var body []byte
	for _, unit := range utf16.Encode([]rune(s)) {
		body = order.AppendUint16(body, unit)
	}
	return body
}

func narrow(s string, e encoding.Encoding) []byte {
	body, err := e.NewEncoder().Bytes([]byte(s))
	if err != nil {
		return nil
	}
	return body
}
