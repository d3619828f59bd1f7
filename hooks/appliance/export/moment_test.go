package export

import (
	"context"
	"testing"
)

// What somebody saves while the export runs is in none of its files.
func TestTheExportIsOfOneMoment(t *testing.T) {
	t.Parallel()
	app := book(t)
	w := &interrupted{do: func() { save(t, app, "shares", map[string]any{"amount": 1}) }}
	counts, err := Write(context.Background(), app, w)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range counts {
		if c.Name == "shares" && c.Rows != int64(len(nasty)) {
			t.Errorf("the export holds %d shares, the book held %d when it began", c.Rows, len(nasty))
		}
	}
	if !w.done {
		t.Error("nothing was saved meanwhile")
	}
}

// interrupted does something at the first byte.
type interrupted struct {
	do   func()
	done bool
}

func (w *interrupted) Write(p []byte) (int, error) {
	if !w.done {
		w.done = true
		w.do()
	}
	return len(p), nil
}
