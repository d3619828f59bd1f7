package appliance

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"touchstone/hooks/internal/database"
	"touchstone/hooks/internal/fault"
	"touchstone/hooks/internal/verb"

	_ "touchstone/migrations" // the schema
)

// output is written by the program and read by the test at the same time.
type output struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.buf.Write(p)
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.buf.String()
}

// probes are verbs that show what the appliance does with a verb.
func probes() []verb.Verb {
	files := []verb.Flag{{Name: "from", In: true}, {Name: "out", Out: true}, {Name: "fail", Bool: true}}
	return []verb.Verb{
		{Name: "stores", Reads: true, Run: func(_ context.Context, app core.App, call *verb.Call) error {
			all, err := app.FindAllRecords("stores")
			if err != nil {
				return err
			}
			for _, s := range all {
				fmt.Fprintf(call.Stdout, "%s %s\n", s.GetString("code"), s.GetString("time_zone"))
			}
			return nil
		}},
		{Name: "superusers", Reads: true, Run: func(_ context.Context, app core.App, call *verb.Call) error {
			n, err := app.CountRecords(core.CollectionNameSuperusers)
			fmt.Fprintln(call.Stdout, n)
			return err
		}},
		{Name: "copy", Flags: files, Run: copyFile},
		{Name: "fill", Run: fillDisk},
		{Name: "fault", Run: func(context.Context, core.App, *verb.Call) error {
			return fmt.Errorf("reading row 3: %w", fault.New(fault.Invalid, "Row 3 has no date. Export it again."))
		}},
		{Name: "usage", Run: func(context.Context, core.App, *verb.Call) error { return verb.Usage("Say which week.") }},
		{Name: "plain", Run: func(context.Context, core.App, *verb.Call) error { return errors.New("reading row 4: no date") }},
		{Name: "block", Flags: []verb.Flag{{Name: "at"}}, Run: block},
	}
}

func copyFile(_ context.Context, _ core.App, call *verb.Call) error {
	src, err := call.Files.Open(call.Flag("from"))
	if err != nil {
		return err
	}
	defer src.Close()
	dst, err := call.Files.Create(call.Flag("out"))
	if err != nil {
		return err
	}
	if _, err := io.Copy(dst, io.NewSectionReader(src, 0, src.Size())); err != nil {
		return err
	}
	if call.Bool("fail") {
		return errors.New("changing one's mind")
	}
	return dst.Close()
}

func fillDisk(_ context.Context, app core.App, _ *verb.Call) error {
	if _, err := app.NonconcurrentDB().NewQuery("PRAGMA max_page_count = 1").Execute(); err != nil {
		return err
	}
	_, err := app.DB().NewQuery("UPDATE stores SET address = hex(zeroblob(1000000))").Execute()
	return err
}

// block says on a file that it has begun, and works until its end is there or
// it is stopped.
func block(ctx context.Context, _ core.App, call *verb.Call) error {
	at := call.Flag("at")
	if err := os.WriteFile(at, nil, 0o600); err != nil {
		return err
	}
	for ctx.Err() == nil {
		if _, err := os.Stat(at + ".end"); err == nil {
			return nil
		}
		time.Sleep(10 * time.Millisecond)
	}
	return ctx.Err()
}

// result is how one command ended.
type result struct {
	code        int
	out, errout *output
}

func program(version string) (*Program, result) {
	r := result{out: &output{}, errout: &output{}}
	return &Program{
		Templates: fstest.MapFS{"presets/a.json": {Data: []byte("{}")}},
		Public:    fstest.MapFS{"index.html": {Data: []byte("start")}},
		Rooms:     func(h House) []Room { return []Room{New(h), {Name: "probes", Verbs: probes()}} },
		Build:     Build{Version: version}, Stdout: r.out, Stderr: r.errout, Now: time.Now, Patience: 20 * time.Second,
	}, r
}

func do(t *testing.T, dir, line string) result {
	t.Helper()
	return as(t, "1.0", dir, line)
}

func as(t *testing.T, version, dir, line string) result {
	t.Helper()
	p, r := program(version)
	r.code = p.Run(t.Context(), append(strings.Fields(line), "--dir", dir))
	return r
}

func (r result) expect(t *testing.T, code int, out, errout string) {
	t.Helper()
	if r.code != code || !strings.Contains(r.out.String(), out) || !strings.Contains(r.errout.String(), errout) {
		t.Errorf("exit %d, want %d\nout: %s\nwant %q\nerr: %s\nwant %q", r.code, code, r.out, out, r.errout, errout)
	}
}

