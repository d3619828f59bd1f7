package appliance

import (
	"net/url"
	"strings"
	"time"

	"github.com/pocketbase/pocketbase/core"
)

// How many requests of nobody in particular are noted: a handful when somebody
// signs in, and for the rest a burst, then one every ten seconds. Whoever knocks
// at the door all night long must not fill the disk.
const (
	guestBurst = 300
	guestEvery = 10 * time.Second
	agentMost  = 200 // letters of what a browser calls itself
	pathMost   = 300
)

// keepJournalClean takes out of the activity log whatever a request carried
// beside its path: a query, the page it came from, and the texts of refusals,
// which may quote what was typed.
func keepJournalClean(app core.App, now func() time.Time) {
	guests := allowing(guestBurst, guestEvery, now)
	app.OnModelCreate(core.LogsTableName).BindFunc(func(e *core.ModelEvent) error {
		if entry, ok := e.Model.(*core.Log); ok && entry.Data["type"] == "request" {
			if text(entry.Data["auth"]) == "" && !guests.take() {
				return nil // not noted
			}
			clean(entry)
		}
		return e.Next()
	})
}

func clean(entry *core.Log) {
	path := cut(pathOnly(text(entry.Data["url"])), pathMost)
	entry.Message = text(entry.Data["method"]) + " " + path
	entry.Data["url"] = path
	entry.Data["referer"] = cut(pathOnly(text(entry.Data["referer"])), pathMost)
	entry.Data["userAgent"] = cut(text(entry.Data["userAgent"]), agentMost)
	delete(entry.Data, "details")
	delete(entry.Data, "meta")
	delete(entry.Data, "error")
}

func text(v any) string {
	s, _ := v.(string)
	return s
}

func cut(s string, most int) string {
	if runes := []rune(s); len(runes) > most {
		return string(runes[:most])
	}
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
