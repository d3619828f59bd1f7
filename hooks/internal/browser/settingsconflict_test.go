package browser

import (
	"fmt"
	"strings"
	"testing"

	"touchstone/hooks/internal/outside"
)

// Two owners change one person, and two managers one rule: each chooses line by
// line, and what only one of them changed stays.
func TestTwoChangeOnePersonAndOneRule(t *testing.T) {
	h := Start(t)
	h.brings(t, "zibbles.csv", unnamed)
	Each(t, func(t *testing.T, v View) {
		p, q := Open(t, v), Open(t, v)
		who := h.Of("associate")
		for _, each := range []*Page{p, q} {
			each.SignIn(h, h.Of("owner"))
			each.goTo("/settings/people/"+who.ID, "Codes in the POS")
		}
		p.Fill("Name", "Perpetua Lind "+v.String())
		p.Click("Save the person")
		p.Sees("Perpetua Lind " + v.String() + " is saved.")
		q.Fill("Name", "Pia Lind "+v.String())
		q.Fill("Codes in the POS", who.Code+", P"+fmt.Sprint(v.Width)+v.Theme)
		q.Click("Save the person")
		q.Sees("changed this meanwhile")
		q.Holds("settings-person-conflict")
		q.Run(`document.querySelectorAll("[name=choice-name]")[1].click()`)
		q.Click("Keep what is chosen")
		q.Sees("Perpetua Lind " + v.String() + " is saved.")
		got := Ask[string](q, `fetch("/api/collections/staff/records/`+who.ID+`").then((r) => r.text())`)
		if !strings.Contains(got, `"name":"Perpetua Lind `+v.String()+`"`) || !strings.Contains(got, `"P`+fmt.Sprint(v.Width)+v.Theme+`"`) {
			t.Errorf("the person is %s", got)
		}

		for _, each := range []*Page{p, q} {
			each.goTo("/settings/departments", "Your own rules")
		}
		p.Click("Add a rule")
		p.Click("Save the rule")
		p.Sees("Choose what such a line is.")
		p.Fill("Words", "zibble "+v.Theme)
		p.take("Counts as", "Accessory")
		p.Click("Save the rule")
		p.Sees("is saved. The figures follow.")
		q.goTo("/settings", "Days and weeks")
		q.goTo("/settings/departments", "zibble "+v.Theme+": Accessory")
		for _, each := range []*Page{p, q} {
			each.Click("Change zibble " + v.Theme)
			each.Sees("Where it looks")
		}
		p.take("Counts as", "Watch")
		p.Click("Save the rule")
		p.Sees("zibble " + v.Theme + ": Watch")
		q.take("Counts as", "Service")
		q.Click("Save the rule")
		q.Sees("changed this meanwhile")
		q.Holds("settings-rule-conflict")
		q.Click("Keep what is chosen")
		q.Sees("zibble " + v.Theme + ": Service")
		q.Click("Remove zibble " + v.Theme)
		q.Sees("None yet.")
	})
	if got := h.Call(outside.Request{Path: "/api/collections/category_rules/records"}); strings.Contains(got.Body, "zibble") {
		t.Errorf("nobody signed in reads the rules: %s", got.Body)
	}
}