// left fails when a command did not fold its work into the book.
func left(t *testing.T, dir string) {
	t.Helper()
	for _, name := range []string{"data.db-wal", "data.db-shm", "auxiliary.db-wal", "touchstone.owner.json", "touchstone.sock"} {
		if _, err := os.Stat(filepath.Join(dir, name)); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("%s was left (%v)", name, err)
		}
	}
}

// waitFor waits until a file is there.
func waitFor(t *testing.T, path string) {
	t.Helper()
	for range 1500 {
		if _, err := os.Stat(path); err == nil {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatalf("%s never came", path)
}

func TestAFreshFolderGetsOneStore(t *testing.T) {
	t.Setenv("TZ", "America/Chicago")
	dir := filepath.Join(t.TempDir(), "data")
	for range 2 {
		r := do(t, dir, "stores")
		r.expect(t, 0, "MAIN America/Chicago\n", "")
		if n := strings.Count(r.out.String(), "\n"); n != 1 {
			t.Errorf("%d stores", n)
		}
		left(t, dir)
	}
}

func TestErrorsAreOneSentence(t *testing.T) {
	dir := t.TempDir()
	do(t, dir, "fault").expect(t, 1, "", "Row 3 has no date. Export it again.\n")
	do(t, dir, "plain").expect(t, 1, "", "Reading row 4: no date\n")
	do(t, dir, "usage").expect(t, 2, "", "Say which week.\n")
	do(t, dir, "stors").expect(t, 2, "", `Did you mean "stores"?`)
	do(t, dir, "stores --nonsense").expect(t, 2, "", "touchstone stores --help")
	do(t, dir, "fill").expect(t, 1, "", "The disk is full. Nothing was lost")
	do(t, dir, "backup").expect(t, 1, "", "comes with a later version")
	do(t, dir, "copy --from absent --out x").expect(t, 1, "", "There is no file absent.")
	do(t, filepath.Join(dir, "no", "parent"), "stores").expect(t, 1, "", "does not exist. Check the spelling")
	r := do(t, dir, "fault --json")
	var said struct{ Error string }
	if err := json.Unmarshal([]byte(r.out.String()), &said); err != nil || said.Error != "Row 3 has no date. Export it again." || r.code != 1 {
		t.Errorf("%d %s %v", r.code, r.out, err)
	}
	left(t, dir)
}

// What a command leaves in the log is the whole chain.
func TestFailuresAreLogged(t *testing.T) {
	dir := t.TempDir()
	do(t, dir, "fault")
	db, err := database.Connect(filepath.Join(dir, "auxiliary.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var data string
	if err := db.NewQuery("SELECT data FROM _logs WHERE message = 'command failed'").Row(&data); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(data, "reading row 3") || !strings.Contains(data, `"command":"fault"`) {
		t.Errorf("logged %s", data)
	}
}

func TestFilesTakeTheirNameWhenAllWentWell(t *testing.T) {
	dir, work := t.TempDir(), t.TempDir()
	from, out := filepath.Join(work, "a.csv"), filepath.Join(work, "b.csv")
	if err := os.WriteFile(from, []byte("new"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(out, []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	line := "copy --from " + from + " --out " + out
	for _, c := range []struct {
		line string
		code int
		want string
	}{{line + " --fail", 1, "old"}, {line, 0, "new"}} {
		do(t, dir, c.line).expect(t, c.code, "", "")
		if got, err := os.ReadFile(out); err != nil || string(got) != c.want {
			t.Errorf("%s: %q %v", c.line, got, err)
		}
		if names, _ := filepath.Glob(filepath.Join(work, ".*")); len(names) != 0 {
			t.Errorf("%s: left %v", c.line, names)
		}
	}
	if _, err := (&localFiles{in: []string{from}}).Open("/etc/passwd"); err == nil {
		t.Error("a file was opened that the command does not name")
	}
	if _, err := (&localFiles{in: []string{from}}).Create(from); err == nil {
		t.Error("a file was written that the command only reads")
	}
}

func TestTwoCommandsAtOnce(t *testing.T) {
	dir, at := t.TempDir(), filepath.Join(t.TempDir(), "begun")
	done := make(chan result, 1)
	go func() { done <- do(t, dir, "block --at "+at) }()
	waitFor(t, at)
	time.AfterFunc(1500*time.Millisecond, func() { _ = os.WriteFile(at+".end", nil, 0o600) })
	do(t, dir, "stores").expect(t, 0, "MAIN", "Waiting: the data folder is in use by touchstone block (process")
	(<-done).expect(t, 0, "", "")
	do(t, dir, "serve --http 127.0.0.1:0x").expect(t, 1, "", "cannot be opened on this PC")
	left(t, dir)
}
