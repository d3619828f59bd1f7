package access

import (
	"net/http"
	"slices"

	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"

	"touchstone/hooks/internal/database"
	"touchstone/hooks/internal/fault"
)

// programWrites are fields that only the program fills. What a caller sends
// for them is set aside without a word, since forms send records back whole.
var programWrites = [...]string{revField, "import"}

func (d *Desk) createRequest(e *core.RecordRequestEvent) error {
	return d.write(e, http.StatusOK, func(tx core.App) error {
		d.keepOut(e)
		if err := linksInReach(tx, e); err != nil {
			return err
		}
		return e.Next()
	})
}

func (d *Desk) updateRequest(e *core.RecordRequestEvent) error {
	return d.write(e, http.StatusOK, func(tx core.App) error {
		d.keepOut(e)
		if err := checkIfMatch(e); err != nil {
			return err
		}
		if err := linksInReach(tx, e); err != nil {
			return err
		}
		if err := e.Next(); err != nil {
			return err
		}
		return inReach(tx, e)
	})
}

func (d *Desk) deleteRequest(e *core.RecordRequestEvent) error {
	return d.write(e, http.StatusNoContent, func(tx core.App) error {
		if err := checkIfMatch(e); err != nil {
			return err
		}
		if hasRev(e.Collection) {
			// The same statement as for a change: two who delete and edit at
			// once cannot both win.
			if err := raise(tx, e.Collection, e.Record.Id, e.Record.GetInt(revField)); err != nil {
				return err
			}
		}
		return e.Next()
	})
}

// write runs one write of the record API: in one transaction the record, the
// entry of the chain and the answer kept for a repeat.
func (d *Desk) write(e *core.RecordRequestEvent, status int, step func(tx core.App) error) error {
	outer := e.App
	err := outer.RunInTransaction(func(tx core.App) error {
		e.App = tx
		d.As(tx, ActorOf(e.RequestEvent))
		subject := d.subject(tx, e.Record)
		if err := step(tx); err != nil {
			return err
		}
		if status != http.StatusNoContent {
			setETag(e)
			subject = d.subject(tx, e.Record)
		}
		return d.keepAnswer(tx, e, status, subject)
	})
	e.App = outer
	if err == nil {
		return nil
	}
	e.Response.Header().Del("ETag")
	return Respond(e.RequestEvent, d.withCurrent(e, err))
}

// keepOut puts back the fields that only the program fills.
func (d *Desk) keepOut(e *core.RecordRequestEvent) {
	for _, name := range programWrites {
		f := e.Collection.Fields.GetByName(name)
		if f == nil || name != revField && (e.HasSuperuserAuth() || f.Type() != core.FieldTypeText) {
			continue
		}
		e.Record.SetRaw(name, e.Record.Original().GetRaw(name))
	}
}

// checkIfMatch compares the rev the caller saw with the one just read. The
// save's own statement compares once more, in the transaction.
func checkIfMatch(e *core.RecordRequestEvent) error {
	if !hasRev(e.Collection) {
		return nil
	}
	rev, given, err := parseIfMatch(e.Request.Header.Get("If-Match"))
	switch {
	case err != nil:
		return err
	case !given && e.HasSuperuserAuth():
		return nil // the dashboard knows no If-Match
	case !given:
		return errMissing()
	case rev != e.Record.Original().GetInt(revField):
		return errStale(nil)
	}
	return nil
}

// inReach refuses a change that carries a record out of (or into) what the
// caller may change, such as a client into another store: PocketBase asks the
// rule before the change only.
func inReach(tx core.App, e *core.RecordRequestEvent) error {
	if e.Auth != nil && e.Auth.Id == e.Record.Id {
		return nil // who may change themselves may also step down: rules read the caller anew
	}
	info, err := e.RequestInfo()
	if err != nil {
		return err
	}
	ok, err := tx.CanAccessRecord(e.Record, info, e.Collection.UpdateRule)
	if err != nil {
		return err
	}
	if !ok {
		return fault.New(fault.Forbidden, "This change would move the record to where you may not change it. Ask the owner.")
	}
	return nil
}

// linksInReach refuses new links to records that the caller may not see.
func linksInReach(tx core.App, e *core.RecordRequestEvent) error {
	if e.HasSuperuserAuth() {
		return nil
	}
	info, err := e.RequestInfo()
	if err != nil {
		return err
	}
	for _, field := range e.Collection.Fields {
		link, ok := field.(*core.RelationField)
		if !ok {
			continue
		}
		old := e.Record.Original().GetStringSlice(link.Name)
		for _, id := range e.Record.GetStringSlice(link.Name) {
			if slices.Contains(old, id) {
				continue
			}
			if err := linkInReach(tx, info, link, id); err != nil {
				return err
			}
		}
	}
	return nil
}

func linkInReach(tx core.App, info *core.RequestInfo, link *core.RelationField, id string) error {
	to, err := tx.FindCachedCollectionByNameOrId(link.CollectionId)
	if err != nil {
		return err
	}
	record, err := tx.FindRecordById(to, id)
	if err != nil {
		return nil //nolint:nilerr // the field's own validation says that nothing is there
	}
	ok, err := tx.CanAccessRecord(record, info, to.ViewRule)
	if err != nil {
		return err
	}
	if !ok {
		return fault.New(fault.Forbidden, "The field %s points to a record of another store. Choose one of this store.", link.Name)
	}
	return nil
}

// withCurrent adds to a lost race the record as it stands and who saved it, as
// far as the caller may see it.
func (d *Desk) withCurrent(e *core.RecordRequestEvent, err error) error {
	f, ok := faultIn(err)
	if !ok || f.Kind != fault.Changed {
		return err
	}
	record, findErr := e.App.FindRecordById(e.Collection, e.Record.Id)
	if findErr != nil {
		return fault.New(fault.NotFound, "This record was deleted in the meantime.")
	}
	info, infoErr := e.RequestInfo()
	if infoErr != nil {
		return err
	}
	if seen, _ := e.App.CanAccessRecord(record, info, e.Collection.ViewRule); !seen {
		return err
	}
	if enrichErr := apis.EnrichRecord(e.RequestEvent, record); enrichErr != nil {
		return err
	}
	data := map[string]any{"current": record}
	saved, savedErr := database.LastSaved(e.App.DB(), e.Collection.Name, record.Id)
	if savedErr != nil {
		return savedErr
	}
	if saved != nil {
		data["saved"] = saved
	}
	return &fault.Error{Kind: f.Kind, Message: f.Message, Data: data, Err: f.Err}
}
