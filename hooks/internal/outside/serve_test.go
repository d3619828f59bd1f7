package outside

import (
	"net"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// Commands called while the appliance serves go through it: the caller's files
// are opened by the caller, and what they leave lies where the caller stands.
func TestCommandsThroughTheService(t *testing.T) {
	t.Parallel()
	w := uninterrupted(t, Till{Seed: 8, Receipts: 150, From: season}.Export())
	s := Open(t)
	v := s.Serve()
	if got := v.Get("/api/health"); got.Status != http.StatusOK {
		t.Fatalf("health: %d %s", got.Status, got.Body)
	}
	elsewhere := s.For(t)
	elsewhere.Work = t.TempDir()
	elsewhere.Put("sales.csv", w.file)
	var one, undone map[string]any
	elsewhere.Read(&one, "import", "sales.csv")
	importShape.hold(t, "import through the service", one, false)
	if elsewhere.Figures("2025-03-01", "2027-12-31") != w.figures {
		t.Error("the figures through the service are others")
	}
	elsewhere.Must("scorecard", "--week", "2025-W12", "--out", "cards.pdf")
	if body, err := os.ReadFile(filepath.Join(elsewhere.Work, "cards.pdf")); err != nil || !strings.HasPrefix(string(body), "%PDF-") {
		t.Errorf("the scorecards are not where the caller stands: %v", err)
	}
	alone := Open(t)
	for _, args := range [][]string{{"import", "nowhere.csv"}, {"import", "."}, {"scorecard", "--week", "2025-W12", "--out", "no/such/folder/a.pdf"}} {
		if got, want := elsewhere.Run(args...).Expect(1, "", ""), alone.Run(args...); got.Err != want.Err {
			t.Errorf("%v says through the service\n%swithout it\n%s", args, got.Err, want.Err)
		}
	}
	elsewhere.Run("metrics").Expect(2, "", "--from")
	elsewhere.Must("doctor")
	elsewhere.Read(&undone, "imports", "undo", words(one["import"]))
	elsewhere.Must("import", "sales.csv")
	stop(t, v)
	s.Same(s.Book(), w.book, "through the service")
}

// stop ends a service as its system does; where there is no such signal, as a
// power cut.
func stop(t *testing.T, v *Service) {
	t.Helper()
	if err := end(v); err != nil {
		t.Errorf("the service ended with %v\n%s", err, v.Said())
	}
}

func TestASecondService(t *testing.T) {
	t.Parallel()
	s := Open(t)
	v := s.Serve()
	for _, more := range [][]string{{}, {"--http", "127.0.0.1:0"}} {
		got := s.Run(append([]string{"serve"}, more...)...).Expect(1, "", "already served by touchstone serve")
		if !strings.Contains(got.Err, v.URL) {
			t.Errorf("the holder's address %s is not named: %s", v.URL, got.Err)
		}
	}
	s.Run("demo", "--http", "127.0.0.1:0").Expect(1, "", v.URL)
	s.Must("health")
}

func TestABusyPort(t *testing.T) {
	t.Parallel()
	s := Open(t)
	l, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	_, port, _ := net.SplitHostPort(l.Addr().String())
	got := s.Run("serve", "--http", l.Addr().String()).Expect(1, "", "Port "+port+" is used by another program")
	if !strings.Contains(got.Err, "--http ") {
		t.Errorf("no cure: %s", got.Err)
	}
	if _, err := os.Stat(filepath.Join(s.Dir, "data.db")); err == nil {
		t.Error("the book was touched")
	}
}

// headers stand on every answer, whatever it is.
var headers = map[string]string{
	"X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Referrer-Policy": "same-origin", "Cross-Origin-Opener-Policy": "same-origin",
	"Cross-Origin-Resource-Policy": "same-origin", "Content-Security-Policy": "default-src ", "Permissions-Policy": "camera=()",
}

func TestHeaders(t *testing.T) {
	t.Parallel()
	v := Open(t).Serve()
	for _, r := range []Request{
		{Path: "/"}, {Path: "/workshop.html"}, {Path: "/style.css"}, {Path: "/icon.svg"}, {Path: "/nowhere"}, {Path: "/_/"}, {Path: "/api/health"},
		{Path: "/api/collections/clients/records"}, {Path: "/api/collections/receipts/records/abc"}, {Path: "/api/sql"}, {Path: "/_/", Host: "shop.example"},
		{Path: "/api/setup/workshop", Method: http.MethodPost, Body: "{"},
		{Path: "/api/collections/staff/auth-with-password", Method: http.MethodPost, Body: `{"identity":"a","password":"b"}`},
	} {
		got := v.Call(r)
		for name, want := range headers {
			if has := got.Header.Get(name); !strings.HasPrefix(has, want) {
				t.Errorf("%s %s (%d): %s is %q", r.Method, r.Path, got.Status, name, has)
			}
		}
		policy := got.Header.Get("Content-Security-Policy")
		if got.Header.Get("Access-Control-Allow-Origin") == "*" || strings.Contains(policy, "unsafe-eval") || strings.Contains(policy, "*") ||
			!strings.Contains(policy, "frame-ancestors 'none'") {
			t.Errorf("%s: too open: %v", r.Path, got.Header)
		}
		if !strings.HasPrefix(r.Path, "/_/") && strings.Contains(policy, "unsafe") {
			t.Errorf("%s: policy %s", r.Path, policy)
		}
	}
}

// Nobody but the PC itself sees the workshop, and nobody by another name.
func TestTheWorkshopFromElsewhere(t *testing.T) {
	t.Parallel()
	v := Open(t).Serve()
	for _, path := range workshop {
		for _, host := range []string{"shop.example", "192.168.1.10:8090", "touchstone.local"} {
			got := v.Call(Request{Path: path, Host: host})
			refused := got.Status == http.StatusNotFound || strings.HasPrefix(path, "/api/") && got.Status == http.StatusForbidden
			if !refused && !moved(got) {
				t.Errorf("%s by the name %s: %d", path, host, got.Status)
			}
		}
	}
	if got := v.Get("/_/"); got.Status != http.StatusOK {
		t.Errorf("the PC itself gets %d", got.Status)
	}
	if got := v.Get("/api/sql"); got.Status != http.StatusNotFound {
		t.Errorf("/api/sql answers %d without being asked for", got.Status)
	}
}

// workshop are the ways to the workshop.
var workshop = []string{"/_/", "/_/index.html", "/api/sql", "/api/setup/workshop", "/api/collections/_superusers/auth-with-password", "//_/", "/%5f/"}

// The same by another address of this machine, which only the connection shows.
func TestTheWorkshopFromAnotherAddress(t *testing.T) {
	t.Parallel()
	out := outward(t)
	if out == "" {
		t.Skip("this machine has no address but its own; other names stand in for it in the test above")
	}
	wide := Open(t).Serve("--http", "0.0.0.0:0")
	_, port, _ := strings.Cut(strings.TrimPrefix(wide.URL, "http://"), ":")
	wide.URL = "http://" + net.JoinHostPort(out, port[strings.LastIndex(port, ":")+1:])
	for _, path := range workshop {
		for _, host := range []string{"", "localhost", "127.0.0.1"} {
			if got := wide.Call(Request{Path: path, Host: host, Header: map[string]string{"X-Forwarded-For": "127.0.0.1"}}); got.Status != http.StatusNotFound && !moved(got) {
				t.Errorf("%s from %s as %q: %d", path, out, host, got.Status)
			}
		}
	}
	if got := wide.Get("/api/health"); got.Status != http.StatusOK {
		t.Errorf("the network's own page answers %d", got.Status)
	}
}

// moved is an answer that leads to the plain form of the path, where the guard
// stands again.
func moved(a Answer) bool {
	return a.Status == http.StatusMovedPermanently && a.Header.Get("Location") == "/_/" || a.Status == http.StatusTemporaryRedirect && a.Header.Get("Location") == "/_/"
}

// outward is an address of this machine that others could use, "" without one.
func outward(t *testing.T) string {
	t.Helper()
	all, err := net.InterfaceAddrs()
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range all {
		if n, ok := a.(*net.IPNet); ok && n.IP.To4() != nil && n.IP.IsGlobalUnicast() {
			return n.IP.String()
		}
	}
	return ""
}

// What a file says of people stands in the book and nowhere else: not in the
// journal, not in what the program prints, not in the log beside the book.
func TestNoNamesInJournals(t *testing.T) {
	t.Parallel()
	s := Open(t)
	v := s.Serve()
	s.Put("sales.csv", append(Till{Seed: 9, Receipts: 120, From: season}.Export(), "S-9,3/1x/2025,,,,1,Ulrica Quillfeather,,u.quillfeather@example.com,,,,,,twelve,,,\n"...))
	s.Run("import", "sales.csv").Expect(0, "", "")
	s.Put("broken.csv", []byte("Sale #,Customer Name\n\"1,Ulrica Quillfeather\n"))
	s.Run("import", "broken.csv")
	v.Get("/api/collections/clients/records?filter=(name='Quillfeather')")
	v.Post("/api/collections/clients/records", `{"name":"Ulrica Quillfeather"}`)
	stop(t, v)
	if n := s.Value("SELECT count(*) FROM clients WHERE name LIKE '%Quillfeather%'"); n == "0" {
		t.Fatal("the client is not in the book, so nothing can be said of the journal")
	}
	journal, err := filepath.Glob(filepath.Join(s.Dir, "auxiliary.db*"))
	if err != nil || len(journal) == 0 {
		t.Fatalf("no journal: %v", err)
	}
	texts := map[string]string{"standard output and error": v.Said()}
	for _, name := range journal {
		body, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		texts[filepath.Base(name)] = string(body)
	}
	for where, text := range texts {
		for _, word := range append(slices.Clone(Surnames), "@example.com", "(212) 555", "2125550") {
			if strings.Contains(strings.ToLower(text), strings.ToLower(word)) {
				t.Errorf("%s holds %q", where, word)
			}
		}
	}
}
