package figures

import (
	"context"
	"strings"
	"testing"

	"touchstone/hooks/internal/store"
)

// TestPartsOfTheDayAsTheStoreCallsThem: their keys stay; stores that do not
// agree get the common names.
func TestPartsOfTheDayAsTheStoreCallsThem(t *testing.T) {
	named := store.Store{ID: "a", Parts: store.Parts{Morning: "Opening", Evening: "Late"}}
	for name, c := range map[string]struct {
		stores []store.Store
		want   string
	}{
		"one store":     {[]store.Store{named}, "morning:Opening afternoon:Afternoon evening:Late unknown:Time unknown"},
		"two that do":   {[]store.Store{named, named}, "morning:Opening afternoon:Afternoon evening:Late unknown:Time unknown"},
		"two that dont": {[]store.Store{named, {ID: "b"}}, "morning:Morning afternoon:Afternoon evening:Evening unknown:Time unknown"},
		"never named":   {[]store.Store{{ID: "b"}}, "morning:Morning afternoon:Afternoon evening:Evening unknown:Time unknown"},
	} {
		q := &question{stores: c.stores}
		q.By = byShift
		keys, err := q.rowKeys(context.Background(), nil, nil)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, k := range keys {
			got = append(got, k.key+":"+k.label)
		}
		if s := strings.Join(got, " "); s != c.want {
			t.Errorf("%s: %s, want %s", name, s, c.want)
		}
	}
}
