package scorecard

import (
	"fmt"
	"io"
	"strings"
	"unicode"

	"github.com/pocketbase/pocketbase/core"

	"touchstone/hooks/internal/sheet"
)

// largestLogo is how many bytes of a logo are read; the schema takes no larger one.
const largestLogo = 1 << 20

// signOf reads what stands for a store on paper: its logo, and its monogram or
// else the initials of its name, as the settings show them. A file that is gone
// costs the picture, never the page.
func signOf(app core.App, storeID string) sheet.Sign {
	record, err := app.FindRecordById("stores", storeID)
	if err != nil {
		app.Logger().Error("reading the store's sign", "store", storeID, "error", err)
		return sheet.Sign{}
	}
	sign := sheet.Sign{Letters: strings.TrimSpace(record.GetString("monogram"))}
	if sign.Letters == "" {
		sign.Letters = initials(record.GetString("name"))
	}
	if name := record.GetString("logo"); name != "" {
		if sign.Picture, err = stored(app, record.BaseFilesPath()+"/"+name); err != nil {
			app.Logger().Error("reading the store's logo", "store", storeID, "error", err)
		}
	}
	return sign
}

func stored(app core.App, path string) ([]byte, error) {
	files, err := app.NewFilesystem()
	if err != nil {
		return nil, fmt.Errorf("opening the stored files: %w", err)
	}
	defer files.Close()
	r, err := files.GetReader(path)
	if err != nil {
		return nil, fmt.Errorf("opening %s: %w", path, err)
	}
	defer r.Close()
	return io.ReadAll(io.LimitReader(r, largestLogo))
}

// initials are the first letters of the first two words of a name.
func initials(name string) string {
	words := strings.FieldsFunc(name, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	letters := ""
	for _, w := range words[:min(2, len(words))] {
		letters += string(unicode.ToUpper([]rune(w)[0]))
	}
	return letters
}
