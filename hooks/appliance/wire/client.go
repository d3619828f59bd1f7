package wire

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"touchstone/hooks/internal/database"
	"touchstone/hooks/internal/fault"
	"touchstone/hooks/internal/verb"
)

// Status is what a service says of itself.
type Status struct {
	Version string `json:"version"`
	PID     int    `json:"pid"`
	URL     string `json:"url"`
}

// Ping asks the service at an endpoint who it is.
func Ping(endpoint string) (Status, error) {
	conn, err := dial(endpoint)
	if err != nil {
		return Status{}, fmt.Errorf("reaching the service: %w", err)
	}
	defer conn.Close()
	_ = conn.SetDeadline(time.Now().Add(3 * time.Second))
	if err := (&sender{w: conn}).send(head{Kind: kindPing}, nil); err != nil {
		return Status{}, fmt.Errorf("reaching the service: %w", err)
	}
	h, _, err := readFrame(conn)
	if err != nil {
		return Status{}, fmt.Errorf("reaching the service: %w", err)
	}
	return Status{Version: h.Version, PID: h.PID, URL: h.URL}, nil
}

// Request is a command for the service.
type Request struct {
	Argv           []string // without the program's name
	Version        string
	Stdout, Stderr io.Writer
	Files          verb.Files // the caller's own
}

// ErrNobody says that nothing answers at the endpoint.
var ErrNobody = errors.New("nobody answers at the service's endpoint")

// Run sends a command to the service and plays the caller's part until it
// ends; it returns the exit code. When ctx ends, the service is told to stop,
// and has ten seconds to say how it ended.
func Run(ctx context.Context, endpoint string, req Request) (int, error) {
	conn, err := dial(endpoint)
	if err != nil {
		return 0, fmt.Errorf("%w: %w", ErrNobody, err)
	}
	defer conn.Close()
	to := &sender{w: conn}
	if err := to.send(head{Kind: kindRun, Argv: req.Argv, Version: req.Version}, nil); err != nil {
		return 0, fmt.Errorf("sending the command to the service: %w", err)
	}
	done := make(chan struct{})
	defer close(done)
	go func() {
		select {
		case <-done:
		case <-ctx.Done():
			_ = to.send(head{Kind: kindCancel}, nil)
			_ = conn.SetReadDeadline(time.Now().Add(10 * time.Second))
		}
	}()
	return play(bufio.NewReaderSize(conn, 64<<10), to, req)
}

// play answers the service until it says exit.
func play(conn io.Reader, to *sender, req Request) (int, error) {
	local := &handler{files: req.Files}
	defer local.close()
	for {
		h, body, err := readFrame(conn)
		if err != nil {
			return 0, fmt.Errorf("losing the service in the middle of the command (it may have been stopped; run the command again): %w", err)
		}
		switch h.Kind {
		case kindOut:
			_, err = req.Stdout.Write(body)
		case kindErr:
			_, err = req.Stderr.Write(body)
		case kindAsk:
			answer, data := local.do(h, body)
			err = to.send(answer, data)
		case kindExit:
			return h.Code, nil
		}
		if err != nil {
			return 0, fmt.Errorf("passing on what the service sent: %w", err)
		}
	}
}

// handler does the service's file operations with the caller's rights.
type handler struct {
	files   verb.Files
	sources []verb.Source
	targets []io.WriteCloser
}

func (l *handler) do(h head, body []byte) (head, []byte) {
	answer := head{Kind: kindAnswer}
	var data []byte
	var err error
	switch h.Op {
	case "open":
		err = l.open(h.Name, &answer)
	case "read":
		data, err = l.read(h, &answer)
	case "create":
		err = l.create(h.Name, &answer)
	case "write":
		err = l.write(h, body)
	case "close":
		err = l.closeTarget(h.File)
	default:
		err = fmt.Errorf("not knowing the file operation %q", h.Op)
	}
	if err != nil {
		answer.Error = told(err)
	}
	return answer, data
}

// told is what the service shall say of an error on this side: the sentence of
// a fault without its cause, which only this side could look into.
func told(err error) string {
	if f, ok := errors.AsType[*fault.Error](database.Explain(err)); ok {
		return f.Message
	}
	return err.Error()
}

func (l *handler) open(name string, answer *head) error {
	src, err := l.files.Open(name)
	if err != nil {
		return err
	}
	l.sources = append(l.sources, src)
	answer.File, answer.Length = len(l.sources)-1, src.Size()
	return nil
}

func (l *handler) read(h head, answer *head) ([]byte, error) {
	if h.File < 0 || h.File >= len(l.sources) {
		return nil, errNoFile
	}
	data := make([]byte, min(max(h.Length, 0), maxBody))
	n, err := l.sources[h.File].ReadAt(data, h.Offset)
	if errors.Is(err, io.EOF) {
		answer.EOF, err = true, nil
	}
	return data[:n], err
}

var errNoFile = errors.New("using a file that is not open")

func (l *handler) create(name string, answer *head) error {
	w, err := l.files.Create(name)
	if err != nil {
		return err
	}
	l.targets = append(l.targets, w)
	answer.File = len(l.targets) - 1
	return nil
}

func (l *handler) write(h head, body []byte) error {
	if h.File < 0 || h.File >= len(l.targets) || l.targets[h.File] == nil {
		return errNoFile
	}
	_, err := l.targets[h.File].Write(body)
	return err
}

func (l *handler) closeTarget(file int) error {
	if file < 0 || file >= len(l.targets) || l.targets[file] == nil {
		return errNoFile
	}
	w := l.targets[file]
	l.targets[file] = nil
	return w.Close()
}

func (l *handler) close() {
	for _, s := range l.sources {
		_ = s.Close()
	}
	for _, w := range l.targets {
		if w != nil {
			_ = w.Close()
		}
	}
}

// dialTimeout bounds how long a caller waits for a service to pick up.
const dialTimeout = 3 * time.Second
