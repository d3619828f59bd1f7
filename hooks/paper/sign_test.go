package paper_test

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"touchstone/hooks/internal/sheet"
)

// drawn is a dark ring on a ground, in a kind of picture of the tester's choice.
func drawn(to interface {
	image.Image
	Set(x, y int, c color.Color)
}, ground color.Color) image.Image {
	b := to.Bounds()
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			dx, dy := 2*x-b.Dx(), 2*y-b.Dy()
			far := dx*dx + dy*dy
			side := min(b.Dx(), b.Dy())
			if to.Set(x, y, ground); far < side*side*8/10 && far > side*side*4/10 {
				to.Set(x, y, color.RGBA{28, 95, 82, 255})
			}
		}
	}
	return to
}

func asPNG(m image.Image) []byte {
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		panic(err)
	}
	return b.Bytes()
}

func asJPEG(m image.Image) []byte {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, nil); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// bomb says it is a picture of a size that no memory holds, in a few bytes.
func bomb() []byte {
	raw := asPNG(image.NewGray(image.Rect(0, 0, 8, 8)))
	copy(raw[16:], []byte{0, 1, 0x86, 0xa0, 0, 1, 0x86, 0xa0}) // 100,000 x 100,000
	crc := crc32.ChecksumIEEE(raw[12:29])
	copy(raw[29:], []byte{byte(crc >> 24), byte(crc >> 16), byte(crc >> 8), byte(crc)})
	return raw
}

func decoded(text string) []byte {
	raw, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		panic(err)
	}
	return raw
}

// greenWebP is a green square of 16 dots on white.
var greenWebP = decoded("UklGRnAAAABXRUJQVlA4IGQAAACwAwCdASoYABgAAUAmJagC0+f/9H/pSXsgAyEG/ZTiGPIoT8r7IAD+/xIv//vsf4lNdPrCH73vN5ERP19/a5N+XnL6noIWTb81fTtcE6FiXwnlVRlP94xH0nqeUox/mq2sEAAA")

func signedBy(s sheet.Sign) sheet.Document {
	doc := cards(camille())
	doc.Sign = s
	return doc
}

// Whatever an owner chose as a logo, the page prints: with the picture where
// there is one that leaves ink, else with the letters, else without a sign.
func TestSign(t *testing.T) {
	t.Parallel()
	square := image.Rect(0, 0, 64, 64)
	clear := color.NRGBA{}
	cmyk, err := os.ReadFile("testdata/cmyk.jpg")
	if err != nil {
		t.Fatal(err)
	}
	whole := asPNG(drawn(image.NewNRGBA(square), color.White))
	tests := []struct {
		name    string
		sign    sheet.Sign
		picture bool
		letters bool
	}{
		{"png", sheet.Sign{Picture: whole, Letters: "OV"}, true, false},
		{"transparent", sheet.Sign{Picture: asPNG(drawn(image.NewNRGBA(square), clear)), Letters: "OV"}, true, false},
		{"16 bits", sheet.Sign{Picture: asPNG(drawn(image.NewNRGBA64(square), clear)), Letters: "OV"}, true, false},
		{"gray of 16 bits", sheet.Sign{Picture: asPNG(drawn(image.NewGray16(square), color.White)), Letters: "OV"}, true, false},
		{"palette", sheet.Sign{Picture: asPNG(drawn(image.NewPaletted(square, color.Palette{clear, color.Black}), clear)), Letters: "OV"}, true, false},
		{"jpeg", sheet.Sign{Picture: asJPEG(drawn(image.NewRGBA(square), color.White)), Letters: "OV"}, true, false},
		{"jpeg of four inks", sheet.Sign{Picture: cmyk, Letters: "OV"}, true, false},
		{"webp", sheet.Sign{Picture: greenWebP, Letters: "OV"}, true, false},
		{"large", sheet.Sign{Picture: asPNG(drawn(image.NewGray(image.Rect(0, 0, 3000, 2000)), color.White)), Letters: "OV"}, true, false},
		{"very wide", sheet.Sign{Picture: asPNG(image.NewGray(image.Rect(0, 0, 9000, 1))), Letters: "OV"}, true, false},
		{"one dot", sheet.Sign{Picture: asPNG(image.NewGray(image.Rect(0, 0, 1, 1))), Letters: "OV"}, true, false},
		{"too large to open", sheet.Sign{Picture: bomb(), Letters: "OV"}, false, true},
		{"white on clear", sheet.Sign{Picture: asPNG(drawnWhite(square)), Letters: "OV"}, false, true},
		{"cut off", sheet.Sign{Picture: whole[:len(whole)/2], Letters: "OV"}, false, true},
		{"no picture at all", sheet.Sign{Picture: []byte("<svg onload=alert(1)>"), Letters: "OV"}, false, true},
		{"letters only", sheet.Sign{Letters: "T&M"}, false, true},
		{"wide letters", sheet.Sign{Letters: "WWW"}, false, true},
		{"letters of no face", sheet.Sign{Letters: "張偉"}, false, false},
		{"nothing", sheet.Sign{}, false, false},
	}
	for _, tt := range tests {
		path := file(t, signedBy(tt.sign))
		text := strings.Join(strings.Fields(tool(t, "pdftotext", path, "-")), " ")
		if got := strings.Contains(tool(t, "pdfimages", "-list", path), "image"); got != tt.picture {
			t.Errorf("%s: a picture on the page is %v", tt.name, got)
		}
		stands := strings.Contains(text, " "+tt.sign.Letters+" ") || strings.HasSuffix(text, " "+tt.sign.Letters)
		if tt.sign.Letters != "" && stands != tt.letters {
			t.Errorf("%s: the letters on the page are %v: %s", tt.name, stands, text)
		}
		if out := tool(t, "qpdf", "--check", path); !strings.Contains(out, "No syntax or stream encoding errors found") {
			t.Errorf("%s: %s", tt.name, out)
		}
	}
}

