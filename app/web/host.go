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

// hostPattern matches a Host header: a name or an address, and perhaps a port.
var hostPattern = regexp.MustCompile(`^(\[[0-9A-Fa-f:.]+\]|[0-9A-Za-z._-]+)(:[0-9]{1,5})?$`)

// oneHost refuses a request that does not name its host in one way only, since two
// programs that read the request could take it for two hosts. Its error is a *fiber.Error
// of status 400.
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

// onlyHere returns a handler that refuses, with status 400, a request for a host other
// than this machine.
func onlyHere() fiber.Handler {
	return hostauthorization.New(hostauthorization.Config{
		AllowedHosts: []string{"localhost", "127.0.0.1", "::1"},
		ErrorHandler: func(fiber.Ctx, error) error { return fiber.ErrBadRequest },
	})
}

// hosts returns a handler that refuses a request for another host's name, which a page of
// another site can make a browser send to this machine, and a request that a proxy hands
// on. As long as there is no sign-in, people elsewhere get the open addresses and nothing
// else. The handler's errors are a *fiber.Error of status 400 or 404.
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

// isOpen reports whether everybody may see what is at a path.
func isOpen(path string) bool {
	return path == "/settings" || path == "/check" || strings.HasPrefix(path, "/check/")
}

// The headers that proxies, balancers and content networks add, in lower case: names, and
// beginnings of names but for the headers that browsers and our scripts send themselves.
var (
	forwardedNames    = []string{"forwarded", "via", "client-ip", "max-forwards", "front-end-https", "surrogate-capability"}
	forwardedPrefixes = []string{"x-", "cf-", "cdn-", "fly-", "fastly-", "do-", "proxy-", "wl-", "true-client-", "akamai-"}
	browsersOwn       = []string{"x-csrf-token", "x-requested-with", "x-moz", "x-purpose"}
)

// forwarded returns the sign by which a request shows that a proxy handed it on, or ""
// where there is none. A badly configured proxy names this machine as the host and adds
// no header. Such a proxy may still be found: it speaks HTTP as no browser does, or the
// page gives its own address under another host.
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

// isForwarding reports whether proxies, and not browsers, send a header of that name.
func isForwarding(name string) bool {
	name = strings.ReplaceAll(strings.ToLower(name), "_", "-")
	return slices.Contains(forwardedNames, name) ||
		slices.ContainsFunc(forwardedPrefixes, func(p string) bool { return strings.HasPrefix(name, p) }) && !slices.Contains(browsersOwn, name)
}

// hasToken reports whether a header's list of tokens contains a token, in capitals or
// not.
func hasToken(list, token string) bool {
	for t := range strings.SplitSeq(list, ",") {
		if strings.EqualFold(strings.TrimSpace(t), token) {
			return true
		}
	}
	return false
}

// sameHost reports whether an address is empty, names no host or names the request's
// host.
func sameHost(c fiber.Ctx, address string) bool {
	u, err := url.Parse(address)
	return address == "" || err == nil && (u.Host == "" || strings.EqualFold(u.Host, string(c.Request().Header.Host())))
}

// clientOf returns the address by which a client is counted: the client's own, or the one
// that a proxy on this machine names. Of an IPv6 address it returns the network alone,
// since one client may use all addresses of its network.
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
