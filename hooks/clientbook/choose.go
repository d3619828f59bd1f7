package clientbook

import (
	"strings"

	"touchstone/hooks/internal/fault"
)

// together are the fields that one choice decides.
var together = map[string][]string{
	"name":      {"name", "given", "family", "couple", "company"},
	"owner":     {"owner"},
	"household": {"household"},
	"since":     {"since"},
	"notes":     {"notes"},
	"deceased":  {"deceased"},
}

// choices is the order in which a form shows them.
var choices = []string{"name", "owner", "household", "since", "notes", "deceased"}

// Choice is one field of two clients and what the merge makes of it.
type Choice struct {
	Field  string `json:"field"`
	Keep   any    `json:"keep"`
	Drop   any    `json:"drop"`
	Result any    `json:"result"`
}

// choose decides every field of the kept client, saves it, and notes what changed.
func (m *merging) choose(asked map[string]string) error {
	for name, whose := range asked {
		known := whose == "keep" || whose == "drop" || whose == "both" && name == "notes"
		if together[name] == nil || !known {
			return fault.New(fault.Invalid, "The choice %.40q for %.40q is not known. A choice is keep or drop, for notes also both.", whose, name)
		}
	}
	before := m.values()
	for _, name := range choices {
		m.decide(name, asked[name])
	}
	if err := m.tx.Save(m.keep); err != nil {
		return refused(err)
	}
	m.journal.Fields = map[string][2]any{}
	for field, now := range m.values() {
		if was := before[field]; was != now {
			m.journal.Fields[field] = [2]any{was, now}
		}
	}
	return nil
}

// values are the fields of the kept client that a merge may change.
func (m *merging) values() map[string]any {
	all := map[string]any{"name_key": m.keep.Get("name_key")}
	for _, fields := range together {
		for _, f := range fields {
			all[f] = m.keep.Get(f)
		}
	}
	return all
}

func (m *merging) decide(name, whose string) {
	keep, drop := m.keep.GetString(name), m.drop.GetString(name)
	if whose == "" {
		whose = usual(name, keep, drop)
	}
	switch whose {
	case "drop":
		for _, f := range together[name] {
			m.keep.Set(f, m.drop.Get(f))
		}
	case "both":
		m.keep.Set("notes", strings.Trim(keep+"\n"+drop, "\n"))
	}
}

// usual is what holds without a word: nothing that is known gets lost.
func usual(name, keep, drop string) string {
	switch {
	case drop == "" || drop == "false" || drop == keep:
		return "keep"
	case keep == "" || keep == "false":
		return "drop"
	case name == "notes" && !strings.Contains(keep, drop):
		return "both"
	case name == "since" && drop < keep:
		return "drop"
	}
	return "keep"
}
