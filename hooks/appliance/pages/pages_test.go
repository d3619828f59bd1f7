package pages

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/fstest"

	"github.com/pocketbase/pocketbase/tools/router"
)

var script = strings.Repeat("export const metal = \"gold\";\n", 400)

// app are the files of a small app.
func app() fstest.MapFS {
	return fstest.MapFS{
		"index.html":        {Data: []byte("<!doctype html>" + strings.Repeat("<p>start</p>", 100))},
		"app/main.js":       {Data: []byte(script)},
		"vendor/x.mjs":      {Data: []byte(script)},
		"vendor/LICENSE":    {Data: []byte("free")},
		"fonts/LICENSE_A.B": {Data: []byte("free")},
		"icon.png":          {Data: []byte("\x89PNG")},
		"a.ttf":             {Data: bytes.Repeat([]byte{0, 1}, 3000)},
		"odd.xyz":           {Data: []byte("?")},
	}
}

// asked is an answer to a request with these headers, pairs of name and value.
func asked(t *testing.T, p *Pages, method, name string, header ...string) *http.Response {
	t.Helper()
	r := httptest.NewRequest(method, "/"+name, nil)
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	if err := p.Serve(w, r, name); err != nil {
		t.Fatalf("%s %s: %v", method, name, err)
	}
	return w.Result()
}

