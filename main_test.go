package main

import (
	"bufio"
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

// binary is the program as a shop gets it, built once for all tests.
var binary string

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "touchstone-program-")
	if err != nil {
		panic(err)
	}
	binary = filepath.Join(dir, "touchstone")
	if runtime.GOOS == "windows" {
		binary += ".exe"
	}
	code := 1
	if out, err := exec.Command("go", "build", "-o", binary, ".").CombinedOutput(); err != nil {
		os.Stderr.Write(out)
	} else {
		code = m.Run()
	}
	_ = os.RemoveAll(dir)
	os.Exit(code)
}

// ended is how a command ended.
type ended struct {
	code        int
	out, errout string
}

func run1(t *testing.T, cmd *exec.Cmd) ended {
	t.Helper()
	var out, errout bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errout
	err := cmd.Run()
	if _, exited := errors.AsType[*exec.ExitError](err); err != nil && !exited {
		t.Fatal(err)
	}
	return ended{cmd.ProcessState.ExitCode(), out.String(), errout.String()}
}

func touchstone(t *testing.T, args ...string) ended {
	t.Helper()
	return run1(t, exec.Command(binary, args...))
}

func (e ended) expect(t *testing.T, code int, out, errout string) {
	t.Helper()
	if e.code != code || !strings.Contains(e.out, out) || !strings.Contains(e.errout, errout) {
		t.Errorf("exit %d, want %d\nout: %s\nwant %q\nerr: %s\nwant %q", e.code, code, e.out, out, e.errout, errout)
	}
}

// serve starts the appliance and waits until it says that it runs.
func serve(t *testing.T, dir string) *exec.Cmd {
	t.Helper()
	cmd := exec.Command(binary, "serve", "--json", "--http", "127.0.0.1:0", "--dir", dir)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil || !strings.Contains(line, `"url":"http://127.0.0.1:`) {
		t.Fatalf("serve said %q (%v)", line, err)
	}
	return cmd
}

func TestWithoutACommandHelpIsPrinted(t *testing.T) {
	dir := t.TempDir()
	cmd := exec.Command(binary)
	cmd.Dir = dir
	run1(t, cmd).expect(t, 0, "Use: touchstone COMMAND", "")
	touchstone(t, "version", "--json").expect(t, 0, `"pocketbase":"0.39.11"`, "")
	touchstone(t, "dctor").expect(t, 2, "", `Did you mean "doctor"?`)
	touchstone(t, "service", "install", "--dir", filepath.Join(dir, "d")).expect(t, 1, "", "comes with a later version")
	if left, _ := os.ReadDir(dir); len(left) != 0 {
		t.Errorf("commands that need no data left %v", left)
	}
}

func TestKilledAndTakenOver(t *testing.T) {
	dir := t.TempDir()
	for range 3 {
		cmd := serve(t, dir)
		touchstone(t, "health", "--dir", dir).expect(t, 0, "Touchstone is well", "")
		if err := cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		_ = cmd.Wait()
		touchstone(t, "health", "--dir", dir).expect(t, 1, "", "is not running")
		touchstone(t, "doctor", "--dir", dir).expect(t, 0, "ok       book: whole", "")
	}
}

// Wherever the first start is cut off, the next command finds its way.
func TestKilledWhileStartingAfresh(t *testing.T) {
	for i := range 10 {
		dir := filepath.Join(t.TempDir(), "data")
		cmd := exec.Command(binary, "serve", "--http", "127.0.0.1:0", "--dir", dir)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(20+i*25) * time.Millisecond)
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		touchstone(t, "doctor", "--dir", dir).expect(t, 0, "ok       book: whole", "")
	}
}

func TestAskedToStop(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no signal that asks a console program to stop")
	}
	dir := t.TempDir()
	cmd := serve(t, dir)
	touchstone(t, "serve", "--dir", dir).expect(t, 1, "", "already served by touchstone serve")
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { done <- cmd.Wait() }()
	select {
	case err := <-done:
		if err != nil {
			t.Errorf("it ended with %v", err)
		}
	case <-time.After(20 * time.Second):
		t.Fatal("it did not stop")
	}
	for _, name := range []string{"data.db-wal", "data.db-shm", "touchstone.sock"} {
		if _, err := os.Stat(filepath.Join(dir, name)); err == nil {
			t.Errorf("%s was left", name)
		}
	}
}
