package table

import "bytes"

type magic struct {
	prefix string
	kind   ErrorKind
	say    string
}

const (
	sayCSV   = "save it as CSV UTF-8: in Excel and LibreOffice under File, Save As; in Numbers under File, Export To, CSV"
	sayXLSX  = "this is an Excel workbook, or a zip; " + sayCSV
	sayImage = "this is a picture; export the report as CSV instead"
)

var magics = []magic{
	{"PK\x03\x04", ErrXLSX, sayXLSX},
	{"PK\x05\x06", ErrXLSX, sayXLSX},
	{"\xd0\xcf\x11\xe0", ErrXLS, "this is an old Excel workbook (.xls); " + sayCSV},
	{"%PDF", ErrPDF, "this is a PDF; export the report as CSV instead"},
	{"\x89PNG", ErrImage, sayImage},
	{"\xff\xd8\xff", ErrImage, sayImage},
	{"GIF8", ErrImage, sayImage},
	{"BM\x00", ErrImage, sayImage},
	{"II*\x00", ErrImage, sayImage},
	{"MM\x00*", ErrImage, sayImage},
	{"\x1f\x8b", ErrBinary, "this file is packed (gzip); unpack it first"},
	{"7z\xbc\xaf", ErrBinary, "this file is packed (7-Zip); unpack it first"},
	{"Rar!", ErrBinary, "this file is packed (RAR); unpack it first"},
	{"SQLite format 3", ErrBinary, "this is a database file; export the sales as CSV instead"},
	{"{\\rtf", ErrBinary, "this is a text document; export the report as CSV instead"},
	{"MZ\x90", ErrBinary, "this is a program; pick the exported CSV file"},
	{"RIFF", ErrBinary, "this is a picture or a sound; export the report as CSV instead"},
}

// refuse tells what a file is when it is no delimited text. Content decides,
// never the name (POS-FORMATS 5.2).
func (b *byteScan) refuse() error {
	if b.size == 0 {
		return &Error{Kind: ErrEmpty, Say: "the file is empty; export it again"}
	}
	for _, m := range magics {
		if bytes.HasPrefix(b.head, []byte(m.prefix)) {
			return &Error{Kind: m.kind, Say: m.say}
		}
	}
	enc, start := b.encoding()
	head := b.head[min(int(start), len(b.head)):]
	if enc == "utf-16le" || enc == "utf-16be" {
		l := &lineReader{in: source{enc: enc}}
		head = l.decode(head)
	} else if (b.nul[0]+b.nul[1])*5 > b.size || b.control*50 > b.size {
		return &Error{Kind: ErrBinary, Say: "this is no text file; export the report as CSV"}
	}
	return refuseText(bytes.TrimLeft(head, " \t\r\n\x00\x1a"), b.size > int64(len(b.head)))
}

func refuseText(head []byte, more bool) error {
	if len(head) == 0 {
		if more {
			return nil
		}
		return &Error{Kind: ErrEmpty, Say: "the file holds blank lines only; export it again"}
	}
	if head[0] == '<' {
		return refuseMarkup(bytes.ToLower(head))
	}
	rest := bytes.TrimLeft(head[1:], " \t\r\n")
	object := head[0] == '{' && (len(rest) == 0 || rest[0] == '"' || rest[0] == '}')
	list := head[0] == '[' && (len(rest) == 0 || bytes.IndexByte([]byte(`{["]`), rest[0]) >= 0)
	if object || list {
		return &Error{Kind: ErrJSON, Say: "this is JSON; export the report as CSV instead"}
	}
	return nil
}

func refuseMarkup(low []byte) error {
	for _, tag := range []string{"<html", "<table", "<!doctype html", "<head", "<body", "<meta", "<style", "<tr"} {
		if bytes.Contains(low, []byte(tag)) && !bytes.Contains(low, []byte("urn:schemas-microsoft-com:office:spreadsheet")) {
			return &Error{Kind: ErrHTML, Say: "this is a web page that opens in Excel; open it there and save it as CSV UTF-8"}
		}
	}
	if bytes.HasPrefix(low, []byte("<?")) || bytes.Contains(low, []byte("<workbook")) {
		return &Error{Kind: ErrXML, Say: "this is an XML spreadsheet; open it in Excel and save it as CSV UTF-8"}
	}
	return nil
}

// textEnd leaves out what DOS programs put behind the text: Ctrl-Z and NULs.
func (b *byteScan) textEnd(enc string) int64 {
	if enc == "utf-16le" || enc == "utf-16be" {
		return b.size
	}
	return b.size - int64(len(b.last)-len(bytes.TrimRight(b.last, "\x00\x1a")))
}
