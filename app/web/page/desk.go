package page

import (
	"log/slog"
	"net"
	"net/url"
	"strings"
	"time"

	"github.com/gofiber/fiber/v3"

	"woolroad/app/exact"
	"woolroad/app/ratefeed"
	"woolroad/app/store"
	"woolroad/app/web/say"
)

// Desk is what every page needs from the program around it.
type Desk struct {
	Store *store.Store
	Rates *ratefeed.Fetcher // asks publishers for rates; nil: no publisher is asked
	// HeldBeyond is how far a rate of a file may move before a person has to look at it.
	HeldBeyond exact.Number
	Log        *slog.Logger
	Now        func() time.Time
	Key        []byte   // signs what browsers carry; the same in all instances
	Public     *url.URL // the address at which others reach the desk; without a host: none
	Demo       bool     // marks every page
	Version    string   // the program's
}

// Param returns a part of the request's path, unescaped, or as it is where it cannot be
// unescaped.
func Param(c fiber.Ctx, name string) string {
	text, err := url.PathUnescape(c.Params(name))
	if err != nil {
		return c.Params(name)
	}
	return text
}

// Patience is the time that a request may use the database. Fiber does not cancel a
// request whose browser has gone.
const Patience = 30 * time.Second

// FilePolicy is the Content-Security-Policy of a file that is shown by itself: the file
// may load nothing, and only our own pages may show it in a frame.
const FilePolicy = "default-src 'none'; form-action 'none'; frame-ancestors 'self'; base-uri 'none'; object-src 'none'"

// OnPublic reports whether the browser requested the public address. A proxy hands its
// name on in any spelling and with any port, so case, port and a final dot do not count.
func (s *Desk) OnPublic(c fiber.Ctx) bool {
	return s.Public.Host != "" && hostName(string(c.Request().Header.Host())) == hostName(s.Public.Host)
}

// hostName returns a host's name without port, brackets and final dot, in lower case.
func hostName(host string) string {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	return strings.ToLower(strings.TrimSuffix(strings.Trim(host, "[]"), "."))
}

// Secure reports whether cookies must be for https alone: the browser requested the
// public address, and that has https. Over http on this machine a browser would drop such
// cookies.
func (s *Desk) Secure(c fiber.Ctx) bool { return s.OnPublic(c) && s.Public.Scheme == "https" }

// Who returns who acts in a request: the desk, at this moment, with the request key that
// the page gave its form.
func (s *Desk) Who(c fiber.Ctx) store.Who {
	return store.Who{Name: say.DeskName, At: s.Now(), Clock: s.Now, Request: c.FormValue("request"), Dated: c.FormValue("dated")}
}
