package web

import (
	"bytes"
	"context"
	"net"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/gofiber/fiber/v3"
	"github.com/gofiber/fiber/v3/middleware/hostauthorization"
)

// patience is how long a request may keep the database busy. Fiber does not
// cancel a request whose browser has gone.
const patience = 30 * time.Second

// deadline gives the request's context an end.
func (s *Server) deadline(c fiber.Ctx) error {
	ctx, cancel := context.WithTimeout(c.Context(), patience)
	defer cancel()
	c.SetContext(ctx)
	return c.Next()
}

// policy lets a page use what comes from here and nothing else.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; " +
	"frame-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'"

// pdfPolicy lets our own pages show a paper in a frame.
const pdfPolicy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'"

func (s *Server) headers(c fiber.Ctx) error {
	c.Set(fiber.HeaderContentSecurityPolicy, policy)
	c.Set(fiber.HeaderXContentTypeOptions, "nosniff")
	c.Set(fiber.HeaderReferrerPolicy, "same-origin")
	c.Set("Cross-Origin-Opener-Policy", "same-origin")
	c.Set("Cross-Origin-Resource-Policy", "same-origin")
	c.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
	if s.secure(c) {
		c.Set(fiber.HeaderStrictTransportSecurity, "max-age=31536000; includeSubDomains")
	}
	return c.Next()
}

// refuseSmuggling ends a connection whose request says twice how long it is:
// the HTTP server takes it, and a proxy before it may read another request in
// the same bytes.
func (s *Server) refuseSmuggling(c fiber.Ctx) error {
	raw := bytes.ToLower(c.Request().Header.RawHeaders())
	if named(raw, "content-length") && named(raw, "transfer-encoding") {
		c.RequestCtx().SetConnectionClose()
		return fiber.ErrBadRequest
	}
	return c.Next()
}

// named says whether a header of that name is among the raw ones.
func named(raw []byte, name string) bool {
	return bytes.HasPrefix(raw, []byte(name+":")) || bytes.Contains(raw, []byte("\n"+name+":"))
}

// hosts refuses a request for another site's name, which a page elsewhere can
// make a browser send to this machine, and one that a proxy hands on: as long as
// nobody signs in, others get what is open and nothing else.
func (s *Server) hosts() fiber.Handler {
	here := hostauthorization.New(hostauthorization.Config{
		AllowedHosts: []string{"localhost", "127.0.0.1", "::1"},
		ErrorHandler: func(fiber.Ctx, error) error { return fiber.ErrBadRequest },
	})
	return func(c fiber.Ctx) error {
		public := s.onPublic(c)
		switch {
		case public && isOpen(c.Path()):
			return c.Next()
		case public || handedOn(c) && !isOpen(c.Path()):
			return fiber.ErrNotFound
		}
		return here(c)
	}
}

// isOpen says that everybody may see what is at a path.
func isOpen(path string) bool {
	return path == "/settings" || path == "/check" || strings.HasPrefix(path, "/check/")
}

// handedOn says that a proxy names somebody else as the one who asks.
func handedOn(c fiber.Ctx) bool {
	for _, name := range []string{"X-Real-IP", fiber.HeaderXForwardedFor, fiber.HeaderForwarded} {
		if c.Get(name) != "" {
			return true
		}
	}
	return false
}

// onPublic says that the browser asked for the public address: a proxy hands
// its name on, in any spelling and with any port.
func (s *Server) onPublic(c fiber.Ctx) bool {
	return s.public.Host != "" && hostName(string(c.Request().Header.Host())) == hostName(s.public.Host)
}

// hostName is a host's name alone, in one spelling.
func hostName(host string) string {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	return strings.ToLower(strings.TrimSuffix(strings.Trim(host, "[]"), "."))
}

// secure says that cookies are for https alone: so the public address has it.
// At http on this machine a browser would not keep them.
func (s *Server) secure(c fiber.Ctx) bool { return s.onPublic(c) && s.public.Scheme == "https" }

// limit keeps a form to the size of one: only an upload may be larger.
func (s *Server) limit(c fiber.Ctx) error {
	upload := strings.HasPrefix(c.Get(fiber.HeaderContentType), fiber.MIMEMultipartForm)
	if !upload && len(c.Body()) > maxForm {
		return fiber.ErrRequestEntityTooLarge
	}
	return c.Next()
}

// isPacked says that an answer is compressed already.
func isPacked(c fiber.Ctx) bool {
	return slices.Contains([]string{".pdf", ".zip", ".xlsx"}, path.Ext(c.Path()))
}
