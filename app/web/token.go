package web

import (
	"encoding/base64"
	"errors"
	"time"

	"github.com/gofiber/fiber/v3"
	"github.com/gofiber/fiber/v3/extractors"
	"github.com/gofiber/fiber/v3/middleware/csrf"

	"woolroad/app/web/page"
)

// protect returns a handler that refuses, with a *forbidden, a request that changes
// something and was not sent by a page of ours: it comes from another site, or lacks the
// token of this browser.
func (s *Server) protect() fiber.Handler {
	here, public := s.checkToken(page.TokenCookie, false), s.checkToken(page.TokenCookie, false)
	if s.Public.Scheme == "https" {
		public = s.checkToken(page.SecureTokenCookie, true, "https://"+s.Public.Host)
	}
	return func(c fiber.Ctx) error {
		if c.Method() == fiber.MethodPost && c.Path() == "/check" { // checkFile changes nothing, and reads its body itself
			return c.Next()
		}
		if c.Get(fiber.HeaderOrigin) == "null" && !fiber.IsMethodSafe(c.Method()) { // the middleware takes "null" for no origin
			return &forbidden{errNoOrigin}
		}
		if s.Secure(c) {
			return public(c)
		}
		return here(c)
	}
}

// checkToken returns a handler that checks the request's token against the one in the
// cookie. It trusts pages of the request's own origin and of origins: behind a proxy the
// request says http where the page has https.
func (s *Server) checkToken(cookie string, secure bool, origins ...string) fiber.Handler {
	t := page.Tokens{Key: s.Key}
	return csrf.New(csrf.Config{
		Storage: t, KeyGenerator: t.New, CookieName: cookie, CookiePath: "/", CookieSecure: secure, CookieHTTPOnly: true,
		CookieSameSite: fiber.CookieSameSiteLaxMode, TrustedOrigins: origins, IdleTimeout: 30 * 24 * time.Hour,
		Extractor: extractors.Chain(unmasking(extractors.FromHeader("X-Csrf-Token")), unmasking(extractors.FromForm("_csrf"))),
		ErrorHandler: func(_ fiber.Ctx, err error) error {
			return &forbidden{err}
		},
	})
}

var errNoOrigin = errors.New("the page has no origin")

// forbidden is the error of a request that did not come from a page of ours.
type forbidden struct{ err error }

func (e *forbidden) Error() string { return "refused: " + e.err.Error() }
func (e *forbidden) Unwrap() error { return e.err }

// unmasking returns an extractor that finds what e finds, without the pad that masked put
// on the token. It returns extractors.ErrNotFound for what is no masked token.
func unmasking(e extractors.Extractor) extractors.Extractor {
	find := e.Extract
	e.Extract = func(c fiber.Ctx) (string, error) {
		text, err := find(c)
		if err != nil {
			return "", err
		}
		b, err := base64.RawURLEncoding.DecodeString(text)
		if err != nil || len(b)%2 != 0 {
			return "", extractors.ErrNotFound
		}
		pad, token := b[:len(b)/2], b[len(b)/2:]
		for i := range token {
			token[i] ^= pad[i]
		}
		return string(token), nil
	}
	return e
}
