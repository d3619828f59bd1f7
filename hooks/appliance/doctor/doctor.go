// Package doctor looks the appliance over and says of each part whether it is
// well, and if not, what to do, in words for the person who owns the shop.
package doctor

import (
	"encoding/json"
	"fmt"
	"io"
)

// State is how a part is.
type State string

// The states.
const (
	OK      State = "ok"
	Warning State = "warning" // works, and somebody should look at it
	Broken  State = "broken"  // does not work, or may lose something
)

// Item is one part that was looked at.
type Item struct {
	Name  string `json:"name"`
	State State  `json:"state"`
	Found string `json:"found"`          // what is the case
	Cure  string `json:"cure,omitempty"` // what to do
}

// Report is the whole look.
type Report struct {
	State State  `json:"state"` // the worst
	Items []Item `json:"items"`
}

// Add takes in items and keeps the worst state.
func (r *Report) Add(items ...Item) {
	if r.State == "" {
		r.State = OK
	}
	for _, i := range items {
		if i.State == Broken || (i.State == Warning && r.State == OK) {
			r.State = i.State
		}
	}
	r.Items = append(r.Items, items...)
}

// Write prints the report, as text or as JSON.
func (r *Report) Write(w io.Writer, asJSON bool) error {
	if asJSON {
		return json.NewEncoder(w).Encode(r)
	}
	for _, i := range r.Items {
		if _, err := fmt.Fprintf(w, "%-8s %s: %s\n", i.State, i.Name, i.Found); err != nil {
			return err
		}
		if i.Cure == "" {
			continue
		}
		if _, err := fmt.Fprintf(w, "         %s\n", i.Cure); err != nil {
			return err
		}
	}
	return nil
}

func well(name, format string, args ...any) Item {
	return Item{Name: name, State: OK, Found: fmt.Sprintf(format, args...)}
}

func warn(name, cure, format string, args ...any) Item {
	return Item{Name: name, State: Warning, Found: fmt.Sprintf(format, args...), Cure: cure}
}

// Check is a part that another room judged.
func Check(name, found, cure string, err error) Item {
	if err != nil {
		return Bad(name, cure, "%s", err)
	}
	return well(name, "%s", found)
}

// Bad is a part that does not work.
func Bad(name, cure, format string, args ...any) Item {
	return Item{Name: name, State: Broken, Found: fmt.Sprintf(format, args...), Cure: cure}
}
