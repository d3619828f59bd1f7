package wire

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"sync"
	"time"

	"touchstone/hooks/internal/verb"
)

// Job is one command that came over the endpoint.
type Job struct {
	Argv           []string
	Version        string // of the caller
	Stdout, Stderr io.Writer
	Files          verb.Files // the caller's files
}

// Server answers at the endpoint of a service.
type Server struct {
	Status Status
	Run    func(ctx context.Context, job Job) int // returns the exit code

	listener net.Listener
	remove   func()
	ctx      context.Context //nolint:containedctx // the life of the service
	cancel   context.CancelFunc
	work     sync.WaitGroup
}

// Listen opens the endpoint of a data folder and returns its address. Nobody
// but the folder's owner, and root, can reach it.
func (s *Server) Listen(dir string) (string, error) {
	l, address, remove, err := listen(dir)
	if err != nil {
		return "", fmt.Errorf("opening the local endpoint of %s: %w", dir, err)
	}
	s.listener, s.remove = l, remove
	s.ctx, s.cancel = context.WithCancel(context.Background())
	return address, nil
}

// Serve answers until Close.
func (s *Server) Serve() {
	for {
		conn, err := s.listener.Accept()
		if err != nil {
			if s.ctx.Err() != nil || errors.Is(err, net.ErrClosed) {
				return
			}
			time.Sleep(50 * time.Millisecond) // out of file handles: try again
			continue
		}
		s.work.Add(1)
		go func() {
			defer s.work.Done()
			defer conn.Close()
			if allowed(conn) {
				s.talk(conn)
			}
		}()
	}
}

// Close takes no more commands, stops those that run and waits for them, at
// most as long as patience says.
func (s *Server) Close(patience time.Duration) {
	s.cancel()
	_ = s.listener.Close()
	done := make(chan struct{})
	go func() { s.work.Wait(); close(done) }()
	select {
	case <-done:
	case <-time.After(patience):
	}
	s.remove()
}

// talk is one conversation: a ping, or one command.
func (s *Server) talk(conn net.Conn) {
	r := bufio.NewReaderSize(conn, 64<<10)
	to := &sender{w: conn}
	_ = conn.SetReadDeadline(time.Now().Add(10 * time.Second))
	h, _, err := readFrame(r)
	if err != nil {
		return
	}
	_ = conn.SetReadDeadline(time.Time{})
	switch h.Kind {
	case kindPing:
		_ = to.send(head{Kind: kindAnswer, Version: s.Status.Version, PID: s.Status.PID, URL: s.Status.URL}, nil)
	case kindRun:
		s.job(r, to, h)
	}
}

// job runs one command. The caller's going away cancels it.
func (s *Server) job(r io.Reader, to *sender, h head) {
	ctx, cancel := context.WithCancel(s.ctx)
	defer cancel()
	files := &remoteFiles{to: to, answers: make(chan reply), gone: ctx.Done()}
	go func() {
		defer cancel()
		files.listen(r)
	}()
	code := s.Run(ctx, Job{
		Argv: h.Argv, Version: h.Version, Files: files,
		Stdout: stream{to, kindOut}, Stderr: stream{to, kindErr},
	})
	_ = to.send(head{Kind: kindExit, Code: code}, nil)
}
