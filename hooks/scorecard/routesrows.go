package scorecard

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"net/http"

	"github.com/pocketbase/pocketbase/core"

	"touchstone/hooks/figures"
	"touchstone/hooks/internal/fault"
	"touchstone/hooks/internal/store"
)

// How many receipts one answer holds.
const (
	usualRows = 50
	mostRows  = 500
)

// rows answers the receipts and lines behind a figure, newest first; the totals
// are of all of them.
func (r Room) rows(e *core.RequestEvent, who viewer) error {
	var ask struct {
		Scope  scopeAsk `json:"scope"`
		Figure string   `json:"figure"`
		Skip   int      `json:"skip"`
		Limit  int      `json:"limit"`
	}
	if err := bind(e, &ask); err != nil {
		return err
	}
	if ask.Limit == 0 {
		ask.Limit = usualRows
	}
	if ask.Skip < 0 || ask.Limit < 1 || ask.Limit > mostRows {
		return fault.New(fault.Invalid, "A page of rows has 1 to %d of them and begins at 0 or later.", mostRows)
	}
	var answer rowsAnswer
	err := read(e, func(ctx context.Context, tx *sql.Tx) error {
		s, err := who.scope(ctx, tx, ask.Scope)
		if err != nil {
			return err
		}
		behind, err := figures.RowsBehind(ctx, tx, s, ask.Figure, figures.Window{Skip: ask.Skip, Most: ask.Limit})
		if err != nil {
			return err
		}
		names, err := who.names(ctx, tx, behind.Receipts)
		if err != nil {
			return err
		}
		answer = tellRows(behind, names, who)
		return nil
	})
	if err != nil {
		return err
	}
	return e.JSON(http.StatusOK, answer)
}

// rowsAnswer: n, of and sum are the figure's own (see figures.Behind).
type rowsAnswer struct {
	Figure   string       `json:"figure"`
	Currency string       `json:"currency"`
	N        int64        `json:"n"`
	Of       int64        `json:"of"`
	Sum      int64        `json:"sum"`
	Count    int          `json:"count"`
	Receipts []receiptRow `json:"receipts"`
}

type receiptRow struct {
	ID         string    `json:"id"`
	Number     string    `json:"number"`
	Date       string    `json:"date"`
	Client     *named    `json:"client,omitempty"`
	Associate  string    `json:"associate,omitempty"` // whom it counts for; not told to associates
	Net        int64     `json:"net"`
	Counted    bool      `json:"counted"`
	Refund     bool      `json:"refund,omitempty"`
	Amount     int64     `json:"amount"`
	Against    int64     `json:"against,omitempty"`
	Lines      []lineRow `json:"lines"`
	Identified bool      `json:"identified"`
}

type named struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

type lineRow struct {
	Description string `json:"description"`
	Role        string `json:"role"`
	Quantity    int64  `json:"quantity"` // thousandths
	Net         int64  `json:"net"`
	Counted     bool   `json:"counted"`
	Amount      int64  `json:"amount"`
}

// known are the names behind record ids.
type known struct{ clients, staff map[string]string }

func tellRows(b figures.Behind, names known, who viewer) rowsAnswer {
	answer := rowsAnswer{Figure: b.Figure, Currency: b.Currency, N: b.N, Of: b.Of, Sum: b.Sum, Count: b.Count, Receipts: []receiptRow{}}
	for _, r := range b.Receipts {
		row := receiptRow{ID: r.ID, Number: r.Number, Date: r.Date.String(), Net: r.Net, Counted: r.Counted, Refund: r.Refund,
			Amount: r.Amount, Against: r.Against, Lines: []lineRow{}, Identified: r.Client != ""}
		if name, ok := names.clients[r.Client]; ok && r.Client != "" {
			row.Client = &named{r.Client, name}
		}
		if who.leads() {
			row.Associate = names.staff[r.CountsFor]
		}
		for _, l := range r.Lines {
			row.Lines = append(row.Lines, lineRow(l))
		}
		answer.Receipts = append(answer.Receipts, row)
	}
	return answer
}

// names reads who the clients and staff of the receipts are, as far as they are
// the viewer's to see: clients of the own store, an owner's all.
func (v viewer) names(ctx context.Context, db store.Reader, receipts []figures.ReceiptBehind) (known, error) {
	var clients, staff []string
	for _, r := range receipts {
		clients, staff = append(clients, r.Client), append(staff, r.CountsFor)
	}
	all := known{}
	var err error
	if all.clients, err = v.namesOf(ctx, db, "clients", "name", clients); err != nil {
		return all, err
	}
	all.staff, err = v.namesOf(ctx, db, "staff", "CASE WHEN name = '' THEN code ELSE name END", staff)
	return all, err
}

func (v viewer) namesOf(ctx context.Context, db store.Reader, table, name string, ids []string) (map[string]string, error) {
	asked, err := json.Marshal(ids)
	if err != nil {
		return nil, err
	}
	rows, err := db.QueryContext(ctx, `SELECT id, store, `+name+` FROM `+table+` WHERE id IN (SELECT value FROM json_each(?))`, string(asked))
	if err != nil {
		return nil, fmt.Errorf("reading names of %s: %w", table, err)
	}
	defer rows.Close()
	found := map[string]string{}
	for rows.Next() {
		var id, storeID, said string
		if err := rows.Scan(&id, &storeID, &said); err != nil {
			return nil, fmt.Errorf("reading names of %s: %w", table, err)
		}
		if v.sees(storeID) {
			found[id] = said
		}
	}
	return found, rows.Err()
}
