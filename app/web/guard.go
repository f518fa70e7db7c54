package web

import (
	"bytes"
	"context"
	"errors"
	"path"
	"slices"
	"time"

	"github.com/gofiber/fiber/v3"
	"github.com/gofiber/fiber/v3/middleware/limiter"

	"woolroad/app/web/page"
)

// deadline ends the request's context after page.Patience, and calls the next handler.
func (s *Server) deadline(c fiber.Ctx) error {
	ctx, cancel := context.WithTimeout(c.Context(), page.Patience)
	defer cancel()
	c.SetContext(ctx)
	return c.Next()
}

// policy is the Content-Security-Policy of our pages: a page may use what comes from this
// site and nothing else.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; " +
	"frame-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'"

// headers sets the headers that protect every page, and calls the next handler.
func (s *Server) headers(c fiber.Ctx) error {
	c.Set(fiber.HeaderContentSecurityPolicy, policy)
	c.Set(fiber.HeaderXContentTypeOptions, "nosniff")
	c.Set(fiber.HeaderReferrerPolicy, "same-origin")
	c.Set("Cross-Origin-Opener-Policy", "same-origin")
	c.Set("Cross-Origin-Resource-Policy", "same-origin")
	c.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
	if s.Secure(c) {
		c.Set(fiber.HeaderStrictTransportSecurity, "max-age=31536000; includeSubDomains")
	}
	return c.Next()
}

// oneLength refuses a request that gives its length in two ways, and closes its
// connection: our server would accept the request, while a proxy before it may see
// another request in the same bytes. It refuses a compressed body too, since its size
// does not bound what is in it. Its errors are a *fiber.Error of status 400 or 415.
func oneLength(c fiber.Ctx) error {
	h := &c.Request().Header
	raw := bytes.ToLower(h.RawHeaders())
	chunked := named(raw, "transfer-encoding")
	if chunked && (named(raw, "content-length") || !h.IsHTTP11()) {
		c.RequestCtx().SetConnectionClose()
		return fiber.ErrBadRequest
	}
	if named(raw, "content-encoding") {
		return fiber.ErrUnsupportedMediaType
	}
	return c.Next()
}

// named reports whether the raw headers, in lower case, have a header of that name.
func named(raw []byte, name string) bool {
	return bytes.HasPrefix(raw, []byte(name+":")) || bytes.Contains(raw, []byte("\n"+name+":"))
}

// fromHere refuses, with a *forbidden, what a page of another site makes a browser send;
// the browser says so itself (W3C Fetch Metadata). A page of another site may link to us.
// It may neither post anything nor show our pages within its own.
func fromHere(c fiber.Ctx) error {
	switch site := c.Get("Sec-Fetch-Site"); {
	case site == "", site == "same-origin", site == "none":
		return c.Next()
	case fiber.IsMethodSafe(c.Method()) && c.Get("Sec-Fetch-Mode") == "navigate" && c.Get("Sec-Fetch-Dest") == "document":
		return c.Next()
	}
	return &forbidden{errOtherSite}
}

var errOtherSite = errors.New("a page of another site asks for it")

// isPacked reports whether the answer at the request's path is compressed already.
func isPacked(c fiber.Ctx) bool {
	return slices.Contains([]string{".pdf", ".zip", ".xlsx"}, path.Ext(c.Path()))
}

// asks is the number of requests a minute that one client may make to the open addresses.
const asks = 30

// limit returns a handler that counts how often a client requests the addresses that
// everybody may see, before anything of the request's body is read. Beyond asks a minute
// it returns a *fiber.Error of status 429.
func (s *Server) limit() fiber.Handler {
	return limiter.New(limiter.Config{
		Max: asks, Expiration: time.Minute, KeyGenerator: clientOf,
		Next: func(c fiber.Ctx) bool { return !isOpen(c.Path()) || c.Path() == "/settings" && !s.OnPublic(c) },
		LimitReached: func(c fiber.Ctx) error {
			c.Set(fiber.HeaderRetryAfter, "60")
			return fiber.ErrTooManyRequests
		},
	})
}
