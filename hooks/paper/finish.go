package paper

import (
	"bytes"
	"fmt"
	"regexp"
	"strconv"
)

var (
	languageTag = regexp.MustCompile(`^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$`)
	lastXref    = regexp.MustCompile(`startxref\n(\d+)\n%%EOF\s*$`)
)

// finish says in the finished file what gofpdf v1.16.2 has no words for: the language
// and that a window shows the title. It writes the catalog, which is the last object
// before the cross reference table, anew, so that only the table's own place moves;
// and it puts each font's right name over one of the same length.
func finish(pdf []byte, language string) ([]byte, error) {
	if !languageTag.MatchString(language) {
		return nil, fmt.Errorf("naming the language %q: it is a tag such as en or en-US", language)
	}
	end := lastXref.FindSubmatchIndex(pdf)
	if end == nil {
		return nil, fmt.Errorf("finishing the PDF: no end mark found")
	}
	table, err := strconv.Atoi(string(pdf[end[2]:end[3]]))
	if err != nil || table > len(pdf) {
		return nil, fmt.Errorf("finishing the PDF: its table lies at %q", pdf[end[2]:end[3]])
	}
	start := bytes.LastIndex(pdf[:table], []byte("/Type /Catalog\n"))
	if start < 0 {
		return nil, fmt.Errorf("finishing the PDF: no catalog found")
	}
	catalog := "/Type /Catalog\n/Pages 1 0 R\n/Lang (" + language + ")\n/ViewerPreferences <</DisplayDocTitle true>>\n>>\nendobj\n"
	var out bytes.Buffer
	out.Grow(len(pdf) + len(catalog))
	out.Write(nameFonts(pdf[:start]))
	out.WriteString(catalog)
	moved := out.Len()
	out.Write(pdf[table:end[0]])
	fmt.Fprintf(&out, "startxref\n%d\n%%%%EOF\n", moved)
	return out.Bytes(), nil
}

func nameFonts(pdf []byte) []byte {
	for c := cut(0); c < cuts; c++ {
		for _, key := range []string{"/BaseFont /", "/FontName /"} {
			pdf = bytes.ReplaceAll(pdf, []byte(key+"utf8"+familyOf(c)), []byte(key+cutFiles[c].name))
		}
	}
	return pdf
}
