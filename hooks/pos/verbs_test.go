package pos

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"testing"

	"touchstone/hooks/internal/verb"
)

// papers are the files that a command may open.
type papers map[string]string

type paper struct{ *bytes.Reader }

func (paper) Close() error { return nil }

func (p papers) Open(name string) (verb.Source, error) {
	body, ok := p[name]
	if !ok {
		return nil, fmt.Errorf("opening %s: no such file", name)
	}
	return paper{bytes.NewReader([]byte(body))}, nil
}

func (papers) Create(string) (io.WriteCloser, error) { return nil, errors.New("nothing is written") }

// run gives a command and returns what it prints.
func (s *shop) run(asJSON bool, files papers, name string, values map[string]string, args ...string) (string, error) {
	s.tb.Helper()
	for _, v := range s.room.Verbs() {
		if v.Name != name {
			continue
		}
		if values == nil {
			values = map[string]string{}
		}
		var out bytes.Buffer
		err := v.Run(context.Background(), s.app, &verb.Call{Verb: name, Args: args, Values: values, JSON: asJSON, Stdout: &out, Stderr: io.Discard, Now: s.now, Files: files})
		return out.String(), err
	}
	s.tb.Fatalf("there is no command %s", name)
	return "", nil
}

var resultKeys = []string{"import", "preset", "receipts", "lines", "clients_new", "clients_matched", "updated", "unchanged", "skipped", "rejected", "warnings", "control_totals"}

// TestImportJSON: the keys of DESIGN, section 6, all there, lists never null;
// one file an object, several an array.
func TestImportJSON(t *testing.T) {
	s := newShop(t)
	files := papers{"a.csv": head + goodRows, "in/b.csv": head + sale("2001", "2025-11-20", "", "R-1", "Ring", "Rings", 100, "AB"),
		"bad.csv": head + sale("3001", "1900-01-01", "", "R-1", "Ring", "Rings", 100, "AB") + sale("3002", "2025-11-20", "", "R-1", "Ring", "Rings", 100, "AB")}
	for _, dry := range []string{"true", ""} {
		var obj map[string]json.RawMessage
		s.json(&obj, files, map[string]string{"dry-run": dry}, "a.csv")
		complete(t, obj)
		equal(t, "counts", fmt.Sprintf("%s %s %s", obj["receipts"], obj["lines"], obj["clients_new"]), "3 4 2")
		if dry != "" {
			equal(t, "what a dry run writes", s.one(`SELECT (SELECT count(*) FROM imports) + (SELECT count(*) FROM receipts) + (SELECT count(*) FROM staff)`), "0")
		}
	}
	var list []map[string]json.RawMessage
	s.json(&list, files, nil, "in/b.csv", "bad.csv")
	equal(t, "results", len(list), 2)
	complete(t, list[0])
	complete(t, list[1])
	var rejected []map[string]any
	if err := json.Unmarshal(list[1]["rejected"], &rejected); err != nil {
		t.Fatal(err)
	}
	equal(t, "rejected rows", len(rejected), 1)
	equal(t, "keys of a rejected row", fmt.Sprint(slices.Sorted(maps.Keys(rejected[0]))), "[column file reason row value]")
	equal(t, "the rejected row", fmt.Sprintf("%v %v", rejected[0]["file"], rejected[0]["row"]), "bad.csv 2")
}

// complete looks for every key of the contract.
func complete(tb testing.TB, obj map[string]json.RawMessage) {
	tb.Helper()
	for _, k := range resultKeys {
		if v, ok := obj[k]; !ok || string(v) == "null" {
			tb.Errorf("%s is %s", k, v)
		}
	}
}

// json reads what import --json prints.
func (s *shop) json(to any, files papers, values map[string]string, args ...string) {
	s.tb.Helper()
	out, err := s.run(true, files, "import", values, args...)
	if err != nil {
		s.tb.Fatal(err)
	}
	if err := json.Unmarshal([]byte(out), to); err != nil {
		s.tb.Fatalf("%v in %s", err, out)
	}
}

// TestImportAloud: what a person reads is whole sentences that name the file
// and say how to go back.
func TestImportAloud(t *testing.T) {
	s := newShop(t)
	files := papers{"week.csv": head + goodRows, "map.json": `{"answers": {"date_order:Date": "DMY"}}`,
		"bad.csv":   head + sale("3001", "1900-01-01", "", "R-1", "Ring", "Rings", 100, "AB") + sale("3002", "2025-11-20", "", "R-1", "Ring", "Rings", 100, "AB"),
		"march.csv": "Sale #,Date,SKU,Description,Department,Qty,Ext Price,Salesperson\n91,03/04/2025,R-1,Ring,Rings,1,100.00,AB\n"}
	say := func(values map[string]string, args ...string) string {
		t.Helper()
		out, err := s.run(false, files, "import", values, args...)
		var silent *verb.Silent
		if err != nil && !errors.As(err, &silent) {
			t.Fatal(err)
		}
		t.Log("\n" + out)
		return out
	}
	mustContain(t, say(map[string]string{"dry-run": "true"}, "week.csv"), "week.csv: 3 receipts with 4 lines would come into the book", "nothing was written")
	mustContain(t, say(nil, "week.csv"), "week.csv: 3 receipts with 4 lines are in the book", "2 new clients", "touchstone imports undo ")
	mustContain(t, say(nil, "week.csv"), "already in the book")
	mustContain(t, say(nil, "bad.csv"), "bad.csv: 1 receipt with 1 line is in the book", "Row 2, Date: ")
	mustContain(t, say(nil, "march.csv"), "march.csv was not imported", "one question", "date_order:Date", "MDY", "DMY", "--map FILE")
	mustContain(t, say(map[string]string{"map": "map.json"}, "march.csv"), "march.csv: 1 receipt with 1 line is in the book", "2025-04-03")
	out, err := s.run(false, files, "imports", nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Log("\n" + out)
	mustContain(t, out, "week.csv", "bad.csv", "march.csv", "touchstone imports undo ID")
	id := s.one(`SELECT id FROM imports WHERE file = 'week.csv'`)
	out, err = s.run(false, files, "imports undo", nil, id)
	if err != nil {
		t.Fatal(err)
	}
	t.Log("\n" + out)
	mustContain(t, out, "week.csv was taken back: 3 receipts and 2 clients left the book")
}

// TestQuestionsOfSeveralFiles: a question about the second file leaves the
// first one out as well.
func TestQuestionsOfSeveralFiles(t *testing.T) {
	s := newShop(t)
	files := papers{"week.csv": head + goodRows, "march.csv": "Sale #,Date,SKU,Description,Department,Qty,Ext Price,Salesperson\n91,03/04/2025,R-1,Ring,Rings,1,100.00,AB\n"}
	files["kinds.csv"] = head + goodRows + strings.Replace(sale("9", "2025-11-20", "", "R-1", "Ring", "Rings", 100, "AB"), ",Sale,", ",Zebra,", 1)
	for name, asks := range map[string]string{"march.csv": "date_order:Date", "kinds.csv": "kind:Zebra"} {
		out, err := s.run(true, files, "import", nil, "week.csv", name)
		var silent *verb.Silent
		if !errors.As(err, &silent) {
			t.Fatalf("it ended with %v", err)
		}
		mustContain(t, out, asks)
		if n := s.one(`SELECT count(*) FROM receipts`); n != "0" {
			t.Errorf("%s receipts are in the book", n)
		}
	}
}
