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

// deadline gives the request's context an end.
func (s *Server) deadline(c fiber.Ctx) error {
	ctx, cancel := context.WithTimeout(c.Context(), page.Patience)
	defer cancel()
	c.SetContext(ctx)
	return c.Next()
}

// policy lets a page use what comes from here and nothing else.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; " +
	"frame-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'"

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

// oneLength ends a connection whose request does not say in one way how long it
// is: the HTTP server takes it, and a proxy before it may read another request in
// the same bytes. What is packed is refused, since its size says nothing of what
// is in it.
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

// named says whether a header of that name is among the raw ones.
func named(raw []byte, name string) bool {
	return bytes.HasPrefix(raw, []byte(name+":")) || bytes.Contains(raw, []byte("\n"+name+":"))
}

// fromHere refuses what a page of another site makes a browser send, as browsers
// say themselves (W3C Fetch Metadata): such a page may lead here, and neither
// post anything nor show what is here within itself.
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

// isPacked says that an answer is compressed already.
func isPacked(c fiber.Ctx) bool {
	return slices.Contains([]string{".pdf", ".zip", ".xlsx"}, path.Ext(c.Path()))
}

// asks is how often a minute one client may have a document checked.
const asks = 30

// limit counts how often a client asks for what everybody may see, before
// anything that it sends is read.
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
