package web

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"strings"
	"time"

	"github.com/gofiber/fiber/v3"
	"github.com/gofiber/fiber/v3/extractors"
	"github.com/gofiber/fiber/v3/middleware/csrf"
)

// tokens are the CSRF middleware's storage without keeping any: a token is
// random and signed, so that one from before a restart, or from another
// instance, still holds and nothing typed is lost.
type tokens struct{ key []byte }

func (t tokens) make() string {
	random := rand.Text()
	return random + "." + t.sign(random)
}

func (t tokens) sign(text string) string {
	mac := hmac.New(sha256.New, t.key)
	mac.Write([]byte(text))
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

// GetWithContext is something for a token that this program has made.
func (t tokens) GetWithContext(_ context.Context, token string) ([]byte, error) {
	random, signature, _ := strings.Cut(token, ".")
	if !hmac.Equal([]byte(signature), []byte(t.sign(random))) {
		return nil, nil //nolint:nilnil // as fiber.Storage has it: no such token
	}
	return []byte{1}, nil
}

// Get is GetWithContext.
func (t tokens) Get(token string) ([]byte, error) {
	return t.GetWithContext(context.Background(), token)
}

// SetWithContext does nothing: the signature is in the token.
func (tokens) SetWithContext(context.Context, string, []byte, time.Duration) error { return nil }

// Set does nothing.
func (tokens) Set(string, []byte, time.Duration) error { return nil }

// DeleteWithContext does nothing.
func (tokens) DeleteWithContext(context.Context, string) error { return nil }

// Delete does nothing.
func (tokens) Delete(string) error { return nil }

// ResetWithContext does nothing.
func (tokens) ResetWithContext(context.Context) error { return nil }

// Reset does nothing.
func (tokens) Reset() error { return nil }

// Close does nothing.
func (tokens) Close() error { return nil }

// The cookies that hold a browser's token: at http on this machine, and for https
// alone.
const (
	tokenCookie       = "csrf"
	secureTokenCookie = "__Host-csrf"
)

// token is the token of this browser, also where a request was refused before
// protect saw it; empty if it has none.
func (s *Server) token(c fiber.Ctx) string {
	if token := csrf.TokenFromContext(c); token != "" {
		return token
	}
	name := tokenCookie
	if s.secure(c) {
		name = secureTokenCookie
	}
	if found, err := (tokens{s.key}).Get(c.Cookies(name)); err != nil || found == nil {
		return ""
	}
	return c.Cookies(name)
}

// protect refuses a request that changes something and does not come from a
// page of ours: another site's, or without the token of this browser.
func (s *Server) protect() fiber.Handler {
	here, public := s.checkToken(tokenCookie, false), s.checkToken(tokenCookie, false)
	if s.public.Scheme == "https" {
		public = s.checkToken(secureTokenCookie, true, "https://"+s.public.Host)
	}
	return func(c fiber.Ctx) error {
		if c.Method() == fiber.MethodPost && c.Path() == "/check" { // checkFile changes nothing, and reads its body itself
			return c.Next()
		}
		if c.Get(fiber.HeaderOrigin) == "null" && !fiber.IsMethodSafe(c.Method()) { // which the middleware takes for none
			return &forbidden{errNoOrigin}
		}
		if s.secure(c) {
			return public(c)
		}
		return here(c)
	}
}

// checkToken checks the token in a cookie. origins are those that pages have beside
// the one that the request itself shows: behind a proxy that shows http, they have
// https.
func (s *Server) checkToken(cookie string, secure bool, origins ...string) fiber.Handler {
	t := tokens{s.key}
	return csrf.New(csrf.Config{
		Storage: t, KeyGenerator: t.make, CookieName: cookie, CookiePath: "/", CookieSecure: secure, CookieHTTPOnly: true,
		CookieSameSite: fiber.CookieSameSiteLaxMode, TrustedOrigins: origins, IdleTimeout: 30 * 24 * time.Hour,
		Extractor: extractors.Chain(unmasking(extractors.FromHeader("X-Csrf-Token")), unmasking(extractors.FromForm("_csrf"))),
		ErrorHandler: func(_ fiber.Ctx, err error) error {
			return &forbidden{err}
		},
	})
}

var errNoOrigin = errors.New("the page has no origin")

// forbidden is a request that the CSRF middleware refused.
type forbidden struct{ err error }

func (e *forbidden) Error() string { return "refused: " + e.err.Error() }
func (e *forbidden) Unwrap() error { return e.err }

// masked is the token under a random pad: pages are compressed, and the same
// text in each of them could be guessed from their lengths.
func masked(token string) string {
	pad := make([]byte, len(token))
	rand.Read(pad) // never fails
	out := append(pad, token...)
	for i := range pad {
		out[len(pad)+i] ^= pad[i]
	}
	return base64.RawURLEncoding.EncodeToString(out)
}

// unmasking takes the pad off what an extractor finds.
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
