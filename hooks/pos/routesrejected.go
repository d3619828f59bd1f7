package pos

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"mime"
	"net/http"
	"path/filepath"
	"strings"

	"github.com/pocketbase/pocketbase/core"

	"touchstone/hooks/internal/fault"
	"touchstone/hooks/pos/mapping"
)

// rejected gives the rows that could not be read as a file that can be
// corrected and imported again. Rows of the same receipt come with them, so
// that the receipt is whole when it is.
func (c *counter) rejected(e *core.RequestEvent, who caller) error {
	s, err := c.one(e.Request.Context(), e.Request.PathValue("id"), who)
	if err != nil {
		return err
	}
	db, err := reader(c.app)
	if err != nil {
		return err
	}
	out, err := rejectedFile(e.Request.Context(), db, s.ID)
	if err != nil {
		return err
	}
	name := strings.TrimSuffix(s.File, filepath.Ext(s.File)) + " rejected.csv"
	e.Response.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	e.Response.Header().Set("Cache-Control", "no-store")
	return e.Blob(http.StatusOK, "text/csv; charset=utf-8", out)
}

func rejectedFile(ctx context.Context, db *sql.DB, id string) ([]byte, error) {
	var format, mapped string
	if err := db.QueryRowContext(ctx, `SELECT format, mapping FROM imports WHERE id = ?`, id).Scan(&format, &mapped); err != nil {
		return nil, fmt.Errorf("reading the import: %w", err)
	}
	var k kept
	var m mapping.Mapping
	if err := json.Unmarshal([]byte(format), &k); err != nil {
		return nil, fmt.Errorf("reading how its file was written: %w", err)
	}
	if err := json.Unmarshal([]byte(mapped), &m); err != nil {
		return nil, fmt.Errorf("reading its mapping: %w", err)
	}
	number, header := -1, make([]string, 0, len(k.Columns)+1)
	for i, col := range k.Columns {
		if m.Columns[col.Name] == mapping.Number && number < 0 {
			number = i
		}
		header = append(header, harmless(col.Name))
	}
	var out bytes.Buffer
	out.WriteString("\ufeff")
	w := csv.NewWriter(&out)
	if err := w.Write(append(header, mapping.ReasonColumn)); err != nil {
		return nil, err
	}
	found, err := writeRejected(ctx, db, w, id, number, len(k.Columns))
	if err != nil {
		return nil, err
	}
	if found == 0 {
		return nil, fault.New(fault.NotFound, "No row of this import was rejected.")
	}
	w.Flush()
	return out.Bytes(), w.Error()
}

// writeRejected writes the rows of every receipt with a rejected one; number is
// the column of the receipt's number, -1 where there is none.
func writeRejected(ctx context.Context, db *sql.DB, w *csv.Writer, id string, number, width int) (int, error) {
	rows, err := db.QueryContext(ctx, `
		WITH bad AS (SELECT row, cells, reason, CASE WHEN ?2 >= 0 THEN json_extract(cells, '$[' || ?2 || ']') END AS number
			FROM import_rows WHERE import = ?1 AND state = 'rejected')
		SELECT cells, 'rejected', reason, row AS at FROM bad
		UNION ALL
		SELECT one.value, 'kept', '', CAST(one.key AS INTEGER) FROM import_rows r, json_each(r.cells) one
			WHERE r.import = ?1 AND r.state = 'kept' AND ?2 >= 0
			AND json_extract(one.value, '$[' || ?2 || ']') IN (SELECT number FROM bad WHERE number != '')
		ORDER BY at`, id, number)
	if err != nil {
		return 0, fmt.Errorf("reading the rejected rows: %w", err)
	}
	defer rows.Close()
	found := 0
	for rows.Next() {
		var cells []string
		var raw, state, reason string
		var at int
		if err := rows.Scan(&raw, &state, &reason, &at); err != nil {
			return found, fmt.Errorf("reading the rejected rows: %w", err)
		}
		if err := json.Unmarshal([]byte(raw), &cells); err != nil {
			return found, fmt.Errorf("reading a rejected row: %w", err)
		}
		if state == "rejected" {
			found++
			reason = sentence(reason)
		} else {
			reason = "Of the same receipt, and read as it is."
		}
		line := make([]string, width+1)
		for i := range min(width, len(cells)) {
			line[i] = harmless(cells[i])
		}
		line[width] = reason
		if err := w.Write(line); err != nil {
			return found, err
		}
	}
	return found, rows.Err()
}

// harmless keeps a spreadsheet from reading a cell as a formula. A number keeps
// its sign; reading the file again takes the apostrophe off.
func harmless(cell string) string {
	if cell == "" || !strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
		return cell
	}
	if strings.ContainsRune("+-", rune(cell[0])) && strings.Trim(cell[1:], "0123456789.,") == "" {
		return cell
	}
	return "'" + cell
}
