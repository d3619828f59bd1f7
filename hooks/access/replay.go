package access

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/hook"

	"touchstone/hooks/internal/fault"
)

const (
	// KeyHeader names one tap of a person; every repeat of it carries the same.
	KeyHeader = "Idempotency-Key"
	// ReplayedHeader is "true" on an answer that was given before.
	ReplayedHeader = "Idempotency-Replayed"

	ticketKey = "accessTicket"
	maxKey    = 100
)

// replays answers a repeated write with the answer it got the first time,
// before the rules look at a record that the first time may have moved or
// deleted. Requests of one key go one after the other. Signing in is no write:
// its answers are never kept.
func (d *Desk) replays() *hook.Handler[*core.RequestEvent] {
	return &hook.Handler[*core.RequestEvent]{Id: "accessReplays", Func: func(e *core.RequestEvent) error {
		key := e.Request.Header.Get(KeyHeader)
		if key == "" || !isWrite(e.Request) {
			return e.Next()
		}
		t, err := readTicket(e, key)
		if err != nil {
			return Respond(e, err)
		}
		defer d.lanes.enter(t.scope + t.key)()
		answer, found, err := recall(e.App, t)
		if err != nil {
			return Respond(e, err)
		}
		if found {
			return give(e, answer)
		}
		e.Set(ticketKey, t)
		return e.Next()
	}}
}

func isWrite(r *http.Request) bool {
	switch r.Method {
	case http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete:
		return strings.HasPrefix(r.URL.Path, "/api/")
	}
	return false
}

// readTicket hashes the request's query and body; the body stays readable.
func readTicket(e *core.RequestEvent, key string) (ticket, error) {
	if len(key) > maxKey || strings.ContainsFunc(key, func(r rune) bool { return r <= ' ' || r > '~' }) {
		return ticket{}, fault.New(fault.Invalid, "An Idempotency-Key has 1 to %d letters, digits or signs.", maxKey)
	}
	h := sha256.New()
	feed(h, []byte(e.Request.URL.RawQuery))
	if _, err := io.Copy(h, e.Request.Body); err != nil {
		return ticket{}, fmt.Errorf("reading the request: %w", err)
	}
	return ticket{
		scope: Scope(ActorOf(e), e.Request.Method, e.Request.URL.Path), key: key,
		body: hex.EncodeToString(h.Sum(nil)),
	}, nil
}

// give writes an answer.
func give(e *core.RequestEvent, a Answer) error {
	header := e.Response.Header()
	if a.Replayed {
		header.Set(ReplayedHeader, "true")
	}
	if a.Status == http.StatusNoContent {
		return e.NoContent(a.Status)
	}
	var seen struct {
		Rev *int `json:"rev"`
	}
	if json.Unmarshal(a.Body, &seen) == nil && seen.Rev != nil {
		header.Set("ETag", etag(*seen.Rev))
	}
	return e.Blob(a.Status, "application/json", a.Body)
}

// lanes lets requests of one key pass one at a time.
type lanes struct {
	mu   sync.Mutex
	open map[string]*lane
}

type lane struct {
	mu    sync.Mutex
	users int
}

// enter waits for the lane of a key and returns how to leave it.
func (l *lanes) enter(key string) func() {
	l.mu.Lock()
	if l.open == nil {
		l.open = map[string]*lane{}
	}
	mine := l.open[key]
	if mine == nil {
		mine = &lane{}
		l.open[key] = mine
	}
	mine.users++
	l.mu.Unlock()
	mine.mu.Lock()
	return func() {
		mine.mu.Unlock()
		l.mu.Lock()
		defer l.mu.Unlock()
		if mine.users--; mine.users == 0 {
			delete(l.open, key)
		}
	}
}
