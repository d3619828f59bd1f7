package appliance

import (
	"context"
	"errors"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"touchstone/hooks/appliance/doctor"
	"touchstone/hooks/appliance/overlay"
	"touchstone/hooks/appliance/place"
	"touchstone/hooks/internal/verb"
)

// written is when this file was: no clock that is right shows less.
var written = time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)

func doctorVerb(h House, checks []Check) verb.Verb {
	return verb.Verb{
		Name:  "doctor",
		Short: "look everything over and say what to do",
		Long:  "Exit code 1 when something is broken. Changes nothing.",
		Reads: true,
		Run: func(ctx context.Context, app core.App, call *verb.Call) error {
			r := machine(h, call)
			r.Add(doctor.Book(ctx, app, call.Now())...)
			for _, c := range checks {
				r.Add(doctor.Check(c.Name, c.Well, c.Cure, c.Look(ctx, app)))
			}
			return finish(r, call)
		},
		Closed: func(_ context.Context, call *verb.Call, err error) error {
			r := machine(h, call)
			r.Add(doctor.Bad("book", "", "%s", sentence(err)))
			return finish(r, call)
		},
	}
}

func machine(h House, call *verb.Call) *doctor.Report {
	r := &doctor.Report{}
	r.Add(doctor.Folder(call.Dir)...)
	r.Add(doctor.Service(call.Dir))
	r.Add(doctor.Clock(place.Look(), call.Now(), written)...)
	if tpl, ok := h.Templates.(*overlay.FS); ok {
		r.Add(doctor.Templates(tpl)...)
	}
	return r
}

func finish(r *doctor.Report, call *verb.Call) error {
	if err := r.Write(call.Stdout, call.JSON); err != nil {
		return err
	}
	if r.State == doctor.Broken {
		return &verb.Silent{Err: errors.New("something is broken")}
	}
	return nil
}
