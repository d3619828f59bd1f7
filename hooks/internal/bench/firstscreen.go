package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/performance"
	"github.com/chromedp/chromedp"

	"touchstone/hooks/internal/bench/peer"
)

// slowdown makes this machine's processor a cheap tablet's.
const slowdown = 6

// standing tells when a screen stands: what a person waits for is on the page,
// and the browser has painted it. The clock is the page's own and runs from the
// moment the address was asked for.
const standing = `window.standing = new Promise((done) => {
	const look = () => document.querySelector(%s) && !document.querySelector(".wait")
		? requestAnimationFrame(() => setTimeout(() => done(performance.now())))
		: setTimeout(look, 10);
	look();
})`

// scripts is how many bytes of script came, as they were on the way.
const scripts = `performance.getEntriesByType("resource").filter((e) => /\.m?js$/.test(new URL(e.name).pathname)).reduce((sum, e) => sum + e.encodedBodySize, 0)`

// screen is one of those that somebody waits for in the morning.
type screen struct {
	name, stands string
	signedIn     bool
	took, sent   []float64
	busy         []float64 // processor time of the page, which another program's work does not lengthen
}

// measureFirstScreen opens the app as a tablet does that never saw it: nothing
// kept, a slow processor, from the address to the names of those who can sign
// in, and signed in from the address to the start.
func measureFirstScreen(ctx context.Context, b *bench) (err error) {
	if _, err := peer.FindChromium(); err != nil {
		return err
	}
	dir := b.fresh("firstscreen")
	s, err := serve(ctx, b.program, dir)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.stop()) }()
	cookie, err := b.firstOwner(ctx, s, dir)
	if err != nil {
		return err
	}
	ctx, stop, err := browser(ctx, b.fresh("profile"))
	if err != nil {
		return err
	}
	defer stop()
	screens := []*screen{
		{name: "sign-in", stands: `.names button`},
		{name: "the start, signed in", stands: `.rail nav a[aria-current=page]`, signedIn: true},
	}
	for range times {
		for _, sc := range screens {
			given := ""
			if sc.signedIn {
				given = cookie
			}
			if err := sc.open(ctx, s.url, given); err != nil {
				return err
			}
		}
	}
	for _, sc := range screens {
		b.say("  %s: %.0f ms, %.1f KB of script", sc.name, sc.took, sc.sent[0])
		b.atMost(fmt.Sprintf("first screen from cold at %dx throttle, %s", slowdown, sc.name), median(sc.took), "ms", 2000)
		b.beside("processor time of it at that throttle, "+sc.name, median(sc.busy), "ms")
		b.atMost("script of it, packed, "+sc.name, median(sc.sent), "KB", 60)
	}
	return nil
}

// open looks at the screen once, in a context of its own that kept nothing.
func (sc *screen) open(ctx context.Context, url, cookie string) error {
	ctx, done := chromedp.NewContext(ctx, chromedp.WithNewBrowserContext())
	defer done()
	if err := chromedp.Do(ctx); err != nil {
		return fmt.Errorf("opening a page: %w", err)
	}
	ctx, late := context.WithTimeout(ctx, time.Minute)
	defer late()
	selector, _ := json.Marshal(sc.stands) // a text is always JSON
	if err := chromedp.Do(ctx,
		call(network.SetCacheDisabled, network.SetCacheDisabledParams{CacheDisabled: true}),
		call(emulation.SetCPUThrottlingRate, emulation.SetCPUThrottlingRateParams{Rate: slowdown}),
		call(performance.Enable, performance.EnableParams{TimeDomain: performance.EnableTimeDomainThreadTicks}),
		call(page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: fmt.Sprintf(standing, selector)}),
		chromedp.EmulateViewport(768, 1024),
	); err != nil {
		return fmt.Errorf("preparing a page: %w", err)
	}
	if cookie != "" {
		if err := chromedp.Do(ctx, call(network.SetCookie, network.SetCookieParams{Name: "touchstone", Value: cookie, URL: url})); err != nil {
			return fmt.Errorf("signing in: %w", err)
		}
	}
	if err := chromedp.Do(ctx, chromedp.Navigate(url)); err != nil {
		return fmt.Errorf("opening the app: %w", err)
	}
	took, err := chromedp.Run(ctx, chromedp.Evaluate[float64](`window.standing`, chromedp.EvalAwaitPromise))
	if err != nil {
		return fmt.Errorf("waiting for %s: %w", sc.name, err)
	}
	busy, err := chromedp.Run(ctx, busyFor)
	if err != nil {
		return fmt.Errorf("asking for the processor time of %s: %w", sc.name, err)
	}
	time.Sleep(time.Second) // what is loaded behind the screen counts as well
	sent, err := chromedp.Run(ctx, chromedp.Evaluate[float64](scripts))
	if err != nil || sent == 0 {
		return errors.Join(fmt.Errorf("counting the scripts of %s", sc.name), err)
	}
	sc.took, sc.sent, sc.busy = append(sc.took, took), append(sc.sent, sent/1000), append(sc.busy, busy)
	return nil
}

// busyFor is how long the page's own thread was at work, in milliseconds.
func busyFor(ctx context.Context, t *chromedp.Target) (float64, error) {
	seen, err := cdp.Call(ctx, t, performance.GetMetrics, cdp.Empty{})
	if err != nil {
		return 0, err
	}
	for _, m := range seen.Metrics {
		if m.Name == "TaskDuration" {
			return m.Value * 1000, nil
		}
	}
	return 0, errors.New("the browser does not say")
}

// call is a command of the browser that answers nothing of use.
func call[P, R any](command cdp.Command[P, R], params P) chromedp.Action[chromedp.Void] {
	return func(ctx context.Context, t *chromedp.Target) (chromedp.Void, error) {
		_, err := cdp.Call(ctx, t, command, params)
		return chromedp.Void{}, err
	}
}

// browser starts Chromium with an empty folder of its own.
func browser(ctx context.Context, profile string) (context.Context, func(), error) {
	path := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if p, err := exec.LookPath(name); err == nil && path == "" {
			path = p
		}
	}
	allocator, release := chromedp.NewExecAllocator(ctx, chromedp.ExecPath(path), chromedp.UserDataDir(profile), chromedp.Headless,
		chromedp.NoSandbox, chromedp.DisableGPU, chromedp.NoFirstRun, chromedp.NoDefaultBrowserCheck, chromedp.WSURLReadTimeout(time.Minute),
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-sync", true), chromedp.Flag("disable-dev-shm-usage", true), chromedp.Flag("lang", "en-US"))
	ctx, cancel := chromedp.NewContext(allocator)
	stop := func() {
		cancel()
		release()
		_ = os.RemoveAll(profile)
	}
	if err := chromedp.Do(ctx); err != nil {
		stop()
		return nil, nil, fmt.Errorf("starting the browser: %w", err)
	}
	return ctx, stop, nil
}
