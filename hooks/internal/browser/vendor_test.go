package browser

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestVendoredFilesAreWhatTheyClaim holds every file of others against its hash.
func TestVendoredFilesAreWhatTheyClaim(t *testing.T) {
	if got := sum([]byte(axe)); got != axeSum {
		t.Errorf("axe.min.js has the hash %s", got)
	}
	want := map[string]string{}
	for name, body := range files(t, "vendor") {
		for _, m := range regexp.MustCompile(`(?m)^([0-9a-f]{64})  (\S+)$`).FindAllStringSubmatch(body, -1) {
			if name == "README.md" {
				want[m[2]] = m[1]
			}
		}
	}
	for name, body := range files(t, "vendor") {
		if got := sum([]byte(body)); name != "README.md" && got != want[name] {
			t.Errorf("%s has the hash %s, README.md says %q", name, got, want[name])
		}
		delete(want, name)
	}
	for name := range want {
		t.Errorf("%s is in README.md and not in the folder", name)
	}
}

// files reads all files of a folder of the app.
func files(t *testing.T, folder string) map[string]string {
	t.Helper()
	all := map[string]string{}
	in := os.DirFS(filepath.Join(root(), "pb_public", filepath.FromSlash(folder)))
	err := fs.WalkDir(in, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		body, err := fs.ReadFile(in, name)
		all[name] = string(body)
		return err
	})
	if err != nil || len(all) == 0 {
		t.Fatalf("reading %s: %d files, %v", folder, len(all), err)
	}
	return all
}

// What the app's own files never hold: text that becomes code or markup, an
// import that a browser cannot look up, an address of elsewhere, script or
// style inside a page.
var (
	inScripts = regexp.MustCompile(`\beval\(|new Function|innerHTML|outerHTML|insertAdjacentHTML|document\.write|dangerouslySet|https?://[a-z]|` +
		`(?m)^\s*(?:import|export)\b[^\n]*\bfrom\s*["'][^."'][^"'\n]*["']|^\s*import\s*["'][^."']|\bimport\(\s*["'][^."']`)
	inCatalogs = regexp.MustCompile(`["'][^"'\n]*\btext/[a-z-]+\.js["']`)
	inPages    = regexp.MustCompile(`(?i)<style|\sstyle=|\son[a-z]+=|<script(?:[^>]*)>[^<]`)
)

func TestTheAppKeepsItsRules(t *testing.T) {
	for name, body := range files(t, "app") {
		for _, found := range inScripts.FindAllString(body, -1) {
			t.Errorf("app/%s: %s", name, found)
		}
		if inCatalogs.MatchString(body) && name != "text.js" {
			t.Errorf("app/%s takes words past text.js: in another language they would be missing", name)
		}
		if lines := strings.Count(body, "\n"); lines > 300 && !strings.HasPrefix(name, "text/") {
			t.Errorf("app/%s has %d lines", name, lines)
		}
	}
	pages := 0
	for name, body := range files(t, ".") {
		if path.Ext(name) == ".html" {
			pages++
			if found := inPages.FindString(body); found != "" {
				t.Errorf("%s: %s stands inside the page", name, found)
			}
		}
	}
	if pages < 2 {
		t.Errorf("%d pages were read", pages)
	}
}

// TestEveryScreenIsListed holds the list of screens against the folders: a
// folder without a line cannot be reached, a line without a folder leads
// nowhere.
func TestEveryScreenIsListed(t *testing.T) {
	app := filepath.Join(root(), "pb_public", "app")
	list, err := os.ReadFile(filepath.Join(app, "screens.js"))
	if err != nil {
		t.Fatal(err)
	}
	listed := map[string]bool{}
	for _, m := range regexp.MustCompile(`import\("\./([^"]+)"\)`).FindAllStringSubmatch(string(list), -1) {
		listed[m[1]] = true
		if _, err := os.Stat(filepath.Join(app, m[1])); err != nil {
			t.Errorf("screens.js names %s: %v", m[1], err)
		}
	}
	there, err := filepath.Glob(filepath.Join(app, "*", "index.js"))
	if err != nil || len(there) == 0 {
		t.Fatalf("the screens are %v: %v", there, err)
	}
	for _, file := range there {
		name := filepath.Base(filepath.Dir(file)) + "/index.js"
		if !listed[name] && name != "ui/index.js" {
			t.Errorf("%s is not in screens.js", name)
		}
	}
}
