package appliance

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"
)

// How much a browser may say of its mistakes: a body of 4 KB, and for the whole
// shop a burst of twenty, then one every half minute. More would flood the log.
const (
	mistakeBody  = 4 << 10
	mistakeBurst = 20
	mistakeEvery = 30 * time.Second
)

// browserLog takes the mistakes of the app's own scripts into the log. The app
// sends no client data; what looks like some is taken out once more.
type browserLog struct{ allowed *allowance }

// bindBrowserLog adds the route, which anybody in the shop may call: a mistake
// may happen before anybody is signed in.
func bindBrowserLog(app core.App, now func() time.Time) {
	b := &browserLog{allowing(mistakeBurst, mistakeEvery, now)}
	app.OnServe().BindFunc(func(e *core.ServeEvent) error {
		e.Router.POST("/api/errors", b.take).Bind(apis.BodyLimit(mistakeBody))
		return e.Next()
	})
}

func (b *browserLog) take(e *core.RequestEvent) error {
	var said struct {
		Where   string `json:"where"`
		Message string `json:"message"`
	}
	if err := e.BindBody(&said); err != nil {
		return e.BadRequestError("The report could not be read.", nil)
	}
	if !b.allowed.take() {
		return e.TooManyRequestsError("Enough was reported for now.", nil)
	}
	who := ""
	if e.Auth != nil {
		who = e.Auth.Id
	}
	where, message := plain(said.Where, 500), plain(said.Message, 300)
	names, err := namesIn(e.App, where+" "+message)
	if err != nil {
		return err
	}
	e.App.Logger().Warn("mistake in the browser", "where", without(names, where), "message", without(names, message), "staff", who)
	return e.NoContent(http.StatusNoContent)
}

// telling is what a name, an address or a phone could hide in: quoted words,
// mail addresses, long numbers.
var telling = regexp.MustCompile(`"[^"]*"|'[^']*'|` + "`[^`]*`" + `|\S*@\S*|\+?\d[\d\s().-]{5,}`)

// plain is a text of one line, without what could name a client, of at most so
// many letters.
func plain(text string, most int) string {
	text = strings.Map(func(r rune) rune {
		if r < ' ' || r == utf8.RuneError {
			return ' '
		}
		return r
	}, text)
	text = telling.ReplaceAllString(text, "…")
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most])
	}
	return text
}

// word is what could be part of a name.
var word = regexp.MustCompile(`\p{L}{3,}`)

// namesIn are the words of a text that are also part of a client's name, lower
// case. It reads all names, which takes a moment in a large book; the limits
// above keep that rare.
func namesIn(app core.App, text string) (map[string]bool, error) {
	asked := map[string]bool{}
	for _, w := range word.FindAllString(strings.ToLower(text), -1) {
		asked[w] = true
	}
	rows, err := app.ConcurrentDB().NewQuery("SELECT [[name]] FROM {{clients}}").Rows()
	if err != nil {
		return nil, fmt.Errorf("reading the names that must not be noted: %w", err)
	}
	defer rows.Close()
	found := map[string]bool{}
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, fmt.Errorf("reading the names that must not be noted: %w", err)
		}
		for _, w := range word.FindAllString(strings.ToLower(name), -1) {
			if asked[w] {
				found[w] = true
			}
		}
	}
	return found, rows.Err()
}

// without takes words out of a text, however they are written.
func without(words map[string]bool, text string) string {
	return word.ReplaceAllStringFunc(text, func(w string) string {
		if words[strings.ToLower(w)] {
			return "…"
		}
		return w
	})
}
