package browser

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// wrongClock gives every page that is opened from now on a clock that shows
// another time and goes on from there.
func (p *Page) wrongClock(begins time.Time, zone string) {
	p.Helper()
	source := fmt.Sprintf(`(() => {
		const Right = Date, off = %d - Right.now();
		globalThis.Date = class extends Right {
			constructor(...given) { given.length ? super(...given) : super(Right.now() + off); }
			static now() { return Right.now() + off; }
		};
	})()`, begins.UnixMilli())
	p.Do(func(ctx context.Context, t *chromedp.Target) (chromedp.Void, error) {
		if _, err := cdp.Call(ctx, t, emulation.SetTimezoneOverride, emulation.SetTimezoneOverrideParams{TimezoneID: zone}); err != nil {
			return chromedp.Void{}, err
		}
		_, err := cdp.Call(ctx, t, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: source})
		return chromedp.Void{}, err
	})
}

// greeted are the words of an hour.
func greeted(at time.Time) string {
	switch {
	case at.Hour() < 12:
		return "Good morning, "
	case at.Hour() < 18:
		return "Good afternoon, "
	}
	return "Good evening, "
}

// lastMonday is the first day of the last week that is over.
func lastMonday(at time.Time) time.Time {
	return at.AddDate(0, 0, -7-(int(at.Weekday())+6)%7)
}

// A tablet's clock may be years off and its zone that of another continent: the
// app goes by the PC's clock in the shop's zone, from the first screen on.
func TestTheTabletsClockIsWrong(t *testing.T) {
	h := Start(t)
	who := h.Of("manager")
	shop, err := time.LoadLocation("America/New_York")
	if err != nil {
		t.Fatal(err)
	}
	for _, begins := range []time.Time{
		time.Date(2019, 1, 1, 7, 30, 0, 0, time.UTC), // 2:30 in the night of the shop
		time.Date(2031, 6, 15, 16, 0, 0, 0, time.UTC),
		time.Now().Add(-12 * time.Hour), // the day is another one, the year is not
	} {
		t.Run(begins.Format("2006-01-02"), func(t *testing.T) {
			p := Open(t, Views[0])
			p.wrongClock(begins, "Asia/Tokyo")
			before := time.Now().In(shop)
			p.Go(h.URL + "/")
			if year := Ask[int](p, `new Date().getFullYear()`); year < 2019 || year == before.Year() && begins.Year() != year {
				t.Fatalf("the tablet's clock shows %d", year)
			}
			p.Click(who.Name)
			first := strings.Fields(who.Name)[0]
			p.Until("a greeting", `document.querySelector(".side .lead")`)
			gate := Ask[string](p, `document.querySelector(".side .lead").innerText`)
			p.Fill("Password", Password)
			p.Press(Enter)
			p.Until("the start", `document.querySelector(".rail nav") && document.querySelector("h1")`)
			p.Settled()
			start := p.Says()
			p.Click("Scorecards")
			p.Click("Cards of the week")
			p.Until("a week", `performance.getEntriesByType("resource").some((e) => e.name.includes("/api/scorecards/"))`)
			asked := Ask[string](p, `performance.getEntriesByType("resource").map((e) => e.name).filter((n) => n.includes("/api/scorecards/")).join(" ")`)
			after := time.Now().In(shop)
			either := func(what, text string, of func(time.Time) string) {
				if !strings.Contains(text, of(before)) && !strings.Contains(text, of(after)) { // the hour may have changed
					t.Errorf("%s: %q, want %q", what, text, of(after))
				}
			}
			greets := func(at time.Time) string { return greeted(at) + first }
			either("at sign-in", gate, greets)
			either("at the start", start, greets)
			either("the day", start, func(at time.Time) string { return at.Format("Monday, January 2") })
			either("the week of the cards", asked, func(at time.Time) string {
				return "/api/scorecards/" + lastMonday(at).Format("2006-01-02") + "?"
			})
		})
	}
}
