package scorecard

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"touchstone/hooks/internal/civil"
	"touchstone/hooks/internal/database"
	"touchstone/hooks/internal/fault"
	"touchstone/hooks/internal/store"
	"touchstone/hooks/internal/verb"
)

// Verbs are the commands of the room.
func Verbs(printer Printer, head Head) []verb.Verb {
	r := room{printer, head}
	return []verb.Verb{{
		Name:  "scorecard",
		Short: "print a week's scorecards as a PDF: the team and one page a person",
		Long: "Without --week it prints the last week that is over. A week that is over keeps the figures\n" +
			"of its first printing; --fresh prints and keeps the figures of now.",
		Flags: []verb.Flag{
			{Name: "week", Usage: "the week, as 2026-W46 or any of its dates (default: the last one that is over)"},
			{Name: "associate", Usage: "one person's page only, by code"},
			{Name: "out", Usage: "the PDF to write", Out: true},
			{Name: "store", Usage: "the store's code, where there are several"},
			{Name: "fresh", Usage: "the figures of now, also where the week was issued before", Bool: true},
		},
		Run: r.run,
	}}
}

type room struct {
	printer Printer
	head    Head
}

func (r room) run(ctx context.Context, app core.App, call *verb.Call) error {
	out := call.Flag("out")
	if out == "" {
		return verb.Usage("Name the PDF to write, for example --out scorecards.pdf.")
	}
	e, err := r.prepare(ctx, app, call)
	if err != nil {
		return err
	}
	doc := e.Document()
	var pdf bytes.Buffer
	if err := r.printer.Scorecards(&pdf, doc); err != nil {
		return fmt.Errorf("printing the scorecards: %w", err)
	}
	size := pdf.Len()
	if err := write(call.Files, out, pdf.Bytes()); err != nil {
		return err
	}
	// Kept last: the file takes its name only when this has worked, too.
	if err := app.RunInTransaction(func(tx core.App) error {
		_, err := e.Keep(tx)
		return err
	}); err != nil {
		return err
	}
	return e.report(call, out, size)
}

// prepare reads everything in one read transaction.
func (r room) prepare(ctx context.Context, app core.App, call *verb.Call) (*Edition, error) {
	pool, err := database.Pool(app.ConcurrentDB())
	if err != nil {
		return nil, err
	}
	tx, err := pool.BeginTx(ctx, nil)
	if err != nil {
		return nil, fmt.Errorf("reading the book: %w", err)
	}
	defer tx.Rollback() //nolint:errcheck // nothing was written
	s, err := chooseStore(ctx, tx, call.Flag("store"))
	if err != nil {
		return nil, err
	}
	now := call.Now()
	first, err := chooseWeek(call.Flag("week"), s, now)
	if err != nil {
		return nil, err
	}
	audit, err := r.head(ctx, tx)
	if err != nil {
		return nil, err
	}
	return Prepare(ctx, tx, Request{
		Store: s, First: first, Associate: call.Flag("associate"), Fresh: call.Bool("fresh"), Now: now, Audit: audit, Sign: signOf(app, s.ID),
	})
}

func chooseStore(ctx context.Context, db store.Reader, code string) (store.Store, error) {
	all, err := store.All(ctx, db)
	if err != nil {
		return store.Store{}, err
	}
	if len(all) == 0 {
		return store.Store{}, fault.Wrap(fault.NotFound, store.ErrNone, "There is no store yet. Import the POS export first.")
	}
	if code == "" && len(all) == 1 {
		return all[0], nil
	}
	codes := make([]string, len(all))
	for i, s := range all {
		if s.Code == code {
			return s, nil
		}
		codes[i] = s.Code
	}
	if code == "" {
		return store.Store{}, verb.Usage("There are %d stores: %s. Choose one with --store.", len(all), strings.Join(codes, ", "))
	}
	return store.Store{}, fault.New(fault.NotFound, "There is no store of code %q. There is %s.", code, strings.Join(codes, ", "))
}

// chooseWeek reads the week asked for, or takes the last one that is over.
func chooseWeek(asked string, s store.Store, now time.Time) (civil.Date, error) {
	today := civil.Business(now, s.Zone, s.Cutover)
	if asked == "" {
		return today.WeekStart(s.WeekStart).AddDays(-7), nil
	}
	first, err := civil.ParseWeek(strings.ToUpper(strings.TrimSpace(asked)), s.WeekStart)
	if err != nil {
		return civil.Date{}, verb.Usage("%s", capital(err.Error())+".")
	}
	if today.Before(first) {
		return civil.Date{}, fault.New(fault.Invalid, "The week of %s has not begun. Today is %s.", days(first, first.AddDays(6)), date(today))
	}
	return first, nil
}

func write(files verb.Files, name string, pdf []byte) error {
	w, err := files.Create(name)
	if err != nil {
		return err
	}
	_, err = w.Write(pdf)
	if err := errors.Join(err, w.Close()); err != nil {
		return fmt.Errorf("writing %s: %w", name, err)
	}
	return nil
}

// written is what --json tells.
type written struct {
	Week  string        `json:"week"`
	First string        `json:"first"`
	Last  string        `json:"last"`
	Pages []writtenPage `json:"pages"`
	File  string        `json:"file"`
	Bytes int           `json:"bytes"`
}

// writtenPage is one card; the team's has no associate.
type writtenPage struct {
	Associate string `json:"associate"`
	Label     string `json:"label"`
}

func (e *Edition) report(call *verb.Call, file string, size int) error {
	w := written{Week: e.week(), First: e.at.first.String(), Last: e.at.last.String(), File: file, Bytes: size}
	if e.team != nil {
		w.Pages = append(w.Pages, writtenPage{"", "The team"})
	}
	for _, c := range e.cards {
		w.Pages = append(w.Pages, writtenPage{c.Code, e.page(c, e.now).label()})
	}
	if call.JSON {
		return json.NewEncoder(call.Stdout).Encode(w)
	}
	what := worded(int64(len(w.Pages)), "scorecard")
	_, err := fmt.Fprintf(call.Stdout, "%s for %s: %s\n", capital(what), days(e.at.first, e.at.last), file)
	return err
}
