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

// From nothing to a signed-in owner, a stream, a restart and the end of it.
func TestTheFirstOwnerSignsIn(t *testing.T) {
	t.Parallel()
	s := Open(t)
	v := s.Serve()
	got := v.Post("/api/setup/owner", fmt.Sprintf(`{"code":%q,"name":"Ida Fenn","password":"long-and-secret"}`, setupCode(s)))
	if got.Status != http.StatusOK {
		t.Fatalf("making the owner: %d %s", got.Status, got.Body)
	}
	if got := v.Get("/api/people"); !strings.Contains(got.Body, `"name":"Ida Fenn"`) {
		t.Errorf("people: %s", got.Body)
	}
	signIn := Request{Path: "/api/session", Method: http.MethodPost, Body: `{"name":"ida fenn","password":"long-and-secret"}`}
	in := v.Call(signIn)
	if cookie := in.Header.Get("Set-Cookie"); in.Status != http.StatusOK || !strings.Contains(cookie, "HttpOnly") || !strings.Contains(cookie, "SameSite=Strict") {
		t.Fatalf("signing in: %d %s, cookie %q", in.Status, in.Body, cookie)
	}
	me := browser(in)
	var told struct {
		Person struct{ Role string }
		Store  struct{ Code string }
	}
	if got := v.Call(Request{Path: "/api/session", Header: me}); json.Unmarshal([]byte(got.Body), &told) != nil || told.Person.Role != "owner" || told.Store.Code != "MAIN" {
		t.Errorf("who am I: %d %s", got.Status, got.Body)
	}
	signIn.Header = map[string]string{"Origin": "http://evil.example"}
	if got := v.Call(signIn); got.Status != http.StatusForbidden {
		t.Errorf("another site signs in: %d", got.Status)
	}
	stop(t, v)
	v = s.Serve()
	if got := v.Call(Request{Path: "/api/session", Header: me}); got.Status != http.StatusOK {
		t.Errorf("after a restart: %d %s", got.Status, got.Body)
	}
	ended := stream(t, v, me)
	if got := v.Call(Request{Path: "/api/session", Method: http.MethodDelete, Header: me}); got.Status != http.StatusNoContent {
		t.Errorf("signing out: %d %s", got.Status, got.Body)
	}
	select {
	case <-ended:
	case <-time.After(time.Second):
		t.Error("the stream is open a second after signing out")
	}
	if got := v.Call(Request{Path: "/api/session", Header: me}); got.Status != http.StatusUnauthorized || !strings.Contains(got.Body, "Sign in") {
		t.Errorf("after signing out: %d %s", got.Status, got.Body)
	}
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
