package outside

import (
	"io/fs"
	"net/http"
	"os"
	"strings"
	"testing"
)

// appFolder is the app as it lies in the repository.
const appFolder = "../../../pb_public"

// Every file of the app comes packed where that pays, with a tag by which the
// next visit costs nothing, and under the same headers as all else.
func TestTheAppIsServedPackedAndOnce(t *testing.T) {
	t.Parallel()
	v := Open(t).Serve()
	plain, sent := 0, 0
	err := fs.WalkDir(os.DirFS(appFolder), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		got := v.Call(Request{Path: "/" + name, Header: map[string]string{"Accept-Encoding": "gzip"}})
		body, err := os.ReadFile(appFolder + "/" + name)
		if err != nil {
			return err
		}
		plain, sent = plain+len(body), sent+len(got.Body)
		tag := got.Header.Get("ETag")
		if got.Status != http.StatusOK || !strings.HasPrefix(tag, `"`) || got.Header.Get("Cache-Control") != "no-cache" {
			t.Errorf("%s: %d %v", name, got.Status, got.Header)
		}
		for header, want := range headers {
			if has := got.Header.Get(header); !strings.HasPrefix(has, want) {
				t.Errorf("%s: %s is %q", name, header, has)
			}
		}
		again := v.Call(Request{Path: "/" + name, Header: map[string]string{"Accept-Encoding": "gzip", "If-None-Match": tag}})
		if again.Status != http.StatusNotModified || again.Body != "" {
			t.Errorf("%s a second time: %d with %d bytes", name, again.Status, len(again.Body))
		}
		if asIs := v.Call(Request{Path: "/" + name, Header: map[string]string{"Accept-Encoding": "identity"}}); asIs.Body != string(body) {
			t.Errorf("%s unpacked has other bytes", name)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d bytes of files are %d on the way", plain, sent)
	if sent > plain/2 {
		t.Errorf("%d bytes of files are %d on the way", plain, sent)
	}
}
