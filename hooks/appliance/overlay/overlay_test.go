package overlay

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"testing/fstest"
)

func shop(t *testing.T, files map[string]string) *FS {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, "templates", filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return New(fstest.MapFS{
		"presets/square.json": {Data: []byte("built in")},
		"presets/shop.json":   {Data: []byte("built in")},
		"fonts/serif.ttf":     {Data: []byte("font")},
	}, dir)
}

func TestTheShopsOwnFileWins(t *testing.T) {
	f := shop(t, map[string]string{"presets/square.json": "own", "presets/extra.json": "new"})
	for name, want := range map[string]string{"presets/square.json": "own", "presets/shop.json": "built in", "presets/extra.json": "new", "fonts/serif.ttf": "font"} {
		got, err := fs.ReadFile(f, name)
		if err != nil || string(got) != want {
			t.Errorf("%s: %q %v, want %q", name, got, err, want)
		}
	}
	for _, name := range []string{"absent.json", "../data.db", "/etc/passwd"} {
		if _, err := fs.ReadFile(f, name); err == nil {
			t.Errorf("%s was read", name)
		}
	}
	list, err := fs.Glob(f, "presets/*.json")
	if err != nil || !slices.Equal(list, []string{"presets/extra.json", "presets/shop.json", "presets/square.json"}) {
		t.Errorf("listed %v %v", list, err)
	}
	found, err := f.Overrides()
	want := []Override{{"presets/extra.json", false}, {"presets/square.json", true}}
	if err != nil || !slices.Equal(found, want) {
		t.Errorf("overrides %v %v, want %v", found, err, want)
	}
}

func TestWithoutAFolder(t *testing.T) {
	f := shop(t, nil)
	if got, err := fs.ReadFile(f, "fonts/serif.ttf"); err != nil || string(got) != "font" {
		t.Errorf("%q %v", got, err)
	}
	if found, err := f.Overrides(); err != nil || len(found) != 0 {
		t.Errorf("%v %v", found, err)
	}
	if list, err := fs.ReadDir(f, "."); err != nil || len(list) != 2 {
		t.Errorf("%v %v", list, err)
	}
}
