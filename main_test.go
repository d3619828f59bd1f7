package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
)

// The first day with the program, as an owner lives it: look at the sample
// store, read the own exports, ask for figures, print the scorecards, leave it
// running, take an import back. What each command promises in detail, and what
// happens when things go wrong, is tested in hooks/internal/outside.

// shop is the built program and the folder in which it is called.
type shop struct {
	testing.TB
	program, folder string
}

func open(t *testing.T) shop {
	t.Helper()
	s := shop{t, filepath.Join(t.TempDir(), "touchstone"), t.TempDir()}
	if runtime.GOOS == "windows" {
		s.program += ".exe"
	}
	build := exec.Command("go", "build", "-o", s.program, ".")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("building the program: %v\n%s", err, out)
	}
	return s
}

func (s shop) command(args ...string) *exec.Cmd {
	cmd := exec.CommandContext(s.Context(), s.program, args...)
	cmd.Dir = s.folder
	cmd.Env = append(os.Environ(), "HOME="+s.folder, "TZ=America/Chicago")
	return cmd
}

// run expects the exit code and returns both outputs.
func (s shop) run(code int, args ...string) (out, errout string) {
	s.Helper()
	var o, e bytes.Buffer
	cmd := s.command(args...)
	cmd.Stdout, cmd.Stderr = &o, &e
	err := cmd.Run()
	if _, exited := errors.AsType[*exec.ExitError](err); err != nil && !exited {
		s.Fatal(err)
	}
	if got := cmd.ProcessState.ExitCode(); got != code {
		s.Fatalf("touchstone %s: exit %d, want %d\n%s%s", strings.Join(args, " "), got, code, o.String(), e.String())
	}
	return o.String(), e.String()
}

// ask runs a command with --json and reads its answer.
func (s shop) ask(into any, args ...string) {
	s.Helper()
	out, _ := s.run(0, append(args, "--json")...)
	if err := json.Unmarshal([]byte(out), into); err != nil {
		s.Fatalf("touchstone %s: %v\n%s", strings.Join(args, " "), err, out)
	}
}

// read is what an import brought.
type read struct {
	Import   string
	Receipts int
	Updated  int
	Rejected []any
}

func TestTheFirstDay(t *testing.T) {
	s := open(t)
	var version struct{ PocketBase string }
	if s.ask(&version, "version"); version.PocketBase != "0.39.11" {
		t.Errorf("built on PocketBase %s", version.PocketBase)
	}

	var sample struct {
		Scorecards                    string
		Associates, Receipts, Clients int
	}
	s.ask(&sample, "demo", "--once", "--dir", "demo")
	if sample.Associates != 5 || sample.Clients < 900 || sample.Receipts < 3000 {
		t.Errorf("the sample store: %+v", sample)
	}
	isPDF(t, sample.Scorecards)

	exports, err := filepath.Glob(filepath.Join(s.folder, "demo", "exports", "*.csv"))
	if err != nil || len(exports) < 4 {
		t.Fatalf("the sample exports: %v %v", exports, err)
	}
	var files []read
	s.ask(&files, append([]string{"import", "--dir", "shop"}, exports...)...)
	receipts := 0
	for _, f := range files {
		receipts += f.Receipts
		if len(f.Rejected) > 0 {
			t.Errorf("rows of the sample exports are rejected: %v", f.Rejected)
		}
	}
	if receipts != sample.Receipts {
		t.Errorf("by hand the exports bring %d receipts, in the sample store they brought %d", receipts, sample.Receipts)
	}
	figures(t, s)
	s.run(0, "scorecard", "--dir", "shop", "--out", "monday.pdf")
	isPDF(t, filepath.Join(s.folder, "monday.pdf"))
	leaveRunning(t, s)
	takeBack(t, s, exports, files)
	s.run(1, "demo", "--once", "--dir", "shop") // a real book is left alone
}

func isPDF(t *testing.T, name string) {
	t.Helper()
	if body, err := os.ReadFile(name); err != nil || !bytes.HasPrefix(body, []byte("%PDF-")) {
		t.Errorf("%s is no PDF: %v", name, err)
	}
}

// figures: what the associates sold adds up to what the store sold.
func figures(t *testing.T, s shop) {
	t.Helper()
	type answer struct {
		Rows []struct {
			Key     string
			Figures struct {
				NetSales   int64 `json:"net_sales"`
				SalesCount int64 `json:"sales_count"`
			}
		}
	}
	period := []string{"metrics", "--dir", "shop", "--from", "2020-01-01", "--to", "2099-12-31"}
	var all, people answer
	s.ask(&all, period...)
	s.ask(&people, slices.Concat(period, []string{"--by", "associate"})...)
	var net, count int64
	for _, r := range people.Rows {
		net, count = net+r.Figures.NetSales, count+r.Figures.SalesCount
	}
	if len(all.Rows) != 1 || all.Rows[0].Figures.NetSales != net || all.Rows[0].Figures.SalesCount != count || net <= 0 {
		t.Errorf("the store %+v, its people %d in %d sales", all.Rows, net, count)
	}
}

// leaveRunning serves the book, works beside it and ends it.
func leaveRunning(t *testing.T, s shop) {
	t.Helper()
	cmd := s.command("serve", "--dir", "shop", "--http", "127.0.0.1:0", "--json")
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = cmd.Process.Kill(); _ = cmd.Wait() }()
	var said struct{ URL string }
	if line, err := bufio.NewReader(out).ReadBytes('\n'); err != nil || json.Unmarshal(line, &said) != nil {
		t.Fatalf("serve said %q (%v)", line, err)
	}
	res, err := http.Get(said.URL + "/workshop.html")
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if page, err := io.ReadAll(res.Body); err != nil || res.StatusCode != http.StatusOK || !strings.Contains(string(page), "workshop.js") {
		t.Errorf("the page that opens the workshop: %d %v", res.StatusCode, err)
	}
	s.run(0, "health", "--dir", "shop")
	if code, _ := s.run(0, "setup-code", "--dir", "shop"); len(strings.SplitN(code, "\n", 2)[0]) != 8 {
		t.Errorf("setup code: %s", code)
	}
}

// takeBack undoes the newest import and reads its file again.
func takeBack(t *testing.T, s shop, exports []string, files []read) {
	t.Helper()
	before, _ := s.run(0, "metrics", "--dir", "shop", "--from", "2020-01-01", "--to", "2099-12-31", "--by", "weekday", "--json")
	newest := files[len(files)-1]
	s.run(0, "imports", "undo", newest.Import, "--dir", "shop")
	without, _ := s.run(0, "metrics", "--dir", "shop", "--from", "2020-01-01", "--to", "2099-12-31", "--by", "weekday", "--json")
	var again, unchanged read
	s.ask(&again, "import", exports[len(exports)-1], "--dir", "shop")
	s.ask(&unchanged, "import", exports[0], "--dir", "shop")
	after, _ := s.run(0, "metrics", "--dir", "shop", "--from", "2020-01-01", "--to", "2099-12-31", "--by", "weekday", "--json")
	if again.Receipts != newest.Receipts || unchanged.Receipts+unchanged.Updated != 0 || after != before || without == before {
		t.Errorf("taken back %+v and read again %+v; a file of before gave %+v", newest, again, unchanged)
	}
}
