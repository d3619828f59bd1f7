package browser

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// told is what the houses and pages of a run gave away about their clients.
var told = &telling{texts: map[string]string{}, secrets: map[string]string{}}

// telling keeps what was written where nobody's name may stand, and the names.
type telling struct {
	mu      sync.Mutex
	texts   map[string]string // text, lower case -> where it was
	secrets map[string]string // name, phone or address, lower case -> what it is
}

// text notes something that was written.
func (k *telling) text(where, text string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.texts[strings.ToLower(text)] = where
}

// address notes where a page was or what it asked for, as a log of a proxy
// would have it.
func (k *telling) address(address string) {
	if plain, err := url.PathUnescape(strings.ReplaceAll(address, "+", " ")); err == nil && !strings.HasPrefix(address, "data:") {
		k.text("an address", plain)
	}
}

// secret notes what must not stand there; what is too short says nothing.
func (k *telling) secret(what, word string) {
	if word = strings.ToLower(strings.Join(strings.Fields(word), " ")); len([]rune(word)) < 6 {
		return
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	k.secrets[word] = what
}

// look says what was told, and returns the exit code of that.
func (k *telling) look(w io.Writer) int {
	found := k.found()
	for _, f := range found[:min(len(found), 30)] {
		fmt.Fprintln(w, f)
	}
	if len(found) > 0 {
		fmt.Fprintf(w, "FAIL: clients were told of in %d places\n", len(found))
		return 1
	}
	return 0
}

// found are the secrets that stand in a text, one line each.
func (k *telling) found() []string {
	k.mu.Lock()
	defer k.mu.Unlock()
	var all []string
	for text, where := range k.texts {
		for secret, what := range k.secrets {
			if strings.Contains(text, secret) {
				all = append(all, fmt.Sprintf("%s holds %s %q: %.200s", where, what, secret, text))
			}
		}
	}
	slices.Sort(all)
	return all
}

// watched looks, when the test ends, at everything that the house wrote beside
// its book, and at whom it knows.
func watched(h *House) *House {
	h.Helper()
	h.Cleanup(func() {
		h.Stop() // it writes its journal a few seconds late
		for line := range strings.Lines(h.Said()) {
			told.text("what the program printed", line)
		}
		journal(h)
		clients(h)
	})
	return h
}

// journal reads PocketBase's log of the house: what differs from one run to the
// next and names nobody is left out, so that the same line is looked at once.
func journal(h *House) {
	for _, row := range h.rows("auxiliary.db", "SELECT message, data FROM _logs") {
		var data map[string]any
		if err := json.Unmarshal([]byte(row[1]), &data); err != nil {
			h.Errorf("the journal has a line that is no JSON: %q", row[1])
		}
		delete(data, "execTime")
		raw, _ := json.Marshal(data) // it was JSON
		told.text("the journal", row[0]+" "+string(raw))
	}
}

// clients notes everybody in the house's book.
func clients(h *House) {
	staff := map[string]bool{}
	for _, row := range h.rows("data.db", "SELECT name FROM staff UNION ALL SELECT name FROM stores") {
		for _, w := range strings.Fields(strings.ToLower(row[0])) {
			staff[w] = true
		}
	}
	for _, row := range h.rows("data.db", "SELECT name FROM clients") {
		told.secret("a client's name", row[0])
		given, family := parted(row[0])
		told.secret("a client's name", given+" "+family)
		if given != "" && !staff[strings.ToLower(family)] && !strings.ContainsAny(family, "0123456789") { // a number is the test's own mark
			told.secret("a client's family name", family)
		}
	}
	for _, row := range h.rows("data.db", "SELECT kind, raw, normalized FROM contact_points") {
		told.secret("a client's "+row[0], row[1])
		told.secret("a client's "+row[0], row[2])
		if digits := notDigit.ReplaceAllString(row[1], ""); row[0] == "phone" && len(digits) >= 7 {
			told.secret("a client's phone", digits[max(0, len(digits)-10):])
		}
	}
}

// parted is a name's given part and its last word, or what stands before its
// comma.
func parted(name string) (given, family string) {
	if family, given, turned := strings.Cut(name, ","); turned {
		return strings.TrimSpace(given), strings.TrimSpace(family)
	}
	words := strings.Fields(name)
	if len(words) < 2 {
		return "", name
	}
	return strings.Join(words[:len(words)-1], " "), words[len(words)-1]
}

var notDigit = regexp.MustCompile(`\D`)

// rows reads a database that no process holds any more; what is NULL is "".
func (h *House) rows(file, query string) [][]string {
	h.Helper()
	u := url.URL{Scheme: "file", OmitHost: true, Path: filepath.ToSlash(filepath.Join(h.Dir, file)), RawQuery: "mode=ro"}
	db, err := sql.Open("sqlite", u.String())
	if err != nil {
		h.Errorf("opening %s: %v", file, err)
		return nil
	}
	defer db.Close()
	found, err := db.QueryContext(context.Background(), query)
	if err != nil {
		h.Errorf("reading %s: %v", file, err)
		return nil
	}
	defer found.Close()
	columns, _ := found.Columns() // of rows that are open
	var all [][]string
	for found.Next() {
		cells, into := make([]sql.NullString, len(columns)), make([]any, len(columns))
		for i := range cells {
			into[i] = &cells[i]
		}
		if err := found.Scan(into...); err != nil {
			h.Errorf("reading %s: %v", file, err)
			return all
		}
		row := make([]string, len(columns))
		for i, c := range cells {
			row[i] = c.String
		}
		all = append(all, row)
	}
	if err := found.Err(); err != nil {
		h.Errorf("reading %s: %v", file, err)
	}
	return all
}

// addresses lets the browser tell what it asks for and where it is.
func addresses(ctx context.Context, t *chromedp.Target) (chromedp.Void, error) {
	if _, err := cdp.Call(ctx, t, network.Enable, network.EnableParams{}); err != nil {
		return chromedp.Void{}, err
	}
	_, err := cdp.Call(ctx, t, page.Enable, page.EnableParams{})
	return chromedp.Void{}, err
}
