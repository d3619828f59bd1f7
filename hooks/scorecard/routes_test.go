package scorecard

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/router"

	"touchstone/hooks/internal/fault"
	"touchstone/hooks/internal/sheet"
	"touchstone/hooks/internal/store"
)

// counter is the shop with its routes served; the header X-Who names the staff
// who calls, by code.
type counter struct {
	*shop
	url     string
	printed []sheet.Document
}

func open(t *testing.T, now time.Time) *counter {
	t.Helper()
	c := &counter{shop: newShop(t)}
	c.hire("ANN", "Ann Arden")
	c.hire("BEN", "Ben Birk")
	c.hire("MIA", "Mia Moss")
	c.exec(`UPDATE staff SET role = 'manager' WHERE code = 'MIA'`)
	c.many(func() {
		for i := range 13 * 7 {
			day := week46.AddDays(6 - i)
			c.sell(day, "ANN", "watch", "client000000001", 100000, []string{"accessory", ""}[i%2])
			c.sell(day, "BEN", "jewelry", "", 30000, "")
		}
	})
	r := Room{Now: func() time.Time { return now }, Head: func(context.Context, store.Reader) (string, error) { return headA, nil },
		Printer: PrinterFunc(func(w io.Writer, doc sheet.Document) error {
			c.printed = append(c.printed, doc)
			_, err := io.WriteString(w, "%PDF-test")
			return err
		}), Desk: plainDesk()}
	routes, err := apis.NewRouter(c.app)
	c.must(err)
	routes.BindFunc(func(e *core.RequestEvent) error {
		if who := e.Request.Header.Get("X-Who"); who != "" {
			if e.Auth, err = e.App.FindFirstRecordByData("staff", "code", who); err != nil {
				return err
			}
		}
		return e.Next()
	})
	r.bindRoutes(routes)
	mux, err := routes.BuildMux()
	c.must(err)
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	c.url = server.URL
	return c
}

// plainDesk is a desk without keys and without an audit chain.
func plainDesk() Desk {
	return Desk{
		Handle: func(e *core.RequestEvent, work func(tx core.App) (int, any, error)) error {
			var status int
			var answer any
			err := e.App.RunInTransaction(func(tx core.App) (err error) {
				status, answer, err = work(tx)
				return err
			})
			if err != nil {
				return err
			}
			return e.JSON(status, answer)
		},
		Transact: func(e *core.RequestEvent, work func(tx core.App) error) error { return e.App.RunInTransaction(work) },
		Respond: func(_ *core.RequestEvent, err error) error {
			if err == nil {
				return nil
			}
			return router.NewApiError(fault.KindOf(err).Status(), fault.Sentence(err), nil)
		},
	}
}

// ask calls as somebody; into may be nil.
func (c *counter) ask(who, method, path string, body, into any) (int, string) {
	c.tb.Helper()
	raw, err := json.Marshal(body)
	c.must(err)
	req, err := http.NewRequestWithContext(c.tb.Context(), method, c.url+path, bytes.NewReader(raw))
	c.must(err)
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("X-Who", who)
	res, err := http.DefaultClient.Do(req)
	c.must(err)
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	c.must(err)
	if into != nil && res.StatusCode == http.StatusOK {
		c.must(json.Unmarshal(text, into))
	}
	return res.StatusCode, string(text)
}

type object = map[string]any

