package setup

import (
	"fmt"
	"net/http"
	"strings"
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

// Owner makes the person of a name an owner who signs in with a password, or
// gives the owner of this name a new one. It returns their id, or a fault that
// says what is wrong with the name or the password; nothing is changed then.
type Owner func(app core.App, name, password string) (id string, err error)

// Register binds the routes that take the code: one opens the Data workshop,
// the other makes an owner, where somebody can.
func Register(app core.App, owner Owner) {
	app.OnServe().BindFunc(func(e *core.ServeEvent) error {
		e.Router.POST("/api/setup/workshop", openWorkshop)
		if owner != nil {
			e.Router.POST("/api/setup/owner", owner.open)
		}
		return e.Next()
	})
}

// open spends the code and makes the owner in one transaction, so that a name
// or a password that will not do leaves the code good for the tries left.
func (owner Owner) open(e *core.RequestEvent) error {
	if !guard.Local(e.Request) {
		return e.NotFoundError("", nil)
	}
	var body struct {
		Code     string `json:"code"`
		Name     string `json:"name"`
		Password string `json:"password"`
	}
	if err := e.BindBody(&body); err != nil {
		return fault.Wrap(fault.Invalid, err, "The code, the name and the password could not be read.")
	}
	if err := long(body.Password); err != nil {
		return err
	}
	ctx := e.Request.Context()
	if err := Check(ctx, e.App, body.Code, time.Now()); err != nil {
		return err
	}
	var id string
	err := e.App.RunInTransaction(func(tx core.App) error {
		var err error
		if id, err = owner(tx, body.Name, body.Password); err != nil {
			return err
		}
		return forget(ctx, tx)
	})
	if err != nil {
		return err
	}
	return e.JSON(http.StatusOK, map[string]any{"person": map[string]string{"id": id, "name": strings.Join(strings.Fields(body.Name), " ")}})
}

// long refuses a password before a try of the code is spent on it.
func long(password string) error {
	if n := utf8.RuneCountInString(password); n < shortest || len(password) > 70 {
		return fault.New(fault.Invalid, "Choose a password of %d to 70 letters. No try was used.", shortest)
	}
	return nil
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
	if err := long(body.Password); err != nil {
		return err
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
