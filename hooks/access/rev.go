package access

import (
	"strconv"
	"strings"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"

	"touchstone/hooks/internal/fault"
)

const revField = "rev"

// hasRev tells whether people edit the records of a collection.
func hasRev(c *core.Collection) bool {
	_, ok := c.Fields.GetByName(revField).(*core.NumberField)
	return ok
}

// parseIfMatch reads the rev that the caller saw: "7" or 7. ok is false where
// there is no header. Weak tags, lists and * are refused: only the exact rev
// proves what the caller saw.
func parseIfMatch(header string) (rev int, ok bool, err error) {
	s := strings.TrimSpace(header)
	if s == "" {
		return 0, false, nil
	}
	if len(s) >= 2 && s[0] == '"' && s[len(s)-1] == '"' {
		s = s[1 : len(s)-1]
	}
	n, convErr := strconv.ParseUint(s, 10, 31)
	if convErr != nil {
		return 0, true, fault.New(fault.Invalid, "If-Match holds %.40q. It takes the rev of the record that was opened, such as \"7\".", header)
	}
	return int(n), true, nil
}

// errStale is what a save meets when somebody else saved first.
func errStale(cause error) error {
	return fault.Wrap(fault.Changed, cause, "Somebody else saved this record first. Look at the present state and save again if it still holds.")
}

func errMissing() error {
	return fault.New(fault.Missing, "This change does not say which state of the record it starts from. Send If-Match with the record's rev.")
}

// raise checks and raises a record's rev in one statement.
func raise(tx core.App, c *core.Collection, id string, rev int) error {
	res, err := tx.NonconcurrentDB().NewQuery(
		"UPDATE {{" + c.Name + "}} SET [[rev]] = [[rev]] + 1 WHERE [[id]] = {:id} AND [[rev]] = {:rev}",
	).Bind(dbx.Params{"id": id, "rev": rev}).Execute()
	if err != nil {
		return err
	}
	n, err := res.RowsAffected()
	if err != nil {
		return err
	}
	if n == 0 {
		return errStale(nil)
	}
	return nil
}

// setETag tells the caller the rev to send back.
func setETag(e *core.RecordRequestEvent) {
	if hasRev(e.Collection) {
		e.Response.Header().Set("ETag", etag(e.Record.GetInt(revField)))
	}
}

func etag(rev int) string { return `"` + strconv.Itoa(rev) + `"` }
