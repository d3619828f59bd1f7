package pos

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"

	"touchstone/hooks/figures"
	"touchstone/hooks/internal/fault"
	"touchstone/hooks/pos/credit"
)

// followStaff lets a code of the POS go from one person to another: who gets it
// takes it from who had it, and what was sold under it follows.
func (r Room) followStaff(app core.App) {
	app.OnRecordCreateExecute("staff").BindFunc(takeCodes)
	app.OnRecordUpdateExecute("staff").BindFunc(takeCodes)
	after := func(e *core.RecordEvent) error {
		r.catchUp(e.App)
		return e.Next()
	}
	app.OnRecordAfterCreateSuccess("staff").BindFunc(after)
	app.OnRecordAfterUpdateSuccess("staff").BindFunc(after)
	app.OnServe().BindFunc(func(e *core.ServeEvent) error {
		e.Router.GET("/api/settings/following", following)
		return e.Next()
	})
}

// takeCodes runs in the transaction of the save.
func takeCodes(e *core.RecordEvent) error {
	gained := codesOf(e.Record)
	if !e.Record.IsNew() {
		before := codesOf(e.Record.Original())
		gained = slices.DeleteFunc(gained, func(c string) bool { return holds(before, c) })
	}
	if len(gained) == 0 {
		return e.Next()
	}
	others, err := e.App.FindRecordsByFilter("staff", "store = {:store} && id != {:id}", "created, id", 0, 0,
		dbx.Params{"store": e.Record.GetString("store"), "id": e.Record.Id})
	if err != nil {
		return fmt.Errorf("reading staff: %w", err)
	}
	var moves []moved
	for _, code := range gained {
		from, err := take(e.App, code, others)
		if err != nil {
			return err
		}
		moves = append(moves, moved{Code: code, From: from, To: e.Record.Id})
	}
	if err := e.Next(); err != nil {
		return err
	}
	for _, m := range moves {
		if err := note(e.App, rereading{Store: e.Record.GetString("store"), Moved: &m}); err != nil {
			return err
		}
	}
	return nil
}

// codesOf are the codes under which files know a person.
func codesOf(r *core.Record) []string {
	var codes []string
	_ = r.UnmarshalJSONField("pos_codes", &codes) // an empty list is written as null
	return append(codes, r.GetString("code"))
}

func holds(codes []string, code string) bool {
	return slices.ContainsFunc(codes, func(has string) bool { return credit.Key(has) == credit.Key(code) })
}

// take takes a code from whoever of the others has it, and says whose it was.
// The code by which scorecards name somebody is not taken: they would have none.
func take(app core.App, code string, others []*core.Record) (from string, err error) {
	for _, o := range others {
		if credit.Key(o.GetString("code")) == credit.Key(code) {
			return "", fault.New(fault.Conflict, "%s is the code of %s. Give %s another code first, or say there that it is the same person.",
				code, o.GetString("name"), o.GetString("name"))
		}
		theirs := codesOf(o)
		theirs = theirs[:len(theirs)-1]
		if !holds(theirs, code) {
			continue
		}
		o.Set("pos_codes", slices.DeleteFunc(theirs, func(c string) bool { return credit.Key(c) == credit.Key(code) }))
		if err := app.Save(o); err != nil {
			return "", fmt.Errorf("taking a code of the POS from %s: %w", o.Id, err)
		}
		from = o.Id
	}
	return from, nil
}

// mayHold reports whether an import's rows could hold one of the moved codes:
// most files need not be read again.
func (d *redating) mayHold(ctx context.Context, id string) (bool, error) {
	var words []string
	for _, why := range d.why {
		switch {
		case why.Moved == nil && d.dated(why):
			return true, nil
		case why.Moved != nil && !plainCode(why.Moved.Code):
			return true, nil
		case why.Moved != nil:
			words = append(words, strings.ToLower(why.Moved.Code))
		}
	}
	list, err := json.Marshal(words)
	if err != nil {
		return false, err
	}
	var holds bool
	err = d.db.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM import_rows r, json_each(?2) w WHERE r.import = ?1 AND instr(lower(r.cells), w.value) > 0)`,
		id, string(list)).Scan(&holds)
	if err != nil {
		return false, fmt.Errorf("looking for a code in the rows of a file: %w", err)
	}
	return holds, nil
}

// plainCode: it stands in the kept rows letter by letter.
func plainCode(code string) bool {
	return code != "" && strings.IndexFunc(code, func(r rune) bool {
		return (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z')
	}) < 0
}

// following says whether receipts of a store are still being read anew.
func following(e *core.RequestEvent) error {
	store, err := rulesStore(e)
	if err != nil {
		return err
	}
	db, err := reader(e.App)
	if err != nil {
		return err
	}
	waiting, err := figures.WaitingToBeRead(e.Request.Context(), db)
	if err != nil {
		return err
	}
	waits := slices.ContainsFunc(waiting, func(w figures.Waiting) bool {
		var why rereading
		return json.Unmarshal([]byte(w.Key), &why) == nil && why.Store == store
	})
	e.Response.Header().Set("Cache-Control", "no-store")
	return e.JSON(http.StatusOK, map[string]bool{"waiting": waits})
}
