package paper

import (
	"bytes"
	"fmt"
	"image"
	_ "image/jpeg" // a store's logo is one of these three
	"image/png"

	"github.com/jung-kurt/gofpdf"
	"golang.org/x/image/draw"
	_ "golang.org/x/image/webp"

	"touchstone/hooks/internal/sheet"
)

// A sign stands at the right of the name, in the white that no headline reaches.
const (
	signWide, signHigh = 24.0, 16.0 // mm, the most
	stampSide          = 13.0       // mm, of the square around letters
	mostDots           = 12_000_000 // a picture larger than this is not opened: a file of 1 MB can unfold to gigabytes
	dotsAnInch         = 300        // finer than a shop's printer shows
	leastInk           = 8          // of 255: how much darker than paper a dot must be to count as ink
)

var styleStamp = style{cut: serifLight, size: 17, line: 7}

// mark is a store's sign, ready to be drawn: a picture, letters, or nothing.
type mark struct {
	picture    []byte // PNG of 8 bits, on white, cut to its ink
	wide, high float64
	letters    string
	style      style
}

func (m mark) nothing() bool { return m.picture == nil && m.letters == "" }

// sign readies what stands for the store. A picture that cannot be read, is too
// large or would leave no ink on paper never keeps a page from printing: the
// letters stand in its place.
func (t *typesetter) sign(s sheet.Sign) mark {
	if picture, wide, high, err := inked(s.Picture); err == nil {
		return mark{picture: picture, wide: wide, high: high}
	}
	letters := printable(s.Letters)
	if letters == "" {
		return mark{}
	}
	st, lost := t.setIn(styleStamp, letters)
	for len(lost) == 0 && st.size > 9 && t.width(st, letters) > stampSide-3 {
		st.size--
	}
	if len(lost) > 0 || t.width(st, letters) > stampSide {
		return mark{}
	}
	return mark{letters: letters, style: st, wide: stampSide, high: stampSide}
}

// inked reads a picture, lays it on white, cuts it to its ink and makes it no
// finer than a printer shows. It returns a PNG and its size in mm.
func inked(raw []byte) (out []byte, wide, high float64, err error) {
	if len(raw) == 0 {
		return nil, 0, 0, fmt.Errorf("reading the logo: there is none")
	}
	size, _, err := image.DecodeConfig(bytes.NewReader(raw))
	if err != nil {
		return nil, 0, 0, fmt.Errorf("reading the logo: %w", err)
	}
	if size.Width < 1 || size.Height < 1 || size.Width > mostDots/size.Height {
		return nil, 0, 0, fmt.Errorf("reading the logo: it has %d x %d dots", size.Width, size.Height)
	}
	from, _, err := image.Decode(bytes.NewReader(raw))
	if err != nil {
		return nil, 0, 0, fmt.Errorf("reading the logo: %w", err)
	}
	flat := onWhite(from, draw.NearestNeighbor, from.Bounds(), from.Bounds().Dx(), from.Bounds().Dy())
	ink := inkOf(flat)
	if ink.Empty() {
		return nil, 0, 0, fmt.Errorf("reading the logo: it is white on white")
	}
	perDot := min(signWide/float64(ink.Dx()), signHigh/float64(ink.Dy()), 25.4/96) // a small picture stays small
	wide, high = perDot*float64(ink.Dx()), perDot*float64(ink.Dy())
	w, h := ink.Dx(), ink.Dy()
	if most := dotsAnInch / 25.4; float64(w) > wide*most {
		w, h = max(1, int(wide*most)), max(1, int(high*most))
	}
	var b bytes.Buffer
	if err := png.Encode(&b, opaque{onWhite(flat, draw.CatmullRom, ink, w, h)}); err != nil {
		return nil, 0, 0, fmt.Errorf("drawing the logo: %w", err)
	}
	return b.Bytes(), wide, high, nil
}

// opaque is a picture without transparency, whatever its dots say: a PNG of
// three channels, which any printer takes.
type opaque struct{ *image.RGBA }

func (opaque) Opaque() bool { return true }

// onWhite draws a part of a picture w x h dots large on white.
func onWhite(from image.Image, how draw.Interpolator, part image.Rectangle, w, h int) *image.RGBA {
	to := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.Draw(to, to.Bounds(), image.White, image.Point{}, draw.Src)
	how.Scale(to, to.Bounds(), from, part, draw.Over, nil)
	return to
}

// inkOf is the smallest rectangle that holds everything darker than paper.
func inkOf(m *image.RGBA) (ink image.Rectangle) {
	b := m.Bounds()
	for y := b.Min.Y; y < b.Max.Y; y++ {
		row := m.Pix[m.PixOffset(b.Min.X, y) : m.PixOffset(b.Max.X-1, y)+4]
		first, last := -1, -1
		for x := 0; x < len(row); x += 4 {
			if 299*int(row[x])+587*int(row[x+1])+114*int(row[x+2]) < 1000*(255-leastInk) {
				last = x / 4
				if first < 0 {
					first = last
				}
			}
		}
		if first >= 0 {
			ink = ink.Union(image.Rect(b.Min.X+first, y, b.Min.X+last+1, y+1))
		}
	}
	return ink
}

// signed draws the sign at the right of a block, and leaves the block as it is
// where there is none.
func (l *layout) signed(b block) block {
	m := l.t.mark
	if m.nothing() || l.bare {
		return b
	}
	text := b.draw
	b.draw = func(p *pen, y float64) {
		text(p, y)
		p.sign(m, y)
	}
	return b
}

// sign draws m with its top at y, ending at the right edge of the text block.
func (p *pen) sign(m mark, y float64) {
	x := blockWidth - m.wide
	if m.picture == nil {
		p.stroke(0.35, black)
		p.pdf.Rect(p.left+x, p.top+y, m.wide, m.high, "D")
		middle := x + (m.wide-p.set.width(m.style, m.letters))/2
		p.text(m.style, middle, y+(m.high-m.style.line)/2+p.set.drop(m.style), m.letters)
		return
	}
	const name = "sign"
	options := gofpdf.ImageOptions{ImageType: "PNG"}
	if !p.signed {
		p.pdf.RegisterImageOptionsReader(name, options, bytes.NewReader(m.picture))
		p.signed = true
	}
	p.pdf.ImageOptions(name, p.left+x, p.top+y, m.wide, m.high, false, options, 0, "")
}
