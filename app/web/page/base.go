package page

import (
	"crypto/rand"

	"github.com/gofiber/fiber/v3"

	"woolroad/app/web/say"
)

// Base is the data of a page's frame; the data of every page embeds it.
type Base struct {
	Title   say.Message
	Lang    say.Lang
	Theme   string   // "light", "dark" or empty: as the device
	Keys    bool     // single keys do something
	Subject *Subject // the one that the page belongs to; nil: none
	CSRF    string
	Request string // the key of what a form of this page asks for
	Flash   *say.Message
	Here    string // the path that the language and theme switch comes back to
	Query   string // the text in the search box
	Demo    bool
	Faulty  bool   // the page comes back with faults
	Build   string // the program's version
	Bare    bool   // without links to other pages, for people who may see no other page
}

// frame returns the base itself, by which the data of a page is known as such.
func (b Base) frame() Base { return b }

// NextTheme returns the theme that the switch on the page sets: light, dark, then as the
// device has it.
func (b Base) NextTheme() string {
	return map[string]string{"": "light", "light": "dark", "dark": "device"}[b.Theme]
}

// Base returns the frame of the page that the request asks for, under that title. It
// takes the flash, so that the next page does not show it again.
func (s *Desk) Base(c fiber.Ctx, title say.Message) Base {
	b := Base{
		Title: title, Lang: s.Lang(c), Theme: themeOf(c), Keys: c.Cookies(KeysCookie) != "off",
		CSRF: maskToken(s.token(c)), Request: rand.Text(), Flash: s.takeFlash(c), Here: hereOf(c),
		Demo: s.Demo, Build: s.Version, Bare: s.OnPublic(c),
		Subject: subjectAt(c.Path()),
	}
	return b
}

// SearchField returns the one search box.
func (b Base) SearchField() []Field {
	return []Field{{ID: "q", Label: say.Msg("Search"), Unseen: true, Within: say.Msg("Orders, parties, lots, bales, documents"),
		Value: b.Query, Kind: Search, Auto: "off", Most: 100}}
}

// Lang returns the language that a person has chosen, or that their browser asks for.
func (s *Desk) Lang(c fiber.Ctx) say.Lang {
	return say.LangOf(c.Cookies(LanguageCookie), c.Get(fiber.HeaderAcceptLanguage))
}

// hereOf returns the path to which a switch of language or theme comes back. A page that
// answers a POST has no address of its own, so its path alone is returned.
func hereOf(c fiber.Ctx) string {
	if c.Method() == fiber.MethodGet {
		return c.OriginalURL()
	}
	return c.Path()
}
