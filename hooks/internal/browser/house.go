package browser

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"touchstone/hooks/internal/outside"
)

// Password is everybody's in the sample store of the tests.
const Password = "orange velvet lantern"

// Person is somebody who works in the sample store.
type Person struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Code string `json:"code"`
	Role string `json:"role"`
	Rev  int    `json:"rev"`
}

// House is the program serving a sample store of its own.
type House struct {
	*outside.Service
	People []Person // who can sign in
}

// made is the sample store as it is copied for each test.
type made struct {
	folder string
	people []Person
}

// sample makes the store once for a run: by the demo command, with passwords
// given in the Data workshop as an owner would.
var sample = sync.OnceValues(func() (m made, err error) {
	if m.folder, err = os.MkdirTemp("", "touchstone-sample-"); err != nil {
		return m, err
	}
	t := &quiet{}
	defer t.finish(&err)
	shop := outside.OpenAt(t, m.folder, "America/New_York")
	shop.Must("demo", "--once")
	service := shop.Serve()
	m.people = welcome(service)
	if err := service.Ask(syscall.SIGTERM); err != nil {
		return m, fmt.Errorf("%w: stopping: %w", errSample, err)
	}
	return m, nil
})

// Start serves a fresh copy of the sample store. Where there is no browser the
// test is skipped.
func Start(t testing.TB) *House {
	t.Helper()
	needed(t)
	sampled = true
	m, err := sample()
	if err != nil {
		t.Fatal(err)
	}
	shop := outside.Open(t)
	if err := os.CopyFS(shop.Dir, os.DirFS(filepath.Join(m.folder, "data"))); err != nil {
		t.Fatal(err)
	}
	return watched(&House{Service: shop.Serve(), People: m.people})
}

// Fresh serves a store into which nothing was read yet and nobody can sign in.
func Fresh(t testing.TB) *House {
	t.Helper()
	needed(t)
	return watched(&House{Service: outside.Open(t).Serve()})
}

// Of is somebody of a role.
func (h *House) Of(role string) Person {
	h.Helper()
	for _, p := range h.People {
		if p.Role == role {
			return p
		}
	}
	h.Fatalf("nobody in the sample store is %s: %v", role, h.People)
	return Person{}
}

// welcome gives everybody in the store a password, through the workshop. The
// sample's owner stays one, somebody else becomes a manager, the rest are
// associates.
func welcome(s *outside.Service) []Person {
	s.Helper()
	token := workshop(s)
	var list struct {
		Items []Person `json:"items"`
	}
	answer(s, s.Call(outside.Request{Path: "/api/collections/staff/records?sort=name&filter=active=true&fields=id,name,code,role,rev", Token: token}), &list)
	slices.SortStableFunc(list.Items, func(a, b Person) int { return strings.Compare(b.Role, a.Role) }) // owner, manager, associate
	for i := range list.Items {
		p := &list.Items[i]
		p.Role = [...]string{"owner", "manager", "associate"}[min(i, 2)]
		body := fmt.Sprintf(`{"password":%q,"passwordConfirm":%q,"role":%q}`, Password, Password, p.Role)
		got := s.Call(outside.Request{
			Method: http.MethodPatch, Path: "/api/collections/staff/records/" + p.ID, Token: token, Body: body,
			Header: map[string]string{"If-Match": fmt.Sprintf(`"%d"`, p.Rev), "Idempotency-Key": "welcome-" + p.ID},
		})
		if got.Status != http.StatusOK {
			s.Fatalf("giving %s a password: %d %s", p.Name, got.Status, got.Body)
		}
	}
	return list.Items
}

// workshop opens the Data workshop with a setup code and signs in there.
func workshop(s *outside.Service) string {
	s.Helper()
	var code struct{ Code string }
	s.Read(&code, "setup-code")
	if got := s.Post("/api/setup/workshop", fmt.Sprintf(`{"code":%q,"password":%q}`, code.Code, Password)); got.Status != http.StatusOK {
		s.Fatalf("opening the workshop: %d %s", got.Status, got.Body)
	}
	var in struct{ Token string }
	answer(s, s.Post("/api/collections/_superusers/auth-with-password", fmt.Sprintf(`{"identity":"workshop@touchstone.local","password":%q}`, Password)), &in)
	return in.Token
}

func answer(s *outside.Service, got outside.Answer, into any) {
	s.Helper()
	if err := json.Unmarshal([]byte(got.Body), into); err != nil || got.Status != http.StatusOK {
		s.Fatalf("the program answered %d %s (%v)", got.Status, got.Body, err)
	}
}

// quiet stands in for a test while the store that all tests share is made: the
// first test that needs it must not be its owner.
type quiet struct {
	testing.TB
	said    string
	cleanup []func()
	failed  bool
}

type gaveUp struct{}

func (q *quiet) Helper()                  {}
func (q *quiet) Context() context.Context { return context.Background() }
func (q *quiet) Cleanup(fn func())        { q.cleanup = append(q.cleanup, fn) }

func (q *quiet) Fatal(args ...any) {
	q.said, q.failed = fmt.Sprint(args...), true
	panic(gaveUp{})
}

func (q *quiet) Fatalf(format string, args ...any) { q.Fatal(fmt.Sprintf(format, args...)) }

func (q *quiet) finish(err *error) {
	if r := recover(); r != nil {
		if _, ours := r.(gaveUp); !ours {
			panic(r)
		}
	}
	for i := len(q.cleanup) - 1; i >= 0; i-- {
		q.cleanup[i]()
	}
	if q.failed {
		*err = fmt.Errorf("%w: %s", errSample, q.said)
	}
}

// within waits until something holds.
func within(d time.Duration, holds func() bool) bool {
	for end := time.Now().Add(d); time.Now().Before(end); time.Sleep(30 * time.Millisecond) {
		if holds() {
			return true
		}
	}
	return holds()
}
