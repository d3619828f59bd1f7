package access

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write docs/roles.md from what the server answered")

const pageHead = `# Who may do what

Every store of data in Touchstone, and what each person may do with it. This page is written by a test that
asks the running program as each of these people (` + "`go test ./hooks/access -run TestRoles -update`" + `); it fails when
a rule and this page differ.

- *Associate* and *Manager* work in the store that a record belongs to. People of another store see nothing of it.
- *Owner* is an owner of any store: owners see all stores.
- *Data workshop* is PocketBase's dashboard, opened by the owner on the PC itself. What is changed there is kept in the audit chain too.
- What somebody may not read looks to them as if it were not there.
- Every change says which state of the record it starts from; a change of an older state is refused.
- A change may not carry a record into another store, nor link it to what the person may not see. Owners may.
- Nobody, not even the Data workshop, writes the audit chain, its values or the kept answers: the program alone does.

`

// words are what a person reads for the actions allowed to them.
var words = []struct{ action, word string }{{"create", "add"}, {"update", "change"}, {"delete", "remove"}}

// page writes the table from what was answered.
func page(got map[string]bool) string {
	var b strings.Builder
	b.WriteString(pageHead)
	b.WriteString("| Collection |")
	for _, c := range callers {
		b.WriteString(" " + c.title + " |")
	}
	b.WriteString("\n|---|" + strings.Repeat("---|", len(callers)) + "\n")
	for i, r := range rights {
		b.WriteString("| " + r.collection)
		if r.note != "" {
			b.WriteString(" (" + r.note + ")")
		}
		b.WriteString(" |")
		for _, c := range callers {
			b.WriteString(" " + allowed(got, i, c.who) + " |")
		}
		b.WriteString("\n")
	}
	return b.String()
}

func allowed(got map[string]bool, row int, who string) string {
	var parts []string
	list, view := got[cell(row, who, "list")], got[cell(row, who, "view")]
	switch {
	case list && view:
		parts = append(parts, "read")
	case list:
		parts = append(parts, "list")
	case view:
		parts = append(parts, "open")
	}
	for _, w := range words {
		if got[cell(row, who, w.action)] {
			parts = append(parts, w.word)
		}
	}
	if len(parts) == 0 {
		return "–"
	}
	return strings.Join(parts, ", ")
}

// routesHead begins the part of the page that the test of hooks/routes_test.go
// writes.
const routesHead = "\n## Routes\n"

// compareWithPage fails where docs/roles.md says something else.
func compareWithPage(t *testing.T, want string) {
	t.Helper()
	name := filepath.Join("..", "..", "docs", "roles.md")
	raw, err := os.ReadFile(name)
	if err != nil && !*update {
		t.Fatal(err)
	}
	// A checkout on Windows may end lines its own way.
	head, tail, more := strings.Cut(strings.ReplaceAll(string(raw), "\r\n", "\n"), routesHead)
	switch {
	case *update && t.Failed():
		t.Fatal("docs/roles.md is not written: the rules are not what rights says")
	case *update:
		if more {
			want += routesHead + tail
		}
		if err := os.WriteFile(name, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	case head != want:
		t.Errorf("docs/roles.md is stale; write it anew with: go test ./hooks/access -run TestRoles -update\n%s", want)
	}
}
