package page

import (
	"crypto/rand"

	"github.com/gofiber/fiber/v3"

	"woolroad/app/web/say"
)

// Base is what the layout needs; every page embeds it.
type Base struct {
	Title   say.Message
	Lang    say.Lang
	Theme   string // "light", "dark" or empty: as the device
	Keys    bool   // single keys do something
	Menu    []menuGroup
	Subject *Subject // that the page belongs to; nil: none
	CSRF    string
	Request string // the key of what a form of this page asks for
	Flash   *say.Message
	Here    string // the path that the language and theme switch comes back to
	Query   string // in the search box
	Demo    bool
	Faulty  bool   // the page comes back with faults
	Build   string // the program's version
	Bare    bool   // without ways to other pages: for people who have none
}

func (b Base) frame() Base { return b }

// NextTheme is what the theme switch goes on to.
func (b Base) NextTheme() string {
	return map[string]string{"": "light", "light": "dark", "dark": "device"}[b.Theme]
}

// Base is the frame of the page that the request asks for.
func (s *Desk) Base(c fiber.Ctx, title say.Message) Base {
	b := Base{
		Title: title, Lang: s.Lang(c), Theme: themeOf(c), Keys: c.Cookies(KeysCookie) != "off",
		CSRF: masked(s.token(c)), Request: rand.Text(), Flash: s.takeFlash(c), Here: hereOf(c),
		Demo: s.Demo, Build: s.Version, Bare: s.OnPublic(c),
	}
	b.Menu, b.Subject = menuAt(c.Path())
	return b
}

// Lang returns the language that a person has chosen, or that their browser asks for.
func (s *Desk) Lang(c fiber.Ctx) say.Lang {
	return say.LangOf(c.Cookies(LanguageCookie), c.Get(fiber.HeaderAcceptLanguage))
}

// hereOf is where a switch comes back to: a page that was only posted to has no
// address of its own.
func hereOf(c fiber.Ctx) string {
	if c.Method() == fiber.MethodGet {
		return c.OriginalURL()
	}
	return c.Path()
}
