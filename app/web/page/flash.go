package page

import (
	"bytes"
	"crypto/hmac"
	"encoding/base64"
	"encoding/json"
	"strings"

	"github.com/gofiber/fiber/v3"

	"woolroad/app/web/say"
)

// flashCookie is the name of the cookie that carries a sentence to the next page.
const flashCookie = "flash"

// Flash sends a sentence along for the next page to show, such as "Order %s is saved."
// The arguments must be texts and whole numbers. A sentence that does not fit into a
// cookie is left out.
func (s *Desk) Flash(c fiber.Ctx, m say.Message) {
	b, err := json.Marshal(m)
	if err != nil || len(b) > 1000 { // a sentence that does not fit into a cookie is left out
		return
	}
	text := base64.RawURLEncoding.EncodeToString(b)
	c.Cookie(&fiber.Cookie{Name: flashCookie, Value: text + "." + Tokens{s.Key}.sign(flashCookie+text), Path: "/", SessionOnly: true,
		HTTPOnly: true, Secure: s.Secure(c), SameSite: fiber.CookieSameSiteLaxMode})
}

// takeFlash returns the sentence that the last answer sent along, or nil, and deletes its
// cookie so that it is shown once. It returns nil for a sentence that this program did
// not sign: whoever wrote one could make a page of any size of it.
func (s *Desk) takeFlash(c fiber.Ctx) *say.Message {
	text, signature, _ := strings.Cut(c.Cookies(flashCookie), ".")
	if text == "" {
		return nil
	}
	c.Cookie(&fiber.Cookie{Name: flashCookie, Path: "/", MaxAge: -1, HTTPOnly: true, SameSite: fiber.CookieSameSiteLaxMode})
	var m say.Message
	b, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil || !hmac.Equal([]byte(signature), []byte(Tokens{s.Key}.sign(flashCookie+text))) {
		return nil
	}
	d := json.NewDecoder(bytes.NewReader(b))
	d.UseNumber()
	if d.Decode(&m) != nil {
		return nil
	}
	for i, a := range m.Args {
		if number, ok := a.(json.Number); ok {
			n, err := number.Int64()
			if err != nil {
				return nil
			}
			m.Args[i] = n
		}
	}
	return &m
}
