package wire

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"touchstone/hooks/internal/verb"
)

// shelf is a caller's files in memory.
type shelf struct {
	files map[string]string
	made  map[string]*bytes.Buffer
	shut  map[string]bool
}

type page struct{ *strings.Reader }

func (page) Close() error { return nil }

type leaf struct {
	*bytes.Buffer
	done func()
}

func (l leaf) Close() error { l.done(); return nil }

func (s *shelf) Open(name string) (verb.Source, error) {
	text, ok := s.files[name]
	if !ok {
		return nil, fmt.Errorf("There is no file %s.", name) //nolint:staticcheck // a sentence for a person
	}
	return page{strings.NewReader(text)}, nil
}

func (s *shelf) Create(name string) (io.WriteCloser, error) {
	s.made[name] = &bytes.Buffer{}
	return leaf{s.made[name], func() { s.shut[name] = true }}, nil
}

func newShelf(files map[string]string) *shelf {
	return &shelf{files: files, made: map[string]*bytes.Buffer{}, shut: map[string]bool{}}
}

// start opens an endpoint that runs f for every command.
func start(t *testing.T, f func(ctx context.Context, job Job) int) string {
	t.Helper()
	s := &Server{Run: f, Status: Status{Version: "1.2", PID: 7, URL: "http://x"}}
	address, err := s.Listen(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	go s.Serve()
	t.Cleanup(func() { s.Close(5 * time.Second) })
	return address
}

func TestACommandGoesThereAndItsOutputComesBack(t *testing.T) {
	long := strings.Repeat("0123456789abcdef", 300_000) // 4.8 MB: several blocks
	address := start(t, func(_ context.Context, job Job) int {
		if job.Version != "1.2" || strings.Join(job.Argv, " ") != "copy long.csv" {
			fmt.Fprintf(job.Stderr, "wrong call %v %s", job.Argv, job.Version)
			return 2
		}
		if _, err := job.Files.Open("absent.csv"); err == nil || err.Error() != "There is no file absent.csv." {
			fmt.Fprintf(job.Stderr, "opening a file that is not there: %v", err)
			return 2
		}
		src, err := job.Files.Open("long.csv")
		if err != nil {
			fmt.Fprint(job.Stderr, err)
			return 2
		}
		dst, err := job.Files.Create("out.csv")
		if err != nil {
			fmt.Fprint(job.Stderr, err)
			return 2
		}
		if _, err := io.Copy(dst, io.NewSectionReader(src, 0, src.Size())); err != nil {
			fmt.Fprint(job.Stderr, err)
			return 2
		}
		if err := dst.Close(); err != nil {
			fmt.Fprint(job.Stderr, err)
			return 2
		}
		fmt.Fprint(job.Stdout, long)
		fmt.Fprint(job.Stderr, "told")
		return 3
	})
	files := newShelf(map[string]string{"long.csv": long})
	var stdout, stderr bytes.Buffer
	code, err := Run(context.Background(), address, Request{Argv: []string{"copy", "long.csv"}, Version: "1.2", Stdout: &stdout, Stderr: &stderr, Files: files})
	if err != nil || code != 3 || stderr.String() != "told" {
		t.Fatalf("code %d, %v, %s", code, err, stderr.String())
	}
	if stdout.String() != long {
		t.Errorf("standard output: %d bytes of %d", stdout.Len(), len(long))
	}
	if files.made["out.csv"].String() != long || !files.shut["out.csv"] {
		t.Errorf("the written file has %d bytes, closed %v", files.made["out.csv"].Len(), files.shut["out.csv"])
	}
}

func TestRemoteSourceIsAReaderAt(t *testing.T) {
	text := strings.Repeat("touchstone ", 200_000)
	address := start(t, func(_ context.Context, job Job) int {
		src, err := job.Files.Open("a")
		if err != nil {
			return 2
		}
		for _, at := range []int64{5, 1 << 20, 1<<20 - 3, 0, int64(len(text)) - 4} {
			p := make([]byte, 9)
			n, err := src.ReadAt(p, at)
			if want := text[at:min(int(at)+9, len(text))]; string(p[:n]) != want || (n < 9) != errors.Is(err, io.EOF) {
				fmt.Fprintf(job.Stderr, "at %d: %q %v, want %q", at, p[:n], err, want)
				return 1
			}
		}
		if err := iotest.TestReader(io.NewSectionReader(src, 0, src.Size()), []byte(text)); err != nil {
			fmt.Fprint(job.Stderr, err)
			return 1
		}
		return 0
	})
	var stderr bytes.Buffer
	code, err := Run(context.Background(), address, Request{Stdout: io.Discard, Stderr: &stderr, Files: newShelf(map[string]string{"a": text})})
	if err != nil || code != 0 {
		t.Errorf("%d %v %s", code, err, stderr.String())
	}
}

func TestCancelReachesTheCommand(t *testing.T) {
	began := make(chan struct{})
	address := start(t, func(ctx context.Context, job Job) int {
		close(began)
		<-ctx.Done()
		fmt.Fprint(job.Stdout, "stopped")
		return 1
	})
	ctx, cancel := context.WithCancel(context.Background())
	go func() { <-began; cancel() }()
	var stdout bytes.Buffer
	code, err := Run(ctx, address, Request{Stdout: &stdout, Stderr: io.Discard, Files: newShelf(nil)})
	if err != nil || code != 1 || stdout.String() != "stopped" {
		t.Errorf("%d %v %q", code, err, stdout.String())
	}
}

func TestACallerWhoDiesCancels(t *testing.T) {
	began, ended := make(chan struct{}), make(chan error, 1)
	address := start(t, func(ctx context.Context, job Job) int {
		close(began)
		<-ctx.Done()
		_, err := job.Files.Open("a")
		ended <- err
		return 1
	})
	conn, err := dial(address)
	if err != nil {
		t.Fatal(err)
	}
	if err := (&sender{w: conn}).send(head{Kind: kindRun}, nil); err != nil {
		t.Fatal(err)
	}
	<-began
	conn.Close()
	select {
	case err := <-ended:
		if !errors.Is(err, errGone) {
			t.Errorf("a file of a caller who is gone: %v", err)
		}
	case <-time.After(10 * time.Second):
		t.Error("the command went on")
	}
}

func TestAServiceThatDiesIsTold(t *testing.T) {
	s := &Server{Run: func(ctx context.Context, _ Job) int { <-ctx.Done(); select {} }}
	address, err := s.Listen(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	go s.Serve()
	conn, err := dial(address)
	if err != nil {
		t.Fatal(err)
	}
	conn.Close()
	s.Close(time.Second)
	_, err = Run(context.Background(), address, Request{Stdout: io.Discard, Stderr: io.Discard, Files: newShelf(nil)})
	if !errors.Is(err, ErrNobody) {
		t.Errorf("nobody is there, yet: %v", err)
	}
	if _, err := os.Stat(address); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the endpoint was left: %v", err)
	}
}

func TestPing(t *testing.T) {
	address := start(t, func(context.Context, Job) int { return 0 })
	got, err := Ping(address)
	if want := (Status{Version: "1.2", PID: 7, URL: "http://x"}); err != nil || got != want {
		t.Errorf("%+v %v", got, err)
	}
}

func TestTheEndpointIsTheOwnersAlone(t *testing.T) {
	for name, dir := range map[string]string{"short": t.TempDir(), "long": filepath.Join(t.TempDir(), strings.Repeat("d", 120))} {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			t.Fatal(err)
		}
		s := &Server{}
		address, err := s.Listen(dir)
		if err != nil {
			t.Fatal(err)
		}
		info, err := os.Stat(address)
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: rights %v %v", name, info.Mode(), err)
		}
		s.Close(time.Second)
	}
}

