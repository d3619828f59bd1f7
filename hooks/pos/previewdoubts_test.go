package pos

import (
	"fmt"
	"strings"
	"testing"
)

// TestDoubtsOfAPreview: a doubtful client is counted and shown once, with
// everybody who it may be and every reason.
func TestDoubtsOfAPreview(t *testing.T) {
	for _, c := range []struct {
		what       string
		book, file []string
		want       string
	}{
		{"somebody of the book", []string{visit(100, "", "Avery Ashford", "312-555-0142", "a@example.com")},
			[]string{visit(200, "", "A. Ashford", "312-555-0142", "a@example.com")}, "1: row 2, A. Ashford: Avery Ashford of the book (same email, similar name; same phone, similar name)"},
		{"two of the book", []string{visit(100, "", "Avery Ashford", "312-555-0142", ""), visit(101, "", "Avery Ashford", "312-555-0143", "")},
			[]string{visit(200, "", "Avery Ashford", "312-555-0144", "")}, "1: row 2, Avery Ashford: Avery Ashford of the book (same name), Avery Ashford of the book (same name)"},
		{"somebody of the same file", nil,
			[]string{visit(200, "", "Boris Quill", "312-555-0150", ""), visit(201, "", "Boris Quill", "312-555-0151", "")}, "1: row 3, Boris Quill: Boris Quill of the file (same name)"},
		{"nobody", []string{visit(100, "", "Avery Ashford", "312-555-0142", "")}, []string{visit(200, "", "Boris Quill", "312-555-0150", "")}, "0"},
	} {
		t.Run(c.what, func(t *testing.T) {
			s := newShop(t)
			if len(c.book) > 0 {
				s.take("book.csv", head+strings.Join(c.book, ""))
			}
			equal(t, "doubts", doubtsSaid(s.foresees("file.csv", head+strings.Join(c.file, ""))), c.want)
		})
	}
}

func doubtsSaid(f *foreseen) string {
	said := fmt.Sprint(f.Doubtful)
	for _, d := range f.Doubts {
		var maybe []string
		for _, m := range d.Maybe {
			where := "the file"
			if m.Client != "" {
				where = "the book"
			}
			maybe = append(maybe, fmt.Sprintf("%s of %s (%s)", m.Name, where, strings.Join(m.Reasons, "; ")))
		}
		said += fmt.Sprintf(": row %d, %s: %s", d.Row, d.Name, strings.Join(maybe, ", "))
	}
	return said
}
