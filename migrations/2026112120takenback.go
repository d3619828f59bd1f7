package migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// What taking an import back did is kept with the import: who looks a week
// later still sees what stayed, and why.
func init() {
	m.Register(func(app core.App) error {
		return addField(app, "imports", object("taken_back"))
	}, func(app core.App) error {
		return removeField(app, "imports", "taken_back")
	})
}
