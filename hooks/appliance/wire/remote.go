package wire

import (
	"errors"
	"fmt"
	"io"
	"sync"

	"touchstone/hooks/internal/verb"
)

// remoteFiles are the caller's files as the service sees them. One question is
// open at a time.
type remoteFiles struct {
	mu      sync.Mutex
	to      *sender
	answers chan reply
	gone    <-chan struct{}
}

type reply struct {
	head head
	body []byte
}

var errGone = errors.New("losing the caller: the command was stopped on its side")

// listen hands answers to whoever asked, until the caller goes or cancels.
func (f *remoteFiles) listen(r io.Reader) {
	for {
		h, body, err := readFrame(r)
		if err != nil || h.Kind == kindCancel {
			return
		}
		if h.Kind != kindAnswer {
			continue
		}
		select {
		case f.answers <- reply{h, body}:
		case <-f.gone:
			return
		}
	}
}

func (f *remoteFiles) ask(h head, body []byte) (head, []byte, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	h.Kind = kindAsk
	if err := f.to.send(h, body); err != nil {
		return head{}, nil, errGone
	}
	select {
	case a := <-f.answers:
		if a.head.Error != "" {
			return a.head, nil, errors.New(a.head.Error)
		}
		return a.head, a.body, nil
	case <-f.gone:
		return head{}, nil, errGone
	}
}

// Open opens a file of the caller for reading.
func (f *remoteFiles) Open(name string) (verb.Source, error) {
	h, _, err := f.ask(head{Op: "open", Name: name}, nil)
	if err != nil {
		return nil, err
	}
	return &remoteSource{files: f, file: h.File, size: h.Length, at: -1}, nil
}

// Create opens a file of the caller for writing.
func (f *remoteFiles) Create(name string) (io.WriteCloser, error) {
	h, _, err := f.ask(head{Op: "create", Name: name}, nil)
	if err != nil {
		return nil, err
	}
	return &remoteTarget{files: f, file: h.File}, nil
}

// remoteSource reads ahead in blocks, so that a reader's small steps do not
// each cross the endpoint.
type remoteSource struct {
	files *remoteFiles
	file  int
	size  int64

	mu    sync.Mutex
	at    int64 // offset of block, -1 none
	block []byte
}

func (s *remoteSource) Size() int64  { return s.size }
func (s *remoteSource) Close() error { return nil } // the caller closes all at the end

// ReadAt reads as io.ReaderAt says.
func (s *remoteSource) ReadAt(p []byte, off int64) (int, error) {
	if off < 0 {
		return 0, fmt.Errorf("reading at %d: an offset is never negative", off)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	done := 0
	for done < len(p) {
		from := off + int64(done)
		if s.at < 0 || from < s.at || from >= s.at+int64(len(s.block)) {
			if err := s.fetch(from); err != nil {
				return done, err
			}
			if len(s.block) == 0 {
				return done, io.EOF
			}
		}
		done += copy(p[done:], s.block[from-s.at:])
	}
	return done, nil
}

func (s *remoteSource) fetch(from int64) error {
	_, body, err := s.files.ask(head{Op: "read", File: s.file, Offset: from, Length: maxBody}, nil)
	if err != nil {
		return err
	}
	s.at, s.block = from, body
	return nil
}

// remoteTarget gathers small writes into blocks.
type remoteTarget struct {
	files *remoteFiles
	file  int
	buf   []byte
	err   error
}

func (t *remoteTarget) Write(p []byte) (int, error) {
	if t.err != nil {
		return 0, t.err
	}
	t.buf = append(t.buf, p...)
	for len(t.buf) >= maxBody {
		if t.err = t.put(t.buf[:maxBody]); t.err != nil {
			return 0, t.err
		}
		t.buf = append(t.buf[:0], t.buf[maxBody:]...)
	}
	return len(p), nil
}

func (t *remoteTarget) put(p []byte) error {
	_, _, err := t.files.ask(head{Op: "write", File: t.file}, p)
	return err
}

// Close sends the rest and tells the caller to finish the file.
func (t *remoteTarget) Close() error {
	if t.err == nil && len(t.buf) > 0 {
		t.err = t.put(t.buf)
	}
	t.buf = nil
	_, _, err := t.files.ask(head{Op: "close", File: t.file}, nil)
	return errors.Join(t.err, err)
}
