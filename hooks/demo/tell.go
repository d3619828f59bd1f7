package demo

import (
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"time"

	"touchstone/hooks/internal/database"
	"touchstone/hooks/internal/store"
	"touchstone/hooks/internal/verb"
)

// made is the sample store in numbers, as --json tells it.
type made struct {
	Dir        string `json:"dir"`
	Scorecards string `json:"scorecards"` // the PDF, absolute
	Store      string `json:"store"`      // its name
	Associates int64  `json:"associates"`
	Receipts   int64  `json:"receipts"`
	Lines      int64  `json:"lines"`
	Clients    int64  `json:"clients"`
	Address    string `json:"address"` // where browsers find it while it is served
	Owner      signIn `json:"owner"`
	Associate  signIn `json:"associate"`

	code    string
	expires time.Time
}

// look counts what the book holds and makes the code that opens its workshop.
func (b *builder) look(ctx context.Context) error {
	db, err := database.Pool(b.app.ConcurrentDB())
	if err != nil {
		return err
	}
	s, err := store.Find(ctx, db, "")
	if err != nil {
		return err
	}
	b.made.Dir, b.made.Store = b.call.Dir, s.Name
	b.made.Owner, b.made.Associate = b.mark.Owner, b.mark.Associate
	err = db.QueryRowContext(ctx, `SELECT
		(SELECT count(*) FROM staff WHERE active), (SELECT count(*) FROM receipts),
		(SELECT count(*) FROM lines), (SELECT count(*) FROM clients)`).
		Scan(&b.made.Associates, &b.made.Receipts, &b.made.Lines, &b.made.Clients)
	if err != nil {
		return fmt.Errorf("counting the sample store: %w", err)
	}
	b.made.code, b.made.expires, err = b.needs.Code(ctx, b.app, b.call.Now())
	return err
}

// tell says where everything is. url is empty while nobody serves the store.
func (r *room) tell(call *verb.Call, url string) error {
	m := r.made
	m.Address = url
	if url == "" {
		m.Address = "http://" + call.Flag("http")
	}
	if call.JSON {
		return json.NewEncoder(call.Stdout).Encode(m)
	}
	_, err := fmt.Fprintf(call.Stdout, `
%s is ready: %d associates, %d receipts with %d lines, %d clients.
  Scorecards   %s
  POS exports  %s
  Book         %s

To sign in at %s:
  Owner        %s   password  %s
  Associate    %s   password  %s

To look into the book (the admin UI, on this PC only):
`, m.Store, m.Associates, m.Receipts, m.Lines, m.Clients, m.Scorecards, filepath.Join(m.Dir, exportsFolder), m.Dir,
		m.Address, m.Owner.Name, m.Owner.Password, m.Associate.Name, m.Associate.Password)
	if err != nil {
		return err
	}
	if url == "" {
		if _, err := fmt.Fprintf(call.Stdout, "  Start it with    touchstone serve --dir %s\n", m.Dir); err != nil {
			return err
		}
	}
	_, err = fmt.Fprintf(call.Stdout, `  Open             %s/workshop.html
  Setup code       %s   (good until %s, for five tries; another one: touchstone setup-code --dir %s)
  There you choose a password.
`, m.Address, m.code, m.expires.Local().Format("15:04"), m.Dir)
	return err
}
