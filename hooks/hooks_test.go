package hooks

import (
	"os"
	"slices"
	"testing"
	"time"

	"touchstone/hooks/appliance"
	"touchstone/hooks/appliance/cli"
	"touchstone/hooks/internal/verb"
)

// rooms are what the program is made of, with the real templates.
func rooms() []appliance.Room {
	return Rooms(appliance.House{Templates: os.DirFS("../templates"), Public: os.DirFS("../pb_public"), Now: time.Now})
}

func TestEveryVerbIsSound(t *testing.T) {
	var all []verb.Verb
	for _, r := range rooms() {
		if r.Name == "" || (r.Register == nil && len(r.Verbs) == 0) {
			t.Errorf("room %q does nothing", r.Name)
		}
		all = append(all, r.Verbs...)
	}
	if err := cli.Check(all); err != nil {
		t.Error(err)
	}
	for _, v := range all {
		if v.Short == "" {
			t.Errorf("%s does not say what it is for", v.Name)
		}
	}
}

// Writes pass the desk before any other room's hooks.
func TestAccessStandsFirst(t *testing.T) {
	names := make([]string, 0, 8)
	for _, r := range rooms() {
		names = append(names, r.Name)
	}
	if names[0] != "access" || !slices.Contains(names, "appliance") {
		t.Errorf("the rooms are %v", names)
	}
}
