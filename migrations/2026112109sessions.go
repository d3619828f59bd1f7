package migrations

import (
	"fmt"

	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// Signing in: sessions, the count of wrong passwords, and who has a password
// at all. Staff sign in by the sessions' cookie alone, so that a sign-in can be
// ended; PocketBase's own tokens cannot be, and are closed to them.
func init() {
	m.Register(func(app core.App) error {
		if err := app.Save(sessionsCollection()); err != nil {
			return err
		}
		if err := addField(app, "staff", flag("signs_in")); err != nil {
			return err
		}
		if err := addField(app, "stores", choice("language", "en")); err != nil {
			return err
		}
		if err := passwordTokens(app, false); err != nil {
			return err
		}
		return run(app, `CREATE TABLE sign_in_tries (
			key     TEXT PRIMARY KEY,
			wrong   INTEGER NOT NULL,
			last    TEXT NOT NULL,
			closed  TEXT NOT NULL
		) WITHOUT ROWID`)
	}, func(app core.App) error {
		if err := run(app, `DROP TABLE sign_in_tries`); err != nil {
			return err
		}
		if err := passwordTokens(app, true); err != nil {
			return err
		}
		if err := removeField(app, "stores", "language"); err != nil {
			return err
		}
		if err := removeField(app, "staff", "signs_in"); err != nil {
			return err
		}
		return drop(app, "sessions")
	})
}

// sessionsCollection has no link to staff: the program alone writes here, and
// a link would have PocketBase write when a person is removed.
func sessionsCollection() *core.Collection {
	c := core.NewBaseCollection("sessions")
	token := required(text("token_hash", 64))
	token.Hidden = true
	c.Fields.Add(required(text("staff", 15)), text("device", 200), token,
		instant("started"), instant("last_seen"), instant("expires"), instant("ended"), text("ended_why", 40))
	c.AddIndex("idx_sessions_token", true, "token_hash", "")
	c.AddIndex("idx_sessions_staff", false, "staff", "ended = ''")
	return c
}

// passwordTokens opens or closes PocketBase's own sign-in of staff.
func passwordTokens(app core.App, open bool) error {
	c, err := app.FindCollectionByNameOrId("staff")
	if err != nil {
		return fmt.Errorf("finding collection staff: %w", err)
	}
	c.PasswordAuth.Enabled = open
	return app.Save(c)
}
