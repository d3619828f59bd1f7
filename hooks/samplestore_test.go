package hooks_test

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/pocketbase/pocketbase/core"
	"golang.org/x/text/encoding/charmap"

	"touchstone/hooks"
	"touchstone/hooks/appliance"
	"touchstone/hooks/appliance/place"
	"touchstone/hooks/internal/testapp"
	"touchstone/hooks/internal/verb"
)

// program is the rooms of the program around one book.
type program struct {
	app  core.App
	now  func() time.Time
	verb []verb.Verb
}

func newProgram(t *testing.T, now time.Time) program {
	t.Helper()
	clock := func() time.Time { return now }
	p := program{app: testapp.New(t), now: clock}
	for _, room := range hooks.Rooms(appliance.House{Templates: os.DirFS("../templates"), Public: os.DirFS("../pb_public"), Now: clock}) {
		if room.Register != nil {
			room.Register(p.app)
		}
		p.verb = append(p.verb, room.Verbs...)
	}
	return p
}

// run calls a command with --json and reads its answer.
func (p program) run(t *testing.T, name string, values map[string]string, answer any) {
	t.Helper()
	for _, v := range p.verb {
		if v.Name != name {
			continue
		}
		var out, progress bytes.Buffer
		call := &verb.Call{Verb: name, Values: values, JSON: true, Stdout: &out, Stderr: &progress, Now: p.now, Files: localFiles{}, Dir: p.app.DataDir()}
		if err := v.Run(context.Background(), p.app, call); err != nil {
			t.Fatalf("%s: %v\n%s", name, err, progress.String())
		}
		if err := json.Unmarshal(out.Bytes(), answer); err != nil {
			t.Fatalf("%s: %v: %s", name, err, out.String())
		}
		return
	}
	t.Fatalf("there is no command %s", name)
}

// localFiles writes where the command says.
type localFiles struct{}

func (localFiles) Create(name string) (io.WriteCloser, error) { return os.Create(name) }
func (localFiles) Open(string) (verb.Source, error)           { return nil, errors.New("nothing to open") }

type demoAnswer struct {
	Dir        string `json:"dir"`
	Scorecards string `json:"scorecards"`
	Store      string `json:"store"`
	Associates int    `json:"associates"`
	Receipts   int    `json:"receipts"`
	Lines      int    `json:"lines"`
	Clients    int    `json:"clients"`
}

// TestSampleStoreThroughTheRealImport makes the sample store with all rooms in
// place and holds it against its own export files, read by the standard reader.
func TestSampleStoreThroughTheRealImport(t *testing.T) {
	p := newProgram(t, time.Date(2026, 11, 21, 15, 0, 0, 0, time.UTC))
	if err := appliance.EnsureStore(context.Background(), p.app, place.Clues{TZ: "America/New_York"}); err != nil {
		t.Fatal(err)
	}
	var told demoAnswer
	p.run(t, "demo", map[string]string{"once": "true"}, &told)
	receipts, lines := countExports(t, filepath.Join(told.Dir, "exports"))
	if told.Receipts != receipts || told.Lines != lines || told.Associates != 5 || told.Clients != 900 {
		t.Errorf("told %+v; the files hold %d receipts and %d lines", told, receipts, lines)
	}
	if pdf, err := os.ReadFile(told.Scorecards); err != nil || !bytes.HasPrefix(pdf, []byte("%PDF-")) {
		t.Errorf("the scorecards %s are no PDF: %v", told.Scorecards, err)
	}
	everyImportWentWell(t, p.app)
	exportHolds(t, p, told)
}

func everyImportWentWell(t *testing.T, app core.App) {
	t.Helper()
	imports, err := app.FindAllRecords("imports")
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range imports {
		if r.GetString("state") != "applied" || r.GetInt("rejected") > 0 {
			t.Errorf("%s is %s with %d rejected rows", r.GetString("file"), r.GetString("state"), r.GetInt("rejected"))
		}
	}
}

// exportHolds exports the book and counts the rows of two files.
func exportHolds(t *testing.T, p program, told demoAnswer) {
	t.Helper()
	out := filepath.Join(t.TempDir(), "all.zip")
	var answer struct {
		Bytes int64 `json:"bytes"`
	}
	p.run(t, "export", map[string]string{"out": out}, &answer)
	z, err := zip.OpenReader(out)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	for name, want := range map[string]int{"receipts.csv": told.Receipts, "lines.csv": told.Lines, "clients.csv": told.Clients} {
		f, err := z.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(f).ReadAll()
		if err != nil || len(rows)-1 != want {
			t.Errorf("%s has %d rows, want %d: %v", name, len(rows)-1, want, err)
		}
	}
	if info, err := os.Stat(out); err != nil || info.Size() != answer.Bytes {
		t.Errorf("export told %d bytes: %v", answer.Bytes, err)
	}
}

// countExports counts documents and their rows; files overlap, so a document
// counts from the first file that holds it.
func countExports(t *testing.T, folder string) (receipts, lines int) {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(folder, "*.csv"))
	if err != nil || len(names) < 4 {
		t.Fatalf("the exports in %s are %v: %v", folder, names, err)
	}
	seen := map[string]string{}
	for _, name := range names {
		for _, row := range rowsOf(t, name) {
			if seen[row[0]] == "" {
				seen[row[0]] = name
				receipts++
			}
			if seen[row[0]] == name {
				lines++
			}
		}
	}
	return receipts, lines
}

// rowsOf reads an export without its header.
func rowsOf(t *testing.T, name string) [][]string {
	t.Helper()
	body, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if !utf8.Valid(body) {
		if body, err = charmap.Windows1252.NewDecoder().Bytes(body); err != nil {
			t.Fatal(err)
		}
	}
	rows, err := csv.NewReader(bytes.NewReader(body)).ReadAll()
	if err != nil || len(rows) == 0 {
		t.Fatalf("reading %s: %v", name, err)
	}
	return rows[1:]
}
