package outside

import (
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"
)

var codeForm = regexp.MustCompile(`^[2-9A-Z]{8}$`)

func setupCode(s *Shop) string {
	s.Helper()
	var made struct{ Code, Expires string }
	s.Read(&made, "setup-code")
	if !codeForm.MatchString(made.Code) || made.Expires == "" {
		s.Fatalf("setup code %q until %q", made.Code, made.Expires)
	}
	return made.Code
}

func openWorkshop(v *Service, code, password string) Answer {
	v.Helper()
	return v.Post("/api/setup/workshop", fmt.Sprintf(`{"code":%q,"password":%q}`, code, password))
}

func signIn(v *Service, email, password string) (Answer, string) {
	v.Helper()
	got := v.Post("/api/collections/_superusers/auth-with-password", fmt.Sprintf(`{"identity":%q,"password":%q}`, email, password))
	var in struct{ Token string }
	_ = json.Unmarshal([]byte(got.Body), &in)
	return got, in.Token
}

// The code makes the one superuser, who opens the dashboard from the PC.
func TestTheDataWorkshop(t *testing.T) {
	t.Parallel()
	s := Open(t)
	first, _, _ := strings.Cut(s.Must("setup-code"), "\n")
	if !codeForm.MatchString(first) {
		t.Errorf("for people the code is %q", first)
	}
	s.Put("sales.csv", Till{Seed: 12, Receipts: 40, From: season}.Export())
	s.Must("import", "sales.csv")
	v := s.Serve()
	email := ""
	for _, password := range []string{"the first password", "the second password"} {
		code := setupCode(s)
		got := openWorkshop(v, strings.ToLower(code[:4]+"-"+code[4:]), password)
		var made struct{ Email string }
		if err := json.Unmarshal([]byte(got.Body), &made); got.Status != http.StatusOK || err != nil {
			t.Fatalf("the code opens with %d %s", got.Status, got.Body)
		}
		email = made.Email
		if again := openWorkshop(v, code, "the third password"); again.Status == http.StatusOK {
			t.Error("a code opens twice")
		}
	}
	if got, _ := signIn(v, email, "the first password"); got.Status == http.StatusOK {
		t.Error("the password of before still signs in")
	}
	got, token := signIn(v, email, "the second password")
	if got.Status != http.StatusOK || token == "" {
		t.Fatalf("signing in: %d %s", got.Status, got.Body)
	}
	if page := v.Get("/_/"); page.Status != http.StatusOK || !strings.Contains(page.Body, "<html") {
		t.Errorf("the dashboard: %d", page.Status)
	}
	see(t, v, token)
	stop(t, v)
	if n := s.Value("SELECT count(*) || ' ' || group_concat(email) FROM _superusers"); n != "1 "+email {
		t.Errorf("superusers: %s", n)
	}
}

// see looks at the collections as the owner does in the dashboard, and as
// nobody.
func see(t *testing.T, v *Service, token string) {
	t.Helper()
	var list struct{ Items []struct{ Name string } }
	if got := v.Call(Request{Path: "/api/collections?perPage=200", Token: token}); json.Unmarshal([]byte(got.Body), &list) != nil || got.Status != http.StatusOK {
		t.Fatalf("collections: %d %s", got.Status, got.Body)
	}
	names := map[string]bool{}
	for _, c := range list.Items {
		names[c.Name] = true
	}
	for _, want := range strings.Fields("stores staff households clients contact_points consents relations milestones preferences receipts lines shares imports import_rows mappings category_rules duplicates audit idempotency") {
		if !names[want] {
			t.Errorf("there is no collection %s", want)
			continue
		}
		open := v.Get("/api/collections/" + want + "/records")
		if open.Status == http.StatusOK && !strings.Contains(open.Body, `"totalItems":0`) {
			t.Errorf("%s can be read by nobody in particular: %d %s", want, open.Status, cut(open.Body))
		}
	}
	got := v.Call(Request{Path: "/api/collections/receipts/records", Token: token})
	if got.Status != http.StatusOK || !strings.Contains(got.Body, `"totalItems":40`) {
		t.Errorf("the owner sees of receipts: %d %s", got.Status, cut(got.Body))
	}
	if elsewhere := v.Call(Request{Path: "/api/collections/receipts/records", Token: token, Host: "shop.example"}); strings.Contains(elsewhere.Body, "S-5") {
		t.Error("the superuser's token reads from elsewhere")
	}
}

func TestFiveWrongCodes(t *testing.T) {
	t.Parallel()
	s := Open(t)
	v := s.Serve()
	if got := openWorkshop(v, "ABCDEFGH", "a long password"); got.Status == http.StatusOK {
		t.Fatal("opened without any code")
	}
	code := setupCode(s)
	wrong := "A" + code[1:]
	if code[0] == 'A' {
		wrong = "B" + code[1:]
	}
	if got := openWorkshop(v, code, "short"); got.Status != http.StatusBadRequest && got.Status != http.StatusUnprocessableEntity {
		t.Errorf("a short password: %d %s", got.Status, got.Body)
	}
	for try := 1; try <= 5; try++ {
		want := http.StatusForbidden
		if try == 5 {
			want = http.StatusTooManyRequests
		}
		if got := openWorkshop(v, wrong, "a long password"); got.Status != want {
			t.Errorf("wrong code %d: %d %s", try, got.Status, got.Body)
		}
	}
	if got := openWorkshop(v, code, "a long password"); got.Status != http.StatusTooManyRequests {
		t.Errorf("the right code after five wrong ones: %d %s", got.Status, got.Body)
	}
	if got := openWorkshop(v, setupCode(s), "a long password"); got.Status != http.StatusOK {
		t.Errorf("a new code: %d %s", got.Status, got.Body)
	}
}
