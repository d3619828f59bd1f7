package hooks

import (
	"os"
	"testing"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"touchstone/hooks/access"
	"touchstone/hooks/internal/testapp"
	"touchstone/hooks/pos"
)

// The sample store's people sign in with what the demo tells of them.
func TestSampleSignInOpens(t *testing.T) {
	app := testapp.New(t)
	desk := access.New(time.Now)
	desk.Register(app)
	save := func(collection string, values map[string]any) *core.Record {
		c, err := app.FindCollectionByNameOrId(collection)
		if err != nil {
			t.Fatal(err)
		}
		r := core.NewRecord(c)
		r.Load(values)
		if c.IsAuth() {
			r.SetRandomPassword()
		}
		if err := app.Save(r); err != nil {
			t.Fatal(err)
		}
		return r
	}
	shop := save("stores", map[string]any{"code": "MAIN", "time_zone": "UTC"})
	person := save("staff", map[string]any{"name": "Rosalind", "code": "RA", "role": "associate", "store": shop.Id, "active": true})
	if person.GetBool("signs_in") {
		t.Error("a password that nobody knows counts as one")
	}
	password, err := sampleNeeds(desk, pos.Room{Templates: os.DirFS("../templates")}, nil).SignIn(app, person.Id, "owner")
	if err != nil {
		t.Fatal(err)
	}
	now, err := app.FindRecordById("staff", person.Id)
	if err != nil {
		t.Fatal(err)
	}
	if !now.ValidatePassword(password) || !now.GetBool("signs_in") || now.GetString("role") != "owner" {
		t.Errorf("signs in %v as %s with the password told %v", now.GetBool("signs_in"), now.GetString("role"), now.ValidatePassword(password))
	}
}
