package paper

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/jung-kurt/gofpdf"
)

// pen draws in mm from the top left corner of the text block.
type pen struct {
	pdf       *gofpdf.Fpdf
	set       *typesetter
	left, top float64
	gray      int
	family    [cuts]string // gofpdf's name of a cut, once it is added
	last      style        // the one set last on this page
	signed    bool         // the sign is in the file
}

// page begins a new one and takes up no state of the last.
func (p *pen) page() {
	p.pdf.AddPage()
	p.pdf.SetLineCapStyle("butt")
	p.pdf.SetLineJoinStyle("round")
	p.pdf.SetFillColor(255, 255, 255)
	p.gray = -1
	p.last = style{}
}

// familyOf is gofpdf's name for a cut. Its PDF name becomes "utf8" plus this, which is
// made as long as the right name so that finish can put that in its place.
func familyOf(c cut) string {
	n := len(cutFiles[c].name) - len("utf8")
	return fmt.Sprintf("ts%d%s", c, strings.Repeat("x", n-3))
}

func (p *pen) font(st style) {
	if st == p.last {
		return
	}
	if p.family[st.cut] == "" {
		p.family[st.cut] = familyOf(st.cut)
		p.pdf.AddUTF8FontFromBytes(p.family[st.cut], "", bytes.Clone(p.set.press.faces[st.cut].bytes))
	}
	p.pdf.SetFont(p.family[st.cut], "", st.size)
	p.pdf.SetTextColor(st.gray, st.gray, st.gray)
	p.last = st
}

// text sets s with its baseline at y. Letters that need no kerning go out together.
func (p *pen) text(st style, x, y float64, s string) {
	if s == "" {
		return
	}
	p.font(st)
	if st.track != 0 {
		p.pdf.RawWriteStr(fmt.Sprintf("%.3f Tc", st.track*st.size/1000))
		defer p.pdf.RawWriteStr("0 Tc")
	}
	g := p.set.glyphs[st.cut]
	mm := st.size * mmPerPoint / 1000
	runes := []rune(strings.ReplaceAll(s, "\u00A0", " "))
	from, at, start := 0, x, x
	for i, r := range runes {
		at += (float64(g.of(r).advance) + st.track) * mm
		if i+1 == len(runes) {
			break
		}
		if k := g.kern(r, runes[i+1]); k != 0 {
			p.pdf.Text(p.left+start, p.top+y, string(runes[from:i+1]))
			at += float64(k) * mm
			from, start = i+1, at
		}
	}
	p.pdf.Text(p.left+start, p.top+y, string(runes[from:]))
}

// textRight sets s so that it ends at x.
func (p *pen) textRight(st style, x, y float64, s string) {
	p.text(st, x-p.set.width(st, s), y, s)
}

// lines sets lines under one another, the first with its top at y.
func (p *pen) lines(st style, x, y float64, lines []string) {
	y += p.set.drop(st)
	for i, line := range lines {
		p.text(st, x, y+float64(i)*st.line, line)
	}
}

func (p *pen) stroke(width float64, gray int) {
	p.pdf.SetLineWidth(width)
	if gray != p.gray {
		p.pdf.SetDrawColor(gray, gray, gray)
		p.gray = gray
	}
}

// rule draws a straight line.
func (p *pen) rule(x1, y1, x2, y2, width float64, gray int) {
	p.stroke(width, gray)
	p.pdf.Line(p.left+x1, p.top+y1, p.left+x2, p.top+y2)
}

// dotted draws a horizontal line of short dots.
func (p *pen) dotted(x1, x2, y float64) {
	p.pdf.SetDashPattern([]float64{0.4, 0.8}, 0)
	p.rule(x1, y, x2, y, 0.21, 0x55)
	p.pdf.SetDashPattern(nil, 0)
}

// dot is a filled circle, ring an open one on white.
func (p *pen) dot(x, y, r float64) {
	p.pdf.SetFillColor(0, 0, 0)
	p.pdf.Circle(p.left+x, p.top+y, r, "F")
	p.pdf.SetFillColor(255, 255, 255)
}

func (p *pen) ring(x, y, r float64) {
	p.stroke(0.32, ink2)
	p.pdf.Circle(p.left+x, p.top+y, r, "FD")
}
