package demo

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/pocketbase/pocketbase/core"

	"touchstone/hooks/demo/sample"
	"touchstone/hooks/internal/civil"
	"touchstone/hooks/internal/database"
	"touchstone/hooks/internal/fault"
	"touchstone/hooks/internal/store"
	"touchstone/hooks/internal/verb"
)

// exportsFolder holds the sample files inside the data folder, so that they can
// be looked at and imported by hand.
const exportsFolder = "exports"

// builder makes one sample store.
type builder struct {
	needs Needs
	app   core.App
	call  *verb.Call
	say   io.Writer // progress, in sentences
	store store.Store
	today civil.Date
	made  made
	mark  mark
}

func (b *builder) sayf(format string, args ...any) { fmt.Fprintf(b.say, format+"\n", args...) }

// build leaves a sample store of today in the folder: the one that is there,
// or a new one.
func (b *builder) build(ctx context.Context) error {
	if err := b.findStore(ctx); err != nil {
		return err
	}
	m, err := readMark(ctx, b.app)
	if err != nil {
		return err
	}
	if m != nil && m.Ready && m.Day == b.today.String() {
		b.sayf("The sample store of today is already here; it is used as it is.")
		b.mark = *m
		return b.finish(ctx)
	}
	if err := b.clear(ctx, m); err != nil {
		return err
	}
	return b.make(ctx)
}

// clear leaves an empty book, or fails where that would lose something real.
func (b *builder) clear(ctx context.Context, m *mark) error {
	if m == nil {
		if err := refuseReal(ctx, b.app); err != nil {
			return err
		}
	}
	if url := b.needs.Served(b.call.Dir); url != "" {
		return fault.New(fault.Conflict, "The book in %s is open at %s and has no sample store of today. Stop it there with Ctrl+C, then run this again.", b.call.Dir, url)
	}
	if m == nil {
		return nil
	}
	if m.Ready {
		b.sayf("The sample store here was made on %s. Its dates follow the calendar, so it is made anew.", m.Day)
	} else {
		b.sayf("Making the sample store was cut short the last time, so it begins anew.")
	}
	if err := reopen(ctx, b.app, b.needs.First); err != nil {
		return err
	}
	return b.findStore(ctx)
}

// make fills an empty book. The mark comes first, so that a store half made is
// known as one.
func (b *builder) make(ctx context.Context) error {
	b.sayf("Making a sample store in %s. Its people are invented.", b.call.Dir)
	b.mark = mark{Day: b.today.String()}
	if err := writeMark(ctx, b.app, b.mark); err != nil {
		return err
	}
	if err := b.nameStore(ctx); err != nil {
		return err
	}
	if err := b.readExports(ctx); err != nil {
		return err
	}
	if err := b.nameStaff(ctx); err != nil {
		return err
	}
	return b.finish(ctx)
}

// finish is what a store of today may lack, old or new.
func (b *builder) finish(ctx context.Context) error {
	if err := b.signIns(ctx); err != nil {
		return err
	}
	return b.scorecards(ctx)
}

func (b *builder) findStore(ctx context.Context) error {
	db, err := database.Pool(b.app.ConcurrentDB())
	if err != nil {
		return err
	}
	if b.store, err = store.Find(ctx, db, ""); err != nil {
		return err
	}
	b.today = civil.Business(b.call.Now(), b.store.Zone, b.store.Cutover)
	return nil
}

// nameStore fills the letterhead. The country says how telephone numbers are
// read: those of the sample are American, wherever this PC stands.
func (b *builder) nameStore(ctx context.Context) error {
	shop := sample.Store()
	return b.change(ctx, "stores", b.store.ID, map[string]any{
		"name": shop.Name, "address": shop.Street + ", " + shop.City, "phone": shop.Phone, "country": "US",
	})
}

// readExports writes the sample files where people can look at them, and reads
// each as the import command would.
func (b *builder) readExports(ctx context.Context) error {
	folder := filepath.Join(b.call.Dir, exportsFolder)
	if err := fresh(folder, "*.csv"); err != nil {
		return err
	}
	files := sample.Files(b.today, seed, sample.Default())
	b.sayf("Writing %d POS exports of %d months to %s.", len(files), sample.Default().Months, folder)
	for _, f := range files {
		if err := os.WriteFile(filepath.Join(folder, f.Name), f.Body, 0o600); err != nil {
			return fmt.Errorf("writing the sample export %s: %w", f.Name, err)
		}
	}
	for _, f := range files {
		got, err := b.needs.Import(ctx, b.app, f.Name, f.Body, b.call.Now)
		if err != nil {
			return fmt.Errorf("importing the sample export %s: %w", f.Name, err)
		}
		b.sayf("Imported %s: %d receipts, %d lines, %d new clients.", f.Name, got.Receipts, got.Lines, got.Clients)
	}
	return nil
}

