package main

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"time"
)

const (
	watching = 50 // tablets and PCs that look at the book
	changes  = 40 // saves that all of them have to see
	owners   = "measured-twice-cut-once"
)

// firstOwner makes an owner with the setup code and signs them in: the value of
// their cookie.
func (b *bench) firstOwner(ctx context.Context, s *server, dir string) (string, error) {
	raw, err := exec.CommandContext(ctx, b.program, "setup-code", "--dir", dir, "--json").Output()
	if err != nil {
		return "", fmt.Errorf("asking for a setup code: %w", err)
	}
	var said struct{ Code string }
	if err := json.Unmarshal(raw, &said); err != nil {
		return "", fmt.Errorf("reading the setup code: %w", err)
	}
	owner := map[string]string{"code": said.Code, "name": "Ottilie Vane", "password": owners}
	if err := s.send(ctx, request{path: "/api/setup/owner", body: owner}); err != nil {
		return "", err
	}
	return s.signIn(ctx)
}

// signIn starts one more session of the owner.
func (s *server) signIn(ctx context.Context) (string, error) {
	var header http.Header
	who := map[string]string{"name": "Ottilie Vane", "password": owners}
	if err := s.send(ctx, request{path: "/api/session", body: who, header: &header}); err != nil {
		return "", err
	}
	cookie, err := http.ParseSetCookie(header.Get("Set-Cookie"))
	if err != nil {
		return "", fmt.Errorf("signing in: %w", err)
	}
	return cookie.Value, nil
}

// request is one that sends JSON as the holder of a cookie; method is POST
// unless it says otherwise.
type request struct {
	cookie, method, path string
	body                 any
	rev                  int          // of the record that is changed, if any
	header               *http.Header // takes the answer's
	into                 any          // takes its body
}

// send makes a request; anything but a yes is an error.
func (s *server) send(ctx context.Context, r request) error {
	raw, err := json.Marshal(r.body)
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, cmp.Or(r.method, http.MethodPost), s.url+r.path, bytes.NewReader(raw))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Idempotency-Key", strconv.FormatInt(time.Now().UnixNano(), 36))
	if r.rev > 0 {
		req.Header.Set("If-Match", strconv.Itoa(r.rev))
	}
	if r.cookie != "" {
		req.AddCookie(&http.Cookie{Name: "touchstone", Value: r.cookie})
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	said, err := io.ReadAll(io.LimitReader(res.Body, 64<<10))
	if err == nil && res.StatusCode >= http.StatusMultipleChoices {
		err = fmt.Errorf("asking %s: %s %s", r.path, res.Status, said)
	}
	if r.header != nil {
		*r.header = res.Header
	}
	if err == nil && r.into != nil {
		err = json.Unmarshal(said, r.into)
	}
	return err
}

// measureRealtime lets 50 signed-in streams look at the clients of the book and
// times from each save, before it is sent, to the last of them that hears of it.
func measureRealtime(ctx context.Context, b *bench) (err error) {
	dir := b.fresh("realtime")
	s, err := serve(ctx, b.program, dir)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.stop()) }()
	cookie, err := b.firstOwner(ctx, s, dir)
	if err != nil {
		return err
	}
	ctx, done := context.WithTimeout(ctx, 2*time.Minute)
	defer done()
	w := &watch{sent: map[string]time.Time{}, slowest: map[string]time.Duration{}, left: watching * changes, all: make(chan struct{})}
	for range watching {
		mine, err := s.signIn(ctx)
		if err != nil {
			return err
		}
		if err := w.listen(ctx, s, mine); err != nil {
			return err
		}
	}
	var client struct{ ID string }
	if err := s.send(ctx, request{cookie: cookie, path: "/api/clients", body: map[string]string{"name": "Ulrica Quillfeather"}, into: &client}); err != nil {
		return err
	}
	for i := range changes {
		note := fmt.Sprintf("change %d", i)
		w.mark(note)
		change := request{cookie: cookie, method: http.MethodPatch, path: "/api/clients/" + client.ID, body: map[string]string{"notes": note}, rev: i + 1}
		if err := s.send(ctx, change); err != nil {
			return err
		}
	}
	select {
	case <-w.all:
	case <-ctx.Done():
		return fmt.Errorf("waiting for news: %d of %d did not come", w.left, watching*changes)
	}
	took := w.times()
	b.say("  news to %d streams: p50 %.0f ms, slowest %.0f ms", watching, at(took, 0.5), at(took, 1))
	b.atMost(fmt.Sprintf("a change seen by all of %d realtime clients, the slowest of %d", watching, changes), at(took, 1), "ms", 2000)
	b.beside(fmt.Sprintf("a change seen by all of %d realtime clients, p50", watching), at(took, 0.5), "ms")
	return nil
}

// watch is what the streams saw.
type watch struct {
	mu      sync.Mutex
	sent    map[string]time.Time     // by what was saved
	slowest map[string]time.Duration // until the last stream so far had it
	left    int
	all     chan struct{} // closed when every stream saw every change
}

func (w *watch) mark(note string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.sent[note] = time.Now()
}

func (w *watch) saw(note string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	at, ok := w.sent[note]
	if !ok {
		return
	}
	w.slowest[note] = max(w.slowest[note], time.Since(at))
	if w.left--; w.left == 0 {
		close(w.all)
	}
}

func (w *watch) times() []float64 {
	w.mu.Lock()
	defer w.mu.Unlock()
	var all []float64
	for _, d := range w.slowest {
		all = append(all, ms(d))
	}
	return all
}

// listen opens one stream, subscribes it to the clients and notes what comes.
func (w *watch) listen(ctx context.Context, s *server, cookie string) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, s.url+"/api/realtime", nil)
	if err != nil {
		return err
	}
	req.AddCookie(&http.Cookie{Name: "touchstone", Value: cookie})
	res, err := http.DefaultClient.Do(req) //nolint:bodyclose // read and closed below, until ctx ends
	if err != nil {
		return err
	}
	hello := make(chan string, 1)
	go func() {
		defer res.Body.Close()
		for in := bufio.NewScanner(res.Body); in.Scan(); {
			data, ok := strings.CutPrefix(in.Text(), "data:")
			var news struct {
				ClientID string `json:"clientId"`
				Record   struct{ Notes string }
			}
			switch {
			case !ok || json.Unmarshal([]byte(data), &news) != nil:
			case news.ClientID != "":
				hello <- news.ClientID
			default:
				w.saw(news.Record.Notes)
			}
		}
	}()
	select {
	case id := <-hello:
		return s.send(ctx, request{cookie: cookie, path: "/api/realtime", body: map[string]any{"clientId": id, "subscriptions": []string{"clients/*"}}})
	case <-ctx.Done():
		return fmt.Errorf("opening a stream: %w", ctx.Err())
	}
}
