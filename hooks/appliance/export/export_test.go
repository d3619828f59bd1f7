package export

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tests"

	"touchstone/hooks/figures"
	"touchstone/hooks/internal/testapp"
	"touchstone/hooks/internal/verb"
)

// nasty are texts that a CSV or a spreadsheet may trip over.
var nasty = []string{
	"=1+1", "+1 614 555 0100", "-5", "@SUM(A1)", "\tcell", "\rcell", "\ncell", `=cmd|' /C calc'!A0`, "＝1", "＠x",
	"'=1", "''=1", "'", "'tis", `"quoted"`, "a,b", "a;b", "two\nlines", "two\r\nlines", "lone\rreturn", " lead", "trail ",
	"Łucja Γεωργία Ольга", "plain", "\ufeffmark", "0012", "1.23E+11", "", "a'=b",
}

func save(t testing.TB, app core.App, collection string, values map[string]any) string {
	t.Helper()
	c, err := app.FindCollectionByNameOrId(collection)
	if err != nil {
		t.Fatal(err)
	}
	r := core.NewRecord(c)
	r.Load(values)
	if c.IsAuth() {
		r.SetRandomPassword()
	}
	if err := app.SaveNoValidate(r); err != nil {
		t.Fatalf("saving into %s: %v", collection, err)
	}
	return r.Id
}

// book fills an app with a store, its people and a sale full of nasty texts.
func book(t testing.TB) *tests.TestApp {
	t.Helper()
	app := testapp.New(t)
	shop := save(t, app, "stores", map[string]any{"code": "MAIN", "currency": "USD", "time_zone": "UTC"})
	ann := save(t, app, "staff", map[string]any{"name": "Ann", "code": "A", "store": shop, "role": "owner", "active": true, "email": "ann@example.com"})
	for _, text := range nasty {
		client := save(t, app, "clients", map[string]any{"store": shop, "name": text, "notes": text, "owner": ann, "couple": true})
		receipt := save(t, app, "receipts", map[string]any{"store": shop, "source": "pos", "number": text, "client": client, "net": -129505, "units": -1500, "date": "2026-11-16"})
		line := save(t, app, "lines", map[string]any{"receipt": receipt, "description": text, "quantity": 1000, "net": 129500})
		save(t, app, "shares", map[string]any{"line": line, "staff": ann, "basis_points": 3334, "amount": 5})
	}
	save(t, app, "idempotency", map[string]any{"key": "forbidden-key", "scope": "forbidden-scope", "answer": "forbidden-answer"})
	return app
}

func write(t testing.TB, app core.App) ([]byte, []count) {
	t.Helper()
	var out bytes.Buffer
	counts, err := Write(context.Background(), app, &out)
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes(), counts
}

func unzip(t testing.TB, body []byte) map[string][]byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if files[f.Name], err = io.ReadAll(r); err != nil {
			t.Fatal(err)
		}
	}
	return files
}

