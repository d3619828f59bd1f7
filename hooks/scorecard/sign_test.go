package scorecard

import (
	"bytes"
	"image"
	"image/png"
	"testing"

	"github.com/pocketbase/pocketbase/tools/filesystem"
)

// The store's logo goes to the printer as it is stored, and its letters with
// it; a logo whose file is gone leaves the letters.
func TestSign(t *testing.T) {
	s := smallShop(t)
	for _, one := range []struct{ name, monogram, letters string }{
		{"Orrin & Vale", "", "OV"}, {"Orrin & Vale", "o+v", "o+v"}, {"", "", ""}, {"élan d’or", "", "ÉD"}, {"& Co", "", "C"},
	} {
		s.exec(`UPDATE stores SET name = ?, monogram = ? WHERE id = ?`, one.name, one.monogram, storeID)
		if got := signOf(s.app, storeID); got.Letters != one.letters || got.Picture != nil {
			t.Errorf("%q with the monogram %q stands as %q", one.name, one.monogram, got.Letters)
		}
	}
	var picture bytes.Buffer
	s.must(png.Encode(&picture, image.NewGray(image.Rect(0, 0, 9, 9))))
	file, err := filesystem.NewFileFromBytes(picture.Bytes(), "mark.png")
	s.must(err)
	record, err := s.app.FindRecordById("stores", storeID)
	s.must(err)
	record.Set("name", "Orrin & Vale")
	record.Set("logo", file)
	s.must(s.app.Save(record))
	if got := signOf(s.app, storeID); !bytes.Equal(got.Picture, picture.Bytes()) {
		t.Errorf("the logo came back as %d bytes of %d", len(got.Picture), picture.Len())
	}
	files, err := s.app.NewFilesystem()
	s.must(err)
	defer files.Close()
	s.must(files.Delete(record.BaseFilesPath() + "/" + record.GetString("logo")))
	if got := signOf(s.app, storeID); got.Picture != nil || got.Letters != "OV" {
		t.Errorf("without its file the sign is %d bytes and %q", len(got.Picture), got.Letters)
	}
}
