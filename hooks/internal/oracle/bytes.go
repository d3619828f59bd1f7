package oracle

import (
	"encoding/binary"
	"strings"
	"unicode/utf16"
)

// csv joins rows by the layout's delimiter, quoting where it must.
func (l Layout) csv(rows [][]string) string {
	var out strings.Builder
	if l.title {
		out.WriteString("Oakhurst Jewelers" + l.newline + "Sales Detail by Ticket" + l.newline + l.newline)
	}
	for _, row := range rows {
		for i, cell := range row {
			if i > 0 {
				out.WriteRune(l.delimiter)
			}
			if strings.ContainsAny(cell, "\"\r\n"+string(l.delimiter)) {
				cell = `"` + strings.ReplaceAll(cell, `"`, `""`) + `"`
			}
			out.WriteString(cell)
		}
		out.WriteString(l.newline)
	}
	return out.String()
}

// html writes the table that some programs save under the name .xls.
func html(rows [][]string) string {
	safe := strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;")
	var out strings.Builder
	out.WriteString("<html><head><meta charset=\"utf-8\"></head><body><table border=\"1\">\n")
	for i, row := range rows {
		tag := "td"
		if i == 0 {
			tag = "th"
		}
		out.WriteString("<tr>")
		for _, cell := range row {
			out.WriteString("<" + tag + ">" + safe.Replace(cell) + "</" + tag + ">")
		}
		out.WriteString("</tr>\n")
	}
	out.WriteString("</table></body></html>\n")
	return out.String()
}

// encode gives the bytes of a text. Every letter of a random book is in
// Latin-1, which Windows-1252 shares; the euro sign has its own place there.
func encode(text, encoding string) []byte {
	switch encoding {
	case "utf-8-bom":
		return append([]byte{0xEF, 0xBB, 0xBF}, text...)
	case "utf-16le":
		out := []byte{0xFF, 0xFE}
		for _, u := range utf16.Encode([]rune(text)) {
			out = binary.LittleEndian.AppendUint16(out, u)
		}
		return out
	case "windows-1252":
		var out []byte
		for _, r := range text {
			switch {
			case r == '€':
				out = append(out, 0x80)
			case r < 256:
				out = append(out, byte(r))
			default:
				out = append(out, '?')
			}
		}
		return out
	}
	return []byte(text)
}
