package appliance

import (
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
	e.App.Logger().Warn("mistake in the browser", "where", plain(said.Where, 500), "message", plain(said.Message, 300), "staff", who)
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
