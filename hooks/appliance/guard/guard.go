// Package guard stands around everything the program answers: it sets the
// headers that keep a browser honest, refuses requests that another web site
// sends through a visitor's browser, and hides the Data workshop from
// everybody but the PC itself.
package guard

import (
	"net"
	"net/http"
	"net/netip"
	"os"
	"path"
	"strings"
)

// Options are the choices of serve.
type Options struct {
	SQLConsole bool // the workshop may run SQL
}

// What a page may load. Ours carries no script or style inside the page; the
// dashboard of PocketBase sets styles from its scripts and previews files.
const (
	ownPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; " +
		"connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
	workshopPolicy = "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; " +
		"font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; object-src 'none'; form-action 'self'; base-uri 'self'; frame-ancestors 'none'"
)

// Guard is the outermost handler.
type Guard struct {
	options Options
	next    http.Handler
	host    string // this PC's name, lower case
	cross   *http.CrossOriginProtection
}

// New puts the guard before a handler.
func New(options Options, next http.Handler) *Guard {
	name, _ := os.Hostname()
	return &Guard{options: options, next: next, host: strings.ToLower(name), cross: http.NewCrossOriginProtection()}
}

// ServeHTTP answers itself where the request may not pass.
func (g *Guard) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	place := path.Clean("/" + r.URL.Path)
	setHeaders(w.Header(), inWorkshop(place))
	switch {
	case hidden(place) && !Local(r), isSQL(place) && !g.options.SQLConsole:
		refuse(w, http.StatusNotFound, "There is nothing here.")
	case (answers(place) || !safe(r.Method)) && !g.ownHost(r.Host):
		refuse(w, http.StatusForbidden, "This address is not one of the shop's own. Open Touchstone by the address it shows when it starts.")
	case g.cross.Check(r) != nil:
		refuse(w, http.StatusForbidden, "Another web site asked for this. Open Touchstone itself and do it there.")
	default:
		g.next.ServeHTTP(w, r)
	}
}

func setHeaders(h http.Header, workshop bool) {
	h.Set("Content-Security-Policy", ownPolicy)
	if workshop {
		h.Set("Content-Security-Policy", workshopPolicy)
	}
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=()")
}

// refuse answers in the form of PocketBase's own errors.
func refuse(w http.ResponseWriter, status int, sentence string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = w.Write([]byte(`{"data":{},"message":"` + sentence + `","status":` + itoa(status) + "}\n"))
}

func itoa(status int) string {
	return string([]byte{byte('0' + status/100), byte('0' + status/10%10), byte('0' + status%10)})
}

func inWorkshop(place string) bool { return place == "/_" || strings.HasPrefix(place, "/_/") }

func isSQL(place string) bool { return place == "/api/sql" || strings.HasPrefix(place, "/api/sql/") }

// hidden is what only the PC itself may see.
func hidden(place string) bool {
	return inWorkshop(place) || isSQL(place) || place == "/api/setup" || strings.HasPrefix(place, "/api/setup/")
}

// answers is what tells of the shop, be it only who works there: to a page that
// came by another name the browser would hand it over. That the program runs is
// no secret.
func answers(place string) bool { return strings.HasPrefix(place, "/api/") && place != "/api/health" }

func safe(method string) bool {
	return method == http.MethodGet || method == http.MethodHead || method == http.MethodOptions
}

// forwarded are the headers by which a proxy on this PC gives away that it
// speaks for somebody else.
var forwarded = []string{"Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-Ip", "Via", "Cf-Connecting-Ip"}

// Local reports whether a request comes from this very PC, by the connection
// and not by what a header claims, and asks for it by a name that no web site
// can take over. A header can only take the right away.
func Local(r *http.Request) bool {
	for _, name := range forwarded {
		if r.Header.Get(name) != "" {
			return false
		}
	}
	from, err := netip.ParseAddrPort(r.RemoteAddr)
	return err == nil && from.Addr().Unmap().IsLoopback() && loopbackName(hostOnly(r.Host))
}

func loopbackName(host string) bool {
	if host == "localhost" {
		return true
	}
	addr, err := netip.ParseAddr(host)
	return err == nil && addr.Unmap().IsLoopback()
}

// ownHost accepts addresses, and names that only this PC has in a shop's
// network. Any other name may be a web site that points to the shop's address.
func (g *Guard) ownHost(hostport string) bool {
	host := hostOnly(hostport)
	if _, err := netip.ParseAddr(host); err == nil || host == "localhost" {
		return true
	}
	for _, end := range []string{"", ".local", ".lan", ".home", ".internal"} {
		if g.host != "" && host == g.host+end {
			return true
		}
	}
	return false
}

// hostOnly is the host of "host:port", lower case, without brackets and the
// last dot.
func hostOnly(hostport string) string {
	host, _, err := net.SplitHostPort(hostport)
	if err != nil {
		host = hostport
	}
	return strings.TrimSuffix(strings.ToLower(strings.Trim(host, "[]")), ".")
}