func drawnWhite(r image.Rectangle) image.Image {
	m := image.NewNRGBA(r)
	for i := range r.Dx() {
		m.Set(i, i, color.White)
	}
	return m
}

// The sign stands in the white beside the name and hides nothing: what a page
// says is the same with and without it, and a name that needs the room has it.
func TestSignHidesNothing(t *testing.T) {
	t.Parallel()
	logo := sheet.Sign{Picture: asPNG(drawn(image.NewNRGBA(image.Rect(0, 0, 96, 64)), color.NRGBA{}))}
	for _, name := range []string{"Camille Rourke", "Maximiliana Theodora Aleksandra von Hohenfels-Winterbottom", strings.Repeat("WM", 27)} {
		with, without := cards(named(name)), cards(named(name))
		with.Sign = logo
		words := func(doc sheet.Document) string {
			return strings.Join(strings.Fields(tool(t, "pdftotext", file(t, doc), "-")), "")
		}
		if a, b := words(with), words(without); a != b {
			t.Errorf("%s: with the sign the page says\n%s\nand not\n%s", name, a, b)
		}
	}
	a, b := printed(t, signedBy(logo)), printed(t, signedBy(logo))
	if !bytes.Equal(a, b) {
		t.Error("the same sign does not give the same bytes")
	}
}

// One picture in a file, however many pages show it.
func TestOneSignAFile(t *testing.T) {
	t.Parallel()
	doc := crowd(5)
	doc.Sign = sheet.Sign{Picture: asPNG(drawn(image.NewNRGBA(image.Rect(0, 0, 400, 300)), color.NRGBA{}))}
	out := tool(t, "pdfimages", "-list", file(t, doc))
	seen := map[string]bool{}
	for _, line := range strings.Split(strings.TrimSpace(out), "\n")[2:] {
		seen[strings.Fields(line)[10]] = true
	}
	if len(seen) != 1 || strings.Count(strings.TrimSpace(out), "\n") != 6 {
		t.Errorf("%d pictures: %s", len(seen), out)
	}
	if os.Getenv("KEEP_PAGES") != "" { // to look at
		path := filepath.Join(os.TempDir(), "signed.pdf")
		if err := os.WriteFile(path, printed(t, doc), 0o600); err != nil {
			t.Fatal(err)
		}
		fmt.Println(path)
	}
}

func FuzzSign(f *testing.F) {
	f.Add(greenWebP)
	f.Add(bomb())
	f.Add(asPNG(drawn(image.NewNRGBA(image.Rect(0, 0, 16, 16)), color.White)))
	f.Add(asJPEG(drawn(image.NewRGBA(image.Rect(0, 0, 16, 16)), color.White)))
	f.Fuzz(func(t *testing.T, raw []byte) {
		if len(printed(t, signedBy(sheet.Sign{Picture: raw, Letters: "OV"}))) < 1000 {
			t.Error("no page was printed")
		}
	})
}
