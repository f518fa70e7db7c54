package page

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"strings"
	"time"

	"github.com/gofiber/fiber/v3"
	"github.com/gofiber/fiber/v3/middleware/csrf"
)

// Tokens is the storage of the CSRF middleware, which stores nothing: a token is random
// and signed with Key. So a token from before a restart, or from another instance, is
// still valid, and nothing that was typed is lost.
type Tokens struct{ Key []byte }

// New returns a new token: a random text with its signature.
func (t Tokens) New() string {
	random := rand.Text()
	return random + "." + t.sign(random)
}

// sign returns the signature of a text under Key.
func (t Tokens) sign(text string) string {
	mac := hmac.New(sha256.New, t.Key)
	mac.Write([]byte(text))
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

// GetWithContext returns some bytes for a token that this program has signed, and nil for
// any other. It never returns an error.
func (t Tokens) GetWithContext(_ context.Context, token string) ([]byte, error) {
	random, signature, _ := strings.Cut(token, ".")
	if !hmac.Equal([]byte(signature), []byte(t.sign(random))) {
		return nil, nil //nolint:nilnil // as fiber.Storage has it: no such token
	}
	return []byte{1}, nil
}

// Get returns what GetWithContext does.
func (t Tokens) Get(token string) ([]byte, error) {
	return t.GetWithContext(context.Background(), token)
}

// SetWithContext does nothing: the signature in the token replaces storing it.
func (Tokens) SetWithContext(context.Context, string, []byte, time.Duration) error { return nil }

// Set does nothing.
func (Tokens) Set(string, []byte, time.Duration) error { return nil }

// DeleteWithContext does nothing.
func (Tokens) DeleteWithContext(context.Context, string) error { return nil }

// Delete does nothing.
func (Tokens) Delete(string) error { return nil }

// ResetWithContext does nothing.
func (Tokens) ResetWithContext(context.Context) error { return nil }

// Reset does nothing.
func (Tokens) Reset() error { return nil }

// Close does nothing.
func (Tokens) Close() error { return nil }

// The names of the cookies that hold a browser's token: over http on this machine, and
// over https.
const (
	TokenCookie       = "csrf"
	SecureTokenCookie = "__Host-csrf"
)

// token returns the token of this browser, also for a request that was refused before the
// middleware saw it, or "" where the browser has none.
func (s *Desk) token(c fiber.Ctx) string {
	if token := csrf.TokenFromContext(c); token != "" {
		return token
	}
	name := TokenCookie
	if s.Secure(c) {
		name = SecureTokenCookie
	}
	if found, err := (Tokens{s.Key}).Get(c.Cookies(name)); err != nil || found == nil {
		return ""
	}
	return c.Cookies(name)
}

// maskToken returns the token under a random pad, which unmasking in package web takes off.
// Pages are compressed, and a text that is the same in all of them could be guessed from
// their lengths.
func maskToken(token string) string {
	pad := make([]byte, len(token))
	rand.Read(pad) // never fails
	out := append(pad, token...)
	for i := range pad {
		out[len(pad)+i] ^= pad[i]
	}
	return base64.RawURLEncoding.EncodeToString(out)
}
