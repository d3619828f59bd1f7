// Package pages hands the tablet app's files to browsers as they like them
// best: packed once, when first asked for, and never again sent to who has them
// already. A browser asks each time whether its copy is still the newest, so an
// update is seen at once; the answer to that is a few bytes. It owns no
// collection and knows nothing of what is in the files.
package pages

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"path"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/router"
)

// index is the file of the bare address.
const index = "index.html"

// Pages are the files of one file system, which must not change.
type Pages struct {
	files   fs.FS
	known   sync.Map  // name -> *page, of files that exist
	packers sync.Pool // of *gzip.Writer, which take a megabyte each: gone when the app is served
}

// page is one file as it is served.
type page struct {
	once   sync.Once
	kind   string    // its Content-Type
	when   time.Time // zero for what is built in
	tag    string    // of its plain bytes
	packed []byte    // nil where packing saves too little
	err    error
}

// New takes the files; nothing is read yet.
func New(files fs.FS) *Pages { return &Pages{files: files} }

// Bind serves every path that nothing else of the router answers. Whatever went
// well is not worth a line in the journal.
func (p *Pages) Bind(r *router.Router[*core.RequestEvent]) {
	r.GET("/{path...}", func(e *core.RequestEvent) error {
		return p.Serve(e.Response, e.Request, e.Request.PathValue("path"))
	}).Bind(apis.SkipSuccessActivityLog())
}

// Serve answers a request for a file by its name; a name that is not there is
// router.ErrFileNotFound.
func (p *Pages) Serve(w http.ResponseWriter, r *http.Request, name string) error {
	if name == "" {
		name = index
	}
	f, err := p.find(name)
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", f.kind)
	h.Set("Cache-Control", "no-cache") // keep it, and ask whether it is still the newest
	body, tag := io.ReadSeeker(bytes.NewReader(f.packed)), f.tag
	if f.packed != nil {
		h.Set("Vary", "Accept-Encoding")
	}
	if f.packed != nil && takesGzip(r.Header.Get("Accept-Encoding")) {
		h.Set("Content-Encoding", "gzip")
		tag += "-gz" // other bytes, so another tag
	} else {
		plain, err := fs.ReadFile(p.files, name)
		if err != nil {
			return fmt.Errorf("reading %s of the app: %w", name, err)
		}
		body = bytes.NewReader(plain)
	}
	h.Set("ETag", strconv.Quote(tag))
	http.ServeContent(w, r, name, f.when, body)
	return nil
}

// find is a file as it is served; it is packed by whoever asks first, and the
// others wait for that.
func (p *Pages) find(name string) (*page, error) {
	known, ok := p.known.Load(name)
	if !ok {
		info, err := fs.Stat(p.files, name) // refuses names that lead elsewhere
		if err != nil || info.IsDir() {
			return nil, router.ErrFileNotFound
		}
		known, _ = p.known.LoadOrStore(name, &page{kind: kindOf(name), when: info.ModTime()})
	}
	f, _ := known.(*page)
	f.once.Do(func() { f.err = p.read(f, name) })
	return f, f.err
}

// kinds are told here: the PC's own list may be wrong, as Windows' often is,
// and a browser that is told no lies runs no script of another kind.
var kinds = map[string]string{
	".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8",
	".js": "text/javascript; charset=utf-8", ".mjs": "text/javascript; charset=utf-8",
	".json": "application/json", ".svg": "image/svg+xml", ".png": "image/png", ".ico": "image/x-icon",
	".ttf": "font/ttf", ".woff2": "font/woff2", ".md": "text/plain; charset=utf-8", "": "text/plain; charset=utf-8",
}

func kindOf(name string) string {
	ext := path.Ext(name)
	if strings.HasPrefix(path.Base(name), "LICENSE") {
		ext = ""
	}
	if kind, ok := kinds[strings.ToLower(ext)]; ok {
		return kind
	}
	return "application/octet-stream"
}

// takesGzip reads Accept-Encoding (RFC 9110, 12.5.3).
func takesGzip(header string) bool {
	for part := range strings.SplitSeq(header, ",") {
		name, weight, _ := strings.Cut(part, ";")
		if name = strings.ToLower(strings.TrimSpace(name)); name != "gzip" && name != "x-gzip" {
			continue
		}
		q, weighed := strings.CutPrefix(strings.ReplaceAll(strings.ToLower(weight), " ", ""), "q=")
		n, err := strconv.ParseFloat(q, 64)
		return !weighed || err == nil && n > 0
	}
	return false
}

// read looks at a file once: its tag, and its packed form where that is worth
// the unpacking. The plain form is read again by the few who want it.
func (p *Pages) read(f *page, name string) error {
	plain, err := fs.ReadFile(p.files, name)
	if err != nil {
		return fmt.Errorf("reading %s of the app: %w", name, err)
	}
	sum := sha256.Sum256(plain)
	f.tag = base64.RawURLEncoding.EncodeToString(sum[:16])
	var packed bytes.Buffer
	w, ok := p.packers.Get().(*gzip.Writer)
	if !ok {
		w, _ = gzip.NewWriterLevel(nil, gzip.BestCompression) // the level is one that there is
	}
	defer p.packers.Put(w)
	w.Reset(&packed)
	if _, err := w.Write(plain); err != nil {
		return fmt.Errorf("packing %s of the app: %w", name, err)
	}
	if err := w.Close(); err != nil {
		return fmt.Errorf("packing %s of the app: %w", name, err)
	}
	if packed.Len() < len(plain)*9/10 {
		f.packed = bytes.Clone(packed.Bytes()) // no longer than it has to be
	}
	return nil
}
