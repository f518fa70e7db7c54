package web

import (
	"log/slog"
	"net"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v3"
	"github.com/gofiber/fiber/v3/middleware/hostauthorization"
	"github.com/gofiber/fiber/v3/middleware/requestid"
)

// hostPattern is a Host header: a name or an address, and perhaps a port.
var hostPattern = regexp.MustCompile(`^(\[[0-9A-Fa-f:.]+\]|[0-9A-Za-z._-]+)(:[0-9]{1,5})?$`)

// oneHost refuses a request that does not name its host in one way only: two
// readers of it could disagree.
func oneHost(c fiber.Ctx) error {
	host, target := string(c.Request().Header.Host()), string(c.Request().Header.RequestURI())
	if !hostPattern.MatchString(host) {
		return fiber.ErrBadRequest
	}
	if target == "*" || strings.HasPrefix(target, "/") && !strings.HasPrefix(target, "//") {
		return c.Next()
	}
	u, err := url.Parse(target)
	if err != nil || u.User != nil || u.Scheme != "http" && u.Scheme != "https" || !strings.EqualFold(u.Host, host) {
		return fiber.ErrBadRequest
	}
	return c.Next()
}

// onlyHere refuses a request for another host than this machine.
func onlyHere() fiber.Handler {
	return hostauthorization.New(hostauthorization.Config{
		AllowedHosts: []string{"localhost", "127.0.0.1", "::1"},
		ErrorHandler: func(fiber.Ctx, error) error { return fiber.ErrBadRequest },
	})
}

// hosts refuses a request for another site's name, which a page elsewhere can
// make a browser send to this machine, and one that a proxy hands on: as long as
// nobody signs in, others get what is open and nothing else.
func (s *Server) hosts() fiber.Handler {
	here := onlyHere()
	return func(c fiber.Ctx) error {
		sign, public := forwarded(c), s.OnPublic(c)
		if public {
			sign = "Host: " + s.Public.Host
		}
		switch open := isOpen(c.Path()); {
		case sign != "" && !open:
			s.Log.WarnContext(c.Context(), "not shown to others while there is no sign-in", slog.String("request", requestid.FromContext(c)), slog.String("sign", sign))
			return fiber.ErrNotFound
		case public:
			return c.Next()
		}
		return here(c)
	}
}

// isOpen says that everybody may see what is at a path.
func isOpen(path string) bool {
	return path == "/settings" || path == "/check" || strings.HasPrefix(path, "/check/")
}

// Headers that proxies, balancers and content networks add, whatever they say:
// these, and each that begins with "X-" but those that a page's script sends.
var (
	forwardedNames    = []string{"forwarded", "via", "client-ip", "max-forwards", "front-end-https", "surrogate-capability"}
	forwardedPrefixes = []string{"x-", "cf-", "cdn-", "fly-", "fastly-", "do-", "proxy-", "wl-", "true-client-", "akamai-"}
	browsersOwn       = []string{"x-csrf-token", "x-requested-with", "x-moz", "x-purpose"}
)

// forwarded is the sign that a request was handed on by a proxy, or "". A proxy
// that is set up badly gives it this machine's own name and no header: it may
// still be known by how it speaks, as no browser does, and by a page that knows
// itself under another name.
func forwarded(c fiber.Ctx) string {
	for name := range c.Request().Header.All() {
		if isForwarding(string(name)) {
			return string(name)
		}
	}
	switch site := c.Get("Sec-Fetch-Site"); {
	case !c.Request().Header.IsHTTP11():
		return "HTTP/1.0"
	case hasToken(c.Get(fiber.HeaderConnection), "close"):
		return "Connection: close"
	case site != "" && site != "same-origin": // another site's page leads here
		return ""
	case !sameHost(c, c.Get(fiber.HeaderOrigin)):
		return fiber.HeaderOrigin
	case !sameHost(c, c.Get(fiber.HeaderReferer)):
		return fiber.HeaderReferer
	}
	return ""
}

func isForwarding(name string) bool {
	name = strings.ReplaceAll(strings.ToLower(name), "_", "-")
	return slices.Contains(forwardedNames, name) ||
		slices.ContainsFunc(forwardedPrefixes, func(p string) bool { return strings.HasPrefix(name, p) }) && !slices.Contains(browsersOwn, name)
}

// hasToken says whether a list of tokens, as headers have them, has that one.
func hasToken(list, token string) bool {
	for t := range strings.SplitSeq(list, ",") {
		if strings.EqualFold(strings.TrimSpace(t), token) {
			return true
		}
	}
	return false
}

// sameHost says whether an address is of the host that was asked, or none.
func sameHost(c fiber.Ctx, address string) bool {
	u, err := url.Parse(address)
	return address == "" || err == nil && (u.Host == "" || strings.EqualFold(u.Host, string(c.Request().Header.Host())))
}

// clientOf is who asks: behind a proxy of this machine, whom that one names. Of
// an IPv6 address only the network counts, since one client has all of it.
func clientOf(c fiber.Ctx) string {
	ip := net.ParseIP(c.IP())
	if named := net.ParseIP(c.Get("X-Real-IP")); named != nil && ip.IsLoopback() {
		ip = named
	}
	if ip.To4() == nil && len(ip) == net.IPv6len && !ip.IsLoopback() {
		ip = ip.Mask(net.CIDRMask(64, 128))
	}
	return ip.String()
}
