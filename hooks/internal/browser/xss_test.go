package browser

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

//go:embed testdata/crawl.js
var crawler string

// unguarded lets the page run what its policy forbids: the policy is the second
// wall, and behind it nobody would see that the first one has a hole.
func unguarded(ctx context.Context, t *chromedp.Target) (chromedp.Void, error) {
	_, err := cdp.Call(ctx, t, page.SetBypassCSP, page.SetBypassCSPParams{Enabled: true})
	return chromedp.Void{}, err
}

// lookout is what one page saw.
type lookout struct {
	seen  map[string]string // where each text was seen whole; "" for in part
	texts map[string]string // every text that stands somewhere
}

// watch readies a page for looking; most is how many things of a kind are pressed.
func (f *fill) watch(p *Page, most int) {
	p.Helper()
	texts, err := json.Marshal(f.texts)
	if err != nil {
		p.Fatal(err)
	}
	p.Run(fmt.Sprintf("window.filled = %s; window.most = %d; %s", texts, most, crawler))
}

func (p *Page) crawl(at string) {
	p.Helper()
	Ask[bool](p, `window.crawl(`+quote(at)+`).then(() => true)`)
}

// saw takes what a page saw, and tells what it found.
func (l *lookout) saw(p *Page, f *fill) {
	p.Helper()
	maps.Copy(l.texts, f.texts)
	maps.Copy(l.seen, keepWhole(l.seen, Ask[map[string]string](p, "window.seen")))
	for _, w := range Ask[[]string](p, "window.wrong") {
		p.Error(w)
	}
	p.Run("window.wrong = []")
	for _, m := range p.Mistakes() { // a name that the catalog lacks is no matter here
		if strings.Contains(m, "Content Security Policy") {
			p.Error(m)
		}
	}
}

// keepWhole does not forget that a text was seen whole elsewhere.
func keepWhole(had, got map[string]string) map[string]string {
	maps.DeleteFunc(got, func(word, where string) bool { return where == "" && had[word] != "" })
	return got
}

// places are the addresses of every route that a role may open, with the ids of
// filled records. A route whose parameter is not known here fails the test.
func (f *fill) places(p *Page, role string, ids map[string][]string) (all []string) {
	p.Helper()
	routes := Ask[[]string](p, `import("/app/screens.js").then(async ({screens}) => (await Promise.all(screens.filter((s) => s.roles.includes(`+quote(role)+`)).map((s) => s.load()))).flatMap((m) => m.routes.map((r) => r.path)))`)
	for _, route := range routes {
		if !strings.Contains(route, ":") {
			all = append(all, route)
			continue
		}
		if ids[route] == nil {
			p.Errorf("the route %s is new: say which records it shows", route)
		}
		all = append(all, ids[route]...)
	}
	return all
}

// Nothing that somebody can put into the book, by the app, by the API or by an
// export, is ever run: payloads stand in every field and every column, every
// screen and state is looked at without the policy's help, and each text that
// a screen shows is shown whole.
func TestNothingStoredIsRun(t *testing.T) {
	l := &lookout{seen: map[string]string{}, texts: map[string]string{}}
	for _, role := range []string{"owner", "manager", "associate", "import"} { // a store each: a program serves a test for two minutes
		t.Run(role, func(t *testing.T) {
			h := Start(t)
			f := fillStore(h)
			f.covers()
			if role == "import" {
				p := Open(t, Views[2])
				p.Do(unguarded)
				p.SignIn(h, h.Of("owner"))
				f.watch(p, 3)
				f.export(p)
				l.saw(p, f)
				return
			}
			kept, merge := h.desk(h.Of("owner")).merge()
			f.visit(t, role, f.ids(kept, merge), l)
		})
	}
	l.told(t)
}

