package main

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

func TestLook(t *testing.T) {
	choices := "if a && b || c { return }; for range 3 { switch { case a: case b: default: } }" // 1 + 3 + 1 + 2
	for _, c := range []struct {
		name, source string
		want         []string
	}{
		{"a/good.go", "package a\n\nfunc f(a, b, c bool) { " + choices + " }\n", nil},
		{"a/tangled.go", "package a\n\nfunc f(a, b, c bool) { " + choices + "; if a { return } }\n", []string{"a/tangled.go:3: f has 8 paths, at most 7"}},
		{"a/tangled_test.go", "package a\n\nfunc f(a, b, c bool) { " + choices + "; if a { return } }\n", []string{"a/tangled_test.go:3: f has 8 paths, at most 7"}},
		{"a/waits.go", "package a\n\nfunc f(c chan int) { " + strings.Repeat("select { case <-c: default: }; ", 7) + " }\n", []string{"a/waits.go:3: f has 8 paths, at most 7"}},
		{"a/ten.go", "package a\n\nfunc f() {" + strings.Repeat("\n", 9) + "}\n", nil},
		{"a/eleven.go", "package a\n\nfunc f() {" + strings.Repeat("\n", 10) + "}\n", []string{"a/eleven.go:3: f has 11 lines, at most 10"}},
		{"a/eleven_test.go", "package a\n\nfunc f() {" + strings.Repeat("\n", 10) + "}\n", nil},
		{"a/twenty.go", "package a\n" + strings.Repeat("//\n", 19), nil},
		{"a/long.go", "package a\n" + strings.Repeat("//\n", 20), []string{"a/long.go: 21 lines, at most 20"}},
		{"a/place_windows.go", "package a\n", nil},
		{"a/owner_linux_test.go", "package a\n", nil},
		{"a/my_file.go", "package a\n", []string{"a/my_file.go: an underscore in a file name is kept for _test and for systems"}},
		{".hidden/my_file.go", "package a\n", nil},
		{"a/testdata/my_file.go", "package a\n", nil},
		{"a/notes.txt", "no Go at all", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := bounds{paths: 7, function: 10, file: 20}.look(fstest.MapFS{c.name: {Data: []byte(c.source)}})
			if err != nil || !slices.Equal(got, c.want) {
				t.Errorf("got %q, %v; want %q", got, err, c.want)
			}
		})
	}
}

func TestAFileThatIsNoGoIsAnError(t *testing.T) {
	_, err := bounds{}.look(fstest.MapFS{"a/b.go": {Data: []byte("package")}})
	if err == nil || !strings.Contains(fmt.Sprint(err), "a/b.go") {
		t.Errorf("got %v, want an error that names the file", err)
	}
}
