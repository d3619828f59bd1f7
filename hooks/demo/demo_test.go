package demo

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"touchstone/hooks/demo/sample"
	"touchstone/hooks/internal/fault"
	"touchstone/hooks/internal/testapp"
	"touchstone/hooks/internal/verb"
)

// house stands for the rooms around: an import that meets the staff and one
// client a file, a printer that writes the week's name.
type house struct {
	app     core.App
	clock   time.Time
	files   []string
	printed int
	given   int // sign-ins
	served  string
	broken  error // what the import fails with
}

func newHouse(t *testing.T) *house {
	t.Helper()
	h := &house{app: testapp.New(t), clock: time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)}
	if err := first(context.Background(), h.app); err != nil {
		t.Fatal(err)
	}
	return h
}

func first(_ context.Context, app core.App) error {
	return add(app, "stores", map[string]any{"code": "MAIN", "time_zone": "UTC"})
}

func add(app core.App, collection string, values map[string]any) error {
	c, err := app.FindCollectionByNameOrId(collection)
	if err != nil {
		return err
	}
	r := core.NewRecord(c)
	r.Load(values)
	return app.SaveNoValidate(r)
}

func (h *house) needs() Needs {
	return Needs{
		Import: h.importFile, Print: h.print, First: first,
		Code: func(_ context.Context, _ core.App, now time.Time) (string, time.Time, error) {
			return "ABCD2345", now.Add(time.Hour), nil
		},
		SignIn: h.signIn,
		Served: func(string) string { return h.served },
		Serve:  []verb.Flag{{Name: "http", Default: "127.0.0.1:8090"}},
	}
}

func (h *house) importFile(_ context.Context, app core.App, name string, body []byte, _ func() time.Time) (Read, error) {
	if h.broken != nil {
		return Read{}, h.broken
	}
	onDisk, err := os.ReadFile(filepath.Join(app.DataDir(), exportsFolder, name))
	if err != nil || !bytes.Equal(onDisk, body) {
		return Read{}, fmt.Errorf("%s is not on disk as it is imported: %w", name, err)
	}
	shop, err := app.FindFirstRecordByData("stores", "code", "MAIN")
	if err != nil {
		return Read{}, err
	}
	if len(h.files) == 0 {
		for _, p := range sample.Staff() {
			if err := add(app, "staff", map[string]any{"code": p.Code, "name": p.Code, "store": shop.Id, "role": "associate", "active": true}); err != nil {
				return Read{}, err
			}
		}
	}
	h.files = append(h.files, name)
	return Read{Clients: 1}, add(app, "clients", map[string]any{"store": shop.Id, "name": name})
}

func (h *house) print(_ context.Context, _ core.App, week string, w io.Writer, _ func() time.Time) error {
	h.printed++
	_, err := io.WriteString(w, week)
	return err
}

// run calls demo --once and returns what it told.
func (h *house) run(t *testing.T) (made, string, error) {
	t.Helper()
	v := Verbs(h.needs())[0]
	var out, progress bytes.Buffer
	call := &verb.Call{
		Verb: v.Name, Values: map[string]string{"once": "true", "http": "127.0.0.1:8090"}, JSON: true,
		Stdout: &out, Stderr: &progress, Now: func() time.Time { return h.clock }, Dir: h.app.DataDir(),
	}
	if v.Serves(call) || v.Folder != Folder {
		t.Error("demo --once serves, or works in another folder than its own")
	}
	err := v.Run(context.Background(), h.app, call)
	var m made
	if err == nil {
		if err := json.Unmarshal(out.Bytes(), &m); err != nil {
			t.Fatalf("%v: %s", err, out.String())
		}
	}
	return m, progress.String(), err
}

func (h *house) mustRun(t *testing.T) (made, string) {
	t.Helper()
	m, said, err := h.run(t)
	if err != nil {
		t.Fatal(err)
	}
	return m, said
}

func TestDemoNamesEverythingAndPrintsLastWeek(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	m, _ := h.mustRun(t)
	want := made{
		Dir: h.app.DataDir(), Scorecards: filepath.Join(h.app.DataDir(), "scorecards-2026-W46.pdf"), Store: sample.Store().Name,
		Associates: 5, Clients: int64(len(h.files)), Address: "http://127.0.0.1:8090",
		Owner: m.Owner, Associate: m.Associate, // by TestDemoTellsWhoSignsInAndHow
	}
	if m != want {
		t.Errorf("told %+v, want %+v", m, want)
	}
	pdf, err := os.ReadFile(m.Scorecards)
	if err != nil || string(pdf) != "2026-W46" {
		t.Errorf("the scorecards are %s: %q, %v", m.Scorecards, pdf, err)
	}
	for _, p := range sample.Staff() {
		r, err := h.app.FindFirstRecordByData("staff", "code", p.Code)
		if err != nil {
			t.Fatal(err)
		}
		if r.GetString("name") != p.Name {
			t.Errorf("%s is not called %s", p.Code, p.Name)
		}
		if r.ValidatePassword("") || r.GetString("password:hash") == "" {
			t.Errorf("%s can sign in without a password", p.Code)
		}
	}
}

