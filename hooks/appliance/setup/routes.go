package setup

import (
	"fmt"
	"net/http"
	"time"
	"unicode/utf8"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"

	"touchstone/hooks/appliance/guard"
	"touchstone/hooks/internal/fault"
)

// Email is how the one superuser of the Data workshop signs in.
const Email = "workshop@touchstone.local"

// shortest is the least length of its password, in letters.
const shortest = 10

// Register binds the route that opens the Data workshop.
func Register(app core.App) {
	app.OnServe().BindFunc(func(e *core.ServeEvent) error {
		e.Router.POST("/api/setup/workshop", openWorkshop)
		return e.Next()
	})
}

func openWorkshop(e *core.RequestEvent) error {
	if !guard.Local(e.Request) {
		return e.NotFoundError("", nil)
	}
	var body struct {
		Code     string `json:"code"`
		Password string `json:"password"`
	}
	if err := e.BindBody(&body); err != nil {
		return fault.Wrap(fault.Invalid, err, "The code and the password could not be read.")
	}
	if n := utf8.RuneCountInString(body.Password); n < shortest || len(body.Password) > 70 {
		return fault.New(fault.Invalid, "Choose a password of %d to 70 letters. No try was used.", shortest)
	}
	ctx := e.Request.Context()
	if err := Check(ctx, e.App, body.Code, time.Now()); err != nil {
		return err
	}
	if err := renew(e.App, body.Password); err != nil {
		return err
	}
	if err := forget(ctx, e.App); err != nil {
		return err
	}
	return e.JSON(http.StatusOK, map[string]string{"email": Email})
}

// renew makes the one superuser, or gives it the new password; any other one
// goes, and every sign-in of before ends.
func renew(app core.App, password string) error {
	return app.RunInTransaction(func(tx core.App) error {
		superusers, err := tx.FindCollectionByNameOrId(core.CollectionNameSuperusers)
		if err != nil {
			return fmt.Errorf("opening the workshop: %w", err)
		}
		r, err := tx.FindAuthRecordByEmail(superusers, Email)
		if err != nil {
			r = core.NewRecord(superusers)
			r.SetEmail(Email)
		}
		r.SetVerified(true)
		r.SetPassword(password)
		r.RefreshTokenKey()
		if err := tx.Save(r); err != nil {
			return fmt.Errorf("opening the workshop: %w", err)
		}
		others, err := tx.FindAllRecords(superusers, dbx.Not(dbx.HashExp{"id": r.Id}))
		if err != nil {
			return fmt.Errorf("closing other ways into the workshop: %w", err)
		}
		for _, o := range others {
			if err := tx.Delete(o); err != nil {
				return fmt.Errorf("closing other ways into the workshop: %w", err)
			}
		}
		return nil
	})
}
