package demo

import (
	"fmt"
	"strings"
	"testing"

	"github.com/pocketbase/pocketbase/core"

	"touchstone/hooks/demo/sample"
)

func (h *house) signIn(app core.App, staff, role string) (string, error) {
	r, err := app.FindRecordById("staff", staff)
	if err != nil {
		return "", err
	}
	h.given++
	password := fmt.Sprintf("%s-password-%d", role, h.given)
	r.Set("role", role)
	r.SetPassword(password)
	return password, app.Save(r)
}

func TestDemoTellsWhoSignsInAndHow(t *testing.T) {
	h := newHouse(t)
	m, _ := h.mustRun(t)
	for i, who := range []struct {
		in   signIn
		role string
	}{{m.Owner, "owner"}, {m.Associate, "associate"}} {
		p := sample.Staff()[i]
		r, err := h.app.FindFirstRecordByData("staff", "code", p.Code)
		if err != nil {
			t.Fatal(err)
		}
		if who.in.Name != p.Name || !r.ValidatePassword(who.in.Password) || r.GetString("role") != who.role {
			t.Errorf("%s signs in as %+v and is %s", p.Name, who.in, r.GetString("role"))
		}
	}
	if again, _ := h.mustRun(t); again.Owner != m.Owner || again.Associate != m.Associate || h.given != 2 {
		t.Errorf("the second time it tells %+v and %+v, after %d sign-ins given", again.Owner, again.Associate, h.given)
	}
}

// A sample store of today that was made by a version without sign-ins gets them.
func TestDemoWithoutSignInsGetsThem(t *testing.T) {
	h := newHouse(t)
	first, _ := h.mustRun(t)
	m, err := readMark(t.Context(), h.app)
	if err != nil {
		t.Fatal(err)
	}
	m.Owner, m.Associate = signIn{}, signIn{}
	if err := writeMark(t.Context(), h.app, *m); err != nil {
		t.Fatal(err)
	}
	again, said := h.mustRun(t)
	if again.Owner.Password == "" || again.Owner == first.Owner || !strings.Contains(said, "already here") {
		t.Errorf("told %+v: %s", again.Owner, said)
	}
}
