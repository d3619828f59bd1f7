package hooks

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// stream opens a stream of news about a topic and returns what it says.
func (i *importer) stream(topic string) <-chan string {
	i.t.Helper()
	req, err := http.NewRequestWithContext(i.t.Context(), http.MethodGet, i.url+"/api/realtime", nil)
	if err != nil {
		i.t.Fatal(err)
	}
	i.sign(req)
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		i.t.Fatal(err)
	}
	lines := make(chan string, 1000)
	go func() {
		defer res.Body.Close()
		for in := bufio.NewScanner(res.Body); in.Scan(); {
			if data, ok := strings.CutPrefix(in.Text(), "data:"); ok {
				lines <- data
			}
		}
	}()
	var hello struct{ ClientID string }
	if err := json.Unmarshal([]byte(<-lines), &hello); err != nil || hello.ClientID == "" {
		i.t.Fatalf("the stream did not open: %v", err)
	}
	i.must(204, "POST", "/api/realtime", map[string]any{"clientId": hello.ClientID, "subscriptions": []string{topic}})
	return lines
}

// Progress reaches who may see the import and nobody else; asking for an import
// twice makes one.
func TestImportProgress(t *testing.T) {
	w := newWorld(t)
	i := w.importer("manager")
	_, seen := i.hand("till.csv", till)
	topic := fmt.Sprint("imports/", seen["upload"])
	mine, owners, theirs := i.stream(topic), w.importer("owner").stream(topic), w.importer("associate").stream(topic)
	ask := map[string]any{"upload": seen["upload"], "wish": meant}
	first := i.must(202, "POST", "/api/imports", ask)["import"]
	for _, who := range []<-chan string{mine, owners} {
		for last := ""; !strings.Contains(last, `"state":"applied","done":3,"of":3`); {
			select {
			case last = <-who:
			case <-time.After(10 * time.Second):
				t.Fatalf("the end was not told; the last word was %s", last)
			}
		}
	}
	select {
	case said := <-theirs:
		t.Errorf("an associate is told %s", said)
	case <-time.After(100 * time.Millisecond):
	}
	if second := i.must(202, "POST", "/api/imports", ask)["import"]; second != first && w.number("SELECT count(*) FROM imports") != 1 {
		t.Errorf("asked twice, the file is import %v and %v", first, second)
	}
}

// Two people import at once: both files come in whole.
func TestTwoImportsAtOnce(t *testing.T) {
	w := newWorld(t)
	one, two := w.importer("manager"), w.importer("owner")
	_, a := one.hand("a.csv", till)
	_, b := two.hand("b.csv", strings.ReplaceAll(till, "700", "800"))
	two.must(202, "POST", "/api/imports", map[string]any{"upload": b["upload"], "wish": meant, "store": "MAIN"})
	one.bring(a["upload"], meant)
	two.bring(b["upload"], meant)
	if n := w.number("SELECT count(*) FROM receipts"); n != 6 {
		t.Errorf("%d receipts came in, want 6", n)
	}
}

// A file that is cut on its way leaves nothing behind.
func TestUploadCutShort(t *testing.T) {
	w := newWorld(t)
	i := w.importer("manager")
	cut, rest := io.Pipe()
	go func() {
		_, _ = io.WriteString(rest, "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\n"+till)
		rest.CloseWithError(io.ErrUnexpectedEOF)
	}()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, i.url+"/api/imports/files", cut)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "multipart/form-data; boundary=x")
	i.sign(req)
	if res, err := http.DefaultClient.Do(req); err == nil {
		defer res.Body.Close()
		if res.StatusCode < 400 {
			t.Errorf("half a file was taken: %d", res.StatusCode)
		}
	}
	folder := filepath.Join(w.app.DataDir(), "uploads")
	for end := time.Now().Add(5 * time.Second); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if left, _ := os.ReadDir(folder); len(left) == 0 {
			return
		}
	}
	t.Error("half a file is kept")
}
