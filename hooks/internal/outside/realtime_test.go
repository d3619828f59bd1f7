package outside

import (
	"bufio"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// seenWithin is how soon everybody has to see a change.
const seenWithin = 2 * time.Second

// watcher is a tablet that listens to the clients of the book.
type watcher struct {
	mu    sync.Mutex
	seen  map[string]time.Time // by what was saved
	ended chan struct{}        // closed when the stream has ended
}

// watch opens a stream in a session and subscribes it to the clients.
func watch(t *testing.T, v *Service, me map[string]string) *watcher {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, v.URL+"/api/realtime", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Cookie", me["Cookie"])
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	w := &watcher{seen: map[string]time.Time{}, ended: make(chan struct{})}
	hello := make(chan string, 1)
	go func() {
		defer close(w.ended)
		defer close(hello)
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
				w.mu.Lock()
				w.seen[news.Record.Notes] = time.Now()
				w.mu.Unlock()
			}
		}
	}()
	id, ok := <-hello
	if !ok {
		t.Fatal("the stream ended before it began")
	}
	got := v.Call(Request{Method: http.MethodPost, Path: "/api/realtime", Body: fmt.Sprintf(`{"clientId":%q,"subscriptions":["clients/*"]}`, id), Header: me})
	if got.Status != http.StatusNoContent {
		t.Fatalf("subscribing: %d %s", got.Status, got.Body)
	}
	return w
}

// Every change is seen by all who look at the book, within two seconds: ten of
// them, fifty when TOUCHSTONE_SOAK is set. A change that comes through a form,
// one of the record API and one that is made many times over count alike.
func TestEverybodySeesEveryChange(t *testing.T) {
	t.Parallel()
	many := 10
	if os.Getenv("TOUCHSTONE_SOAK") != "" {
		many = 50
	}
	v := Open(t).Serve()
	in, me := firstOwner(t, v)
	var all []*watcher
	for range many {
		got := v.Call(in)
		if got.Status != http.StatusOK {
			t.Fatalf("signing in: %d %s", got.Status, got.Body)
		}
		all = append(all, watch(t, v, browser(got)))
	}
	var client struct {
		ID  string
		Rev int
	}
	got := wantStatus(t, v, "a new client", Request{Method: http.MethodPost, Path: "/api/clients", Body: `{"name":"Ulrica Quillfeather","notes":"new"}`, Header: me}, http.StatusCreated)
	if err := json.Unmarshal([]byte(got.Body), &client); err != nil {
		t.Fatal(err)
	}
	sent := map[string]time.Time{}
	for i := range 20 {
		note := fmt.Sprintf("change %d", i)
		path := "/api/clients/" + client.ID
		if i%2 == 1 {
			path = "/api/collections/clients/records/" + client.ID
		}
		sent[note] = time.Now()
		header := map[string]string{"Cookie": me["Cookie"], "If-Match": fmt.Sprint(client.Rev)}
		got := wantStatus(t, v, note, Request{Method: http.MethodPatch, Path: path, Body: `{"notes":"` + note + `"}`, Header: header}, http.StatusOK)
		if err := json.Unmarshal([]byte(got.Body), &client); err != nil {
			t.Fatal(err)
		}
	}
	var took []time.Duration
	for i, w := range all {
		for note, at := range sent {
			var when time.Time
			for end := at.Add(5 * seenWithin); when.IsZero() && time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
				w.mu.Lock()
				when = w.seen[note]
				w.mu.Unlock()
			}
			if when.IsZero() {
				t.Errorf("tablet %d of %d never saw %s", i+1, many, note)
				continue
			}
			took = append(took, when.Sub(at))
		}
	}
	if len(took) == 0 {
		t.Fatal("nobody saw anything")
	}
	slices.Sort(took)
	t.Logf("%d tablets, %d changes: half within %s, the slowest %s", many, len(sent), took[len(took)/2], took[len(took)-1])
	if slowest := took[len(took)-1]; slowest > seenWithin {
		t.Errorf("the slowest saw a change after %s", slowest)
	}
}

