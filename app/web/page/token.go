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

// Tokens are the CSRF middleware's storage without keeping any: a token is
// random and signed, so that one from before a restart, or from another
// instance, still holds and nothing typed is lost.
type Tokens struct{ Key []byte }

// New returns a token that no other browser has, signed.
func (t Tokens) New() string {
	random := rand.Text()
	return random + "." + t.sign(random)
}

func (t Tokens) sign(text string) string {
	mac := hmac.New(sha256.New, t.Key)
	mac.Write([]byte(text))
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

// GetWithContext is something for a token that this program has made.
func (t Tokens) GetWithContext(_ context.Context, token string) ([]byte, error) {
	random, signature, _ := strings.Cut(token, ".")
	if !hmac.Equal([]byte(signature), []byte(t.sign(random))) {
		return nil, nil //nolint:nilnil // as fiber.Storage has it: no such token
	}
	return []byte{1}, nil
}

// Get is GetWithContext.
func (t Tokens) Get(token string) ([]byte, error) {
	return t.GetWithContext(context.Background(), token)
}

// SetWithContext does nothing: the signature is in the token.
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

// The cookies that hold a browser's token: at http on this machine, and for https
// alone.
const (
	TokenCookie       = "csrf"
	SecureTokenCookie = "__Host-csrf"
)

// token is the token of this browser, also where a request was refused before
// protect saw it; empty if it has none.
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
