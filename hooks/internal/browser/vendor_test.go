package browser

import (
	"io/fs"
	"os"
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
	folder := os.DirFS(filepath.Join(root(), "pb_public", "vendor"))
	readme, err := fs.ReadFile(folder, "README.md")
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{}
	for _, m := range regexp.MustCompile(`(?m)^([0-9a-f]{64})  (\S+)$`).FindAllStringSubmatch(string(readme), -1) {
		want[m[2]] = m[1]
	}
	err = fs.WalkDir(folder, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || name == "README.md" {
			return err
		}
		body, err := fs.ReadFile(folder, name)
		if err != nil {
			return err
		}
		if got := sum(body); got != want[name] {
			t.Errorf("%s has the hash %s, README.md says %q", name, got, want[name])
		}
		delete(want, name)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for name := range want {
		t.Errorf("%s is in README.md and not in the folder", name)
	}
}

// TestTheAppKeepsItsRules reads the app's own files: no text becomes code or
// markup, no import but a relative one, no address of elsewhere, and every
// screen is in the one list of them.
func TestTheAppKeepsItsRules(t *testing.T) {
	folder := os.DirFS(filepath.Join(root(), "pb_public"))
	bare := regexp.MustCompile(`(?m)(?:from|import\()\s*["']([^."'][^"']*)["']`)
	banned := regexp.MustCompile(`\beval\(|new Function|innerHTML|outerHTML|insertAdjacentHTML|document\.write|dangerouslySet|https?://[a-z]`)
	inline := regexp.MustCompile(`(?i)<style|\sstyle=|\son[a-z]+=|<script(?:[^>]*)>[^<]`)
	var scripts int
	err := fs.WalkDir(folder, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			if name == "vendor" {
				return fs.SkipDir
			}
			return err
		}
		body, err := fs.ReadFile(folder, name)
		if err != nil {
			return err
		}
		switch filepath.Ext(name) {
		case ".js":
			scripts++
			for _, found := range append(bare.FindAllString(string(body), -1), banned.FindAllString(string(body), -1)...) {
				t.Errorf("%s: %s", name, found)
			}
			if lines := strings.Count(string(body), "\n"); lines > 300 && !strings.HasPrefix(name, "app/text/") {
				t.Errorf("%s has %d lines", name, lines)
			}
		case ".html":
			if found := inline.FindString(string(body)); found != "" {
				t.Errorf("%s: %s stands inside the page", name, found)
			}
		}
		return nil
	})
	if err != nil || scripts < 10 {
		t.Fatalf("%d scripts: %v", scripts, err)
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
