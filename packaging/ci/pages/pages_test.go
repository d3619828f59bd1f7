// Package pages holds what is written for people against what is there: links
// lead somewhere, and every collection of the schema is explained.
package pages

import (
	"io/fs"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var root = os.DirFS("../../..")

func read(t *testing.T, name string) string {
	t.Helper()
	text, err := fs.ReadFile(root, name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func list(t *testing.T, pattern string) []string {
	t.Helper()
	names, err := fs.Glob(root, pattern)
	if err != nil || len(names) == 0 {
		t.Fatalf("%s: %v, %v", pattern, names, err)
	}
	return names
}

func TestLinksLeadSomewhere(t *testing.T) {
	link := regexp.MustCompile(`\]\(([^)#:\s]+)(#[^)]*)?\)`)
	seen := 0
	for _, name := range append(list(t, "docs/*.md"), list(t, "*.md")...) {
		for _, m := range link.FindAllStringSubmatch(read(t, name), -1) {
			seen++
			target := path.Join(path.Dir(name), m[1])
			if _, err := fs.Stat(root, target); err != nil {
				t.Errorf("%s links to %s, which is not there", name, m[1])
			}
		}
	}
	if seen < 5 {
		t.Errorf("only %d links were seen", seen)
	}
}

func TestEveryCollectionIsExplained(t *testing.T) {
	made := regexp.MustCompile(`New(?:Base|Auth)Collection\("(\w+)"\)|CREATE (?:VIRTUAL )?TABLE (\w+)`)
	var there []string
	for _, name := range list(t, "migrations/*.go") {
		for _, m := range made.FindAllStringSubmatch(read(t, name), -1) {
			there = append(there, m[1]+m[2])
		}
	}
	var told []string
	for _, m := range regexp.MustCompile("(?m)^\\| `(\\w+)` \\|").FindAllStringSubmatch(read(t, "docs/data.md"), -1) {
		told = append(told, m[1])
	}
	slices.Sort(there)
	slices.Sort(told)
	there = slices.Compact(there)
	if !slices.Equal(there, told) {
		t.Errorf("the schema has\n%s\ndocs/data.md explains\n%s", strings.Join(there, " "), strings.Join(told, " "))
	}
}