func unpacked(t *testing.T, res *http.Response) string {
	t.Helper()
	var in io.Reader = res.Body
	if res.Header.Get("Content-Encoding") == "gzip" {
		z, err := gzip.NewReader(res.Body)
		if err != nil {
			t.Fatal(err)
		}
		in = z
	}
	body, err := io.ReadAll(in)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

func TestPackedForWhoTakesIt(t *testing.T) {
	p := New(app())
	for _, c := range []struct {
		name, accepts string
		packed        bool
	}{
		{"app/main.js", "gzip, deflate, br", true},
		{"app/main.js", "br;q=1.0, GZIP;q=0.5", true},
		{"app/main.js", "x-gzip", true},
		{"app/main.js", "gzip;q=0", false},
		{"app/main.js", "gzip; q=0.0", false},
		{"app/main.js", "gzip;q=x", false},
		{"app/main.js", "gzipped", false},
		{"app/main.js", "identity", false},
		{"app/main.js", "", false},
		{"", "gzip", true},
		{"icon.png", "gzip", false}, // would grow
		{"a.ttf", "gzip", true},
	} {
		res := asked(t, p, "GET", c.name, "Accept-Encoding", c.accepts)
		if packed := res.Header.Get("Content-Encoding") == "gzip"; packed != c.packed || res.StatusCode != 200 {
			t.Errorf("%s for %q: %d, packed %v", c.name, c.accepts, res.StatusCode, packed)
		}
		name := c.name
		if name == "" {
			name = "index.html"
		}
		if got := unpacked(t, res); got != string(app()[name].Data) {
			t.Errorf("%s for %q: other bytes, %d of them", c.name, c.accepts, len(got))
		}
		if varies := res.Header.Get("Vary") == "Accept-Encoding"; varies == (c.name == "icon.png") {
			t.Errorf("%s: Vary is %q", c.name, res.Header.Get("Vary"))
		}
		if got := res.Header.Get("Cache-Control"); got != "no-cache" {
			t.Errorf("%s: Cache-Control is %q", c.name, got)
		}
	}
}

// The tag is of the bytes: the same bytes have the same one in another run of
// the program, other bytes and the packed form have others.
func TestTags(t *testing.T) {
	tag := func(p *Pages, name, accepts string) string {
		got := asked(t, p, "GET", name, "Accept-Encoding", accepts).Header.Get("ETag")
		if len(got) < 20 || got[0] != '"' || got[len(got)-1] != '"' {
			t.Errorf("%s: the tag %s is not a strong one", name, got)
		}
		return got
	}
	p, next := New(app()), app()
	next["app/main.js"] = &fstest.MapFile{Data: []byte(script + "\n")}
	packed, plain := tag(p, "app/main.js", "gzip"), tag(p, "app/main.js", "")
	switch {
	case packed == plain:
		t.Error("two forms share a tag")
	case packed != tag(New(app()), "app/main.js", "gzip"):
		t.Error("another run has another tag")
	case packed == tag(New(next), "app/main.js", "gzip"), plain == tag(New(next), "app/main.js", ""):
		t.Error("other bytes have the same tag")
	case plain != tag(p, "vendor/x.mjs", ""):
		t.Error("the same bytes have two tags")
	}
	for _, c := range []struct {
		known, accepts string
		status         int
	}{
		{packed, "gzip", 304}, {"W/" + packed, "gzip", 304}, {`"x", ` + packed, "gzip", 304}, {plain, "", 304}, {"*", "gzip", 304},
		{plain, "gzip", 200}, {packed, "", 200}, {`"x"`, "gzip", 200},
	} {
		res := asked(t, p, "GET", "app/main.js", "Accept-Encoding", c.accepts, "If-None-Match", c.known)
		body, _ := io.ReadAll(res.Body)
		if res.StatusCode != c.status || (len(body) == 0) != (c.status == 304) {
			t.Errorf("knowing %s, taking %q: %d with %d bytes", c.known, c.accepts, res.StatusCode, len(body))
		}
		if c.status == 304 && (res.Header.Get("ETag") == "" || res.Header.Get("Cache-Control") != "no-cache") {
			t.Errorf("knowing %s: the answer leaves out what to keep: %v", c.known, res.Header)
		}
	}
}

func TestKinds(t *testing.T) {
	p := New(app())
	for name, want := range map[string]string{
		"": "text/html; charset=utf-8", "app/main.js": "text/javascript; charset=utf-8", "vendor/x.mjs": "text/javascript; charset=utf-8",
		"vendor/LICENSE": "text/plain; charset=utf-8", "fonts/LICENSE_A.B": "text/plain; charset=utf-8", "icon.png": "image/png",
		"a.ttf": "font/ttf", "odd.xyz": "application/octet-stream",
	} {
		res := asked(t, p, "HEAD", name)
		body, _ := io.ReadAll(res.Body)
		if got := res.Header.Get("Content-Type"); got != want || len(body) > 0 {
			t.Errorf("%q is %s with %d bytes, want %s", name, got, len(body), want)
		}
	}
}

func TestWhatIsNotThere(t *testing.T) {
	p := New(app())
	for _, name := range []string{"absent.js", "app", "app/", "app/main.js/", "/app/main.js", "../pages.go", "app/../index.html", "a\x00.ttf", `app\main.js`} {
		w := httptest.NewRecorder()
		if err := p.Serve(w, httptest.NewRequest("GET", "/", nil), name); !errors.Is(err, router.ErrFileNotFound) {
			t.Errorf("%q: %v (%d)", name, err, w.Code)
		}
	}
	p.known.Range(func(name, _ any) bool {
		t.Errorf("what is not there is remembered: %v", name)
		return true
	})
}

// opens counts how often a file is opened to be read.
type opens struct {
	fs.FS
	n atomic.Int64
}

func (o *opens) Open(name string) (fs.File, error) { o.n.Add(1); return o.FS.Open(name) }

func (o *opens) Stat(name string) (fs.FileInfo, error) { return fs.Stat(o.FS, name) }

func TestPackedOnce(t *testing.T) {
	files := &opens{FS: app()}
	p := New(files)
	if files.n.Load() != 0 {
		t.Error("read before anybody asked")
	}
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() {
			r := httptest.NewRequest("GET", "/app/main.js", nil)
			r.Header.Set("Accept-Encoding", "gzip")
			if err := p.Serve(httptest.NewRecorder(), r, "app/main.js"); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if n := files.n.Load(); n != 1 {
		t.Errorf("read %d times for 20 requests", n)
	}
}