// Whatever ends a session ends what is open in it, within a second, and leaves
// the others' streams alone.
func TestAnEndedSessionHearsNothing(t *testing.T) {
	t.Parallel()
	v := Open(t).Serve()
	_, owner := firstOwner(t, v)
	var at struct{ Store struct{ ID string } }
	if err := json.Unmarshal([]byte(v.Call(Request{Path: "/api/session", Header: owner}).Body), &at); err != nil {
		t.Fatal(err)
	}
	for i, c := range []struct {
		what string
		end  func(who string, me map[string]string)
	}{
		{"signing out", func(_ string, me map[string]string) {
			wantStatus(t, v, "signing out", Request{Method: http.MethodDelete, Path: "/api/session", Header: me}, http.StatusNoContent)
		}},
		{"ended by the owner", func(who string, _ map[string]string) {
			var list struct {
				Sessions []struct {
					ID     string
					Person struct{ ID string }
				}
			}
			if err := json.Unmarshal([]byte(v.Call(Request{Path: "/api/sessions", Header: owner}).Body), &list); err != nil {
				t.Fatal(err)
			}
			for _, s := range list.Sessions {
				if s.Person.ID == who {
					wantStatus(t, v, "ending", Request{Method: http.MethodDelete, Path: "/api/sessions/" + s.ID, Header: owner}, http.StatusNoContent)
				}
			}
		}},
		{"a new password", func(who string, _ map[string]string) {
			wantStatus(t, v, "a new password", Request{Method: http.MethodPost, Path: "/api/staff/" + who + "/password", Body: `{"password":"plum window kettle"}`, Header: owner}, http.StatusNoContent)
		}},
		{"another role", func(who string, _ map[string]string) { patchStaff(t, v, owner, who, `{"role":"manager"}`) }},
		{"no longer here", func(who string, _ map[string]string) { patchStaff(t, v, owner, who, `{"active":false}`) }},
	} {
		who, me := hire(t, v, owner, at.Store.ID, i)
		gone, stays := watch(t, v, me), watch(t, v, owner)
		began := time.Now()
		c.end(who, me)
		select {
		case <-gone.ended:
			t.Logf("%s: the stream ended after %s", c.what, time.Since(began).Round(time.Millisecond))
		case <-time.After(time.Second):
			t.Errorf("%s: the stream is open a second after", c.what)
		}
		select {
		case <-stays.ended:
			t.Errorf("%s: the owner's stream ended too", c.what)
		default:
		}
	}
}

// patchStaff changes somebody as the owner does.
func patchStaff(t *testing.T, v *Service, owner map[string]string, who, body string) {
	t.Helper()
	path := "/api/collections/staff/records/" + who
	var now struct{ Rev int }
	if err := json.Unmarshal([]byte(v.Call(Request{Path: path, Header: owner}).Body), &now); err != nil {
		t.Fatal(err)
	}
	header := map[string]string{"Cookie": owner["Cookie"], "If-Match": fmt.Sprint(now.Rev)}
	wantStatus(t, v, "changing "+body, Request{Method: http.MethodPatch, Path: path, Body: body, Header: header}, http.StatusOK)
}

// hire adds an associate and signs them in.
func hire(t *testing.T, v *Service, owner map[string]string, store string, n int) (id string, me map[string]string) {
	t.Helper()
	var made struct{ ID string }
	body := fmt.Sprintf(`{"store":%q,"name":"Wren Hale %d","code":"W%d","role":"associate","active":true}`, store, n, n)
	got := v.Call(Request{Method: http.MethodPost, Path: "/api/collections/staff/records", Body: body, Header: owner})
	if err := json.Unmarshal([]byte(got.Body), &made); err != nil || made.ID == "" {
		t.Fatalf("hiring: %d %s", got.Status, got.Body)
	}
	wantStatus(t, v, "a password", Request{Method: http.MethodPost, Path: "/api/staff/" + made.ID + "/password", Body: `{"password":"orange velvet lantern"}`, Header: owner}, http.StatusNoContent)
	in := v.Post("/api/session", fmt.Sprintf(`{"id":%q,"password":"orange velvet lantern"}`, made.ID))
	if in.Status != http.StatusOK {
		t.Fatalf("signing in: %d %s", in.Status, in.Body)
	}
	return made.ID, browser(in)
}
