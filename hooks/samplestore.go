package hooks

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"touchstone/hooks/access"
	"touchstone/hooks/appliance"
	"touchstone/hooks/appliance/folder"
	"touchstone/hooks/appliance/place"
	"touchstone/hooks/appliance/setup"
	"touchstone/hooks/demo"
	"touchstone/hooks/internal/verb"
	"touchstone/hooks/pos"
)

// sampleNeeds gives the sample store the real import, the real scorecards, the
// real sign-in, and the appliance's first store and setup code.
func sampleNeeds(desk *access.Desk, reading pos.Room, scorecards []verb.Verb) demo.Needs {
	return demo.Needs{
		SignIn: func(app core.App, staff, role string) (string, error) {
			password := access.DrawPassword()
			return password, desk.GiveSignIn(app, staff, role, password)
		},
		Import: sampleImport(reading),
		Print:  samplePrint(scorecards),
		First:  func(ctx context.Context, app core.App) error { return appliance.EnsureStore(ctx, app, place.Look()) },
		Code:   setup.Make,
		Served: func(dir string) string {
			owner, err := folder.Read(dir)
			if err != nil {
				return ""
			}
			return owner.URL
		},
		Serve: appliance.ServeFlags(),
	}
}

// sampleImport is what the import command does with a file whose meaning is
// certain.
func sampleImport(reading pos.Room) func(context.Context, core.App, string, []byte, func() time.Time) (demo.Read, error) {
	return func(ctx context.Context, app core.App, name string, body []byte, now func() time.Time) (demo.Read, error) {
		res, err := reading.Import(ctx, app, bytes.NewReader(body), pos.Wanted{Name: name, Alone: true}, now)
		if err != nil {
			return demo.Read{}, err
		}
		if len(res.Questions) > 0 {
			return demo.Read{}, fmt.Errorf("reading %s: %s", name, res.Questions[0].Text)
		}
		return demo.Read{Receipts: res.Receipts, Lines: res.Lines, Clients: res.ClientsNew}, nil
	}
}

// samplePrint runs the scorecard command with its file in memory.
func samplePrint(scorecards []verb.Verb) func(context.Context, core.App, string, io.Writer, func() time.Time) error {
	return func(ctx context.Context, app core.App, week string, w io.Writer, now func() time.Time) error {
		for _, v := range scorecards {
			if v.Name == "scorecard" {
				return v.Run(ctx, app, &verb.Call{
					Verb: v.Name, Values: map[string]string{"week": week, "out": "scorecards.pdf"},
					Stdout: io.Discard, Stderr: io.Discard, Now: now, Files: paperTray{w}, Dir: app.DataDir(),
				})
			}
		}
		return fmt.Errorf("printing scorecards: there is no command for them")
	}
}

// paperTray is where a command leaves its one file.
type paperTray struct{ io.Writer }

// Create takes whatever the command writes.
func (t paperTray) Create(string) (io.WriteCloser, error) { return t, nil }

// Open has nothing to read.
func (t paperTray) Open(name string) (verb.Source, error) {
	return nil, fmt.Errorf("opening %s: there is nothing to read here", name)
}

// Close leaves the writer to its owner.
func (t paperTray) Close() error { return nil }