func TestDemoOfTodayIsUsedAgain(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	before, _ := h.mustRun(t)
	read := len(h.files)
	again, said := h.mustRun(t)
	if len(h.files) != read || h.printed != 1 || again != before || !strings.Contains(said, "already here") {
		t.Errorf("%d files read, %d printed, told %+v, said %q", len(h.files)-read, h.printed, again, said)
	}
	if err := os.Remove(again.Scorecards); err != nil {
		t.Fatal(err)
	}
	if h.mustRun(t); h.printed != 2 {
		t.Errorf("lost scorecards were printed %d times", h.printed)
	}
}

func TestDemoOfAnotherDayIsMadeAnew(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	before, _ := h.mustRun(t)
	if err := add(h.app, "clients", map[string]any{"name": "Left over"}); err != nil {
		t.Fatal(err)
	}
	h.clock, h.files = h.clock.AddDate(0, 0, 7), nil
	after, said := h.mustRun(t)
	if after.Clients != int64(len(h.files)) || filepath.Base(after.Scorecards) != "scorecards-2026-W47.pdf" || !strings.Contains(said, "2026-11-21") {
		t.Errorf("told %+v, said %q", after, said)
	}
	if _, err := os.Stat(before.Scorecards); err == nil {
		t.Error("the scorecards of the old sample store are still there")
	}
	left, err := filepath.Glob(filepath.Join(h.app.DataDir(), exportsFolder, "*.csv"))
	if err != nil || len(left) != len(h.files) {
		t.Errorf("%d exports lie there, %d were imported: %v", len(left), len(h.files), err)
	}
}

func TestDemoCutShortBeginsAnew(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.broken = errors.New("the power failed")
	if _, _, err := h.run(t); !errors.Is(err, h.broken) {
		t.Fatalf("a broken import: %v", err)
	}
	h.broken = nil
	m, said := h.mustRun(t)
	if m.Clients == 0 || !strings.Contains(said, "cut short") {
		t.Errorf("told %+v, said %q", m, said)
	}
}

// Whatever is in a book that demo did not make, it stays as it is.
func TestDemoLeavesRealBooksAlone(t *testing.T) {
	t.Parallel()
	for name, fill := range map[string]func(app core.App) error{
		"client":  func(app core.App) error { return add(app, "clients", map[string]any{"name": "Somebody"}) },
		"staff":   func(app core.App) error { return add(app, "staff", map[string]any{"name": "Somebody", "code": "S"}) },
		"import":  func(app core.App) error { return add(app, "imports", map[string]any{"file": "sales.csv"}) },
		"audited": func(app core.App) error { return add(app, "audit", map[string]any{"seq": 1, "collection": "clients"}) },
		"owner of the workshop": func(app core.App) error {
			return add(app, core.CollectionNameSuperusers, map[string]any{"email": "somebody@example.com"})
		},
		"named store": func(app core.App) error {
			shop, err := app.FindFirstRecordByData("stores", "code", "MAIN")
			if err != nil {
				return err
			}
			shop.Set("name", "Real & Daughters")
			return app.SaveNoValidate(shop)
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := newHouse(t)
			if err := fill(h.app); err != nil {
				t.Fatal(err)
			}
			_, _, err := h.run(t)
			if fault.KindOf(err) != fault.Conflict || !strings.Contains(err.Error(), h.app.DataDir()) {
				t.Errorf("demo over a real book: %v", err)
			}
			if left, _ := filepath.Glob(filepath.Join(h.app.DataDir(), exportsFolder)); len(left)+len(h.files) > 0 {
				t.Errorf("demo left %v and imported %v", left, h.files)
			}
		})
	}
}

// A book that is being served is not taken away under its server.
func TestDemoLeavesServedBooksAlone(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.served = "http://127.0.0.1:8090"
	if _, _, err := h.run(t); fault.KindOf(err) != fault.Conflict || len(h.files) > 0 {
		t.Errorf("a new book that is served: %v", err)
	}
	h.served = ""
	h.mustRun(t)
	h.served = "http://127.0.0.1:9999"
	if m, _ := h.mustRun(t); m.Address != h.served {
		t.Errorf("the address of a served sample store is %s", m.Address)
	}
	read := len(h.files)
	h.clock = h.clock.AddDate(0, 0, 1)
	if _, _, err := h.run(t); fault.KindOf(err) != fault.Conflict || len(h.files) != read {
		t.Errorf("yesterday's sample store, served: %v", err)
	}
}

func TestDemoTellsPeopleHowToGoOn(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	v := Verbs(h.needs())[0]
	var out bytes.Buffer
	call := &verb.Call{Verb: v.Name, Values: map[string]string{}, Stdout: &out, Stderr: io.Discard, Now: func() time.Time { return h.clock }, Dir: h.app.DataDir()}
	if !v.Serves(call) {
		t.Error("demo does not serve")
	}
	if err := v.Run(context.Background(), h.app, call); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(out.String(), "ABCD2345") {
		t.Error("the code is told before the door is open")
	}
	if err := v.Started(context.Background(), call, "http://127.0.0.1:8123"); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"ABCD2345", "http://127.0.0.1:8123/workshop.html", "scorecards-2026-W46.pdf", h.app.DataDir(), "5 associates"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("nothing of %s in\n%s", want, out.String())
		}
	}
}