func FuzzReadFrame(f *testing.F) {
	var good bytes.Buffer
	if err := (&sender{w: &good}).send(head{Kind: kindRun, Argv: []string{"import", "a.csv"}, Version: "1"}, []byte("body")); err != nil {
		f.Fatal(err)
	}
	f.Add(good.Bytes())
	f.Add([]byte{})
	f.Add([]byte("GET / HTTP/1.1\r\n\r\n"))
	f.Add([]byte{0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0, '{', '}'})
	f.Add([]byte{0, 0, 0, 2, 0, 0, 0, 9, '{', '}', 'x'})
	f.Fuzz(func(t *testing.T, data []byte) {
		h, body, err := readFrame(bytes.NewReader(data))
		if err != nil {
			return
		}
		var again bytes.Buffer
		if err := (&sender{w: &again}).send(h, body); err != nil {
			return // written out, the head may be longer than what was read
		}
		h2, body2, err := readFrame(&again)
		if err != nil || fmt.Sprint(h2) != fmt.Sprint(h) || !bytes.Equal(body2, body) {
			t.Errorf("%+v became %+v (%v)", h, h2, err)
		}
	})
}

// A service must not reach past what the caller opened.
func TestHandlerRefusesUnknownFiles(t *testing.T) {
	l := &handler{files: newShelf(nil)}
	for _, h := range []head{{Op: "read", File: 0}, {Op: "read", File: -1}, {Op: "write", File: 3}, {Op: "close", File: -2}, {Op: "delete"}} {
		if answer, _ := l.do(h, nil); answer.Error == "" {
			t.Errorf("%+v was done", h)
		}
	}
}