// ids are the addresses of filled records under each route.
func (f *fill) ids(kept, merge string) map[string][]string {
	ids := map[string][]string{}
	under := func(route, path string, id ...string) {
		for _, one := range id {
			ids[route] = append(ids[route], strings.Replace(path, "ID", one, 1))
		}
	}
	clients, staff := f.world["clients"], f.world["staff"]
	under("/clients/:id", "/clients/ID", append(slices.Clone(clients), kept)...)
	under("/clients/:id/edit", "/clients/ID/edit", clients...)
	under("/clients/:id/history", "/clients/ID/history", clients[:3]...)
	under("/clients/:id/merge", "/clients/ID/merge", clients[0])
	under("/clients/:id/merge/:drop", "/clients/ID/merge/"+clients[1], clients[0], clients[2])
	under("/clients/:id/apart/:merge", "/clients/"+kept+"/apart/ID", merge)
	under("/settings/people/:id", "/settings/people/ID", staff...)
	under("/imports/:id", "/imports/ID", f.world["imports"]...)
	return ids
}

// visit looks at every screen of a role. The manager's are looked at with the
// policy on: it has nothing to report either.
func (f *fill) visit(t *testing.T, role string, ids map[string][]string, l *lookout) {
	open := func() *Page {
		p := Open(t, Views[2])
		if role != "manager" {
			p.Do(unguarded)
		}
		return p
	}
	p := open()
	p.Go(f.URL + "/")
	f.watch(p, 0)
	p.crawl("sign-in")
	l.saw(p, f)
	p.SignIn(f.House, f.Of(role))
	all := f.places(p, role, ids)
	slices.SortFunc(all, func(a, b string) int { return strings.Compare(screenOf(a), screenOf(b)) })
	for screen := "the sign-in"; len(all) > 0; all = all[1:] {
		if screenOf(all[0]) != screen { // a page for each, which has its own time
			screen = screenOf(all[0])
			p = open()
			p.SignIn(f.House, f.Of(role))
			f.watch(p, map[string]int{"owner": 3}[role])
		}
		if all[0] != "/" {
			p.at(all[0])
		}
		p.crawl(all[0])
		f.further(p, all[0])
		l.saw(p, f)
	}
}

func screenOf(at string) string { return strings.Split(at, "/")[1] }

// further looks at what a screen shows only when asked in words.
func (f *fill) further(p *Page, at string) {
	p.Helper()
	switch at {
	case "/clients":
		for _, words := range []string{"Qclients", payloads[1]} {
			p.Fill("Find a client", words)
			p.crawl("the search for " + words)
		}
	case "/scorecards":
		for _, by := range []string{"associate", "brand", "shift"} {
			p.Run(`for (const d of document.querySelectorAll("details")) d.open = true`)
			p.choose("Side by side", by)
			p.crawl("figures by " + by)
		}
	}
}

// told says which texts no screen shows, and fails on one that is shown only in part.
func (l *lookout) told(t *testing.T) {
	t.Helper()
	whole, unseen := map[string]bool{}, map[string]bool{}
	for word, text := range l.texts {
		where, ok := l.seen[word]
		field := strings.TrimRight(strings.TrimSuffix(word, "Z"), "0123456789")
		switch {
		case !ok:
			unseen[field] = true
		case where == "":
			t.Errorf("%q is not shown as it is", text)
		default:
			whole[field] = true
		}
	}
	maps.DeleteFunc(unseen, func(field string, _ bool) bool { return whole[field] })
	if len(whole) < 75 {
		t.Errorf("only %d fields and columns were seen on a screen", len(whole))
	}
	t.Logf("%d fields seen: %v", len(whole), slices.Sorted(maps.Keys(whole)))
	t.Logf("on no screen: %v", slices.Sorted(maps.Keys(unseen)))
}

// merge makes one client of two and names the one that stays and the merge.
func (d *desk) merge() (kept, merge string) {
	d.Helper()
	keep, drop := d.client(`{"name":"Ambrose Tindall"}`), d.client(`{"name":"Ambrose Tindal"}`)
	var merged struct{ Merge string }
	d.ask("POST", "/api/merges", fmt.Sprintf(`{"keep":%q,"drop":%q,"keep_rev":%d,"drop_rev":%d}`, keep.ID, drop.ID, keep.Rev, drop.Rev), 0, &merged)
	return keep.ID, merged.Merge
}
