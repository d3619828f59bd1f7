package pos

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"touchstone/hooks/internal/fault"
	"touchstone/hooks/pos/mapping"
	"touchstone/hooks/pos/table"
	"touchstone/hooks/pos/ticket"
)

// Wanted is how one file is to be read.
type Wanted struct {
	Name  string // as the person knows the file
	Store string // code of the store; empty: the only one, or what the file says
	Wish  mapping.Wish
	Dry   bool
	Alone bool // nobody else has the book meanwhile

	Began func(id string)    // told the import's record id; may be nil
	Built func(receipts int) // told how many receipts the file holds; may be nil
}

func (w Wanted) began(id string) {
	if w.Began != nil {
		w.Began(id)
	}
}

func (w Wanted) built(receipts int) {
	if w.Built != nil {
		w.Built(receipts)
	}
}

// Source is the bytes of a file.
type Source interface {
	io.ReaderAt
	Size() int64
}

// Import reads one file into the book. A file that leaves questions open gives
// a Result that carries them, and nothing is written.
func (r Room) Import(ctx context.Context, app core.App, src Source, w Wanted, now func() time.Time) (*Result, error) {
	one.Lock()
	defer one.Unlock()
	if err := r.resume(ctx, app, now, ""); err != nil {
		return nil, full(err, w.Name)
	}
	res, err := r.read(ctx, app, src, w, now)
	return res, full(err, w.Name)
}

// full says in a person's words that the disk has no room.
func full(err error, name string) error {
	if !isFull(err) {
		return err
	}
	return fault.Wrap(fault.DiskFull, err, "importing %s: the disk is full. Free some space; what was begun goes on by itself with the next command", name)
}

func isFull(err error) bool {
	return err != nil && strings.Contains(err.Error(), "database or disk is full")
}

func (r Room) read(ctx context.Context, app core.App, src Source, w Wanted, now func() time.Time) (*Result, error) {
	run, err := r.open(ctx, app, src, w, now)
	if err != nil {
		return nil, err
	}
	defer frugal(ctx, run.db, w.Alone)()
	if again, err := run.already(ctx); again != nil || err != nil {
		return again, err
	}
	if err := run.check(ctx, r, w); err != nil {
		return nil, err
	}
	if len(run.result.Questions) > 0 {
		return run.result, nil
	}
	if w.Dry {
		return run.finishDry(ctx)
	}
	if err := run.apply(ctx); err != nil {
		return nil, err
	}
	return run.result, nil
}

func (r *run) finishDry(ctx context.Context) (*Result, error) {
	if err := r.dry(ctx); err != nil {
		return nil, err
	}
	for _, s := range r.roster.added {
		r.result.StaffNew = append(r.result.StaffNew, s.code)
	}
	return r.conclude(), nil
}

// open reads the bytes and settles what the columns mean.
func (r Room) open(ctx context.Context, app core.App, src Source, w Wanted, now func() time.Time) (*run, error) {
	read, err := reader(app)
	if err != nil {
		return nil, err
	}
	f, err := openTable(src, w.Name, w.Wish)
	if err != nil {
		return nil, err
	}
	s, err := storeFor(ctx, read, f, w)
	if err != nil {
		return nil, err
	}
	run, err := r.newRun(app, s, now)
	if err != nil {
		return nil, err
	}
	run.file, run.newStore = f, s.ID == ""
	run.pace.alone = w.Alone
	wish, err := run.recall(ctx, w.Wish)
	if err != nil {
		return nil, err
	}
	if len(wish.Answers) > 0 {
		if run.file, err = openTable(src, w.Name, wish); err != nil {
			return nil, err
		}
	}
	return run, run.mean(wish)
}

// mean settles what the columns of the run's file mean.
func (r *run) mean(wish mapping.Wish) error {
	if err := wish.Check(r.file); err != nil {
		return fault.Wrap(fault.Invalid, err, "%s", err.Error())
	}
	if r.file.DataRows == 0 {
		return fault.New(fault.Invalid, "reading %s: the file has a header but no rows; export it again with the days you want", r.file.Name)
	}
	m, questions, err := mapping.Resolve(r.file, wish)
	if err != nil {
		return fault.Wrap(fault.Invalid, err, "%s", err.Error())
	}
	r.mapping, r.source, r.said = m, m.Source, wish.Columns
	r.dropped = droppedWhy(r.file)
	r.result.File, r.result.Preset, r.result.Questions = r.file.Name, m.Preset, questions
	return nil
}

// openTable reads a file's form. Why a file cannot be read is for the person.
func openTable(src Source, name string, wish mapping.Wish) (*table.File, error) {
	f, err := table.Open(name, src, src.Size(), mapping.Options(wish.Answers))
	if why, ok := errors.AsType[*table.Error](err); ok {
		return nil, fault.Wrap(fault.Invalid, err, "%s", why.Error())
	}
	return f, err
}

