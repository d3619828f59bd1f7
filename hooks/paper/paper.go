// Package paper turns finished data into pages a jeweler prints: words, lines and
// figures arrive ready, a PDF leaves. To the shop it is the card pinned to the wall
// on Monday.
//
// It owns no collection and asks nobody for anything; the sheets come from
// hooks/internal/sheet and the fonts from templates/fonts. It is the only room that
// imports gofpdf, whose repository is archived. It never computes a figure, never
// sorts people, never cuts a text and never prints a letter as a blank box: what
// cannot be printed is said before a page is made.
package paper

import (
	"bytes"
	"fmt"
	"io"
	"io/fs"

	"github.com/jung-kurt/gofpdf"

	"touchstone/hooks/internal/sheet"
)

// Press holds the parsed fonts. It is made once and may print on several
// goroutines at a time; it changes nothing after New.
type Press struct {
	faces [cuts]face
}

// New reads and parses the five font cuts, once. The root of fonts is the folder
// templates/fonts: it holds source-serif-4/ and source-sans-3/.
func New(fonts fs.FS) (*Press, error) {
	p := &Press{}
	for c := cut(0); c < cuts; c++ {
		f, err := readFace(fonts, c)
		if err != nil {
			return nil, err
		}
		p.faces[c] = f
	}
	return p, nil
}

// size is a paper size and where the 176 x 247 mm text block lies on it, in mm.
type size struct {
	width, height float64
	left, top     float64
}

func sizeOf(paper string) (size, error) {
	switch paper {
	case sheet.Letter:
		return size{215.9, 279.4, 19.95, 16.2}, nil
	case sheet.A4:
		return size{210, 297, 17, 25}, nil
	}
	return size{}, fmt.Errorf("choosing the paper %q: it is %q or %q", paper, sheet.Letter, sheet.A4)
}

// Scorecards writes doc to w as one PDF: one page for each associate, one or more
// for a team. The same document gives the same bytes. Nothing is written when a text
// does not fit or cannot be set; the error is then an *OverflowError or a
// *LetterError that names the page and the line.
func (p *Press) Scorecards(w io.Writer, doc sheet.Document) error {
	at, err := sizeOf(doc.Paper)
	if err != nil {
		return err
	}
	if len(doc.Pages) == 0 {
		return fmt.Errorf("printing %q: the document has no pages; choose at least one person or the team", doc.Title)
	}
	if doc.PrintedAt.IsZero() {
		return fmt.Errorf("printing %q: the time of printing is missing", doc.Title)
	}
	t := newTypesetter(p)
	t.mark = t.sign(doc.Sign)
	jobs := make([]leaf, 0, len(doc.Pages))
	for i, page := range doc.Pages {
		leaves, err := t.compose(page)
		if err != nil {
			return fmt.Errorf("laying out page %d: %w", i+1, err)
		}
		jobs = append(jobs, leaves...)
	}
	out, err := p.print(doc, at, t, jobs)
	if err != nil {
		return err
	}
	if _, err := w.Write(out); err != nil {
		return fmt.Errorf("writing the PDF: %w", err)
	}
	return nil
}

// leaf is one laid out page: everything on it draws itself.
type leaf []func(*pen)

func (t *typesetter) compose(page sheet.Page) ([]leaf, error) {
	switch {
	case page.Associate != nil && page.Team == nil:
		return t.associate(page.Associate)
	case page.Team != nil && page.Associate == nil:
		return t.team(page.Team)
	}
	return nil, fmt.Errorf("a page is either an associate's or the team's")
}

func (p *Press) print(doc sheet.Document, at size, t *typesetter, jobs []leaf) ([]byte, error) {
	pdf := gofpdf.NewCustom(&gofpdf.InitType{
		OrientationStr: "P", UnitStr: "mm",
		Size: gofpdf.SizeType{Wd: at.width, Ht: at.height},
	})
	pdf.SetMargins(0, 0, 0)
	pdf.SetAutoPageBreak(false, 0)
	pdf.SetCatalogSort(true)
	pdf.SetCompression(false) // finish does it
	pdf.SetCreationDate(doc.PrintedAt)
	pdf.SetModificationDate(doc.PrintedAt)
	pdf.SetProducer("", false)
	pdf.SetTitle(printable(doc.Title), true)
	pen := &pen{pdf: pdf, set: t, left: at.left, top: at.top, gray: -1}
	for _, job := range jobs {
		pen.page()
		for _, draw := range job {
			draw(pen)
		}
	}
	var out bytes.Buffer
	if err := pdf.Output(&out); err != nil {
		return nil, fmt.Errorf("making the PDF: %w", err)
	}
	return finish(out.Bytes(), doc.Language)
}
