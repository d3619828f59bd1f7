package figures

import (
	"flag"
	"fmt"
	"os"
	"reflect"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write docs/figures.md anew")

func page() string {
	var b strings.Builder
	fmt.Fprintf(&b, "# What every figure means\n\nDefinition version %d. Made from the code that counts; `go test ./hooks/figures -update` writes it anew.\n\n%s\n", DefinitionVersion, conventions)
	b.WriteString("| figure | what it says | name | exactly |\n|---|---|---|---|\n")
	for _, d := range Definitions() {
		fmt.Fprintf(&b, "| %s | %s | `%s` | %s |\n", d.Label, d.Plain, d.Name, d.Formula)
	}
	return b.String()
}

func TestDocsSayWhatTheCodeSays(t *testing.T) {
	const path = "../../docs/figures.md"
	if *update {
		if err := os.WriteFile(path, []byte(page()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != page() {
		t.Error("docs/figures.md differs from Definitions; run go test ./hooks/figures -update")
	}
}

// Every key of the answer has its formula, in the same order.
func TestEveryFigureIsDefined(t *testing.T) {
	var keys []string
	for f := range reflect.TypeFor[Figures]().NumField() {
		name, _, _ := strings.Cut(reflect.TypeFor[Figures]().Field(f).Tag.Get("json"), ",")
		keys = append(keys, name)
	}
	var defined []string
	for _, d := range Definitions() {
		defined = append(defined, d.Name)
		// An owner reads this one: whole sentences, and no word of the code.
		if !strings.HasSuffix(d.Plain, ".") || strings.ContainsAny(d.Plain, "_/<>=`") || strings.Contains(d.Plain, "net over") || strings.Contains(d.Plain, "qualifying") {
			t.Errorf("%s is not said plainly: %q", d.Name, d.Plain)
		}
	}
	if !reflect.DeepEqual(keys, defined) {
		t.Errorf("figures %q\ndefined %q", keys, defined)
	}
}
