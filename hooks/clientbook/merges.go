package clientbook

import (
	"errors"
	"net/http"

	"github.com/pocketbase/pocketbase/core"

	"touchstone/hooks/internal/fault"
)

// Outcome is what a merge makes, or would make, of two clients.
type Outcome struct {
	Merge   string         `json:"merge"` // record id; empty in a preview
	Client  *Card          `json:"client"`
	Fields  []Choice       `json:"fields"`
	Moves   map[string]int `json:"moves"`    // collection -> records that change hands
	Gone    int            `json:"gone"`     // records between the two, or double, that go (and come back with an undo)
	KeepRev int            `json:"keep_rev"` // before; send them back with the merge
	DropRev int            `json:"drop_rev"`
	Before  sums           `json:"before"` // of both
	After   sums           `json:"after"`
}

// errOnlyLooked takes back the merge of a preview.
var errOnlyLooked = errors.New("only looked")

// preview carries the merge out and takes it back, so that it shows exactly
// what a merge makes.
func (r Room) preview(e *core.RequestEvent, who caller) error {
	var w wish
	if err := e.BindBody(&w); err != nil {
		return errUnreadable()
	}
	var out *Outcome
	err := e.App.RunInTransaction(func(tx core.App) error {
		m, o, err := r.bringTogether(tx, who, w)
		if err != nil {
			return err
		}
		if err := r.finish(tx, m, o); err != nil {
			return err
		}
		out = o
		return errOnlyLooked
	})
	if !errors.Is(err, errOnlyLooked) {
		return err
	}
	return e.JSON(http.StatusOK, out)
}

// merge makes one client of two, and keeps what taking it back needs.
func (r Room) merge(e *core.RequestEvent, who caller) error {
	var w wish
	if err := e.BindBody(&w); err != nil {
		return errUnreadable()
	}
	if !who.manages() {
		return errManagers()
	}
	return r.Desk.Handle(e, func(tx core.App) (int, any, error) {
		m, out, err := r.bringTogether(tx, who, w)
		if err != nil {
			return 0, nil, err
		}
		if out.Merge, err = r.keepJournal(tx, m, who); err != nil {
			return 0, nil, err
		}
		return http.StatusOK, out, r.finish(tx, m, out)
	})
}

func errManagers() error {
	return fault.New(fault.Forbidden, "A manager or the owner brings clients together and takes them apart again.")
}

func (r Room) bringTogether(tx core.App, who caller, w wish) (*merging, *Outcome, error) {
	m, err := newMerging(tx, who, w)
	if err != nil {
		return nil, nil, err
	}
	out := &Outcome{Moves: map[string]int{}, KeepRev: m.keep.GetInt("rev"), DropRev: m.drop.GetInt("rev")}
	for _, name := range choices {
		out.Fields = append(out.Fields, Choice{Field: name, Keep: m.keep.Get(name), Drop: m.drop.Get(name)})
	}
	if out.Before, err = sumsOf(tx, m.keep.Id, m.drop.Id); err != nil {
		return nil, nil, err
	}
	return m, out, m.run(w.Choose)
}

// finish tells what became of the two.
func (r Room) finish(tx core.App, m *merging, out *Outcome) error {
	for i := range out.Fields {
		out.Fields[i].Result = m.keep.Get(out.Fields[i].Field)
	}
	for collection, fields := range m.moved {
		for _, ids := range fields {
			out.Moves[collection] += len(ids)
		}
	}
	out.Gone = len(m.journal.Gone)
	var err error
	if out.After, err = sumsOf(tx, m.keep.Id); err != nil {
		return err
	}
	out.Client, err = load(tx, m.keep.Id, r.Now())
	return err
}

// keepJournal writes the merge down.
func (r Room) keepJournal(tx core.App, m *merging, who caller) (string, error) {
	merges, err := tx.FindCachedCollectionByNameOrId("merges")
	if err != nil {
		return "", err
	}
	record := core.NewRecord(merges)
	record.Load(map[string]any{
		"store": m.keep.GetString("store"), "state": "merged", "kept": m.keep.Id, "dropped": m.drop.Id,
		"moved": m.moved, "journal": m.journal, "staff": who.id, "at": instant(r.Now()),
	})
	err = tx.Save(record)
	return record.Id, err
}
