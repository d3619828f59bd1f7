package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"time"
)

// bench is one run: where it works, what it built, what it saw.
type bench struct {
	root    string // the repository
	dir     string // temporary
	program string // the built program
	results []result
}

func newBench(ctx context.Context) (*bench, error) {
	out, err := exec.CommandContext(ctx, "go", "env", "GOMOD").Output()
	if err != nil {
		return nil, fmt.Errorf("finding the repository: %w", err)
	}
	b := &bench{root: filepath.Dir(strings.TrimSpace(string(out)))}
	if b.dir, err = os.MkdirTemp("", "touchstone-bench-"); err != nil {
		return nil, err
	}
	b.program, err = b.build(ctx, "touchstone", ".")
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(b.dir))
	}
	return b, nil
}

// build compiles a package of the repository the way the program is shipped.
func (b *bench) build(ctx context.Context, name, pkg string) (string, error) {
	to := filepath.Join(b.dir, name)
	if runtime.GOOS == "windows" {
		to += ".exe"
	}
	cmd := exec.CommandContext(ctx, "go", "build", "-pgo="+filepath.Join("packaging", "pgo", "default.pgo"), "-o", to, pkg)
	cmd.Dir, cmd.Env = b.root, append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("building %s: %w\n%s", name, err, out)
	}
	return to, nil
}

// fresh is a new path below the run's folder that does not exist yet.
func (b *bench) fresh(name string) string {
	for i := 1; ; i++ {
		path := filepath.Join(b.dir, fmt.Sprintf("%s-%d", name, i))
		if _, err := os.Stat(path); os.IsNotExist(err) {
			return path
		}
	}
}

// cost is what a whole process took.
type cost struct {
	cpu, wall time.Duration
	memory    float64 // peak, in MB; 0 where the system does not say
}

// run lets a command do its work to the end.
func run(cmd *exec.Cmd) (cost, error) {
	var errout bytes.Buffer
	cmd.Stderr = &errout
	began := time.Now()
	if err := cmd.Run(); err != nil {
		return cost{}, fmt.Errorf("running %s: %w\n%s", filepath.Base(cmd.Path), err, errout.String())
	}
	s := cmd.ProcessState
	return cost{cpu: s.UserTime() + s.SystemTime(), wall: time.Since(began), memory: peak(s)}, nil
}

// server is a program that answers at a local port.
type server struct {
	cmd  *exec.Cmd
	url  string
	took time.Duration // from start to the first answer
}

// serve starts a program and waits for its first answer.
func serve(ctx context.Context, program, dir string) (*server, error) {
	address, err := freeAddress()
	if err != nil {
		return nil, err
	}
	s := &server{cmd: exec.CommandContext(ctx, program, "serve", "--http", address, "--dir", dir), url: "http://" + address}
	began := time.Now()
	if err := s.cmd.Start(); err != nil {
		return nil, err
	}
	for time.Since(began) < time.Minute {
		if healthy(ctx, s.url) {
			s.took = time.Since(began)
			return s, nil
		}
		time.Sleep(2 * time.Millisecond)
	}
	return nil, errors.Join(fmt.Errorf("starting %s: no answer within a minute", filepath.Base(program)), s.stop())
}

func healthy(ctx context.Context, url string) bool {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url+"/api/health", nil)
	if err != nil {
		return false
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return false
	}
	defer res.Body.Close()
	return res.StatusCode == http.StatusOK
}

// stop asks the program to end, and ends it where it cannot be asked.
func (s *server) stop() error {
	if err := s.cmd.Process.Signal(os.Interrupt); err != nil {
		_ = s.cmd.Process.Kill()
	}
	late := time.AfterFunc(20*time.Second, func() { _ = s.cmd.Process.Kill() })
	defer late.Stop()
	err := s.cmd.Wait()
	if _, ended := errors.AsType[*exec.ExitError](err); ended {
		return nil // how a program leaves when asked to is its own affair
	}
	return err
}

func freeAddress() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer l.Close()
	return l.Addr().String(), nil
}

// ms are milliseconds with their fractions.
func ms(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }
