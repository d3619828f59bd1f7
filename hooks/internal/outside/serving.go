package outside

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"time"
)

// Service is the appliance while it serves.
type Service struct {
	*Shop
	URL  string
	cmd  *exec.Cmd
	said *noise
	done chan struct{} // closed when the process has ended
	err  error         // of its end, after done
}

// noise collects what several streams say.
type noise struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (n *noise) Write(p []byte) (int, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.text.Write(p)
}

func (n *noise) String() string {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.text.String()
}

// Serve starts the appliance on a free port and waits until it says where it
// answers. It ends with the test at the latest.
func (s *Shop) Serve(more ...string) *Service {
	s.Helper()
	cmd := exec.CommandContext(s.Context(), s.Program, append([]string{"serve", "--http", "127.0.0.1:0", "--json", "--dir", s.Dir}, more...)...) // as long as its test
	cmd.Dir, cmd.Env, cmd.WaitDelay = s.Work, s.Env, 5*time.Second
	return s.Started(cmd)
}

// Started starts a command that serves and prints its address as JSON.
func (s *Shop) Started(cmd *exec.Cmd) *Service {
	s.Helper()
	v := &Service{Shop: s, cmd: cmd, said: &noise{}, done: make(chan struct{})}
	out, in, err := os.Pipe()
	if err != nil {
		s.Fatal(err)
	}
	cmd.Stdout, cmd.Stderr = in, v.said
	cmd.Cancel = func() error { return ask(cmd.Process) } // at the end of its test, before what the test cleans up
	err = cmd.Start()
	_ = in.Close()
	if err != nil {
		s.Fatal(err)
	}
	go func() { v.err = cmd.Wait(); close(v.done) }()
	s.Cleanup(func() { v.Kill(); _ = out.Close() })
	first := make(chan string, 1)
	go func() {
		lines := bufio.NewReader(io.TeeReader(out, v.said))
		line, _ := lines.ReadString('\n')
		first <- line
		_, _ = io.Copy(io.Discard, lines)
	}()
	v.URL = v.address(<-first)
	return v
}

// address finds url in the line that serve prints first.
func (v *Service) address(line string) string {
	v.Helper()
	var said struct{ URL, Address string }
	if err := json.Unmarshal([]byte(line), &said); err != nil || said.URL+said.Address == "" {
		v.Kill()
		v.Fatalf("serving began with %q (%v)\n%s", line, err, v.Said())
	}
	return said.URL + said.Address
}

// Said is everything the service printed so far.
func (v *Service) Said() string { return v.said.String() }

// Kill ends the service as a power cut does.
func (v *Service) Kill() {
	_ = v.cmd.Process.Kill()
	<-v.done
}

// Stop lets the service end by itself, so that it writes out what it still
// holds, wherever it has not ended yet.
func (v *Service) Stop() {
	select {
	case <-v.done:
		return
	default:
	}
	_ = ask(v.cmd.Process)
	select {
	case <-v.done:
	case <-time.After(15 * time.Second):
		v.Kill()
	}
}

// ask asks a process to end; where a system has no such signal, it is ended.
func ask(p *os.Process) error {
	if p.Signal(syscall.SIGTERM) == nil {
		return nil
	}
	return p.Kill()
}

// Ask asks the service to stop by a signal and reports how it ended.
func (v *Service) Ask(signal os.Signal) error {
	v.Helper()
	if err := v.cmd.Process.Signal(signal); err != nil {
		v.Fatal(err)
	}
	select {
	case <-v.done:
	case <-time.After(30 * time.Second):
		v.Fatalf("it did not stop within 30 seconds\n%s", v.Said())
	}
	return v.err
}

// Answer is what the service said to a request.
type Answer struct {
	Status int
	Header http.Header
	Body   string
}

// Request is one request to the service; Host is the name by which it is
// called, if not its address.
type Request struct {
	Method, Path, Host, Body, Token string
	Header                          map[string]string
}

// Call makes a request.
func (v *Service) Call(r Request) Answer {
	v.Helper()
	if r.Method == "" {
		r.Method = http.MethodGet
	}
	req, err := http.NewRequestWithContext(v.Context(), r.Method, v.URL+r.Path, strings.NewReader(r.Body))
	if err != nil {
		v.Fatal(err)
	}
	if r.Body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	if r.Token != "" {
		req.Header.Set("Authorization", r.Token)
	}
	for name, value := range r.Header {
		req.Header.Set(name, value)
	}
	req.Host = r.Host
	client := &http.Client{Timeout: time.Minute, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	res, err := client.Do(req)
	if err != nil {
		v.Fatalf("%s %s: %v\n%s", r.Method, r.Path, err, v.Said())
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		v.Fatal(err)
	}
	return Answer{res.StatusCode, res.Header, string(body)}
}

// Get asks for a page.
func (v *Service) Get(path string) Answer { v.Helper(); return v.Call(Request{Path: path}) }

// Post sends JSON.
func (v *Service) Post(path, body string) Answer {
	v.Helper()
	return v.Call(Request{Method: http.MethodPost, Path: path, Body: body})
}
