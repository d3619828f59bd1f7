package hooks_test

import (
	"os"
	"testing"

	"touchstone/hooks/demo/sample"
	"touchstone/hooks/pos/category"
)

// The rules that every shop starts with give each department of the sample
// store the role that its goods were made for.
func TestSampleDepartmentsHaveTheirRoles(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile("../templates/categories.json")
	if err != nil {
		t.Fatal(err)
	}
	rules, err := category.Load(raw)
	if err != nil {
		t.Fatal(err)
	}
	departments := sample.Departments()
	if len(departments) < 20 {
		t.Errorf("the sample store has only %d departments", len(departments))
	}
	for _, d := range departments {
		line := ""
		switch {
		case d.Watch:
			line = category.Watch
		case d.Role == "primary":
			line = category.Jewelry
		}
		v := rules.Classify(d.Name, "")
		if !v.Known || string(v.Role) != d.Role || v.ProductLine != line {
			t.Errorf("%s is %s %s (known: %v, rule %q), want %s %s", d.Name, v.Role, v.ProductLine, v.Known, v.Rule, d.Role, line)
		}
	}
}
