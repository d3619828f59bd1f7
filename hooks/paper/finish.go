package paper

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"regexp"
	"slices"
	"strconv"
)

var (
	languageTag = regexp.MustCompile(`^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$`)
	lastXref    = regexp.MustCompile(`startxref\n(\d+)\n%%EOF\s*$`)
	// plainStream is an object that is nothing but uncompressed words: a page, or
	// the table of a font's letters.
	plainStream = regexp.MustCompile(`^\d+ 0 obj\n<</Length (\d+)>>\nstream\n`)
)

const (
	streamEnd = "\nendstream\nendobj\n"
	entry     = len("0000000000 00000 n \n") // of the cross reference table
)

// finish says in the finished file what gofpdf v1.16.2 has no words for: the language,
// that a window shows the title, and each font's right name, which has the length of
// gofpdf's. It also compresses the pages, with one compressor for all: gofpdf makes a
// new one a page, which costs a third of the time.
func finish(pdf []byte, language string) ([]byte, error) {
	if !languageTag.MatchString(language) {
		return nil, fmt.Errorf("naming the language %q: it is a tag such as en or en-US", language)
	}
	table, starts, err := objects(pdf)
	if err != nil {
		return nil, fmt.Errorf("finishing the PDF: %w", err)
	}
	var out bytes.Buffer
	out.Grow(len(pdf) / 2)
	squeeze := zlib.NewWriter(nil)
	moved := make([]int, len(starts))
	order := inOrder(starts)
	out.Write(pdf[:starts[order[0]]])
	for i, n := range order {
		end := table
		if i+1 < len(order) {
			end = starts[order[i+1]]
		}
		moved[n] = out.Len()
		if err := rewrite(&out, squeeze, pdf[starts[n]:end], language); err != nil {
			return nil, fmt.Errorf("finishing the PDF: %w", err)
		}
	}
	at := out.Len()
	fmt.Fprintf(&out, "xref\n0 %d\n0000000000 65535 f \n", len(moved)+1)
	for _, offset := range moved {
		fmt.Fprintf(&out, "%010d 00000 n \n", offset)
	}
	out.Write(pdf[bytes.Index(pdf[table:], []byte("trailer\n"))+table : bytes.LastIndex(pdf, []byte("startxref\n"))])
	fmt.Fprintf(&out, "startxref\n%d\n%%%%EOF\n", at)
	return out.Bytes(), nil
}

// objects reads where the cross reference table lies and, from it, where objects 1, 2,
// ... begin.
func objects(pdf []byte) (table int, starts []int, err error) {
	end := lastXref.FindSubmatch(pdf)
	if end == nil {
		return 0, nil, fmt.Errorf("no end mark found")
	}
	if table, err = strconv.Atoi(string(end[1])); err != nil || table > len(pdf) {
		return 0, nil, fmt.Errorf("its table lies at %q", end[1])
	}
	var n int
	if _, err := fmt.Sscanf(string(pdf[table:min(table+20, len(pdf))]), "xref\n0 %d\n", &n); err != nil || n < 2 {
		return 0, nil, fmt.Errorf("its table does not count its objects")
	}
	rest := pdf[table:]
	for range 2 { // the two lines above the entries
		rest = rest[bytes.IndexByte(rest, '\n')+1:]
	}
	if len(rest) < n*entry {
		return 0, nil, fmt.Errorf("its table ends early")
	}
	for i := 1; i < n; i++ {
		start, err := strconv.Atoi(string(rest[i*entry : i*entry+10]))
		if err != nil || start >= table {
			return 0, nil, fmt.Errorf("object %d lies nowhere", i)
		}
		starts = append(starts, start)
	}
	return table, starts, nil
}

// inOrder are the indexes of starts as they lie in the file.
func inOrder(starts []int) []int {
	order := make([]int, len(starts))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return starts[a] - starts[b] })
	return order
}

// rewrite copies one object.
func rewrite(out *bytes.Buffer, squeeze *zlib.Writer, object []byte, language string) error {
	if plain := plainStream.FindSubmatchIndex(object); plain != nil {
		body := object[plain[1]:]
		if !bytes.HasSuffix(body, []byte(streamEnd)) {
			return fmt.Errorf("a stream without an end")
		}
		var small bytes.Buffer
		squeeze.Reset(&small)
		_, err := squeeze.Write(body[:len(body)-len(streamEnd)])
		if closed := squeeze.Close(); err == nil {
			err = closed
		}
		if err != nil {
			return err
		}
		number, _, _ := bytes.Cut(object, []byte("\n"))
		fmt.Fprintf(out, "%s\n<</Filter /FlateDecode /Length %d>>\nstream\n%s%s", number, small.Len(), small.Bytes(), streamEnd)
		return nil
	}
	if bytes.Contains(object, []byte("\nstream\n")) {
		out.Write(object)
		return nil
	}
	if start := bytes.Index(object, []byte("/Type /Catalog\n")); start >= 0 {
		out.Write(object[:start])
		out.WriteString("/Type /Catalog\n/Pages 1 0 R\n/Lang (" + language + ")\n/ViewerPreferences <</DisplayDocTitle true>>\n>>\nendobj\n")
		return nil
	}
	out.Write(nameFonts(object))
	return nil
}

func nameFonts(object []byte) []byte {
	for c := cut(0); c < cuts; c++ {
		for _, key := range []string{"/BaseFont /", "/FontName /"} {
			object = bytes.ReplaceAll(object, []byte(key+"utf8"+familyOf(c)), []byte(key+cutFiles[c].name))
		}
	}
	return object
}
