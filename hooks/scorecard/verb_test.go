package scorecard

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"
	"testing"
	"time"

	"touchstone/hooks/internal/fault"
	"touchstone/hooks/internal/sheet"
	"touchstone/hooks/internal/store"
	"touchstone/hooks/internal/verb"
)

// desk is a command line: files in memory and a printer that keeps the document.
type desk struct {
	shop  *shop
	out   bytes.Buffer
	files map[string]*bytes.Buffer
	doc   sheet.Document
	fails error // of the printer
	full  error // of the disk
	now   time.Time
}

type memory struct {
	*bytes.Buffer
	fails error
}

func (m memory) Write(b []byte) (int, error) {
	if m.fails != nil {
		return 0, m.fails
	}
	return m.Buffer.Write(b)
}

func (memory) Close() error { return nil }

func (d *desk) Open(string) (verb.Source, error) { return nil, errors.New("nothing to read") }

func (d *desk) Create(name string) (io.WriteCloser, error) {
	d.files[name] = &bytes.Buffer{}
	return memory{d.files[name], d.full}, nil
}

func (d *desk) run(json bool, flags ...string) error {
	d.files = map[string]*bytes.Buffer{}
	d.out.Reset()
	printer := PrinterFunc(func(w io.Writer, doc sheet.Document) error {
		if d.fails != nil {
			return d.fails
		}
		d.doc = doc
		_, err := fmt.Fprintf(w, "%%PDF %d", len(doc.Pages))
		return err
	})
	head := func(context.Context, store.Reader) (string, error) { return headA, nil }
	values := map[string]string{}
	for _, f := range flags {
		name, value, _ := strings.Cut(f, "=")
		values[name] = value
	}
	return Verbs(printer, head)[0].Run(context.Background(), d.shop.app, &verb.Call{
		Values: values, JSON: json, Stdout: &d.out, Now: func() time.Time { return d.now }, Files: d,
	})
}

func newDesk(t *testing.T) *desk { return &desk{shop: smallShop(t), now: printedAt} }

func TestScorecardCommand(t *testing.T) {
	d := newDesk(t)
	if err := d.run(true, "out=cards.pdf"); err != nil {
		t.Fatal(err)
	}
	var got written
	if err := json.Unmarshal(d.out.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	want := written{Week: "2026-W46", First: "2026-11-09", Last: "2026-11-15", File: "cards.pdf", Bytes: 6,
		Pages: []writtenPage{{"", "The team"}, {"ANN", "Ann Ashgrove"}, {"BO", "Bo Birch"}}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, want %+v", got, want)
	}
	if d.files["cards.pdf"].String() != "%PDF 3" || len(d.shop.kept()) != 3 {
		t.Errorf("file %q, %d kept", d.files["cards.pdf"], len(d.shop.kept()))
	}
}

func TestScorecardOfOnePerson(t *testing.T) {
	d := newDesk(t)
	if err := d.run(false, "out=ann.pdf", "associate=ANN", "week=2026-11-11"); err != nil {
		t.Fatal(err)
	}
	if got, want := d.out.String(), "One scorecard for November\u00a09 to 15, 2026: ann.pdf\n"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if d.doc.Title != "Scorecard, Ann Ashgrove, week\u00a046" || d.doc.Paper != "letter" {
		t.Errorf("title %q on %s", d.doc.Title, d.doc.Paper)
	}
}

func TestScorecardCommandRefuses(t *testing.T) {
	d := newDesk(t)
	cases := []struct {
		flags []string
		says  string
		exit  int
	}{
		{nil, "--out", 2},
		{[]string{"out=a.pdf", "week=soon"}, "2026-W47", 2},
		{[]string{"out=a.pdf", "week=2027-W10"}, "has not begun", 1},
		{[]string{"out=a.pdf", "associate=ZED"}, "ANN, BO", 1},
		{[]string{"out=a.pdf", "store=NORTH"}, "MAIN", 1},
	}
	for _, c := range cases {
		err := d.run(false, c.flags...)
		if err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%v: %v, want %q", c.flags, err, c.says)
		}
		if got := exit(err); got != c.exit {
			t.Errorf("%v: %T exits %d, want %d", c.flags, err, got, c.exit)
		}
		if len(d.files) != 0 {
			t.Errorf("%v: a file was begun", c.flags)
		}
	}
}

// exit is the code of a mistake; one that is not told to people is -1.
func exit(err error) int {
	if _, usage := errors.AsType[*verb.UsageError](err); usage {
		return 2
	}
	if fault.KindOf(err) == fault.Internal {
		return -1
	}
	return 1
}

func TestScorecardOfOneOfTwoStores(t *testing.T) {
	d := newDesk(t)
	d.shop.exec(`INSERT INTO stores (id, code, name, currency, time_zone, week_start) VALUES ('store0000000two', 'NORTH', 'North Mall', 'USD', 'UTC', 'monday')`)
	if err := d.run(false, "out=a.pdf"); err == nil || !strings.Contains(err.Error(), "MAIN, NORTH") {
		t.Errorf("two stores and none chosen: %v", err)
	}
	if err := d.run(false, "out=a.pdf", "store=NORTH"); err != nil {
		t.Errorf("a store without sales: %v", err)
	}
	if got := d.doc.Pages[0].Team.Store; got != "North Mall" || len(d.doc.Pages) != 1 {
		t.Errorf("%d pages of %q", len(d.doc.Pages), got)
	}
}

// What could not be printed or written was not issued.
func TestNothingIsKeptWithoutPaper(t *testing.T) {
	d := newDesk(t)
	d.fails = errors.New("no such letter")
	if err := d.run(false, "out=a.pdf"); !errors.Is(err, d.fails) || len(d.files) != 0 {
		t.Errorf("error %v, files %v", err, d.files)
	}
	d.fails, d.full = nil, errors.New("disk full")
	if err := d.run(false, "out=a.pdf"); !errors.Is(err, d.full) {
		t.Errorf("error %v", err)
	}
	if got := len(d.shop.kept()); got != 0 {
		t.Errorf("%d kept", got)
	}
}

// A book without a single sale has a page that says so, and that is no failure.
func TestNoSalesAtAll(t *testing.T) {
	d := &desk{shop: newShop(t), now: printedAt}
	d.shop.hire("ANN", "Ann Ashgrove")
	if err := d.run(false, "out=a.pdf"); err != nil {
		t.Fatal(err)
	}
	team, ann := d.doc.Pages[0].Team, d.doc.Pages[1].Associate
	if !strings.Contains(team.Headline, "sale of these 13 weeks") || team.Bright.Text != "" || !strings.Contains(team.Focus.Text, "POS export") {
		t.Errorf("team: %q, %q, %q", team.Headline, team.Bright.Text, team.Focus.Text)
	}
	if len(ann.Rows) != 0 || ann.Well.Text != "" || !strings.Contains(ann.Headline, "first sale") || ann.Chart.Empty == "" || ann.Chart.HasMean {
		t.Errorf("associate: %+v", ann)
	}
}
