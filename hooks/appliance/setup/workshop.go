package setup

import (
	"fmt"
	"net/http"
	"time"

	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/security"

	"touchstone/hooks/appliance/guard"
	"touchstone/hooks/internal/fault"
)

// Confirm asks the owner who is signed in for their own password. It returns a
// fault where nobody is, where it is no owner, or where it is another password.
type Confirm func(e *core.RequestEvent, password string) error

// workshopLasts is how long one opening of the workshop is good for; its
// sign-in cannot be prolonged.
const workshopLasts = time.Hour

// Open binds the way into the Data workshop from the settings: on the PC
// itself, for an owner.
func (confirm Confirm) Open(app core.App) {
	app.OnServe().BindFunc(func(e *core.ServeEvent) error {
		e.Router.POST("/api/workshop", confirm.enter).Bind(apis.BodyLimit(16 << 10))
		return e.Next()
	})
}

// enter makes or renews the one superuser, with a password that nobody is told,
// and answers a sign-in of an hour. Every sign-in of before ends.
func (confirm Confirm) enter(e *core.RequestEvent) error {
	if !guard.Local(e.Request) {
		return fault.New(fault.NotFound, "The Data workshop opens on the PC that runs Touchstone, at 127.0.0.1 or localhost, and nowhere else.")
	}
	var body struct {
		Password string `json:"password"`
	}
	if err := e.BindBody(&body); err != nil {
		return fault.Wrap(fault.Invalid, err, "The password could not be read.")
	}
	if err := confirm(e, body.Password); err != nil {
		return err
	}
	if err := renew(e.App, security.RandomString(50)); err != nil {
		return err
	}
	r, err := e.App.FindAuthRecordByEmail(core.CollectionNameSuperusers, Email)
	if err != nil {
		return fmt.Errorf("opening the workshop: %w", err)
	}
	token, err := r.NewStaticAuthToken(workshopLasts)
	if err != nil {
		return fmt.Errorf("opening the workshop: %w", err)
	}
	e.App.Logger().Info("the Data workshop was opened", "staff", e.Auth.Id)
	e.Response.Header().Set("Cache-Control", "no-store")
	return e.JSON(http.StatusOK, map[string]any{"token": token, "record": r, "minutes": int(workshopLasts / time.Minute)})
}