func TestWhoSeesWhat(t *testing.T) {
	c := open(t, printedAt)
	week := func(more object) object {
		all := object{"from": "2026-11-09", "to": "2026-11-15"}
		for k, v := range more {
			all[k] = v
		}
		return all
	}
	for _, one := range []struct {
		who, path string
		body      any
		status    int
		holds     string
	}{
		{"", "/api/figures", week(nil), 401, "Sign in"},
		{"ANN", "/api/figures", week(nil), 200, `"net_sales":936000`},
		{"ANN", "/api/figures", week(object{"associate": "ANN"}), 200, `"rung_sales":726000`},
		{"ANN", "/api/figures", week(object{"associate": "BEN"}), 403, "not those of a colleague"},
		{"ANN", "/api/figures", week(object{"associate": staffID("BEN")}), 403, "not those of a colleague"},
		{"ANN", "/api/figures", week(object{"associate": "unassigned"}), 403, "not those of a colleague"},
		{"ANN", "/api/figures", week(object{"store": "NORTH"}), 403, "not yours to see"},
		{"ANN", "/api/figures/trend", object{"by": "week", "associate": "BEN"}, 403, "not those of a colleague"},
		{"ANN", "/api/figures/rows", object{"figure": "net_sales", "scope": week(object{"associate": "BEN"})}, 403, "not those of a colleague"},
		{"MIA", "/api/figures", week(object{"associate": "BEN"}), 200, `"rung_sales":210000`},
		{"MIA", "/api/figures", week(object{"shift": "midnight"}), 400, "There is no part of the day"},
		{"MIA", "/api/figures", object{"from": "2026-13-01", "to": "x"}, 400, "is no date"},
		{"MIA", "/api/figures", object{"from": "1926-01-01", "to": "2026-01-01"}, 400, "ten years"},
		{"MIA", "/api/figures/rows", object{"figure": "luck", "scope": week(nil)}, 400, "no figure"},
		{"MIA", "/api/figures/rows", object{"figure": "net_sales", "scope": week(nil), "limit": 9999}, 400, "1 to 500"},
		{"MIA", "/api/figures/trend", object{"by": "day"}, 400, "by week or by month"},
		{"MIA", "/api/figures/trend", object{"by": "week", "n": 1000}, 400, "1 to 60"},
		{"ANN", "/api/scorecards/print", object{"week": "2026-W46"}, 403, "your own card"},
		{"ANN", "/api/scorecards/print", object{"week": "2026-W46", "associates": []string{"BEN"}}, 403, "your own card"},
		{"ANN", "/api/scorecards/issue", object{"week": "2026-W46"}, 403, "managers and owners"},
		{"MIA", "/api/scorecards/issue", object{"week": "2026-W47"}, 409, "lasts until November"},
		{"MIA", "/api/scorecards/issue", object{"week": "last"}, 400, "week"},
		{"MIA", "/api/scorecards/print", object{"week": "2026-W46", "associates": []string{"ANN", "ZOE"}}, 404, "ZOE"},
	} {
		if status, text := c.ask(one.who, "POST", one.path, one.body, nil); status != one.status || !strings.Contains(text, one.holds) {
			t.Errorf("%s asks %s %v: %d %s", one.who, one.path, one.body, status, text)
		}
	}
	var cut struct{ Rows []struct{ Key string } }
	c.ask("ANN", "POST", "/api/figures", week(object{"by": "associate"}), &cut)
	if len(cut.Rows) != 1 || cut.Rows[0].Key != "ANN" {
		t.Errorf("an associate's cut by associate has %v", cut.Rows)
	}
}

func TestRowsNameWhomOneMaySee(t *testing.T) {
	c := open(t, printedAt)
	c.exec(`INSERT INTO clients (id, store, name) VALUES ('client000000001', ?, 'Nell Hart')`, storeID)
	var got rowsAnswer
	ask := object{"figure": "secondary_sales_rate", "scope": object{"from": "2026-11-09", "to": "2026-11-15", "associate": "ANN"}, "limit": 3}
	c.ask("MIA", "POST", "/api/figures/rows", ask, &got)
	if got.N != 4 || got.Of != 7 || got.Count != 7 || len(got.Receipts) != 3 {
		t.Fatalf("rows: %+v", got)
	}
	first := got.Receipts[0]
	if first.Client == nil || first.Client.Name != "Nell Hart" || first.Associate != "Ann Arden" || len(first.Lines) != 2 || !first.Lines[1].Counted {
		t.Errorf("the first receipt: %+v", first)
	}
	c.exec(`UPDATE clients SET store = 'store0000000two'`)
	got = rowsAnswer{}
	c.ask("ANN", "POST", "/api/figures/rows", ask, &got)
	if first = got.Receipts[0]; first.Client != nil || first.Associate != "" || !first.Identified {
		t.Errorf("a client of another store is told: %+v", first)
	}
}

