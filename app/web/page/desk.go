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
	Rates *ratefeed.Fetcher // asks publishers for rates; nil: nobody is asked
	// HeldBeyond is how far a rate of a file may move before a person has to look at it.
	HeldBeyond exact.Number
	Log        *slog.Logger
	Now        func() time.Time
	Key        []byte   // signs what browsers carry; the same in all instances
	Public     *url.URL // under which others reach the desk; without a host there is none
	Demo       bool     // marks every page
	Version    string   // the program's
}

// Param is a part of the path as it was written before it was escaped.
func Param(c fiber.Ctx, name string) string {
	text, err := url.PathUnescape(c.Params(name))
	if err != nil {
		return c.Params(name)
	}
	return text
}

// Patience is how long a request may keep the database busy. Fiber does not
// cancel a request whose browser has gone.
const Patience = 30 * time.Second

// FilePolicy lets a file that is shown by itself use nothing, and our own pages
// show it in a frame.
const FilePolicy = "default-src 'none'; form-action 'none'; frame-ancestors 'self'; base-uri 'none'; object-src 'none'"

// OnPublic says that the browser asked for the public address: a proxy hands
// its name on, in any spelling and with any port.
func (s *Desk) OnPublic(c fiber.Ctx) bool {
	return s.Public.Host != "" && hostName(string(c.Request().Header.Host())) == hostName(s.Public.Host)
}

// hostName is a host's name alone, in one spelling.
func hostName(host string) string {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	return strings.ToLower(strings.TrimSuffix(strings.Trim(host, "[]"), "."))
}

// Secure says that cookies are for https alone: so the public address has it.
// At http on this machine a browser would not keep them.
func (s *Desk) Secure(c fiber.Ctx) bool { return s.OnPublic(c) && s.Public.Scheme == "https" }

// Who acts in a request: the desk, with the key that the page gave its form.
func (s *Desk) Who(c fiber.Ctx) store.Who {
	return store.Who{Name: say.DeskName, At: s.Now(), Clock: s.Now, Request: c.FormValue("request")}
}