// recall lays what a person says now over what was confirmed for this header
// before.
func (r *run) recall(ctx context.Context, now mapping.Wish) (mapping.Wish, error) {
	var columns, answers sql.NullString
	var preset string
	err := r.read.QueryRowContext(ctx, `SELECT preset, columns, answers FROM mappings WHERE store = ? AND fingerprint = ?`,
		r.store.ID, mapping.Fingerprint(r.file)).Scan(&preset, &columns, &answers)
	if errors.Is(err, sql.ErrNoRows) {
		return now, nil
	}
	if err != nil {
		return now, fmt.Errorf("recalling the mapping: %w", err)
	}
	then := mapping.Wish{Preset: preset, Columns: map[string]mapping.Field{}, Answers: map[string]string{}}
	if err := json.Unmarshal([]byte(columns.String), &then.Columns); err != nil {
		return now, fmt.Errorf("recalling the mapping: %w", err)
	}
	if err := json.Unmarshal([]byte(answers.String), &then.Answers); err != nil {
		return now, fmt.Errorf("recalling the mapping: %w", err)
	}
	if now.Preset != "" && now.Preset != then.Preset {
		return now, nil
	}
	return over(r.inThisFile(then), now), nil
}

// inThisFile writes remembered headers as this file spells them.
func (r *run) inThisFile(then mapping.Wish) mapping.Wish {
	spelled := map[string]string{}
	for _, c := range r.file.Columns {
		spelled[mapping.Fold(c.Name)] = c.Name
	}
	out := mapping.Wish{Preset: then.Preset, Columns: map[string]mapping.Field{}, Answers: map[string]string{}}
	for name, field := range then.Columns {
		if here := spelled[mapping.Fold(name)]; here != "" {
			out.Columns[here] = field
		}
	}
	for id, answer := range then.Answers {
		kind, name, _ := strings.Cut(id, ":")
		if here := spelled[mapping.Fold(name)]; here != "" && (kind == "date_order" || kind == "decimal_mark") {
			id = kind + ":" + here
		}
		out.Answers[id] = answer
	}
	return out
}

func over(then, now mapping.Wish) mapping.Wish {
	if then.Answers == nil {
		then.Answers = map[string]string{}
	}
	for k, v := range now.Columns {
		then.Columns[k] = v
	}
	for k, v := range now.Answers {
		then.Answers[k] = v
	}
	return then
}

func (r *run) fingerprint() string { return mapping.Fingerprint(r.file) }

// check reads every row, keeps each one with the import (except on a dry run)
// and refuses what cannot go into this book.
func (r *run) check(ctx context.Context, room Room, w Wanted) error {
	if len(r.result.Questions) > 0 {
		return nil
	}
	rules, err := room.rules(ctx, r.read, r.store.ID)
	if err != nil {
		return err
	}
	if r.roster, err = loadRoster(ctx, r.read, r.store.ID, r.ids); err != nil {
		return err
	}
	only, err := r.only(w)
	if err != nil {
		return err
	}
	env := ticket.Env{Store: r.store, Currency: r.store.Currency, Rules: rules, KnownStaff: r.roster.knows, Now: r.now(), OnlyStore: only}
	if w.Dry {
		return r.build(ctx, w, env, nil)
	}
	if r.newStore {
		r.store.ID = r.ids.Next()
		r.roster.store = r.store.ID
	}
	st := newStaging(r)
	if err := st.begin(ctx, strings.Join(only, betweenCells)); err != nil {
		return err
	}
	w.began(r.id)
	err = r.build(ctx, w, env, st.keeper(ctx))
	if err == nil {
		w.built(len(r.batch.Tickets))
		err = st.flush(ctx)
	}
	if err != nil || len(r.result.Questions) > 0 {
		return errors.Join(err, st.drop(ctx))
	}
	return st.end(ctx)
}

// build turns the rows into receipts and looks at the file as a whole.
func (r *run) build(ctx context.Context, w Wanted, env ticket.Env, keep func(ticket.RawRow) error) error {
	var err error
	if r.batch, err = ticket.Build(r.file, r.mapping, env, keep); err != nil {
		return err
	}
	whose, err := r.storeQuestions(ctx, w)
	if err != nil {
		return err
	}
	r.result.Questions = append(append(r.result.Questions, r.batch.Questions...), whose...)
	return r.refuse()
}

// refuse names what makes a whole file unfit.
func (r *run) refuse() error {
	name := r.file.Name
	if c := r.batch.FileCurrency; c != "" && r.store.Currency != "" && c != r.store.Currency {
		return fault.New(fault.Invalid, "reading %s: its amounts are in %s, this store counts in %s; figures of two currencies cannot be added", name, c, r.store.Currency)
	}
	if len(r.batch.Tickets) == 0 && len(r.batch.Rejected) > 0 {
		first := r.batch.Rejected[0]
		return fault.New(fault.Invalid, "reading %s: not one of its %d rows could be read; row %d%s: %s", name, len(r.batch.Rejected), first.Row, inColumn(first.Column), first.Reason)
	}
	return nil
}

func inColumn(name string) string {
	if name == "" {
		return ""
	}
	return ", " + name
}