func TestTrendAndComparison(t *testing.T) {
	c := open(t, printedAt)
	var trend struct {
		Points   []trendPoint
		LastYear trendPoint `json:"last_year"`
	}
	c.ask("MIA", "POST", "/api/figures/trend", object{"by": "week", "to": "2026-11-11"}, &trend)
	if len(trend.Points) != 13 || trend.Points[0].From != "2026-08-17" || trend.Points[12].To != "2026-11-15" || trend.LastYear.From != "2025-11-10" || trend.Points[12].Open {
		t.Fatalf("13 weeks: %+v", trend)
	}
	for _, p := range trend.Points {
		if *p.Figures.SalesCount != 14 {
			t.Errorf("%s has %d sales", p.From, *p.Figures.SalesCount)
		}
	}
	c.ask("MIA", "POST", "/api/figures/trend", object{"by": "month"}, &trend)
	if len(trend.Points) != 13 || trend.Points[0].From != "2025-11-01" || trend.Points[12].To != "2026-11-30" || !trend.Points[12].Open {
		t.Fatalf("13 months: %+v", trend.Points)
	}
	var both struct {
		Floor int64
		Rows  []struct{ Changes map[string]changeAnswer }
	}
	c.ask("MIA", "POST", "/api/figures", object{"from": "2026-11-09", "to": "2026-11-15", "before_from": "2026-11-02", "before_to": "2026-11-08"}, &both)
	if got := both.Rows[0].Changes["secondary_sales_rate"]; both.Floor != 5 || got.Verdict == "up" || got.Verdict == "down" || got.Text == "" {
		t.Errorf("four and three of fourteen: %+v", both)
	}
	// The one client bought in both weeks, so the two are not independent.
	if got := both.Rows[0].Changes["repeat_client_rate"]; got.Verdict != "unjudged" || got.Text != "Before: 1 of 1. Not judged: often the same people" {
		t.Errorf("repeat clients: %+v", got)
	}
}

func TestPrintIssueAndChange(t *testing.T) {
	c := open(t, printedAt)
	if status, text := c.ask("ANN", "POST", "/api/scorecards/print", object{"week": "2026-W46", "associates": []string{"ANN"}}, nil); status != 200 || text != "%PDF-test" {
		t.Fatalf("an own card: %d %s", status, text)
	}
	c.ask("MIA", "POST", "/api/scorecards/print", object{"week": "2026-W46", "associates": []string{"ANN", "BEN"}}, nil)
	c.ask("MIA", "POST", "/api/scorecards/print", object{"week": "2026-W46"}, nil)
	for i, doc := range c.printed {
		if doc.Sign.Letters != "OV" {
			t.Errorf("printing %d stands for the store as %+v", i, doc.Sign)
		}
	}
	var pages []int
	for _, d := range c.printed {
		pages = append(pages, len(d.Pages))
	}
	if !slices.Equal(pages, []int{1, 2, 3}) {
		t.Errorf("printed %v pages", pages)
	}
	var week struct {
		Over  bool
		Cards []cardView
	}
	look := func(who string) []cardView {
		week.Cards = nil
		c.ask(who, "GET", "/api/scorecards/2026-W46", nil, &week)
		return week.Cards
	}
	if cards := look("MIA"); len(cards) != 3 || cards[0].Issued == "" || cards[0].Changed || !week.Over {
		t.Fatalf("after printing: %+v", cards)
	}
	kept := look("MIA")[0].Numbers
	c.many(func() { c.sell(week46.AddDays(3), "BEN", "jewelry", "", 500000, "accessory") })
	cards := look("ANN")
	if len(cards) != 2 || cards[1].Associate != "ANN" || cards[1].Changed || !cards[0].Changed {
		t.Fatalf("an associate sees the team's and the own card: %+v", cards)
	}
	if cards[0].Numbers != kept || cards[0].Now == nil || cards[0].Now.Week.Net != kept.Week.Net+506500 {
		t.Errorf("kept %+v, now %+v", cards[0].Numbers.Week, cards[0].Now)
	}
	for i, want := range []string{`"issued":0`, `"issued":3`} {
		if _, text := c.ask("MIA", "POST", "/api/scorecards/issue", object{"week": "2026-W46", "fresh": i == 1}, nil); !strings.Contains(text, want) {
			t.Errorf("issuing, fresh %t: %s", i == 1, text)
		}
	}
	if now := look("MIA")[0]; now.Changed || now.Numbers.Week.Net != kept.Week.Net+506500 {
		t.Errorf("after issuing anew: %+v", now)
	}
	var words struct {
		Figures []struct{ Name, Formula string }
	}
	c.ask("ANN", "GET", "/api/figures/definitions", nil, &words)
	if len(words.Figures) < 12 || words.Figures[0].Formula == "" {
		t.Error(fmt.Sprint("definitions: ", words))
	}
}