// read takes a CSV apart with the standard library: rows by column name.
func read(t testing.TB, body []byte) (header []string, rows []map[string]string) {
	t.Helper()
	rest, ok := bytes.CutPrefix(body, []byte("\xef\xbb\xbf"))
	if !ok {
		t.Fatal("the file does not begin with the mark of UTF-8")
	}
	all, err := csv.NewReader(bytes.NewReader(rest)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, cells := range all[1:] {
		row := map[string]string{}
		for i, c := range cells {
			row[all[0][i]] = c
		}
		rows = append(rows, row)
	}
	return all[0], rows
}

// original takes back what harmless did, as README.txt says.
func original(cell string) string {
	rest := strings.TrimLeft(cell, "'")
	if rest != cell && rest != "" && strings.ContainsRune(formulaSigns, []rune(rest)[0]) {
		return cell[1:]
	}
	return cell
}

func TestEveryCollectionIsThere(t *testing.T) {
	t.Parallel()
	app := book(t)
	body, counts := write(t, app)
	files := unzip(t, body)
	collections, err := app.FindAllCollections()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range collections {
		out, ok := files[c.Name+".csv"]
		if want := !c.System && c.Name != "idempotency" && c.Name != "sessions"; ok != want {
			t.Errorf("%s.csv: there %v, want %v", c.Name, ok, want)
		}
		if !ok {
			continue
		}
		_, rows := read(t, out)
		sameCount(t, app, c, int64(len(rows)), counts)
	}
}

// sameCount holds the rows of a file against the book and what was told.
func sameCount(t *testing.T, app core.App, c *core.Collection, rows int64, told []count) {
	t.Helper()
	n, err := app.CountRecords(c)
	if err != nil {
		t.Fatal(err)
	}
	if rows != n || !slices.Contains(told, count{c.Name, n}) {
		t.Errorf("%s: the book holds %d records, the file %d, told %+v", c.Name, n, rows, told)
	}
}

func TestNoSecretLeavesTheBook(t *testing.T) {
	t.Parallel()
	app := book(t)
	body, _ := write(t, app)
	files := unzip(t, body)
	ann, err := app.FindFirstRecordByData("staff", "code", "A")
	if err != nil {
		t.Fatal(err)
	}
	secrets := []string{"forbidden-key", "forbidden-answer", ann.GetString("password:hash"), ann.TokenKey(), "ann@example.com"}
	for name, body := range files {
		for _, s := range secrets {
			if s == "" || bytes.Contains(body, []byte(s)) {
				t.Errorf("%s holds the secret %q", name, s)
			}
		}
		header, _, _ := strings.Cut(strings.TrimPrefix(string(body), mark), "\r\n")
		for _, column := range strings.Split(header, ",") {
			if slices.Contains(forbidden, column) {
				t.Errorf("%s has the column %s", name, column)
			}
		}
	}
}

// forbidden are the columns that open doors.
var forbidden = []string{"password", "tokenKey", "email", "emailVisibility", "verified", "secret", "body_hash", "answer", "key_hash", "token"}

func TestEveryFieldHasItsMeaning(t *testing.T) {
	t.Parallel()
	body, _ := write(t, testapp.New(t))
	files := unzip(t, body)
	_, rows := read(t, files["dictionary.csv"])
	explained := map[string]bool{}
	for _, r := range rows {
		explained[r["collection"]+"."+r["field"]] = true
		if r["meaning"] == "" || r["type"] == "" || strings.HasPrefix(r["meaning"], "Added in this book") {
			t.Errorf("%s.%s has no meaning in the dictionary; write one in this package", r["collection"], r["field"])
		}
	}
	for _, field := range columnsIn(t, files) {
		if !explained[field] {
			t.Errorf("dictionary.csv leaves out %s", field)
		}
	}
}

// columnsIn lists the columns of the collections' files as collection.field.
func columnsIn(t *testing.T, files map[string][]byte) []string {
	t.Helper()
	var all []string
	for name, body := range files {
		collection, ok := strings.CutSuffix(name, ".csv")
		if !ok || collection == "dictionary" || collection == "formulas" {
			continue
		}
		header, _ := read(t, body)
		for _, field := range header {
			all = append(all, collection+"."+field)
		}
	}
	return all
}

func TestTheFormulasComeWithIt(t *testing.T) {
	t.Parallel()
	body, _ := write(t, testapp.New(t))
	files := unzip(t, body)
	_, formulas := read(t, files["formulas.csv"])
	if len(formulas) != len(figures.Definitions()) || formulas[0]["formula"] != figures.Definitions()[0].Formula {
		t.Errorf("formulas.csv has %d figures: %v", len(formulas), formulas)
	}
	if !bytes.Contains(files["README.txt"], []byte("dictionary.csv")) {
		t.Error("README.txt does not lead to the dictionary")
	}
}

func TestTheSameBookGivesTheSameBytes(t *testing.T) {
	t.Parallel()
	app := book(t)
	first, _ := write(t, app)
	second, _ := write(t, app)
	if !bytes.Equal(first, second) {
		t.Error("two exports of an unchanged book differ")
	}
	save(t, app, "clients", map[string]any{"name": "Somebody new"})
	if third, _ := write(t, app); bytes.Equal(first, third) {
		t.Error("a new client does not change the export")
	}
}

// tray is where the command leaves its file.
type tray struct {
	bytes.Buffer
	name string
}

func (f *tray) Create(name string) (io.WriteCloser, error) { f.name = name; return f, nil }
func (f *tray) Open(string) (verb.Source, error)           { return nil, io.EOF }
func (f *tray) Close() error                               { return nil }

func TestTheCommandTellsWhatItWrote(t *testing.T) {
	t.Parallel()
	app := book(t)
	v := Verbs()[0]
	f, out := &tray{}, &bytes.Buffer{}
	call := &verb.Call{Verb: v.Name, Values: map[string]string{"out": "all.zip"}, JSON: true, Stdout: out, Files: f}
	if err := v.Run(context.Background(), app, call); err != nil {
		t.Fatal(err)
	}
	var told struct {
		File        string `json:"file"`
		Collections []struct {
			Name string `json:"name"`
			Rows int    `json:"rows"`
		} `json:"collections"`
		Bytes int `json:"bytes"`
	}
	if err := json.Unmarshal(out.Bytes(), &told); err != nil {
		t.Fatal(err)
	}
	if told.File != "all.zip" || f.name != "all.zip" || told.Bytes != f.Len() || len(told.Collections) < 20 {
		t.Errorf("told %s, wrote %d bytes to %s", out, f.Len(), f.name)
	}
	call.Values = map[string]string{}
	if err := v.Run(context.Background(), app, call); err == nil || !strings.Contains(err.Error(), "--out") {
		t.Errorf("without --out: %v", err)
	}
}
