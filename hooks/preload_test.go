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
	preloaded = regexp.MustCompile(`<link rel="modulepreload" href="([^"]+)">\n?`)
)

// modules adds a script of the app, and all that it imports before it can run.
func modules(t *testing.T, name string, known []string) []string {
	t.Helper()
	if slices.Contains(known, name) {
		return known
	}
	known = append(known, name)
	body, err := os.ReadFile("../pb_public/" + name)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range imported.FindAllStringSubmatch(string(body), -1) {
		known = modules(t, path.Join(path.Dir(name), m[1]), known)
	}
	return known
}

// A browser learns of a module from the one that imports it, one journey after
// the other. index.html names them all at once: those of the first screen and
// of the start, and no others. With -update the test writes them.
func TestTheFirstScreenIsAskedForAtOnce(t *testing.T) {
	needed := modules(t, "app/home/index.js", modules(t, "app/main.js", nil))
	if len(needed) < 20 {
		t.Fatalf("only %d modules were found", len(needed))
	}
	const file = "../pb_public/index.html"
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var named []string
	for _, m := range preloaded.FindAllStringSubmatch(string(raw), -1) {
		named = append(named, m[1])
	}
	if slices.Equal(named, needed) {
		return
	}
	if !*update {
		t.Fatalf("index.html names\n%v\nand the first screen needs\n%v\nRun go test ./hooks -run TestTheFirstScreen -update", named, needed)
	}
	var links strings.Builder
	for _, name := range needed {
		links.WriteString(`<link rel="modulepreload" href="` + name + `">` + "\n")
	}
	page := preloaded.ReplaceAllString(string(raw), "")
	const script = `<script type="module"`
	if err := os.WriteFile(file, []byte(strings.Replace(page, script, links.String()+script, 1)), 0o600); err != nil {
		t.Fatal(err)
	}
}
