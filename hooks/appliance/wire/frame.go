// Package wire carries a command to the process that owns the data folder and
// its output back, over a unix socket or a named pipe that only the owner of
// the folder can open. Files stay with the caller: the service asks it for
// bytes and hands it bytes, so that each side works with its own rights.
package wire

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"sync"
)

// Limits of one frame, in bytes.
const (
	maxHead = 1 << 20
	maxBody = 1 << 20
)

// The kinds of frames.
const (
	kindPing   = "ping"   // to the service: who are you
	kindRun    = "run"    // to the service: the command
	kindCancel = "cancel" // to the service: the caller pressed Ctrl+C
	kindOut    = "out"    // to the caller: standard output
	kindErr    = "err"    // to the caller: standard error
	kindAsk    = "ask"    // to the caller: a file operation
	kindAnswer = "answer" // to the service: its result
	kindExit   = "exit"   // to the caller: done, with the exit code
)

// Head is the small part of a frame.
type head struct {
	Kind string `json:"kind"`

	// ping, run and the answer to a ping
	Argv    []string `json:"argv,omitempty"`
	Version string   `json:"version,omitempty"`
	PID     int      `json:"pid,omitempty"`
	URL     string   `json:"url,omitempty"`

	// ask, answer
	Op     string `json:"op,omitempty"`
	Name   string `json:"name,omitempty"`
	File   int    `json:"file,omitempty"`
	Offset int64  `json:"offset,omitempty"`
	Length int64  `json:"length,omitempty"`
	Error  string `json:"error,omitempty"`
	EOF    bool   `json:"eof,omitempty"`

	Code int `json:"code,omitempty"` // exit
}

var errTooLong = errors.New("reading a message: it is longer than any message of this program")

// readFrame reads one frame: two lengths, the head as JSON, the body.
func readFrame(r io.Reader) (head, []byte, error) {
	var h head
	var lengths [8]byte
	if _, err := io.ReadFull(r, lengths[:]); err != nil {
		return h, nil, err
	}
	nHead, nBody := binary.BigEndian.Uint32(lengths[:4]), binary.BigEndian.Uint32(lengths[4:])
	if nHead > maxHead || nBody > maxBody {
		return h, nil, errTooLong
	}
	buf := make([]byte, nHead+nBody)
	if _, err := io.ReadFull(r, buf); err != nil {
		return h, nil, fmt.Errorf("reading a message: %w", err)
	}
	if err := json.Unmarshal(buf[:nHead], &h); err != nil {
		return h, nil, fmt.Errorf("reading a message: %w", err)
	}
	return h, buf[nHead:], nil
}

// sender writes whole frames from many goroutines.
type sender struct {
	mu sync.Mutex
	w  io.Writer
}

func (s *sender) send(h head, body []byte) error {
	text, err := json.Marshal(h)
	if err != nil {
		return fmt.Errorf("writing a message: %w", err)
	}
	if len(text) > maxHead || len(body) > maxBody {
		return errTooLong
	}
	frame := make([]byte, 8, 8+len(text)+len(body))
	binary.BigEndian.PutUint32(frame[:4], uint32(len(text))) //nolint:gosec // checked above
	binary.BigEndian.PutUint32(frame[4:], uint32(len(body))) //nolint:gosec // checked above
	frame = append(append(frame, text...), body...)
	s.mu.Lock()
	defer s.mu.Unlock()
	_, err = s.w.Write(frame)
	return err
}

// stream is an io.Writer that sends what it gets as frames of one kind.
type stream struct {
	to   *sender
	kind string
}

func (s stream) Write(p []byte) (int, error) {
	for sent := 0; sent < len(p); {
		n := min(len(p)-sent, maxBody)
		if err := s.to.send(head{Kind: s.kind}, p[sent:sent+n]); err != nil {
			return sent, err
		}
		sent += n
	}
	return len(p), nil
}
