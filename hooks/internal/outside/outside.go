// Package outside drives the program as a shop gets it: built once for a run
// of tests, then called over its command line, its network door and its
// signals, with a data folder, a home and a time zone of its own. It knows of
// the program what DESIGN promises and nothing else, so its tests read like a
// day in a shop. Only tests use it; it owns no collection.
package outside

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"
)

// longest is how long one command may take before its test gives up.
const longest = 2 * time.Minute

// made is the program and the folder made for it, which is empty when making it
// failed.
type made struct{ folder, program string }

// built makes the program the first time it is asked for.
var built = sync.OnceValues(func() (made, error) {
	folder, err := os.MkdirTemp("", "touchstone-outside-")
	if err != nil {
		return made{}, err
	}
	m := made{folder, filepath.Join(folder, "touchstone")}
	if runtime.GOOS == "windows" {
		m.program += ".exe"
	}
	if err := os.Chmod(folder, 0o755); err != nil { //nolint:gosec // a test runs it as somebody else
		return m, err
	}
	cmd := exec.Command("go", "build", "-o", m.program, "touchstone")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		return m, fmt.Errorf("building the program: %w\n%s", err, out)
	}
	return m, nil
})

// Tests runs a package's tests and takes the program away afterwards.
func Tests(m *testing.M) int {
	code := m.Run()
	if b, _ := built(); b.folder != "" {
		_ = os.Remove(b.program)
		_ = os.Remove(b.folder)
	}
	return code
}

// Shop is one data folder with its surroundings.
type Shop struct {
	testing.TB
	Program string   // the built program
	Work    string   // where commands are called and files lie
	Dir     string   // the data folder, below Work; no command was there yet
	Env     []string // of every command
}

// Open makes the surroundings of a shop in New York.
func Open(t testing.TB) *Shop {
	t.Helper()
	return OpenAt(t, t.TempDir(), "America/New_York")
}

// OpenAt makes the surroundings of a shop in a folder that exists.
func OpenAt(t testing.TB, work, zone string) *Shop {
	t.Helper()
	b, err := built()
	if err != nil {
		t.Fatal(err)
	}
	home := filepath.Join(work, "home")
	if err := os.MkdirAll(home, 0o755); err != nil { //nolint:gosec // a test goes there as somebody else
		t.Fatal(err)
	}
	env := []string{"TZ=" + zone, "LANG=en_US.UTF-8", "HOME=" + home, "USERPROFILE=" + home, "APPDATA=" + home, "LOCALAPPDATA=" + home}
	for _, name := range []string{"PATH", "SystemRoot", "SystemDrive", "TMPDIR", "TEMP", "TMP"} {
		if value, ok := os.LookupEnv(name); ok {
			env = append(env, name+"="+value)
		}
	}
	return &Shop{TB: t, Program: b.program, Work: work, Dir: filepath.Join(work, "data"), Env: env}
}

// For is the same shop in the hands of a subtest.
func (s *Shop) For(t testing.TB) *Shop {
	other := *s
	other.TB = t
	return &other
}

// Bare is a command of the program, called from Work, without --dir.
func (s *Shop) Bare(args ...string) *exec.Cmd {
	ctx, cancel := context.WithTimeout(s.Context(), longest)
	s.Cleanup(cancel)
	cmd := exec.CommandContext(ctx, s.Program, args...)
	cmd.Dir, cmd.Env = s.Work, s.Env
	cmd.WaitDelay = 5 * time.Second
	return cmd
}

// Command is a command of the program on the shop's data folder.
func (s *Shop) Command(args ...string) *exec.Cmd { return s.Bare(append(args, "--dir", s.Dir)...) }

// Ended is how a command ended.
type Ended struct {
	testing.TB
	Args     []string
	Code     int // -1: a signal ended it
	Out, Err string
}

// End runs a command to its end.
func (s *Shop) End(cmd *exec.Cmd) Ended {
	s.Helper()
	var out, errout bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errout
	err := cmd.Run()
	if _, exited := errors.AsType[*exec.ExitError](err); err != nil && !exited {
		s.Fatalf("running %q: %v", cmd.Args[1:], err)
	}
	return Ended{s.TB, cmd.Args[1:], cmd.ProcessState.ExitCode(), out.String(), errout.String()}
}

// Run runs a command on the shop's data folder.
func (s *Shop) Run(args ...string) Ended { s.Helper(); return s.End(s.Command(args...)) }

// Must runs a command that has to end well and returns what it printed.
func (s *Shop) Must(args ...string) string {
	s.Helper()
	return s.Run(args...).Expect(0, "", "").Out
}

// Read runs a command with --json that has to end well and reads its answer.
func (s *Shop) Read(into any, args ...string) {
	s.Helper()
	s.Run(append(args, "--json")...).Expect(0, "", "").JSON(into)
}

// Expect holds the exit code and parts of what was printed.
func (e Ended) Expect(code int, out, errout string) Ended {
	e.Helper()
	if e.Code != code || !strings.Contains(e.Out, out) || !strings.Contains(e.Err, errout) {
		e.Fatalf("touchstone %s\nexit %d, want %d\nout: %s\nwant %q\nerr: %s\nwant %q",
			strings.Join(e.Args, " "), e.Code, code, cut(e.Out), out, cut(e.Err), errout)
	}
	return e
}

// JSON reads standard output, which has to hold one JSON value and nothing
// else.
func (e Ended) JSON(into any) {
	e.Helper()
	if err := Decode([]byte(e.Out), into, false); err != nil {
		e.Fatalf("touchstone %s: %v\nout: %s", strings.Join(e.Args, " "), err, cut(e.Out))
	}
}

// Decode reads exactly one JSON value. strict refuses keys that into does not
// have.
func Decode(raw []byte, into any, strict bool) error {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	if strict {
		d.DisallowUnknownFields()
	}
	if err := d.Decode(into); err != nil {
		return fmt.Errorf("reading JSON: %w", err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return errors.New("reading JSON: something stands after the answer")
	}
	return nil
}

// Put writes a file into Work and returns its name there.
func (s *Shop) Put(name string, body []byte) string {
	s.Helper()
	if err := os.WriteFile(filepath.Join(s.Work, name), body, 0o644); err != nil { //nolint:gosec // as a download folder has it
		s.Fatal(err)
	}
	return name
}

// cut shortens what a command printed for a report.
func cut(text string) string {
	if len(text) > 3000 {
		return text[:3000] + " ..."
	}
	return text
}
