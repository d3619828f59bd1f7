package migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// The appliance's own settings: rate limits on, a short activity log that
// keeps no addresses, schema controls of the dashboard hidden, and no
// collection "users" beside staff.
func init() {
	m.Register(func(app core.App) error {
		s := app.Settings()
		s.Meta.AppName = "Touchstone"
		s.Meta.HideControls = true
		s.Logs.MaxDays = 14
		s.Logs.LogIP = false
		s.Logs.LogAuthId = true
		s.RateLimits.Enabled = true
		if err := app.Save(s); err != nil {
			return err
		}
		users, err := app.FindCollectionByNameOrId("users")
		if err != nil {
			return nil //nolint:nilerr // a base without the example collection is fine
		}
		return app.Delete(users)
	}, nil)
}
