package migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// What a store shows of itself: its logo, or a monogram of a few letters. No
// SVG: it is the one kind of picture that can carry a script.
func init() {
	m.Register(func(app core.App) error {
		if err := addField(app, "stores", text("monogram", 3)); err != nil {
			return err
		}
		return addField(app, "stores", &core.FileField{
			Name: "logo", MaxSelect: 1, MaxSize: 1 << 20, MimeTypes: []string{"image/png", "image/jpeg", "image/webp"},
		})
	}, func(app core.App) error {
		if err := removeField(app, "stores", "logo"); err != nil {
			return err
		}
		return removeField(app, "stores", "monogram")
	})
}
