package hooks

import (
	"flag"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the routes' part of docs/roles.md from what the server answered")

// routesHead begins the part of docs/roles.md that is written here; what is
// above it comes from hooks/access.
const routesHead = "\n## Routes\n"

const routesText = `
What Touchstone answers beside the record API, asked as each of these people by a test (` + "`go test ./hooks -run TestRoutes -update`" + `).
A route that is not in its table fails the test. *Setup code*: for whoever sits at the PC itself and has the code that
` + "`touchstone setup-code`" + ` shows there, whoever is signed in. The Data workshop is not a person, so what belongs to a person (a sign-in, a password of one's own) is closed to it.

`

func routeCell(row int, who string) string { return strconv.Itoa(row) + "/" + who }

func routesPage(got map[string]bool) string {
	var b strings.Builder
	b.WriteString(routesHead + routesText + "| Route | What it does |")
	for _, c := range routeCallers {
		b.WriteString(" " + c.title + " |")
	}
	b.WriteString("\n|---|---|" + strings.Repeat("---|", len(routeCallers)) + "\n")
	for i, r := range routes {
		what := r.what
		if r.note != "" {
			what += " (" + r.note + ")"
		}
		b.WriteString("| `" + r.pattern + "` | " + what + " |")
		for _, c := range routeCallers {
			word := " –"
			switch {
			case r.callers == withCode:
				word = " setup code"
			case got[routeCell(i, c.who)]:
				word = " yes"
			}
			b.WriteString(word + " |")
		}
		b.WriteString("\n")
	}
	return b.String()
}

func compareRoutesPage(t *testing.T, want string) {
	t.Helper()
	name := filepath.Join("..", "docs", "roles.md")
	raw, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	head, tail, _ := strings.Cut(strings.ReplaceAll(string(raw), "\r\n", "\n"), routesHead)
	switch {
	case *update && t.Failed():
		t.Fatal("docs/roles.md is not written: the routes are not what the table says")
	case *update:
		if err := os.WriteFile(name, []byte(head+want), 0o644); err != nil {
			t.Fatal(err)
		}
	case routesHead+tail != want:
		t.Errorf("docs/roles.md is stale; write it anew with: go test ./hooks -run TestRoutes -update\n%s", want)
	}
}
