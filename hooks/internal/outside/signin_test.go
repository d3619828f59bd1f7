package outside

import (
	"bufio"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"
)

// browser keeps the cookie that an answer sets.
func browser(got Answer) map[string]string {
	cookie, _, _ := strings.Cut(got.Header.Get("Set-Cookie"), ";")
	return map[string]string{"Cookie": cookie}
}

// firstOwner makes an owner with the setup code and signs them in.
func firstOwner(t *testing.T, v *Service) (in Request, me map[string]string) {
	t.Helper()
	got := v.Post("/api/setup/owner", fmt.Sprintf(`{"code":%q,"name":"Ida Fenn","password":"long-and-secret"}`, setupCode(v.Shop)))
	if got.Status != http.StatusOK {
		t.Fatalf("making the owner: %d %s", got.Status, got.Body)
	}
	if got := v.Get("/api/people"); !strings.Contains(got.Body, `"name":"Ida Fenn"`) {
		t.Errorf("people: %s", got.Body)
	}
	in = Request{Path: "/api/session", Method: http.MethodPost, Body: `{"name":"ida fenn","password":"long-and-secret"}`}
	got = v.Call(in)
	if cookie := got.Header.Get("Set-Cookie"); got.Status != http.StatusOK || !strings.Contains(cookie, "HttpOnly") || !strings.Contains(cookie, "SameSite=Strict") {
		t.Fatalf("signing in: %d %s, cookie %q", got.Status, got.Body, cookie)
	}
	return in, browser(got)
}

// wantStatus makes a request and holds its status against what is expected.
func wantStatus(t *testing.T, v *Service, what string, r Request, status int) Answer {
	t.Helper()
	got := v.Call(r)
	if got.Status != status {
		t.Errorf("%s: %d %s, want %d", what, got.Status, got.Body, status)
	}
	return got
}

// From nothing to a signed-in owner, a restart, a stream and the end of it.
func TestTheFirstOwnerSignsIn(t *testing.T) {
	t.Parallel()
	s := Open(t)
	v := s.Serve()
	in, me := firstOwner(t, v)
	who := Request{Path: "/api/session", Header: me}
	var told struct {
		Person struct{ Role string }
		Store  struct{ Code string }
	}
	got := wantStatus(t, v, "who am I", who, http.StatusOK)
	if json.Unmarshal([]byte(got.Body), &told) != nil || told.Person.Role != "owner" || told.Store.Code != "MAIN" {
		t.Errorf("who am I: %s", got.Body)
	}
	in.Header = map[string]string{"Origin": "http://evil.example"}
	wantStatus(t, v, "another site signs in", in, http.StatusForbidden)
	stop(t, v)
	v = s.Serve()
	wantStatus(t, v, "after a restart", who, http.StatusOK)
	ended := stream(t, v, me)
	wantStatus(t, v, "signing out", Request{Path: "/api/session", Method: http.MethodDelete, Header: me}, http.StatusNoContent)
	select {
	case <-ended:
	case <-time.After(time.Second):
		t.Error("the stream is open a second after signing out")
	}
	wantStatus(t, v, "after signing out", who, http.StatusUnauthorized)
}

// stream opens a stream and returns what is closed when it ends.
func stream(t *testing.T, v *Service, header map[string]string) <-chan struct{} {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, v.URL+"/api/realtime", nil)
	if err != nil {
		t.Fatal(err)
	}
	for name, value := range header {
		req.Header.Set(name, value)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	in := bufio.NewScanner(res.Body)
	if !in.Scan() {
		t.Fatalf("the stream says nothing: %v", in.Err())
	}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		defer res.Body.Close()
		for in.Scan() {
		}
	}()
	return ended
}
