package pos

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// already answers for a file whose very bytes were imported before: nothing is
// new in it, even where a later file corrected what it said.
func (r *run) already(ctx context.Context) (*Result, error) {
	var id, name, raw string
	err := r.read.QueryRowContext(ctx, `
		SELECT id, file, result FROM imports
		WHERE sha256 = ? AND store = ? AND state = 'applied' ORDER BY created DESC LIMIT 1`, r.file.SHA256, r.store.ID).Scan(&id, &name, &raw)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("looking for an earlier import: %w", err)
	}
	var res Result
	if err := json.Unmarshal([]byte(raw), &res); err != nil {
		return nil, fmt.Errorf("reading the earlier import: %w", err)
	}
	res.Unchanged += res.Receipts + res.Updated
	res.ClientsMatched += res.ClientsNew
	res.Receipts, res.Lines, res.Updated, res.ClientsNew, res.Net, res.StaffNew = 0, 0, 0, 0, 0, []string{}
	res.File, res.Import = r.file.Name, id
	note := fmt.Sprintf("This file is already in the book (as %s). Nothing was changed. To read it another way, take it back first: touchstone imports undo %s", name, id)
	res.Warnings = append([]string{note}, slices.DeleteFunc(res.Warnings, func(w string) bool { return strings.HasPrefix(w, newStaffCodes) })...)
	return &res, nil
}