// nameStaff puts names to the codes that the files carry.
func (b *builder) nameStaff(ctx context.Context) error {
	for _, p := range sample.Staff() {
		id, err := b.idOf(ctx, p.Code)
		if err != nil {
			return fmt.Errorf("naming the staff: %w", err)
		}
		if err := b.change(ctx, "staff", id, map[string]any{"name": p.Name}); err != nil {
			return err
		}
	}
	return nil
}

// idOf is the record of the person with a POS code.
func (b *builder) idOf(ctx context.Context, code string) (id string, err error) {
	err = b.app.DB().Select("id").From("staff").Where(codeOf(b.store.ID, code)).WithContext(ctx).Row(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return "", fmt.Errorf("the import met nobody with the code %s", code)
	}
	return id, err
}

// signIns lets two of the people sign in, the first as the owner, so that the
// app can be looked at with either's eyes.
func (b *builder) signIns(ctx context.Context) error {
	people := sample.Staff()
	if len(people) < 2 || b.mark.Owner.Password != "" && b.mark.Associate.Password != "" {
		return nil
	}
	for _, who := range []struct {
		person sample.Person
		role   string
		in     *signIn
	}{{people[0], "owner", &b.mark.Owner}, {people[1], "associate", &b.mark.Associate}} {
		id, err := b.idOf(ctx, who.person.Code)
		if err != nil {
			return fmt.Errorf("giving %s a sign-in: %w", who.person.Code, err)
		}
		password, err := b.needs.SignIn(b.app, id, who.role)
		if err != nil {
			return fmt.Errorf("giving %s a sign-in: %w", who.person.Code, err)
		}
		*who.in = signIn{Name: who.person.Name, Password: password}
	}
	return writeMark(ctx, b.app, b.mark)
}

func (b *builder) change(ctx context.Context, collection, id string, values map[string]any) error {
	err := b.app.RunInTransaction(func(tx core.App) error {
		record, err := tx.FindRecordById(collection, id)
		if err != nil {
			return err
		}
		record.Load(values)
		if record.Collection().IsAuth() && record.GetString("password:hash") == "" {
			record.SetRandomPassword() // nobody knows it, so nobody signs in; a record without any cannot be saved
		}
		return tx.SaveWithContext(ctx, record)
	})
	if err != nil {
		return fmt.Errorf("naming %s %s: %w", collection, id, err)
	}
	return nil
}

// scorecards prints the last week that is over, unless that is there already,
// and then calls the store ready.
func (b *builder) scorecards(ctx context.Context) error {
	week := civil.WeekName(b.today.WeekStart(b.store.WeekStart).AddDays(-7), b.store.WeekStart)
	name := "scorecards-" + week + ".pdf"
	b.made.Scorecards = filepath.Join(b.call.Dir, name)
	if _, err := os.Stat(b.made.Scorecards); err == nil {
		if m, err := readMark(ctx, b.app); err == nil && m != nil && m.Ready && m.Scorecards == name {
			return nil
		}
	}
	if err := fresh(b.call.Dir, "scorecards-*.pdf"); err != nil {
		return err
	}
	b.sayf("Printing the scorecards of %s.", week)
	var pdf bytes.Buffer
	if err := b.needs.Print(ctx, b.app, week, &pdf, b.call.Now); err != nil {
		return fmt.Errorf("printing the sample scorecards: %w", err)
	}
	if err := os.WriteFile(b.made.Scorecards, pdf.Bytes(), 0o600); err != nil {
		return fmt.Errorf("writing the sample scorecards: %w", err)
	}
	b.mark.Ready, b.mark.Scorecards = true, name
	return writeMark(ctx, b.app, b.mark)
}

// fresh makes a folder, if need be, and takes the files of an earlier sample
// store out of it.
func fresh(folder, pattern string) error {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return fmt.Errorf("making the folder %s: %w", folder, err)
	}
	old, err := filepath.Glob(filepath.Join(folder, pattern))
	if err != nil {
		return fmt.Errorf("looking into %s: %w", folder, err)
	}
	for _, name := range old {
		if err := os.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("removing the old %s: %w", filepath.Base(name), err)
		}
	}
	return nil
}
