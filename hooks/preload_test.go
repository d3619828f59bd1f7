package hooks

import (
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var (
	imported  = regexp.MustCompile(`(?m)^(?:import|export)\b[^"';]*"(\.[^"]+)";?$`)
	preloaded = regexp.MustCompile(`<link rel="modulepreload" href="([^"]+)">`)
)

// modules adds a script of the app, and all that it imports before it can run.
func modules(t *testing.T, name string, known map[string]bool) {
	t.Helper()
	if known[name] {
		return
	}
	known[name] = true
	body, err := os.ReadFile("../pb_public/" + name)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range imported.FindAllStringSubmatch(string(body), -1) {
		modules(t, path.Join(path.Dir(name), m[1]), known)
	}
}

// A browser learns of a module from the one that imports it, one journey after
// the other. index.html names them all at once: those of the first screen and
// of the start, and no others.
func TestTheFirstScreenIsAskedForAtOnce(t *testing.T) {
	needed := map[string]bool{}
	modules(t, "app/main.js", needed)
	modules(t, "app/home/index.js", needed)
	if len(needed) < 20 {
		t.Fatalf("only %d modules were found", len(needed))
	}
	page, err := os.ReadFile("../pb_public/index.html")
	if err != nil {
		t.Fatal(err)
	}
	var named []string
	for _, m := range preloaded.FindAllStringSubmatch(string(page), -1) {
		named = append(named, m[1])
		if !needed[m[1]] {
			t.Errorf("index.html names %s, which the first screen does not need", m[1])
		}
	}
	for name := range needed {
		if !slices.Contains(named, name) {
			t.Errorf("index.html does not name %s. Add: %s", name, `<link rel="modulepreload" href="`+name+`">`)
		}
	}
	if first, script := strings.Index(string(page), `rel="modulepreload"`), strings.Index(string(page), "<script"); first < 0 || first > script {
		t.Error("the modules are named after the script that needs them")
	}
}
