package pos

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"

	"github.com/pocketbase/pocketbase/core"

	"touchstone/hooks/internal/fault"
)

// shown is one import as the screens show it.
type shown struct {
	Listed
	By        string   `json:"by"` // who imported it; empty for a command
	Created   string   `json:"created"`
	New       int      `json:"clients_new"`
	Matched   int      `json:"clients_matched"`
	Result    *Result  `json:"result,omitempty"`
	Progress  progress `json:"progress"`
	Error     string   `json:"error,omitempty"`
	StoreID   string   `json:"store_id,omitempty"`
	Net       int64    `json:"net"` // minor units
	Currency  string   `json:"currency"`
	Kept      int      `json:"kept"`                 // records that stayed when it was taken back
	TakenBack *Undone  `json:"taken_back,omitempty"` // not in the list
}

const shownQuery = `
	SELECT i.id, i.file, i.state, i.preset, coalesce(s.code, ''), i.receipts, i.lines, i.updated_receipts, i.unchanged, i.rejected,
	       i.first_date, i.last_date, i.applied_at, i.undone_at, coalesce(p.name, ''), i.created, i.clients_new, i.clients_matched, i.store,
	       coalesce(json_extract(i.result, '$.net'), 0), coalesce(json_extract(i.result, '$.currency'), ''), coalesce(json_array_length(i.taken_back, '$.kept'), 0)
	FROM imports i LEFT JOIN stores s ON s.id = i.store LEFT JOIN staff p ON p.id = i.staff `

func (s *shown) scan(row interface{ Scan(...any) error }) error {
	return row.Scan(&s.ID, &s.File, &s.State, &s.Preset, &s.Store, &s.Receipts, &s.Lines, &s.Updated, &s.Unchanged, &s.Rejected,
		&s.First, &s.Last, &s.AppliedAt, &s.UndoneAt, &s.By, &s.Created, &s.New, &s.Matched, &s.StoreID, &s.Net, &s.Currency, &s.Kept)
}

// list gives the imports that the caller may see, the newest first.
func (c *counter) list(e *core.RequestEvent, who caller) error {
	db, err := reader(c.app)
	if err != nil {
		return err
	}
	rows, err := db.QueryContext(e.Request.Context(), shownQuery+`WHERE ?1 = 'owner' OR i.store = ?2 ORDER BY i.rowid DESC LIMIT 500`, who.role, who.store)
	if err != nil {
		return fmt.Errorf("reading imports: %w", err)
	}
	defer rows.Close()
	all := []shown{}
	for rows.Next() {
		var s shown
		if err := s.scan(rows); err != nil {
			return fmt.Errorf("reading imports: %w", err)
		}
		all = append(all, s)
	}
	if err := rows.Err(); err != nil {
		return err
	}
	return e.JSON(http.StatusOK, map[string]any{"imports": all})
}

// show gives one import, by its own id or its upload's.
func (c *counter) show(e *core.RequestEvent, who caller) error {
	id := e.Request.PathValue("id")
	j := c.jobOf(id, who)
	if j != nil {
		c.mu.Lock()
		imported := j.imported
		c.mu.Unlock()
		if imported == "" {
			return e.JSON(http.StatusOK, c.unborn(e.Request.Context(), j))
		}
		id = imported
	}
	s, err := c.one(e.Request.Context(), id, who)
	if err != nil {
		if j != nil && fault.KindOf(err) == fault.NotFound { // it failed before anything was applied
			return e.JSON(http.StatusOK, c.unborn(e.Request.Context(), j))
		}
		return err
	}
	if s.Progress, _, err = c.count(e.Request.Context(), id); err != nil {
		return err
	}
	if j != nil {
		s.Progress, _ = c.far(e.Request.Context(), j)
		s.Error = c.trouble(j)
		if j.back && s.State == "applied" {
			s.State = "undoing" // as soon as its turn comes
		}
	}
	if err := c.outcomes(e.Request.Context(), s); err != nil {
		return err
	}
	return e.JSON(http.StatusOK, s)
}

// outcomes reads what an import did, and what taking it back did.
func (c *counter) outcomes(ctx context.Context, s *shown) error {
	db, err := reader(c.app)
	if err != nil {
		return err
	}
	var did, undid sql.NullString
	if err := db.QueryRowContext(ctx, `SELECT result, taken_back FROM imports WHERE id = ?`, s.ID).Scan(&did, &undid); err != nil {
		return fmt.Errorf("reading what an import did: %w", err)
	}
	var res Result
	if did.Valid && json.Unmarshal([]byte(did.String), &res) == nil {
		res.onScreen()
		s.Result = &res
	}
	var out Undone
	if s.State == "undone" && undid.Valid && json.Unmarshal([]byte(undid.String), &out) == nil {
		out.onScreen()
		s.TakenBack = &out
	}
	return nil
}

// jobOf finds a job by its upload or its import, where the caller may see it.
func (c *counter) jobOf(id string, who caller) *job {
	c.mu.Lock()
	defer c.mu.Unlock()
	if j := c.backs[id]; j != nil && (!j.over || j.err != nil) && (j.upload.By == who.id || who.sees(j.store)) {
		return j
	}
	for upload, j := range c.jobs {
		if (upload == id || j.imported == id) && (j.upload.By == who.id || who.sees(j.store)) {
			return j
		}
	}
	return nil
}

// unborn is an import that has no record: it waits for another, or failed.
func (c *counter) unborn(ctx context.Context, j *job) shown {
	p, _ := c.far(ctx, j)
	s := shown{Progress: p, Error: c.trouble(j)}
	s.ID, s.File, s.State = j.upload.ID, j.upload.Name, p.State
	return s
}

// trouble says why a job failed.
func (c *counter) trouble(j *job) string {
	c.mu.Lock()
	defer c.mu.Unlock()
	if j.err == nil {
		return ""
	}
	return fault.Sentence(kindly(j.err, j.upload.Name))
}

func (c *counter) one(ctx context.Context, id string, who caller) (*shown, error) {
	db, err := reader(c.app)
	if err != nil {
		return nil, err
	}
	var s shown
	err = s.scan(db.QueryRowContext(ctx, shownQuery+`WHERE i.id = ?`, id))
	if errors.Is(err, sql.ErrNoRows) || err == nil && !who.sees(s.StoreID) {
		return nil, fault.New(fault.NotFound, "There is no such import.")
	}
	if err != nil {
		return nil, fmt.Errorf("reading the import: %w", err)
	}
	return &s, nil
}
