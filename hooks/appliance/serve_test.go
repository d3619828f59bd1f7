package appliance

import (
	"context"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// running is an appliance that serves a folder inside the test.
type running struct {
	url  string
	stop func() result
}

func serving(t *testing.T, dir string) running {
	t.Helper()
	p, r := program("1.0")
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan result, 1)
	go func() {
		r.code = p.Run(ctx, []string{"serve", "--json", "--http", "127.0.0.1:0", "--dir", dir})
		done <- r
	}()
	for range 1500 {
		if strings.HasSuffix(r.out.String(), "\n") {
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	var said struct{ URL string }
	if err := json.Unmarshal([]byte(r.out.String()), &said); err != nil {
		cancel()
		t.Fatalf("serve said %q, %q", r.out, r.errout)
	}
	ended := false
	stop := func() result {
		cancel()
		ended = true
		return <-done
	}
	t.Cleanup(func() {
		if !ended {
			stop()
		}
	})
	return running{url: said.URL, stop: stop}
}

func get(t *testing.T, url string) (int, string, http.Header) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Origin", "http://evil.example")
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	text, _ := io.ReadAll(res.Body)
	return res.StatusCode, string(text), res.Header
}

func TestServeAnswersAndLeavesClean(t *testing.T) {
	dir := t.TempDir()
	s := serving(t, dir)
	if code, text, _ := get(t, s.url+"/"); code != 200 || text != "start" {
		t.Errorf("start page: %d %s", code, text)
	}
	code, _, header := get(t, s.url+"/api/health")
	if code != 200 || header.Get("Access-Control-Allow-Origin") != "" {
		t.Errorf("health: %d, another site may read: %q", code, header.Get("Access-Control-Allow-Origin"))
	}
	do(t, dir, "health --json").expect(t, 0, `"ok":true,"running":true,"version":"1.0"`, "")
	if r := s.stop(); r.code != 0 {
		t.Errorf("stopped with %d: %s", r.code, r.errout)
	}
	left(t, dir)
	do(t, dir, "health --json").expect(t, 1, `"ok":false,"running":false`, "")
	do(t, dir, "superusers").expect(t, 0, "0\n", "")
}

func TestCommandsGoIntoTheService(t *testing.T) {
	dir, work := t.TempDir(), t.TempDir()
	serving(t, dir)
	do(t, dir, "stores").expect(t, 0, "MAIN", "")
	do(t, dir, "fault").expect(t, 1, "", "Row 3 has no date. Export it again.\n")
	do(t, dir, "fault --json").expect(t, 1, `{"error":"Row 3 has no date. Export it again."}`, "")
	do(t, dir, "usage").expect(t, 2, "", "Say which week.")
	do(t, dir, "doctor --json").expect(t, 0, `"name":"service","state":"ok","found":"running at http://127.0.0.1:`, "")
	do(t, dir, "setup-code --json").expect(t, 0, `{"code":"`, "")
	from, out := filepath.Join(work, "a.csv"), filepath.Join(work, "b.csv")
	if err := os.WriteFile(from, []byte(strings.Repeat("row\n", 400_000)), 0o600); err != nil {
		t.Fatal(err)
	}
	do(t, dir, "copy --fail --from "+from+" --out "+out).expect(t, 1, "", "Changing one's mind")
	if names, _ := filepath.Glob(filepath.Join(work, "*b.csv*")); len(names) != 0 {
		t.Errorf("a command that failed left %v", names)
	}
	do(t, dir, "copy --from "+from+" --out "+out).expect(t, 0, "", "")
	want, _ := os.ReadFile(from)
	if got, err := os.ReadFile(out); err != nil || string(got) != string(want) {
		t.Errorf("%d bytes of %d arrived (%v)", len(got), len(want), err)
	}
	do(t, dir, "copy --from absent --out "+out).expect(t, 1, "", "There is no file absent.")
}

func TestAnotherVersionDoesNothing(t *testing.T) {
	dir, at := t.TempDir(), filepath.Join(t.TempDir(), "begun")
	serving(t, dir)
	as(t, "2.0", dir, "block --at "+at).expect(t, 1, "", "The running service is version 1.0, this command is version 2.0, so nothing was done.")
	if _, err := os.Stat(at); err == nil {
		t.Error("the command ran")
	}
}

func TestASecondServeNamesTheFirst(t *testing.T) {
	dir := t.TempDir()
	s := serving(t, dir)
	do(t, dir, "serve --http 127.0.0.1:0").expect(t, 1, "", "already served by touchstone serve (process ")
	do(t, dir, "serve --http 127.0.0.1:0").expect(t, 1, "", s.url)
}

func TestABusyPort(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	dir := t.TempDir()
	do(t, dir, "serve --http "+l.Addr().String()).expect(t, 1, "", "is used by another program, so Touchstone did not start.")
	do(t, dir, "serve --http 8090").expect(t, 2, "", "is not an address and a port")
	if _, err := os.Stat(filepath.Join(dir, "data.db")); err == nil {
		t.Error("a book was made though nothing started")
	}
	left(t, dir)
}

func TestEveryAddressIsShownAsThisPC(t *testing.T) {
	for given, want := range map[string]string{
		"http://0.0.0.0:8090": "http://127.0.0.1:8090", "http://[::]:8090": "http://127.0.0.1:8090", "http://192.168.1.5:80": "http://192.168.1.5:80",
	} {
		if got := reachable(given); got != want {
			t.Errorf("%s is shown as %s", given, got)
		}
	}
}

func TestChangesTakeTurnsAndReadingDoesNotWait(t *testing.T) {
	dir, work := t.TempDir(), t.TempDir()
	serving(t, dir)
	first, second := filepath.Join(work, "first"), filepath.Join(work, "second")
	done := make(chan result, 2)
	go func() { done <- do(t, dir, "block --at "+first) }()
	waitFor(t, first)
	go func() { done <- do(t, dir, "block --at "+second) }()
	do(t, dir, "stores").expect(t, 0, "MAIN", "")
	time.Sleep(3 * time.Second) // on a busy machine the second command takes a while to come
	if _, err := os.Stat(second); err == nil {
		t.Error("two changes ran at once")
	}
	for _, name := range []string{first, second} {
		if err := os.WriteFile(name+".end", nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	waited := false
	for range 2 {
		r := <-done
		r.expect(t, 0, "", "")
		waited = waited || strings.Contains(r.errout.String(), "another command is at work")
	}
	if !waited {
		t.Error("the second was not told that it waits")
	}
}

func TestStoppingTheServiceStopsItsCommands(t *testing.T) {
	dir, at := t.TempDir(), filepath.Join(t.TempDir(), "begun")
	s := serving(t, dir)
	done := make(chan result, 1)
	go func() { done <- do(t, dir, "block --at "+at) }()
	waitFor(t, at)
	if r := s.stop(); r.code != 0 {
		t.Errorf("the service ended with %d: %s", r.code, r.errout)
	}
	(<-done).expect(t, 1, "", "Stopped. What was already saved stays saved.")
	left(t, dir)
}

func TestCtrlCReachesTheService(t *testing.T) {
	dir, at := t.TempDir(), filepath.Join(t.TempDir(), "begun")
	serving(t, dir)
	p, r := program("1.0")
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan int, 1)
	go func() { done <- p.Run(ctx, []string{"block", "--at", at, "--dir", dir}) }()
	waitFor(t, at)
	cancel()
	r.code = <-done
	r.expect(t, 1, "", "Stopped.")
	do(t, dir, "stores").expect(t, 0, "MAIN", "")
}
