package appliance

import (
	"net/url"
	"strings"

	"github.com/pocketbase/pocketbase/core"
)

// keepJournalClean takes out of the activity log whatever a request carried
// beside its path: a query, the page it came from, and the texts of refusals,
// which may quote what was typed.
func keepJournalClean(app core.App) {
	app.OnModelCreate(core.LogsTableName).BindFunc(func(e *core.ModelEvent) error {
		if entry, ok := e.Model.(*core.Log); ok && entry.Data["type"] == "request" {
			clean(entry)
		}
		return e.Next()
	})
}

func clean(entry *core.Log) {
	path := pathOnly(text(entry.Data["url"]))
	entry.Message = text(entry.Data["method"]) + " " + path
	entry.Data["url"] = path
	entry.Data["referer"] = pathOnly(text(entry.Data["referer"]))
	delete(entry.Data, "details")
	delete(entry.Data, "meta")
	delete(entry.Data, "error")
}

func text(v any) string {
	s, _ := v.(string)
	return s
}

// pathOnly is the path of an address, without host, query and fragment.
func pathOnly(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		before, _, _ := strings.Cut(address, "?")
		return before
	}
	return u.EscapedPath()
}
