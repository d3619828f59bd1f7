// Package browser looks at the tablet app as a person does: the real program
// on the sample store, a real browser of the sizes and the light that a shop
// has, and what holds for every screen: no accessibility violation, no small
// target, no sideways scrolling, no mistake in the console. Only tests use it;
// it owns no collection.
package browser

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/chromedp"

	"touchstone/hooks/internal/outside"
)

// patience is how long one test may look at one page.
const patience = 2 * time.Minute

// View is how a browser shows a page.
type View struct {
	Width, Height int64
	Theme         string // light or dark
}

// looked are the views of this run: all four, or as many as TOUCHSTONE_VIEWS
// says, for a machine with little time.
func looked() []View {
	if n, err := strconv.Atoi(os.Getenv("TOUCHSTONE_VIEWS")); err == nil && n > 0 && n < len(Views) {
		return Views[:n]
	}
	return Views
}

// Views are the sizes and lights in which every screen has to hold: an upright
// tablet and the PC of the back office.
var Views = []View{
	{768, 1024, "light"}, {768, 1024, "dark"}, {1280, 800, "light"}, {1280, 800, "dark"},
}

func (v View) String() string { return fmt.Sprintf("%d-%s", v.Width, v.Theme) }

// running is the one browser of a run of tests.
type running struct {
	ctx  context.Context
	stop func()
}

// program finds the browser; Debian calls it chromium.
func program() string {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if p, err := exec.LookPath(name); err == nil {
			return p
		}
	}
	return ""
}

// started starts the browser the first time a page is opened, with an empty
// folder of its own.
var started = sync.OnceValues(func() (running, error) {
	folder, err := os.MkdirTemp("", "touchstone-browser-")
	if err != nil {
		return running{}, err
	}
	flags := []chromedp.ExecAllocatorOption{
		chromedp.ExecPath(program()), chromedp.UserDataDir(folder), chromedp.Headless, chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.NoFirstRun, chromedp.NoDefaultBrowserCheck, chromedp.WSURLReadTimeout(time.Minute),
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true),
		chromedp.Flag("disable-dev-shm-usage", true), chromedp.Flag("hide-scrollbars", true), chromedp.Flag("lang", "en-US"),
	}
	allocator, release := chromedp.NewExecAllocator(context.Background(), flags...)
	ctx, cancel := chromedp.NewContext(allocator)
	r := running{ctx, func() {
		cancel()
		release()
		_ = os.RemoveAll(folder)
	}}
	return r, chromedp.Do(ctx)
})

// Tests runs a package's tests, looks whether any house of theirs told who its
// clients are, and ends the browser and the sample store.
func Tests(m *testing.M) int {
	code := max(outside.Tests(m), told.look(os.Stderr))
	if opened {
		if r, _ := started(); r.stop != nil {
			r.stop()
		}
	}
	if sampled {
		if s, _ := sample(); s.folder != "" {
			_ = os.RemoveAll(s.folder)
		}
	}
	return code
}

// What Tests has to clear away: set once by the first page and first house.
var opened, sampled bool

// needed skips a test where there is no browser.
func needed(t testing.TB) {
	t.Helper()
	if program() == "" {
		t.Skip("no Chromium here: the app was not looked at in a browser")
	}
}

// Open opens an empty page in a context of its own, which knows nothing of the
// others' cookies. What the page says in its console as an error fails the
// test.
func Open(t testing.TB, v View) *Page {
	t.Helper()
	needed(t)
	opened = true
	r, err := started()
	if err != nil {
		t.Fatalf("starting the browser: %v", err)
	}
	ctx, cancel := chromedp.NewContext(r.ctx, chromedp.WithNewBrowserContext())
	t.Cleanup(cancel)
	if err := chromedp.Do(ctx); err != nil { // before any deadline, which would end the browser
		t.Fatalf("opening a page: %v", err)
	}
	ctx, late := context.WithTimeout(ctx, patience)
	t.Cleanup(late)
	p := &Page{TB: t, View: v, ctx: ctx}
	if err := chromedp.Listen(ctx, p.hear); err != nil {
		t.Fatalf("listening to the page: %v", err)
	}
	t.Cleanup(p.tellMistakes)
	p.Do(chromedp.EmulateViewport(v.Width, v.Height), theme(v.Theme), zone, console, addresses)
	return p
}

// zone sets the tablet's clock to the zone of the sample store.
func zone(ctx context.Context, t *chromedp.Target) (chromedp.Void, error) {
	_, err := cdp.Call(ctx, t, emulation.SetTimezoneOverride, emulation.SetTimezoneOverrideParams{TimezoneID: "America/New_York"})
	return chromedp.Void{}, err
}

// console lets the browser tell what it logs by itself, such as a policy that
// was broken.
func console(ctx context.Context, t *chromedp.Target) (chromedp.Void, error) {
	_, err := cdp.Call(ctx, t, log.Enable, cdp.Empty{})
	return chromedp.Void{}, err
}

func theme(name string) chromedp.Action[chromedp.Void] {
	return func(ctx context.Context, t *chromedp.Target) (chromedp.Void, error) {
		_, err := cdp.Call(ctx, t, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
			{Name: "prefers-color-scheme", Value: name}, {Name: "prefers-reduced-motion", Value: "reduce"},
		}})
		return chromedp.Void{}, err
	}
}

// Each looks at the same in every view, one after the other.
func Each(t *testing.T, look func(t *testing.T, v View)) {
	t.Helper()
	needed(t)
	for _, v := range looked() {
		t.Run(v.String(), func(t *testing.T) { look(t, v) })
	}
}

// errSample says that the sample store could not be made.
var errSample = errors.New("making the sample store for the browser")
