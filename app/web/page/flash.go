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

const flashCookie = "flash"

// Flash is a sentence for the page that comes next: "Order %s is saved."
// Its arguments are texts and whole numbers.
func (s *Desk) Flash(c fiber.Ctx, m say.Message) {
	b, err := json.Marshal(m)
	if err != nil || len(b) > 1000 { // a sentence that cannot travel is left out
		return
	}
	text := base64.RawURLEncoding.EncodeToString(b)
	c.Cookie(&fiber.Cookie{Name: flashCookie, Value: text + "." + Tokens{s.Key}.sign(flashCookie+text), Path: "/", SessionOnly: true,
		HTTPOnly: true, Secure: s.Secure(c), SameSite: fiber.CookieSameSiteLaxMode})
}

// takeFlash reads the sentence that came along, which is said once. A sentence
// that this program has not signed is none: who writes one could have a page of
// any size made of it.
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
